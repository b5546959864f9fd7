#include "aus-local-media-private.h"

#include "aus-error.h"
#include "aus-sources.h"

/* Of the black picture, where no other was sent. */
#define DARK_WIDTH 640
#define DARK_HEIGHT 360

/* What is captured: which device, and what takes its place. */

static const struct
{
  GQuark        (*domain) (void);
  int           code;
  AusMediaFault fault;
} faults[] = {
  { gst_resource_error_quark, GST_RESOURCE_ERROR_NOT_AUTHORIZED, AUS_MEDIA_FAULT_DENIED },
  { gst_resource_error_quark, GST_RESOURCE_ERROR_NOT_FOUND, AUS_MEDIA_FAULT_STOPPED },
};

/* Most drivers do not say why they refuse; it is nearly always somebody else's turn. */
static AusMediaFault
classify (const GError  *error,
          AusMediaFault  otherwise)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    if (g_error_matches (error, faults[i].domain (), faults[i].code))
      return faults[i].fault;
  }

  return otherwise;
}

static AusCapture *
get_capture (AusLocalMedia *self,
             AusDeviceKind  kind)
{
  return kind == AUS_DEVICE_CAMERA ? self->video : self->sound;
}

static gboolean
start_capture (AusCapture  *capture,
               GstElement  *source,
               GError     **error)
{
  return source != NULL && aus_capture_start (capture, source, error);
}

/* Without a black picture the other side would go on looking at the last one. */
static void
darken (AusLocalMedia *self)
{
  const gboolean was_seen = aus_capture_get_rung (self->video) != NULL;
  g_autoptr (GError) error = NULL;
  int width, height;

  aus_capture_get_size (self->video, &width, &height);
  aus_capture_stop (self->video);

  if (was_seen && !start_capture (self->video, aus_sources_darkness (width > 0 ? width : DARK_WIDTH,
                                                                     width > 0 ? height : DARK_HEIGHT, &error), &error))
    g_message ("no black picture could be sent: %s", error->message);
}

/* Whoever is left over is opened in its place: see device_changed_cb (). */
static void
give_up (AusLocalMedia *self,
         AusDeviceKind  kind,
         AusMediaFault  fault)
{
  AusMediaDevice *device = aus_device_list_get_device (self->devices[kind]);

  aus_local_media_set_works (self, kind, fault);

  if (device != NULL)
    aus_device_list_discard (self->devices[kind], device);
}

/* Why the last one was given up is known better than that there is none. */
static void
lack (AusLocalMedia *self,
      AusDeviceKind  kind)
{
  if (kind == AUS_DEVICE_CAMERA)
    darken (self);
  else
    aus_capture_stop (self->sound);

  aus_local_media_set_works (self, kind, MAX (self->faults[kind], AUS_MEDIA_FAULT_MISSING));
}

static void
open_device (AusLocalMedia *self,
             AusDeviceKind  kind)
{
  AusMediaDevice *device = aus_device_list_get_device (self->devices[kind]);
  AusCapture *capture = get_capture (self, kind);
  g_autoptr (GError) error = NULL;

  if (device == NULL && self->source == AUS_MEDIA_SOURCE_DEVICES) {
    lack (self, kind);
    return;
  }

  aus_capture_stop (capture);

  if (start_capture (capture, aus_sources_open (self->source, kind, device, &error), &error)) {
    aus_local_media_set_works (self, kind, AUS_MEDIA_FAULT_NONE);
    return;
  }

  g_message ("“%s” cannot be opened: %s", device ? aus_media_device_get_name (device) : "", error->message);
  give_up (self, kind, classify (error, AUS_MEDIA_FAULT_BUSY));
}

static void
camera_failed_cb (AusLocalMedia *self,
                  GError        *error)
{
  if (self->sharing)
    aus_local_media_unshare (self);
  else
    give_up (self, AUS_DEVICE_CAMERA, classify (error, AUS_MEDIA_FAULT_STOPPED));
}

static void
microphone_failed_cb (AusLocalMedia *self,
                      GError        *error)
{
  aus_local_media_set_level (self, 0);
  give_up (self, AUS_DEVICE_MICROPHONE, classify (error, AUS_MEDIA_FAULT_STOPPED));
}

/* Where the desktop has a say in it, others see the dark until it has answered. */
static void
open_camera (AusLocalMedia *self)
{
  static const AusMediaFault faults_of_answers[] = {
    [AUS_CAMERA_ANSWER_PENDING] = AUS_MEDIA_FAULT_NONE,
    [AUS_CAMERA_ANSWER_REFUSED] = AUS_MEDIA_FAULT_DENIED,
  };
  const gboolean needs_leave = self->leave != NULL
                               && aus_device_list_get_device (self->devices[AUS_DEVICE_CAMERA]) != NULL;
  const AusCameraAnswer answer = needs_leave ? aus_camera_leave_ask (self->leave) : AUS_CAMERA_ANSWER_GRANTED;

  if (answer == AUS_CAMERA_ANSWER_GRANTED) {
    open_device (self, AUS_DEVICE_CAMERA);
    return;
  }

  darken (self);
  aus_local_media_set_works (self, AUS_DEVICE_CAMERA, faults_of_answers[answer]);
}

