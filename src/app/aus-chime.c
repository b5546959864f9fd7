#include "aus-chime.h"

struct _AusChime
{
  GObject         parent_instance;

  char           *resource;
  GtkMediaStream *stream;
};

G_DEFINE_FINAL_TYPE (AusChime, aus_chime, G_TYPE_OBJECT)

static void
beep (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  if (display != NULL)
    gdk_display_beep (display);
}

static void
aus_chime_dispose (GObject *object)
{
  g_clear_object (&AUS_CHIME (object)->stream);
  g_clear_pointer (&AUS_CHIME (object)->resource, g_free);

  G_OBJECT_CLASS (aus_chime_parent_class)->dispose (object);
}

static void
aus_chime_class_init (AusChimeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_chime_dispose;
}

static void
aus_chime_init (AusChime *self)
{
}

AusChime *
aus_chime_new (const char *name)
{
  AusChime *self = g_object_new (AUS_TYPE_CHIME, NULL);

  self->resource = g_strdup_printf ("/org/ausculta/Ausculta/sounds/%s.wav", name);

  return self;
}

void
aus_chime_ring (AusChime *self)
{
  const GError *error;

  g_return_if_fail (AUS_IS_CHIME (self));

  if (self->stream == NULL)
    self->stream = gtk_media_file_new_for_resource (self->resource);

  error = gtk_media_stream_get_error (self->stream);

  if (error != NULL) {
    g_debug ("No chime: %s", error->message);
    beep ();
    return;
  }

  gtk_media_stream_seek (self->stream, 0);
  gtk_media_stream_play (self->stream);
}
