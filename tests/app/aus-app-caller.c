#include "aus-app-caller.h"

#include "aus-answerer.h"
#include "aus-json.h"

struct _AppCaller
{
  SoupWebsocketConnection *socket;
  AusAnswerer             *answerer;
  char                    *doctor;
  gboolean                 was_greeted;
  gboolean                 has_vanished;
  guint                    n_offers;
  gint64                   epoch;
};

static void
send_frame (AppCaller  *self,
            JsonObject *frame)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), frame);
  g_autofree char *text = json_to_string (node, FALSE);

  if (soup_websocket_connection_get_state (self->socket) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_text (self->socket, text);
}

static void
answer_cb (JsonObject *frame,
           gpointer    user_data)
{
  AppCaller *self = user_data;

  json_object_remove_member (frame, "from");
  json_object_set_string_member (frame, "to", self->doctor);
  send_frame (self, frame);
  json_object_unref (frame);
}

/* Whoever is ready is asked to call. */
static void
ask (AppCaller *self)
{
  g_autoptr (JsonObject) frame = json_object_new ();

  json_object_set_string_member (frame, "type", "signal");
  json_object_set_string_member (frame, "to", self->doctor);
  json_object_set_boolean_member (frame, "restart", TRUE);
  send_frame (self, frame);
}

static void
note_offer (AppCaller  *self,
            JsonObject *frame)
{
  if (json_object_has_member (frame, "description")) {
    self->n_offers++;
    self->epoch = aus_json_get_integer (frame, "epoch", 0);
  }
}

static void
message_cb (AppCaller *self,
            int        type,
            GBytes    *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonObject) frame = aus_json_parse_object (data, (gssize) length, NULL);

  g_assert_nonnull (frame);
  self->was_greeted = TRUE;

  if (g_strcmp0 (aus_json_get_text (frame, "type"), "signal") != 0)
    return;

  g_free (self->doctor);
  self->doctor = g_strdup (aus_json_get_text (frame, "from"));
  note_offer (self, frame);

  if (self->has_vanished)
    return;

  if (aus_json_get_boolean (frame, "restart", FALSE))
    ask (self);
  else
    aus_answerer_handle (self->answerer, frame);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  AppCaller *self = user_data;
  g_autoptr (GError) error = NULL;

  self->socket = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (self->socket, "message", G_CALLBACK (message_cb), self);
}

AppCaller *
app_caller_new (AppVisit   *visit,
                const char *door)
{
  AppCaller *self = g_new0 (AppCaller, 1);
  g_autofree char *uri = g_strdup_printf ("%s/ws/consultation/%s/", visit->app.uri, visit->visit->id);
  g_autofree char *authorization = g_strconcat ("Door ", door, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);

  self->answerer = aus_answerer_new (TRUE, answer_cb, self);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", authorization);
  soup_session_websocket_connect_async (visit->session, message, NULL, NULL, G_PRIORITY_DEFAULT, NULL, connected_cb,
                                        self);
  app_test_wait_for (self->was_greeted);

  return self;
}

void
app_caller_vanish (AppCaller *self)
{
  self->has_vanished = TRUE;
  aus_answerer_vanish (self->answerer);
}

guint
app_caller_get_n_offers (AppCaller *self)
{
  return self->n_offers;
}

gint64
app_caller_get_epoch (AppCaller *self)
{
  return self->epoch;
}

void
app_caller_free (AppCaller *self)
{
  aus_answerer_free (self->answerer);
  g_signal_handlers_disconnect_by_data (self->socket, self);
  soup_websocket_connection_close (self->socket, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  g_object_unref (self->socket);
  g_free (self->doctor);
  g_free (self);
}
