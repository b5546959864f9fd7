#include "aus-consents.h"

#include "aus-events.h"
#include "aus-recorder.h"
#include "aus-seats.h"
#include "aus-table.h"

static void
unasked_free (gpointer data)
{
  AusUnasked *self = data;

  g_free (self->participant_id);
  g_free (self->name);
  g_free (self->role);
  g_free (self->state);
  g_free (self);
}

/* Reception sees to the waiting room and is in nobody's picture. Whoever's line to us is lost may be seen and heard all
 * the while. A doctor without a seat is asked all the same. */
#define MISSING \
  "SELECT p.id, p.name, p.role, c.state, p.created_at FROM participants p " \
  "LEFT JOIN consents_view c ON c.participant_id = p.id AND c.kind = ?2 AND c.is_current " \
  "WHERE p.consultation_id = ?1 AND (p.presence NOT IN ('away', 'left') OR p.user_id = ?3) " \
  "AND coalesce (c.state, '') <> 'given' " \
  "AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = p.user_id AND u.role = 'receptionist') " \
  "UNION ALL SELECT NULL, u.name, 'doctor', NULL, 0 FROM users u WHERE u.id = ?3 " \
  "AND NOT EXISTS (SELECT 1 FROM participants p WHERE p.consultation_id = ?1 AND p.user_id = ?3) " \
  "ORDER BY 5, 1"

GPtrArray *
aus_consents_list_missing (AusDatabase      *database,
                           AusConsultation  *consultation,
                           AusConsentKind    kind,
                           GError          **error)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (unasked_free);
  g_autoptr (AusStatement) rows = aus_database_prepare (database, MISSING, error);
  AusStep step;

  if (rows == NULL)
    return NULL;

  aus_statement_bind_text (rows, 1, consultation->id);
  aus_statement_bind_text (rows, 2, aus_enum_to_nick (AUS_TYPE_CONSENT_KIND, kind));
  aus_statement_bind_text (rows, 3, consultation->doctor_id);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    AusUnasked *person = g_new0 (AusUnasked, 1);

    person->participant_id = g_strdup (aus_statement_get_text (rows, 0));
    person->name = g_strdup (aus_statement_get_text (rows, 1));
    person->role = g_strdup (aus_statement_get_text (rows, 2));
    person->state = g_strdup (aus_statement_get_text (rows, 3));
    g_ptr_array_add (missing, person);
  }

  return step == AUS_STEP_DONE ? g_steal_pointer (&missing) : NULL;
}

gboolean
aus_consents_get_state (AusDatabase      *database,
                        AusParticipant   *seat,
                        AusConsentKind    kind,
                        AusConsentState  *state,
                        gboolean         *is_known,
                        GError          **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT state FROM consents_view WHERE participant_id = ?1 AND kind = ?2 "
                                    "AND is_current", error);
  AusStep step;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, seat->id);
  aus_statement_bind_text (row, 2, aus_enum_to_nick (AUS_TYPE_CONSENT_KIND, kind));
  step = aus_statement_step (row, error);
  *is_known = step == AUS_STEP_ROW &&
              aus_enum_from_nick (AUS_TYPE_CONSENT_STATE, aus_statement_get_text (row, 0), state);

  return step != AUS_STEP_ERROR;
}

static gboolean
tell (AusDatabase      *database,
      AusConsultation  *consultation,
      AusConsent       *consent,
      GError          **error)
{
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "participant_id", consent->participant_id);
  aus_json_add_text (&members, "user_name", consent->name);
  aus_json_add_text (&members, "user_role", aus_enum_to_nick (AUS_TYPE_PARTICIPANT_ROLE, consent->role));
  aus_json_add_text (&members, "kind", aus_enum_to_nick (AUS_TYPE_CONSENT_KIND, consent->kind));
  aus_json_add_text (&members, "state", aus_enum_to_nick (AUS_TYPE_CONSENT_STATE, consent->state));

  return aus_events_add (database, consultation, "consent_changed", AUS_TO (AUS_CONSENT_AUDIENCE), &members, error);
}

/* Whoever takes it back ends the recording, whether they are there or not; who never was has no part in it. */
static gboolean
heed (AusDatabase      *database,
      AusConsultation  *consultation,
      AusConsent       *consent,
      GError          **error)
{
  switch ((AusConsentState) consent->state) {
    case AUS_CONSENT_STATE_GIVEN:
      return TRUE;
    case AUS_CONSENT_STATE_DECLINED:
      return aus_recorder_check (database, consultation, AUS_STOP_REASON_CONSENT_WITHDRAWN, error);
    case AUS_CONSENT_STATE_WITHDRAWN:
      return aus_recorder_stop_any (database, consultation, AUS_STOP_REASON_CONSENT_WITHDRAWN, consent->name, error);
  }

  g_return_val_if_reached (FALSE);
}

gboolean
aus_consents_add (AusDatabase      *database,
                  const AusCaller  *caller,
                  AusConsultation  *consultation,
                  AusParticipant   *seat,
                  AusConsent       *consent,
                  GError          **error)
{
  AusConsentState before = AUS_CONSENT_STATE_DECLINED;
  AusConsentState state = AUS_CONSENT_STATE_GIVEN;
  gboolean is_known;

  if (!aus_consents_get_state (database, seat, consent->kind, &before, &is_known, error))
    return FALSE;

  /* Whoever said yes once does not decline: they take it back, and that stays so until they say yes again. */
  if (!consent->given)
    state = is_known && before != AUS_CONSENT_STATE_DECLINED ? AUS_CONSENT_STATE_WITHDRAWN : AUS_CONSENT_STATE_DECLINED;

  g_object_set (consent,
                "consultation-id", consultation->id,
                "participant-id", seat->id,
                "recorded-by", aus_caller_get_id (caller),
                "name", seat->name,
                "role", seat->role,
                "state", state,
                "is-current", TRUE,
                NULL);

  return aus_table_insert (database, AUS_RECORD (consent), error) &&
         tell (database, consultation, consent, error) &&
         (aus_seats_is_outside (caller, consultation, seat) || heed (database, consultation, consent, error));
}
