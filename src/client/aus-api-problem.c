#include "aus-api-problem.h"

#include "aus-api-words.h"
#include "aus-error.h"
#include "aus-json.h"

#include <glib/gi18n-lib.h>

/* Longer is a mistake or worse, and nobody reads it. */
#define MAX_RETRY_AFTER (24 * 60 * 60)

static const struct
{
  guint    status;
  AusError code;
} codes[] = {
  { 400, AUS_ERROR_MALFORMED },       { 401, AUS_ERROR_UNAUTHENTICATED }, { 403, AUS_ERROR_FORBIDDEN },
  { 404, AUS_ERROR_NOT_FOUND },       { 408, AUS_ERROR_UNAVAILABLE },     { 409, AUS_ERROR_CONFLICT },
  { 410, AUS_ERROR_GONE },           { 412, AUS_ERROR_STALE },           { 413, AUS_ERROR_TOO_LARGE },
  { 415, AUS_ERROR_UNSUPPORTED },    { 422, AUS_ERROR_INVALID },         { 429, AUS_ERROR_THROTTLED },
  { 502, AUS_ERROR_UNAVAILABLE },     { 503, AUS_ERROR_UNAVAILABLE },     { 504, AUS_ERROR_UNAVAILABLE },
};

static AusError
code_of_status (guint status)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    if (codes[i].status == status)
      return codes[i].code;
  }

  return AUS_ERROR_FAILED;
}

/* What one status has several of, the server names. */
static AusError
code_of_problem (JsonObject *problem,
                 guint       status)
{
  static const struct
  {
    const char *name;
    AusError    code;
  } names[] = {
    { "otp_required", AUS_ERROR_OTP_REQUIRED },
    { "factor_required", AUS_ERROR_FACTOR_REQUIRED },
  };
  const char *name = problem ? aus_json_get_text (problem, "code") : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_strcmp0 (names[i].name, name) == 0)
      return names[i].code;
  }

  return code_of_status (status);
}

static void
add_faults (GError     **error,
            const char  *name,
            JsonNode    *texts)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (texts) ? json_node_get_array (texts) : NULL;
  guint n = array ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n; i++) {
    JsonNode *text = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_VALUE (text) && json_node_get_value_type (text) == G_TYPE_STRING) {
      g_autofree char *said = aus_api_words_translate (json_node_get_string (text));

      aus_error_add_field (error, name, "%s", said);
    }
  }
}

static void
add_fields (GError     **error,
            JsonObject  *problem)
{
  JsonNode *fields = json_object_get_member (problem, "fields");
  JsonObjectIter iter;
  const char *name;
  JsonNode *texts;

  if (fields == NULL || !JSON_NODE_HOLDS_OBJECT (fields))
    return;

  json_object_iter_init_ordered (&iter, json_node_get_object (fields));

  while (json_object_iter_next_ordered (&iter, &name, &texts))
    add_faults (error, name, texts);
}

/* What is to be chosen from, where the server asks back. */
static void
add_candidates (GError     *error,
                JsonObject *problem)
{
  JsonNode *candidates = json_object_get_member (problem, "candidates");
  g_autofree char *json = NULL;

  if (candidates == NULL || !JSON_NODE_HOLDS_ARRAY (candidates))
    return;

  json = json_to_string (candidates, FALSE);
  aus_error_set_member (error, "candidates", json);
}

static void
add_retry_after (GError      *error,
                 SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *value = soup_message_headers_get_one (headers, "Retry-After");
  guint64 seconds = 0;

  if (value != NULL && g_ascii_string_to_unsigned (value, 10, 0, MAX_RETRY_AFTER, &seconds, NULL))
    aus_error_set_retry_after (error, (guint) seconds);
}

GError *
aus_api_problem_from_answer (SoupMessage *message,
                         GBytes      *body)
{
  guint status = soup_message_get_status (message);
  /* No JSON means a proxy's page: the status says all there is. */
  g_autoptr (JsonObject) problem =
    aus_json_parse_object (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body), NULL);
  g_autofree char *detail = aus_api_words_translate (problem ? aus_json_get_text (problem, "detail") : NULL);
  AusError code = code_of_problem (problem, status);
  GError *error = NULL;

  if (detail != NULL)
    error = g_error_new_literal (AUS_ERROR, (int) code, detail);
  else
    /* Translators: %u is an HTTP status such as 502. */
    error = g_error_new (AUS_ERROR, (int) code, _("The server answered with error %u"), status);

  if (problem != NULL && error->code == AUS_ERROR_INVALID)
    add_fields (&error, problem);

  if (problem != NULL && error->code == AUS_ERROR_CONFLICT)
    add_candidates (error, problem);

  add_retry_after (error, message);

  return error;
}

static const char *
say (const GError *error)
{
  if (error->domain == G_TLS_ERROR)
    return _("The server's certificate is not trusted");

  if (error->domain == G_RESOLVER_ERROR)
    return _("The server's name cannot be found");

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return _("No server answers at this address");

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return _("The server takes too long to answer");

  return _("The server cannot be reached");
}

GError *
aus_api_problem_from_transport (const GError *error)
{
  g_debug ("No answer: %s", error->message);

  return g_error_new_literal (AUS_ERROR, AUS_ERROR_UNAVAILABLE, say (error));
}
