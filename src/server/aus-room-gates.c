#include "aus-room-gates.h"

#include "aus-error.h"
#include "aus-time.h"

/* A clock that was set must not shut a room for hours. */
#define MAX_WAIT (60 * G_TIME_SPAN_SECOND)

struct _AusRoomGates
{
  GHashTable    *gates;
  AusRoomOpened  opened;
  gpointer       user_data;
};

typedef struct
{
  AusRoomGates *gates;
  char         *consultation_id;
  gint64        opens_at;
  guint         mode;
  gint64        deadline;
  guint         timer;
} Gate;

static void
gate_free (gpointer data)
{
  Gate *gate = data;

  g_clear_handle_id (&gate->timer, g_source_remove);
  g_free (gate->consultation_id);
  g_free (gate);
}

static gboolean
opened_cb (gpointer user_data)
{
  Gate *gate = user_data;

  gate->timer = 0;
  gate->deadline = 0;
  gate->gates->opened (gate->consultation_id, gate->gates->user_data);

  return G_SOURCE_REMOVE;
}

/* Rounded up, so that whoever is told finds it open. */
static void
wait_until (Gate   *gate,
            gint64  opens_at)
{
  const gint64 wait = CLAMP (opens_at - aus_time_now (), 0, MAX_WAIT);

  g_clear_handle_id (&gate->timer, g_source_remove);
  gate->opens_at = opens_at;
  gate->deadline = wait > 0 ? g_get_monotonic_time () + wait : 0;

  if (wait > 0)
    gate->timer = g_timeout_add (wait / G_TIME_SPAN_MILLISECOND + 1, opened_cb, gate);
}

static gboolean
check (gint64    left,
       guint     mode,
       GError  **error)
{
  if (left > 0)
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The room opens in a moment.");
  else if (mode == AUS_CALL_MODE_HOLD)
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The call is on hold.");
  else if (mode == AUS_CALL_MODE_PHONE)
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The visit goes on by phone.");

  return left <= 0 && mode == AUS_CALL_MODE_VIDEO;
}

AusRoomGates *
aus_room_gates_new (AusRoomOpened opened,
                    gpointer      user_data)
{
  AusRoomGates *self = g_new (AusRoomGates, 1);

  *self = (AusRoomGates) { g_hash_table_new_full (g_str_hash, g_str_equal, NULL, gate_free), opened, user_data };

  return self;
}

void
aus_room_gates_free (AusRoomGates *self)
{
  g_hash_table_unref (self->gates);
  g_free (self);
}

void
aus_room_gates_note (AusRoomGates *self,
                     const char   *consultation_id,
                     gint64        opens_at,
                     guint         mode)
{
  Gate *gate = g_hash_table_lookup (self->gates, consultation_id);

  if (gate == NULL) {
    gate = g_new0 (Gate, 1);
    gate->gates = self;
    gate->consultation_id = g_strdup (consultation_id);
    g_hash_table_insert (self->gates, gate->consultation_id, gate);
  }

  gate->mode = mode;

  /* What is measured by now is not measured anew by a clock that may have been set meanwhile. */
  if (gate->opens_at != opens_at)
    wait_until (gate, opens_at);
}

void
aus_room_gates_forget (AusRoomGates *self,
                       const char   *consultation_id)
{
  g_hash_table_remove (self->gates, consultation_id);
}

gboolean
aus_room_gates_check (AusRoomGates  *self,
                      const char    *consultation_id,
                      GError       **error)
{
  const Gate *gate = g_hash_table_lookup (self->gates, consultation_id);

  return gate == NULL || check (gate->deadline ? gate->deadline - g_get_monotonic_time () : 0, gate->mode, error);
}

gboolean
aus_room_gates_check_record (AusConsultation  *consultation,
                             GError          **error)
{
  const gint64 opens_at = consultation->room_opens_at ? aus_time_from_date_time (consultation->room_opens_at) : 0;

  if (consultation->status != AUS_STATUS_IN_PROGRESS)
    return TRUE;

  return check (MIN (opens_at - aus_time_now (), MAX_WAIT), consultation->call_mode, error);
}
