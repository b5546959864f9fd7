#include "aus-webhook-events.h"

static const struct
{
  const char *wanted;
  const char *type;
  gboolean    is_wanted;
} cases[] = {
  { "", "patient.created", TRUE },
  { "  ", "patient.created", TRUE },
  { "*", "patient.created", TRUE },
  { "patient.created", "patient.created", TRUE },
  { "patient.created", "patient.updated", FALSE },
  { "patient.*", "patient.updated", TRUE },
  { "participant.*", "patient.updated", FALSE },
  { "booking.created  patient.*", "patient.updated", TRUE },
  { "booking.created patient.*", "booking.updated", FALSE },
};

static void
test_want (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("“%s” %s", cases[i].wanted, cases[i].type);
    g_assert_true (aus_webhook_events_check (cases[i].wanted, NULL));
    g_assert_cmpint (aus_webhook_events_want (cases[i].wanted, cases[i].type), ==, cases[i].is_wanted);
  }
}

static void
test_unknown (void)
{
  const char *const wrong[] = { "patient", "patient.", ".created", "patients.created", "session.created", "patient.*x",
                                "booking.created,patient.created", "**" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (aus_webhook_events_check (wrong[i], &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
    g_assert_cmpstr (((AusFieldFault *) g_ptr_array_index (aus_error_get_fields (error), 0))->name, ==, "event_types");
  }
}

static void
test_body (void)
{
  const AusWebhookEvent event = { "booking.created", "bookings", "b", 3, 7, NULL };
  const AusWebhookEvent visit = { "message.created", "messages", "m", 1, 8, "v" };
  g_autofree char *first = aus_webhook_events_write (&event, 0);
  g_autofree char *second = aus_webhook_events_write (&visit, 0);

  g_assert_cmpstr (first, ==, "{\"type\":\"booking.created\",\"timestamp\":\"1970-01-01T00:00:00Z\","
                              "\"data\":{\"entity\":\"bookings\",\"id\":\"b\",\"revision\":3,\"seq\":7}}");
  g_assert_cmpstr (second, ==, "{\"type\":\"message.created\",\"timestamp\":\"1970-01-01T00:00:00Z\",\"data\":"
                               "{\"entity\":\"messages\",\"id\":\"m\",\"revision\":1,\"seq\":8,"
                               "\"consultation_id\":\"v\"}}");
}

/* Tables that hold secrets of ours or are nobody's business have no name there. */
static void
test_nouns (void)
{
  g_assert_cmpstr (aus_webhook_events_get_noun ("bookings"), ==, "booking");
  g_assert_null (aus_webhook_events_get_noun ("sessions"));
  g_assert_null (aus_webhook_events_get_noun ("doors"));
  g_assert_null (aus_webhook_events_get_noun ("webhook_endpoints"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/webhook-events/want", test_want);
  g_test_add_func ("/webhook-events/unknown", test_unknown);
  g_test_add_func ("/webhook-events/body", test_body);
  g_test_add_func ("/webhook-events/nouns", test_nouns);

  return g_test_run ();
}
