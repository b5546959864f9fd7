#include "aus-http-call.h"

#include "aus-http-deadline.h"
#include "aus-json.h"
#include "aus-retry-time.h"
#include "aus-time.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#define USUAL_SECONDS 15
#define SLACK_SECONDS 2
#define MAX_LENGTH (4 * 1024 * 1024)
#define PIECE (64 * 1024)

static gboolean
is_local (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  g_autoptr (GInetAddress) address = host ? g_inet_address_new_from_string (host) : NULL;

  return address != NULL ? g_inet_address_get_is_loopback (address) : g_strcmp0 (host, "localhost") == 0;
}

static gboolean
is_within (const char *host,
           const char *domain)
{
  const gsize host_length = strlen (host), length = strlen (domain);

  return g_str_has_suffix (host, domain) && (host_length == length || host[host_length - length - 1] == '.');
}

static gboolean
is_of_origin (const char *url,
              const char *origin)
{
  return g_str_has_prefix (origin, "https://") && g_str_has_prefix (url, origin) && url[strlen (origin)] == '/';
}

gboolean
aus_host_list_allows (const AusHostList *self,
                      const char        *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_userinfo (uri) != NULL)
    return FALSE;

  /* A test stands in for all of a provider's servers on several ports. */
  if (self->origin != NULL && aus_http_origin_is_local (self->origin) && is_local (uri))
    return TRUE;

  if (self->origin != NULL && is_of_origin (url, self->origin))
    return TRUE;

  for (guint i = 0; self->domains[i] != NULL; i++) {
    if (strcmp (g_uri_get_scheme (uri), "https") == 0 && g_uri_get_port (uri) == 443 &&
        is_within (g_uri_get_host (uri), self->domains[i]))
      return TRUE;
  }

  return FALSE;
}

char *
aus_http_origin_parse (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri ? g_uri_get_scheme (uri) : "";
  const char *path = uri ? g_uri_get_path (uri) : "";

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL ||
      path[strspn (path, "/")] != '\0' ||
      !(strcmp (scheme, "https") == 0 || (strcmp (scheme, "http") == 0 && is_local (uri))))
    return NULL;

  return g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, g_uri_get_host (uri), g_uri_get_port (uri), "", NULL, NULL);
}

gboolean
aus_http_origin_is_local (const char *origin)
{
  g_autoptr (GUri) uri = g_uri_parse (origin, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL && is_local (uri);
}

char *
aus_http_redact (const char *text)
{
  g_autoptr (GRegex) regex =
    g_regex_new ("((?:access_token|refresh_token|id_token|token|pwd|password|passcode|jwt|zak|secret|code|assertion)"
                 "\"?\\s*[=:]\\s*\"?|\\b(?:Bearer|Basic)\\s+)[^\\s&\"',}]+", G_REGEX_CASELESS, 0, NULL);

  return g_regex_replace (regex, text, -1, 0, "\\1…", 0, NULL);
}

void
aus_http_answer_free (AusHttpAnswer *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->json, json_object_unref);
  g_free (self->location);
  g_free (self);
}

static SoupMessage *
make_message (const AusHttpCall  *self,
              GError            **error)
{
  /* As it is: an escape that is undone here would be another path. */
  g_autoptr (GUri) uri = g_uri_parse (self->url, SOUP_HTTP_URI_FLAGS, error);
  SoupMessage *message;
  SoupMessageHeaders *headers;

  if (uri == NULL)
    return NULL;

  message = soup_message_new_from_uri (self->method, uri);
  headers = soup_message_get_request_headers (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (headers, "Accept", self->take ? "*/*" : "application/json");

  if (self->authorization != NULL)
    soup_message_headers_replace (headers, "Authorization", self->authorization);

  if (self->body != NULL) {
    g_autoptr (GBytes) bytes = g_bytes_new (self->body, strlen (self->body));

    soup_message_set_request_body_from_bytes (message, self->content_type, bytes);
  }

  return message;
}

static gboolean
keep (gconstpointer   piece,
      gsize           length,
      gpointer        data,
      GError        **error)
{
  GByteArray *body = data;

  if (body->len + length > MAX_LENGTH) {
    aus_error_say (error, AUS_ERROR_UNAVAILABLE, N_("The answer was too long."));
    return FALSE;
  }

  g_byte_array_append (body, piece, (guint) length);

  return TRUE;
}

static gboolean
read_all (GInputStream  *stream,
          AusHttpTake    take,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autofree char *piece = g_malloc (PIECE);
  gssize length;

  while ((length = g_input_stream_read (stream, piece, PIECE, cancellable, error)) > 0) {
    if (!take (piece, (gsize) length, data, error))
      return FALSE;
  }

  return length == 0;
}

static guint
read_max_age (SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_list (headers, "Cache-Control");
  GHashTable *directives = text ? soup_header_parse_param_list (text) : NULL;
  const char *value = directives ? g_hash_table_lookup (directives, "max-age") : NULL;
  gint64 seconds = 0;

  if (value == NULL || !g_ascii_string_to_signed (value, 10, 0, G_MAXINT32, &seconds, NULL))
    seconds = 0;

  g_clear_pointer (&directives, soup_header_free_param_list);

  return (guint) seconds;
}

static AusHttpAnswer *
make_answer (SoupMessage *message,
             GByteArray  *body)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  AusHttpAnswer *answer = g_new0 (AusHttpAnswer, 1);

  answer->status = soup_message_get_status (message);
  answer->body = g_byte_array_free_to_bytes (body);
  answer->location = g_strdup (soup_message_headers_get_one (headers, "Location"));
  answer->retry_after = aus_retry_time_parse (soup_message_headers_get_one (headers, "Retry-After"), aus_time_now ());
  answer->max_age = read_max_age (headers);

  /* Looks how deep it is before anything else; what is no object has nothing to say to us. */
  if (g_bytes_get_size (answer->body) > 0)
    answer->json = aus_json_parse_object (g_bytes_get_data (answer->body, NULL),
                                          (gssize) g_bytes_get_size (answer->body), NULL);

  return answer;
}

