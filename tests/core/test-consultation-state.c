#include "aus-consultation-state.h"

#define N_STATUSES (AUS_STATUS_NO_SHOW + 1)
#define N_ROLES (AUS_ROLE_INTERPRETER + 1)

/* For each act and role, what comes of each status: a letter for the status that follows, “-” where the status forbids
 * it, “x” where the role may never do it. The letters: Scheduled, Waiting, In progress, Completed, cAncelled, No show.
 * The columns:                            S W I C A N */
static const struct
{
  AusAct      act;
  const char *outcomes[N_ROLES];
} table[] = {
  { AUS_ACT_ARRIVE,
    { [AUS_ROLE_NONE] = "xxxxxx", [AUS_ROLE_ADMIN] = "xxxxxx", [AUS_ROLE_DOCTOR] = "xxxxxx",
      [AUS_ROLE_NURSE] = "xxxxxx", [AUS_ROLE_RECEPTIONIST] = "xxxxxx", [AUS_ROLE_PATIENT] = "WWI--W",
      [AUS_ROLE_GUEST] = "SWI---", [AUS_ROLE_INTERPRETER] = "SWI---" } },
  { AUS_ACT_START,
    { [AUS_ROLE_NONE] = "xxxxxx", [AUS_ROLE_ADMIN] = "xxxxxx", [AUS_ROLE_DOCTOR] = "II----",
      [AUS_ROLE_NURSE] = "II----", [AUS_ROLE_RECEPTIONIST] = "xxxxxx", [AUS_ROLE_PATIENT] = "xxxxxx",
      [AUS_ROLE_GUEST] = "xxxxxx", [AUS_ROLE_INTERPRETER] = "xxxxxx" } },
  { AUS_ACT_ADMIT,
    { [AUS_ROLE_NONE] = "xxxxxx", [AUS_ROLE_ADMIN] = "xxxxxx", [AUS_ROLE_DOCTOR] = "-I----",
      [AUS_ROLE_NURSE] = "-I----", [AUS_ROLE_RECEPTIONIST] = "-I----", [AUS_ROLE_PATIENT] = "xxxxxx",
      [AUS_ROLE_GUEST] = "xxxxxx", [AUS_ROLE_INTERPRETER] = "xxxxxx" } },
  { AUS_ACT_RECALL,
    { [AUS_ROLE_NONE] = "xxxxxx", [AUS_ROLE_ADMIN] = "xxxxxx", [AUS_ROLE_DOCTOR] = "--W---",
      [AUS_ROLE_NURSE] = "--W---", [AUS_ROLE_RECEPTIONIST] = "--W---", [AUS_ROLE_PATIENT] = "xxxxxx",
      [AUS_ROLE_GUEST] = "xxxxxx", [AUS_ROLE_INTERPRETER] = "xxxxxx" } },
  { AUS_ACT_PAUSE,
    { [AUS_ROLE_NONE] = "xxxxxx", [AUS_ROLE_ADMIN] = "xxxxxx", [AUS_ROLE_DOCTOR] = "--I---",
      [AUS_ROLE_NURSE] = "--I---", [AUS_ROLE_RECEPTIONIST] = "xxxxxx", [AUS_ROLE_PATIENT] = "xxxxxx",
      [AUS_ROLE_GUEST] = "xxxxxx", [AUS_ROLE_INTERPRETER] = "xxxxxx" } },
  { AUS_ACT_PHONE,
    { [AUS_ROLE_NONE] = "xxxxxx", [AUS_ROLE_ADMIN] = "xxxxxx", [AUS_ROLE_DOCTOR] = "--I---",
      [AUS_ROLE_NURSE] = "--I---", [AUS_ROLE_RECEPTIONIST] = "xxxxxx", [AUS_ROLE_PATIENT] = "xxxxxx",
      [AUS_ROLE_GUEST] = "xxxxxx", [AUS_ROLE_INTERPRETER] = "xxxxxx" } },
  { AUS_ACT_RESUME,
    { [AUS_ROLE_NONE] = "xxxxxx", [AUS_ROLE_ADMIN] = "xxxxxx", [AUS_ROLE_DOCTOR] = "--I---",
      [AUS_ROLE_NURSE] = "--I---", [AUS_ROLE_RECEPTIONIST] = "xxxxxx", [AUS_ROLE_PATIENT] = "xxxxxx",
      [AUS_ROLE_GUEST] = "xxxxxx", [AUS_ROLE_INTERPRETER] = "xxxxxx" } },
  { AUS_ACT_HANG_UP,
    { [AUS_ROLE_NONE] = "xxxxxx", [AUS_ROLE_ADMIN] = "xxxxxx", [AUS_ROLE_DOCTOR] = "--I---",
      [AUS_ROLE_NURSE] = "--I---", [AUS_ROLE_RECEPTIONIST] = "xxxxxx", [AUS_ROLE_PATIENT] = "--I---",
      [AUS_ROLE_GUEST] = "--I---", [AUS_ROLE_INTERPRETER] = "--I---" } },
  { AUS_ACT_END,
    { [AUS_ROLE_NONE] = "xxxxxx", [AUS_ROLE_ADMIN] = "xxxxxx", [AUS_ROLE_DOCTOR] = "--C---",
      [AUS_ROLE_NURSE] = "--C---", [AUS_ROLE_RECEPTIONIST] = "xxxxxx", [AUS_ROLE_PATIENT] = "xxxxxx",
      [AUS_ROLE_GUEST] = "xxxxxx", [AUS_ROLE_INTERPRETER] = "xxxxxx" } },
  { AUS_ACT_CANCEL,
    { [AUS_ROLE_NONE] = "xxxxxx", [AUS_ROLE_ADMIN] = "AA----", [AUS_ROLE_DOCTOR] = "AA----",
      [AUS_ROLE_NURSE] = "xxxxxx", [AUS_ROLE_RECEPTIONIST] = "AA----", [AUS_ROLE_PATIENT] = "AA----",
      [AUS_ROLE_GUEST] = "xxxxxx", [AUS_ROLE_INTERPRETER] = "xxxxxx" } },
  { AUS_ACT_MISS,
    { [AUS_ROLE_NONE] = "xxxxxx", [AUS_ROLE_ADMIN] = "NN----", [AUS_ROLE_DOCTOR] = "NN----",
      [AUS_ROLE_NURSE] = "xxxxxx", [AUS_ROLE_RECEPTIONIST] = "NN----", [AUS_ROLE_PATIENT] = "xxxxxx",
      [AUS_ROLE_GUEST] = "xxxxxx", [AUS_ROLE_INTERPRETER] = "xxxxxx" } },
  { AUS_ACT_MOVE,
    { [AUS_ROLE_NONE] = "xxxxxx", [AUS_ROLE_ADMIN] = "SW----", [AUS_ROLE_DOCTOR] = "SW----",
      [AUS_ROLE_NURSE] = "xxxxxx", [AUS_ROLE_RECEPTIONIST] = "SW----", [AUS_ROLE_PATIENT] = "xxxxxx",
      [AUS_ROLE_GUEST] = "xxxxxx", [AUS_ROLE_INTERPRETER] = "xxxxxx" } },
  { AUS_ACT_POSTPONE,
    { [AUS_ROLE_NONE] = "xxxxxx", [AUS_ROLE_ADMIN] = "SS----", [AUS_ROLE_DOCTOR] = "SS----",
      [AUS_ROLE_NURSE] = "xxxxxx", [AUS_ROLE_RECEPTIONIST] = "SS----", [AUS_ROLE_PATIENT] = "xxxxxx",
      [AUS_ROLE_GUEST] = "xxxxxx", [AUS_ROLE_INTERPRETER] = "xxxxxx" } },
};

