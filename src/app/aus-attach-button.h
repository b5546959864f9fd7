#pragma once

#include <gtk/gtk.h>

#include "aus-room.h"

G_BEGIN_DECLS

#define AUS_TYPE_ATTACH_BUTTON (aus_attach_button_get_type ())

G_DECLARE_FINAL_TYPE (AusAttachButton, aus_attach_button, AUS, ATTACH_BUTTON, GtkWidget)

/**
 * AusAttachButton:
 *
 * Sends files into a visit, one after another: those that are chosen, and those that are dropped.
 *
 * Properties: `busy`; `status`, what is being sent, in words. Signal `failed (char *text)`: why a file was not sent;
 * %NULL where one is tried anew.
 */

/* @target: (transfer none): where files may be dropped */
void aus_attach_button_set_room (AusAttachButton *self,
                                 AusRoom         *room,
                                 GtkWidget       *target);
/* Sends @file after those that are on their way. */
void aus_attach_button_send     (AusAttachButton *self,
                                 GFile           *file);

G_END_DECLS
