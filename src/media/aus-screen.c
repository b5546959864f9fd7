#include "aus-screen.h"

#include "aus-local-media-private.h"
#include "aus-portal.h"
#include "aus-sources.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

#define INTERFACE "org.freedesktop.portal.ScreenCast"
#define SESSION_INTERFACE "org.freedesktop.portal.Session"

/* Of the portal's: a screen or a window, and the pointer is in the picture. */
#define TYPES (1 | 2)
#define CURSOR_EMBEDDED 2

struct _AusScreen
{
  GObject          parent_instance;

  AusLocalMedia   *media;
  GDBusConnection *bus;
  char            *session;
  guint            closed;
  guint            node;
  guint            n_begun;
};

G_DEFINE_FINAL_TYPE (AusScreen, aus_screen, G_TYPE_OBJECT)

static void
close_path (AusScreen  *self,
            const char *session)
{
  g_dbus_connection_call (self->bus, AUS_PORTAL_BUS_NAME, session, SESSION_INTERFACE, "Close", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

static void
forget_session (AusScreen *self)
{
  if (self->closed != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->closed);

  self->closed = 0;
  g_clear_pointer (&self->session, g_free);
}

/* The desktop shows for as long that a screen is looked at. */
static void
close_session (AusScreen *self)
{
  if (self->session != NULL)
    close_path (self, self->session);

  forget_session (self);
}

static void
closed_cb (GDBusConnection *bus,
           const char      *sender,
           const char      *path,
           const char      *interface,
           const char      *signal,
           GVariant        *parameters,
           gpointer         user_data)
{
  g_autoptr (AusScreen) self = g_object_ref (user_data);

  forget_session (self);
  aus_local_media_unshare (self->media);
}

static void
sharing_cb (AusScreen *self)
{
  if (!aus_local_media_get_sharing (self->media))
    close_session (self);
}

/* Whether nobody has begun anew since. */
static gboolean
is_latest (AusScreen *self,
           GTask     *task)
{
  return GPOINTER_TO_UINT (g_task_get_task_data (task)) == self->n_begun;
}

/* What is later is not ended by what was before it. */
static void
fail (AusScreen *self,
      GTask     *task,
      GError    *error)
{
  if (is_latest (self, task))
    close_session (self);

  g_task_return_error (task, error);
}

/* Whether the desktop has ended the session, or somebody has begun anew; then @task has its error. */
static gboolean
is_over (AusScreen *self,
         GTask     *task)
{
  if (is_latest (self, task) && self->session != NULL)
    return FALSE;

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "It was ended meanwhile.");

  return TRUE;
}

static void
show (AusScreen *self,
      GTask     *task,
      int        fd)
{
  GError *error = NULL;
  GstElement *source = aus_sources_screen (self->media->source, fd, self->node, &error);

  if (source != NULL && aus_local_media_share (self->media, source, &error)) {
    g_task_return_boolean (task, TRUE);
    return;
  }

  /* An element would have taken it. */
  if (source == NULL && fd >= 0)
    close (fd);

  fail (self, task, error);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  AusScreen *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source), &fds, result, &error);
  int handle, fd = -1;

  if (answer != NULL) {
    g_variant_get (answer, "(h)", &handle);
    fd = fds ? g_unix_fd_list_get (fds, handle, &error) : -1;
  }

  if (answer != NULL && fd < 0 && error == NULL)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "The desktop handed nothing out.");

  if (fd < 0)
    fail (self, task, error);
  else if (is_over (self, task))
    close (fd);
  else
    show (self, task, fd);
}

/* Returns: whether something was chosen; its node is kept */
static gboolean
read_streams (AusScreen *self,
              GVariant  *results)
{
  g_autoptr (GVariant) streams = g_variant_lookup_value (results, "streams", G_VARIANT_TYPE ("a(ua{sv})"));

  if (streams == NULL || g_variant_n_children (streams) == 0)
    return FALSE;

  g_variant_get_child (streams, 0, "(u@a{sv})", &self->node, NULL);

  return TRUE;
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  AusScreen *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GVariant) results = aus_portal_request_finish (result, &error);
  GVariantBuilder options;

  if (results != NULL && is_over (self, task))
    return;

  if (results != NULL && !read_streams (self, results))
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "The desktop handed nothing out.");

  if (error != NULL) {
    fail (self, task, error);
    return;
  }

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_dbus_connection_call_with_unix_fd_list (self->bus, AUS_PORTAL_BUS_NAME, AUS_PORTAL_PATH, INTERFACE,
                                            "OpenPipeWireRemote", g_variant_new ("(oa{sv})", self->session, &options),
                                            G_VARIANT_TYPE ("(h)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                                            g_task_get_cancellable (task), opened_cb, g_object_ref (task));
}

/* No window of ours is named: the desktop then asks in a window of its own. */
static void
selected_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  AusScreen *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GVariant) results = aus_portal_request_finish (result, &error);
  GVariant *arguments[2];

  if (results == NULL) {
    fail (self, task, error);
    return;
  }

  if (is_over (self, task))
    return;

  arguments[0] = g_variant_new_object_path (self->session);
  arguments[1] = g_variant_new_string ("");
  aus_portal_request_async (self->bus,
                            &(AusPortalRequest) { INTERFACE, "Start", arguments, 2, g_variant_new ("a{sv}", NULL) },
                            g_task_get_cancellable (task), started_cb, g_object_ref (task));
}

