#include "aus-absent-provider.h"

struct _AusAbsentProvider
{
  GObject parent_instance;

  const AusProviderDescription *description;
  char *reason;
};

static const AusProviderDescription *
aus_absent_provider_get_description (AusProvider *provider)
{
  return AUS_ABSENT_PROVIDER (provider)->description;
}

static const char *
aus_absent_provider_get_reason (AusProvider *provider)
{
  return AUS_ABSENT_PROVIDER (provider)->reason;
}

static void
aus_absent_provider_interface_init (AusProviderInterface *iface)
{
  iface->get_description = aus_absent_provider_get_description;
  iface->get_reason = aus_absent_provider_get_reason;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AusAbsentProvider, aus_absent_provider, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (AUS_TYPE_PROVIDER, aus_absent_provider_interface_init))

static void
aus_absent_provider_finalize (GObject *object)
{
  g_free (AUS_ABSENT_PROVIDER (object)->reason);

  G_OBJECT_CLASS (aus_absent_provider_parent_class)->finalize (object);
}

static void
aus_absent_provider_class_init (AusAbsentProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aus_absent_provider_finalize;
}

static void
aus_absent_provider_init (AusAbsentProvider *self)
{
}

AusProvider *
aus_absent_provider_new (const AusProviderDescription *description,
                         const char                   *reason)
{
  AusAbsentProvider *self;

  g_return_val_if_fail (description != NULL, NULL);
  g_return_val_if_fail (reason != NULL, NULL);

  self = g_object_new (AUS_TYPE_ABSENT_PROVIDER, NULL);
  self->description = description;
  self->reason = g_strdup (reason);

  return AUS_PROVIDER (self);
}
