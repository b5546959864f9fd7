#pragma once

#include "aus-call.h"
#include "aus-patient.h"

G_BEGIN_DECLS

/**
 * aus_patient_account_take:
 *
 * Takes “user_id” out of the call's body and ties @patient, which is saved by the caller, to that account, or to none
 * where it is null. Only an admin says so, for whoever signs in by it sees the patient's visits. The account that it
 * was tied to is signed out everywhere, as whoever becomes somebody else is.
 */
gboolean aus_patient_account_take (AusCall      *call,
                                   AusDatabase  *database,
                                   AusPatient   *patient,
                                   GError      **error);

G_END_DECLS
