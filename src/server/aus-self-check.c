#include "aus-self-check.h"

#include "aus-data-folder.h"
#include "aus-self-check-accounts.h"
#include "aus-self-check-data.h"
#include "aus-self-check-relay.h"
#include "aus-self-check-world.h"
#include "aus-sentence.h"
#include "aus-server-settings.h"

#include <string.h>

static void
check_config (AusSelfCheck *self)
{
  g_autoptr (GError) error = NULL;

  self->settings = aus_server_settings_load (self->config, &error);

  if (self->settings == NULL)
    aus_self_check_say (self, AUS_VERDICT_FAIL, "Correct that line; the server does not start before.",
                        "configuration: %s", error->message);
  else if (self->config == NULL)
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "configuration: none was named, so all is as it comes");
  else
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "configuration: %s", self->config);
}

static void (*const checks[]) (AusSelfCheck *self) = {
  check_config,
  aus_self_check_folder,
  aus_self_check_space,
  aus_self_check_key,
  aus_self_check_database,
  aus_self_check_media,
  aus_self_check_clock,
  aus_self_check_zones,
  aus_self_check_url,
  aus_self_check_tls,
  aus_self_check_port,
  aus_self_check_providers,
  aus_self_check_relays,
  aus_self_check_mail,
};

void
aus_self_check_run (AusSelfCheck *self,
                    const char   *config,
                    const char   *data)
{
  self->config = config;
  self->folder = data ? g_strdup (data) : aus_data_folder_find_usual_place ();
  self->database = g_build_filename (self->folder, "ausculta.db", NULL);
  self->out = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    checks[i] (self);
}

void
aus_self_check_clear (AusSelfCheck *self)
{
  g_clear_pointer (&self->settings, g_key_file_unref);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->database, g_free);

  if (self->out != NULL)
    g_string_free (g_steal_pointer (&self->out), TRUE);
}

void
aus_self_check_say (AusSelfCheck *self,
                    AusVerdict    verdict,
                    const char   *fix,
                    const char   *format,
                    ...)
{
  static const char *const words[] = { "ok  ", "warn", "fail" };
  g_autofree char *text = NULL;
  g_autofree char *bare = NULL;
  va_list arguments;

  g_return_if_fail (verdict == AUS_VERDICT_OK || fix != NULL);

  self->worst = MAX (self->worst, verdict);
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  bare = aus_sentence_strip (text);
  g_string_append_printf (self->out, "%s  %s", words[verdict], bare);

  if (fix != NULL)
    g_string_append_printf (self->out, " – %s", fix);

  g_string_append_c (self->out, '\n');
}

char *
aus_self_check_get_setting (AusSelfCheck *self,
                            const char   *group,
                            const char   *name)
{
  g_autofree char *value = self->settings ? g_key_file_get_string (self->settings, group, name, NULL) : NULL;

  return value != NULL && *g_strstrip (value) != '\0' ? g_steal_pointer (&value) : NULL;
}
