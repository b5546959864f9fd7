#pragma once

#include "aus-enums.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusTestAccount:
 *
 * Somebody who may sign in.
 */
typedef struct
{
  AusRole  role;
  char    *email;
  char    *password;
} AusTestAccount;

/**
 * AusTestServer:
 * @uri: where it listens, without a slash at the end
 * @accounts: (element-type AusTestAccount)
 * @door: token of the patient who may come now
 * @require_totp: (nullable): roles that must have a second step from the next start on
 *
 * The real server with its demo clinic, as a process of its own: the one that AUSCULTA_SERVER names.
 */
typedef struct
{
  char        *uri;
  GPtrArray   *accounts;
  char        *door;
  const char  *require_totp;

  char        *folder;
  GSubprocess *process;
} AusTestServer;

AusTestServer        *aus_test_server_new  (void);
void                  aus_test_server_free (AusTestServer *self);

/* Ends it, and begins again with the same data on the same port. */
void                  aus_test_server_stop  (AusTestServer *self);
/* Ends it as a power cut does. */
void                  aus_test_server_kill  (AusTestServer *self);
void                  aus_test_server_start (AusTestServer *self);

/* The first, second … of that role. */
const AusTestAccount *aus_test_server_find  (AusTestServer *self,
                                             AusRole        role,
                                             guint          position);

G_END_DECLS
