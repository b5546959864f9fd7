#pragma once

#include "aus-embed.h"

G_BEGIN_DECLS

/**
 * aus_embed_load:
 *
 * Takes the module with the web engine into the program, where it stays. Takes an eighth of a second the first time.
 *
 * Returns: (transfer none): %NULL with a sentence for people where it is not installed
 */
const AusEmbedModule *aus_embed_load (GError **error);

G_END_DECLS
