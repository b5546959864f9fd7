#include "aus-account-steps.h"

#include "aus-sign-in-page.h"

/* Against the real server, whose path is the first argument. */

/* A window with the page alone, filled in but for the password. */
static GtkWindow *
open_sign_in (AppClinic *clinic)
{
  GtkWidget *page = g_object_new (AUS_TYPE_SIGN_IN_PAGE, "client", clinic->client, NULL);
  GtkWindow *window = g_object_new (ADW_TYPE_WINDOW, "default-width", 400, "default-height", 640, NULL);

  adw_window_set_content (ADW_WINDOW (window), page);
  gtk_window_present (window);
  aus_sign_in_page_propose (AUS_SIGN_IN_PAGE (page), clinic->uri, clinic->email);

  return window;
}

static void
test_sign_in_with_code (AppClinic     *clinic,
                        gconstpointer  data)
{
  g_autoptr (AusFactorOffer) offer = account_turn_on (clinic);
  g_autofree char *code = account_make_code (offer->secret, 1);
  g_autofree char *spaced = g_strdup_printf ("%.3s %s", code, code + 3);
  GtkWindow *window;
  GtkWidget *root;

  app_clinic_sign_out (clinic);
  window = open_sign_in (clinic);
  root = GTK_WIDGET (window);
  account_type (root, "Password", clinic->password);
  app_test_click (root, "Sign In");
  account_wait_for_label (root, "Two-Step Verification");
  app_test_paint (window, "sign-in-code");

  /* Wrong, and said beside it; six digits need no button. */
  account_type (root, "Six-Digit Code", "000000");
  account_wait_for_label (root, "The code is wrong, or was used before.");
  app_test_paint (window, "sign-in-code-wrong");
  g_assert_cmpint (aus_client_get_state (clinic->client), ==, AUS_CLIENT_STATE_SIGNED_OUT);

  /* As it is copied, with the blank in its middle. */
  account_type (root, "Six-Digit Code", spaced);
  app_test_wait_for (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_ONLINE);
  g_assert_null (account_find_row (root, "Six-Digit Code"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (account_find_row (root, "Password"))), ==, "");
  app_test_destroy (window);
}

static void
test_sign_in_with_recovery_code (AppClinic     *clinic,
                                 gconstpointer  data)
{
  g_autoptr (AusFactorOffer) offer = account_turn_on (clinic);
  GtkWindow *window;
  GtkWidget *root;

  app_clinic_sign_out (clinic);
  window = open_sign_in (clinic);
  root = GTK_WIDGET (window);
  account_type (root, "Password", clinic->password);
  app_test_click (root, "Sign In");
  app_test_wait_for (account_find_row (root, "Six-Digit Code") != NULL);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (app_test_find_button (root, "Use a Recovery Code")), TRUE);
  account_type (root, "Recovery Code", offer->codes[0]);
  app_test_click (root, "Sign In");
  app_test_wait_for (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_ONLINE);
  app_test_destroy (window);
}

static void
note_label_cb (GtkLabel   *label,
               GParamSpec *pspec,
               GPtrArray  *seen)
{
  g_ptr_array_add (seen, g_strdup (gtk_label_get_label (label)));
}

/* Second by second down from what the server asked for, however late a look at the window would have been. */
static void
assert_counted_down (GPtrArray *seen)
{
  guint last = 0;
  guint rest;

  for (guint i = 0; i < seen->len; i++) {
    if (sscanf (g_ptr_array_index (seen, i), "Wait %u s", &rest) != 1)
      continue;

    g_assert_true (last == 0 || rest == last || rest == last - 1);
    last = rest;
  }

  g_assert_cmpuint (last, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (seen, seen->len - 1), ==, "Sign In");
}

static void
test_sign_in_faults (AppClinic     *clinic,
                     gconstpointer  data)
{
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (g_free);
  GtkWindow *window;
  GtkWidget *root;

  app_clinic_sign_out (clinic);
  window = open_sign_in (clinic);
  root = GTK_WIDGET (window);
  g_signal_connect (app_test_find_label (root, "Sign In"), "notify::label", G_CALLBACK (note_label_cb), seen);

  for (guint i = 0; i < 5; i++) {
    account_type (root, "Password", "wrong");
    app_test_click (root, "Sign In");
    account_wait_for_label (root, "The e-mail or the password is wrong.");
    app_test_wait_for (gtk_widget_get_sensitive (app_test_find_button (root, "Sign In")));
  }

  /* One more is too many. The button counts down, and can be pressed when the time is over. */
  app_test_click (root, "Sign In");
  account_wait_for_label (root, "Too many wrong tries. You can try again in a moment.");
  g_assert_false (gtk_widget_get_sensitive (app_test_find_button (root, "Sign In")));
  app_test_paint (window, "sign-in-throttled");
  app_test_wait_for (gtk_widget_get_sensitive (app_test_find_button (root, "Sign In")));
  assert_counted_down (seen);
  g_assert_null (app_test_find_label (root, "Too many wrong tries. You can try again in a moment."));
  account_type (root, "Password", clinic->password);
  app_test_click (root, "Sign In");
  app_test_wait_for (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_ONLINE);
  app_clinic_sign_out (clinic);

  app_clinic_kill_server (clinic);
  account_type (root, "Password", clinic->password);
  app_test_click (root, "Sign In");
  account_wait_for_label (root, "No server answers at this address");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (account_find_row (root, "Password"))), ==, clinic->password);
  app_test_destroy (window);
}

#define ADD(path, function) \
  g_test_add (path, AppClinic, argv[1], app_clinic_set_up, function, app_clinic_tear_down)

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);

  ADD ("/sign-in/code", test_sign_in_with_code);
  ADD ("/sign-in/recovery-code", test_sign_in_with_recovery_code);
  ADD ("/sign-in/faults", test_sign_in_faults);

  return g_test_run ();
}
