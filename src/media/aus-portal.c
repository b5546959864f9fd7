#include "aus-portal.h"

#define REQUEST_INTERFACE "org.freedesktop.portal.Request"

enum
{
  RESPONSE_GRANTED,
  RESPONSE_REFUSED,
};

typedef struct
{
  guint  subscription;
  char  *path;
} Waiting;

static void
waiting_free (Waiting *waiting)
{
  g_free (waiting->path);
  g_free (waiting);
}

/* The answer may come before the call's own, so it is listened for first, where the request will be. */
static char *
foresee_path (GDBusConnection *bus,
              const char      *token)
{
  g_autofree char *sender = g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (bus) + 1), ".", '_');

  return g_strdup_printf (AUS_PORTAL_PATH "/request/%s/%s", sender, token);
}

static void
stop_waiting (GTask *task)
{
  Waiting *waiting = g_task_get_task_data (task);

  if (waiting->subscription != 0)
    g_dbus_connection_signal_unsubscribe (g_task_get_source_object (task), waiting->subscription);

  waiting->subscription = 0;
}

/* Nobody is to be asked any more for what is not wanted. */
static void
cancelled_cb (GTask *task)
{
  Waiting *waiting = g_task_get_task_data (task);

  if (waiting->subscription == 0)
    return;

  g_dbus_connection_call (g_task_get_source_object (task), AUS_PORTAL_BUS_NAME, waiting->path, REQUEST_INTERFACE,
                          "Close", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
  g_object_ref (task);
  stop_waiting (task);
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
}

static void
response_cb (GDBusConnection *bus,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal,
             GVariant        *parameters,
             gpointer         user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  g_autoptr (GVariant) results = NULL;
  guint response;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;

  stop_waiting (task);
  g_variant_get (parameters, "(u@a{sv})", &response, &results);

  if (response == RESPONSE_GRANTED)
    g_task_return_pointer (task, g_steal_pointer (&results), (GDestroyNotify) g_variant_unref);
  else if (response == RESPONSE_REFUSED)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "It was refused.");
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "The desktop broke it off.");
}

static void
called_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Waiting *waiting = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) handle = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (handle != NULL)
    return;

  /* The answer was here already. */
  if (waiting->subscription == 0) {
    g_error_free (error);
    return;
  }

  stop_waiting (task);
  g_task_return_error (task, error);
}

static GVariant *
make_parameters (const AusPortalRequest *request,
                 const char             *token)
{
  g_autoptr (GVariant) given = g_variant_ref_sink (request->options);
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (given);
  GVariantBuilder builder;

  g_variant_dict_insert (&options, "handle_token", "s", token);
  g_variant_builder_init (&builder, G_VARIANT_TYPE_TUPLE);

  for (gsize i = 0; i < request->n_arguments; i++)
    g_variant_builder_add_value (&builder, request->arguments[i]);

  g_variant_builder_add_value (&builder, g_variant_dict_end (&options));

  return g_variant_builder_end (&builder);
}

void
aus_portal_request_async (GDBusConnection        *bus,
                          const AusPortalRequest *request,
                          GCancellable           *cancellable,
                          GAsyncReadyCallback     callback,
                          gpointer                user_data)
{
  GTask *task = g_task_new (bus, cancellable, callback, user_data);
  g_autofree char *token = aus_portal_new_token ();
  Waiting *waiting = g_new0 (Waiting, 1);

  g_task_set_source_tag (task, aus_portal_request_async);
  g_task_set_task_data (task, waiting, (GDestroyNotify) waiting_free);
  waiting->path = foresee_path (bus, token);
  waiting->subscription =
    g_dbus_connection_signal_subscribe (bus, AUS_PORTAL_BUS_NAME, REQUEST_INTERFACE, "Response", waiting->path, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, response_cb, g_object_ref (task),
                                        g_object_unref);

  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb), task, G_CONNECT_SWAPPED);

  g_dbus_connection_call (bus, AUS_PORTAL_BUS_NAME, AUS_PORTAL_PATH, request->interface, request->method,
                          make_parameters (request, token), G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1,
                          cancellable, called_cb, task);
}

GVariant *
aus_portal_request_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
aus_portal_new_token (void)
{
  return g_strdup_printf ("ausculta%u", g_random_int ());
}
