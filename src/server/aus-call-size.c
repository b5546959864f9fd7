#include "aus-call-size.h"

#include "aus-error.h"

#define BY_DOOR "('patient', 'guest', 'interpreter')"
/* Whoever was lost a moment ago is about to come back. */
#define IS_THERE "presence NOT IN ('away', 'left')"

/* Beside doctor and patient. */
static gboolean
count_guests (AusDatabase      *database,
              AusConsultation  *consultation,
              gint64           *n_guests,
              GError          **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT count (*) FROM doors WHERE consultation_id = ?1 "
                                    "AND role IN ('guest', 'interpreter') AND revoked_at IS NULL", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, consultation->id);

  return aus_statement_run_integer (row, 0, n_guests, error);
}

gboolean
aus_call_size_check_doors (AusDatabase      *database,
                           AusConsultation  *consultation,
                           guint             n_more,
                           GError          **error)
{
  gint64 n_guests;

  if (!count_guests (database, consultation, &n_guests, error))
    return FALSE;

  if (consultation->video_provider != AUS_VIDEO_PROVIDER_BUILTIN || n_guests + n_more + 2 <= AUS_CALL_SIZE)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT,
               "The built-in call takes %d people, and this visit would have %d. Switch it to Jitsi, or revoke a link.",
               AUS_CALL_SIZE, (int) (n_guests + n_more + 2));

  return FALSE;
}

gboolean
aus_call_size_write_left (AusDatabase      *database,
                          AusConsultation  *consultation,
                          AusJsonWriter    *out,
                          GError          **error)
{
  gint64 n_guests;

  if (consultation->video_provider != AUS_VIDEO_PROVIDER_BUILTIN) {
    aus_json_add_null (out, "guests_left");
    return TRUE;
  }

  if (!count_guests (database, consultation, &n_guests, error))
    return FALSE;

  aus_json_add_integer (out, "guests_left", MAX (AUS_CALL_SIZE - 2 - n_guests, 0));

  return TRUE;
}

gboolean
aus_call_size_count (AusDatabase      *database,
                     AusConsultation  *consultation,
                     AusParticipant   *seat,
                     gboolean         *is_full,
                     GError          **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database,
                          "SELECT total (role IN " BY_DOOR " AND admission = 'in' AND " IS_THERE ") + "
                          "max (1, total (role NOT IN " BY_DOOR " AND presence = 'in_call')) "
                          "FROM participants WHERE consultation_id = ?1 AND id <> ?2", error);
  gint64 n_others;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, consultation->id);
  aus_statement_bind_text (row, 2, seat->id);

  if (!aus_statement_run_integer (row, 0, &n_others, error))
    return FALSE;

  *is_full = consultation->video_provider == AUS_VIDEO_PROVIDER_BUILTIN && n_others >= AUS_CALL_SIZE;

  return TRUE;
}

gboolean
aus_call_size_check_seat (AusDatabase      *database,
                          AusConsultation  *consultation,
                          AusParticipant   *seat,
                          GError          **error)
{
  gboolean is_full;

  if (!aus_call_size_count (database, consultation, seat, &is_full, error))
    return FALSE;

  if (!is_full)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT,
               "The built-in call takes %d people and is full. Switch the visit to Jitsi, or let somebody go first.",
               AUS_CALL_SIZE);

  return FALSE;
}
