#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusRemoteRecording:
 * @id: the provider's own, the same each time
 * @url: (nullable): where it can be fetched, where that is known
 * @media_type: (nullable): %NULL where it is nothing to be seen or heard
 * @size: in bytes; 0 where it is not said
 */
typedef struct
{
  char   *id;
  char   *instance;
  char   *url;
  char   *media_type;
  gint64  size;
  gint64  starts;
  gint64  ends;
} AusRemoteRecording;

void aus_remote_recording_free (AusRemoteRecording *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusRemoteRecording, aus_remote_recording_free)

G_END_DECLS
