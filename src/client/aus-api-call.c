#include "aus-api-call.h"

#include "aus-uuid.h"

static GBytes *
write_body (JsonNode *body)
{
  char *text = json_to_string (body, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

AusApiCall *
aus_api_call_new (const AusApiRequest *request,
                  const char          *server,
                  const char          *token,
                  AusDeadline         *deadline)
{
  AusApiCall *self = g_new0 (AusApiCall, 1);

  self->method = g_strdup (request->method);
  self->path = g_strdup (request->path);
  self->key = g_strdup (request->key);
  self->server = g_strdup (server);
  self->token = g_strdup (token);
  self->body = request->body ? write_body (request->body) : NULL;
  self->body_type = "application/json";
  self->headers = g_strdupv ((GStrv) request->headers);
  self->revision = request->revision;
  self->deadline = deadline;
  self->answer = g_byte_array_new ();

  if (request->piece != NULL) {
    self->body = g_bytes_ref (request->piece);
    self->body_type = "application/offset+octet-stream";
  }

  if (self->key == NULL && g_str_equal (self->method, "POST"))
    self->key = aus_uuid_new ();

  return self;
}

void
aus_api_call_free (AusApiCall *self)
{
  g_free (self->method);
  g_free (self->path);
  g_free (self->key);
  g_free (self->server);
  g_free (self->token);
  g_strfreev (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->deadline, aus_deadline_free);
  g_clear_object (&self->message);
  g_byte_array_unref (self->answer);
  g_free (self);
}

void
aus_api_call_prepare (AusApiCall *self,
                      SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  g_set_object (&self->message, message);
  g_object_unref (message);

  soup_message_headers_replace (headers, "Accept", "application/json");

  if (self->body != NULL)
    soup_message_set_request_body_from_bytes (message, self->body_type, self->body);

  for (guint i = 0; self->headers != NULL && self->headers[i] != NULL; i += 2)
    soup_message_headers_replace (headers, self->headers[i], self->headers[i + 1]);

  if (self->key != NULL)
    soup_message_headers_replace (headers, "Idempotency-Key", self->key);

  if (self->revision != 0) {
    g_autofree char *tag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", self->revision);

    soup_message_headers_replace (headers, "If-Match", tag);
  }
}

gboolean
aus_api_call_may_retry (AusApiCall *self)
{
  if (self->retried || (self->key == NULL && !g_str_equal (self->method, "GET")))
    return FALSE;

  self->retried = TRUE;
  g_byte_array_set_size (self->answer, 0);

  return TRUE;
}

gboolean
aus_api_call_read_skew (AusApiCall *self,
                        gint64      *skew)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  const char *text = soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) date = text ? soup_date_time_new_from_http_string (text) : NULL;

  if (date == NULL)
    return FALSE;

  *skew = g_date_time_to_unix (date) - g_get_real_time () / G_USEC_PER_SEC;

  return TRUE;
}

gboolean
aus_api_call_has_succeeded (AusApiCall *self)
{
  return SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (self->message));
}
