#include "aus-access.h"
#include "aus-meeting.h"
#include "aus-provider-handlers.h"
#include "aus-provider-settings.h"
#include "aus-room-gates.h"

/* What somebody needs to join. Where a provider has a key of its own for the host, it is asked for each time, and kept
 * nowhere: neither in the database nor in a log. */

typedef struct
{
  AusProvider *provider;
  AusErrand   *errand;
} Key;

static void
key_free (gpointer data)
{
  Key *key = data;

  g_clear_object (&key->provider);
  g_clear_pointer (&key->errand, aus_errand_free);
  g_free (key);
}

static gboolean
is_over (AusConsultation *consultation)
{
  return consultation->status == AUS_STATUS_COMPLETED || consultation->status == AUS_STATUS_CANCELLED ||
         consultation->status == AUS_STATUS_NO_SHOW;
}

static AusConsultation *
find (AusCall      *call,
      AusDatabase  *database,
      GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);

  if (consultation == NULL)
    return NULL;

  if (is_over (consultation)) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The consultation is over.");
    return NULL;
  }

  if (consultation->video_provider != AUS_VIDEO_PROVIDER_BUILTIN && !aus_caller_is_staff (&call->caller) &&
      consultation->status != AUS_STATUS_IN_PROGRESS) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "You will be let in; please wait.");
    return NULL;
  }

  if (!aus_room_gates_check_record (consultation, error) ||
      !aus_meeting_admits (database, &call->caller, consultation, error))
    return NULL;

  return g_steal_pointer (&consultation);
}

/* A doctor alone is host. */
gboolean
aus_meeting_info_look_up (AusCall      *call,
                          AusDatabase  *database,
                          GError      **error)
{
  g_autoptr (AusConsultation) consultation = find (call, database, error);
  gboolean is_host;
  Key *key;

  if (consultation == NULL ||
      !aus_meeting_is_host (database, &call->caller, consultation, &is_host, error))
    return FALSE;

  key = g_new0 (Key, 1);
  call->work = key;
  call->work_free = key_free;
  key->provider = aus_provider_settings_get (call->clinic, database,
                                             aus_enum_to_nick (AUS_TYPE_VIDEO_PROVIDER, consultation->video_provider),
                                             error);

  if (key->provider == NULL)
    return FALSE;

  if (!is_host || consultation->meeting_state != AUS_MEETING_STATE_READY ||
      !aus_provider_can (key->provider, AUS_ERRAND_HOST_LINK))
    return TRUE;

  key->errand = aus_errand_new (AUS_ERRAND_HOST_LINK);
  key->errand->is_urgent = TRUE;
  key->errand->meeting_id = g_strdup (consultation->meeting_id);

  return TRUE;
}

gboolean
aus_meeting_info_prepare (AusCall  *call,
                          GError  **error)
{
  Key *key = call->work;
  g_autoptr (GError) fault = NULL;

  if (key->errand == NULL || aus_provider_perform (key->provider, key->errand, NULL, &fault))
    return TRUE;

  /* Whatever it is, the visit can be held by another provider meanwhile. */
  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE, "The meeting cannot be begun now: %s", fault->message);
  aus_error_set_retry_after (*error, MAX (aus_error_get_retry_after (fault), 1));

  return FALSE;
}

gboolean
aus_consultation_meeting_info (AusCall      *call,
                               AusDatabase  *database,
                               GError      **error)
{
  const Key *key = call->work;
  g_autoptr (AusConsultation) consultation = find (call, database, error);
  g_autoptr (JsonObject) info = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  if (consultation == NULL)
    return FALSE;

  info = aus_meeting_get_info (call->clinic, database, &call->caller, consultation, error);

  if (info == NULL)
    return FALSE;

  if (key != NULL && key->errand != NULL)
    json_object_set_string_member (info, "host_url", key->errand->link);

  node = json_node_init_object (json_node_alloc (), info);
  text = json_to_string (node, FALSE);
  aus_json_add_raw (&call->out, NULL, text);

  return TRUE;
}
