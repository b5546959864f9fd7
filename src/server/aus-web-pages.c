#include "aus-web-pages.h"

#include "aus-door-policy.h"
#include "aus-entity-tag.h"
#include "aus-reply.h"
#include "aus-request.h"
#include "aus-turnstile.h"

#include <string.h>

#define ASSETS "/web/"
#define DOOR "/d/"

/* May be kept, but is to be asked for each time. */
#define KEPT "no-cache"

/**
 * Page:
 * @script: (nullable): what it may load from elsewhere
 */
typedef struct
{
  const char *name;
  guint       status;
  const char *caching;
  const char *script;
} Page;

static void
add_headers (SoupServerMessage *message,
             const Page        *page)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *policy = aus_door_policy_make (page->script);
  g_autofree char *permissions = aus_door_policy_permit (page->script);

  soup_message_headers_append (headers, "Content-Security-Policy", policy);
  soup_message_headers_append (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_append (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_append (headers, "Permissions-Policy", permissions);
  soup_message_headers_append (headers, "Cross-Origin-Opener-Policy", "same-origin");
  soup_message_headers_append (headers, "Cache-Control", page->caching);
}

static void
fail (AusDesk           *desk,
      SoupServerMessage *message,
      const GError      *error)
{
  g_autofree char *request_id = aus_request_get_id (message);

  aus_reply_add_headers (message, desk->clinic, request_id);
  aus_reply_fail (message, error, request_id);
}

static gboolean
takes_gzip (SoupServerMessage *message)
{
  const char *accepted = soup_message_headers_get_list (soup_server_message_get_request_headers (message),
                                                        "Accept-Encoding");
  GSList *refused = NULL;
  GSList *codings = accepted ? soup_header_parse_quality_list (accepted, &refused) : NULL;
  const gboolean takes = g_slist_find_custom (codings, "gzip", (GCompareFunc) g_ascii_strcasecmp) != NULL;

  soup_header_free_list (codings);
  soup_header_free_list (refused);

  return takes;
}

/* Whether the visitor has this very file already, and keeping it is allowed. */
static gboolean
is_had (SoupServerMessage *message,
        const char        *tag)
{
  const char *had = soup_message_headers_get_list (soup_server_message_get_request_headers (message), "If-None-Match");

  return had != NULL && aus_entity_tag_is_among (tag, had, AUS_TAG_WEAK);
}

/* What is the same for everybody and names nobody may be compressed; what the API answers never is, see aus-reply.c. */
static void
send_file (AusDesk           *desk,
           SoupServerMessage *message,
           const Page        *page)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const AusWebFile *file = aus_web_files_get (desk->web_files, page->name);
  const gboolean may_keep = strcmp (page->caching, KEPT) == 0;
  gboolean is_gzipped;

  if (file == NULL) {
    g_autoptr (GError) error = g_error_new (AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is nothing here.");

    fail (desk, message, error);
    return;
  }

  is_gzipped = file->gzipped != NULL && takes_gzip (message);
  add_headers (message, page);

  if (file->gzipped != NULL)
    soup_message_headers_append (headers, "Vary", "Accept-Encoding");

  if (may_keep)
    soup_message_headers_append (headers, "ETag", is_gzipped ? file->gzipped_tag : file->tag);

  if (may_keep && is_had (message, is_gzipped ? file->gzipped_tag : file->tag)) {
    aus_reply_set_no_body (message);
    soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
    return;
  }

  if (is_gzipped)
    soup_message_headers_append (headers, "Content-Encoding", "gzip");

  soup_message_headers_append (headers, "Content-Type", file->type);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message),
                                  is_gzipped ? file->gzipped : file->bytes);
  soup_server_message_set_status (message, page->status, NULL);
}

typedef struct
{
  AusDesk           *desk;
  SoupServerMessage *message;
  char              *token;
  char              *script;
} Visitor;

static gboolean
door_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  Visitor *visitor = data;
  g_auto (AusCaller) caller = { 0 };
  g_autoptr (GError) fault = NULL;

  if (!aus_caller_resolve (&caller, database, AUS_CREDENTIAL_DOOR, visitor->token, error))
    return FALSE;

  visitor->script = aus_door_policy_find_script (visitor->desk->clinic, database, &caller, &fault);

  /* The page comes in any case, and leads to the provider by a link. */
  if (fault != NULL)
    g_warning ("A visit cannot be shown in its page: %s", fault->message);

  return TRUE;
}

/* An unknown link gets the same page, which says so in the visitor's language. */
static void
door_done (gpointer      data,
           const GError *error)
{
  Visitor *visitor = data;
  const Page page = { "door.html", error ? SOUP_STATUS_NOT_FOUND : SOUP_STATUS_OK, "no-store", visitor->script };

  if (error == NULL || g_error_matches (error, AUS_ERROR, AUS_ERROR_NOT_FOUND))
    send_file (visitor->desk, visitor->message, &page);
  else
    fail (visitor->desk, visitor->message, error);

  soup_server_message_unpause (visitor->message);
  g_object_unref (visitor->message);
  g_free (visitor->token);
  g_free (visitor->script);
  g_free (visitor);
}

static void
open_door (AusDesk           *desk,
           SoupServerMessage *message,
           const char        *token)
{
  g_autofree char *address = aus_request_get_address (message);
  g_autoptr (GError) error = NULL;
  Visitor *visitor;
  gsize length = strlen (token);

  if (!aus_turnstile_pass (desk, address, NULL, &error)) {
    fail (desk, message, error);
    return;
  }

  if (length > 0 && token[length - 1] == '/')
    length--;

  visitor = g_new0 (Visitor, 1);
  visitor->desk = desk;
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

  if (strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0) {
    g_autofree char *request_id = aus_request_get_id (message);

    aus_reply_add_headers (message, desk->clinic, request_id);
    aus_reply_not_allowed (message, "GET, HEAD");
  } else if (g_str_has_prefix (path, DOOR))
    open_door (desk, message, path + strlen (DOOR));
  else
    send_file (desk, message, &(Page) { path + strlen (ASSETS), SOUP_STATUS_OK, KEPT });

  return TRUE;
}
