#pragma once

#include "aus-account-pane.h"

G_BEGIN_DECLS

#define AUS_TYPE_PASSWORD_PAGE (aus_password_page_get_type ())

G_DECLARE_FINAL_TYPE (AusPasswordPage, aus_password_page, AUS, PASSWORD_PAGE, AusAccountPane)

/**
 * AusPasswordPage:
 *
 * Changes the password of whoever is signed in. Signal `changed`: it is another one now.
 */
GtkWidget *aus_password_page_new (AusClient *client);

G_END_DECLS
