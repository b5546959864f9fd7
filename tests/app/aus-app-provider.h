#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A provider's server on 127.0.0.1, for tests alone. @port: 0 for any. (transfer full) */
SoupServer *app_provider_start     (guint               port,
                                    SoupServerCallback  callback);
guint       app_provider_get_port  (SoupServer         *server);
/* (transfer full) */
char       *app_provider_get_uri   (SoupServer         *server);
/* As Zoom answers whoever has the wrong secret. */
void        app_provider_refuse_cb (SoupServer         *server,
                                    SoupServerMessage  *message,
                                    const char         *path,
                                    GHashTable         *query,
                                    gpointer            user_data);

G_END_DECLS
