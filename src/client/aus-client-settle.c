#include "aus-client-settle.h"

#include "aus-client-private.h"

typedef struct
{
  gulong handler;
  guint  timer;
} Waiting;

/* Takes over @task. */
static void
end (GTask    *task,
     gboolean  is_settled)
{
  Waiting *waiting = g_task_get_task_data (task);

  g_signal_handler_disconnect (aus_client_get_api (g_task_get_source_object (task)), waiting->handler);
  g_clear_handle_id (&waiting->timer, g_source_remove);
  g_task_return_boolean (task, is_settled);
  g_object_unref (task);
}

static void
settled_cb (AusApi *api,
            GTask  *task)
{
  end (task, TRUE);
}

static gboolean
late_cb (gpointer user_data)
{
  Waiting *waiting = g_task_get_task_data (user_data);

  waiting->timer = 0;
  end (user_data, FALSE);

  return G_SOURCE_REMOVE;
}

void
aus_client_settle_async (AusClient           *self,
                         guint                limit,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  AusApi *api = aus_client_get_api (self);
  Waiting *waiting = g_new0 (Waiting, 1);

  g_task_set_source_tag (task, aus_client_settle_async);
  g_task_set_task_data (task, waiting, g_free);
  waiting->handler = g_signal_connect (api, "settled", G_CALLBACK (settled_cb), task);

  if (aus_api_is_settled (api))
    end (task, TRUE);
  else
    waiting->timer = g_timeout_add (limit, late_cb, task);
}

gboolean
aus_client_settle_finish (AusClient    *self,
                          GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}
