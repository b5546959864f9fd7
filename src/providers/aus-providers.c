#include "aus-providers.h"

#include "aus-absent-provider.h"
#include "aus-error.h"
#include "aus-google-provider.h"
#include "aus-sentence.h"
#include "aus-zoom-provider.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _AusProviders
{
  GObject parent_instance;

  GPtrArray  *list;

  GMutex      mutex;
  GHashTable *kept;
  GHashTable *troubled;
};

typedef struct
{
  gint64       revision;
  AusProvider *provider;
} Kept;

G_DEFINE_FINAL_TYPE (AusProviders, aus_providers, G_TYPE_OBJECT)

static const AusProviderDescription *const descriptions[] = {
  &aus_builtin_description,
  &aus_jitsi_description,
  &aus_zoom_description,
  &aus_google_description,
};

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  g_object_unref (kept->provider);
  g_free (kept);
}

static void
aus_providers_dispose (GObject *object)
{
  g_clear_pointer (&AUS_PROVIDERS (object)->list, g_ptr_array_unref);

  G_OBJECT_CLASS (aus_providers_parent_class)->dispose (object);
}

static void
aus_providers_finalize (GObject *object)
{
  AusProviders *self = AUS_PROVIDERS (object);

  g_hash_table_unref (self->kept);
  g_hash_table_unref (self->troubled);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (aus_providers_parent_class)->finalize (object);
}

static void
aus_providers_class_init (AusProvidersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_providers_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_providers_finalize;
}

static void
aus_providers_init (AusProviders *self)
{
  self->list = g_ptr_array_new_with_free_func (g_object_unref);
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, kept_free);
  self->troubled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->mutex);
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
  const char *reason = N_("The clinic has named no Jitsi server of its own.");
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
                   aus_absent_provider_new (description, N_("No account of the clinic is connected.")));
}

AusProviders *
aus_providers_new (const AusBuiltinSettings *builtin,
                   const AusJitsiSettings   *jitsi)
{
  AusProviders *self = g_object_new (AUS_TYPE_PROVIDERS, NULL);

  add_builtin (self, builtin);
  add_jitsi (self, jitsi);
  add_absent (self, &aus_zoom_description);
  add_absent (self, &aus_google_description);

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

const AusProviderDescription *
aus_providers_describe (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (descriptions); i++) {
    if (g_str_equal (descriptions[i]->name, name))
      return descriptions[i];
  }

  return NULL;
}

AusProvider *
aus_providers_find (AusProviders *self,
                    const char   *name,
                    gint64        revision)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const Kept *kept = g_hash_table_lookup (self->kept, name);

  return kept != NULL && kept->revision == revision ? g_object_ref (kept->provider) : NULL;
}

/* (transfer full): the first fault, which names the field where what was said is wrong and not missing. */
static char *
explain (const AusProviderDescription *description,
         AusProviderValues            *values,
         const GError                 *fault)
{
  GPtrArray *faults = aus_error_get_fields (fault);
  const AusFieldFault *first = faults != NULL && faults->len > 0 ? g_ptr_array_index (faults, 0) : NULL;

  for (const AusProviderField *field = description->fields; first != NULL && field->name != NULL; field++) {
    if (strcmp (field->name, first->name) == 0 && aus_provider_values_has (values, field->name))
      return aus_sentence_new ("%s: %s", field->label, first->text);
  }

  return g_strdup (first ? first->text : fault->message);
}

static AusProvider *
make_absent (const AusProviderDescription *description,
             AusProviderValues            *values,
             const GError                 *fault)
{
  g_autofree char *reason = explain (description, values, fault);

  return aus_absent_provider_new (description, reason);
}

static AusProvider *
make (const AusProviderDescription *description,
      AusProviderValues            *values)
{
  g_autoptr (GError) error = NULL;
  AusProvider *provider;

  if (values == NULL)
    return aus_absent_provider_new (description, N_("It is switched off."));

  if (!aus_provider_values_check (values, &error))
    return make_absent (description, values, error);

  provider = description->make (values, &error);

  return provider ? provider : make_absent (description, values, error);
}

AusProvider *
aus_providers_keep (AusProviders      *self,
                    const char        *name,
                    gint64             revision,
                    AusProviderValues *values)
{
  const AusProviderDescription *description = aus_providers_describe (name);
  g_autoptr (AusProvider) provider = make (description, values);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Kept *kept = g_hash_table_lookup (self->kept, name);

  /* Two threads may have found that it is missing; what one of them has begun to use stays. */
  if (kept != NULL && kept->revision == revision)
    return g_object_ref (kept->provider);

  /* Somebody who still reads an older snapshot must not bring back what was before. */
  if (kept == NULL || kept->revision < revision) {
    kept = g_new0 (Kept, 1);
    kept->revision = revision;
    kept->provider = g_object_ref (provider);
    g_hash_table_insert (self->kept, (gpointer) description->name, kept);
  }

  return g_steal_pointer (&provider);
}

void
aus_providers_set_troubled (AusProviders *self,
                            const char   *name,
                            gboolean      is_troubled)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (is_troubled)
    g_hash_table_add (self->troubled, g_strdup (name));
  else
    g_hash_table_remove (self->troubled, name);
}

gboolean
aus_providers_is_troubled (AusProviders *self,
                           const char   *name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_hash_table_contains (self->troubled, name);
}
