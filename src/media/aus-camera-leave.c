#include "aus-camera-leave.h"

#include "aus-portal.h"

#define INTERFACE "org.freedesktop.portal.Camera"

struct _AusCameraLeave
{
  GObject          parent_instance;

  GDBusConnection *bus;
  GCancellable    *asking;
  AusCameraAnswer  answer;
};

G_DEFINE_FINAL_TYPE (AusCameraLeave, aus_camera_leave, G_TYPE_OBJECT)

enum
{
  ANSWERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Of a desktop that has no such portal, or none at all. */
static const int nobodys[] = {
  G_DBUS_ERROR_SERVICE_UNKNOWN,
  G_DBUS_ERROR_NAME_HAS_NO_OWNER,
  G_DBUS_ERROR_UNKNOWN_OBJECT,
  G_DBUS_ERROR_UNKNOWN_INTERFACE,
  G_DBUS_ERROR_UNKNOWN_METHOD,
};

static AusCameraAnswer
judge (const GError *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (nobodys); i++) {
    if (g_error_matches (error, G_DBUS_ERROR, nobodys[i]))
      return AUS_CAMERA_ANSWER_GRANTED;
  }

  return AUS_CAMERA_ANSWER_REFUSED;
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (AusCameraLeave) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) results = aus_portal_request_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    g_message ("the desktop gave no leave to use the camera: %s", error->message);

  g_clear_object (&self->asking);
  self->answer = error ? judge (error) : AUS_CAMERA_ANSWER_GRANTED;
  g_signal_emit (self, signals[ANSWERED], 0);
}

/* Returns: whether there is anybody to be asked */
static gboolean
find_bus (AusCameraLeave *self)
{
  g_autoptr (GError) error = NULL;

  if (self->bus == NULL)
    self->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);

  if (self->bus == NULL)
    g_message ("no desktop can be asked for the camera: %s", error->message);

  return self->bus != NULL;
}

static void
aus_camera_leave_dispose (GObject *object)
{
  AusCameraLeave *self = AUS_CAMERA_LEAVE (object);

  aus_camera_leave_forget (self);
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (aus_camera_leave_parent_class)->dispose (object);
}

static void
aus_camera_leave_class_init (AusCameraLeaveClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_camera_leave_dispose;

  signals[ANSWERED] = g_signal_new ("answered", AUS_TYPE_CAMERA_LEAVE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
}

static void
aus_camera_leave_init (AusCameraLeave *self)
{
}

AusCameraLeave *
aus_camera_leave_new (GDBusConnection *bus)
{
  AusCameraLeave *self = g_object_new (AUS_TYPE_CAMERA_LEAVE, NULL);

  self->bus = bus ? g_object_ref (bus) : NULL;

  return self;
}

AusCameraAnswer
aus_camera_leave_ask (AusCameraLeave *self)
{
  g_return_val_if_fail (AUS_IS_CAMERA_LEAVE (self), AUS_CAMERA_ANSWER_REFUSED);

  if (self->answer != AUS_CAMERA_ANSWER_PENDING || self->asking != NULL)
    return self->answer;

  if (!find_bus (self)) {
    self->answer = AUS_CAMERA_ANSWER_GRANTED;
    return self->answer;
  }

  self->asking = g_cancellable_new ();
  aus_portal_request_async (self->bus,
                            &(AusPortalRequest) { INTERFACE, "AccessCamera", NULL, 0, g_variant_new ("a{sv}", NULL) },
                            self->asking, answered_cb, g_object_ref (self));

  return AUS_CAMERA_ANSWER_PENDING;
}

gboolean
aus_camera_leave_is_refused (AusCameraLeave *self)
{
  g_return_val_if_fail (AUS_IS_CAMERA_LEAVE (self), FALSE);

  return self->answer == AUS_CAMERA_ANSWER_REFUSED;
}

void
aus_camera_leave_forget (AusCameraLeave *self)
{
  g_return_if_fail (AUS_IS_CAMERA_LEAVE (self));

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  self->answer = AUS_CAMERA_ANSWER_PENDING;
}
