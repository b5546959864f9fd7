#include "aus-launch.h"

#include <glib/gi18n.h>

#include "aus-enums.h"
#include "aus-error.h"

const GOptionEntry aus_launch_options[] = {
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version and exit"), NULL },
  { "media-source", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, NULL, NULL },
  { "cache-dir", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, NULL, NULL, NULL },
  { "sign-in", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, NULL, NULL },
  { "email", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, NULL, NULL },
  { NULL }
};

gboolean
aus_launch_read (AusLaunch     *self,
                 GVariantDict  *options,
                 GError       **error)
{
  g_autofree char *source = NULL;
  g_autofree char *sources = aus_enum_list (AUS_TYPE_MEDIA_SOURCE);
  guint value = AUS_MEDIA_SOURCE_DEVICES;

  if (g_variant_dict_lookup (options, "media-source", "s", &source)
      && !aus_enum_from_nick (AUS_TYPE_MEDIA_SOURCE, source, &value)) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "--media-source must be one of %s", sources);
    return FALSE;
  }

  self->media_source = value;
  g_variant_dict_lookup (options, "sign-in", "s", &self->sign_in);
  g_variant_dict_lookup (options, "email", "s", &self->email);

  if (g_variant_dict_lookup (options, "cache-dir", "^ay", &self->cache_dir)) {
    self->draft_dir = g_build_filename (self->cache_dir, "drafts", NULL);
  } else {
    self->cache_dir = g_build_filename (g_get_user_cache_dir (), "ausculta", NULL);
    self->draft_dir = g_build_filename (g_get_user_data_dir (), "ausculta", "drafts", NULL);
  }

  self->film_dir = g_build_filename (self->cache_dir, "recordings", NULL);

  return TRUE;
}

void
aus_launch_clear (AusLaunch *self)
{
  g_clear_pointer (&self->cache_dir, g_free);
  g_clear_pointer (&self->draft_dir, g_free);
  g_clear_pointer (&self->film_dir, g_free);
  g_clear_pointer (&self->sign_in, g_free);
  g_clear_pointer (&self->email, g_free);
}

gboolean
aus_launch_has_settings (const char *application_id)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = source ? g_settings_schema_source_lookup (source, application_id, TRUE) : NULL;

  return schema != NULL;
}
