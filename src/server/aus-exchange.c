#include "aus-exchange.h"

#include "aus-handlers.h"
#include "aus-reply.h"
#include "aus-request.h"
#include "aus-routes.h"
#include "aus-time.h"
#include "aus-turnstile.h"

#include <string.h>

typedef struct
{
  AusDesk           *desk;
  SoupServerMessage *message;
  AusCall           *call;
  char              *request_id;
  GMainContext      *context;
  gint64             started_at;
  GError            *prepare_error;
} Exchange;

static void
exchange_free (Exchange *self)
{
  g_clear_pointer (&self->call, aus_call_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_error (&self->prepare_error);
  g_object_unref (self->message);
  g_free (self->request_id);
  g_free (self);
}

static gboolean
touch_job (AusDatabase  *database,
           gpointer      data,
           GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE sessions SET last_used_at = ?2 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, data);
  aus_statement_bind_integer (statement, 2, aus_time_now ());

  return aus_statement_run (statement, error);
}

/* Programs that look where links lead run no scripts, so they do not come this far. */
static gboolean
open_door_job (AusDatabase  *database,
               gpointer      data,
               GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE doors SET first_opened_at = ?2 WHERE id = ?1 AND first_opened_at IS NULL",
                          error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, data);
  aus_statement_bind_integer (statement, 2, aus_time_now ());

  return aus_statement_run (statement, error);
}

static void
touch_done (gpointer      data,
            const GError *error)
{
  if (error != NULL)
    g_warning ("Could not note the use of a sign-in or a door: %s", error->message);

  g_free (data);
}

/* One line without a name, an address or a secret: the route stands for the path. */
static void
log_answer (Exchange *self,
            guint     status,
            double    seconds)
{
  const AusRoute *route = self->call ? self->call->route : NULL;
  char milliseconds[G_ASCII_DTOSTR_BUF_SIZE];

  if (g_log_writer_default_would_drop (G_LOG_LEVEL_INFO, G_LOG_DOMAIN))
    return;

  g_info ("request method=%s route=%s%s status=%u ms=%s id=%s", route ? route->method : "-", route ? "/" : "-",
          route ? route->path : "", status, g_ascii_formatd (milliseconds, sizeof milliseconds, "%.3f", seconds * 1000),
          self->request_id);
}

static void
note_answer (Exchange *self)
{
  const guint status = soup_server_message_get_status (self->message);
  const double seconds = (double) (g_get_monotonic_time () - self->started_at) / G_USEC_PER_SEC;

  aus_metrics_note (self->desk->clinic->metrics, self->call ? (guint) (self->call->route - aus_routes) : aus_n_routes,
                    status, seconds);
  log_answer (self, status, seconds);
}

static void
touch (Exchange *self)
{
  const AusCaller *caller = &self->call->caller;
  const char *id = caller->door_id ? caller->door_id : caller->session_id;

  aus_store_write (self->desk->store, caller->door_id ? open_door_job : touch_job, touch_done, g_strdup (id));
}

static void
finish (Exchange     *self,
        const GError *error)
{
  if (self->call != NULL) {
    aus_reply_add_more (self->message, self->call);

    if (self->call->route->settle != NULL)
      self->call->route->settle (self->call, error == NULL);
  }

  if (error == NULL) {
    if (!aus_call_writes (self->call))
      aus_auditor_note (self->desk->auditor, self->call);

    aus_reply_send (self->message, self->call);
  } else {
    if (self->call != NULL && self->call->is_failed_try)
      aus_auditor_note_try (self->desk->auditor, self->call);

    aus_reply_fail (self->message, error, self->request_id);
  }

  note_answer (self);

  if (self->call != NULL && self->call->caller.touch_due)
    touch (self);

  soup_server_message_unpause (self->message);
  exchange_free (self);
}

static gboolean
run_job (AusDatabase  *database,
         gpointer      data,
         GError      **error)
{
  return aus_call_run (database, ((Exchange *) data)->call, error);
}

