#include "aus-local-media.h"

#include "aus-devices.h"
#include "aus-error.h"
#include "aus-local-media-private.h"
#include "aus-media-elements.h"
#include "aus-media-words.h"
#include "aus-sources.h"
#include "aus-timeline.h"

#include <glib/gi18n-lib.h>

struct _AusLocalMedia
{
  GObject         parent_instance;

  AusMediaSource  source;
  GstClockTime    base_time;
  gboolean        started;
  GstDevice      *camera;
  AusCapture     *video;
  AusCapture     *sound;
  AusHearing     *hearing;
  AusSoundTap    *tap;

  gboolean        has_camera;
  gboolean        has_microphone;
  gboolean        muted;
  gboolean        camera_on;
  AusGrade        grade;
  double          level;
  char           *problem;
};

G_DEFINE_FINAL_TYPE (AusLocalMedia, aus_local_media, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_HAS_CAMERA,
  PROP_HAS_MICROPHONE,
  PROP_MUTED,
  PROP_CAMERA_ON,
  PROP_GRADE,
  PROP_LEVEL,
  PROP_PROBLEM,
  N_PROPS,
};

enum
{
  FRAME,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_flag (AusLocalMedia *self,
          gboolean      *member,
          gboolean       value,
          guint          property)
{
  if (*member == value)
    return;

  *member = value;
  g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

static void
set_level (AusLocalMedia *self,
           double         level)
{
  if (self->level == level)
    return;

  self->level = level;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LEVEL]);
}

static void
set_problem (AusLocalMedia *self,
             const char    *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;

  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
}

static void
frame_cb (AusLocalMedia *self,
          AusFrame      *frame)
{
  g_signal_emit (self, signals[FRAME], 0, frame);
}

static void
rung_cb (AusLocalMedia *self)
{
  const AusRung *rung = aus_capture_get_rung (self->video);
  const AusGrade grade = rung ? rung->grade : AUS_GRADE_FULL;

  if (self->grade == grade)
    return;

  self->grade = grade;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_GRADE]);
}

static void
camera_failed_cb (AusLocalMedia *self,
                  GError        *error)
{
  set_flag (self, &self->has_camera, FALSE, PROP_HAS_CAMERA);
  set_problem (self, _("The camera stopped working"));
}

static void
microphone_failed_cb (AusLocalMedia *self,
                      GError        *error)
{
  set_level (self, 0);
  set_flag (self, &self->has_microphone, FALSE, PROP_HAS_MICROPHONE);
  set_problem (self, _("The microphone stopped working"));
}

static gboolean
start_capture (AusCapture  *capture,
               GstElement  *source,
               GError     **error)
{
  return source != NULL && aus_capture_start (capture, source, error);
}

static void
start_camera (AusLocalMedia *self)
{
  g_autoptr (GError) error = NULL;

  if (start_capture (self->video, aus_sources_camera (self->source, self->camera, &error), &error)) {
    set_flag (self, &self->has_camera, TRUE, PROP_HAS_CAMERA);
    return;
  }

  g_message ("the camera cannot be opened: %s", error->message);
  set_flag (self, &self->has_camera, FALSE, PROP_HAS_CAMERA);
  set_problem (self, _("The camera cannot be opened; another program may be using it"));
}

static void
stop_camera (AusLocalMedia *self)
{
  g_autoptr (GError) error = NULL;
  int width, height;

  aus_capture_get_size (self->video, &width, &height);
  aus_capture_stop (self->video);

  /* Without it the other side would go on looking at the last picture. */
  if (width > 0 && !start_capture (self->video, aus_sources_darkness (width, height, &error), &error))
    g_message ("no black picture could be sent: %s", error->message);
}