static const char letters[] = "SWICAN";

static void
check_refused (AusAct    act,
               AusRole   role,
               AusStatus status,
               AusError  code)
{
  g_autoptr (GError) error = NULL;
  AusStatus after = status;

  g_assert_false (aus_act_is_allowed (act, role, status));
  g_assert_cmpint (aus_act_is_for (act, role), ==, code == AUS_ERROR_CONFLICT);
  g_assert_false (aus_act_move (act, role, &after, &error));
  g_assert_error (error, AUS_ERROR, (int) code);
  g_assert_cmpint (after, ==, status);
}

static void
check (AusAct    act,
       AusRole   role,
       AusStatus status,
       char      outcome)
{
  g_autoptr (GError) error = NULL;
  AusStatus after = status;

  g_test_message ("act %u, role %u, status %u", act, role, status);

  if (outcome == 'x' || outcome == '-') {
    check_refused (act, role, status, outcome == 'x' ? AUS_ERROR_FORBIDDEN : AUS_ERROR_CONFLICT);
    return;
  }

  g_assert_true (aus_act_is_for (act, role));
  g_assert_true (aus_act_is_allowed (act, role, status));
  aus_act_move (act, role, &after, &error);
  g_assert_no_error (error);
  g_assert_cmpint (letters[after], ==, outcome);
}

static void
test_moves (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (table), ==, AUS_ACT_POSTPONE + 1);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    for (guint role = 0; role < N_ROLES; role++) {
      for (guint status = 0; status < N_STATUSES; status++)
        check (table[i].act, role, status, table[i].outcomes[role][status]);
    }
  }
}

static void
test_texts (void)
{
  g_autoptr (GError) forbidden = NULL;
  g_autoptr (GError) conflict = NULL;
  AusStatus status = AUS_STATUS_COMPLETED;

  g_assert_false (aus_act_move (AUS_ACT_START, AUS_ROLE_PATIENT, &status, &forbidden));
  g_assert_cmpstr (forbidden->message, ==, "You may not start a consultation.");
  g_assert_false (aus_act_move (AUS_ACT_START, AUS_ROLE_DOCTOR, &status, &conflict));
  g_assert_cmpstr (conflict->message, ==, "Cannot start a consultation that is completed.");
}

static const AusBookingStatus bookings[N_STATUSES] = {
  AUS_BOOKING_STATUS_CONFIRMED, AUS_BOOKING_STATUS_CONFIRMED, AUS_BOOKING_STATUS_CONFIRMED,
  AUS_BOOKING_STATUS_COMPLETED, AUS_BOOKING_STATUS_CANCELLED, AUS_BOOKING_STATUS_NO_SHOW,
};

static void
test_bookings (void)
{
  for (guint status = 0; status < N_STATUSES; status++)
    g_assert_cmpint (aus_status_of_booking (status), ==, bookings[status]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/consultation-state/moves", test_moves);
  g_test_add_func ("/consultation-state/texts", test_texts);
  g_test_add_func ("/consultation-state/bookings", test_bookings);

  return g_test_run ();
}
