#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Has the main loop turn also when nothing else does, for what wakes nobody. */
void test_await_tick (void);

#define test_await(condition) \
  G_STMT_START { \
    const gint64 limit = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND; \
    while (!(condition)) { \
      g_assert_cmpint (g_get_monotonic_time (), <, limit); \
      g_main_context_iteration (NULL, TRUE); \
    } \
  } G_STMT_END

G_END_DECLS
