#include "aus-fuzz.h"

#include "aus-google-channels.h"
#include "aus-google-push.h"
#include "aus-jaas-webhook.h"
#include "aus-jitsi-events.h"
#include "aus-zoom-api.h"
#include "aus-zoom-webhook.h"

#include <string.h>

/* What is posted by a provider, or by somebody who says that they are one. Unsigned bytes are refused unread; what is
 * signed is taken or refused, and its events are of a meeting. */

#define SECRET "secret"
#define SECONDS "1793577600"
#define NOW (G_GINT64_CONSTANT (1793577600) * 1000000)

typedef struct
{
  char *signature;
} Headers;

static const char *
get_header (const char *name,
            gpointer    data)
{
  return strcmp (name, "x-zm-signature") == 0 ? ((Headers *) data)->signature
         : strcmp (name, "x-zm-request-timestamp") == 0 ? SECONDS : NULL;
}

static char *
sign (const guint8 *data,
      gsize         size)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) SECRET, strlen (SECRET));

  g_hmac_update (hmac, (const guchar *) "v0:" SECONDS ":", -1);
  g_hmac_update (hmac, data, (gssize) size);

  return g_strconcat ("v0=", g_hmac_get_string (hmac), NULL);
}

static gboolean
receive (GBytes            *body,
         char              *signature,
         AusWebhookReceipt *receipt)
{
  Headers headers = { signature };
  const AusWebhookMail mail = { body, get_header, &headers, NOW };
  g_autoptr (GError) error = NULL;
  const gboolean is_good = aus_zoom_webhook_receive (SECRET, &mail, receipt, &error);

  g_assert_true (is_good == (error == NULL));
  g_assert_true (!is_good || (receipt->content != NULL) != (receipt->reply != NULL));
  g_assert_true (receipt->content == NULL || strlen (receipt->key) == 64);

  return is_good;
}

static void
check_list (GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++) {
    const AusMeetingEvent *event = g_ptr_array_index (events, i);

    g_assert_true (event->meeting_id != NULL && *event->meeting_id != '\0' && event->instance != NULL);
    g_assert_true (event->person == NULL || (event->person->key != NULL && event->person->name != NULL));
  }
}

static void
check_events (GBytes *content)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = aus_zoom_webhook_read (content, &error);

  g_assert_no_error (error);
  check_list (events);
}

/* Bytes that others have proven to be theirs may be no JSON at all. */
static void
check_others (GBytes *content)
{
  g_autoptr (GPtrArray) jaas = aus_jaas_webhook_read ("app", content, NULL);
  g_autoptr (GPtrArray) own = aus_jitsi_events_read (content, NULL);
  g_autoptr (GPtrArray) google = aus_google_push_read (content, NULL);
  g_autoptr (GPtrArray) calendar = aus_google_channel_read (content);
  GPtrArray *const lists[] = { jaas, own, google, calendar };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    if (lists[i] != NULL)
      check_list (lists[i]);
  }
}

/* What goes into a path comes out of it again, whoever undoes one layer or two. */
static void
check_id (const char *id)
{
  g_autofree char *encoded = aus_zoom_encode_id (id);
  g_autofree char *once = g_uri_unescape_string (encoded, NULL);
  g_autofree char *twice = once ? g_uri_unescape_string (once, NULL) : NULL;

  g_assert_null (strchr (encoded, '/'));
  g_assert_true (g_strcmp0 (once, id) == 0 || g_strcmp0 (twice, id) == 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autofree char *signature = sign (data, size);
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (AusWebhookReceipt) forged = { NULL };
  g_auto (AusWebhookReceipt) receipt = { NULL };

  if (receive (body, signature, &receipt) && receipt.content != NULL)
    check_events (receipt.content);

  check_others (body);

  if (*text != '\0' && g_utf8_validate (text, -1, NULL))
    check_id (text);

  signature[5] ^= 1;
  g_assert_false (receive (body, signature, &forged));
  g_assert_null (forged.content);

  return 0;
}
