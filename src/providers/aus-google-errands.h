#pragma once

#include "aus-errand.h"
#include "aus-google-api.h"

G_BEGIN_DECLS

/**
 * AusGoogleTerms:
 * @host: (nullable): the one user who holds all meetings; else each doctor holds their own
 * @domain: (nullable): whom alone the service account is used for
 * @calendar: (nullable): where meetings are made as events; spaces without events where %NULL
 * @access: as Google calls it
 * @is_watched: whether Google is to tell of changes in the calendar
 * @topic: (nullable): of Pub/Sub, to which Google tells what happens in spaces
 *
 * How a clinic has its meetings held.
 */
typedef struct
{
  char *host;
  char *domain;
  char *calendar;
  char *title;
  char *access;
  char *topic;
  gboolean is_watched;
} AusGoogleTerms;

/* An errand as it is run. */
typedef struct
{
  AusGoogleApi         *api;
  const AusGoogleTerms *terms;
  AusErrand            *errand;
  GCancellable         *cancellable;
} AusGoogleWork;

/* Runs any errand. */
gboolean       aus_google_errand_run    (AusGoogleWork  *work,
                                         GError        **error);

/* Whoever is to hold the meeting, or holds it; %NULL with an error where nobody may. */
const char    *aus_google_get_host      (AusGoogleWork  *work,
                                         GError        **error);
const char    *aus_google_get_owner     (AusGoogleWork  *work,
                                         GError        **error);

/* As whom, see above. */
AusHttpAnswer *aus_google_work_call     (AusGoogleWork  *work,
                                         const char     *subject,
                                         const char     *method,
                                         const char     *path,
                                         JsonObject     *body,
                                         GError        **error);

/* Whether Google has no such thing any more. */
gboolean       aus_google_is_gone       (AusHttpAnswer  *answer);

/* Meetings that are a space of Meet alone. */
gboolean       aus_google_is_space      (const char     *meeting_id);
gboolean       aus_google_space_create  (AusGoogleWork  *work,
                                         GError        **error);
gboolean       aus_google_space_update  (AusGoogleWork  *work,
                                         GError        **error);
gboolean       aus_google_space_cancel  (AusGoogleWork  *work,
                                         GError        **error);
gboolean       aus_google_space_end     (AusGoogleWork  *work,
                                         GError        **error);
gboolean       aus_google_space_look    (AusGoogleWork  *work,
                                         GError        **error);

/* Meetings that are events of a calendar. */
gboolean       aus_google_event_create  (AusGoogleWork  *work,
                                         GError        **error);
gboolean       aus_google_event_update  (AusGoogleWork  *work,
                                         GError        **error);
gboolean       aus_google_event_cancel  (AusGoogleWork  *work,
                                         GError        **error);
gboolean       aus_google_event_look    (AusGoogleWork  *work,
                                         GError        **error);
/* (transfer full) (nullable): what an event's meeting is called in Meet, “abc-mnop-xyz”; "" where it has none. */
char          *aus_google_event_get_code (AusGoogleWork  *work,
                                          GError        **error);

gboolean       aus_google_list_attendance (AusGoogleWork  *work,
                                           GError        **error);

G_END_DECLS
