#include "aus-bell.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#define NAME "bell"

struct _AusBell
{
  GSocket     *socket;
  GSource     *source;
  char        *path;
  GSourceFunc  rung;
  gpointer     data;
};

static GSocket *
make_socket (GError **error)
{
  return g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, error);
}

/* However often it rang meanwhile, one look will do. */
static gboolean
heard_cb (GSocket      *socket,
          GIOCondition  condition,
          gpointer      user_data)
{
  AusBell *self = user_data;
  char letter;

  while (g_socket_receive (socket, &letter, sizeof letter, NULL, NULL) >= 0)
    continue;

  self->rung (self->data);

  return G_SOURCE_CONTINUE;
}

AusBell *
aus_bell_new (const char  *data_folder,
              GSourceFunc  rung,
              gpointer     user_data)
{
  g_autofree char *path = g_build_filename (data_folder, NAME, NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = make_socket (&error);
  AusBell *self;

  /* Of a server that was killed; no other runs over this folder. */
  g_unlink (path);

  if (socket == NULL || !g_socket_bind (socket, address, FALSE, &error)) {
    g_message ("Commands that change accounts will be noticed later: %s: %s", path, error->message);
    return NULL;
  }

  g_chmod (path, 0600);
  g_socket_set_blocking (socket, FALSE);
  self = g_new0 (AusBell, 1);
  self->rung = rung;
  self->data = user_data;
  self->path = g_steal_pointer (&path);
  self->source = g_socket_create_source (socket, G_IO_IN, NULL);
  self->socket = g_steal_pointer (&socket);
  g_source_set_callback (self->source, G_SOURCE_FUNC (heard_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());

  return self;
}

void
aus_bell_free (AusBell *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_unlink (self->path);
  g_object_unref (self->socket);
  g_free (self->path);
  g_free (self);
}

void
aus_bell_ring (const char *data_folder)
{
  g_autofree char *path = g_build_filename (data_folder, NAME, NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = make_socket (&error);

  if (socket == NULL || g_socket_send_to (socket, address, "!", 1, NULL, &error) < 0)
    g_debug ("Nobody hears: %s: %s", path, error->message);
}
