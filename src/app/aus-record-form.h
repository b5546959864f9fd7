#pragma once

#include <adwaita.h>
#include <json-glib/json-glib.h>

#include "aus-record.h"

G_BEGIN_DECLS

#define AUS_TYPE_RECORD_FORM (aus_record_form_get_type ())

G_DECLARE_FINAL_TYPE (AusRecordForm, aus_record_form, AUS, RECORD_FORM, GtkWidget)

/**
 * aus_record_form_new:
 * @names: the fields, in order, up to %NULL
 *
 * A row for each field, made from the field table and bound both ways. The first takes the focus of the form.
 */
GtkWidget *aus_record_form_new         (AusRecord          *record,
                                        const char *const  *names);
/* Returns: (transfer none) */
AusRecord *aus_record_form_get_record  (AusRecordForm      *self);
/* Whether the form has a row for that field. */
gboolean   aus_record_form_has         (AusRecordForm      *self,
                                        const char         *name);
/* Returns: (transfer full): the record's id and the fields of the form, but for texts that are empty */
JsonNode  *aus_record_form_to_json     (AusRecordForm      *self);
/* Says under each row what is wrong with it, until its field changes, and moves the focus to the first at fault;
 * %NULL says nothing any more. */
void       aus_record_form_show_faults (AusRecordForm      *self,
                                        const GError       *error);

G_END_DECLS
