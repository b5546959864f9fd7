#include "aus-test-fake.h"

typedef struct
{
  guint  status;
  char  *body;
  char  *header;
  char  *value;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->body);
  g_free (answer->header);
  g_free (answer->value);
  g_free (answer);
}

static void
answers_free (gpointer data)
{
  g_queue_free_full (data, answer_free);
}

static void
request_free (gpointer data)
{
  AusTestRequest *request = data;

  g_free (request->method);
  g_free (request->path);
  g_free (request->query);
  g_free (request->body);
  g_free (request->authorization);
  g_free (request->key);
  g_free (request->if_match);
  g_free (request->request_id);
  g_free (request);
}

static void
note_request (AusTestFake       *self,
              SoupServerMessage *message,
              const char        *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  AusTestRequest *request = g_new0 (AusTestRequest, 1);

  request->method = g_strdup (soup_server_message_get_method (message));
  request->path = g_strdup (path);
  request->query = g_strdup (g_uri_get_query (soup_server_message_get_uri (message)));
  request->body = g_strndup (body->data, (gsize) body->length);
  request->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  request->key = g_strdup (soup_message_headers_get_one (headers, "Idempotency-Key"));
  request->if_match = g_strdup (soup_message_headers_get_one (headers, "If-Match"));
  request->request_id = g_strdup (soup_message_headers_get_one (headers, "X-Request-Id"));
  g_ptr_array_add (self->requests, request);
}

static void
give (SoupServerMessage *message,
      const Answer      *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, answer->status, NULL);

  if (answer->header != NULL)
    soup_message_headers_replace (headers, answer->header, answer->value);

  if (answer->body != NULL)
    soup_server_message_set_response (message, answer->status < 300 ? "application/json" : "application/problem+json",
                                      SOUP_MEMORY_COPY, answer->body, strlen (answer->body));
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  AusTestFake *self = user_data;
  GQueue *answers = g_hash_table_lookup (self->answers, path);
  Answer *answer = answers ? g_queue_peek_head (answers) : NULL;

  note_request (self, message, path);

  if (answer == NULL) {
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
    return;
  }

  if (answer->status == 0)
    g_socket_close (soup_server_message_get_socket (message), NULL);
  else if (answer->status == 1)
    soup_server_message_pause (message);
  else
    give (message, answer);

  if (g_queue_get_length (answers) > 1)
    answer_free (g_queue_pop_head (answers));
}

static void
frame_cb (AusTestFake             *self,
          SoupWebsocketDataType    type,
          GBytes                  *bytes,
          SoupWebsocketConnection *socket)
{
  g_ptr_array_add (self->frames, g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
}

static void
socket_cb (SoupServer              *server,
           SoupServerMessage       *message,
           const char              *path,
           SoupWebsocketConnection *socket,
           gpointer                 user_data)
{
  AusTestFake *self = user_data;

  g_ptr_array_add (self->sockets, g_object_ref (socket));
  g_signal_connect_swapped (socket, "message", G_CALLBACK (frame_cb), self);
}

/* Runs before the upgrade, which takes place only where no status is set. */
static void
early_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  AusTestFake *self = user_data;

  if (self->socket_status != 0)
    soup_server_message_set_status (message, self->socket_status, NULL);
}

AusTestFake *
aus_test_fake_new (void)
{
  AusTestFake *self = g_new0 (AusTestFake, 1);

  self->requests = g_ptr_array_new_with_free_func (request_free);
  self->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  self->frames = g_ptr_array_new_with_free_func (g_free);
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, answers_free);
  aus_test_fake_start (self);

  return self;
}

void
aus_test_fake_free (AusTestFake *self)
{
  aus_test_fake_stop (self);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->frames);
  g_hash_table_unref (self->answers);
  g_ptr_array_unref (self->sockets);
  g_free (self->uri);
  g_free (self);
}

static void
add_answer (AusTestFake *self,
            const char  *path,
            Answer      *answer)
{
  GQueue *answers = g_hash_table_lookup (self->answers, path);

  if (answers == NULL) {
    answers = g_queue_new ();
    g_hash_table_insert (self->answers, g_strdup (path), answers);
  }

  g_queue_push_tail (answers, answer);
}

void
aus_test_fake_answer (AusTestFake *self,
                      const char  *path,
                      guint        status,
                      const char  *body)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->status = status;
  answer->body = g_strdup (body);
  add_answer (self, path, answer);
}

void
aus_test_fake_answer_with (AusTestFake *self,
                           const char  *path,
                           guint        status,
                           const char  *header,
                           const char  *value)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->status = status;
  answer->body = g_strdup ("{}");
  answer->header = g_strdup (header);
  answer->value = g_strdup (value);
  add_answer (self, path, answer);
}

void
aus_test_fake_forget (AusTestFake *self)
{
  g_hash_table_remove_all (self->answers);
}

AusTestRequest *
aus_test_fake_get_request (AusTestFake *self,
                           guint        position)
{
  g_assert_cmpuint (position, <, self->requests->len);

  return g_ptr_array_index (self->requests, position);
}

void
aus_test_fake_send (AusTestFake *self,
                    const char  *frame)
{
  soup_websocket_connection_send_text (g_ptr_array_index (self->sockets, self->sockets->len - 1), frame);
}

void
aus_test_fake_stop (AusTestFake *self)
{
  for (guint i = 0; i < self->sockets->len; i++) {
    SoupWebsocketConnection *socket = g_ptr_array_index (self->sockets, i);

    g_signal_handlers_disconnect_by_data (socket, self);
    g_io_stream_close (soup_websocket_connection_get_io_stream (socket), NULL, NULL);
  }

  if (self->server != NULL)
    soup_server_disconnect (self->server);

  g_clear_object (&self->server);
}

void
aus_test_fake_start (AusTestFake *self)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->server = soup_server_new ("server-header", NULL, NULL);
  soup_server_add_early_handler (self->server, "/ws", early_cb, self, NULL);
  soup_server_add_handler (self->server, "/", request_cb, self, NULL);
  soup_server_add_websocket_handler (self->server, "/ws", NULL, NULL, socket_cb, self, NULL);
  soup_server_listen_local (self->server, self->port, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  uris = soup_server_get_uris (self->server);
  self->port = (guint) g_uri_get_port (uris->data);
  g_free (self->uri);
  self->uri = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}
