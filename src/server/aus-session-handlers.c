#include "aus-device.h"
#include "aus-handlers.h"
#include "aus-query.h"
#include "aus-session-times.h"
#include "aus-session.h"
#include "aus-sign-ins.h"
#include "aus-time.h"

#define MAX_LISTED 200

static AusStatement *
prepare_list (AusCall      *call,
              AusDatabase  *database,
              GError      **error)
{
  g_autoptr (AusQuery) rows = aus_query_new ("sessions");

  aus_query_and_text (rows, "user_id = ?", call->caller.user_id);
  aus_query_and_integer (rows, "expires_at > ?", aus_time_now ());
  aus_query_and_integer (rows, "last_used_at > ? - " AUS_SESSION_IDLE_SQL, aus_time_now ());
  aus_query_and_integer (rows, "created_at > ? - " AUS_SESSION_LIFE_SQL, aus_time_now ());

  return aus_query_prepare (rows, database, "last_used_at DESC, id DESC", MAX_LISTED, 0, error);
}

static void
write_session (AusCall      *call,
               AusStatement *row)
{
  const AusView view = aus_call_get_view (call);
  g_autoptr (AusSession) session = g_object_new (AUS_TYPE_SESSION, NULL);
  g_autofree char *device = NULL;

  aus_statement_read_record (row, AUS_RECORD (session));
  device = aus_device_describe (session->user_agent);
  aus_json_begin_object (&call->out, NULL);
  aus_record_write_members (AUS_RECORD (session), &call->out, &view);
  aus_json_add_text (&call->out, "device", device);
  aus_json_add_boolean (&call->out, "is_current", g_strcmp0 (session->id, call->caller.session_id) == 0);
  aus_json_end_object (&call->out);
}

/* Where the caller is signed in. One page holds them all. */
gboolean
aus_session_list (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  g_autoptr (AusStatement) row = prepare_list (call, database, error);
  gint64 count = 0;
  AusStep step;

  if (row == NULL)
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_null (&call->out, "next");
  aus_json_add_null (&call->out, "previous");
  aus_json_begin_array (&call->out, "results");

  for (; (step = aus_statement_step (row, error)) == AUS_STEP_ROW; count++)
    write_session (call, row);

  aus_json_end_array (&call->out);
  aus_json_add_integer (&call->out, "count", count);
  aus_json_end_object (&call->out);

  return step == AUS_STEP_DONE;
}

gboolean
aus_session_delete (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  return aus_sign_ins_end (database, call->caller.user_id, call->id, error);
}

/* Signs the caller out everywhere but here. */
gboolean
aus_session_delete_others (AusCall      *call,
                           AusDatabase  *database,
                           GError      **error)
{
  return aus_sign_ins_end_all (database, call->caller.user_id, call->caller.session_id, error);
}
