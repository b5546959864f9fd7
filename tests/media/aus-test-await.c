#include "aus-test-await.h"

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
test_await_tick (void)
{
  g_timeout_add (50, tick_cb, NULL);
}
