#include "aus-meeting-outcomes.h"

#include "aus-attendance.h"
#include "aus-channels.h"
#include "aus-events.h"
#include "aus-meeting-events.h"
#include "aus-meeting-recordings.h"
#include "aus-seal.h"
#include "aus-table.h"
#include "aus-time.h"

#include <string.h>

/* While a meeting may be held: people come early, and stay. */
#define LOOKED_AT_BEFORE (10 * AUS_TIME_MINUTE)
#define LOOKED_AT_AFTER (30 * AUS_TIME_MINUTE)

gboolean
aus_meeting_set_state (AusDatabase      *database,
                       AusConsultation  *consultation,
                       AusMeetingState   state,
                       GError          **error)
{
  const gboolean is_ready = state == AUS_MEETING_STATE_READY;
  AusJsonWriter members;

  g_object_set (consultation, "meeting-state", state, NULL);

  if (!aus_table_save (database, AUS_RECORD (consultation), error))
    return FALSE;

  aus_json_writer_init (&members);
  aus_json_add_integer (&members, "revision", consultation->revision);
  aus_json_add_text (&members, "status", aus_enum_to_nick (AUS_TYPE_STATUS, consultation->status));
  aus_json_add_text (&members, "video_provider",
                     aus_enum_to_nick (AUS_TYPE_VIDEO_PROVIDER, consultation->video_provider));
  aus_json_add_text (&members, "meeting_state", aus_enum_to_nick (aus_meeting_state_get_type (), state));

  return aus_events_add (database, consultation, is_ready ? "meeting_ready" : "consultation_updated",
                         AUS_TO (is_ready ? AUS_ROLES_ALL : AUS_ROLES_STAFF), &members, error);
}

static void
copy (char       **target,
      const char  *source)
{
  g_free (*target);
  *target = g_strdup (source ? source : "");
}

static char *
write_facts (JsonObject *facts)
{
  g_autoptr (JsonNode) node = facts ? json_node_init_object (json_node_alloc (), facts) : NULL;

  return node ? json_to_string (node, FALSE) : g_strdup ("{}");
}

static void
take_found (AusMeetingOutcome *self)
{
  const AusFoundMeeting *found = &self->errand->found;
  AusMeetingRow *row = self->row;

  copy (&row->meeting_id, found->meeting_id);
  copy (&row->host, found->host);

  if (found->instance != NULL)
    copy (&row->instance, found->instance);

  g_free (row->join_url);
  row->join_url = found->join_url ? aus_seal_text (self->clinic->key, found->join_url) : g_strdup ("");
  g_free (row->facts);
  row->facts = write_facts (found->facts);
  row->starts = found->starts;
}

/* A meeting that nobody wants any more, since it was made just when the visit changed its mind. */
static gboolean
give_back (AusMeetingOutcome  *self,
           GError            **error)
{
  const AusMeetingRow stray = {
    .consultation_id = self->consultation_id,
    .provider = (char *) self->provider,
    .version = self->row ? self->row->version : 0,
    .epoch = self->row ? self->row->epoch : 0,
    .meeting_id = self->errand->found.meeting_id,
    .host = self->errand->found.host,
  };
  const AusMeetingWish wish = { AUS_ERRAND_CANCEL, self->errand->found.meeting_id, .is_farewell = TRUE };

  return aus_meetings_ask (self->database, &stray, &wish, error);
}

static gboolean
keep_found (AusMeetingOutcome  *self,
            GError            **error)
{
  AusConsultation *consultation = self->consultation;

  if (consultation == NULL || self->row == NULL || strcmp (self->row->provider, self->provider) != 0 ||
      !aus_meeting_is_wanted (consultation))
    return give_back (self, error);

  take_found (self);
  g_object_set (consultation, "meeting-id", self->errand->found.meeting_id, "meeting-password",
                self->errand->found.password ? self->errand->found.password : "", NULL);

  return aus_meetings_save (self->database, self->row, error) &&
         aus_channels_want (self->database, self->provider, self->row->host, error) &&
         aus_meeting_set_state (self->database, consultation, AUS_MEETING_STATE_READY, error);
}

