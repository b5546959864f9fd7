#include "aus-turn-client.h"

#include "aus-turn-message.h"
#include "aus-turn-wire.h"

#include <string.h>

#define PATIENCE (5 * G_TIME_SPAN_SECOND)
#define AGAIN (500 * G_TIME_SPAN_MILLISECOND)
#define UDP 17
#define KEY 16
#define UNAUTHENTICATED 401
#define STALE 438

G_DEFINE_QUARK (aus-turn-error, aus_turn_error)

struct _AusTurnClient
{
  AusTurnWire    *wire;
  char           *username;
  char           *credential;
  GBytes         *realm;
  GBytes         *nonce;
  GSocketAddress *relayed;
};

AusTurnClient *
aus_turn_client_connect (const AusRelayAddress  *address,
                         GCancellable           *cancellable,
                         GError                **error)
{
  AusTurnWire *wire = aus_turn_wire_connect (address, cancellable, error);
  AusTurnClient *self;

  if (wire == NULL)
    return NULL;

  self = g_new0 (AusTurnClient, 1);
  self->wire = wire;

  return self;
}

static void
make_key (AusTurnClient *self,
          guint8        *key)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_MD5);
  gsize length, size = KEY;
  const guchar *realm = g_bytes_get_data (self->realm, &length);

  g_checksum_update (checksum, (const guchar *) self->username, -1);
  g_checksum_update (checksum, (const guchar *) ":", 1);
  g_checksum_update (checksum, realm, length);
  g_checksum_update (checksum, (const guchar *) ":", 1);
  g_checksum_update (checksum, (const guchar *) self->credential, -1);
  g_checksum_get_digest (checksum, key, &size);
}

static void
add_bytes (GByteArray *message,
           guint       attribute,
           GBytes     *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  aus_turn_message_add (message, attribute, data, length);
}

/* Once the server has said for whom. */
static void
sign (AusTurnClient *self,
      GByteArray    *message)
{
  guint8 key[KEY];

  if (self->realm == NULL || self->nonce == NULL)
    return;

  aus_turn_message_add (message, AUS_TURN_USERNAME, self->username, strlen (self->username));
  add_bytes (message, AUS_TURN_REALM, self->realm);
  add_bytes (message, AUS_TURN_NONCE, self->nonce);
  make_key (self, key);
  aus_turn_message_sign (message, key, sizeof key);
}

/* (transfer full) (nullable): asks, again and again where it may be lost, until it is answered */
static GBytes *
ask_once (AusTurnClient  *self,
          GByteArray     *question,
          GError        **error)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE;

  while (aus_turn_wire_send (self->wire, question, error)) {
    const gint64 again = aus_turn_wire_loses (self->wire) ? MIN (end, g_get_monotonic_time () + AGAIN) : end;
    g_autoptr (GError) fault = NULL;
    GBytes *message;

    while ((message = aus_turn_wire_receive (self->wire, again, &fault)) != NULL) {
      if (aus_turn_message_answers (message, question))
        return message;

      g_bytes_unref (message);
    }

    if (!g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) || g_get_monotonic_time () >= end) {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  }

  return NULL;
}

static void
remember (AusTurnClient *self,
          guint          attribute,
          GBytes        *message,
          GBytes       **bytes)
{
  gsize length;
  const guint8 *value = aus_turn_message_find (message, attribute, &length);

  if (value != NULL) {
    g_clear_pointer (bytes, g_bytes_unref);
    *bytes = g_bytes_new (value, length);
  }
}

/* Whether it only wants to know who asks, or who asked is forgotten: then it is asked once more. */
static gboolean
is_to_be_signed (AusTurnClient *self,
                 GBytes        *answer,
                 gboolean       was_signed)
{
  const guint refusal = aus_turn_message_get_error (answer);

  if (self->username == NULL || !(refusal == STALE || (refusal == UNAUTHENTICATED && !was_signed)))
    return FALSE;

  remember (self, AUS_TURN_REALM, answer, &self->realm);
  remember (self, AUS_TURN_NONCE, answer, &self->nonce);

  return self->realm != NULL && self->nonce != NULL;
}

typedef void (*Fill) (GByteArray *message,
                      gpointer    data);

