#include "aus-local-media.h"

#include "aus-local-media-private.h"
#include "aus-media-elements.h"
#include "aus-media-words.h"
#include "aus-member.h"
#include "aus-sandbox.h"
#include "aus-timeline.h"

G_DEFINE_FINAL_TYPE (AusLocalMedia, aus_local_media, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_HAS_CAMERA,
  PROP_HAS_MICROPHONE,
  PROP_MUTED,
  PROP_CAMERA_ON,
  PROP_SOUND_ONLY,
  PROP_GRADE,
  PROP_LEVEL,
  PROP_SHARING,
  PROP_PROBLEM,
  N_PROPS,
};

enum
{
  FRAME,
  FAULT,
  REPLACED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
replaced_cb (AusLocalMedia *self,
             const char    *lost,
             AusDeviceList *list)
{
  g_signal_emit (self, signals[REPLACED], 0, lost, aus_device_list_get_device (list));
}

/* What each of the two lacks, else what both do. */
static const char *
describe_problem (AusLocalMedia *self)
{
  for (AusDeviceKind kind = AUS_DEVICE_CAMERA; kind <= AUS_DEVICE_MICROPHONE; kind++) {
    if (self->faults[kind] > AUS_MEDIA_FAULT_MISSING)
      return aus_media_describe_fault (kind, self->faults[kind]);
  }

  return aus_media_describe_lack (self->has_camera, self->has_microphone);
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
    case PROP_SOUND_ONLY:
      g_value_set_boolean (value, self->sound_only);
      break;
    case PROP_GRADE:
      g_value_set_enum (value, self->grade);
      break;
    case PROP_LEVEL:
      g_value_set_double (value, self->level);
      break;
    case PROP_SHARING:
      g_value_set_boolean (value, self->sharing);
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
    case PROP_SOUND_ONLY:
      aus_local_media_set_sound_only (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
aus_local_media_dispose (GObject *object)
{
  AusLocalMedia *self = AUS_LOCAL_MEDIA (object);

  if (self->devices[0] != NULL)
    aus_local_media_close (self);

  for (AusDeviceKind kind = 0; kind < AUS_N_DEVICE_KINDS; kind++)
    g_clear_object (&self->devices[kind]);

  g_clear_object (&self->leave);
  g_clear_object (&self->hearing);
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
  props[PROP_SOUND_ONLY] = g_param_spec_boolean ("sound-only", NULL, NULL, FALSE, writable);
  props[PROP_GRADE] = g_param_spec_enum ("grade", NULL, NULL, AUS_TYPE_GRADE, AUS_GRADE_FULL, readable);
  props[PROP_LEVEL] = g_param_spec_double ("level", NULL, NULL, 0, 1, 0, readable);
  props[PROP_SHARING] = g_param_spec_boolean ("sharing", NULL, NULL, FALSE, readable);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, readable);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[FRAME] = g_signal_new ("frame", AUS_TYPE_LOCAL_MEDIA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, AUS_TYPE_FRAME);
  signals[FAULT] = g_signal_new ("fault", AUS_TYPE_LOCAL_MEDIA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[REPLACED] = g_signal_new ("replaced", AUS_TYPE_LOCAL_MEDIA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 2, G_TYPE_STRING, AUS_TYPE_MEDIA_DEVICE);
  gst_init (NULL, NULL);
}

static void
aus_local_media_init (AusLocalMedia *self)
{
  self->camera_on = TRUE;
  self->base_time = aus_timeline_new ();
  self->hearing = aus_hearing_new ();
  self->tap = aus_sound_tap_new ();
  aus_local_media_watch_devices (self);

  for (AusDeviceKind kind = 0; kind < AUS_N_DEVICE_KINDS; kind++)
    g_signal_connect_object (self->devices[kind], "replaced", G_CALLBACK (replaced_cb), self, G_CONNECT_SWAPPED);
}

AusLocalMedia *
aus_local_media_new (AusMediaSource source)
{
  AusLocalMedia *self = g_object_new (AUS_TYPE_LOCAL_MEDIA, NULL);

  self->source = source;

  if (source == AUS_MEDIA_SOURCE_DEVICES && aus_sandbox_is_inside ())
    aus_local_media_seek_leave (self, NULL);

  return self;
}

gboolean
aus_local_media_start (AusLocalMedia  *self,
                       GError        **error)
{
  g_return_val_if_fail (AUS_IS_LOCAL_MEDIA (self), FALSE);

  if (self->n_users == 0 && !aus_media_elements_check (error))
    return FALSE;

  if (self->n_users == 0)
    aus_local_media_open (self);

  if (self->n_users++ > 0)
    return TRUE;

  aus_member_set_text (self, &self->problem, describe_problem (self), props[PROP_PROBLEM]);
  g_signal_emit (self, signals[FAULT], 0);

  return TRUE;
}

void
aus_local_media_stop (AusLocalMedia *self)
{
  g_return_if_fail (AUS_IS_LOCAL_MEDIA (self));

  if (self->n_users == 0 || --self->n_users > 0)
    return;

  aus_local_media_close (self);
  memset (self->faults, 0, sizeof self->faults);
  aus_local_media_set_level (self, 0);
  aus_member_set_text (self, &self->problem, NULL, props[PROP_PROBLEM]);
  aus_member_set_flag (self, &self->has_camera, FALSE, props[PROP_HAS_CAMERA]);
  aus_member_set_flag (self, &self->has_microphone, FALSE, props[PROP_HAS_MICROPHONE]);
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

  aus_member_set_flag (self, &self->muted, muted, props[PROP_MUTED]);
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

  if (camera_on)
    aus_member_set_flag (self, &self->sound_only, FALSE, props[PROP_SOUND_ONLY]);

  aus_member_set_flag (self, &self->camera_on, camera_on, props[PROP_CAMERA_ON]);
  aus_local_media_turn_camera (self);
}

gboolean
aus_local_media_get_wants_camera (AusLocalMedia *self)
{
  g_return_val_if_fail (AUS_IS_LOCAL_MEDIA (self), FALSE);

  return self->sound_only ? self->was_on : self->camera_on;
}

gboolean
aus_local_media_get_sound_only (AusLocalMedia *self)
{
  return self->sound_only;
}

void
aus_local_media_set_sound_only (AusLocalMedia *self,
                                gboolean       sound_only)
{
  g_return_if_fail (AUS_IS_LOCAL_MEDIA (self));

  if (self->sound_only == sound_only)
    return;

  if (sound_only)
    self->was_on = self->camera_on;

  aus_member_set_flag (self, &self->sound_only, sound_only, props[PROP_SOUND_ONLY]);
  aus_local_media_set_camera_on (self, !sound_only && self->was_on);

  if (sound_only)
    aus_local_media_unshare (self);
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
  aus_member_set_text (self, &self->problem, problem, props[PROP_PROBLEM]);
}

void
aus_local_media_set_works (AusLocalMedia *self,
                           AusDeviceKind  kind,
                           AusMediaFault  fault)
{
  const gboolean is_camera = kind == AUS_DEVICE_CAMERA;
  const gboolean is_news = self->faults[kind] != fault;

  self->faults[kind] = fault;
  aus_member_set_flag (self, is_camera ? &self->has_camera : &self->has_microphone, fault == AUS_MEDIA_FAULT_NONE,
                       props[is_camera ? PROP_HAS_CAMERA : PROP_HAS_MICROPHONE]);

  if (self->n_users == 0 || !is_news)
    return;

  aus_member_set_text (self, &self->problem, describe_problem (self), props[PROP_PROBLEM]);
  g_signal_emit (self, signals[FAULT], 0);
}

void
aus_local_media_show (AusLocalMedia *self,
                      AusFrame      *frame)
{
  g_signal_emit (self, signals[FRAME], 0, frame);
}

void
aus_local_media_follow_rung (AusLocalMedia *self)
{
  const AusRung *rung = aus_capture_get_rung (self->video);
  const AusGrade grade = rung ? rung->grade : AUS_GRADE_FULL;

  if (self->grade == grade)
    return;

  self->grade = grade;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_GRADE]);
}

void
aus_local_media_set_sharing (AusLocalMedia *self,
                             gboolean       sharing)
{
  aus_member_set_flag (self, &self->sharing, sharing, props[PROP_SHARING]);
}

gboolean
aus_local_media_get_sharing (AusLocalMedia *self)
{
  g_return_val_if_fail (AUS_IS_LOCAL_MEDIA (self), FALSE);

  return self->sharing;
}

void
aus_local_media_set_level (AusLocalMedia *self,
                           double         level)
{
  if (self->level == level)
    return;

  self->level = level;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LEVEL]);
}

AusDeviceList *
aus_local_media_get_devices (AusLocalMedia *self,
                             AusDeviceKind  kind)
{
  g_return_val_if_fail (AUS_IS_LOCAL_MEDIA (self), NULL);

  return self->devices[kind];
}

AusMediaFault
aus_local_media_get_fault (AusLocalMedia *self,
                           AusDeviceKind  kind)
{
  g_return_val_if_fail (AUS_IS_LOCAL_MEDIA (self), AUS_MEDIA_FAULT_NONE);

  return self->faults[kind];
}
