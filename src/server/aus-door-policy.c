#include "aus-door-policy.h"

#include "aus-consultation.h"
#include "aus-enums.h"
#include "aus-provider-settings.h"
#include "aus-table.h"

#include <string.h>

/* Nothing from elsewhere, nothing inline, and in nobody's frame. */
#define POLICY \
  "default-src 'none'; script-src 'self'%s%s; style-src 'self'; img-src 'self' blob: data:; " \
  "media-src 'self' blob: mediastream:; connect-src 'self'; font-src 'self'; manifest-src 'self'; " \
  "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"

/* What may stand in a header beside other words. */
#define SAFE "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/[]"

static gboolean
is_over (AusConsultation *consultation)
{
  return consultation->status == AUS_STATUS_COMPLETED || consultation->status == AUS_STATUS_CANCELLED ||
         consultation->status == AUS_STATUS_NO_SHOW;
}

char *
aus_door_policy_find_script (AusClinic        *clinic,
                             AusDatabase      *database,
                             const AusCaller  *caller,
                             GError          **error)
{
  g_autoptr (AusConsultation) consultation = g_object_new (AUS_TYPE_CONSULTATION, NULL);
  g_autoptr (AusProvider) provider = NULL;
  g_autofree char *script = NULL;

  if (!aus_table_get (database, AUS_RECORD (consultation), caller->consultation_id, error) || is_over (consultation))
    return NULL;

  provider = aus_provider_settings_get (clinic, database,
                                        aus_enum_to_nick (AUS_TYPE_VIDEO_PROVIDER, consultation->video_provider),
                                        error);
  script = provider ? aus_provider_get_frame_script (provider) : NULL;

  return script != NULL && strspn (script, SAFE) == strlen (script) ? g_steal_pointer (&script) : NULL;
}

/* (transfer full) */
static char *
get_origin (const char *script)
{
  const char *host = strstr (script, "://") + strlen ("://");

  return g_strndup (script, (gsize) (host - script) + strcspn (host, "/"));
}

char *
aus_door_policy_make (const char *script)
{
  g_autofree char *origin = NULL;
  g_autofree char *policy = g_strdup_printf (POLICY, script ? " " : "", script ? script : "");

  if (script == NULL)
    return g_steal_pointer (&policy);

  origin = get_origin (script);

  return g_strdup_printf ("%s; frame-src %s", policy, origin);
}

char *
aus_door_policy_permit (const char *script)
{
  g_autofree char *origin = script ? get_origin (script) : NULL;

  if (script == NULL)
    return g_strdup ("camera=(self), microphone=(self), geolocation=()");

  return g_strdup_printf ("camera=(self \"%s\"), microphone=(self \"%s\"), display-capture=(self \"%s\"), "
                          "geolocation=()", origin, origin, origin);
}
