#include "aus-channels.h"
#include "aus-inbox.h"
#include "aus-provider-handlers.h"
#include "aus-provider-settings.h"
#include "aus-time.h"

#include <string.h>

/* What a provider posts. Whose it is, is proven on a thread that may wait; then it is written down and answered; what
 * it means is found out afterwards. */

#define MAX_LENGTH (256 * 1024)
#define MAX_LENGTH_LONG (1024 * 1024)

typedef struct
{
  const char *path;
  const char *provider;
  gsize       max_length;
} Address;

static const Address addresses[] = {
  { "zoom", "zoom", MAX_LENGTH },
  { "google-meet", "google_meet", MAX_LENGTH },
  { "google_meet", "google_meet", MAX_LENGTH },
  { "jitsi", "jitsi", MAX_LENGTH_LONG },
  { "jaas", "jitsi", MAX_LENGTH_LONG },
};

typedef struct
{
  AusProvider       *provider;
  AusChannel        *channel;
  AusWebhookReceipt  receipt;
} Mail;

static void
mail_free (gpointer data)
{
  Mail *mail = data;

  g_clear_object (&mail->provider);
  g_clear_pointer (&mail->channel, aus_channel_free);
  aus_webhook_receipt_clear (&mail->receipt);
  g_free (mail);
}

static const Address *
find_address (AusCall  *call,
              GError  **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++) {
    if (strcmp (addresses[i].path, call->id) == 0)
      return &addresses[i];
  }

  g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "Nothing is expected here.");

  return NULL;
}

gboolean
aus_inbox_look_up (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  const Address *address = find_address (call, error);
  const char *channel;
  Mail *mail;

  if (address == NULL)
    return FALSE;

  if (call->body != NULL && g_bytes_get_size (call->body) > address->max_length) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_TOO_LARGE, "At most %" G_GSIZE_FORMAT " bytes are taken here.",
                 address->max_length);
    return FALSE;
  }

  mail = g_new0 (Mail, 1);
  call->work = mail;
  call->work_free = mail_free;
  mail->provider = aus_provider_settings_get (call->clinic, database, address->provider, error);
  channel = aus_call_get_header (call, "X-Goog-Channel-ID");

  return mail->provider != NULL &&
         (channel == NULL || aus_channels_find (database, address->provider, channel, &mail->channel, error));
}

static const char *
get_header (const char *name,
            gpointer    data)
{
  return aus_call_get_header (data, name);
}

gboolean
aus_inbox_prepare (AusCall  *call,
                   GError  **error)
{
  Mail *mail = call->work;
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  const AusWebhookChannel channel = mail->channel == NULL ? (AusWebhookChannel) { NULL }
    : (AusWebhookChannel) { mail->channel->id, mail->channel->owner, mail->channel->token_hash,
                            mail->channel->resource_id };
  g_autofree char *address =
    aus_provider_make_webhook_url (call->clinic, aus_provider_get_description (mail->provider));
  const AusWebhookMail post = { call->body ? call->body : nothing, get_header, call, aus_time_now (),
                                mail->channel ? &channel : NULL, address };
  const char *reason;

  /* Nobody need know whether there is an account here that is switched off. */
  if (!aus_provider_is_configured (mail->provider, &reason)) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "Nothing is expected here.");
    return FALSE;
  }

  return aus_provider_receive (mail->provider, &post, &mail->receipt, error);
}

gboolean
aus_inbox_receive (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  Mail *mail = call->work;

  if (mail->receipt.content != NULL &&
      !aus_inbox_add (call->clinic, database, aus_provider_get_name (mail->provider), &mail->receipt, error))
    return FALSE;

  if (mail->receipt.reply != NULL) {
    aus_json_add_raw (&call->out, NULL, mail->receipt.reply);
    return TRUE;
  }

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_boolean (&call->out, "received", TRUE);
  aus_json_end_object (&call->out);

  return TRUE;
}
