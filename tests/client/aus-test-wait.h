#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Nothing here takes this long unless it hangs. */
#define AUS_TEST_PATIENCE (25 * G_USEC_PER_SEC)

/* Runs the main loop until @condition holds. */
#define aus_test_wait_until(condition) \
  G_STMT_START { \
    gint64 aus_test_end = g_get_monotonic_time () + AUS_TEST_PATIENCE; \
    guint aus_test_wake = g_timeout_add (20, G_SOURCE_FUNC (aus_test_wake_cb), NULL); \
    while (!(condition)) { \
      if (g_get_monotonic_time () > aus_test_end) \
        g_error ("%s:%d: in vain waited for %s", __FILE__, __LINE__, #condition); \
      g_main_context_iteration (NULL, TRUE); \
    } \
    g_source_remove (aus_test_wake); \
  } G_STMT_END

gboolean      aus_test_wake_cb   (gpointer       user_data);

/* A GAsyncReadyCallback that keeps the result in the GAsyncResult * that it is given the address of. */
void          aus_test_result_cb (GObject       *source,
                                  GAsyncResult  *result,
                                  gpointer       user_data);
/* Waits for that. */
GAsyncResult *aus_test_await     (GAsyncResult **result);

/* (transfer full): a new folder, to be removed with aus_test_remove_folder() */
char         *aus_test_make_folder   (void);
void          aus_test_remove_folder (const char *folder);

G_END_DECLS
