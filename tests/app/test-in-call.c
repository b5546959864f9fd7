#include "aus-app-test.h"

#include "aus-call-memory.h"

/* What a doctor does while a call goes on. */

static AusLocalMedia *
make_media (GSettings  *settings,
            const char *visit_id)
{
  AusLocalMedia *media = aus_local_media_new (AUS_MEDIA_SOURCE_NONE);

  aus_call_memory_keep (settings, media, visit_id);

  return media;
}

static void
test_memory (void)
{
  g_autoptr (GSettings) settings = g_settings_new (AUS_APP_ID);
  AusLocalMedia *media = make_media (settings, "first");

  g_assert_false (aus_local_media_get_muted (media));
  g_assert_true (aus_local_media_get_camera_on (media));
  aus_local_media_set_muted (media, TRUE);
  aus_local_media_set_camera_on (media, FALSE);
  g_assert_finalize_object (media);

  /* As after a crash. */
  media = make_media (settings, "first");
  g_assert_true (aus_local_media_get_muted (media));
  g_assert_false (aus_local_media_get_camera_on (media));
  aus_local_media_set_camera_on (media, TRUE);
  g_assert_finalize_object (media);

  media = make_media (settings, "first");
  g_assert_true (aus_local_media_get_muted (media));
  g_assert_true (aus_local_media_get_camera_on (media));
  g_assert_finalize_object (media);

  media = make_media (settings, "second");
  g_assert_false (aus_local_media_get_muted (media));
  g_assert_finalize_object (media);
  g_settings_reset (settings, "call");
}

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/in-call/memory", test_memory);

  return g_test_run ();
}
