#pragma once

#include "aus-consultation.h"
#include "aus-database.h"
#include "aus-provider.h"

G_BEGIN_DECLS

/* The meetings that providers hold for visits, and what is asked of providers behind the changes of visits: durable
 * jobs, each written in the transaction of the change that causes it, and once for a visit, an errand and what was
 * wanted at the time. Inside jobs. */

/* What a job is of each errand, such as “meeting_create”. */
const char *aus_meetings_get_kind (AusErrandKind kind);

/**
 * AusMeetingRow:
 * @epoch: the version with which this meeting, and no other, began to be wanted
 * @meeting_id: "" until the provider has made it
 * @join_url: sealed
 *
 * A meeting as it is stored. Texts are owned.
 */
typedef struct
{
  char   *consultation_id;
  char   *provider;
  gint64  version;
  gint64  epoch;
  char   *meeting_id;
  char   *instance;
  char   *host;
  char   *join_url;
  char   *facts;
  gint64  starts;
  gint64  started_at;
  gint64  ended_at;
} AusMeetingRow;

void           aus_meeting_row_free  (AusMeetingRow     *self);
/* Of a visit. *@row is %NULL where it has none. (transfer full) */
gboolean       aus_meetings_find     (AusDatabase       *database,
                                      const char        *consultation_id,
                                      AusMeetingRow    **row,
                                      GError           **error);
/* Writes all of it; a new row where there is none. */
gboolean       aus_meetings_save     (AusDatabase       *database,
                                      AusMeetingRow     *row,
                                      GError           **error);

/**
 * AusMeetingWish:
 * @suffix: (nullable): tells apart what is asked for more than once of one version
 * @detail: (nullable): for the errand, such as the id of a recording
 * @not_before: a time; 0 for now
 * @round: how often it was asked for before, where that matters
 * @is_farewell: whether it is for a meeting that its visit has left; then it holds whatever the visit has now
 * @stray: (nullable): a recording that we have no row of
 *
 * What is to be asked of a provider.
 */
typedef struct
{
  AusErrandKind  kind;
  const char    *suffix;
  const char    *detail;
  gint64         not_before;
  guint          round;
  gboolean       is_farewell;

  const AusRemoteRecording *stray;
} AusMeetingWish;

gboolean       aus_meetings_ask      (AusDatabase           *database,
                                      const AusMeetingRow   *row,
                                      const AusMeetingWish  *wish,
                                      GError               **error);

/* A visit, which is stored, begins to have a meeting with its provider, where that is one over the network; one that it
 * had with another provider is taken away there. */
gboolean       aus_meetings_begin    (AusDatabase       *database,
                                      AusConsultation   *consultation,
                                      AusProvider       *provider,
                                      GError           **error);
/* Whether a visit is still to be, or under way. */
gboolean       aus_meeting_is_wanted (AusConsultation   *consultation);
/* It is at another time, or somebody else's, or may be recorded now. What is over stays as it is. */
gboolean       aus_meetings_change   (AusDatabase       *database,
                                      AusConsultation   *consultation,
                                      GError           **error);
/* It is over. */
gboolean       aus_meetings_end      (AusDatabase       *database,
                                      AusConsultation   *consultation,
                                      GError           **error);
/* It will not take place. */
gboolean       aus_meetings_cancel   (AusDatabase       *database,
                                      AusConsultation   *consultation,
                                      GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusMeetingRow, aus_meeting_row_free)

G_END_DECLS
