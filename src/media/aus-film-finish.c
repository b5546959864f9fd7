#include "aus-film-finish.h"

#include "aus-error.h"
#include "aus-sealed-sink.h"
#include "aus-sealed-source.h"

#include <glib/gstdio.h>
#include <gst/gst.h>

/* How often somebody may have changed their mind. */
#define LOOK (100 * GST_MSECOND)

/* What is worked on, on a thread of its own. */
typedef struct
{
  char         *from;
  char         *to;
  GBytes       *key;
  GstClockTime  limit;
  /* Written by the threads of the two tracks, each its own. */
  GstClockTime  ends[2];
} Work;

static const char description[] =
  "matroskademux name=demux "
  "demux.video_0 ! queue name=picture max-size-bytes=0 max-size-time=0 max-size-buffers=200 ! mux.video_0 "
  "demux.audio_0 ! queue name=sound max-size-bytes=0 max-size-time=0 max-size-buffers=1000 ! mux.audio_0 "
  "webmmux name=mux writing-app=Ausculta";

static void
work_free (gpointer data)
{
  Work *self = data;

  g_free (self->from);
  g_free (self->to);
  g_bytes_unref (self->key);
  g_free (self);
}

typedef struct
{
  Work  *work;
  guint  track;
} Track;

static GstPadProbeReturn
limit_cb (GstPad          *pad,
          GstPadProbeInfo *info,
          gpointer         user_data)
{
  const Track *track = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  GstClockTime end = GST_BUFFER_PTS (buffer);

  if (GST_CLOCK_TIME_IS_VALID (end) && GST_BUFFER_DURATION_IS_VALID (buffer))
    end += GST_BUFFER_DURATION (buffer);

  if (!GST_CLOCK_TIME_IS_VALID (end) || end > track->work->limit)
    return GST_PAD_PROBE_DROP;

  track->work->ends[track->track] = end;

  return GST_PAD_PROBE_OK;
}

static void
limit_track (Work       *self,
             GstElement *pipeline,
             const char *name,
             guint       index)
{
  g_autoptr (GstElement) queue = gst_bin_get_by_name (GST_BIN (pipeline), name);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (queue, "src");
  Track *track = g_new (Track, 1);

  *track = (Track) { self, index };
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, limit_cb, track, g_free);
}

static gboolean
open_files (Work        *self,
            GstElement  *pipeline,
            GError     **error)
{
  guint64 size;
  AusSealedFile *source = aus_sealed_draft_open (self->from, self->key, &size, error);
  AusSealedDraft *draft;

  if (source == NULL)
    return FALSE;

  aus_sealed_source_add (source, size, pipeline, "demux");
  g_unlink (self->to);
  draft = aus_sealed_draft_new (self->to, self->key, error);

  if (draft == NULL)
    return FALSE;

  aus_sealed_sink_add (draft, pipeline, "mux");

  return TRUE;
}

static gboolean
run (GstElement    *pipeline,
     GCancellable  *cancellable,
     GError       **error)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);

  while (message == NULL) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;

    message = gst_bus_timed_pop_filtered (bus, LOOK, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  }

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    return TRUE;

  gst_message_parse_error (message, error, NULL);

  return FALSE;
}

static gboolean
remake (Work          *self,
        GCancellable  *cancellable,
        GError       **error)
{
  g_autoptr (GstElement) pipeline = gst_parse_launch_full (description, NULL, GST_PARSE_FLAG_FATAL_ERRORS, error);
  gboolean is_good;

  if (pipeline == NULL || !open_files (self, pipeline, error))
    return FALSE;

  limit_track (self, pipeline, "picture", 0);
  limit_track (self, pipeline, "sound", 1);
  is_good = run (pipeline, cancellable, error);
  gst_element_set_state (pipeline, GST_STATE_NULL);

  if (is_good && self->ends[0] == 0 && self->ends[1] == 0) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "nothing was recorded");
    is_good = FALSE;
  }

  return is_good;
}

static void
work (GTask        *task,
      gpointer      source,
      gpointer      task_data,
      GCancellable *cancellable)
{
  Work *self = task_data;
  GError *error = NULL;

  if (remake (self, cancellable, &error)) {
    g_task_return_int (task, (gssize) (MAX (self->ends[0], self->ends[1]) / GST_MSECOND));
  } else {
    g_unlink (self->to);
    g_task_return_error (task, error);
  }
}

void
aus_film_finish_async (const char          *from,
                       const char          *to,
                       GBytes              *key,
                       gint64               limit,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Work *self = g_new0 (Work, 1);

  gst_init (NULL, NULL);
  self->from = g_strdup (from);
  self->to = g_strdup (to);
  self->key = g_bytes_ref (key);
  self->limit = limit > G_MAXINT64 / GST_MSECOND ? G_MAXUINT64 - 1 : (GstClockTime) MAX (limit, 0) * GST_MSECOND;
  g_task_set_task_data (task, self, work_free);
  g_task_set_source_tag (task, aus_film_finish_async);
  g_task_run_in_thread (task, work);
}

gint64
aus_film_finish_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

gboolean
aus_film_finish_found_nothing (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
         g_error_matches (error, AUS_ERROR, AUS_ERROR_NOT_FOUND);
}
