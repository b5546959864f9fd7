#pragma once

#include "aus-error.h"
#include "aus-field.h"

G_BEGIN_DECLS

/**
 * AusProviderFieldFlags:
 * @AUS_PROVIDER_FIELD_REQUIRED: the provider cannot be used without it, where it matters
 * @AUS_PROVIDER_FIELD_SECRET: stored sealed, and told to nobody again
 * @AUS_PROVIDER_FIELD_LONG: of several lines, such as a key in PEM
 */
typedef enum
{
  AUS_PROVIDER_FIELD_REQUIRED = 1 << 0,
  AUS_PROVIDER_FIELD_SECRET = 1 << 1,
  AUS_PROVIDER_FIELD_LONG = 1 << 2,
} AusProviderFieldFlags;

/**
 * AusProviderField:
 * @kind: text, integer or boolean; the value is a text in any case: “true” and “false”, digits
 * @label: what people read beside it, untranslated
 * @help: where to find the value and what it does, in a sentence or two, untranslated
 * @usual: (nullable): what holds where nothing is said
 * @words: (nullable): all that it may be, separated by spaces
 * @when: (nullable): where it matters alone, by what another field is: “kind=this|that”
 * @check: (nullable): says what is wrong with a text, or %NULL
 * @max_length: in characters; 0 means 255
 *
 * One thing that a clinic says of its account with a provider. The pages of the app are made of these tables.
 */
typedef struct
{
  const char            *name;
  AusKind                kind;
  AusProviderFieldFlags  flags;
  const char            *label;
  const char            *help;
  const char            *usual;
  const char            *words;
  const char            *when;
  const char          *(*check) (const char *text);
  gint64                 minimum;
  gint64                 maximum;
  guint                  max_length;
} AusProviderField;

/* Adds to @error what is wrong with @value, under the field's name. */
gboolean aus_provider_field_check (const AusProviderField  *self,
                                   const char              *value,
                                   GError                 **error);

/**
 * AusProviderValues:
 *
 * What a clinic says of its account, by the names of fields. Texts are owned, and secrets are in clear: it lives no
 * longer than it takes to make a provider of it.
 */
typedef struct _AusProviderValues AusProviderValues;

/* @fields: the table, which ends with a %NULL name and must outlive it */
AusProviderValues *aus_provider_values_new         (const AusProviderField *fields);
void               aus_provider_values_free        (AusProviderValues      *self);
/* A %NULL or empty @value is as if nothing had been said. */
void               aus_provider_values_set         (AusProviderValues      *self,
                                                    const char             *name,
                                                    const char             *value);
/* (nullable): what was said, else the usual; never "". */
const char        *aus_provider_values_get         (AusProviderValues      *self,
                                                    const char             *name);
gboolean           aus_provider_values_get_boolean (AusProviderValues      *self,
                                                    const char             *name);
gint64             aus_provider_values_get_integer (AusProviderValues      *self,
                                                    const char             *name);
/* Whether @field matters, by what the others are. */
gboolean           aus_provider_values_want        (AusProviderValues      *self,
                                                    const AusProviderField *field);
/* Whether something was said. */
gboolean           aus_provider_values_has         (AusProviderValues      *self,
                                                    const char             *name);
/* Names in %AUS_ERROR_INVALID each field that is required and not given, and each that is wrong. */
gboolean           aus_provider_values_check       (AusProviderValues      *self,
                                                    GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusProviderValues, aus_provider_values_free)

G_END_DECLS
