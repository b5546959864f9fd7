#pragma once

#include "aus-json-writer.h"
#include "aus-record.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * AusReadMode:
 * @AUS_READ_CREATE: a client makes a record: required fields must be there
 * @AUS_READ_UPDATE: a client changes some fields
 * @AUS_READ_TRUSTED: our own server speaks: all fields are taken, whatever their length and limits; unknown
 *   members are passed over
 */
typedef enum
{
  AUS_READ_CREATE,
  AUS_READ_UPDATE,
  AUS_READ_TRUSTED,
} AusReadMode;

/**
 * AusView:
 * @role: fields that this role may not see are left out
 * @detail: whether fields marked as detail are written
 */
typedef struct
{
  AusRole  role;
  gboolean detail;
} AusView;

/* Reads all or nothing: on failure no field is touched and @error names every field that is wrong. */
gboolean aus_record_read_json  (AusRecord       *self,
                                JsonObject      *object,
                                AusReadMode      mode,
                                GError         **error);
/* Whether a client may say what @field is. */
gboolean aus_record_json_takes (const AusField  *field,
                                AusReadMode      mode);
/* Adds the record as an object called @name, which is %NULL at the top and in arrays. */
void     aus_record_write_json (AusRecord       *self,
                                AusJsonWriter   *writer,
                                const char      *name,
                                const AusView   *view);
/* The same without the braces, so that the caller may add members. */
void     aus_record_write_members (AusRecord     *self,
                                   AusJsonWriter *writer,
                                   const AusView *view);
/* Whether @view holds @field. */
gboolean aus_view_has             (const AusView  *view,
                                   const AusField *field);

G_END_DECLS
