#include "aus-enums.h"
#include "aus-quality-cause.h"

/* The words are those of the API and of the database: to change one is to break both. */
static const struct
{
  GType     (* type) (void);
  const char  *list;
  const char  *nicks[10];
} enums[] = {
  { aus_role_get_type, "none, admin, doctor, nurse, receptionist, patient, guest, interpreter",
    { "none", "admin", "doctor", "nurse", "receptionist", "patient", "guest", "interpreter" } },
  { aus_sex_get_type, "unknown, female, male, other", { "unknown", "female", "male", "other" } },
  { aus_video_provider_get_type, "builtin, jitsi, zoom, google_meet", { "builtin", "jitsi", "zoom", "google_meet" } },
  { aus_meeting_state_get_type, "none, pending, ready, failed", { "none", "pending", "ready", "failed" } },
  { aus_status_get_type, "scheduled, waiting, in_progress, completed, cancelled, no_show",
    { "scheduled", "waiting", "in_progress", "completed", "cancelled", "no_show" } },
  { aus_quality_get_type, "excellent, good, fair, poor", { "", "excellent", "good", "fair", "poor" } },
  { aus_quality_cause_get_type, "own, other, way, device", { "", "own", "other", "way", "device" } },
  { aus_booking_status_get_type, "pending, confirmed, completed, cancelled, no_show",
    { "pending", "confirmed", "completed", "cancelled", "no_show" } },
  { aus_appointment_type_get_type, "in_person, virtual", { "in_person", "virtual" } },
  { aus_message_type_get_type, "text, system, file, prescription", { "text", "system", "file", "prescription" } },
  { aus_participant_role_get_type, "doctor, patient, observer, assistant, interpreter, guest",
    { "doctor", "patient", "observer", "assistant", "interpreter", "guest" } },
  { aus_presence_get_type, "away, here, testing, no_camera, asleep, in_call, in_meeting, lost, left",
    { "away", "here", "testing", "no_camera", "asleep", "in_call", "in_meeting", "lost", "left" } },
};

static void
check_enum (guint row)
{
  const GType type = enums[row].type ();
  g_autofree char *list = aus_enum_list (type);
  guint number;

  g_assert_cmpstr (list, ==, enums[row].list);

  for (number = 0; enums[row].nicks[number] != NULL; number++) {
    guint found = 99;

    g_assert_cmpstr (aus_enum_to_nick (type, number), ==, enums[row].nicks[number]);
    g_assert_true (aus_enum_from_nick (type, enums[row].nicks[number], &found));
    g_assert_cmpuint (found, ==, number);
  }
}

static void
test_nicks (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (enums); i++)
    check_enum (i);
}

static void
test_unknown (void)
{
  guint number = 99;

  g_assert_false (aus_enum_from_nick (AUS_TYPE_STATUS, "Scheduled", &number));
  g_assert_false (aus_enum_from_nick (AUS_TYPE_STATUS, "", &number));
  g_assert_false (aus_enum_from_nick (AUS_TYPE_STATUS, "AUS_STATUS_SCHEDULED", &number));
  g_assert_cmpuint (number, ==, 99);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/enums/nicks", test_nicks);
  g_test_add_func ("/enums/unknown", test_unknown);

  return g_test_run ();
}
