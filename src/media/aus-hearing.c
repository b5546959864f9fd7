#include "aus-hearing.h"

struct _AusHearing
{
  GObject parent_instance;

  double  volume;
};

enum
{
  PROP_0,
  PROP_VOLUME,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusHearing, aus_hearing, G_TYPE_OBJECT)

static void
aus_hearing_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  switch (property_id) {
    case PROP_VOLUME:
      g_value_set_double (value, AUS_HEARING (object)->volume);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
aus_hearing_set_property (GObject      *object,
                          guint         property_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  switch (property_id) {
    case PROP_VOLUME:
      aus_hearing_set_volume (AUS_HEARING (object), g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
aus_hearing_class_init (AusHearingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_hearing_get_property;
  object_class->set_property = aus_hearing_set_property;

  props[PROP_VOLUME] = g_param_spec_double ("volume", NULL, NULL, 0, 1, 1,
                                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
aus_hearing_init (AusHearing *self)
{
  self->volume = 1;
}

AusHearing *
aus_hearing_new (void)
{
  return g_object_new (AUS_TYPE_HEARING, NULL);
}

double
aus_hearing_get_volume (AusHearing *self)
{
  g_return_val_if_fail (AUS_IS_HEARING (self), 1);

  return self->volume;
}

void
aus_hearing_set_volume (AusHearing *self,
                        double      volume)
{
  g_return_if_fail (AUS_IS_HEARING (self));

  volume = CLAMP (volume, 0, 1);

  if (self->volume == volume)
    return;

  self->volume = volume;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VOLUME]);
}

double
aus_hearing_get_factor (AusHearing *self)
{
  g_return_val_if_fail (AUS_IS_HEARING (self), 1);

  return self->volume * self->volume * self->volume;
}