static void
select_sources (AusScreen *self,
                GTask     *task)
{
  GVariant *arguments[] = { g_variant_new_object_path (self->session) };
  GVariantDict options;

  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "types", "u", TYPES);
  g_variant_dict_insert (&options, "multiple", "b", FALSE);
  g_variant_dict_insert (&options, "cursor_mode", "u", CURSOR_EMBEDDED);
  aus_portal_request_async (self->bus,
                            &(AusPortalRequest) { INTERFACE, "SelectSources", arguments, 1,
                                                  g_variant_dict_end (&options) },
                            g_task_get_cancellable (task), selected_cb, g_object_ref (task));
}

static void
take_session (AusScreen  *self,
              const char *session)
{
  self->session = g_strdup (session);
  self->closed = g_dbus_connection_signal_subscribe (self->bus, AUS_PORTAL_BUS_NAME, SESSION_INTERFACE, "Closed",
                                                     session, NULL, G_DBUS_SIGNAL_FLAGS_NONE, closed_cb, self, NULL);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  AusScreen *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GVariant) results = aus_portal_request_finish (result, &error);
  const char *session = NULL;

  if (results == NULL) {
    fail (self, task, error);
    return;
  }

  if (!g_variant_lookup (results, "session_handle", "&s", &session) || !g_variant_is_object_path (session)) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "The desktop began no session.");
    return;
  }

  if (!is_latest (self, task)) {
    close_path (self, session);
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Somebody has begun anew.");
    return;
  }

  take_session (self, session);
  select_sources (self, task);
}

static void
create_session (AusScreen *self,
                GTask     *task)
{
  g_autofree char *token = aus_portal_new_token ();
  GVariantDict options;

  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "session_handle_token", "s", token);
  aus_portal_request_async (self->bus,
                            &(AusPortalRequest) { INTERFACE, "CreateSession", NULL, 0, g_variant_dict_end (&options) },
                            g_task_get_cancellable (task), created_cb, g_object_ref (task));
}

static void
aus_screen_dispose (GObject *object)
{
  AusScreen *self = AUS_SCREEN (object);

  close_session (self);
  g_clear_object (&self->bus);
  g_clear_object (&self->media);

  G_OBJECT_CLASS (aus_screen_parent_class)->dispose (object);
}

static void
aus_screen_class_init (AusScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_screen_dispose;
}

static void
aus_screen_init (AusScreen *self)
{
}

AusScreen *
aus_screen_new (AusLocalMedia *media)
{
  AusScreen *self = g_object_new (AUS_TYPE_SCREEN, NULL);

  self->media = g_object_ref (media);
  g_signal_connect_object (media, "notify::sharing", G_CALLBACK (sharing_cb), self, G_CONNECT_SWAPPED);

  return self;
}

void
aus_screen_begin_async (AusScreen           *self,
                        GDBusConnection     *bus,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  g_return_if_fail (AUS_IS_SCREEN (self));

  g_task_set_source_tag (task, aus_screen_begin_async);
  g_task_set_task_data (task, GUINT_TO_POINTER (++self->n_begun), NULL);
  close_session (self);

  /* A screen that is made needs nobody's leave. */
  if (aus_media_source_is_test (self->media->source)) {
    show (self, task, -1);
    return;
  }

  g_clear_object (&self->bus);
  self->bus = bus ? g_object_ref (bus) : g_bus_get_sync (G_BUS_TYPE_SESSION, cancellable, &error);

  if (self->bus == NULL)
    g_task_return_error (task, error);
  else
    create_session (self, task);
}

gboolean
aus_screen_begin_finish (AusScreen     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
