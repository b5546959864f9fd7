#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * AusClientState:
 * @AUS_CLIENT_STATE_SIGNED_OUT: nobody; the lists are empty
 * @AUS_CLIENT_STATE_CONNECTING: has a token and tries the server; the lists show the cache
 * @AUS_CLIENT_STATE_ONLINE: the lists are kept up to date
 * @AUS_CLIENT_STATE_OFFLINE: the server is out of reach, tries go on by themselves; the lists show the cache
 * @AUS_CLIENT_STATE_ENROLMENT_NEEDED: has a token, with which nothing can be done but set up the second step that
 *   the clinic asks for
 * @AUS_CLIENT_STATE_SIGN_IN_NEEDED: server and e-mail are known, a token is not, or the server refuses it.
 *   Where the session ended while the app ran the lists stay readable; after a start without a token they
 *   are empty
 */
typedef enum
{
  AUS_CLIENT_STATE_SIGNED_OUT,
  AUS_CLIENT_STATE_CONNECTING,
  AUS_CLIENT_STATE_ONLINE,
  AUS_CLIENT_STATE_OFFLINE,
  AUS_CLIENT_STATE_SIGN_IN_NEEDED,
  AUS_CLIENT_STATE_ENROLMENT_NEEDED,
} AusClientState;

#define AUS_TYPE_CLIENT_STATE (aus_client_state_get_type ())

GType aus_client_state_get_type (void) G_GNUC_CONST;

G_END_DECLS
