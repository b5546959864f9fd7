#pragma once

#include <adwaita.h>

#include "aus-client.h"

G_BEGIN_DECLS

#define AUS_TYPE_INVITE_DIALOG (aus_invite_dialog_get_type ())

G_DECLARE_FINAL_TYPE (AusInviteDialog, aus_invite_dialog, AUS, INVITE_DIALOG, AdwWindow)

/* Makes a link into a visit for an interpreter or somebody of the family. Where the built-in call is full, it offers to
 * go on with Jitsi. */
GtkWidget *aus_invite_dialog_new (GtkWindow  *parent,
                                  AusClient  *client,
                                  const char *consultation_id);

G_END_DECLS
