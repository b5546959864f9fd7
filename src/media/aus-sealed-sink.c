#include "aus-sealed-sink.h"

/* How much of what was recorded may be lost if the program dies. */
#define FLUSH_INTERVAL (500 * G_TIME_SPAN_MILLISECOND)

struct _AusSealedSink
{
  GstBaseSink     parent_instance;

  AusSealedDraft *draft;
  guint64         position;
  gint64          flushed_at;
};

G_DEFINE_FINAL_TYPE (AusSealedSink, aus_sealed_sink, GST_TYPE_BASE_SINK)

static gboolean
fail (AusSealedSink *self,
      const GError  *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    GST_ELEMENT_ERROR (self, RESOURCE, NO_SPACE_LEFT, (NULL), ("%s", error->message));
  else
    GST_ELEMENT_ERROR (self, RESOURCE, WRITE, (NULL), ("%s", error->message));

  return FALSE;
}

static gboolean
flush (AusSealedSink  *self,
       GError        **error)
{
  const gint64 now = g_get_monotonic_time ();

  if (now - self->flushed_at < FLUSH_INTERVAL)
    return TRUE;

  self->flushed_at = now;

  return aus_sealed_draft_flush (self->draft, error);
}

static GstFlowReturn
aus_sealed_sink_render (GstBaseSink *sink,
                        GstBuffer   *buffer)
{
  AusSealedSink *self = AUS_SEALED_SINK (sink);
  g_autoptr (GError) error = NULL;
  GstMapInfo map;

  if (!gst_buffer_map (buffer, &map, GST_MAP_READ))
    return GST_FLOW_ERROR;

  if (aus_sealed_draft_write (self->draft, self->position, map.data, map.size, &error) && flush (self, &error))
    self->position += map.size;

  gst_buffer_unmap (buffer, &map);

  return error == NULL || fail (self, error) ? GST_FLOW_OK : GST_FLOW_ERROR;
}

/* Where what comes next belongs, and the end. */
static gboolean
aus_sealed_sink_event (GstBaseSink *sink,
                       GstEvent    *event)
{
  AusSealedSink *self = AUS_SEALED_SINK (sink);
  g_autoptr (GError) error = NULL;
  const GstSegment *segment;

  if (GST_EVENT_TYPE (event) == GST_EVENT_SEGMENT) {
    gst_event_parse_segment (event, &segment);

    if (segment->format == GST_FORMAT_BYTES)
      self->position = segment->start;
  } else if (GST_EVENT_TYPE (event) == GST_EVENT_EOS && !aus_sealed_draft_close (self->draft, &error)) {
    fail (self, error);
  }

  return GST_BASE_SINK_CLASS (aus_sealed_sink_parent_class)->event (sink, event);
}

static gboolean
aus_sealed_sink_query (GstBaseSink *sink,
                       GstQuery    *query)
{
  GstFormat format;

  if (GST_QUERY_TYPE (query) != GST_QUERY_SEEKING)
    return GST_BASE_SINK_CLASS (aus_sealed_sink_parent_class)->query (sink, query);

  gst_query_parse_seeking (query, &format, NULL, NULL, NULL);
  gst_query_set_seeking (query, format, format == GST_FORMAT_BYTES, 0, -1);

  return TRUE;
}

static void
aus_sealed_sink_finalize (GObject *object)
{
  g_clear_pointer (&AUS_SEALED_SINK (object)->draft, aus_sealed_draft_free);

  G_OBJECT_CLASS (aus_sealed_sink_parent_class)->finalize (object);
}

static void
aus_sealed_sink_class_init (AusSealedSinkClass *klass)
{
  GstBaseSinkClass *sink_class = GST_BASE_SINK_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = aus_sealed_sink_finalize;
  sink_class->render = aus_sealed_sink_render;
  sink_class->event = aus_sealed_sink_event;
  sink_class->query = aus_sealed_sink_query;

  gst_element_class_add_pad_template (
    element_class, gst_pad_template_new ("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_CAPS_ANY));
  gst_element_class_set_static_metadata (element_class, "Sealed file", "Sink/File", "Seals what it writes", "Ausculta");
}

static void
aus_sealed_sink_init (AusSealedSink *self)
{
  gst_base_sink_set_sync (GST_BASE_SINK (self), FALSE);
  gst_base_sink_set_async_enabled (GST_BASE_SINK (self), FALSE);
  self->flushed_at = g_get_monotonic_time ();
}

void
aus_sealed_sink_add (AusSealedDraft *draft,
                     GstElement     *pipeline,
                     const char     *muxer)
{
  AusSealedSink *self = g_object_new (AUS_TYPE_SEALED_SINK, NULL);
  g_autoptr (GstElement) source = gst_bin_get_by_name (GST_BIN (pipeline), muxer);

  self->draft = draft;
  gst_bin_add (GST_BIN (pipeline), GST_ELEMENT (self));
  gst_element_link (source, GST_ELEMENT (self));
}
