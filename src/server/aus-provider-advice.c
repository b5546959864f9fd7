#include "aus-provider-advice.h"

#include "aus-access.h"
#include "aus-call-size.h"
#include "aus-provider-handlers.h"
#include "aus-provider-health.h"
#include "aus-sentence.h"
#include "aus-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LAST_RESORT "builtin"

static const char *
get_name (AusConsultation *consultation)
{
  return aus_enum_to_nick (AUS_TYPE_VIDEO_PROVIDER, consultation->video_provider);
}

static gboolean
find_trouble (AusProviderAdvice  *self,
              AusClinic          *clinic,
              AusDatabase        *database,
              AusConsultation    *consultation,
              GError            **error)
{
  g_auto (AusProviderHealth) health = { NULL };

  if (!aus_provider_health_read (&health, clinic, database, get_name (consultation), error))
    return FALSE;

  if (!health.is_healthy)
    self->reason = g_strdup (health.reason);
  else if (consultation->meeting_state == AUS_MEETING_STATE_FAILED)
    self->reason = aus_sentence_new (N_("%s gave no meeting."), aus_provider_get_display_name (health.provider));

  return TRUE;
}

static gboolean
is_good (AusClinic    *clinic,
         AusDatabase  *database,
         const char   *name,
         gboolean     *good,
         GError      **error)
{
  g_auto (AusProviderHealth) health = { NULL };

  if (!aus_provider_health_read (&health, clinic, database, name, error))
    return FALSE;

  *good = health.is_healthy;

  return TRUE;
}

/* The usual one first, those of the list after it, and the built-in call last. */
static GPtrArray *
list_others (AusClinic  *clinic,
             const char *usual)
{
  GPtrArray *list = aus_providers_get_list (clinic->providers);
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < list->len; i++) {
    const char *name = aus_provider_get_name (g_ptr_array_index (list, i));

    if (strcmp (name, LAST_RESORT) != 0)
      g_ptr_array_insert (names, strcmp (name, usual) == 0 ? 0 : -1, (gpointer) name);
  }

  g_ptr_array_add (names, (gpointer) LAST_RESORT);

  return names;
}

static gboolean
find_proposal (AusProviderAdvice  *self,
               AusClinic          *clinic,
               AusDatabase        *database,
               AusConsultation    *consultation,
               GError            **error)
{
  g_autofree char *usual = aus_settings_get_text (database, clinic, AUS_SETTING_DEFAULT_VIDEO_PROVIDER, error);
  g_autoptr (GPtrArray) names = usual ? list_others (clinic, usual) : NULL;

  for (guint i = 0; names != NULL && self->proposal == NULL && i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    gboolean good = FALSE;

    if (strcmp (name, get_name (consultation)) == 0)
      continue;

    if (!is_good (clinic, database, name, &good, error))
      return FALSE;

    self->proposal = good ? name : NULL;
  }

  return names != NULL;
}

gboolean
aus_provider_advice_read (AusProviderAdvice  *self,
                          AusClinic          *clinic,
                          AusDatabase        *database,
                          AusConsultation    *consultation,
                          GError            **error)
{
  return find_trouble (self, clinic, database, consultation, error) &&
         (self->reason == NULL || find_proposal (self, clinic, database, consultation, error));
}

void
aus_provider_advice_clear (AusProviderAdvice *self)
{
  g_clear_pointer (&self->reason, g_free);
}

static gboolean
write_choice (AusCall          *call,
              AusDatabase      *database,
              AusConsultation  *consultation,
              const char       *name,
              GError          **error)
{
  g_auto (AusProviderHealth) health = { NULL };

  if (!aus_provider_health_read (&health, call->clinic, database, name, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "name", name);
  aus_json_add_text (&call->out, "display_name", aus_provider_get_display_name (health.provider));
  aus_json_add_boolean (&call->out, "is_current", strcmp (name, get_name (consultation)) == 0);
  aus_json_add_boolean (&call->out, "available", health.is_available);
  aus_json_add_boolean (&call->out, "healthy", health.is_healthy);
  aus_json_add_text (&call->out, "reason", health.reason);
  aus_json_add_text (&call->out, "sees", aus_provider_get_description (health.provider)->sees);
  aus_json_end_object (&call->out);

  return TRUE;
}

/* Two clicks: this is shown, and one of it is chosen by switch_provider/. */
gboolean
aus_video_choices_show (AusCall      *call,
                        AusDatabase  *database,
                        GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  GPtrArray *list = aus_providers_get_list (call->clinic->providers);
  g_auto (AusProviderAdvice) advice = { NULL };

  if (consultation == NULL || !aus_provider_advice_read (&advice, call->clinic, database, consultation, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "video_provider", get_name (consultation));
  aus_json_add_text (&call->out, "reason", advice.reason);
  aus_json_add_text (&call->out, "proposal", advice.proposal);

  if (!aus_call_size_write_left (database, consultation, &call->out, error))
    return FALSE;

  aus_json_begin_array (&call->out, "choices");

  for (guint i = 0; i < list->len; i++) {
    if (!write_choice (call, database, consultation, aus_provider_get_name (g_ptr_array_index (list, i)), error))
      return FALSE;
  }

  aus_json_end_array (&call->out);
  aus_json_end_object (&call->out);

  return TRUE;
}
