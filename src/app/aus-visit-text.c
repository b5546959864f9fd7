#include "aus-visit-text.h"

#include <glib/gi18n.h>

#include "aus-enum-words.h"

/* Before this many minutes a patient is not late. */
#define GRACE_MINUTES 2

typedef struct
{
  const char *word;
  const char *spoken;
  const char *icon;
  const char *style;
} StatusText;

static const StatusText status_texts[] = {
  [AUS_STATUS_SCHEDULED] = { N_("Scheduled"), N_("scheduled"), "x-office-calendar-symbolic", "scheduled" },
  [AUS_STATUS_WAITING] = { N_("Waiting"), N_("waiting"), "aus-waiting-symbolic", "waiting" },
  [AUS_STATUS_IN_PROGRESS] = { N_("In progress"), N_("in progress"), "call-start-symbolic", "in-progress" },
  [AUS_STATUS_COMPLETED] = { N_("Completed"), N_("completed"), "object-select-symbolic", "completed" },
  [AUS_STATUS_CANCELLED] = { N_("Cancelled"), N_("cancelled"), "window-close-symbolic", "cancelled" },
  [AUS_STATUS_NO_SHOW] = { N_("Did not come"), N_("did not come"), "appointment-missed-symbolic", "no-show" },
};

typedef struct
{
  const char *word;
  const char *icon;
} PresenceText;

static const PresenceText presence_texts[] = {
  [AUS_PRESENCE_AWAY] = { NULL, "user-offline-symbolic" },
  [AUS_PRESENCE_HERE] = { N_("Here"), "avatar-default-symbolic" },
  [AUS_PRESENCE_TESTING] = { N_("Testing camera and sound"), "emblem-system-symbolic" },
  [AUS_PRESENCE_NO_CAMERA] = { N_("No camera"), "camera-disabled-symbolic" },
  [AUS_PRESENCE_ASLEEP] = { N_("Phone asleep"), "weather-clear-night-symbolic" },
  [AUS_PRESENCE_IN_CALL] = { N_("In the call"), "call-start-symbolic" },
  [AUS_PRESENCE_IN_MEETING] = { N_("In the meeting"), "call-start-symbolic" },
  [AUS_PRESENCE_LOST] = { N_("Connection lost"), "network-offline-symbolic" },
  [AUS_PRESENCE_LEFT] = { N_("Left"), "user-offline-symbolic" },
};

static const char *const role_words[] = {
  [AUS_PARTICIPANT_ROLE_DOCTOR] = N_("Doctor"),
  [AUS_PARTICIPANT_ROLE_PATIENT] = N_("Patient"),
  [AUS_PARTICIPANT_ROLE_OBSERVER] = N_("Observer"),
  [AUS_PARTICIPANT_ROLE_ASSISTANT] = N_("Assistant"),
  [AUS_PARTICIPANT_ROLE_INTERPRETER] = N_("Interpreter"),
  [AUS_PARTICIPANT_ROLE_GUEST] = N_("Family"),
};

static const char *const admission_words[] = {
  [AUS_ADMISSION_IN] = NULL,
  [AUS_ADMISSION_WAITING] = N_("Waiting to be let in"),
  [AUS_ADMISSION_HELD] = N_("On hold"),
};

static char *
format_local (GDateTime  *time,
              const char *format)
{
  g_autoptr (GDateTime) local = time ? g_date_time_to_local (time) : NULL;

  return local ? g_date_time_format (local, format) : g_strdup ("");
}

const char *
aus_status_to_word (AusStatus status)
{
  return _(status_texts[status].word);
}

const char *
aus_status_to_icon (AusStatus status)
{
  return status_texts[status].icon;
}

const char *
aus_status_to_style (AusStatus status)
{
  return status_texts[status].style;
}

const char *
aus_presence_to_word (AusPresence presence)
{
  return presence_texts[presence].word ? _(presence_texts[presence].word) : "";
}

const char *
aus_presence_to_icon (AusPresence presence)
{
  return presence_texts[presence].icon;
}

const char *
aus_admission_to_word (AusAdmission admission)
{
  return admission_words[admission] != NULL ? _(admission_words[admission]) : "";
}

const char *
aus_role_to_word (AusParticipantRole role)
{
  return _(role_words[role]);
}

const char *
aus_provider_to_word (AusVideoProvider provider)
{
  return aus_enum_to_word (AUS_TYPE_VIDEO_PROVIDER, provider);
}

char *
aus_format_time (GDateTime *time)
{
  /* Translators: a time of day for strftime(), such as 14:30. */
  return format_local (time, _("%H:%M"));
}

char *
aus_format_day (GDateTime *time)
{
  /* Translators: a day for strftime(), such as Tuesday, 3 November. */
  return format_local (time, _("%A, %-d %B"));
}

int
aus_minutes_between (GDateTime *since,
                     GDateTime *now)
{
  return since ? MAX (0, g_date_time_difference (now, since) / G_TIME_SPAN_MINUTE) : 0;
}

char *
aus_visit_state_text (AusConsultation *visit,
                      GDateTime       *now)
{
  int waited = aus_minutes_between (visit->waiting_since, now);
  int late = aus_minutes_between (visit->scheduled_start, now);

  if (visit->status == AUS_STATUS_WAITING && waited > 0)
    /* Translators: %d is how long a patient has been waiting. */
    return g_strdup_printf (ngettext ("Waiting %d min", "Waiting %d min", waited), waited);

  if (visit->status == AUS_STATUS_SCHEDULED && late >= GRACE_MINUTES && late < 24 * 60)
    /* Translators: %d is how much later than agreed the patient is. */
    return g_strdup_printf (ngettext ("Late %d min", "Late %d min", late), late);

  return g_strdup (aus_status_to_word (visit->status));
}

char *
aus_visit_sentence (AusConsultation *visit)
{
  g_autofree char *time = aus_format_time (visit->scheduled_start);
  const char *presence = visit->status == AUS_STATUS_WAITING ? aus_presence_to_word (visit->patient_presence) : "";

  if (visit->patient_presence == AUS_PRESENCE_HERE || *presence == '\0')
    /* Translators: time, patient and state of a visit, as one spoken sentence: "10:00, Anna Krüger,
       waiting". */
    return g_strdup_printf (_("%s, %s, %s"), time, visit->patient_name,
                            _(status_texts[visit->status].spoken));

  /* Translators: the same with what is known of the patient's presence: "10:00, Anna Krüger, waiting,
     Phone asleep". */
  return g_strdup_printf (_("%s, %s, %s, %s"), time, visit->patient_name,
                          _(status_texts[visit->status].spoken),
                          presence);
}

char *
aus_visit_details (AusConsultation *visit)
{
  const char *const parts[] = { visit->reason, aus_provider_to_word (visit->video_provider),
                                visit->doctor_name };
  GString *details = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (details, "%s%s", details->len > 0 ? " · " : "", parts[i]);
  }

  return g_string_free (details, FALSE);
}

char *
aus_format_elapsed (GTimeSpan elapsed)
{
  const int seconds = (int) (MAX (elapsed, 0) / G_TIME_SPAN_SECOND);

  if (seconds < 3600)
    return g_strdup_printf ("%02d:%02d", seconds / 60, seconds % 60);

  return g_strdup_printf ("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
}
