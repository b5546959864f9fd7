#include "aus-patient-row.h"

#include <glib/gi18n.h>

static char *
describe (AusPatient *patient)
{
  if (patient->born == NULL || *patient->born == '\0')
    return g_strdup (_("Date of birth unknown"));

  /* Translators: %s is a date. */
  return g_strdup_printf (_("born %s"), patient->born);
}

void
aus_patient_row_fill (AdwActionRow *row,
                      AusPatient   *patient)
{
  g_autofree char *name = aus_patient_row_make_name (patient);
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  g_autofree char *description = describe (patient);
  g_autofree char *sentence = g_strdup_printf ("%s, %s", name, description);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (row, description);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

/* Of some the whole name is known and not its parts. */
char *
aus_patient_row_make_name (AusPatient *patient)
{
  return g_strstrip (g_strdup_printf ("%s %s", patient->given_name, patient->family_name));
}