static gboolean
look_up_job (AusDatabase  *database,
             gpointer      data,
             GError      **error)
{
  return aus_call_look_up (database, ((Exchange *) data)->call, error);
}

static void
run_done (gpointer      data,
          const GError *error)
{
  finish (data, error);
}

static void
run (Exchange *self)
{
  if (aus_call_writes (self->call)) {
    aus_auditor_flush (self->desk->auditor);
    aus_store_write (self->desk->store, run_job, run_done, self);
    return;
  }

  aus_store_read (self->desk->store, run_job, run_done, self);
}

static gboolean
prepared_cb (gpointer user_data)
{
  Exchange *self = user_data;

  if (self->prepare_error != NULL)
    finish (self, self->prepare_error);
  else
    run (self);

  return G_SOURCE_REMOVE;
}

void
aus_exchange_prepare (gpointer exchange,
                      gpointer unused)
{
  Exchange *self = exchange;

  self->call->route->prepare (self->call, &self->prepare_error);
  g_main_context_invoke (self->context, prepared_cb, self);
}

static void
looked_up_done (gpointer      data,
                const GError *error)
{
  Exchange *self = data;
  GThreadPool *pool = self->call->route->is_filing ? self->desk->filers : self->desk->hashers;
  g_autoptr (GError) fault = NULL;

  if (error != NULL || self->call->is_answered)
    finish (self, error);
  else if (!g_thread_pool_push (pool, self, &fault))
    finish (self, fault);
}

/* The route, or %NULL where the answer is given already. */
static const AusRoute *
find_route (Exchange  *self,
            char     **id)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (self->message));
  const char *method = soup_server_message_get_method (self->message);
  g_autofree char *allowed = NULL;
  g_autoptr (GError) error = NULL;
  const AusRoute *route;

  if (strcmp (method, "OPTIONS") == 0) {
    aus_reply_preflight (self->message, self->desk->clinic);
    return NULL;
  }

  route = aus_routes_find (strcmp (method, "HEAD") == 0 ? "GET" : method, path, id, &allowed);

  if (route != NULL)
    return route;

  if (allowed != NULL) {
    aus_reply_not_allowed (self->message, allowed);
    return NULL;
  }

  error = g_error_new (AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is nothing here.");
  aus_reply_fail (self->message, error, self->request_id);

  return NULL;
}

static gboolean
check_open (AusDesk  *desk,
            GError  **error)
{
  if (!desk->is_draining)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE, "The server is going down; try again in a moment.");

  return FALSE;
}

static void
start (Exchange   *self,
       GHashTable *query)
{
  g_autoptr (GError) error = NULL;

  soup_server_message_pause (self->message);

  if (self->call->route->handler == aus_metrics_show)
    self->desk->measure (self->desk->measured);

  if (!check_open (self->desk, &error) || !aus_auditor_check_room (self->desk->auditor, &error) ||
      !aus_request_read (self->message, query, self->call, &error) ||
      !aus_turnstile_pass (self->desk, self->call->address, self->call->token, &error)) {
    finish (self, error);
    return;
  }

  aus_call_read_ahead (self->call);

  if (self->call->route->look_up != NULL)
    aus_store_read (self->desk->store, look_up_job, looked_up_done, self);
  else
    run (self);
}

void
aus_exchange_run (AusDesk           *desk,
                  SoupServerMessage *message,
                  GHashTable        *query)
{
  Exchange *self = g_new0 (Exchange, 1);
  const AusRoute *route;
  g_autofree char *id = NULL;

  self->desk = desk;
  self->started_at = g_get_monotonic_time ();
  self->message = g_object_ref (message);
  self->request_id = aus_request_get_id (message);
  self->context = g_main_context_ref_thread_default ();
  aus_reply_add_headers (message, desk->clinic, self->request_id);

  route = find_route (self, &id);

  if (route == NULL) {
    note_answer (self);
    exchange_free (self);
    return;
  }

  self->call = aus_call_new (route, desk->clinic);
  self->call->id = g_steal_pointer (&id);
  self->call->request_id = g_strdup (self->request_id);
  start (self, query);
}
