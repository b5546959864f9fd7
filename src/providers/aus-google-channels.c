#include "aus-google-channels.h"

#include "aus-hash.h"
#include "aus-json.h"
#include "aus-time.h"
#include "aus-token.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

/* A week, which is what Google gives. */
#define TTL_S "604800"
#define USUAL_LIFE (7 * AUS_TIME_DAY)
#define MAX_PAGES 100
/* What is read where it is not known how far it was read before. */
#define FIRST_BEFORE AUS_TIME_DAY

static char *
make_path (AusGoogleWork *work,
           const char    *more)
{
  g_autofree char *calendar = g_uri_escape_string (work->terms->calendar, NULL, FALSE);

  return g_strconcat ("/calendar/v3/calendars/", calendar, "/events", more, NULL);
}

static JsonObject *
make_wish (AusWatch *watch)
{
  JsonObject *body = json_object_new ();
  JsonObject *parameters = json_object_new ();

  json_object_set_string_member (parameters, "ttl", TTL_S);
  json_object_set_string_member (body, "id", watch->id);
  json_object_set_string_member (body, "type", "web_hook");
  json_object_set_string_member (body, "address", watch->address);
  json_object_set_string_member (body, "token", watch->token);
  json_object_set_object_member (body, "params", parameters);

  return body;
}

/* Milliseconds, in a text. */
static gint64
read_expiry (JsonObject *json)
{
  const char *text = aus_json_get_text (json, "expiration");
  gint64 milliseconds;

  return text != NULL && g_ascii_string_to_signed (text, 10, 0, AUS_TIME_MAX / 1000, &milliseconds, NULL)
         ? milliseconds * 1000
         : aus_time_now () + USUAL_LIFE;
}

/* Where the clinic wants none, there is none. */
gboolean
aus_google_channel_watch (AusGoogleWork  *work,
                          GError        **error)
{
  AusWatch *watch = work->errand->watch;
  const char *owner = aus_google_get_owner (work, error);
  g_autoptr (JsonObject) body = NULL;
  g_autofree char *path = NULL;
  g_autoptr (AusHttpAnswer) answer = NULL;

  if (owner == NULL || !work->terms->is_watched)
    return owner != NULL;

  body = make_wish (watch);
  path = make_path (work, "/watch");
  answer = aus_google_work_call (work, owner, "POST", path, body, error);

  if (answer == NULL || !aus_google_check (answer, error))
    return FALSE;

  watch->resource_id = g_strdup (answer->json ? aus_json_get_text (answer->json, "resourceId") : NULL);
  watch->expires = answer->json ? read_expiry (answer->json) : 0;

  if (watch->resource_id != NULL)
    return TRUE;

  aus_error_say (error, AUS_ERROR_UNAVAILABLE, N_("Google does not say what it watches."));

  return FALSE;
}

gboolean
aus_google_channel_unwatch (AusGoogleWork  *work,
                            GError        **error)
{
  const char *owner = aus_google_get_owner (work, error);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (AusHttpAnswer) answer = NULL;

  json_object_set_string_member (body, "id", work->errand->watch->id);
  json_object_set_string_member (body, "resourceId", work->errand->watch->resource_id);
  answer = owner ? aus_google_work_call (work, owner, "POST", "/calendar/v3/channels/stop", body, error) : NULL;

  return answer != NULL && (aus_google_is_gone (answer) || aus_google_check (answer, error));
}

static char *
make_query (AusWatch   *watch,
            const char *page)
{
  g_autoptr (GDateTime) since = aus_time_to_date_time (aus_time_now () - FIRST_BEFORE);
  g_autofree char *text = g_date_time_format (since, "%Y-%m-%dT%H:%M:%SZ");
  const gboolean is_new = watch->cursor == NULL;
  g_autofree char *query = soup_form_encode (is_new ? "timeMin" : "syncToken", is_new ? text : watch->cursor,
                                             page ? "pageToken" : NULL, page, NULL);

  return g_strconcat ("?", query, NULL);
}

static void
take_events (AusWatch   *watch,
             JsonObject *json)
{
  JsonNode *node = json_object_get_member (json, "items");
  JsonArray *items = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++) {
    JsonNode *item = json_array_get_element (items, i);
    const char *id = JSON_NODE_HOLDS_OBJECT (item) ? aus_json_get_text (json_node_get_object (item), "id") : NULL;

    if (id != NULL)
      g_ptr_array_add (watch->changed, g_strdup (id));
  }
}

