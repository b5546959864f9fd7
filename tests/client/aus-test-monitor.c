#include "aus-test-monitor.h"

struct _AusTestMonitor
{
  GObject  parent_instance;

  gboolean available;
};

static gboolean
aus_test_monitor_initable_init (GInitable     *initable,
                                GCancellable  *cancellable,
                                GError       **error)
{
  return TRUE;
}

static void
aus_test_monitor_init_initable (GInitableIface *iface)
{
  iface->init = aus_test_monitor_initable_init;
}

static void
aus_test_monitor_init_monitor (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AusTestMonitor, aus_test_monitor, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, aus_test_monitor_init_initable)
                               G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, aus_test_monitor_init_monitor))

enum
{
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
};

static void
aus_test_monitor_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  gboolean available = AUS_TEST_MONITOR (object)->available;

  switch (prop_id) {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, available);
      break;
    case PROP_METERED:
      g_value_set_boolean (value, FALSE);
      break;
    case PROP_CONNECTIVITY:
      g_value_set_enum (value, available ? G_NETWORK_CONNECTIVITY_FULL : G_NETWORK_CONNECTIVITY_LOCAL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_test_monitor_class_init (AusTestMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_test_monitor_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
aus_test_monitor_init (AusTestMonitor *self)
{
}

AusTestMonitor *
aus_test_monitor_new (void)
{
  return g_object_new (AUS_TYPE_TEST_MONITOR, NULL);
}

void
aus_test_monitor_change (AusTestMonitor *self,
                         gboolean        available)
{
  self->available = available;
  g_signal_emit_by_name (self, "network-changed", available);
}
