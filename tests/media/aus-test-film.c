#include "aus-test-film.h"

#include "aus-sealed-draft.h"

#include <glib/gstdio.h>
#include <gst/app/app.h>
#include <string.h>

static gboolean
is_near (const guint8 *pixel,
         int           red,
         int           green,
         int           blue)
{
  return ABS (pixel[0] - red) < 60 && ABS (pixel[1] - green) < 60 && ABS (pixel[2] - blue) < 60;
}

/* How many colours lie on a line through the middle of a half. */
static gboolean
is_colourful (const guint8 *pixels,
              int           width,
              int           row)
{
  const guint8 *first = pixels + ((gsize) row * (gsize) width + (gsize) width / 2 + 20) * 4;
  guint different = 0;

  for (int x = 0; x < width / 2 - 40; x += 5)
    different += !is_near (first + x * 4, first[0], first[1], first[2]);

  return different > 8;
}

static void
look (AusTestFindings  *findings,
      GstSample *sample)
{
  GstMapInfo map;

  g_assert_true (gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ));
  g_assert_cmpuint (map.size, ==, 320 * 180 * 4);
  findings->pictures++;
  findings->patient += is_near (map.data + (90 * 320 + 80) * 4, 255, 0, 0);
  findings->doctor += is_colourful (map.data, 320, 90);
  gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
}

static void
listen (AusTestFindings  *findings,
        GstSample *sample)
{
  GstMapInfo map;
  int loudest = 0;

  g_assert_true (gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ));

  for (gsize i = 0; i + 1 < map.size; i += 2) {
    gint16 value;

    memcpy (&value, map.data + i, 2);
    loudest = MAX (loudest, ABS ((int) value));
  }

  findings->sounds++;
  findings->loud += loudest > 3000;
  gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
}

GBytes *
aus_test_film_get_key (void)
{
  static const guint8 key[32] = "a key for all films of the tests";
  static GBytes *bytes;

  if (bytes == NULL)
    bytes = g_bytes_new_static (key, sizeof key);

  return bytes;
}

char *
aus_test_film_unseal (const char *path)
{
  g_autoptr (GError) error = NULL;
  guint64 size;
  g_autoptr (AusSealedFile) file = aus_sealed_draft_open (path, aus_test_film_get_key (), &size, &error);
  g_autoptr (GBytes) bytes = file ? aus_sealed_file_read (file, 0, size, &error) : NULL;
  char *plain = g_strconcat (path, ".webm", NULL);

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (plain, g_bytes_get_data (bytes, NULL), (gssize) size, &error));

  return plain;
}

static GstElement *
open_film (const char *sealed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = aus_test_film_unseal (sealed);
  g_autofree char *description =
    g_strdup_printf ("filesrc location=%s ! matroskademux name=demux "
                     "demux. ! queue max-size-bytes=0 max-size-buffers=0 max-size-time=0 ! vp8dec "
                     "! videoscale ! videoconvert ! video/x-raw,format=RGBA,width=320,height=180 "
                     "! appsink name=picture sync=false "
                     "demux. ! queue max-size-bytes=0 max-size-buffers=0 max-size-time=0 ! opusdec "
                     "! audioconvert ! audio/x-raw,format=S16LE ! appsink name=sound sync=false", path);
  GstElement *pipeline = gst_parse_launch (description, &error);

  g_assert_no_error (error);
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  g_assert_cmpint (gst_element_get_state (pipeline, NULL, NULL, 10 * GST_SECOND), ==, GST_STATE_CHANGE_SUCCESS);
  /* It is open. */
  g_unlink (path);

  return pipeline;
}

static void
take_all (GstElement  *pipeline,
          const char  *name,
          AusTestFindings    *findings,
          void       (*take) (AusTestFindings *findings, GstSample *sample))
{
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), name);
  GstSample *sample;

  while ((sample = gst_app_sink_try_pull_sample (GST_APP_SINK (sink), 5 * GST_SECOND)) != NULL) {
    take (findings, sample);
    gst_sample_unref (sample);
  }

  g_assert_true (gst_app_sink_is_eos (GST_APP_SINK (sink)));
}

void
aus_test_film_watch (const char *path,
                     AusTestFindings   *findings)
{
  g_autoptr (GstElement) pipeline = open_film (path);
  GstQuery *query = gst_query_new_seeking (GST_FORMAT_TIME);

  *findings = (AusTestFindings) { 0 };
  gst_element_query_duration (pipeline, GST_FORMAT_TIME, &findings->length);

  if (gst_element_query (pipeline, query))
    gst_query_parse_seeking (query, NULL, &findings->is_seekable, NULL, NULL);

  gst_query_unref (query);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  take_all (pipeline, "picture", findings, look);
  take_all (pipeline, "sound", findings, listen);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_test_message ("%s: %u pictures, %u patient, %u doctor, %u sounds, %u loud, %" G_GINT64_FORMAT " ms, seekable %d",
                  path, findings->pictures, findings->patient, findings->doctor, findings->sounds, findings->loud,
                  findings->length / GST_MSECOND, findings->is_seekable);
}

void
aus_test_film_assert_both (const AusTestFindings *findings,
                           guint           pictures)
{
  g_assert_cmpuint (findings->pictures, >=, pictures);
  g_assert_cmpuint (findings->patient, >=, findings->pictures / 2);
  g_assert_cmpuint (findings->doctor, >=, findings->pictures / 2);
  g_assert_cmpuint (findings->loud, >=, 3);
}

/* The place that a seek leads to. */
gint64
aus_test_film_seek (const char *path,
                    gint64      milliseconds)
{
  g_autoptr (GstElement) pipeline = open_film (path);
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "picture");
  GstSample *sample;
  gint64 place;

  g_assert_true (gst_element_seek_simple (pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                                          milliseconds * GST_MSECOND));
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  sample = gst_app_sink_try_pull_sample (GST_APP_SINK (sink), 10 * GST_SECOND);
  g_assert_nonnull (sample);
  place = GST_TIME_AS_MSECONDS (GST_BUFFER_PTS (gst_sample_get_buffer (sample)));
  gst_sample_unref (sample);
  gst_element_set_state (pipeline, GST_STATE_NULL);

  return place;
}
