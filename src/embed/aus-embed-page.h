#pragma once

#include <webkit/webkit.h>

#include "aus-embed-bar.h"
#include "aus-embed.h"

G_BEGIN_DECLS

/* (transfer floating): a web view that keeps nothing, and does what the user was asked for by @bar. Windows that it
 * opens, such as for signing in, are held to the same rules. */
WebKitWebView *aus_embed_page_new (const AusEmbedRequest *request,
                                   AusEmbedBar           *bar);

G_END_DECLS
