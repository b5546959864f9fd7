#pragma once

#include "aus-client.h"

G_BEGIN_DECLS

/* What is asked of a new patient, in this order, up to %NULL. */
extern const char *const aus_new_patient_fields[];

/**
 * aus_new_patient_save_async:
 * @wanted: its id and those of the fields that are not empty
 * @confirmed: whether the record is wanted although others look like the same patient
 *
 * Asked for again with the same id, in case that the answer was lost or that something was corrected since, there is
 * still one record, with what is wanted now.
 */
void      aus_new_patient_save_async      (AusClient            *client,
                                           JsonObject           *wanted,
                                           gboolean              confirmed,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
/* Fails with %AUS_ERROR_CONFLICT that has the member “candidates” where there may be a record already. */
gboolean  aus_new_patient_save_finish     (AusClient            *client,
                                           GAsyncResult         *result,
                                           GError              **error);

/* Returns: (transfer full) (nullable) (element-type AusPatient): who may be meant; of these only id, name and date of
 * birth are known, and the name is all in the family name. %NULL where @error is about something else */
GPtrArray *aus_new_patient_get_candidates (const GError         *error);

G_END_DECLS
