#pragma once

#include "aus-record-list.h"

G_BEGIN_DECLS

/* Which lists a client offers. */
typedef enum
{
  AUS_LISTING_CONSULTATIONS,
  AUS_LISTING_BOOKINGS,
  AUS_LISTING_PATIENTS,
  AUS_LISTING_DOCTORS,
  AUS_N_LISTINGS,
} AusListingId;

/**
 * AusListing:
 * @get_type: type of its records
 * @key: what they are sorted by
 * @shows: whether a record belongs in the list; @from and @to say which times do, in microseconds since the
 *   epoch
 */
typedef struct
{
  GType          (*get_type) (void);
  AusRecordKey     key;
  gboolean       (*shows)    (gpointer record,
                              gint64   from,
                              gint64   to);
} AusListing;

/* Sorts as text like times do; none at all comes last. */
char *aus_listing_make_time_key (GDateTime *time);

extern const AusListing aus_listings[AUS_N_LISTINGS];

G_END_DECLS