static void
set_up_video (AusLocalMedia *self)
{
  if (self->source == AUS_MEDIA_SOURCE_DEVICES)
    self->camera = aus_devices_find (AUS_DEVICE_CAMERA);

  if (self->camera == NULL && self->source != AUS_MEDIA_SOURCE_TEST)
    return;

  self->video = aus_capture_new (AUS_CAPTURE_VIDEO, self->base_time);
  g_signal_connect_object (self->video, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->video, "rung", G_CALLBACK (rung_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->video, "failed", G_CALLBACK (camera_failed_cb), self, G_CONNECT_SWAPPED);

  if (self->camera_on)
    start_camera (self);
  else
    set_flag (self, &self->has_camera, TRUE, PROP_HAS_CAMERA);
}

static void
set_up_sound (AusLocalMedia *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AusCapture) sound = NULL;

  if (self->source == AUS_MEDIA_SOURCE_NONE)
    return;

  sound = aus_capture_new (AUS_CAPTURE_SOUND, self->base_time);
  aus_capture_set_muted (sound, self->muted);
  aus_capture_set_tap (sound, self->tap);

  if (!start_capture (sound, aus_sources_microphone (self->source, &error), &error)) {
    if (error != NULL) {
      g_message ("the microphone cannot be opened: %s", error->message);
      set_problem (self, _("The microphone cannot be opened; another program may be using it"));
    }

    return;
  }

  g_signal_connect_object (sound, "level", G_CALLBACK (set_level), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sound, "failed", G_CALLBACK (microphone_failed_cb), self, G_CONNECT_SWAPPED);
  self->sound = g_steal_pointer (&sound);
  set_flag (self, &self->has_microphone, TRUE, PROP_HAS_MICROPHONE);
}

