#pragma once

#include "aus-record.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusRecordKey:
 *
 * Returns: (transfer full): what @record is sorted by, byte for byte. Ties are broken by id
 */
typedef char *(* AusRecordKey) (gpointer record);

#define AUS_TYPE_RECORD_LIST (aus_record_list_get_type ())

G_DECLARE_FINAL_TYPE (AusRecordList, aus_record_list, AUS, RECORD_LIST, GObject)

/**
 * AusRecordList:
 *
 * A sorted GListModel of records, each id once. An object once in the list stays the same object: a newer
 * version of the record is assigned to it, with notification, so that rows and selections keep still.
 *
 * Property `loaded`: whether it was filled at all, so that “empty” can be told from “not known yet”.
 */

AusRecordList *aus_record_list_new        (GType           item_type,
                                           AusRecordKey    make_key);

/* Returns: (transfer none) (nullable): the record of that id */
gpointer       aus_record_list_find       (AusRecordList  *self,
                                           const char     *id);
gboolean       aus_record_list_get_loaded (AusRecordList  *self);

/* Puts in, or updates, all of @records; they need not be sorted. (element-type AusRecord) (transfer none) */
void           aus_record_list_merge      (AusRecordList  *self,
                                           GPtrArray      *records);
/* Like merging, and takes out whatever is not among @records. */
void           aus_record_list_replace    (AusRecordList  *self,
                                           GPtrArray      *records);
/* Does nothing where there is no such id. */
void           aus_record_list_remove     (AusRecordList  *self,
                                           const char     *id);
/* Empties the list and counts as not loaded. */
void           aus_record_list_clear      (AusRecordList  *self);

G_END_DECLS