/* (transfer full) (nullable) */
static GBytes *
ask (AusTurnClient  *self,
     guint           type,
     Fill            fill,
     gpointer        data,
     GError        **error)
{
  for (guint i = 0; i < 3; i++) {
    g_autoptr (GByteArray) question = aus_turn_message_new (type);
    g_autoptr (GBytes) answer = NULL;
    const gboolean is_signed = self->realm != NULL;

    if (fill != NULL)
      fill (question, data);

    sign (self, question);
    answer = ask_once (self, question, error);

    if (answer == NULL)
      return NULL;

    if (aus_turn_message_get_type (answer) == (type | AUS_TURN_SUCCESS))
      return g_steal_pointer (&answer);

    if (!is_to_be_signed (self, answer, is_signed)) {
      const guint refusal = aus_turn_message_get_error (answer);

      g_set_error (error, AUS_TURN_ERROR, refusal, "It refuses with %u.", refusal);
      return NULL;
    }
  }

  g_set_error (error, AUS_TURN_ERROR, STALE, "It forgets who asks.");

  return NULL;
}

static void
fill_transport (GByteArray *message,
                gpointer    data)
{
  static const guint8 transport[4] = { UDP };

  aus_turn_message_add (message, AUS_TURN_TRANSPORT, transport, sizeof transport);
}

static void
fill_peer (GByteArray *message,
           gpointer    data)
{
  aus_turn_message_add_address (message, AUS_TURN_XOR_PEER, data);
}

static void
fill_end (GByteArray *message,
          gpointer    data)
{
  static const guint8 lifetime[4] = { 0 };

  aus_turn_message_add (message, AUS_TURN_LIFETIME, lifetime, sizeof lifetime);
}

/* Without it the server would keep a place for ten minutes. */
static void
give_back (AusTurnClient *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = ask (self, AUS_TURN_REFRESH, fill_end, NULL, &error);

  if (answer == NULL)
    g_debug ("The place at the relay is not given back: %s", error->message);
}

void
aus_turn_client_close (AusTurnClient *self)
{
  if (self->relayed != NULL)
    give_back (self);

  aus_turn_wire_close (self->wire);
  g_free (self->username);
  g_free (self->credential);
  g_clear_pointer (&self->realm, g_bytes_unref);
  g_clear_pointer (&self->nonce, g_bytes_unref);
  g_clear_object (&self->relayed);
  g_free (self);
}

gboolean
aus_turn_client_bind (AusTurnClient  *self,
                      GError        **error)
{
  g_autoptr (GBytes) answer = ask (self, AUS_TURN_BINDING, NULL, NULL, error);

  return answer != NULL;
}

gboolean
aus_turn_client_allocate (AusTurnClient  *self,
                          const char     *username,
                          const char     *credential,
                          GError        **error)
{
  g_autoptr (GBytes) answer = NULL;

  self->username = g_strdup (username);
  self->credential = g_strdup (credential);
  answer = ask (self, AUS_TURN_ALLOCATE, fill_transport, NULL, error);

  if (answer == NULL)
    return FALSE;

  self->relayed = aus_turn_message_get_address (answer, AUS_TURN_XOR_RELAYED);

  if (self->relayed == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "It does not say where it relays.");

  return self->relayed != NULL;
}

GSocketAddress *
aus_turn_client_get_relayed (AusTurnClient *self)
{
  return self->relayed;
}

gboolean
aus_turn_client_permit (AusTurnClient   *self,
                        GSocketAddress  *peer,
                        GError         **error)
{
  g_autoptr (GBytes) answer = ask (self, AUS_TURN_CREATE_PERMISSION, fill_peer, peer, error);

  return answer != NULL;
}

gboolean
aus_turn_client_send (AusTurnClient   *self,
                      GSocketAddress  *peer,
                      GBytes          *data,
                      GError         **error)
{
  g_autoptr (GByteArray) message = aus_turn_message_new (AUS_TURN_SEND);

  fill_peer (message, peer);
  add_bytes (message, AUS_TURN_PAYLOAD, data);

  return aus_turn_wire_send (self->wire, message, error);
}

GBytes *
aus_turn_client_receive (AusTurnClient  *self,
                         gint64          deadline,
                         GError        **error)
{
  GBytes *message;

  while ((message = aus_turn_wire_receive (self->wire, deadline, error)) != NULL) {
    g_autoptr (GBytes) owned = message;
    gsize length;
    const guint8 *data = aus_turn_message_find (message, AUS_TURN_PAYLOAD, &length);

    if (aus_turn_message_get_type (message) == AUS_TURN_DATA && data != NULL)
      return g_bytes_new (data, length);
  }

  return NULL;
}
