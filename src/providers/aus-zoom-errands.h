#pragma once

#include "aus-errand.h"
#include "aus-zoom-api.h"

G_BEGIN_DECLS

/**
 * AusZoomTerms:
 * @host: (nullable): the one user who holds all meetings; else each doctor holds their own
 * @encryption: as Zoom calls it
 * @records: whether what may be recorded is recorded by Zoom
 *
 * How a clinic has its meetings held.
 */
typedef struct
{
  char     *host;
  char     *topic;
  char     *encryption;
  gboolean  waiting_room;
  gboolean  join_before_host;
  gboolean  mute_upon_entry;
  gboolean  records;
} AusZoomTerms;

/* Runs any errand. */
gboolean aus_zoom_errand_run     (AusZoomApi          *api,
                                  const AusZoomTerms  *terms,
                                  AusErrand           *errand,
                                  GCancellable        *cancellable,
                                  GError             **error);

/* Those of what is over; the others are in the same table. */
gboolean aus_zoom_list_attendance (AusZoomApi         *api,
                                   AusErrand          *errand,
                                   GCancellable       *cancellable,
                                   GError            **error);
/* @is_expected: whether Zoom records; where it does not, the app need not be allowed to ask, and then there are none */
gboolean aus_zoom_list_recordings (AusZoomApi         *api,
                                   AusErrand          *errand,
                                   gboolean            is_expected,
                                   GCancellable       *cancellable,
                                   GError            **error);
gboolean aus_zoom_fetch_recording (AusZoomApi         *api,
                                   AusErrand          *errand,
                                   GCancellable       *cancellable,
                                   GError            **error);
gboolean aus_zoom_discard_recording (AusZoomApi       *api,
                                     AusErrand        *errand,
                                     GCancellable     *cancellable,
                                     GError          **error);

/* What was begun in a meeting goes on whatever its settings say. That nothing is being recorded is as good. */
gboolean aus_zoom_stop_recording (AusZoomApi          *api,
                                  AusErrand           *errand,
                                  GCancellable        *cancellable,
                                  GError             **error);

/* Reads what Zoom says of a meeting. */
gboolean aus_zoom_read_meeting   (JsonObject          *object,
                                  AusFoundMeeting     *found,
                                  GError             **error);

G_END_DECLS
