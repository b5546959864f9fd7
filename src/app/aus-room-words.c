#include "aus-room-words.h"

#include <glib/gi18n.h>

#include "aus-patient.h"
#include "aus-record-list.h"
#include "aus-visit-text.h"

static char *
describe_waiting (AusConsultation *visit)
{
  g_autofree char *since = aus_format_time (visit->waiting_since);
  const char *presence = aus_presence_to_word (visit->patient_presence);

  if (*presence == '\0')
    /* Translators: %s is a time of day. */
    return g_strdup_printf (_("Since %s"), since);

  /* Translators: a time of day, and what is known of the patient's presence. */
  return g_strdup_printf (_("Since %s · %s"), since, presence);
}

static char *
describe_completed (AusConsultation *visit)
{
  g_autofree char *end = aus_format_time (visit->actual_end);
  int minutes;

  if (visit->actual_end == NULL)
    return g_strdup ("");

  minutes = 1 + aus_minutes_between (visit->actual_start, visit->actual_end);

  /* Translators: when a visit ended, and how many minutes it took. */
  return g_strdup_printf (ngettext ("Ended at %s after %d minute", "Ended at %s after %d minutes", minutes),
                          end, minutes);
}

char *
aus_room_title (AusConsultation *visit,
                AusStatus        status)
{
  switch (status) {
    case AUS_STATUS_SCHEDULED:
      return g_strdup (_("Not Started Yet"));
    case AUS_STATUS_WAITING: {
      /* Translators: %s is the patient. */
      g_autofree char *title = g_strdup_printf (_("%s Is Waiting"), visit->patient_name);

      return g_markup_escape_text (title, -1);
    }
    case AUS_STATUS_IN_PROGRESS:
      return g_strdup (_("Not in the Call"));
    case AUS_STATUS_COMPLETED:
      return g_strdup (_("Visit Completed"));
    case AUS_STATUS_CANCELLED:
      return g_strdup (_("Visit Cancelled"));
    case AUS_STATUS_NO_SHOW:
      return g_strdup (_("Nobody Came"));
  }

  g_return_val_if_reached (NULL);
}

char *
aus_room_description (AusConsultation *visit,
                      AusStatus        status)
{
  g_autofree char *start = aus_format_time (visit->scheduled_start);

  switch (status) {
    case AUS_STATUS_SCHEDULED:
      /* Translators: %s is a time of day. */
      return g_strdup_printf (_("Planned for %s. The patient is not here yet."), start);
    case AUS_STATUS_WAITING:
      return describe_waiting (visit);
    case AUS_STATUS_IN_PROGRESS:
      return g_strdup (_("The visit is still open."));
    case AUS_STATUS_COMPLETED:
      return describe_completed (visit);
    case AUS_STATUS_CANCELLED:
      return g_strdup (visit->cancel_reason ? visit->cancel_reason : "");
    case AUS_STATUS_NO_SHOW:
      /* Translators: %s is a time of day. */
      return g_strdup_printf (_("Planned for %s"), start);
  }

  g_return_val_if_reached (NULL);
}

char *
aus_room_identity (AusClient       *client,
                   AusConsultation *visit)
{
  AusPatient *patient = visit->patient_id
    ? aus_record_list_find (AUS_RECORD_LIST (aus_client_get_patients (client)), visit->patient_id) : NULL;
  g_autofree char *start = aus_format_time (visit->scheduled_start);

  if (patient == NULL || patient->born == NULL || strlen (patient->born) < 4)
    return g_steal_pointer (&start);

  /* Translators: the year of a patient's birth, and the time of the visit. */
  return g_strdup_printf (_("born %.4s · %s"), patient->born, start);
}
