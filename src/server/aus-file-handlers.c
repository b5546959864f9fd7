#include "aus-file-handlers.h"

#include "aus-deposit.h"
#include "aus-files.h"
#include "aus-page.h"
#include "aus-seats.h"
#include "aus-table.h"
#include "aus-time.h"

#include <string.h>

/* So that nobody fills the disk through one link. */
#define MAX_IN_VISIT 50

static const AusOrdering orderings[] = {
  { "created_at", "created_at, id" },
  { "-created_at", "created_at DESC, id DESC" },
  { NULL, NULL },
};

const AusParameter aus_file_parameters[] = {
  { "kind", AUS_PARAMETER_WORD, "kind", aus_file_kind_get_type },
  { "kept", AUS_PARAMETER_BOOLEAN, "kept = ?" },
  { "ordering", AUS_PARAMETER_ORDER, .orderings = orderings },
  { NULL },
};

gboolean
aus_file_list (AusCall      *call,
               AusDatabase  *database,
               GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_outline (&call->caller, database, call->id, error);
  const char *order = consultation ? aus_page_order (call, orderings, error) : NULL;
  g_autoptr (AusQuery) rows = aus_query_new ("files");
  g_autoptr (AusParticipant) seat = NULL;
  g_autoptr (GError) fault = NULL;

  if (order == NULL)
    return FALSE;

  seat = aus_seats_find (database, &call->caller, consultation, &fault);

  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  aus_query_and_text (rows, "consultation_id = ?", consultation->id);
  aus_query_and (rows, "state <> 'deleted'");
  aus_files_narrow (rows, &call->caller, consultation, seat);

  return aus_call_narrow (call, aus_file_parameters, rows, error) &&
         aus_page_write_counted (call, database, &(AusListing) { rows, AUS_TYPE_FILE, order }, error);
}

static gboolean
reply (AusCall *call,
       AusFile *file)
{
  const AusView view = aus_call_get_view (call);

  aus_record_write_json (AUS_RECORD (file), &call->out, NULL, &view);
  call->revision = file->revision;

  return TRUE;
}

static gboolean
check_room (AusDatabase      *database,
            AusConsultation  *consultation,
            GError          **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT count (*) FROM files WHERE consultation_id = ?1 AND state <> 'deleted'",
                          error);
  gint64 n;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, consultation->id);

  if (!aus_statement_run_integer (row, 0, &n, error))
    return FALSE;

  if (n >= MAX_IN_VISIT)
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "No more than %d files can be sent in one consultation.",
                 MAX_IN_VISIT);

  return n < MAX_IN_VISIT;
}

static gboolean
check_moment (AusConsultation  *consultation,
              GError          **error)
{
  if (consultation->status != AUS_STATUS_CANCELLED)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The consultation is cancelled.");

  return FALSE;
}

/* Whoever brings an id may ask again without beginning twice. */
static gboolean
find_twin (AusDatabase      *database,
           AusConsultation  *consultation,
           AusParticipant   *seat,
           AusFile          *file,
           gboolean         *found,
           GError          **error)
{
  g_autoptr (AusFile) twin = g_object_new (AUS_TYPE_FILE, NULL);
  g_autoptr (GError) fault = NULL;

  if (*file->id == '\0')
    return TRUE;

  if (!aus_table_get (database, AUS_RECORD (twin), file->id, &fault)) {
    if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_NOT_FOUND))
      return TRUE;

    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  *found = strcmp (twin->consultation_id, consultation->id) == 0 && strcmp (twin->sender_id, seat->id) == 0 &&
           twin->kind == file->kind;

  if (!*found)
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "There is another file of this id.");
  else
    aus_record_assign (AUS_RECORD (file), AUS_RECORD (twin));

  return *found;
}

static gboolean
create (AusCall          *call,
        AusDatabase      *database,
        AusConsultation  *consultation,
        AusParticipant   *seat,
        AusFile          *file,
        GError          **error)
{
  const gint64 now = aus_time_now ();
  g_autoptr (GDateTime) expires_at = aus_time_to_date_time (now + call->clinic->files.keep_time);
  g_autofree char *key = aus_deposit_make_key (call->clinic);

  if (!check_moment (consultation, error) || !check_room (database, consultation, error))
    return FALSE;

  g_object_set (file,
                "consultation-id", consultation->id,
                "sender-id", seat->id,
                "sender-name", call->caller.name,
                "sender-role", call->caller.role,
                "state", AUS_FILE_STATE_UPLOADING,
                "sealed-key", key,
                "expires-at", expires_at,
                NULL);

  return aus_table_insert (database, AUS_RECORD (file), error);
}

