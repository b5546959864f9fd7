#include "aus-problem.h"

#include "aus-json-writer.h"

#include <string.h>

typedef struct
{
  guint       status;
  const char *code;
  const char *title;
} Kind;

static const Kind kinds[] = {
  [AUS_ERROR_FAILED] = { 500, "internal", "Something broke inside" },
  [AUS_ERROR_MALFORMED] = { 400, "malformed", "The request could not be read" },
  [AUS_ERROR_INVALID] = { 422, "invalid", "Some fields are wrong" },
  [AUS_ERROR_UNAUTHENTICATED] = { 401, "unauthenticated", "Not signed in" },
  [AUS_ERROR_FORBIDDEN] = { 403, "forbidden", "Not allowed" },
  [AUS_ERROR_NOT_FOUND] = { 404, "not_found", "Not found" },
  [AUS_ERROR_CONFLICT] = { 409, "conflict", "Not possible in this state" },
  [AUS_ERROR_STALE] = { 412, "stale", "Changed meanwhile" },
  [AUS_ERROR_TOO_LARGE] = { 413, "too_large", "Too large" },
  [AUS_ERROR_THROTTLED] = { 429, "throttled", "Too many requests" },
  [AUS_ERROR_UNAVAILABLE] = { 503, "unavailable", "Not possible now" },
  [AUS_ERROR_UNSUPPORTED] = { 415, "unsupported", "Not JSON" },
  [AUS_ERROR_OTP_REQUIRED] = { 401, "otp_required", "Second factor needed" },
  [AUS_ERROR_FACTOR_REQUIRED] = { 403, "factor_required", "A second factor must be set up" },
  [AUS_ERROR_RANGE] = { 416, "range", "No such part" },
  [AUS_ERROR_GONE] = { 410, "resync", "No longer there" },
};

static const Kind *
get_kind (const GError *error)
{
  return &kinds[error->domain == AUS_ERROR ? error->code : AUS_ERROR_FAILED];
}

const char *
aus_problem_get_code (const GError *error)
{
  return get_kind (error)->code;
}

const guint aus_n_problems = G_N_ELEMENTS (kinds);

guint
aus_problem_get_status (AusError error)
{
  return kinds[error].status;
}

const char *
aus_problem_get_title (AusError error)
{
  return kinds[error].title;
}

const char *
aus_problem_get_word (AusError error)
{
  return kinds[error].code;
}

gboolean
aus_problem_is_first (AusError error,
                      guint    set)
{
  for (guint other = 0; other < error; other++) {
    if ((set & (1u << other)) != 0 && kinds[other].status == kinds[error].status)
      return FALSE;
  }

  return TRUE;
}

static gboolean
is_named_before (GPtrArray  *fields,
                 guint       index,
                 const char *name)
{
  for (guint i = 0; i < index; i++) {
    const AusFieldFault *fault = g_ptr_array_index (fields, i);

    if (strcmp (fault->name, name) == 0)
      return TRUE;
  }

  return FALSE;
}

/* One member per field, with all that is wrong with it. Names may be anything that came in. */
static void
write_fields (AusJsonWriter *writer,
              GPtrArray     *fields)
{
  aus_json_begin_object (writer, "fields");

  for (guint i = 0; fields != NULL && i < fields->len; i++) {
    const AusFieldFault *fault = g_ptr_array_index (fields, i);
    g_autofree char *escaped = NULL;

    if (is_named_before (fields, i, fault->name))
      continue;

    escaped = aus_json_escape (fault->name);
    aus_json_begin_array (writer, escaped);

    for (guint k = i; k < fields->len; k++) {
      const AusFieldFault *other = g_ptr_array_index (fields, k);

      if (strcmp (other->name, fault->name) == 0)
        aus_json_add_text (writer, NULL, other->text);
    }

    aus_json_end_array (writer);
  }

  aus_json_end_object (writer);
}

GBytes *
aus_problem_make (const GError *error,
                  guint        *status)
{
  const Kind *kind = get_kind (error);
  const char *detail = kind->status == 500 ? "The server could not answer; its log says why." : error->message;
  const char *json;
  const char *member = aus_error_get_member (error, &json);
  AusJsonWriter writer;

  aus_json_writer_init (&writer);
  aus_json_begin_object (&writer, NULL);
  aus_json_add_text (&writer, "type", "about:blank");
  aus_json_add_text (&writer, "title", kind->title);
  aus_json_add_integer (&writer, "status", kind->status);
  aus_json_add_text (&writer, "detail", detail);
  aus_json_add_text (&writer, "code", kind->code);
  aus_json_add_text (&writer, "error", detail);
  write_fields (&writer, aus_error_get_fields (error));

  if (member != NULL)
    aus_json_add_raw (&writer, member, json);

  aus_json_end_object (&writer);
  *status = kind->status;

  return aus_json_writer_finish (&writer);
}