/* Somebody took it away over there. Ours is the plan, so there is to be another. */
static gboolean
replace (AusMeetingOutcome  *self,
         GError            **error)
{
  copy (&self->row->meeting_id, "");
  copy (&self->row->join_url, "");
  g_object_set (self->consultation, "meeting-id", "", "meeting-password", "", NULL);

  return aus_meetings_save (self->database, self->row, error) &&
         aus_meeting_set_state (self->database, self->consultation, AUS_MEETING_STATE_PENDING, error) &&
         aus_meetings_change (self->database, self->consultation, error);
}

/* As often as the provider needs, while the meeting may be held. Whoever asks for the same moment asks once. */
static gboolean
plan_look (AusMeetingOutcome  *self,
           GError            **error)
{
  const gint64 now = aus_time_now ();
  const gint64 pause = self->errand->look_again * AUS_TIME_SECOND;
  const gint64 starts = aus_time_from_date_time (self->consultation->scheduled_start);
  const gint64 ends = starts + self->consultation->duration_planned * AUS_TIME_MINUTE;
  g_autofree char *suffix = NULL;
  AusMeetingWish wish = { AUS_ERRAND_LOOK };

  if (pause == 0 || now < starts - LOOKED_AT_BEFORE || (now > ends + LOOKED_AT_AFTER && !self->errand->found.is_live))
    return TRUE;

  suffix = g_strdup_printf ("again:%" G_GINT64_FORMAT, now / pause);
  wish.suffix = suffix;
  wish.not_before = (now / pause + 1) * pause;

  return aus_meetings_ask (self->database, self->row, &wish, error);
}

/* Whether somebody moved it over there. Where it is being held that is no matter, and what should have begun cannot be
 * moved back: Zoom takes no start that is past, and would be asked for it for ever. */
static gboolean
is_moved (AusMeetingOutcome *self)
{
  const AusFoundMeeting *found = &self->errand->found;
  const gint64 starts = aus_time_from_date_time (self->consultation->scheduled_start);

  return !found->is_live && self->row->started_at == 0 && found->starts != 0 && starts > aus_time_now () &&
         ABS (found->starts - starts) >= AUS_TIME_MINUTE;
}

static gboolean
look (AusMeetingOutcome  *self,
      GError            **error)
{
  const AusFoundMeeting *found = &self->errand->found;

  if (!aus_meeting_is_wanted (self->consultation))
    return TRUE;

  if (found->meeting_id == NULL)
    return replace (self, error);

  if (is_moved (self))
    return aus_meetings_change (self->database, self->consultation, error);

  /* Where it is being held, it is known which holding this is. */
  if (found->is_live && found->instance != NULL)
    copy (&self->row->instance, found->instance);

  return aus_meeting_events_note_look (self->clinic, self->database, self->consultation, self->row, found->is_live,
                                       error) && plan_look (self, error);
}

static gboolean
note_attendance (AusMeetingOutcome  *self,
                 GError            **error)
{
  return aus_attendance_replace (self->database, self->consultation->id, self->provider, self->errand->attendance,
                                 error);
}

static gboolean
nothing (AusMeetingOutcome  *self,
         GError            **error)
{
  return TRUE;
}

static gboolean (*const writers[AUS_N_ERRANDS]) (AusMeetingOutcome  *self,
                                                 GError            **error) = {
  [AUS_ERRAND_CREATE] = keep_found,
  [AUS_ERRAND_UPDATE] = keep_found,
  [AUS_ERRAND_CANCEL] = nothing,
  [AUS_ERRAND_END] = nothing,
  [AUS_ERRAND_LOOK] = look,
  [AUS_ERRAND_ATTENDANCE] = note_attendance,
  [AUS_ERRAND_RECORDINGS] = aus_meeting_recordings_note,
};

gboolean
aus_meeting_outcome_write (AusMeetingOutcome  *self,
                           GError            **error)
{
  return writers[self->errand->kind] (self, error);
}
