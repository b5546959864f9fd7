#include "aus-embed-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "aus-embed-rules.h"

/* Of a window that a page opens without saying how large. */
#define POPUP_WIDTH 520
#define POPUP_HEIGHT 640

/* What the views of one meeting are held to. */
typedef struct
{
  GStrv        domains;
  char        *provider;
  AusEmbedBar *bar;
} Terms;

static Terms *
terms_new (const AusEmbedRequest *request,
           AusEmbedBar           *bar)
{
  Terms *terms = g_rc_box_new0 (Terms);

  terms->domains = aus_embed_rules_complete (request->domains, request->uri);
  terms->provider = g_strdup (request->provider);
  terms->bar = g_object_ref (bar);

  return terms;
}

static void
terms_clear (gpointer data)
{
  Terms *terms = data;

  g_strfreev (terms->domains);
  g_free (terms->provider);
  g_object_unref (terms->bar);
}

static void
terms_release (gpointer  data,
               GClosure *closure)
{
  g_rc_box_release_full (data, terms_clear);
}

#define CONNECT(view, signal, callback, terms) \
  g_signal_connect_data (view, signal, G_CALLBACK (callback), g_rc_box_acquire (terms), terms_release, 0)

typedef struct
{
  WebKitPermissionRequest *request;
  AusEmbedBar             *bar;
} Permission;

static void
permission_answer (gpointer data,
                   gboolean agreed)
{
  Permission *permission = data;

  if (agreed) {
    webkit_permission_request_allow (permission->request);
  } else {
    webkit_permission_request_deny (permission->request);
    g_info ("The page of a meeting was refused what it asked for");
  }

  if (!agreed && gtk_widget_get_mapped (GTK_WIDGET (permission->bar)))
    aus_embed_bar_offer_reload (permission->bar);

  g_object_unref (permission->request);
  g_object_unref (permission->bar);
  g_free (permission);
}

/* (transfer full) */
static char *
describe (const Terms                      *terms,
          WebKitUserMediaPermissionRequest *request)
{
  const gboolean video = webkit_user_media_permission_is_for_video_device (request);
  const gboolean audio = webkit_user_media_permission_is_for_audio_device (request);

  if (webkit_user_media_permission_is_for_display_device (request))
    /* Translators: %s is a video provider, such as Jitsi. */
    return g_strdup_printf (_("%s wants to show your screen to the others."), terms->provider);

  if (video && audio)
    /* Translators: %s is a video provider, such as Jitsi. */
    return g_strdup_printf (_("%s wants to use your camera and microphone."), terms->provider);

  if (video)
    /* Translators: %s is a video provider, such as Jitsi. */
    return g_strdup_printf (_("%s wants to use your camera."), terms->provider);

  /* Translators: %s is a video provider, such as Jitsi. */
  return g_strdup_printf (_("%s wants to use your microphone."), terms->provider);
}

/* Where one is, notifications and what was copied are no page's business here. */
static gboolean
permission_cb (WebKitWebView           *view,
               WebKitPermissionRequest *request,
               Terms                   *terms)
{
  Permission *permission;

  if (WEBKIT_IS_DEVICE_INFO_PERMISSION_REQUEST (request)) {
    webkit_permission_request_allow (request);
    return TRUE;
  }

  if (!WEBKIT_IS_USER_MEDIA_PERMISSION_REQUEST (request)) {
    webkit_permission_request_deny (request);
    return TRUE;
  }

  permission = g_new (Permission, 1);
  permission->request = g_object_ref (request);
  permission->bar = g_object_ref (terms->bar);
  aus_embed_bar_ask (terms->bar, &(AusEmbedQuestion) {
    describe (terms, WEBKIT_USER_MEDIA_PERMISSION_REQUEST (request)), _("Allow"), _("Deny"), permission_answer,
    permission,
  });

  return TRUE;
}

static gboolean
permission_state_cb (WebKitWebView              *view,
                     WebKitPermissionStateQuery *query,
                     Terms                      *terms)
{
  const char *name = webkit_permission_state_query_get_name (query);
  const gboolean may_ask = g_strcmp0 (name, "camera") == 0 || g_strcmp0 (name, "microphone") == 0;

  webkit_permission_state_query_finish (query, may_ask ? WEBKIT_PERMISSION_STATE_PROMPT
                                                       : WEBKIT_PERMISSION_STATE_DENIED);

  return TRUE;
}

static void
decide_response (WebKitResponsePolicyDecision *decision)
{
  if (webkit_response_policy_decision_is_mime_type_supported (decision))
    webkit_policy_decision_use (WEBKIT_POLICY_DECISION (decision));
  else
    webkit_policy_decision_download (WEBKIT_POLICY_DECISION (decision));
}

