#pragma once

#include "aus-provider-setup.h"

G_BEGIN_DECLS

/**
 * AusProviderSignIn:
 * @name: of the provider
 * @show: opens a page in the user's browser
 * @data: for @show; must outlive the call
 */
typedef struct
{
  const char *name;
  void      (*show) (const char *uri,
                     gpointer    data);
  gpointer    data;
} AusProviderSignIn;

/**
 * aus_provider_sign_in:
 *
 * Has somebody sign in at a provider in their browser, so that the clinic's meetings are made in their name: by OAuth
 * with PKCE, and a redirect to a port of this machine that listens for as long. The server keeps what the provider
 * gives. Ends with aus_provider_setup_finish(): with %AUS_ERROR_FORBIDDEN where they said no, and with
 * %G_IO_ERROR_TIMED_OUT where nothing came for five minutes.
 */
void aus_provider_sign_in  (AusClient                *client,
                            const AusProviderSignIn  *sign_in,
                            GCancellable             *cancellable,
                            GAsyncReadyCallback       callback,
                            gpointer                  user_data);
/* The clinic's leave is given back. Ends with aus_provider_setup_finish(), too. */
void aus_provider_sign_out (AusClient                *client,
                            const char               *name,
                            GCancellable             *cancellable,
                            GAsyncReadyCallback       callback,
                            gpointer                  user_data);

G_END_DECLS
