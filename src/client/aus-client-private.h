#pragma once

#include "aus-api.h"
#include "aus-client.h"
#include "aus-live.h"
#include "aus-replica.h"

G_BEGIN_DECLS

AusApi     *aus_client_get_api            (AusClient      *self);
AusReplica *aus_client_get_replica        (AusClient      *self);
/* (nullable): %NULL while nobody is signed in. For tests to inject waits. */
AusLive    *aus_client_get_live           (AusClient      *self);
const char *aus_client_get_cache_dir      (AusClient      *self);

/* Moves to @state; @problem is why not online, or %NULL. */
void        aus_client_set_state          (AusClient      *self,
                                           AusClientState  state,
                                           const char     *problem);
/* Whose account it is, where the token belongs to. */
void        aus_client_set_account        (AusClient      *self,
                                           const char     *server_uri,
                                           const char     *email);
void        aus_client_set_remembered     (AusClient      *self,
                                           gboolean        remembered);
/* @object: (nullable): a user as the server writes it */
void        aus_client_set_user           (AusClient      *self,
                                           JsonObject     *object);
/* With a token and an open replica: goes online and stays there. */
void        aus_client_connect            (AusClient      *self);
/* Stops talking to the server; the lists stay. */
void        aus_client_disconnect         (AusClient      *self);
/* Sends for @task, which is of a client and is handed over to @callback, or ended where nobody is signed in. */
void        aus_client_send_for           (GTask               *task,
                                           const AusApiRequest *request,
                                           GAsyncReadyCallback  callback);

G_END_DECLS
