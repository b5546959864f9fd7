#include "aus-remote-recording.h"

void
aus_remote_recording_free (AusRemoteRecording *self)
{
  g_free (self->id);
  g_free (self->instance);
  g_free (self->url);
  g_free (self->media_type);
  g_free (self);
}
