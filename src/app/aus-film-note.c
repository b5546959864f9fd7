#include "aus-film-note.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "aus-error.h"
#include "aus-json.h"

void
aus_film_note_free (AusFilmNote *self)
{
  g_free (self->id);
  g_free (self->server);
  g_free (self->email);
  g_free (self->visit);
  g_free (self);
}

char *
aus_film_note_path (const char *folder,
                    const char *id,
                    const char *kind)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", id, kind);

  return g_build_filename (folder, name, NULL);
}

gboolean
aus_film_note_save (AusFilmNote  *self,
                    const char   *folder,
                    GError      **error)
{
  g_autofree char *path = aus_film_note_path (folder, self->id, "json");
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = NULL;

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "server", self->server);
  json_object_set_string_member (object, "email", self->email);
  json_object_set_string_member (object, "visit", self->visit);
  json_object_set_int_member (object, "lag", self->lag);
  text = json_to_string (node, FALSE);

  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                   error);
}

AusFilmNote *
aus_film_note_load (const char  *path,
                    GError     **error)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (AusFilmNote) self = g_new0 (AusFilmNote, 1);

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;

  object = aus_json_parse_object (text, -1, error);

  if (object == NULL)
    return NULL;

  self->id = g_strdup (aus_json_get_text (object, "id"));
  self->server = g_strdup (aus_json_get_text (object, "server"));
  self->email = g_strdup (aus_json_get_text (object, "email"));
  self->visit = g_strdup (aus_json_get_text (object, "visit"));
  self->lag = aus_json_get_integer (object, "lag", 0);

  if (self->id != NULL && self->server != NULL && self->email != NULL)
    return g_steal_pointer (&self);

  g_set_error (error, AUS_ERROR, AUS_ERROR_MALFORMED, "%s says too little", path);

  return NULL;
}

void
aus_film_note_forget (const char *folder,
                      const char *id)
{
  static const char *const kinds[] = { AUS_FILM_RAW, AUS_FILM_WHOLE, "json" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *path = aus_film_note_path (folder, id, kinds[i]);

    g_unlink (path);
  }
}
