#include "aus-test-portal.h"

#include "aus-portal.h"

static GDBusConnection *
connect_to (GTestDBus *daemon)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus =
    g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (daemon),
                                            G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                            | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);

  g_assert_no_error (error);

  return bus;
}

static void
ask_daemon (TestPortal *self,
            const char *method,
            GVariant   *parameters)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_sync (self->desktop, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", method, parameters,
                                 NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
}

void
test_portal_open (TestPortal *self,
                  const char *interfaces)
{
  g_autoptr (GError) error = NULL;

  self->daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->daemon);
  self->desktop = connect_to (self->daemon);
  self->ours = connect_to (self->daemon);
  self->exported = g_array_new (FALSE, FALSE, sizeof (guint));
  self->info = g_dbus_node_info_new_for_xml (interfaces, &error);
  g_assert_no_error (error);
  ask_daemon (self, "RequestName", g_variant_new ("(su)", AUS_PORTAL_BUS_NAME, 0));
}

void
test_portal_export (TestPortal                   *self,
                    guint                         interface,
                    const char                   *path,
                    GDBusInterfaceMethodCallFunc  method_cb,
                    gpointer                      user_data)
{
  const GDBusInterfaceVTable table = { .method_call = method_cb };
  g_autoptr (GError) error = NULL;
  const guint id = g_dbus_connection_register_object (self->desktop, path, self->info->interfaces[interface], &table,
                                                      user_data, NULL, &error);

  g_assert_no_error (error);
  g_array_append_val (self->exported, id);
}

void
test_portal_vanish (TestPortal *self)
{
  ask_daemon (self, "ReleaseName", g_variant_new ("(s)", AUS_PORTAL_BUS_NAME));
}

/* Calls that came already would still be made, when the one that they are for is gone. */
static void
withdraw_all (TestPortal *self)
{
  for (guint i = 0; i < self->exported->len; i++)
    g_dbus_connection_unregister_object (self->desktop, g_array_index (self->exported, guint, i));

  g_array_unref (self->exported);
}

void
test_portal_close (TestPortal *self)
{
  withdraw_all (self);
  g_dbus_connection_close_sync (self->ours, NULL, NULL);
  g_dbus_connection_close_sync (self->desktop, NULL, NULL);
  g_object_unref (self->ours);
  g_object_unref (self->desktop);
  g_dbus_node_info_unref (self->info);
  g_test_dbus_stop (self->daemon);
  g_object_unref (self->daemon);
}

char *
test_portal_accept (const char            *sender,
                    GVariant              *options,
                    GDBusMethodInvocation *invocation)
{
  g_autofree char *name = g_strdelimit (g_strdup (sender + 1), ".", '_');
  const char *token;
  char *path;

  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  path = g_strdup_printf (AUS_PORTAL_PATH "/request/%s/%s", name, token);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", path));

  return path;
}

void
test_portal_respond (TestPortal *self,
                     const char *request,
                     guint       response,
                     GVariant   *results)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (self->desktop, NULL, request, "org.freedesktop.portal.Request", "Response",
                                 g_variant_new ("(u@a{sv})", response, results), &error);
  g_assert_no_error (error);
}
