#pragma once

#include "aus-field.h"
#include "aus-json-writer.h"

G_BEGIN_DECLS

/**
 * AusSchemaUse:
 * @AUS_SCHEMA_ANSWER: a record in full
 * @AUS_SCHEMA_ITEM: a record in a list, without its details
 * @AUS_SCHEMA_NEW: what a client sends to make one
 * @AUS_SCHEMA_CHANGE: what a client sends to change one
 */
typedef enum
{
  AUS_SCHEMA_ANSWER,
  AUS_SCHEMA_ITEM,
  AUS_SCHEMA_NEW,
  AUS_SCHEMA_CHANGE,
} AusSchemaUse;

/**
 * AusSchemaValue:
 * @is_filled: a text that is not blank
 * @is_sent: by a client, whom the limits are for
 *
 * A plain value: of a record's field, or of a shape's member.
 */
typedef struct
{
  const char   *label;
  AusKind       kind;
  gboolean      is_id;
  gboolean      is_nullable;
  gboolean      is_filled;
  gboolean      is_sent;
  gboolean      is_read_only;
  GType       (*enum_type) (void);
  const char *(*check)     (const char *text);
  guint         max_length;
  gint64        minimum;
  gint64        maximum;
  guint         audience;
} AusSchemaValue;

/* Whether a client sends it. */
gboolean       aus_schema_use_is_sent        (AusSchemaUse          use);
/* What @field says of its values. */
AusSchemaValue aus_schema_value_of_field     (const AusField       *field,
                                              AusSchemaUse          use);
/* Adds the schema of a value, as an object called @name. */
void           aus_schema_value_write        (const AusSchemaValue *self,
                                              AusJsonWriter        *out,
                                              const char           *name);
/* Adds “type”. */
void           aus_schema_write_type         (AusJsonWriter        *out,
                                              const char           *type,
                                              gboolean              is_nullable);
/* Adds the words of an enumeration as “enum”. */
void           aus_schema_write_words        (AusJsonWriter        *out,
                                              GType                 enum_type,
                                              gboolean              is_nullable);
/* Adds the names of a set of roles as an array called @name. */
void           aus_schema_write_roles        (AusJsonWriter        *out,
                                              const char           *name,
                                              guint                 roles);

G_END_DECLS
