#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Messages of STUN and TURN: RFC 8489 and 8656. */

typedef enum
{
  AUS_TURN_BINDING = 0x0001,
  AUS_TURN_ALLOCATE = 0x0003,
  AUS_TURN_REFRESH = 0x0004,
  AUS_TURN_CREATE_PERMISSION = 0x0008,
  AUS_TURN_SEND = 0x0016,
  AUS_TURN_DATA = 0x0017,
} AusTurnType;

#define AUS_TURN_SUCCESS 0x0100
#define AUS_TURN_FAILURE 0x0110

typedef enum
{
  AUS_TURN_USERNAME = 0x0006,
  AUS_TURN_INTEGRITY = 0x0008,
  AUS_TURN_ERROR_CODE = 0x0009,
  AUS_TURN_LIFETIME = 0x000d,
  AUS_TURN_XOR_PEER = 0x0012,
  AUS_TURN_PAYLOAD = 0x0013,
  AUS_TURN_REALM = 0x0014,
  AUS_TURN_NONCE = 0x0015,
  AUS_TURN_XOR_RELAYED = 0x0016,
  AUS_TURN_TRANSPORT = 0x0019,
} AusTurnAttribute;

#define AUS_TURN_HEADER 20

/* Returns: (transfer full): a message with an identity of its own and nothing in it yet */
GByteArray     *aus_turn_message_new         (guint            type);
void            aus_turn_message_add         (GByteArray      *self,
                                              guint            attribute,
                                              gconstpointer    data,
                                              gsize            length);
void            aus_turn_message_add_address (GByteArray      *self,
                                              guint            attribute,
                                              GSocketAddress  *address);
/* Signs what is there so far, by HMAC-SHA1: the last attribute. */
void            aus_turn_message_sign        (GByteArray      *self,
                                              const guint8    *key,
                                              gsize            length);

/* How many bytes the message has that begins with these 20, 0 where they begin none. */
gsize           aus_turn_message_measure     (const guint8    *header);
/* Whether these bytes are one whole message. What is read of others is true only of such. */
gboolean        aus_turn_message_is_whole    (const guint8    *data,
                                              gsize            length);
guint           aus_turn_message_get_type    (GBytes          *message);
gboolean        aus_turn_message_answers     (GBytes          *message,
                                              GByteArray      *question);
/* Returns: (transfer none) (nullable): the attribute's bytes */
const guint8   *aus_turn_message_find        (GBytes          *message,
                                              guint            attribute,
                                              gsize           *length);
/* Returns: (transfer full) (nullable) */
GSocketAddress *aus_turn_message_get_address (GBytes          *message,
                                              guint            attribute);
/* The number of a refusal, 0 where there is none. */
guint           aus_turn_message_get_error   (GBytes          *message);

G_END_DECLS
