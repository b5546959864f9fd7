#pragma once

#include <gtk/gtk.h>

#include "aus-client.h"

G_BEGIN_DECLS

#define AUS_TYPE_SIGN_IN_PAGE (aus_sign_in_page_get_type ())

G_DECLARE_FINAL_TYPE (AusSignInPage, aus_sign_in_page, AUS, SIGN_IN_PAGE, GtkWidget)

/**
 * AusSignInPage:
 *
 * Asks for server, e-mail and password and signs in. What is wrong is said beside the field, or above them
 * all. It ends with the client's state changing. Property `client`.
 */

/* Fills in what is known; the focus goes to the first empty field. */
void aus_sign_in_page_propose    (AusSignInPage *self,
                                  const char    *server_uri,
                                  const char    *email);
/* Says @text above the fields; %NULL for nothing. */
void aus_sign_in_page_set_notice (AusSignInPage *self,
                                  const char    *text);

G_END_DECLS
