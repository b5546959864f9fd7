#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusWatch:
 * @id: of the channel, ours
 * @token: secret, by which what is posted is known to come by it
 * @address: where it is posted to
 * @resource_id: (nullable): the provider's name for what it watches
 * @expires: when it ends by itself
 * @cursor: (nullable): how far the calendar was read
 * @next: (nullable): how far it is read now
 * @changed: (element-type utf8): the ids of meetings
 *
 * A channel by which a provider tells of changes in a calendar. Texts are owned.
 */
typedef struct
{
  char      *id;
  char      *token;
  char      *address;
  char      *resource_id;
  gint64     expires;
  char      *cursor;
  char      *next;
  GPtrArray *changed;
} AusWatch;

AusWatch *aus_watch_new  (void);
void      aus_watch_free (AusWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusWatch, aus_watch_free)

G_END_DECLS
