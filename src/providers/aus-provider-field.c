#include "aus-provider-field.h"

#include "aus-sentence.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define USUAL_LENGTH 255

struct _AusProviderValues
{
  const AusProviderField *fields;
  GHashTable             *texts;
};

static gboolean
is_word (const char *words,
         const char *value)
{
  g_auto (GStrv) all = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char *const *) all, value);
}

/* (transfer full) (nullable): what is wrong. */
static char *
find_fault (const AusProviderField *self,
            const char             *value)
{
  const guint max_length = self->max_length ? self->max_length : USUAL_LENGTH;
  const char *fault;
  gint64 number;

  if (g_utf8_strlen (value, -1) > max_length)
    return aus_sentence_new (N_("Must not be longer than %u characters."), max_length);

  if (self->words != NULL && !is_word (self->words, value))
    return aus_sentence_new (N_("Must be one of: %s."), self->words);

  if (self->kind == AUS_KIND_BOOLEAN && !is_word ("true false", value))
    return g_strdup (N_("Must be true or false."));

  if (self->kind == AUS_KIND_INTEGER &&
      !g_ascii_string_to_signed (value, 10, self->minimum, self->maximum, &number, NULL))
    return g_strdup_printf ("Must be a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT ".",
                            self->minimum, self->maximum);

  fault = self->check ? self->check (value) : NULL;

  return g_strdup (fault);
}

gboolean
aus_provider_field_check (const AusProviderField  *self,
                          const char              *value,
                          GError                 **error)
{
  g_autofree char *fault = find_fault (self, value);

  if (fault != NULL)
    aus_error_add_field (error, self->name, "%s", fault);

  return fault == NULL;
}

static void
wipe (gpointer data)
{
  char *text = data;

  /* A call that the compiler cannot leave out. */
  for (volatile char *letter = text; *letter != '\0'; letter++)
    *letter = '\0';

  g_free (text);
}

AusProviderValues *
aus_provider_values_new (const AusProviderField *fields)
{
  AusProviderValues *self = g_new0 (AusProviderValues, 1);

  self->fields = fields;
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe);

  return self;
}

void
aus_provider_values_free (AusProviderValues *self)
{
  g_hash_table_unref (self->texts);
  g_free (self);
}

void
aus_provider_values_set (AusProviderValues *self,
                         const char        *name,
                         const char        *value)
{
  if (value == NULL || *value == '\0')
    g_hash_table_remove (self->texts, name);
  else
    g_hash_table_insert (self->texts, g_strdup (name), g_strdup (value));
}

gboolean
aus_provider_values_has (AusProviderValues *self,
                         const char        *name)
{
  return g_hash_table_contains (self->texts, name);
}

const char *
aus_provider_values_get (AusProviderValues *self,
                         const char        *name)
{
  const char *text = g_hash_table_lookup (self->texts, name);

  for (const AusProviderField *field = self->fields; text == NULL && field->name != NULL; field++) {
    if (strcmp (field->name, name) == 0)
      return field->usual;
  }

  return text;
}

gboolean
aus_provider_values_get_boolean (AusProviderValues *self,
                                 const char        *name)
{
  return g_strcmp0 (aus_provider_values_get (self, name), "true") == 0;
}

gint64
aus_provider_values_get_integer (AusProviderValues *self,
                                 const char        *name)
{
  const char *text = aus_provider_values_get (self, name);

  return text ? g_ascii_strtoll (text, NULL, 10) : 0;
}

gboolean
aus_provider_values_want (AusProviderValues      *self,
                          const AusProviderField *field)
{
  g_auto (GStrv) parts = field->when ? g_strsplit (field->when, "=", 2) : NULL;
  g_auto (GStrv) values = parts ? g_strsplit (parts[1], "|", -1) : NULL;
  const char *value = parts ? aus_provider_values_get (self, parts[0]) : NULL;

  return parts == NULL || (value != NULL && g_strv_contains ((const char *const *) values, value));
}

gboolean
aus_provider_values_check (AusProviderValues  *self,
                           GError            **error)
{
  GError *faults = NULL;

  for (const AusProviderField *field = self->fields; field->name != NULL; field++) {
    const char *value = aus_provider_values_get (self, field->name);

    if (!aus_provider_values_want (self, field))
      continue;

    if (value != NULL)
      aus_provider_field_check (field, value, &faults);
    else if ((field->flags & AUS_PROVIDER_FIELD_REQUIRED) != 0)
      aus_error_say_field (&faults, field->name, N_("%s is needed."), field->label);
  }

  if (faults == NULL)
    return TRUE;

  g_propagate_error (error, faults);

  return FALSE;
}
