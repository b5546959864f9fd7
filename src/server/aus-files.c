#include "aus-files.h"

#include "aus-events.h"
#include "aus-seats.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-withheld.h"

#define READERS (AUS_ROLES_CLINICIANS | AUS_ROLES_BY_DOOR)

static gboolean
is_clinician (const AusCaller *caller)
{
  return (AUS_ROLES_CLINICIANS & (1u << caller->role)) != 0;
}

void
aus_files_narrow (AusQuery        *query,
                  const AusCaller *caller,
                  AusConsultation *consultation,
                  AusParticipant  *seat)
{
  const char *own = seat ? seat->id : "";

  if ((READERS & (1u << caller->role)) == 0)
    aus_query_and (query, "0");
  else if (is_clinician (caller))
    aus_query_and_text (query, "message_id IS NOT NULL OR kept OR sender_id = ?", own);
  else if (aus_seats_is_outside (caller, consultation, seat))
    aus_query_and_text (query, "sender_id = ?", own);
  else
    aus_query_and_text (query, "(message_id IS NOT NULL AND NOT is_private AND message_id " AUS_WITHHELD_NOT_IN ") "
                               "OR sender_id = ?", own);
}

/* The same of one, of which @is_withheld says whether it is kept from the seat. */
static gboolean
sees (const AusCaller *caller,
      AusParticipant  *seat,
      AusFile         *file,
      gboolean         is_withheld)
{
  if ((READERS & (1u << caller->role)) == 0)
    return FALSE;

  if (seat != NULL && g_strcmp0 (seat->id, file->sender_id) == 0)
    return TRUE;

  return is_clinician (caller) ? file->message_id != NULL || file->kept
                               : file->message_id != NULL && !file->is_private && !is_withheld;
}

static gboolean
find_seat (AusDatabase      *database,
           const AusCaller  *caller,
           AusConsultation  *consultation,
           AusParticipant  **seat,
           GError          **error)
{
  g_autoptr (GError) fault = NULL;

  *seat = aus_seats_find (database, caller, consultation, &fault);

  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

AusFile *
aus_files_get (AusCall          *call,
               AusDatabase      *database,
               const char       *id,
               AusConsultation **consultation,
               GError          **error)
{
  g_autoptr (AusFile) file = g_object_new (AUS_TYPE_FILE, NULL);
  g_autoptr (AusConsultation) visit = NULL;
  g_autoptr (AusParticipant) seat = NULL;
  g_autoptr (GError) fault = NULL;
  gboolean is_withheld = FALSE;

  if (!aus_table_get (database, AUS_RECORD (file), id, error))
    return NULL;

  visit = aus_access_get_outline (&call->caller, database, file->consultation_id, &fault);

  if (visit == NULL && !g_error_matches (fault, AUS_ERROR, AUS_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return NULL;
  }

  if (visit != NULL && !find_seat (database, &call->caller, visit, &seat, error))
    return NULL;

  if (seat != NULL && !aus_withheld_look (database, seat, file->message_id, &is_withheld, error))
    return NULL;

  is_withheld = is_withheld || (visit != NULL && aus_seats_is_outside (&call->caller, visit, seat));

  if (visit == NULL || !sees (&call->caller, seat, file, is_withheld)) {
    aus_table_fail_to_find (AUS_RECORD (file), error);
    return NULL;
  }

  g_free (call->visit_id);
  call->visit_id = g_strdup (file->consultation_id);

  if (consultation != NULL)
    *consultation = g_steal_pointer (&visit);

  return g_steal_pointer (&file);
}

static gboolean
announce (AusDatabase      *database,
          AusConsultation  *consultation,
          AusFile          *file,
          GError          **error)
{
  const guint audience = file->message_id == NULL || file->is_private ? AUS_ROLES_CLINICIANS : READERS;
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "file_id", file->id);

  if (file->message_id != NULL)
    aus_json_add_text (&members, "message_id", file->message_id);

  aus_json_add_text (&members, "state", aus_enum_to_nick (AUS_TYPE_FILE_STATE, file->state));
  aus_json_add_boolean (&members, "kept", file->kept);
  aus_json_add_integer (&members, "revision", file->revision);

  return aus_events_add (database, consultation, "file_changed", (AusAudience) { audience, file->sender_id }, &members,
                         error);
}

gboolean
aus_files_save (AusDatabase      *database,
                AusConsultation  *consultation,
                AusFile          *file,
                GError          **error)
{
  return aus_table_save (database, AUS_RECORD (file), error) && announce (database, consultation, file, error);
}

static gboolean
check_sendable (AusFile     *file,
                const char  *sender_id,
                AusMessage  *message,
                GError     **error)
{
  if (g_strcmp0 (file->consultation_id, message->consultation_id) != 0 ||
      g_strcmp0 (file->sender_id, sender_id) != 0 || file->state == AUS_FILE_STATE_DELETED)
    aus_error_add_field (error, "file_id", "There is no such file of yours in this consultation.");
  else if (file->state != AUS_FILE_STATE_READY)
    aus_error_add_field (error, "file_id", "It is not all here yet.");
  else if (file->message_id != NULL)
    aus_error_add_field (error, "file_id", "It was sent already.");
  else
    return TRUE;

  return FALSE;
}

gboolean
aus_files_take_up (AusDatabase  *database,
                   const char   *sender_id,
                   AusMessage   *message,
                   AusFile     **file,
                   GError      **error)
{
  g_autoptr (AusFile) found = NULL;
  g_autoptr (GError) fault = NULL;

  *file = NULL;

  if (message->file_id == NULL)
    return TRUE;

  found = g_object_new (AUS_TYPE_FILE, NULL);

  if (!aus_table_get (database, AUS_RECORD (found), message->file_id, &fault) &&
      !g_error_matches (fault, AUS_ERROR, AUS_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  if (!check_sendable (found, sender_id, message, error))
    return FALSE;

  /* Whoever does not know of files reads its name. */
  g_object_set (message,
                "message", *message->message != '\0' ? message->message : found->name,
                "message-type", AUS_MESSAGE_TYPE_FILE,
                "file-name", found->name,
                "file-type", found->media_type,
                "file-size", found->size,
                NULL);
  *file = g_steal_pointer (&found);

  return TRUE;
}

gboolean
aus_files_attach (AusDatabase  *database,
                  AusFile      *file,
                  AusMessage   *message,
                  GError      **error)
{
  g_object_set (file, "message-id", message->id, "is-private", message->is_private, NULL);

  return aus_table_save (database, AUS_RECORD (file), error);
}

/* The line in the conversation leads nowhere any more. */
static gboolean
detach (AusDatabase  *database,
        AusFile      *file,
        GError      **error)
{
  g_autoptr (AusMessage) message = NULL;

  if (file->message_id == NULL)
    return TRUE;

  message = g_object_new (AUS_TYPE_MESSAGE, NULL);

  if (!aus_table_get (database, AUS_RECORD (message), file->message_id, error))
    return FALSE;

  g_object_set (message, "file-id", NULL, NULL);

  return aus_table_save (database, AUS_RECORD (message), error);
}

gboolean
aus_files_delete (AusDatabase      *database,
                  AusConsultation  *consultation,
                  AusFile          *file,
                  const char       *by,
                  GError          **error)
{
  g_autoptr (GDateTime) now = aus_time_to_date_time (aus_time_now ());

  g_object_set (file,
                "state", AUS_FILE_STATE_DELETED,
                "kept", FALSE,
                "sealed-key", "",
                "deleted-at", now,
                "deleted-by", by,
                NULL);

  return detach (database, file, error) && aus_files_save (database, consultation, file, error);
}
