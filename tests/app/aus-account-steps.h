#pragma once

#include "aus-account.h"
#include "aus-app-clinic.h"

G_BEGIN_DECLS

/* What the tests of accounts do in common. */

/* What a phone shows, some steps from now; each of them counts once. Returns: (transfer full) */
char           *account_make_code (const char *secret,
                                   int         offset);
/* Turns the second step on without a screen. Returns: (transfer full) */
AusFactorOffer *account_turn_on   (AppClinic  *clinic);
/* A visible row by its title: an entry, or one to be activated. */
GtkWidget      *account_find_row  (GtkWidget  *root,
                                   const char *title);
void            account_type      (GtkWidget  *root,
                                   const char *title,
                                   const char *text);
void            account_activate  (GtkWidget  *root,
                                   const char *title);

#define account_wait_for_label(root, text) \
  app_test_wait_for (app_test_find_label (GTK_WIDGET (root), text) != NULL)

G_END_DECLS
