#pragma once

#include "aus-app-test.h"

G_BEGIN_DECLS

/* What opens beside the window of a test. */

/* The first window of that kind, @but aside. Returns: (transfer none) (nullable) */
GtkWidget *app_dialog_find   (GType      type,
                              GtkWindow *but);
/* Waits for the dialog in which files are chosen. Returns: (transfer none) */
GtkWidget *app_dialog_await  (void);
/* Chooses @file in it. */
void       app_dialog_choose (GtkWidget *dialog,
                              GFile     *file);

G_END_DECLS
