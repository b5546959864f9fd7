#include "aus-access.h"
#include "aus-consents.h"
#include "aus-handlers.h"
#include "aus-meetings.h"
#include "aus-page.h"
#include "aus-seats.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const AusParameter aus_consent_parameters[] = {
  { "history", AUS_PARAMETER_BOOLEAN },
  { NULL },
};

gboolean
aus_consent_list (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  g_autoptr (AusConsultation) consultation = aus_access_get_outline (&call->caller, database, call->id, error);
  const char *history = aus_call_get_query (call, "history");
  const gboolean wants_all = g_strcmp0 (history, "true") == 0;
  g_autoptr (AusQuery) rows = aus_query_new ("consents_view");

  if (consultation == NULL)
    return FALSE;

  if (history != NULL && !wants_all && strcmp (history, "false") != 0) {
    aus_error_add_field (error, "history", "Must be true or false.");
    return FALSE;
  }

  aus_query_and_text (rows, "consultation_id = ?", consultation->id);

  if (!wants_all)
    aus_query_and (rows, "is_current");

  return aus_page_write_counted (call, database, &(AusListing) { rows, AUS_TYPE_CONSENT, "created_at, id" }, error);
}

/* Whoever agrees does so to words that they can have read. To say no takes none. */
static gboolean
check_words (AusConsent  *consent,
             GError     **error)
{
  GError *fault = NULL;

  if (!consent->given)
    return TRUE;

  if (strcmp (consent->text_version, AUS_CONSENT_TEXT_VERSION) != 0)
    aus_error_say_field (&fault, "text_version", N_("There are no words of this version to agree to."));
  if (!aus_consent_has_words (consent->language))
    aus_error_say_field (&fault, "language", N_("There are no words in this language to agree to."));

  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, fault);

  return FALSE;
}

gboolean
aus_consent_create (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  g_autoptr (AusConsent) consent = g_object_new (AUS_TYPE_CONSENT, NULL);
  g_autoptr (AusParticipant) seat = NULL;
  const AusView view = aus_call_get_view (call);

  if (consultation == NULL || !aus_call_check_revision (call, AUS_RECORD (consultation), error) ||
      !aus_record_read_json (AUS_RECORD (consent), call->json, AUS_READ_CREATE, error) ||
      !check_words (consent, error))
    return FALSE;

  seat = aus_seats_take (database, &call->caller, consultation, error);

  if (seat == NULL || !aus_consents_add (database, &call->caller, consultation, seat, consent, error))
    return FALSE;

  /* A provider that records must be told whether it may. */
  if (consultation->recording_enabled && !aus_seats_is_outside (&call->caller, consultation, seat) &&
      !aus_meetings_change (database, consultation, error))
    return FALSE;

  aus_record_write_json (AUS_RECORD (consent), &call->out, NULL, &view);

  return TRUE;
}
