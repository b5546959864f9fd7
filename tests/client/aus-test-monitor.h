#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define AUS_TYPE_TEST_MONITOR (aus_test_monitor_get_type ())

G_DECLARE_FINAL_TYPE (AusTestMonitor, aus_test_monitor, AUS, TEST_MONITOR, GObject)

/* A network that changes when it is told to. */
AusTestMonitor *aus_test_monitor_new    (void);
void            aus_test_monitor_change (AusTestMonitor *self,
                                         gboolean        available);

G_END_DECLS
