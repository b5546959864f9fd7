#include "aus-parameter.h"

#include "aus-checks.h"
#include "aus-enums.h"
#include "aus-error.h"
#include "aus-time.h"
#include "aus-uuid.h"

#include <string.h>

#define MAX_WORDS 16

static gboolean
apply_id (const AusParameter  *self,
          const char          *value,
          AusQuery            *rows,
          GError             **error)
{
  if (!aus_uuid_is_valid (value)) {
    aus_error_add_field (error, self->name, "Must be an id.");
    return FALSE;
  }

  aus_query_and_text (rows, self->clause, value);

  return TRUE;
}

static gboolean
apply_time (const AusParameter  *self,
            const char          *value,
            AusQuery            *rows,
            GError             **error)
{
  gint64 time;

  if (!aus_time_parse (value, &time, NULL)) {
    aus_error_add_field (error, self->name, "Must be a time such as 2026-11-02T09:00:00Z, with a zone.");
    return FALSE;
  }

  aus_query_and_integer (rows, self->clause, time);

  return TRUE;
}

static gboolean
apply_date (const AusParameter  *self,
            const char          *value,
            AusQuery            *rows,
            GError             **error)
{
  const char *fault = aus_check_date (value);

  if (fault != NULL) {
    aus_error_add_field (error, self->name, "%s", fault);
    return FALSE;
  }

  aus_query_and_text (rows, self->clause, value);

  return TRUE;
}

static gboolean
apply_boolean (const AusParameter  *self,
               const char          *value,
               AusQuery            *rows,
               GError             **error)
{
  const gboolean wanted = strcmp (value, "true") == 0;

  if (!wanted && strcmp (value, "false") != 0) {
    aus_error_add_field (error, self->name, "Must be true or false.");
    return FALSE;
  }

  aus_query_and_integer (rows, self->clause, wanted);

  return TRUE;
}

static gboolean
apply_number (const AusParameter  *self,
              const char          *value,
              AusQuery            *rows,
              GError             **error)
{
  gint64 number;

  if (!g_ascii_string_to_signed (value, 10, self->minimum, self->maximum, &number, NULL)) {
    aus_error_add_field (error, self->name, "Must be a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT ".",
                         self->minimum, self->maximum);
    return FALSE;
  }

  aus_query_and_integer (rows, self->clause, number);

  return TRUE;
}

static gboolean
apply_words (const AusParameter  *self,
             const char          *value,
             AusQuery            *rows,
             GError             **error)
{
  const gboolean is_one = self->kind == AUS_PARAMETER_WORD;
  g_auto (GStrv) words = g_strsplit (value, ",", is_one ? 1 : MAX_WORDS);
  guint number;

  for (guint i = 0; words[i] != NULL; i++) {
    if (!aus_enum_from_nick (self->enum_type (), words[i], &number)) {
      g_autofree char *list = aus_enum_list (self->enum_type ());

      aus_error_add_field (error, self->name, "Must be one%s of: %s.", is_one ? "" : " or several", list);
      return FALSE;
    }
  }

  aus_query_and_among (rows, self->clause, (const char **) words);

  return TRUE;
}

gboolean
aus_parameter_apply (const AusParameter  *self,
                     const char          *value,
                     AusQuery            *rows,
                     GError             **error)
{
  switch (self->kind) {
    case AUS_PARAMETER_ID:
      return apply_id (self, value, rows, error);
    case AUS_PARAMETER_TIME:
      return apply_time (self, value, rows, error);
    case AUS_PARAMETER_DATE:
      return apply_date (self, value, rows, error);
    case AUS_PARAMETER_BOOLEAN:
      return apply_boolean (self, value, rows, error);
    case AUS_PARAMETER_NUMBER:
      return apply_number (self, value, rows, error);
    case AUS_PARAMETER_WORD:
    case AUS_PARAMETER_WORDS:
      return apply_words (self, value, rows, error);
    case AUS_PARAMETER_TEXT:
    case AUS_PARAMETER_ORDER:
      aus_query_and_text (rows, self->clause, value);
      return TRUE;
  }

  g_return_val_if_reached (FALSE);
}
