#include "aus-freezes.h"
#include "aus-json.h"
#include "aus-verdict.h"

/* The cases are those of the patient's page, too. */
static JsonArray *
read_cases (const char  *path,
            const char  *name,
            JsonObject **root)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  *root = aus_json_parse_object (text, -1, &error);
  g_assert_no_error (error);

  return json_object_get_array_member (*root, name);
}

static void
test_grades (gconstpointer path)
{
  g_autoptr (JsonObject) root = NULL;
  JsonArray *cases = read_cases (path, "grades", &root);

  g_assert_cmpuint (json_array_get_length (cases), >, 0);

  for (guint i = 0; i < json_array_get_length (cases); i++) {
    JsonObject *one = json_array_get_object_element (cases, i);
    const AusPeerQuality measured = {
      .loss = json_object_get_double_member (one, "loss"),
      .rtt_ms = json_object_get_double_member (one, "rtt_ms"),
      .jitter_ms = json_object_get_double_member (one, "jitter_ms"),
      .frozen = json_object_get_double_member (one, "frozen"),
    };

    g_assert_cmpstr (aus_enum_to_nick (aus_quality_get_type (), aus_verdict_grade (&measured)), ==,
                     aus_json_get_text (one, "quality"));
  }
}

static void
test_causes (gconstpointer path)
{
  g_autoptr (JsonObject) root = NULL;
  JsonArray *cases = read_cases (path, "causes", &root);

  for (guint i = 0; i < json_array_get_length (cases); i++) {
    JsonObject *one = json_array_get_object_element (cases, i);
    guint quality = 0;
    AusQualityCause cause;

    g_assert_true (aus_enum_from_nick (aus_quality_get_type (), aus_json_get_text (one, "quality"), &quality));
    cause = aus_verdict_find_cause (quality, json_object_get_double_member (one, "own_ms"),
                                    json_object_get_double_member (one, "other_ms"));
    g_assert_cmpstr (aus_enum_to_nick (aus_quality_cause_get_type (), cause), ==, aus_json_get_text (one, "cause"));
  }
}

static void
show (AusFreezes *freezes,
      gint64     *now,
      guint       pictures,
      gint64      pause_ms)
{
  for (guint i = 0; i < pictures; i++)
    aus_freezes_add (freezes, *now += pause_ms * G_TIME_SPAN_MILLISECOND);
}

static void
test_freezes (void)
{
  AusFreezes freezes = { 0 };
  gint64 now = G_USEC_PER_SEC;

  show (&freezes, &now, 60, 40);
  g_assert_cmpint (freezes.total, ==, 0);
  show (&freezes, &now, 1, 600);
  show (&freezes, &now, 60, 40);
  g_assert_cmpint (freezes.total, ==, 600 * G_TIME_SPAN_MILLISECOND);

  /* A camera that was off for a while. */
  show (&freezes, &now, 1, 30000);
  show (&freezes, &now, 60, 40);
  g_assert_cmpint (freezes.total, ==, 600 * G_TIME_SPAN_MILLISECOND);

  /* One that was off for a moment, and that we know of. */
  aus_freezes_forget (&freezes);
  show (&freezes, &now, 1, 3000);
  show (&freezes, &now, 60, 40);
  g_assert_cmpint (freezes.total, ==, 600 * G_TIME_SPAN_MILLISECOND);

  /* Stills, once their pace is known. */
  show (&freezes, &now, 20, 1000);
  freezes.total = 0;
  show (&freezes, &now, 20, 1000);
  g_assert_cmpint (freezes.total, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/verdict/grades", argv[1], test_grades);
  g_test_add_data_func ("/verdict/causes", argv[1], test_causes);
  g_test_add_func ("/verdict/freezes", test_freezes);

  return g_test_run ();
}
