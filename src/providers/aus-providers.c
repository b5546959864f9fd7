#include "aus-providers.h"

#include "aus-absent-provider.h"

struct _AusProviders
{
  GObject parent_instance;

  GPtrArray *list;
};

G_DEFINE_FINAL_TYPE (AusProviders, aus_providers, G_TYPE_OBJECT)

static const AusProviderDescription zoom_description = {
  .name = "zoom",
  .display_name = "Zoom",
  .features = AUS_PROVIDER_RECORDING | AUS_PROVIDER_SCREEN_SHARING | AUS_PROVIDER_CHAT
              | AUS_PROVIDER_WAITING_ROOM | AUS_PROVIDER_AUTHENTICATION | AUS_PROVIDER_WEBHOOKS
              | AUS_PROVIDER_PARTICIPANT_MANAGEMENT | AUS_PROVIDER_BREAKOUT_ROOMS,
};

static const AusProviderDescription google_meet_description = {
  .name = "google_meet",
  .display_name = "Google Meet",
  .features = AUS_PROVIDER_RECORDING | AUS_PROVIDER_SCREEN_SHARING | AUS_PROVIDER_CHAT
              | AUS_PROVIDER_WAITING_ROOM | AUS_PROVIDER_AUTHENTICATION | AUS_PROVIDER_CALENDAR_INTEGRATION,
};

static void
aus_providers_dispose (GObject *object)
{
  g_clear_pointer (&AUS_PROVIDERS (object)->list, g_ptr_array_unref);

  G_OBJECT_CLASS (aus_providers_parent_class)->dispose (object);
}

static void
aus_providers_class_init (AusProvidersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_providers_dispose;
}

static void
aus_providers_init (AusProviders *self)
{
  self->list = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
add_builtin (AusProviders             *self,
             const AusBuiltinSettings *settings)
{
  static const AusBuiltinSettings no_servers = { NULL };
  g_autoptr (GError) error = NULL;
  AusProvider *provider = aus_builtin_provider_new (settings ? settings : &no_servers, &error);

  g_ptr_array_add (self->list,
                   provider ? provider : aus_absent_provider_new (&aus_builtin_description, error->message));
}

static void
add_jitsi (AusProviders           *self,
           const AusJitsiSettings *settings)
{
  g_autoptr (GError) error = NULL;
  const char *reason = "The clinic has named no Jitsi server of its own.";
  AusProvider *provider = NULL;

  if (settings != NULL && settings->base_url != NULL && settings->base_url[0] != '\0') {
    provider = aus_jitsi_provider_new (settings, &error);
    reason = error ? error->message : NULL;
  }

  g_ptr_array_add (self->list,
                   provider ? provider : aus_absent_provider_new (&aus_jitsi_description, reason));
}

static void
add_absent (AusProviders                 *self,
            const AusProviderDescription *description)
{
  g_ptr_array_add (self->list,
                   aus_absent_provider_new (description, "No account of the clinic is connected."));
}

AusProviders *
aus_providers_new (const AusBuiltinSettings *builtin,
                   const AusJitsiSettings   *jitsi)
{
  AusProviders *self = g_object_new (AUS_TYPE_PROVIDERS, NULL);

  add_builtin (self, builtin);
  add_jitsi (self, jitsi);
  add_absent (self, &zoom_description);
  add_absent (self, &google_meet_description);

  return self;
}

GPtrArray *
aus_providers_get_list (AusProviders *self)
{
  g_return_val_if_fail (AUS_IS_PROVIDERS (self), NULL);

  return self->list;
}

AusProvider *
aus_providers_lookup (AusProviders *self,
                      const char   *name)
{
  g_return_val_if_fail (AUS_IS_PROVIDERS (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->list->len; i++) {
    AusProvider *provider = g_ptr_array_index (self->list, i);

    if (g_str_equal (aus_provider_get_name (provider), name))
      return provider;
  }

  return NULL;
}
