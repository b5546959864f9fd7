#include "aus-reply.h"

#include "aus-media-stream.h"
#include "aus-problem.h"
#include "aus-request.h"

/* Never compressed, whatever the client accepts: answers hold secrets, such as links of doors, beside what somebody
 * else may have written, and the length of both together would tell on the secret (BREACH). */
static void
set_body (SoupServerMessage *message,
          const char        *type,
          GBytes            *body)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Content-Type", type);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), body);
}

static void
wrote_headers_cb (SoupServerMessage *message)
{
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_NONE);
}

/* While it writes the headers of a 204 or a 304, libsoup 3.2 forgets how the body ends, takes the end of the connection
 * for it, and then closes the connection without a word. */
void
aus_reply_set_no_body (SoupServerMessage *message)
{
  g_signal_connect (message, "wrote-headers", G_CALLBACK (wrote_headers_cb), NULL);
}

void
aus_reply_add_headers (SoupServerMessage *message,
                       AusClinic         *clinic,
                       const char        *request_id)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *origin = aus_request_get_cors_origin (message, clinic);

  soup_message_headers_append (headers, "Cache-Control", "no-store");
  soup_message_headers_append (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_append (headers, "X-Request-Id", request_id);
  soup_message_headers_append (headers, "Vary", "Origin");

  if (origin != NULL) {
    soup_message_headers_append (headers, "Access-Control-Allow-Origin", origin);
    soup_message_headers_append (headers, "Access-Control-Allow-Credentials", "true");
    soup_message_headers_append (headers, "Access-Control-Expose-Headers",
                                 "Accept-Ranges, Content-Disposition, Content-Range, ETag, Retry-After, "
                                 "Upload-Complete, Upload-Offset, X-Request-Id");
  }
}

static void
set_cookie (SoupServerMessage *message,
            AusCall           *call)
{
  const char *secure = g_str_has_prefix (call->clinic->public_url, "https:") ? "; Secure" : "";
  g_autofree char *cookie =
    g_strdup_printf ("ausculta_session=%s; Path=/; HttpOnly; SameSite=Strict%s; Max-Age=%" G_GINT64_FORMAT,
                     call->cookie, secure, call->cookie_life);

  soup_message_headers_append (soup_server_message_get_response_headers (message), "Set-Cookie", cookie);
}

void
aus_reply_add_more (SoupServerMessage *message,
                    AusCall           *call)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  for (guint i = 0; call->more_headers != NULL && i < call->more_headers->len; i += 2)
    soup_message_headers_append (headers, g_ptr_array_index (call->more_headers, i),
                                 g_ptr_array_index (call->more_headers, i + 1));
}

void
aus_reply_send (SoupServerMessage *message,
                AusCall           *call)
{
  soup_server_message_set_status (message, call->status, NULL);

  if (call->revision >= 0) {
    g_autofree char *tag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", call->revision);

    soup_message_headers_append (soup_server_message_get_response_headers (message), "ETag", tag);
  }

  if (call->cookie != NULL)
    set_cookie (message, call);

  if (call->media != NULL) {
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Content-Type",
                                  call->content_type);
    aus_media_stream_send (message, g_steal_pointer (&call->media), call->request_id);
  } else if (call->status == SOUP_STATUS_NO_CONTENT) {
    aus_reply_set_no_body (message);
  } else {
    g_autoptr (GBytes) body = aus_json_writer_finish (&call->out);

    set_body (message, call->content_type ? call->content_type : "application/json", body);
  }
}

void
aus_reply_fail (SoupServerMessage *message,
                const GError      *error,
                const char        *request_id)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  guint status;
  g_autoptr (GBytes) body = aus_problem_make (error, &status);
  guint retry_after = aus_error_get_retry_after (error);

  if (status == SOUP_STATUS_INTERNAL_SERVER_ERROR)
    g_warning ("Request %s: %s", request_id, error->message);

  if (status == SOUP_STATUS_SERVICE_UNAVAILABLE && retry_after == 0)
    retry_after = 1;

  if (retry_after > 0) {
    g_autofree char *seconds = g_strdup_printf ("%u", retry_after);

    soup_message_headers_append (headers, "Retry-After", seconds);
  }

  if (status == SOUP_STATUS_UNAUTHORIZED)
    soup_message_headers_append (headers, "WWW-Authenticate", "Token");

  soup_server_message_set_status (message, status, NULL);
  set_body (message, "application/problem+json", body);
}

void
aus_reply_not_allowed (SoupServerMessage *message,
                       const char        *allowed)
{
  static const char problem[] =
    "{\"type\":\"about:blank\",\"title\":\"Method not allowed\",\"status\":405,"
    "\"detail\":\"This path does not take that method.\",\"code\":\"method_not_allowed\","
    "\"error\":\"This path does not take that method.\",\"fields\":{}}";
  g_autoptr (GBytes) body = g_bytes_new_static (problem, sizeof problem - 1);

  soup_message_headers_append (soup_server_message_get_response_headers (message), "Allow", allowed);
  soup_server_message_set_status (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
  set_body (message, "application/problem+json", body);
}

void
aus_reply_preflight (SoupServerMessage *message,
                     AusClinic         *clinic)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (aus_request_get_cors_origin (message, clinic) != NULL) {
    soup_message_headers_append (headers, "Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
    soup_message_headers_append (headers, "Access-Control-Allow-Headers",
                                 "Authorization, Content-Type, If-Match, Idempotency-Key, If-Range, Range, "
                                 "Recorded-Until, Upload-Complete, Upload-Offset, X-Request-Id");
    soup_message_headers_append (headers, "Access-Control-Max-Age", "600");
  }

  soup_server_message_set_status (message, SOUP_STATUS_NO_CONTENT, NULL);
  aus_reply_set_no_body (message);
}
