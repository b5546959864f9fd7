#pragma once

#include <webkit/webkit.h>

G_BEGIN_DECLS

/* Whatever pages of @session save is saved where the user says. @parent: whose window asks */
void aus_embed_download_watch (WebKitNetworkSession *session,
                               GtkWidget            *parent);

G_END_DECLS
