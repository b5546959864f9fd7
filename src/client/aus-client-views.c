#include "aus-client-private.h"

#include "aus-error.h"
#include "aus-room-private.h"
#include "aus-server-uri.h"

#include <glib/gi18n-lib.h>

static void
messages_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (AusRoom) room = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages = aus_cache_messages_finish (AUS_CACHE (source), result, &error);

  if (messages != NULL)
    aus_room_show_messages (room, messages);
  else
    g_warning ("Cannot read messages from the cache: %s", error->message);
}

static GListModel *
get_list (AusClient    *self,
          AusListingId  list)
{
  return G_LIST_MODEL (aus_replica_get_list (aus_client_get_replica (self), list));
}

AusRoom *
aus_client_open_room (AusClient  *self,
                      const char *consultation_id)
{
  AusRoom *room = aus_room_new (aus_client_get_api (self), consultation_id);
  AusCache *cache = aus_replica_get_cache (aus_client_get_replica (self));

  if (cache != NULL)
    aus_cache_messages_async (cache, consultation_id, messages_cb, g_object_ref (room));

  return room;
}

void
aus_client_send_async (AusClient           *self,
                       const char          *method,
                       const char          *path,
                       JsonNode            *body,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (JsonNode) owned = body;
  const AusApiRequest request = { .method = method, .path = path, .body = body };

  aus_client_send_for (g_steal_pointer (&task), &request, aus_api_answer_task);
}

void
aus_client_send_for (GTask               *task,
                     const AusApiRequest *request,
                     GAsyncReadyCallback  callback)
{
  AusApi *api = aus_client_get_api (g_task_get_source_object (task));

  if (aus_api_get_token (api) != NULL) {
    aus_api_send_async (api, request, g_task_get_cancellable (task), callback, task);
    return;
  }

  g_task_return_new_error (task, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, _("Nobody is signed in"));
  g_object_unref (task);
}

JsonNode *
aus_client_send_finish (AusClient     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

GListModel *
aus_client_get_consultations (AusClient *self)
{
  return get_list (self, AUS_LISTING_CONSULTATIONS);
}

GListModel *
aus_client_get_bookings (AusClient *self)
{
  return get_list (self, AUS_LISTING_BOOKINGS);
}

GListModel *
aus_client_get_patients (AusClient *self)
{
  return get_list (self, AUS_LISTING_PATIENTS);
}

GListModel *
aus_client_get_doctors (AusClient *self)
{
  return get_list (self, AUS_LISTING_DOCTORS);
}

GDateTime *
aus_client_get_as_of (AusClient *self)
{
  return aus_replica_get_as_of (aus_client_get_replica (self));
}

gboolean
aus_client_get_insecure (AusClient *self)
{
  const char *uri = aus_client_get_server_uri (self);

  return uri != NULL && aus_server_uri_is_insecure (uri);
}

gint64
aus_client_get_clock_skew (AusClient *self)
{
  return aus_api_get_clock_skew (aus_client_get_api (self));
}
