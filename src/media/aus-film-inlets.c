#include "aus-film-private.h"

/* A picture that has not moved for so long is none. */
#define STILL (3 * G_TIME_SPAN_SECOND)
/* A place whose last sound was so long ago is free. */
#define SILENT (2 * G_TIME_SPAN_SECOND)

typedef struct
{
  GstAppSrc *source;
  GstPad    *pad;
  char      *who;
  gint64     shown_at;
} Picture;

typedef struct
{
  GstAppSrc     *source;
  gconstpointer  who;
  gint64         heard_at;
} Sound;

struct _AusFilmInlets
{
  GstClockTime base_time;
  Picture      pictures[AUS_FILM_PEOPLE];
  Sound        sounds[AUS_FILM_PEOPLE];
};

static GstAppSrc *
find_source (GstElement *pipeline,
             const char *kind,
             guint       index)
{
  g_autofree char *name = g_strdup_printf ("%s%u", kind, index);

  return GST_APP_SRC (gst_bin_get_by_name (GST_BIN (pipeline), name));
}

static GstPad *
find_pad (GstElement *pipeline,
          guint       index)
{
  g_autoptr (GstElement) compositor = gst_bin_get_by_name (GST_BIN (pipeline), "compositor");
  /* The first is that of the darkness behind. */
  g_autofree char *name = g_strdup_printf ("sink_%u", index + 1);

  return gst_element_get_static_pad (compositor, name);
}

AusFilmInlets *
aus_film_inlets_new (GstElement   *pipeline,
                     GstClockTime  base_time)
{
  AusFilmInlets *self = g_new0 (AusFilmInlets, 1);

  self->base_time = base_time;

  for (guint i = 0; i < AUS_FILM_PEOPLE; i++) {
    self->pictures[i].source = find_source (pipeline, "picture", i + 1);
    self->pictures[i].pad = find_pad (pipeline, i);
    self->sounds[i].source = find_source (pipeline, "sound", i + 1);
    g_object_set (self->pictures[i].pad, "alpha", 0.0, NULL);
  }

  return self;
}

void
aus_film_inlets_free (AusFilmInlets *self)
{
  for (guint i = 0; i < AUS_FILM_PEOPLE; i++) {
    g_clear_pointer (&self->pictures[i].source, gst_object_unref);
    g_clear_pointer (&self->pictures[i].pad, gst_object_unref);
    g_clear_pointer (&self->pictures[i].who, g_free);
    g_clear_pointer (&self->sounds[i].source, gst_object_unref);
  }

  g_free (self);
}

static void
arrange (AusFilmInlets *self)
{
  guint n_people = 0;
  guint index = 0;

  for (guint i = 0; i < AUS_FILM_PEOPLE; i++)
    n_people += self->pictures[i].who != NULL;

  for (guint i = 0; i < AUS_FILM_PEOPLE; i++) {
    AusFilmPlace place;

    if (self->pictures[i].who == NULL) {
      g_object_set (self->pictures[i].pad, "alpha", 0.0, NULL);
      continue;
    }

    if (g_str_equal (self->pictures[i].who, AUS_FILM_OWN))
      place = aus_film_layout (n_people, n_people - 1);
    else
      place = aus_film_layout (n_people, index++);

    g_object_set (self->pictures[i].pad, "xpos", place.x, "ypos", place.y, "width", place.width,
                  "height", place.height, "alpha", 1.0, NULL);
  }
}

static Picture *
find_picture (AusFilmInlets *self,
              const char    *who)
{
  for (guint i = 0; i < AUS_FILM_PEOPLE; i++) {
    if (g_strcmp0 (self->pictures[i].who, who) == 0)
      return &self->pictures[i];
  }

  return NULL;
}

static Picture *
demand_picture (AusFilmInlets *self,
                const char    *who)
{
  Picture *picture = find_picture (self, who);

  if (picture != NULL)
    return picture;

  picture = find_picture (self, NULL);

  if (picture != NULL) {
    picture->who = g_strdup (who);
    picture->shown_at = 0;
    arrange (self);
  }

  return picture;
}

/* Pushes @sample as of @time on our own timeline; what was before it began is not recorded. */
static void
push (AusFilmInlets *self,
      GstAppSrc     *source,
      GstSample     *sample,
      gint64         time)
{
  g_autoptr (GstBuffer) buffer = NULL;
  g_autoptr (GstSample) moved = NULL;

  if (time < 0)
    return;

  buffer = gst_buffer_copy (gst_sample_get_buffer (sample));
  GST_BUFFER_PTS (buffer) = (GstClockTime) time;
  GST_BUFFER_DTS (buffer) = GST_CLOCK_TIME_NONE;
  moved = gst_sample_new (buffer, gst_sample_get_caps (sample), NULL, NULL);
  gst_app_src_push_sample (source, moved);
}

void
aus_film_inlets_show (AusFilmInlets *self,
                      const char    *who,
                      GstSample     *sample,
                      gint64         time)
{
  Picture *picture = demand_picture (self, who);

  if (picture == NULL)
    return;

  picture->shown_at = g_get_monotonic_time ();
  push (self, picture->source, sample, time - (gint64) self->base_time);
}

void
aus_film_inlets_drop (AusFilmInlets *self,
                      const char    *who)
{
  Picture *picture = find_picture (self, who);

  if (picture == NULL)
    return;

  g_clear_pointer (&picture->who, g_free);
  arrange (self);
}

void
aus_film_inlets_tidy (AusFilmInlets *self)
{
  const gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < AUS_FILM_PEOPLE; i++) {
    Picture *picture = &self->pictures[i];

    if (picture->who != NULL && now - picture->shown_at > STILL)
      aus_film_inlets_drop (self, picture->who);
  }
}

/* The one of before, else one that nobody uses. */
static Sound *
demand_sound (AusFilmInlets *self,
              gconstpointer  who,
              gint64         now)
{
  Sound *idle = NULL;

  for (guint i = 0; i < AUS_FILM_PEOPLE; i++) {
    Sound *sound = &self->sounds[i];

    if (sound->who == who)
      return sound;

    if (idle == NULL && (sound->who == NULL || now - sound->heard_at > SILENT))
      idle = sound;
  }

  if (idle != NULL)
    idle->who = who;

  return idle;
}

void
aus_film_inlets_hear (AusFilmInlets *self,
                      gconstpointer  source,
                      GstSample     *sample,
                      GstClockTime   base_time)
{
  const gint64 now = g_get_monotonic_time ();
  const GstClockTime time = GST_BUFFER_PTS (gst_sample_get_buffer (sample));
  Sound *sound = demand_sound (self, source, now);

  if (sound == NULL || !GST_CLOCK_TIME_IS_VALID (time))
    return;

  sound->heard_at = now;
  push (self, sound->source, sample, (gint64) (time + base_time) - (gint64) self->base_time);
}