/* What follows on @page; *@page is %NULL after the last. */
static gboolean
list_page (AusGoogleWork  *work,
           const char     *owner,
           char          **page,
           GError        **error)
{
  AusWatch *watch = work->errand->watch;
  g_autofree char *query = make_query (watch, *page);
  g_autofree char *path = make_path (work, query);
  g_autoptr (AusHttpAnswer) answer = aus_google_work_call (work, owner, "GET", path, NULL, error);

  g_clear_pointer (page, g_free);

  if (answer == NULL)
    return FALSE;

  /* Too long ago: from the beginning, the next time. */
  if (answer->status == 410) {
    g_clear_pointer (&watch->cursor, g_free);
    aus_error_say (error, AUS_ERROR_STALE, N_("Google does not know how far the calendar was read."));
    return FALSE;
  }

  if (!aus_google_check (answer, error) || answer->json == NULL)
    return FALSE;

  take_events (watch, answer->json);
  *page = g_strdup (aus_json_get_text (answer->json, "nextPageToken"));
  g_free (watch->next);
  watch->next = g_strdup (aus_json_get_text (answer->json, "nextSyncToken"));

  return TRUE;
}

static gboolean
list_all (AusGoogleWork  *work,
          const char     *owner,
          GError        **error)
{
  g_autofree char *page = NULL;

  for (guint i = 0; i < MAX_PAGES; i++) {
    if (!list_page (work, owner, &page, error))
      return FALSE;

    if (page == NULL)
      return TRUE;
  }

  return TRUE;
}

gboolean
aus_google_channel_list (AusGoogleWork  *work,
                         GError        **error)
{
  const char *owner = aus_google_get_owner (work, error);
  g_autoptr (GError) fault = NULL;

  if (owner == NULL || !work->terms->is_watched)
    return owner != NULL;

  if (list_all (work, owner, &fault))
    return TRUE;

  if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_STALE))
    return list_all (work, owner, error);

  g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

static gboolean
refuse (GError     **error,
        const char  *why)
{
  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "This is not from a channel of ours: %s.", why);

  return FALSE;
}

/* What is watched is not known before Google has answered, which may be after it first posts. */
static gboolean
check (const AusWebhookMail  *mail,
       GError               **error)
{
  const AusWebhookChannel *channel = mail->channel;
  const char *token = mail->get_header ("X-Goog-Channel-Token", mail->data);
  const char *resource = mail->get_header ("X-Goog-Resource-ID", mail->data);
  g_autofree char *hash = token ? aus_token_hash (token) : NULL;

  if (channel == NULL)
    return refuse (error, "its id is unknown");

  if (hash == NULL || !aus_token_equal (hash, channel->token_hash))
    return refuse (error, "the token is another");

  if (*channel->resource_id != '\0' && g_strcmp0 (resource, channel->resource_id) != 0)
    return refuse (error, "it watches something else");

  return TRUE;
}

static char *
write_content (const AusWebhookChannel *channel,
               const char              *number)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;

  json_object_set_string_member (object, "channel", channel->id);
  json_object_set_string_member (object, "owner", channel->owner);
  json_object_set_string_member (object, "number", number);
  node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

gboolean
aus_google_channel_receive (const AusWebhookMail  *mail,
                            AusWebhookReceipt     *receipt,
                            GError               **error)
{
  const char *state = mail->get_header ("X-Goog-Resource-State", mail->data);
  const char *number = mail->get_header ("X-Goog-Message-Number", mail->data);
  g_autofree char *text = NULL;
  char *content;
  char hash[AUS_HASH_LENGTH + 1];

  if (!check (mail, error))
    return FALSE;

  /* That it begins to watch. */
  if (g_strcmp0 (state, "sync") == 0)
    return TRUE;

  text = g_strdup_printf ("%s:%s", mail->channel->id, number ? number : "");
  aus_hash (text, strlen (text), hash);
  content = write_content (mail->channel, number ? number : "");
  receipt->key = g_strdup (hash);
  receipt->content = g_bytes_new_take (content, strlen (content));

  return TRUE;
}

GPtrArray *
aus_google_channel_read (GBytes *content)
{
  g_autoptr (JsonObject) object =
    aus_json_parse_object (g_bytes_get_data (content, NULL), (gssize) g_bytes_get_size (content), NULL);
  const char *channel = object ? aus_json_get_text (object, "channel") : NULL;
  const char *owner = object ? aus_json_get_text (object, "owner") : NULL;
  const char *number = object ? aus_json_get_text (object, "number") : NULL;
  AusMeetingEvent *event;
  GPtrArray *list;

  if (channel == NULL || owner == NULL || number == NULL)
    return NULL;

  list = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_meeting_event_free);
  event = aus_meeting_event_new (AUS_MEETING_EVENT_LISTED, owner);
  g_free (event->instance);
  event->instance = g_strdup_printf ("%s:%s", channel, number);
  g_ptr_array_add (list, event);

  return list;
}
