#include "aus-embed-probe.h"

#include <glib/gi18n-lib.h>
#include <webkit/webkit.h>

/* Under load an engine takes more than one and a half. */
#define PATIENCE 3

#define SCRIPT "typeof RTCPeerConnection === 'function'"

/* There in builds with WebRTC alone; other names with “WebRTC” are there always. */
static const char *const marks[] = { "WebRTCDTMF", "WebRTCEncodedTransform", "WebRTCVP9Profile0Codec" };

typedef struct
{
  WebKitWebView *view;
  GCancellable  *patience;
  guint          timer;
} Probe;

static void
probe_free (gpointer data)
{
  Probe *probe = data;

  g_clear_handle_id (&probe->timer, g_source_remove);
  g_clear_object (&probe->patience);
  g_clear_object (&probe->view);
  g_free (probe);
}

static gboolean
is_marked (void)
{
  WebKitFeatureList *features = webkit_settings_get_all_features ();
  gboolean found = FALSE;

  for (gsize i = 0; i < webkit_feature_list_get_length (features) && !found; i++) {
    const char *name = webkit_feature_get_identifier (webkit_feature_list_get (features, i));

    for (guint j = 0; j < G_N_ELEMENTS (marks); j++)
      found = found || g_str_equal (name, marks[j]);
  }

  webkit_feature_list_unref (features);

  return found;
}

static void
refuse (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _("The web engine of this computer cannot carry calls."));
}

static void
evaluated_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JSCValue) value = webkit_web_view_evaluate_javascript_finish (WEBKIT_WEB_VIEW (source), result, &error);

  if (value == NULL)
    g_info ("The web engine does not say what it can do: %s", error->message);

  if (value != NULL && jsc_value_to_boolean (value))
    g_task_return_boolean (task, TRUE);
  else
    refuse (task);
}

static gboolean
patience_cb (gpointer user_data)
{
  Probe *probe = user_data;

  probe->timer = 0;
  g_cancellable_cancel (probe->patience);

  return G_SOURCE_REMOVE;
}

/* A view that is never shown and loads nothing. */
static void
ask_engine (GTask *task)
{
  g_autoptr (WebKitNetworkSession) session = webkit_network_session_new_ephemeral ();
  g_autoptr (WebKitSettings) settings = webkit_settings_new_with_settings ("enable-webrtc", TRUE, NULL);
  Probe *probe = g_new0 (Probe, 1);

  probe->view = g_object_ref_sink (g_object_new (WEBKIT_TYPE_WEB_VIEW, "network-session", session, "settings", settings,
                                                 NULL));
  probe->patience = g_cancellable_new ();
  probe->timer = g_timeout_add_seconds (PATIENCE, patience_cb, probe);
  g_task_set_task_data (task, probe, probe_free);
  webkit_web_view_evaluate_javascript (probe->view, SCRIPT, -1, NULL, NULL, probe->patience, evaluated_cb, task);
}

void
aus_embed_probe (GCancellable        *cancellable,
                 GAsyncReadyCallback  callback,
                 gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  if (is_marked ())
    ask_engine (g_steal_pointer (&task));
  else
    refuse (task);
}

gboolean
aus_embed_probe_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