static AusHttpAnswer *
exchange (const AusHttpCall  *self,
          SoupMessage        *message,
          AusHttpDeadline    *deadline,
          GError            **error)
{
  /* The deadline comes first, for it knows why. */
  const guint seconds = (self->seconds ? self->seconds : USUAL_SECONDS) + SLACK_SECONDS;
  g_autoptr (SoupSession) session =
    soup_session_new_with_options ("timeout", seconds, "user-agent", "Ausculta", NULL);
  GCancellable *cancellable = aus_http_deadline_get_cancellable (deadline);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GByteArray) body = g_byte_array_new ();
  gboolean is_taken;

  soup_session_remove_feature_by_type (session, SOUP_TYPE_COOKIE_JAR);
  g_signal_connect_swapped (message, "wrote-headers", G_CALLBACK (aus_http_deadline_note_connected), deadline);
  stream = soup_session_send (session, message, cancellable, error);

  if (stream == NULL)
    return NULL;

  is_taken = self->take != NULL && SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message));

  if (!read_all (stream, is_taken ? self->take : keep, is_taken ? self->take_data : body, cancellable, error))
    return NULL;

  return make_answer (message, g_steal_pointer (&body));
}

/* What libsoup and GIO say is for those who know them. */
static const char *
explain (const GError *fault)
{
  static const struct
  {
    int         code;
    const char *why;
  } whys[] = {
    { G_IO_ERROR_CONNECTION_REFUSED, N_("nothing answers at this address.") },
    { G_IO_ERROR_HOST_UNREACHABLE, N_("the network has no way to it.") },
    { G_IO_ERROR_NETWORK_UNREACHABLE, N_("the network has no way to it.") },
    { G_IO_ERROR_TIMED_OUT, N_("the answer took too long.") },
  };

  if (fault->domain == G_RESOLVER_ERROR)
    return N_("its name cannot be found.");

  if (fault->domain == G_TLS_ERROR)
    return N_("its certificate is not trusted.");

  for (guint i = 0; i < G_N_ELEMENTS (whys); i++) {
    if (g_error_matches (fault, G_IO_ERROR, whys[i].code))
      return whys[i].why;
  }

  return NULL;
}

static void
put_plainly (AusHttpDeadline  *deadline,
             GError           *fault,
             GError          **error)
{
  const char *why = aus_http_deadline_get_reason (deadline);
  g_autofree char *bare = NULL;

  if (why == NULL && (fault->domain == AUS_ERROR || g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
                      g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_NO_SPACE))) {
    g_propagate_error (error, fault);
    return;
  }

  why = why ? why : explain (fault);
  bare = aus_http_redact (fault->message);
  aus_error_say (error, AUS_ERROR_UNAVAILABLE, N_("It cannot be reached: %s"), why ? why : bare);
  g_error_free (fault);
}

AusHttpAnswer *
aus_http_call_run (const AusHttpCall  *self,
                   const AusHostList  *hosts,
                   GCancellable       *cancellable,
                   GError            **error)
{
  g_autoptr (AusHttpDeadline) deadline = NULL;
  g_autoptr (SoupMessage) message = NULL;
  AusHttpAnswer *answer;
  GError *fault = NULL;

  if (!aus_host_list_allows (hosts, self->url)) {
    aus_error_say (error, AUS_ERROR_FORBIDDEN, N_("The provider named an address that is not its own."));
    return NULL;
  }

  message = make_message (self, error);

  if (message == NULL)
    return NULL;

  deadline = aus_http_deadline_new (self->seconds ? self->seconds : USUAL_SECONDS, cancellable);
  answer = exchange (self, message, deadline, &fault);
  aus_http_deadline_end (deadline);

  if (answer == NULL)
    put_plainly (deadline, fault, error);
  else
    g_debug ("%s %s: %u", self->method, g_uri_get_host (soup_message_get_uri (message)), answer->status);

  return answer;
}