/* Frames inside the page that lead elsewhere are stopped without a word: people have not asked for them. */
static void
decide_navigation (WebKitWebView                  *view,
                   WebKitNavigationPolicyDecision *decision,
                   Terms                          *terms)
{
  WebKitNavigationAction *action = webkit_navigation_policy_decision_get_navigation_action (decision);
  const char *uri = webkit_uri_request_get_uri (webkit_navigation_action_get_request (action));

  if (aus_embed_rules_allow ((const char *const *) terms->domains, uri)) {
    webkit_policy_decision_use (WEBKIT_POLICY_DECISION (decision));
    return;
  }

  webkit_policy_decision_ignore (WEBKIT_POLICY_DECISION (decision));

  if (webkit_navigation_action_is_user_gesture (action))
    aus_embed_bar_tell_stopped (terms->bar, uri);
}

static gboolean
decide_policy_cb (WebKitWebView            *view,
                  WebKitPolicyDecision     *decision,
                  WebKitPolicyDecisionType  type,
                  Terms                    *terms)
{
  switch (type) {
    case WEBKIT_POLICY_DECISION_TYPE_RESPONSE:
      decide_response (WEBKIT_RESPONSE_POLICY_DECISION (decision));
      return TRUE;
    case WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION:
    case WEBKIT_POLICY_DECISION_TYPE_NEW_WINDOW_ACTION:
      decide_navigation (view, WEBKIT_NAVIGATION_POLICY_DECISION (decision), terms);
      return TRUE;
  }

  return FALSE;
}

static void
close_popup_cb (WebKitWebView *view)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (view));

  if (GTK_IS_WINDOW (root))
    gtk_window_close (GTK_WINDOW (root));
}

static void
show_popup_cb (WebKitWebView *view,
               GtkWidget     *window)
{
  gtk_window_present (GTK_WINDOW (window));
}

/* The window shows whose page it is, for people type passwords there. */
static GtkWidget *
make_window (WebKitWebView *view,
             WebKitWebView *opener)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *title = adw_window_title_new ("", NULL);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (opener));

  g_object_bind_property (view, "title", title, "title", G_BINDING_DEFAULT);
  g_object_bind_property (view, "uri", title, "subtitle", G_BINDING_DEFAULT);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (view));
  gtk_widget_set_vexpand (GTK_WIDGET (view), TRUE);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), POPUP_WIDTH, POPUP_HEIGHT);

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (root));

  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);

  return window;
}

static void
hold_to (WebKitWebView *view,
         Terms         *terms)
{
  CONNECT (view, "permission-request", permission_cb, terms);
  CONNECT (view, "query-permission-state", permission_state_cb, terms);
  CONNECT (view, "decide-policy", decide_policy_cb, terms);
}

/* One that leads elsewhere is never made, and its opener hears of no window. */
static GtkWidget *
create_cb (WebKitWebView          *opener,
           WebKitNavigationAction *action,
           Terms                  *terms)
{
  const char *uri = webkit_uri_request_get_uri (webkit_navigation_action_get_request (action));
  WebKitWebView *view;
  GtkWidget *window;

  if (*uri != '\0' && !aus_embed_rules_allow ((const char *const *) terms->domains, uri)) {
    aus_embed_bar_tell_stopped (terms->bar, uri);
    return NULL;
  }

  view = g_object_new (WEBKIT_TYPE_WEB_VIEW, "related-view", opener, "settings", webkit_web_view_get_settings (opener),
                       NULL);
  window = make_window (view, opener);
  hold_to (view, terms);
  g_signal_connect_object (view, "ready-to-show", G_CALLBACK (show_popup_cb), window, 0);
  g_signal_connect (view, "close", G_CALLBACK (close_popup_cb), NULL);

  return GTK_WIDGET (view);
}

/* Joining begins with a tap in the app, so that pages may play what they have. */
static WebKitSettings *
make_settings (const AusEmbedRequest *request)
{
  return webkit_settings_new_with_settings ("enable-webrtc", TRUE, "enable-media-stream", TRUE,
                                            "media-playback-requires-user-gesture", FALSE,
                                            "enable-mock-capture-devices", request->has_mock_devices, NULL);
}

WebKitWebView *
aus_embed_page_new (const AusEmbedRequest *request,
                    AusEmbedBar           *bar)
{
  g_autoptr (WebKitNetworkSession) session = webkit_network_session_new_ephemeral ();
  g_autoptr (WebKitSettings) settings = make_settings (request);
  WebKitWebView *view = g_object_new (WEBKIT_TYPE_WEB_VIEW, "network-session", session, "settings", settings, NULL);
  Terms *terms = terms_new (request, bar);

  hold_to (view, terms);
  CONNECT (view, "create", create_cb, terms);
  terms_release (terms, NULL);

  return view;
}