static void
turn_camera (AusLocalMedia *self)
{
  const gboolean is_there = aus_media_source_is_test (self->source)
                            || aus_device_list_get_device (self->devices[AUS_DEVICE_CAMERA]) != NULL;

  if (self->sharing)
    return;

  if (self->camera_on) {
    open_camera (self);
    return;
  }

  darken (self);
  aus_local_media_set_works (self, AUS_DEVICE_CAMERA, is_there ? AUS_MEDIA_FAULT_NONE : AUS_MEDIA_FAULT_MISSING);
}

static void
device_changed_cb (AusLocalMedia *self,
                   GParamSpec    *pspec,
                   AusDeviceList *list)
{
  if (self->video == NULL)
    return;

  if (list == self->devices[AUS_DEVICE_CAMERA])
    turn_camera (self);
  else
    open_device (self, AUS_DEVICE_MICROPHONE);
}

static AusCapture *
make_capture (AusLocalMedia  *self,
              AusCaptureKind  kind,
              GCallback       failed_cb)
{
  AusCapture *capture = aus_capture_new (kind, self->base_time);

  g_signal_connect_object (capture, "failed", failed_cb, self, G_CONNECT_SWAPPED);

  return capture;
}

void
aus_local_media_watch_devices (AusLocalMedia *self)
{
  for (AusDeviceKind kind = 0; kind < AUS_N_DEVICE_KINDS; kind++)
    self->devices[kind] = aus_device_list_new (kind);

  g_signal_connect_object (self->devices[AUS_DEVICE_CAMERA], "notify::device", G_CALLBACK (device_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->devices[AUS_DEVICE_MICROPHONE], "notify::device", G_CALLBACK (device_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
aus_local_media_open (AusLocalMedia *self)
{
  if (self->source == AUS_MEDIA_SOURCE_DEVICES) {
    for (AusDeviceKind kind = 0; kind < AUS_N_DEVICE_KINDS; kind++)
      aus_device_list_start (self->devices[kind]);
  }

  if (self->source == AUS_MEDIA_SOURCE_NONE)
    return;

  self->video = make_capture (self, AUS_CAPTURE_VIDEO, G_CALLBACK (camera_failed_cb));
  g_signal_connect_object (self->video, "frame", G_CALLBACK (aus_local_media_show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->video, "rung", G_CALLBACK (aus_local_media_follow_rung), self, G_CONNECT_SWAPPED);
  self->sound = make_capture (self, AUS_CAPTURE_SOUND, G_CALLBACK (microphone_failed_cb));
  g_signal_connect_object (self->sound, "level", G_CALLBACK (aus_local_media_set_level), self, G_CONNECT_SWAPPED);
  aus_capture_set_muted (self->sound, self->muted);
  aus_capture_set_tap (self->sound, self->tap);
  turn_camera (self);
  open_device (self, AUS_DEVICE_MICROPHONE);
}

void
aus_local_media_close (AusLocalMedia *self)
{
  if (self->video != NULL)
    aus_capture_stop (self->video);

  if (self->sound != NULL)
    aus_capture_stop (self->sound);

  if (self->leave != NULL)
    aus_camera_leave_forget (self->leave);

  g_clear_object (&self->video);
  g_clear_object (&self->sound);
  aus_local_media_set_sharing (self, FALSE);

  for (AusDeviceKind kind = 0; kind < AUS_N_DEVICE_KINDS; kind++)
    aus_device_list_stop (self->devices[kind]);
}

void
aus_local_media_turn_camera (AusLocalMedia *self)
{
  if (self->video != NULL)
    turn_camera (self);
}

void
aus_local_media_seek_leave (AusLocalMedia   *self,
                            GDBusConnection *bus)
{
  self->leave = aus_camera_leave_new (bus);
  g_signal_connect_object (self->leave, "answered", G_CALLBACK (aus_local_media_turn_camera), self,
                           G_CONNECT_SWAPPED);
}

gboolean
aus_local_media_share (AusLocalMedia  *self,
                       GstElement     *source,
                       GError        **error)
{
  g_autoptr (GstElement) owned = gst_object_ref_sink (source);

  if (self->video == NULL) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "there is no call to show it in");
    return FALSE;
  }

  aus_capture_stop (self->video);

  if (!aus_capture_start (self->video, owned, error)) {
    turn_camera (self);
    return FALSE;
  }

  aus_local_media_set_sharing (self, TRUE);
  aus_local_media_set_sound_only (self, FALSE);

  return TRUE;
}

void
aus_local_media_unshare (AusLocalMedia *self)
{
  g_return_if_fail (AUS_IS_LOCAL_MEDIA (self));

  if (!self->sharing)
    return;

  aus_local_media_set_sharing (self, FALSE);

  if (self->video != NULL)
    turn_camera (self);
}

void
aus_local_media_retry (AusLocalMedia *self)
{
  g_return_if_fail (AUS_IS_LOCAL_MEDIA (self));

  if (self->leave != NULL && aus_camera_leave_is_refused (self->leave)) {
    aus_camera_leave_forget (self->leave);
    aus_local_media_turn_camera (self);
  }

  for (AusDeviceKind kind = 0; kind < AUS_N_DEVICE_KINDS; kind++) {
    if (kind != AUS_DEVICE_SPEAKER && self->faults[kind] == AUS_MEDIA_FAULT_NONE)
      continue;

    self->faults[kind] = AUS_MEDIA_FAULT_NONE;
    aus_device_list_forgive (self->devices[kind]);

    if (kind != AUS_DEVICE_SPEAKER && self->video != NULL && aus_device_list_get_device (self->devices[kind]) == NULL)
      lack (self, kind);
  }
}
