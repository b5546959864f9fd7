#include "aus-guarded-ends.h"

#include "aus-guarded-http.h"
#include "aus-guarded-source.h"

struct _AusGuardedInput
{
  GInputStream      parent_instance;

  AusGuardedStream *stream;
};

struct _AusGuardedOutput
{
  GOutputStream     parent_instance;

  AusGuardedStream *stream;
};

static gssize
fail_closed (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the connection is closed");
  return -1;
}

static AusGuardedHttp *
get_http (AusGuardedStream *stream)
{
  return stream != NULL ? aus_guarded_stream_get_http (stream) : NULL;
}

static gboolean
input_is_ready (GObject *end)
{
  AusGuardedHttp *http = get_http (AUS_GUARDED_INPUT (end)->stream);

  return http == NULL || aus_guarded_http_can_read (http);
}

static gboolean
aus_guarded_input_is_readable (GPollableInputStream *pollable)
{
  return input_is_ready (G_OBJECT (pollable));
}

static GSource *
aus_guarded_input_create_source (GPollableInputStream *pollable,
                                 GCancellable         *cancellable)
{
  AusGuardedHttp *http = get_http (AUS_GUARDED_INPUT (pollable)->stream);

  if (http != NULL)
    aus_guarded_http_await (http);

  return aus_guarded_source_new (G_OBJECT (pollable), input_is_ready, cancellable);
}

static gssize
aus_guarded_input_read_nonblocking (GPollableInputStream  *pollable,
                                    void                  *buffer,
                                    gsize                  count,
                                    GError               **error)
{
  AusGuardedHttp *http = get_http (AUS_GUARDED_INPUT (pollable)->stream);

  return http != NULL ? aus_guarded_http_read (http, buffer, count, error) : fail_closed (error);
}

static gssize
aus_guarded_input_read (GInputStream  *stream,
                        void          *buffer,
                        gsize          count,
                        GCancellable  *cancellable,
                        GError       **error)
{
  return aus_guarded_input_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), buffer, count, error);
}

static void
aus_guarded_input_pollable_init (GPollableInputStreamInterface *interface)
{
  interface->is_readable = aus_guarded_input_is_readable;
  interface->create_source = aus_guarded_input_create_source;
  interface->read_nonblocking = aus_guarded_input_read_nonblocking;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AusGuardedInput, aus_guarded_input, G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM, aus_guarded_input_pollable_init))

static void
aus_guarded_input_class_init (AusGuardedInputClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = aus_guarded_input_read;
}

static void
aus_guarded_input_init (AusGuardedInput *self)
{
}

GInputStream *
aus_guarded_input_new (AusGuardedStream *stream)
{
  AusGuardedInput *self = g_object_new (AUS_TYPE_GUARDED_INPUT, NULL);

  self->stream = stream;
  return G_INPUT_STREAM (self);
}

void
aus_guarded_input_forget (AusGuardedInput *self)
{
  self->stream = NULL;
}

static gboolean
output_is_ready (GObject *end)
{
  AusGuardedHttp *http = get_http (AUS_GUARDED_OUTPUT (end)->stream);

  return http == NULL || aus_guarded_http_can_write (http);
}

static gboolean
aus_guarded_output_is_writable (GPollableOutputStream *pollable)
{
  return output_is_ready (G_OBJECT (pollable));
}

static GSource *
aus_guarded_output_create_source (GPollableOutputStream *pollable,
                                  GCancellable          *cancellable)
{
  AusGuardedHttp *http = get_http (AUS_GUARDED_OUTPUT (pollable)->stream);

  if (http != NULL)
    aus_guarded_http_flush (http);

  return aus_guarded_source_new (G_OBJECT (pollable), output_is_ready, cancellable);
}

static gssize
aus_guarded_output_write_nonblocking (GPollableOutputStream  *pollable,
                                      const void             *buffer,
                                      gsize                   count,
                                      GError                **error)
{
  AusGuardedHttp *http = get_http (AUS_GUARDED_OUTPUT (pollable)->stream);

  return http != NULL ? aus_guarded_http_write (http, buffer, count, error) : fail_closed (error);
}

/* libsoup ends an answer in chunks in a thread of GIO's, blocking. */
static gssize
aus_guarded_output_write (GOutputStream  *stream,
                          const void     *buffer,
                          gsize           count,
                          GCancellable   *cancellable,
                          GError        **error)
{
  AusGuardedHttp *http = get_http (AUS_GUARDED_OUTPUT (stream)->stream);

  return http != NULL ? aus_guarded_http_write_all (http, buffer, count, error) : fail_closed (error);
}

static void
aus_guarded_output_pollable_init (GPollableOutputStreamInterface *interface)
{
  interface->is_writable = aus_guarded_output_is_writable;
  interface->create_source = aus_guarded_output_create_source;
  interface->write_nonblocking = aus_guarded_output_write_nonblocking;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AusGuardedOutput, aus_guarded_output, G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM, aus_guarded_output_pollable_init))

static void
aus_guarded_output_class_init (AusGuardedOutputClass *klass)
{
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = aus_guarded_output_write;
}

static void
aus_guarded_output_init (AusGuardedOutput *self)
{
}

GOutputStream *
aus_guarded_output_new (AusGuardedStream *stream)
{
  AusGuardedOutput *self = g_object_new (AUS_TYPE_GUARDED_OUTPUT, NULL);

  self->stream = stream;
  return G_OUTPUT_STREAM (self);
}

void
aus_guarded_output_forget (AusGuardedOutput *self)
{
  self->stream = NULL;
}
