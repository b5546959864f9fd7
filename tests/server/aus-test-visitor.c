#include "aus-test-visitor.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glib-unix.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_S 30

static gboolean
lose_patience_cb (gpointer user_data)
{
  g_error ("Nothing happened for %d seconds", PATIENCE_S);
  return G_SOURCE_REMOVE;
}

static gboolean
read_cb (int          fd,
         GIOCondition condition,
         gpointer     user_data)
{
  AusTestVisitor *self = user_data;
  guint8 buffer[16 * 1024];
  gssize n = recv (fd, buffer, sizeof buffer, MSG_DONTWAIT);

  if (n > 0) {
    g_byte_array_append (self->got, buffer, (guint) n);
  } else if (n == 0 || errno != EAGAIN) {
    self->ended = TRUE;
    self->reset = n < 0;
    self->source = 0;
    return G_SOURCE_REMOVE;
  }

  return G_SOURCE_CONTINUE;
}

AusTestVisitor *
aus_test_visitor_new (guint16 port)
{
  AusTestVisitor *self = g_new0 (AusTestVisitor, 1);
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (self->fd, >=, 0);
  g_assert_no_errno (connect (self->fd, (struct sockaddr *) &address, sizeof address));

  self->got = g_byte_array_new ();
  self->source = g_unix_fd_add (self->fd, G_IO_IN, read_cb, self);

  return self;
}

void
aus_test_visitor_free (AusTestVisitor *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  close (self->fd);
  g_byte_array_unref (self->got);
  g_free (self);
}

void
aus_test_visitor_send (AusTestVisitor *self,
                       const void     *data,
                       gssize          length)
{
  const char *at = data;
  gsize left = length < 0 ? strlen (data) : (gsize) length;

  while (left > 0) {
    gssize n = send (self->fd, at, left, MSG_DONTWAIT | MSG_NOSIGNAL);

    if (n > 0) {
      at += n;
      left -= (gsize) n;
    } else if (errno == EAGAIN) {
      g_main_context_iteration (NULL, FALSE);
    } else {
      return;
    }
  }
}

void
aus_test_visitor_hush (AusTestVisitor *self)
{
  g_assert_no_errno (shutdown (self->fd, SHUT_WR));
}

void
aus_test_visitor_stall (AusTestVisitor *self)
{
  int size = 4096;

  g_clear_handle_id (&self->source, g_source_remove);
  g_assert_no_errno (setsockopt (self->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size));
}

const char *
aus_test_visitor_get_text (AusTestVisitor *self)
{
  g_byte_array_append (self->got, (const guint8 *) "", 1);
  g_byte_array_set_size (self->got, self->got->len - 1);

  return (const char *) self->got->data;
}

void
aus_test_visitor_expect (AusTestVisitor *self,
                         const char     *text)
{
  guint patience = g_timeout_add_seconds (PATIENCE_S, lose_patience_cb, NULL);
  const char *at;

  while ((at = strstr (aus_test_visitor_get_text (self), text)) == NULL) {
    if (self->ended)
      g_error ("“%s” was to come; this came: “%s”", text, aus_test_visitor_get_text (self));
    g_main_context_iteration (NULL, TRUE);
  }

  g_byte_array_remove_range (self->got, 0, (guint) (at - (const char *) self->got->data) + (guint) strlen (text));
  g_source_remove (patience);
}

void
aus_test_visitor_await (AusTestVisitor *self,
                        gsize           length)
{
  guint patience = g_timeout_add_seconds (PATIENCE_S, lose_patience_cb, NULL);

  while (self->got->len < length && !self->ended)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (patience);
}

void
aus_test_visitor_await_end (AusTestVisitor *self)
{
  aus_test_await (&self->ended);
}

void
aus_test_await (const gboolean *flag)
{
  guint patience = g_timeout_add_seconds (PATIENCE_S, lose_patience_cb, NULL);

  while (!*flag)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (patience);
}

void
aus_test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

guint
aus_test_count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

gsize
aus_test_get_resident_size (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  words = g_strsplit (text, " ", 3);

  return (gsize) g_ascii_strtoull (words[1], NULL, 10) * (gsize) sysconf (_SC_PAGESIZE);
}
