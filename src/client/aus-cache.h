#pragma once

#include "aus-sync-page.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusCacheContents:
 * @user: (nullable): who is signed in, as JSON text
 * @cursor: how far the change log was read
 * @as_of: (nullable): when the cache last agreed with the server
 * @consultations: (element-type AusConsultation): of the asked time
 * @bookings: (element-type AusBooking): of the asked time
 * @patients: (element-type AusPatient): the first of them by name
 * @doctors: (element-type AusUser)
 */
typedef struct
{
  char      *user;
  gint64     cursor;
  GDateTime *as_of;
  GPtrArray *consultations;
  GPtrArray *bookings;
  GPtrArray *patients;
  GPtrArray *doctors;
} AusCacheContents;

void aus_cache_contents_free (AusCacheContents *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusCacheContents, aus_cache_contents_free)

#define AUS_TYPE_CACHE (aus_cache_get_type ())

G_DECLARE_FINAL_TYPE (AusCache, aus_cache, AUS, CACHE, GObject)

/**
 * AusCache:
 *
 * What one person could see on one server, in a file that only its owner may read. A page of changes and the
 * cursor behind it are written together, so that a crash between pages loses nothing.
 */

/* A file that cannot be read is made anew. */
void              aus_cache_open_async    (const char           *folder,
                                           const char           *server_uri,
                                           const char           *email,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
AusCache         *aus_cache_open_finish   (GAsyncResult         *result,
                                           GError              **error);

/* Consultations and bookings that start in [@from, @to), microseconds since the epoch. */
void              aus_cache_load_async    (AusCache             *self,
                                           gint64                from,
                                           gint64                to,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
AusCacheContents *aus_cache_load_finish   (AusCache             *self,
                                           GAsyncResult         *result,
                                           GError              **error);

/* @bytes: a page of changes */
void              aus_cache_apply_async   (AusCache             *self,
                                           GBytes               *bytes,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
AusSyncPage          *aus_cache_apply_finish  (AusCache             *self,
                                           GAsyncResult         *result,
                                           GError              **error);

/* Forgets all records and the cursor, but not the user. */
void              aus_cache_reset_async   (AusCache             *self,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean          aus_cache_reset_finish  (AusCache             *self,
                                           GAsyncResult         *result,
                                           GError              **error);

/* (element-type AusMessage), oldest first. */
void              aus_cache_messages_async  (AusCache             *self,
                                             const char           *consultation_id,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
GPtrArray        *aus_cache_messages_finish (AusCache             *self,
                                             GAsyncResult         *result,
                                             GError              **error);

/* @user: JSON text, kept for the next start. */
void              aus_cache_keep_user     (AusCache             *self,
                                           const char           *user);
/* Deletes the file when the last reference is dropped. */
void              aus_cache_wipe          (AusCache             *self);

G_END_DECLS
