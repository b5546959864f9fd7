#include "aus-embed-rules.h"

/* Where pages of meetings may lead. */

typedef struct
{
  const char *uri;
  gboolean    allowed;
} Case;

static const Case cases[] = {
  { "https://us05web.zoom.us/j/1?pwd=x", TRUE },
  { "https://zoom.us/", TRUE },
  { "https://ZOOM.us/", TRUE },
  { "https://zoom.us:8443/", TRUE },
  { "about:blank", TRUE },
  { "blob:https://zoom.us/1", TRUE },
  { "http://127.0.0.1:1/", FALSE },
  { "http://zoom.us/", FALSE },
  { "https://zoom.us.example.org/", FALSE },
  { "https://evilzoom.us/", FALSE },
  { "https://us/", FALSE },
  { "https://zoom.us@example.org/", FALSE },
  { "https://example.org/?zoom.us", FALSE },
  { "https://example.org/#.zoom.us", FALSE },
  { "zoommtg://zoom.us/join", FALSE },
  { "file:///etc/passwd", FALSE },
  { "data:text/html,x", FALSE },
  { "javascript:1", FALSE },
  { "", FALSE },
  { "zoom.us", FALSE },
};

static void
test_allow (void)
{
  static const char *const domains[] = { "zoom.us", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].uri);
    g_assert_cmpint (aus_embed_rules_allow (domains, cases[i].uri), ==, cases[i].allowed);
  }
}

/* A server of one's own on this machine, for trying out. */
static void
test_complete (void)
{
  static const char *const none[] = { NULL };
  g_auto (GStrv) domains = aus_embed_rules_complete (none, "http://127.0.0.1:8080/room#jwt=x");
  g_auto (GStrv) nothing = aus_embed_rules_complete (none, "no address");

  g_assert_true (aus_embed_rules_allow ((const char *const *) domains, "http://127.0.0.1:9/other"));
  g_assert_false (aus_embed_rules_allow ((const char *const *) domains, "https://meet.example.org/"));
  g_assert_false (aus_embed_rules_allow ((const char *const *) nothing, "https://meet.example.org/"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/embed-rules/allow", test_allow);
  g_test_add_func ("/embed-rules/complete", test_complete);

  return g_test_run ();
}
