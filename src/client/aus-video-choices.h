#pragma once

#include "aus-client.h"

G_BEGIN_DECLS

/**
 * AusVideoChoice:
 * @reason: (nullable): why it cannot be taken now, without what only admins can make something of
 *
 * A provider with which a visit could be held.
 */
typedef struct
{
  char     *name;
  char     *display_name;
  char     *reason;
  gboolean  is_current;
  gboolean  is_healthy;
} AusVideoChoice;

/**
 * AusVideoChoices:
 * @reason: (nullable): why the visit cannot be held with its provider now; %NULL where it can
 * @current: (nullable): the one that the visit has, of @list
 * @proposal: (nullable): what to take instead, of @list
 * @list: (element-type AusVideoChoice): in the order to show them
 * @guests_left: how many more may be invited; 1 where no number is set
 *
 * The providers of a clinic as they are to a visit. What is for people is in the user's language.
 */
typedef struct
{
  char                 *reason;
  const AusVideoChoice *current;
  const AusVideoChoice *proposal;
  GPtrArray            *list;
  gint64                guests_left;
} AusVideoChoices;

void             aus_video_choices_free   (AusVideoChoices      *self);

void             aus_video_choices_read   (AusClient            *client,
                                           const char           *visit_id,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
/* (transfer full) */
AusVideoChoices *aus_video_choices_finish (AusClient            *client,
                                           GAsyncResult         *result,
                                           GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusVideoChoices, aus_video_choices_free)

G_END_DECLS
