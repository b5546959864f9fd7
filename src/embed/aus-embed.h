#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the app asks of the module that shows web pages. It is a module, since a web engine takes an eighth of a second
 * to load, which most starts of the app need not wait for; and without it meetings open in the browser. */

#define AUS_EMBED_SYMBOL "aus_embed_module"
#define AUS_EMBED_FILE "libausculta-embed.so"

/**
 * AusEmbedRequest:
 * @uri: of the meeting
 * @domains: (array zero-terminated): where the page may lead, with all below them; @uri's own host need not be among
 * @provider: as people know it
 * @has_mock_devices: whether pages get a camera and a microphone that are none, for tests
 */
typedef struct
{
  const char        *uri;
  const char *const *domains;
  const char        *provider;
  gboolean           has_mock_devices;
} AusEmbedRequest;

/**
 * AusEmbedModule:
 * @probe: whether the engine can carry calls; the first test is made at once, before any process of the engine starts
 * @probe_finish: %FALSE with a sentence for people where it cannot
 * @view_new: (transfer floating): shows a meeting. Its signals: `leave`, the user is done with it; `elsewhere (const
 *   char *uri)`, that is to be opened in the browser
 */
typedef struct
{
  void       (*probe)        (GCancellable          *cancellable,
                              GAsyncReadyCallback    callback,
                              gpointer               user_data);
  gboolean   (*probe_finish) (GAsyncResult          *result,
                              GError               **error);
  GtkWidget *(*view_new)     (const AusEmbedRequest *request);
} AusEmbedModule;

G_END_DECLS
