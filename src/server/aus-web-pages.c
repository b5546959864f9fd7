#include "aus-web-pages.h"

#include "aus-reply.h"
#include "aus-web-resources.h"

#include <string.h>

#define FOLDER "/org/ausculta/Ausculta/web/"
#define ASSETS "/web/"
#define DOOR "/d/"

/* Nothing from elsewhere, nothing inline, and in nobody's frame. */
#define POLICY \
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; " \
  "media-src 'self' blob: mediastream:; connect-src 'self'; font-src 'self'; manifest-src 'self'; " \
  "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"

typedef struct
{
  const char *ending;
  const char *type;
} Type;

static const Type types[] = {
  { ".js", "text/javascript; charset=utf-8" },
  { ".css", "text/css; charset=utf-8" },
  { ".html", "text/html; charset=utf-8" },
  { ".svg", "image/svg+xml" },
  { ".json", "application/json" },
  { ".webmanifest", "application/manifest+json" },
  { ".png", "image/png" },
  { ".woff2", "font/woff2" },
};

static const char *
get_type (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    if (g_str_has_suffix (name, types[i].ending))
      return types[i].type;
  }

  return "application/octet-stream";
}

static void
add_headers (SoupServerMessage *message,
             const char        *caching)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_append (headers, "Content-Security-Policy", POLICY);
  soup_message_headers_append (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_append (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_append (headers, "Permissions-Policy", "camera=(self), microphone=(self), geolocation=()");
  soup_message_headers_append (headers, "Cross-Origin-Opener-Policy", "same-origin");
  soup_message_headers_append (headers, "Cache-Control", caching);
}

/* %NULL where there is no such file. */
static GBytes *
load (const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);

  g_return_val_if_fail (aus_web_get_resource () != NULL, NULL);

  return g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static void
send_file (SoupServerMessage *message,
           const char        *name,
           guint              status,
           const char        *caching)
{
  g_autoptr (GBytes) bytes = load (name);

  if (bytes == NULL) {
    g_autoptr (GError) error = g_error_new (AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is nothing here.");

    aus_reply_fail (message, error, "");
    return;
  }

  add_headers (message, caching);
  soup_message_headers_append (soup_server_message_get_response_headers (message), "Content-Type", get_type (name));
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), bytes);
  soup_server_message_set_status (message, status, NULL);
}

typedef struct
{
  SoupServerMessage *message;
  char              *token;
} Visitor;

static gboolean
door_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  g_auto (AusCaller) caller = { 0 };

  return aus_caller_resolve (&caller, database, AUS_CREDENTIAL_DOOR, ((Visitor *) data)->token, error);
}

/* An unknown link gets the same page, which says so in the visitor's language. */
static void
door_done (gpointer      data,
           const GError *error)
{
  Visitor *visitor = data;

  if (error == NULL)
    send_file (visitor->message, "door.html", SOUP_STATUS_OK, "no-store");
  else if (g_error_matches (error, AUS_ERROR, AUS_ERROR_NOT_FOUND))
    send_file (visitor->message, "door.html", SOUP_STATUS_NOT_FOUND, "no-store");
  else
    aus_reply_fail (visitor->message, error, "of a page");

  soup_server_message_unpause (visitor->message);
  g_object_unref (visitor->message);
  g_free (visitor->token);
  g_free (visitor);
}

static void
open_door (AusDesk           *desk,
           SoupServerMessage *message,
           const char        *token)
{
  Visitor *visitor = g_new (Visitor, 1);
  gsize length = strlen (token);

  if (length > 0 && token[length - 1] == '/')
    length--;

  visitor->message = g_object_ref (message);
  visitor->token = g_strndup (token, length);
  soup_server_message_pause (message);
  aus_store_read (desk->store, door_job, door_done, visitor);
}

gboolean
aus_web_pages_run (AusDesk           *desk,
                   SoupServerMessage *message)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  const char *method = soup_server_message_get_method (message);

  if (!g_str_has_prefix (path, DOOR) && !g_str_has_prefix (path, ASSETS))
    return FALSE;

  if (strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0)
    aus_reply_not_allowed (message, "GET, HEAD");
  else if (g_str_has_prefix (path, DOOR))
    open_door (desk, message, path + strlen (DOOR));
  else
    send_file (message, path + strlen (ASSETS), SOUP_STATUS_OK, "no-cache");

  return TRUE;
}
