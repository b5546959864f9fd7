#include "aus-notes-refusal.h"

#include "aus-error.h"

static const AusError refusals[] = {
  AUS_ERROR_INVALID, AUS_ERROR_FORBIDDEN, AUS_ERROR_NOT_FOUND, AUS_ERROR_CONFLICT, AUS_ERROR_TOO_LARGE, AUS_ERROR_GONE,
};

gboolean
aus_notes_refusal_is_final (const GError *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    if (g_error_matches (error, AUS_ERROR, refusals[i]))
      return TRUE;
  }

  return FALSE;
}

const char *
aus_notes_refusal_explain (const GError *error)
{
  GPtrArray *faults = aus_error_get_fields (error);

  return faults != NULL && faults->len > 0 ? ((AusFieldFault *) g_ptr_array_index (faults, 0))->text : error->message;
}
