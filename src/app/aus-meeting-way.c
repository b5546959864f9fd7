#include "aus-meeting-way.h"

#include <glib/gi18n.h>

/* As the settings have them. */
typedef enum
{
  EMBED_AUTO,
  EMBED_ALWAYS,
  EMBED_NEVER,
} Embed;

/* What signing in and joining lead to. A Jitsi server is one host, and Meet is for browsers alone. */
static const char *const zoom_domains[] = { "zoom.us", "zoom.com", "zoomgov.com", NULL };
static const char *const no_domains[] = { NULL };

typedef struct
{
  const AusEmbedModule *module;
  Embed                 embed;
} Way;

static void
probed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  const Way *way = g_task_get_task_data (task);
  GError *error = NULL;

  if (way->module->probe_finish (result, &error))
    g_task_return_pointer (task, (gpointer) way->module, NULL);
  else
    g_task_return_error (task, error);
}

void
aus_meeting_way_find (AusVideoProvider     provider,
                      GSettings           *settings,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Way *way = g_new0 (Way, 1);
  GError *error = NULL;

  g_task_set_task_data (task, way, g_free);
  way->embed = settings ? (Embed) g_settings_get_enum (settings, "embed-meetings") : EMBED_AUTO;

  if (way->embed == EMBED_NEVER)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             _("Your settings have meetings open in the browser."));
  else if (provider == AUS_VIDEO_PROVIDER_GOOGLE_MEET)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("Google Meet works in browsers only."));
  else if ((way->module = aus_embed_load (&error)) == NULL)
    g_task_return_error (task, error);
  else if (way->embed == EMBED_ALWAYS)
    g_task_return_pointer (task, (gpointer) way->module, NULL);
  else
    way->module->probe (cancellable, probed_cb, g_steal_pointer (&task));
}

const AusEmbedModule *
aus_meeting_way_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *const *
aus_meeting_way_domains (AusVideoProvider provider)
{
  return provider == AUS_VIDEO_PROVIDER_ZOOM ? zoom_domains : no_domains;
}
