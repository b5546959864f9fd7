#include "aus-self-check-accounts.h"

#include "aus-clinic.h"
#include "aus-provider-health.h"
#include "aus-provider-settings.h"

/* Which group of the configuration a provider may stand in. */
static const char *const groups[][2] = { { "builtin", "call" }, { "jitsi", "jitsi" } };

static gboolean
has_group (AusSelfCheck *self,
           const char   *name)
{
  for (guint i = 0; self->settings != NULL && i < G_N_ELEMENTS (groups); i++) {
    if (g_str_equal (groups[i][0], name))
      return g_key_file_has_group (self->settings, groups[i][1]);
  }

  return FALSE;
}

static void
say_configured (AusSelfCheck *self,
                AusProvider  *provider)
{
  const char *name = aus_provider_get_display_name (provider);
  const char *reason;

  if (aus_provider_is_configured (provider, &reason))
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "%s: can be used", name);
  else if (has_group (self, aus_provider_get_name (provider)))
    aus_self_check_say (self, AUS_VERDICT_WARN, "Complete its group in the configuration, or take the group out.",
                        "%s: cannot be used: %s", name, reason);
  else
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "%s: not set up", name);
}

/* By what the server found when it looked last: this program calls nobody. */
static void
say_account (AusSelfCheck            *self,
             const AusProviderRow    *row,
             const AusProviderHealth *health)
{
  const char *name = row->description->display_name;

  if (!row->is_enabled)
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "%s: switched off in the app", name);
  else if (!health->is_available)
    aus_self_check_say (self, AUS_VERDICT_WARN, "Complete it on the page of video providers in the app.",
                        "%s: cannot be used: %s", name, health->reason);
  else if (!health->is_healthy)
    aus_self_check_say (self, AUS_VERDICT_WARN, "Mend that, and test it on the page of video providers in the app.",
                        "%s: the last test failed: %s", name, health->reason);
  else
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "%s: set up in the app%s", name,
                        row->tested_at != 0 ? ", and the last test passed" : "");
}

static gboolean
check_account (AusSelfCheck  *self,
               AusClinic     *clinic,
               AusDatabase   *database,
               AusProvider   *provider,
               GError       **error)
{
  const char *name = aus_provider_get_name (provider);
  g_autoptr (AusProviderRow) row = aus_provider_row_read (clinic, database, name, error);
  g_auto (AusProviderHealth) health = { NULL };

  if (row == NULL)
    return FALSE;

  if (row->revision == 0) {
    say_configured (self, provider);
    return TRUE;
  }

  if (!aus_provider_health_read (&health, clinic, database, name, error))
    return FALSE;

  say_account (self, row, &health);

  return TRUE;
}

/* %NULL before the first start, for then there are no accounts, and where the key is lost, which is said elsewhere. */
static AusDatabase *
open_accounts (AusSelfCheck  *self,
               AusClinic    **clinic)
{
  g_autofree char *key = g_build_filename (self->folder, "secret.key", NULL);

  /* Whoever makes a clinic without a key makes a key, and a check changes nothing. */
  if (!g_file_test (key, G_FILE_TEST_EXISTS) || !g_file_test (self->database, G_FILE_TEST_EXISTS))
    return NULL;

  *clinic = aus_clinic_new (self->folder, self->settings, NULL);

  return *clinic ? aus_database_open (self->database, AUS_DATABASE_READER, NULL) : NULL;
}

void
aus_self_check_providers (AusSelfCheck *self)
{
  g_autoptr (AusProviders) providers = aus_clinic_make_providers (self->settings);
  g_autoptr (AusClinic) clinic = NULL;
  g_autoptr (AusDatabase) database = open_accounts (self, &clinic);
  GPtrArray *list = aus_providers_get_list (providers);

  for (guint i = 0; i < list->len; i++) {
    AusProvider *provider = g_ptr_array_index (list, i);
    g_autoptr (GError) error = NULL;

    if (database == NULL)
      say_configured (self, provider);
    else if (!check_account (self, clinic, database, provider, &error))
      aus_self_check_say (self, AUS_VERDICT_WARN, "Start the server once, so that its database is brought up to date.",
                          "%s: what was set up cannot be read: %s", aus_provider_get_display_name (provider),
                          error->message);
  }
}
