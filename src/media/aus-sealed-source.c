#include "aus-sealed-source.h"

struct _AusSealedSource
{
  GstBaseSrc     parent_instance;

  AusSealedFile *file;
  guint64        size;
};

G_DEFINE_FINAL_TYPE (AusSealedSource, aus_sealed_source, GST_TYPE_BASE_SRC)

static gboolean
aus_sealed_source_is_seekable (GstBaseSrc *source)
{
  return TRUE;
}

static gboolean
aus_sealed_source_get_size (GstBaseSrc *source,
                            guint64    *size)
{
  *size = AUS_SEALED_SOURCE (source)->size;

  return TRUE;
}

static GstFlowReturn
aus_sealed_source_create (GstBaseSrc  *source,
                          guint64      offset,
                          guint        length,
                          GstBuffer  **buffer)
{
  AusSealedSource *self = AUS_SEALED_SOURCE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (offset >= self->size || length == 0)
    return GST_FLOW_EOS;

  bytes = aus_sealed_file_read (self->file, offset, MIN (length, self->size - offset), &error);

  if (bytes == NULL) {
    GST_ELEMENT_ERROR (self, RESOURCE, READ, (NULL), ("%s", error->message));
    return GST_FLOW_ERROR;
  }

  /* What asks wants its own place to fill, where it brings one. */
  if (*buffer != NULL) {
    gsize size;
    gconstpointer content = g_bytes_get_data (bytes, &size);

    gst_buffer_fill (*buffer, 0, content, size);
    gst_buffer_set_size (*buffer, (gssize) size);
  } else {
    *buffer = gst_buffer_new_wrapped_bytes (bytes);
  }

  GST_BUFFER_OFFSET (*buffer) = offset;

  return GST_FLOW_OK;
}

static void
aus_sealed_source_finalize (GObject *object)
{
  g_clear_pointer (&AUS_SEALED_SOURCE (object)->file, aus_sealed_file_free);

  G_OBJECT_CLASS (aus_sealed_source_parent_class)->finalize (object);
}

static void
aus_sealed_source_class_init (AusSealedSourceClass *klass)
{
  GstBaseSrcClass *source_class = GST_BASE_SRC_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = aus_sealed_source_finalize;
  source_class->is_seekable = aus_sealed_source_is_seekable;
  source_class->get_size = aus_sealed_source_get_size;
  source_class->create = aus_sealed_source_create;

  gst_element_class_add_pad_template (
    element_class, gst_pad_template_new ("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_CAPS_ANY));
  gst_element_class_set_static_metadata (element_class, "Sealed file", "Source/File", "Opens what it reads",
                                         "Ausculta");
}

static void
aus_sealed_source_init (AusSealedSource *self)
{
  gst_base_src_set_format (GST_BASE_SRC (self), GST_FORMAT_BYTES);
  gst_base_src_set_blocksize (GST_BASE_SRC (self), AUS_SEALED_BLOCK);
}

void
aus_sealed_source_add (AusSealedFile *file,
                       guint64        size,
                       GstElement    *pipeline,
                       const char    *demuxer)
{
  AusSealedSource *self = g_object_new (AUS_TYPE_SEALED_SOURCE, NULL);
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), demuxer);

  self->file = file;
  self->size = size;
  gst_bin_add (GST_BIN (pipeline), GST_ELEMENT (self));
  gst_element_link (GST_ELEMENT (self), sink);
}
