#pragma once

#include "aus-remote-recording.h"
#include "aus-watch.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * AusErrandKind:
 * @AUS_ERRAND_CREATE: make the meeting, or find the one that an earlier try made; answers @found
 * @AUS_ERRAND_UPDATE: let it be at the time that is planned now, and as the clinic wants it; answers @found
 * @AUS_ERRAND_CANCEL: take it away; gone already is as good
 * @AUS_ERRAND_END: end it for everybody; over already is as good
 * @AUS_ERRAND_LOOK: see how it stands; answers @found, whose meeting_id is %NULL where there is none any more
 * @AUS_ERRAND_ATTENDANCE: who was there; answers @attendance
 * @AUS_ERRAND_RECORDINGS: what was recorded; answers @recordings
 * @AUS_ERRAND_FETCH: read @recording, piece by piece, into @sink
 * @AUS_ERRAND_DISCARD: have @recording deleted over there
 * @AUS_ERRAND_HOST_LINK: what lets the doctor in as the host; answers @link, which is good for minutes, and secret
 * @AUS_ERRAND_WATCH: tell at once when something changes in the calendar of @owner, by @watch; where its resource_id is
 *   %NULL afterwards, the clinic wants none
 * @AUS_ERRAND_UNWATCH: tell no more; that it does not is as good
 * @AUS_ERRAND_LIST: what changed in that calendar since @watch's cursor
 * @AUS_ERRAND_TEST: whether all is set up as it must be; answers @note in plain words
 *
 * What can be asked of a provider over the network.
 */
typedef enum
{
  AUS_ERRAND_CREATE,
  AUS_ERRAND_UPDATE,
  AUS_ERRAND_CANCEL,
  AUS_ERRAND_END,
  AUS_ERRAND_LOOK,
  AUS_ERRAND_ATTENDANCE,
  AUS_ERRAND_RECORDINGS,
  AUS_ERRAND_FETCH,
  AUS_ERRAND_DISCARD,
  AUS_ERRAND_HOST_LINK,
  AUS_ERRAND_WATCH,
  AUS_ERRAND_UNWATCH,
  AUS_ERRAND_LIST,
  AUS_ERRAND_TEST,
  AUS_N_ERRANDS,
} AusErrandKind;

#define AUS_ERRAND(kind) (1u << AUS_ERRAND_##kind)

/* A meeting as the provider says that it is, which may be otherwise than it was asked for. */
typedef struct
{
  char       *meeting_id;
  char       *instance;
  char       *host;
  char       *join_url;
  char       *password;
  JsonObject *facts;
  gint64      starts;
  gboolean    is_live;
} AusFoundMeeting;

/**
 * AusAttendance:
 * @key: the same for the same person and stay, whoever tells of it
 * @person: (nullable): our own id of who it is, where the provider was told it and says it
 * @is_member: whether they belong to the clinic's own account with the provider, and so are no patient
 * @left: 0 where they are still there, or nobody knows
 */
typedef struct
{
  char     *key;
  char     *instance;
  char     *name;
  char     *person;
  gboolean  is_host;
  gboolean  is_member;
  gint64    joined;
  gint64    left;
} AusAttendance;

/* Takes a piece of a recording; %FALSE ends it. */
typedef gboolean (* AusErrandSink) (gconstpointer   piece,
                                    gsize           length,
                                    gpointer        data,
                                    GError        **error);

/**
 * AusErrand:
 * @is_urgent: whether somebody waits, and rather hears soon that it failed
 * @is_repeat: whether it may have been done before, without our hearing of it
 * @marker: says in the provider's own lists which visit a meeting is for, to us alone
 * @meeting_id: (nullable): as @found said when it was made
 * @instance: (nullable): which holding of it, where the provider tells them apart
 * @host: (nullable): the doctor's e-mail address, or what @found said
 * @owner: (nullable): who holds the meeting, as @found said when it was made
 * @may_record: whether all agreed to be recorded
 * @recording: (nullable): which
 * @watch: (nullable): by which calendars are followed
 * @has_more: whether more was recorded than can be had now
 * @look_again: how many seconds until it should be looked at again, since nothing else tells; 0 for never
 *
 * One piece of work for a provider, and what came of it. Texts are owned.
 */
typedef struct
{
  AusErrandKind       kind;
  gboolean            is_urgent;
  gboolean            is_repeat;
  char               *marker;
  char               *meeting_id;
  char               *instance;
  char               *host;
  char               *owner;
  gint64              starts;
  guint               minutes;
  char               *time_zone;
  gboolean            may_record;
  AusRemoteRecording *recording;
  AusWatch           *watch;
  AusErrandSink       sink;
  gpointer            sink_data;

  AusFoundMeeting     found;
  guint               look_again;
  GPtrArray          *attendance;
  GPtrArray          *recordings;
  gboolean            has_more;
  char               *link;
  char               *note;
} AusErrand;

AusErrand *aus_errand_new            (AusErrandKind       kind);
void       aus_errand_free           (AusErrand          *self);
void       aus_attendance_free       (AusAttendance      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusErrand, aus_errand_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusAttendance, aus_attendance_free)

G_END_DECLS