static void
aus_local_media_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  AusLocalMedia *self = AUS_LOCAL_MEDIA (object);

  switch (property_id) {
    case PROP_HAS_CAMERA:
      g_value_set_boolean (value, self->has_camera);
      break;
    case PROP_HAS_MICROPHONE:
      g_value_set_boolean (value, self->has_microphone);
      break;
    case PROP_MUTED:
      g_value_set_boolean (value, self->muted);
      break;
    case PROP_CAMERA_ON:
      g_value_set_boolean (value, self->camera_on);
      break;
    case PROP_GRADE:
      g_value_set_enum (value, self->grade);
      break;
    case PROP_LEVEL:
      g_value_set_double (value, self->level);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
aus_local_media_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  AusLocalMedia *self = AUS_LOCAL_MEDIA (object);

  switch (property_id) {
    case PROP_MUTED:
      aus_local_media_set_muted (self, g_value_get_boolean (value));
      break;
    case PROP_CAMERA_ON:
      aus_local_media_set_camera_on (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
aus_local_media_dispose (GObject *object)
{
  AusLocalMedia *self = AUS_LOCAL_MEDIA (object);

  g_clear_object (&self->video);
  g_clear_object (&self->sound);
  g_clear_object (&self->hearing);
  g_clear_pointer (&self->camera, gst_object_unref);
  g_clear_pointer (&self->tap, aus_sound_tap_free);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (aus_local_media_parent_class)->dispose (object);
}

static void
aus_local_media_class_init (AusLocalMediaClass *klass)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = readable | G_PARAM_WRITABLE;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_local_media_get_property;
  object_class->set_property = aus_local_media_set_property;
  object_class->dispose = aus_local_media_dispose;

  props[PROP_HAS_CAMERA] = g_param_spec_boolean ("has-camera", NULL, NULL, FALSE, readable);
  props[PROP_HAS_MICROPHONE] = g_param_spec_boolean ("has-microphone", NULL, NULL, FALSE, readable);
  props[PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE, writable);
  props[PROP_CAMERA_ON] = g_param_spec_boolean ("camera-on", NULL, NULL, TRUE, writable);
  props[PROP_GRADE] = g_param_spec_enum ("grade", NULL, NULL, AUS_TYPE_GRADE, AUS_GRADE_FULL, readable);
  props[PROP_LEVEL] = g_param_spec_double ("level", NULL, NULL, 0, 1, 0, readable);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, readable);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[FRAME] = g_signal_new ("frame", AUS_TYPE_LOCAL_MEDIA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, AUS_TYPE_FRAME);
  gst_init (NULL, NULL);
}

static void
aus_local_media_init (AusLocalMedia *self)
{
  self->camera_on = TRUE;
  self->base_time = aus_timeline_new ();
  self->hearing = aus_hearing_new ();
  self->tap = aus_sound_tap_new ();
}

AusLocalMedia *
aus_local_media_new (AusMediaSource source)
{
  AusLocalMedia *self = g_object_new (AUS_TYPE_LOCAL_MEDIA, NULL);

  self->source = source;

  return self;
}

gboolean
aus_local_media_start (AusLocalMedia  *self,
                       GError        **error)
{
  g_return_val_if_fail (AUS_IS_LOCAL_MEDIA (self), FALSE);

  if (self->started)
    return TRUE;

  if (!aus_media_elements_check (error))
    return FALSE;

  self->started = TRUE;
  set_problem (self, NULL);
  set_up_video (self);
  set_up_sound (self);

  if (self->problem == NULL)
    set_problem (self, aus_media_describe_lack (self->has_camera, self->has_microphone));

  return TRUE;
}

void
aus_local_media_stop (AusLocalMedia *self)
{
  g_return_if_fail (AUS_IS_LOCAL_MEDIA (self));

  self->started = FALSE;

  if (self->video != NULL)
    aus_capture_stop (self->video);

  if (self->sound != NULL)
    aus_capture_stop (self->sound);

  g_clear_object (&self->video);
  g_clear_object (&self->sound);
  g_clear_pointer (&self->camera, gst_object_unref);
  set_level (self, 0);
  set_problem (self, NULL);
  set_flag (self, &self->has_camera, FALSE, PROP_HAS_CAMERA);
  set_flag (self, &self->has_microphone, FALSE, PROP_HAS_MICROPHONE);
}

gboolean
aus_local_media_get_has_camera (AusLocalMedia *self)
{
  return self->has_camera;
}

gboolean
aus_local_media_get_has_microphone (AusLocalMedia *self)
{
  return self->has_microphone;
}

double
aus_local_media_get_level (AusLocalMedia *self)
{
  return self->level;
}

const char *
aus_local_media_get_problem (AusLocalMedia *self)
{
  return self->problem;
}

AusGrade
aus_local_media_get_grade (AusLocalMedia *self)
{
  g_return_val_if_fail (AUS_IS_LOCAL_MEDIA (self), AUS_GRADE_FULL);

  return self->grade;
}

gboolean
aus_local_media_get_muted (AusLocalMedia *self)
{
  return self->muted;
}

void
aus_local_media_set_muted (AusLocalMedia *self,
                           gboolean       muted)
{
  g_return_if_fail (AUS_IS_LOCAL_MEDIA (self));

  if (self->sound != NULL)
    aus_capture_set_muted (self->sound, muted);

  set_flag (self, &self->muted, muted, PROP_MUTED);
}

gboolean
aus_local_media_get_camera_on (AusLocalMedia *self)
{
  return self->camera_on;
}

void
aus_local_media_set_camera_on (AusLocalMedia *self,
                               gboolean       camera_on)
{
  g_return_if_fail (AUS_IS_LOCAL_MEDIA (self));

  if (self->camera_on == camera_on)
    return;

  if (self->video != NULL && camera_on) {
    aus_capture_stop (self->video);
    start_camera (self);
  } else if (self->video != NULL) {
    stop_camera (self);
  }

  set_flag (self, &self->camera_on, camera_on, PROP_CAMERA_ON);
}

AusHearing *
aus_local_media_get_hearing (AusLocalMedia *self)
{
  return self->hearing;
}

AusCapture *
aus_local_media_get_video (AusLocalMedia *self)
{
  return self->video;
}

AusCapture *
aus_local_media_get_sound (AusLocalMedia *self)
{
  return self->sound;
}

GstClockTime
aus_local_media_get_base_time (AusLocalMedia *self)
{
  return self->base_time;
}

AusSoundTap *
aus_local_media_get_tap (AusLocalMedia *self)
{
  return self->tap;
}

gboolean
aus_local_media_is_artificial (AusLocalMedia *self)
{
  return self->source != AUS_MEDIA_SOURCE_DEVICES;
}

void
aus_local_media_report (AusLocalMedia *self,
                        const char    *problem)
{
  set_problem (self, problem);
}
