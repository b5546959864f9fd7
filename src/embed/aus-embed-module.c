#include "aus-embed-probe.h"
#include "aus-embed-view.h"

extern G_MODULE_EXPORT const AusEmbedModule aus_embed_module;

const AusEmbedModule aus_embed_module = {
  .probe = aus_embed_probe,
  .probe_finish = aus_embed_probe_finish,
  .view_new = aus_embed_view_new,
};
