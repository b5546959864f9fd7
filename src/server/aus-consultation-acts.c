#include "aus-access.h"
#include "aus-call-mode-handlers.h"
#include "aus-consultation-reply.h"
#include "aus-handlers.h"
#include "aus-provider-news.h"
#include "aus-queue.h"
#include "aus-seats.h"
#include "aus-visit.h"

/* Reads the consultation and does @act to it. (transfer full) */
static AusConsultation *
run_act (AusCall      *call,
         AusDatabase  *database,
         AusAct        act,
         GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);

  if (consultation == NULL || !aus_call_check_revision (call, AUS_RECORD (consultation), error) ||
      !aus_visit_act (database, &call->caller, consultation, act, error))
    return NULL;

  return g_steal_pointer (&consultation);
}

static gboolean
act_and_reply (AusCall      *call,
               AusDatabase  *database,
               AusAct        act,
               const char   *word,
               GError      **error)
{
  g_autoptr (AusConsultation) consultation = run_act (call, database, act, error);

  return consultation != NULL && aus_consultation_reply_act (call, database, consultation, word);
}

/* Whoever begins hears at once where the provider is down, and what there is instead. */
static gboolean
begin (AusCall      *call,
       AusDatabase  *database,
       AusAct        act,
       const char   *word,
       GError      **error)
{
  g_autoptr (AusConsultation) consultation = run_act (call, database, act, error);

  return consultation != NULL &&
         (consultation->video_provider == AUS_VIDEO_PROVIDER_BUILTIN ||
          aus_provider_news_tell (call->clinic, database, consultation, error)) &&
         aus_consultation_reply_act (call, database, consultation, word);
}

gboolean
aus_consultation_start (AusCall      *call,
                        AusDatabase  *database,
                        GError      **error)
{
  return begin (call, database, AUS_ACT_START, "started", error);
}

gboolean
aus_consultation_admit (AusCall      *call,
                        AusDatabase  *database,
                        GError      **error)
{
  return begin (call, database, AUS_ACT_ADMIT, "admitted", error);
}

gboolean
aus_consultation_recall (AusCall      *call,
                         AusDatabase  *database,
                         GError      **error)
{
  return act_and_reply (call, database, AUS_ACT_RECALL, "recalled", error);
}

gboolean
aus_consultation_pause (AusCall      *call,
                       AusDatabase  *database,
                       GError      **error)
{
  return act_and_reply (call, database, AUS_ACT_PAUSE, "held", error);
}

gboolean
aus_consultation_phone (AusCall      *call,
                        AusDatabase  *database,
                        GError      **error)
{
  return act_and_reply (call, database, AUS_ACT_PHONE, "on_the_phone", error);
}

gboolean
aus_consultation_resume (AusCall      *call,
                         AusDatabase  *database,
                         GError      **error)
{
  return act_and_reply (call, database, AUS_ACT_RESUME, "resumed", error);
}

gboolean
aus_consultation_hang_up (AusCall      *call,
                          AusDatabase  *database,
                          GError      **error)
{
  return act_and_reply (call, database, AUS_ACT_HANG_UP, "hung_up", error);
}

/* Sets @property to the text that came with an act, if one came: by the rules of the field of its name. */
static gboolean
read_text (AusCall          *call,
           const char       *member,
           AusConsultation  *consultation,
           const char       *property,
           GError          **error)
{
  g_autoptr (AusConsultation) given = g_object_new (AUS_TYPE_CONSULTATION, NULL);
  g_autofree char *text = NULL;

  if (!json_object_has_member (call->json, member))
    return TRUE;

  if (!aus_record_read_json (AUS_RECORD (given), call->json, AUS_READ_UPDATE, error))
    return FALSE;

  g_object_get (given, member, &text, NULL);
  g_object_set (consultation, property, text, NULL);

  return TRUE;
}

gboolean
aus_consultation_end (AusCall      *call,
                      AusDatabase  *database,
                      GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);

  return consultation != NULL && aus_call_check_revision (call, AUS_RECORD (consultation), error) &&
         read_text (call, "notes", consultation, "notes", error) &&
         aus_visit_act (database, &call->caller, consultation, AUS_ACT_END, error) &&
         aus_consultation_reply_act (call, database, consultation, "ended");
}

gboolean
aus_consultation_join_waiting (AusCall      *call,
                               AusDatabase  *database,
                               GError      **error)
{
  g_autoptr (AusConsultation) consultation = run_act (call, database, AUS_ACT_ARRIVE, error);
  AusQueuePlace place;

  if (consultation == NULL || !aus_queue_find (database, consultation, &place, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "status", "joined_waiting_room");
  aus_json_add_integer (&call->out, "queue_position", place.position);
  aus_json_add_integer (&call->out, "estimated_wait_minutes", place.minutes);
  aus_json_end_object (&call->out);

  return TRUE;
}

/* Whoever never came, or has left, does not leave once more. */
static gboolean
give_up_seat (AusCall          *call,
              AusDatabase      *database,
              AusConsultation  *consultation,
              GError          **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (AusParticipant) seat = aus_seats_find (database, &call->caller, consultation, &fault);

  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  if (seat == NULL || seat->presence == AUS_PRESENCE_AWAY || seat->presence == AUS_PRESENCE_LEFT)
    return TRUE;

  return aus_seats_set_presence (database, consultation, seat, AUS_PRESENCE_LEFT, "left", error) &&
         aus_queue_tell (database, consultation, error);
}

gboolean
aus_consultation_leave (AusCall      *call,
                        AusDatabase  *database,
                        GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);

  if (consultation == NULL || !aus_call_check_revision (call, AUS_RECORD (consultation), error) ||
      !give_up_seat (call, database, consultation, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "status", "left");
  aus_json_end_object (&call->out);

  return TRUE;
}
