#include "aus-account-steps.h"

#include "aus-totp.h"

char *
account_make_code (const char *secret,
                   int         offset)
{
  g_autoptr (GBytes) key = aus_totp_decode (secret);

  return aus_totp_make (key, g_get_real_time () / G_USEC_PER_SEC / AUS_TOTP_PERIOD + offset, AUS_TOTP_DIGITS);
}

AusFactorOffer *
account_turn_on (AppClinic *clinic)
{
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (GAsyncResult) confirmed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  AusFactorOffer *offer;

  aus_account_begin_factor (clinic->client, clinic->password, NULL, app_clinic_result_cb, &begun);
  app_test_wait_for (begun != NULL);
  offer = aus_account_begin_factor_finish (clinic->client, begun, &error);
  g_assert_no_error (error);
  code = account_make_code (offer->secret, 0);
  aus_account_confirm_factor (clinic->client, code, NULL, app_clinic_result_cb, &confirmed);
  app_test_wait_for (confirmed != NULL);
  g_assert_true (aus_account_finish (clinic->client, confirmed, &error));

  return offer;
}

static gboolean
is_editable_of (GtkWidget  *widget,
                const char *title)
{
  return ADW_IS_ENTRY_ROW (widget) &&
         g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0;
}

GtkWidget *
account_find_row (GtkWidget  *root,
                  const char *title)
{
  if (!gtk_widget_get_visible (root) || !gtk_widget_get_child_visible (root))
    return NULL;

  if (is_editable_of (root, title) ||
      (ADW_IS_ACTION_ROW (root) && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = account_find_row (child, title);

    if (found != NULL)
      return found;
  }

  return NULL;
}

void
account_type (GtkWidget  *root,
              const char *title,
              const char *text)
{
  GtkWidget *row = account_find_row (root, title);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

void
account_activate (GtkWidget  *root,
                  const char *title)
{
  GtkWidget *row = account_find_row (root, title);

  g_assert_nonnull (row);
  g_assert_true (gtk_widget_activate (row));
}
