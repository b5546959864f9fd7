#pragma once

#include "aus-embed.h"

G_BEGIN_DECLS

#define AUS_TYPE_EMBED_VIEW (aus_embed_view_get_type ())

G_DECLARE_FINAL_TYPE (AusEmbedView, aus_embed_view, AUS, EMBED_VIEW, GtkWidget)

/**
 * AusEmbedView:
 *
 * A meeting at a provider, in a page of a web engine that keeps nothing: what it uses of camera, microphone and screen
 * is asked for and shown, it leads nowhere but to its provider, and when it breaks the app goes on.
 */
GtkWidget *aus_embed_view_new (const AusEmbedRequest *request);

G_END_DECLS
