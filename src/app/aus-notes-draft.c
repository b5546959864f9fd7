#include "aus-notes-draft.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

#include "aus-identity.h"
#include "aus-uuid.h"

#define SUFFIX ".notes"

static char *
draft_path (const char *directory,
            const char *consultation_id)
{
  g_autofree char *name = g_strconcat (consultation_id, SUFFIX, NULL);

  return g_build_filename (directory, name, NULL);
}

char *
aus_notes_draft_folder (const char *draft_dir,
                        const char *identity)
{
  g_autofree char *digest = aus_identity_digest (identity);

  return g_build_filename (draft_dir, digest, NULL);
}

void
aus_notes_draft_free (AusNotesDraft *self)
{
  g_free (self->base);
  g_free (self->text);
  g_free (self);
}

gboolean
aus_notes_draft_write (const char           *directory,
                       const char           *consultation_id,
                       const AusNotesDraft  *draft,
                       GError              **error)
{
  g_autofree char *path = draft_path (directory, consultation_id);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *data = NULL;

  if (g_mkdir_with_parents (directory, 0700) < 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Cannot make “%s”: %s", directory,
                 g_strerror (errno));
    return FALSE;
  }

  g_key_file_set_string (file, "notes", "base", draft->base);
  g_key_file_set_string (file, "notes", "text", draft->text);
  data = g_key_file_to_data (file, NULL, NULL);

  return g_file_set_contents_full (path, data, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

AusNotesDraft *
aus_notes_draft_read (const char  *directory,
                      const char  *consultation_id,
                      GError     **error)
{
  g_autofree char *path = draft_path (directory, consultation_id);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) failure = NULL;
  g_autoptr (AusNotesDraft) draft = g_new0 (AusNotesDraft, 1);

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &failure)) {
    if (!g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      g_propagate_error (error, g_steal_pointer (&failure));
    return NULL;
  }

  draft->base = g_key_file_get_string (file, "notes", "base", error);
  if (draft->base == NULL)
    return NULL;

  draft->text = g_key_file_get_string (file, "notes", "text", error);
  if (draft->text == NULL)
    return NULL;

  return g_steal_pointer (&draft);
}

gboolean
aus_notes_draft_remove (const char  *directory,
                        const char  *consultation_id,
                        GError     **error)
{
  g_autofree char *path = draft_path (directory, consultation_id);

  if (g_unlink (path) < 0 && errno != ENOENT) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Cannot remove “%s”: %s", path,
                 g_strerror (errno));
    return FALSE;
  }

  return TRUE;
}

char **
aus_notes_draft_list (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *id = g_strdup (name);

    if (!g_str_has_suffix (id, SUFFIX))
      continue;

    id[strlen (id) - strlen (SUFFIX)] = '\0';
    if (aus_uuid_is_valid (id))
      g_strv_builder_add (ids, id);
  }

  return g_strv_builder_end (ids);
}
