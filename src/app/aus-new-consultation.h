#pragma once

#include <adwaita.h>

#include "aus-client.h"

G_BEGIN_DECLS

#define AUS_TYPE_NEW_CONSULTATION (aus_new_consultation_get_type ())

G_DECLARE_FINAL_TYPE (AusNewConsultation, aus_new_consultation, AUS, NEW_CONSULTATION, AdwWindow)

/**
 * AusNewConsultation:
 *
 * Makes a consultation, from a booking or from nothing, and then shows the patient's link. Its actions are
 * `consultation.create`, `consultation.copied`, `consultation.open-room`, and those of #AusDuplicatePage.
 */
GtkWidget *aus_new_consultation_new (GtkWindow *parent,
                                     AusClient *client);

G_END_DECLS
