#include "aus-error.h"

#include "aus-sentence.h"

#include <stdarg.h>

typedef struct
{
  GPtrArray *fields;
  guint      retry_after;
  char      *member;
  char      *json;
} AusErrorPrivate;

static void
field_fault_free (gpointer data)
{
  AusFieldFault *fault = data;

  g_free (fault->name);
  g_free (fault->text);
  g_free (fault);
}

static AusFieldFault *
field_fault_new (const char *name,
                 const char *text)
{
  AusFieldFault *fault = g_new (AusFieldFault, 1);

  fault->name = g_strdup (name);
  fault->text = g_strdup (text);

  return fault;
}

static void
aus_error_private_init (AusErrorPrivate *private)
{
  private->fields = g_ptr_array_new_with_free_func (field_fault_free);
}

static void
aus_error_private_copy (const AusErrorPrivate *source,
                        AusErrorPrivate       *copy)
{
  copy->fields = g_ptr_array_new_with_free_func (field_fault_free);
  copy->retry_after = source->retry_after;
  copy->member = g_strdup (source->member);
  copy->json = g_strdup (source->json);

  for (guint i = 0; i < source->fields->len; i++) {
    const AusFieldFault *fault = g_ptr_array_index (source->fields, i);

    g_ptr_array_add (copy->fields, field_fault_new (fault->name, fault->text));
  }
}

static void
aus_error_private_clear (AusErrorPrivate *private)
{
  g_clear_pointer (&private->fields, g_ptr_array_unref);
  g_clear_pointer (&private->member, g_free);
  g_clear_pointer (&private->json, g_free);
}

G_DEFINE_EXTENDED_ERROR (AusError, aus_error)

void
aus_error_say (GError     **error,
               AusError     code,
               const char  *format,
               ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = aus_sentence_newv (format, arguments);
  va_end (arguments);

  g_set_error_literal (error, AUS_ERROR, (int) code, text);
}

void
aus_error_add_field (GError     **error,
                     const char  *name,
                     const char  *format,
                     ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  if (error == NULL)
    return;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  if (*error == NULL)
    g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "%s: %s", name, text);

  g_return_if_fail (g_error_matches (*error, AUS_ERROR, AUS_ERROR_INVALID));
  g_ptr_array_add (aus_error_get_private (*error)->fields, field_fault_new (name, text));
}

void
aus_error_say_field (GError     **error,
                     const char  *name,
                     const char  *format,
                     ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = aus_sentence_newv (format, arguments);
  va_end (arguments);

  aus_error_add_field (error, name, "%s", text);
}

char *
aus_error_quote (const char *text,
                 guint       max_length)
{
  return g_utf8_substring (text, 0, MIN ((glong) max_length, g_utf8_strlen (text, -1)));
}

GPtrArray *
aus_error_get_fields (const GError *error)
{
  return error->domain == AUS_ERROR ? aus_error_get_private (error)->fields : NULL;
}

void
aus_error_set_retry_after (GError *error,
                           guint   seconds)
{
  g_return_if_fail (error != NULL && error->domain == AUS_ERROR);

  aus_error_get_private (error)->retry_after = seconds;
}

guint
aus_error_get_retry_after (const GError *error)
{
  return error->domain == AUS_ERROR ? aus_error_get_private (error)->retry_after : 0;
}

void
aus_error_set_member (GError     *error,
                      const char *name,
                      const char *json)
{
  AusErrorPrivate *private;

  g_return_if_fail (error != NULL && error->domain == AUS_ERROR);

  private = aus_error_get_private (error);
  g_free (private->member);
  g_free (private->json);
  private->member = g_strdup (name);
  private->json = g_strdup (json);
}

const char *
aus_error_get_member (const GError  *error,
                      const char   **json)
{
  const AusErrorPrivate *private = error->domain == AUS_ERROR ? aus_error_get_private (error) : NULL;

  *json = private ? private->json : NULL;

  return private ? private->member : NULL;
}
