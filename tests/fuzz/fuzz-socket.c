#include "aus-fuzz.h"

#include "aus-fuzz-clinic.h"
#include "aus-server.h"

#include <glib-unix.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The whole server over a real socket: requests where the first byte is even, else the frames of a doctor in a visit.
 * Whatever comes, it answers or closes, and never says that something broke inside. */

#define UPGRADE \
  "GET /ws/consultation/@m0/ HTTP/1.1\r\nHost: a\r\nAuthorization: Token " AUS_FUZZ_TOKEN "\r\nUpgrade: websocket\r\n" \
  "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

typedef struct
{
  AusFuzzClinic *clinic;
  AusServer     *server;
  guint16        port;
} Place;

typedef struct
{
  int      fd;
  GString *answer;
  gboolean ended;
} Visitor;

static Place *
open_place (void)
{
  Place *self = g_new0 (Place, 1);
  g_autoptr (GError) error = NULL;

  self->clinic = aus_fuzz_clinic_open ();
  self->server = aus_server_new (self->clinic->clinic, self->clinic->store, &error);
  g_assert_no_error (error);
  aus_server_listen (self->server, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  self->port = (guint16) g_ascii_strtoull (strrchr (aus_server_get_uri (self->server), ':') + 1, NULL, 10);

  return self;
}

static gboolean
readable_cb (int          fd,
             GIOCondition condition,
             gpointer     user_data)
{
  Visitor *visitor = user_data;
  char buffer[4096];
  const gssize n = recv (fd, buffer, sizeof buffer, MSG_DONTWAIT);

  if (n > 0)
    g_string_append_len (visitor->answer, buffer, n);

  visitor->ended = n <= 0;

  return n > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
connect_to (Visitor *visitor,
            Place   *place)
{
  const struct sockaddr_in address = {
    .sin_family = AF_INET, .sin_port = htons (place->port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
  };

  visitor->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (connect (visitor->fd, (const struct sockaddr *) &address, sizeof address), ==, 0);
}

static void
say (Visitor    *visitor,
     const void *data,
     gsize       length)
{
  g_assert_cmpint (send (visitor->fd, data, length, MSG_NOSIGNAL), ==, (gssize) length);
}

/* Until the server has said what it has to say and done what it has to do. */
static void
await_end (Visitor *visitor,
           Place   *place)
{
  g_unix_fd_add (visitor->fd, G_IO_IN | G_IO_HUP, readable_cb, visitor);

  while (!visitor->ended || aus_store_get_n_pending (place->clinic->store) > 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_null (strstr (visitor->answer->str, "HTTP/1.1 500"));
  g_assert_null (strstr (visitor->answer->str, "The server could not do it."));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static Place *place = NULL;
  Visitor visitor = { 0 };

  if (size < 2 || size > 8192)
    return -1;

  if (place == NULL)
    place = open_place ();

  visitor.answer = g_string_new (NULL);
  connect_to (&visitor, place);

  if (*data & 1) {
    g_autofree char *upgrade = aus_fuzz_clinic_fill (place->clinic, UPGRADE, strlen (UPGRADE));

    say (&visitor, upgrade, strlen (upgrade));
  }

  say (&visitor, data + 1, size - 1);
  shutdown (visitor.fd, SHUT_WR);
  await_end (&visitor, place);

  if (*data & 1)
    g_assert_true (g_str_has_prefix (visitor.answer->str, "HTTP/1.1 101 "));

  close (visitor.fd);
  g_string_free (visitor.answer, TRUE);

  return 0;
}
