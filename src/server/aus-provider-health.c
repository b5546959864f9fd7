#include "aus-provider-health.h"

#include "aus-provider-settings.h"

/* What the last check found, unless something was changed since. */
static gboolean
read_check (AusProviderHealth  *self,
            AusDatabase        *database,
            const char         *name,
            GError            **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT test_note FROM providers WHERE name = ?1 AND tested_at IS NOT NULL "
                                    "AND NOT is_good", error);
  AusStep step;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, name);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW) {
    self->is_healthy = FALSE;
    self->reason = g_strdup (aus_statement_get_text (row, 0));
  }

  return step != AUS_STEP_ERROR;
}

gboolean
aus_provider_health_read (AusProviderHealth  *self,
                          AusClinic          *clinic,
                          AusDatabase        *database,
                          const char         *name,
                          GError            **error)
{
  const char *reason = NULL;

  self->provider = aus_provider_settings_get (clinic, database, name, error);

  if (self->provider == NULL)
    return FALSE;

  self->is_available = aus_provider_is_configured (self->provider, &reason);
  self->is_healthy = self->is_available && aus_provider_is_healthy (self->provider, &self->reason);

  if (!self->is_available)
    self->reason = g_strdup (reason);

  return !self->is_healthy || read_check (self, database, name, error);
}

void
aus_provider_health_clear (AusProviderHealth *self)
{
  g_clear_object (&self->provider);
  g_clear_pointer (&self->reason, g_free);
}