gboolean
aus_file_create (AusCall      *call,
                 AusDatabase  *database,
                 GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_outline (&call->caller, database, call->id, error);
  g_autoptr (AusFile) file = g_object_new (AUS_TYPE_FILE, NULL);
  g_autoptr (AusParticipant) seat = NULL;
  gboolean found = FALSE;

  if (consultation == NULL || !aus_access_check_part (&call->caller, database, consultation, error) ||
      !aus_record_read_json (AUS_RECORD (file), call->json, AUS_READ_CREATE, error))
    return FALSE;

  seat = aus_seats_take (database, &call->caller, consultation, error);

  return seat != NULL && find_twin (database, consultation, seat, file, &found, error) &&
         (found || create (call, database, consultation, seat, file, error)) && reply (call, file);
}

gboolean
aus_file_show (AusCall      *call,
               AusDatabase  *database,
               GError      **error)
{
  g_autoptr (AusFile) file = aus_files_get (call, database, call->id, NULL, error);

  return file != NULL && reply (call, file);
}

static gboolean
check_ready (AusFile  *file,
             GError  **error)
{
  if (file->state == AUS_FILE_STATE_READY)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "This file is %s.",
               aus_enum_to_nick (AUS_TYPE_FILE_STATE, file->state));

  return FALSE;
}

/* What is kept has no end; what is not any more gets as long as a new one. */
static void
keep (AusCall *call,
      AusFile *file)
{
  const gint64 now = aus_time_now ();
  g_autoptr (GDateTime) kept_at = file->kept ? aus_time_to_date_time (now) : NULL;
  g_autoptr (GDateTime) expires_at =
    file->kept ? NULL : aus_time_to_date_time (now + call->clinic->files.keep_time);

  g_object_set (file,
                "kept-at", kept_at,
                "kept-by", file->kept ? call->caller.name : "",
                "expires-at", expires_at,
                NULL);
}

gboolean
aus_file_update (AusCall      *call,
                 AusDatabase  *database,
                 GError      **error)
{
  g_autoptr (AusConsultation) consultation = NULL;
  g_autoptr (AusFile) file = aus_files_get (call, database, call->id, &consultation, error);
  gboolean was_kept;

  if (file == NULL || !aus_access_check_part (&call->caller, database, consultation, error) ||
      !aus_call_check_revision (call, AUS_RECORD (file), error) || !check_ready (file, error))
    return FALSE;

  was_kept = file->kept;

  if (!aus_record_read_json (AUS_RECORD (file), call->json, AUS_READ_UPDATE, error))
    return FALSE;

  if (file->kept != was_kept)
    keep (call, file);

  return aus_files_save (database, consultation, file, error) && reply (call, file);
}

static gboolean
check_sender (AusCall          *call,
              AusDatabase      *database,
              AusConsultation  *consultation,
              AusFile          *file,
              GError          **error)
{
  g_autoptr (AusParticipant) seat = aus_seats_take (database, &call->caller, consultation, error);

  if (seat == NULL || strcmp (seat->id, file->sender_id) == 0)
    return seat != NULL;

  /* The same person, signed in or by the link. */
  if (call->caller.role == AUS_ROLE_PATIENT && file->sender_role == AUS_ROLE_PATIENT)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "Only its sender takes a file back.");

  return FALSE;
}

static gboolean
check_deletable (AusCall          *call,
                 AusDatabase      *database,
                 AusConsultation  *consultation,
                 AusFile          *file,
                 GError          **error)
{
  if (file->state == AUS_FILE_STATE_DELETED) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "This file was deleted.");
    return FALSE;
  }

  if (aus_caller_is_staff (&call->caller))
    return TRUE;

  if (file->kept) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The practice keeps this file in its records.");
    return FALSE;
  }

  return check_sender (call, database, consultation, file, error);
}

gboolean
aus_file_delete (AusCall      *call,
                 AusDatabase  *database,
                 GError      **error)
{
  g_autoptr (AusConsultation) consultation = NULL;
  g_autoptr (AusFile) file = aus_files_get (call, database, call->id, &consultation, error);

  return file != NULL && aus_access_check_part (&call->caller, database, consultation, error) &&
         aus_call_check_revision (call, AUS_RECORD (file), error) &&
         check_deletable (call, database, consultation, file, error) &&
         aus_files_delete (database, consultation, file, call->caller.name, error);
}
