#pragma once

#include "aus-clinic.h"
#include "aus-job-kind.h"

G_BEGIN_DECLS

/* Channels by which providers tell of changes in people's calendars: opened for whoever holds a meeting, renewed before
 * they end as long as there are meetings to come, and read on from where they were read before. */

/* Their context is the #AusClinic. */
extern const AusJobKind aus_channel_watch_job;
extern const AusJobKind aus_channel_stop_job;
extern const AusJobKind aus_channel_list_job;

/**
 * AusChannel:
 *
 * One as it is stored. Texts are owned.
 */
typedef struct
{
  char   *id;
  char   *provider;
  char   *owner;
  char   *token_hash;
  char   *resource_id;
  gint64  expires;
} AusChannel;

void     aus_channel_free         (AusChannel         *self);
/* *@channel is %NULL where @provider has none of that id that is still good. Inside jobs. */
gboolean aus_channels_find        (AusDatabase        *database,
                                   const char         *provider,
                                   const char         *id,
                                   AusChannel        **channel,
                                   GError            **error);
gboolean aus_channels_save        (AusDatabase        *database,
                                   const AusChannel   *channel,
                                   GError            **error);
gboolean aus_channels_remove      (AusDatabase        *database,
                                   const char         *id,
                                   GError            **error);
/* Whether there are meetings of @owner to come. */
gboolean aus_channels_are_wanted  (AusDatabase        *database,
                                   const char         *provider,
                                   const char         *owner,
                                   gboolean           *wanted,
                                   GError            **error);
/* Those that ended by themselves. */
gboolean aus_channels_forget      (AusDatabase        *database,
                                   GError            **error);

/* Somebody holds a meeting: where the provider can tell of their calendar, it is asked to, unless it does. */
gboolean aus_channels_want        (AusDatabase        *database,
                                   const char         *provider,
                                   const char         *owner,
                                   GError            **error);
/* There is news: the calendar is read. @key: the same for the same news */
gboolean aus_channels_read        (AusDatabase        *database,
                                   const char         *provider,
                                   const char         *owner,
                                   const char         *key,
                                   GError            **error);

/**
 * AusChannelWish:
 * @old: (nullable): id of the channel that it takes the place of, or that is to be stopped
 * @not_before: a time; 0 for now
 *
 * What a job about a channel is written down with.
 */
typedef struct
{
  const char *kind;
  const char *provider;
  const char *owner;
  const char *key;
  const char *old;
  gint64      not_before;
} AusChannelWish;

gboolean aus_channels_ask         (AusDatabase           *database,
                                   const AusChannelWish  *wish,
                                   GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusChannel, aus_channel_free)

G_END_DECLS
