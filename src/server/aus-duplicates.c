#include "aus-duplicates.h"

#include "aus-error.h"
#include "aus-fold.h"
#include "aus-json-writer.h"

#include <string.h>

#define PHONE_KEY_LENGTH 8
#define PHONE_KEY_SHORTEST 5
#define MOST 5

char *
aus_duplicates_make_phone_key (const char *phone)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (; phone != NULL && *phone != '\0'; phone++) {
    if (g_ascii_isdigit (*phone))
      g_string_append_c (digits, *phone);
  }

  if (digits->len < PHONE_KEY_SHORTEST)
    return g_strdup ("");

  return g_strdup (digits->str + (digits->len > PHONE_KEY_LENGTH ? digits->len - PHONE_KEY_LENGTH : 0));
}

/* As it is searched for, and without what is no letter: Müller-Lüdenscheidt is mullerludenscheidt. */
static char *
fold (const char *name)
{
  g_autofree char *folded = aus_fold (name);
  GString *letters = g_string_new (NULL);

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at)) {
    if (g_unichar_isalnum (g_utf8_get_char (at)))
      g_string_append_unichar (letters, g_utf8_get_char (at));
  }

  return g_string_free (letters, FALSE);
}

static gboolean
is_same_name (const char *name,
              const char *other)
{
  g_autofree char *folded = fold (name);
  g_autofree char *other_folded = fold (other);

  return strcmp (folded, other_folded) == 0;
}

/* Each by its index, so that a clinic's hundred thousand patients are not looked through. */
static AusStatement *
find_candidates (AusDatabase  *database,
                 AusPatient   *patient,
                 GError      **error)
{
  AusStatement *rows =
    aus_database_prepare (database, "SELECT id, name, family_name, born, 1 FROM patients "
                                    "WHERE born = ?1 AND born <> '' AND id <> ?4 UNION ALL "
                                    "SELECT id, name, family_name, born, 0 FROM patients "
                                    "WHERE phone_key = ?2 AND phone_key <> '' AND id <> ?4 UNION ALL "
                                    "SELECT id, name, family_name, born, 0 FROM patients "
                                    "WHERE lower (email) = lower (?3) AND email <> '' AND id <> ?4",
                          error);

  if (rows == NULL)
    return NULL;

  aus_statement_bind_text (rows, 1, patient->born);
  aus_statement_bind_text (rows, 2, patient->phone_key);
  aus_statement_bind_text (rows, 3, patient->email);
  aus_statement_bind_text (rows, 4, patient->id);

  return rows;
}

static void
write_candidate (AusJsonWriter *writer,
                 AusStatement  *row)
{
  aus_json_begin_object (writer, NULL);
  aus_json_add_text (writer, "id", aus_statement_get_text (row, 0));
  aus_json_add_text (writer, "name", aus_statement_get_text (row, 1));
  aus_json_add_text (writer, "born", aus_statement_get_text (row, 3));
  aus_json_end_object (writer);
}

/* Writes those who are meant, each once, and answers how many. */
static gboolean
write_candidates (AusDatabase    *database,
                  AusPatient     *patient,
                  AusJsonWriter  *writer,
                  guint          *n_candidates,
                  GError        **error)
{
  g_autoptr (AusStatement) rows = find_candidates (database, patient, error);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  AusStep step;

  if (rows == NULL)
    return FALSE;

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW && *n_candidates < MOST) {
    const char *id = aus_statement_get_text (rows, 0);
    const gboolean is_by_birth = aus_statement_get_integer (rows, 4) != 0;

    if (g_hash_table_contains (known, id) ||
        (is_by_birth && !is_same_name (patient->family_name, aus_statement_get_text (rows, 2))))
      continue;

    g_hash_table_add (known, g_strdup (id));
    write_candidate (writer, rows);
    (*n_candidates)++;
  }

  return step != AUS_STEP_ERROR;
}

gboolean
aus_duplicates_check (AusDatabase  *database,
                      AusPatient   *patient,
                      GError      **error)
{
  g_autoptr (GBytes) candidates = NULL;
  g_autofree char *json = NULL;
  guint n_candidates = 0;
  AusJsonWriter writer;
  GError *fault = NULL;

  aus_json_writer_init (&writer);
  aus_json_begin_array (&writer, NULL);

  if (!write_candidates (database, patient, &writer, &n_candidates, error)) {
    aus_json_writer_clear (&writer);
    return FALSE;
  }

  aus_json_end_array (&writer);
  candidates = aus_json_writer_finish (&writer);

  if (n_candidates == 0)
    return TRUE;

  json = g_strndup (g_bytes_get_data (candidates, NULL), g_bytes_get_size (candidates));
  fault = g_error_new (AUS_ERROR, AUS_ERROR_CONFLICT, "There may be a record of this patient already. With "
                                                      "“confirm_duplicate” another one is made.");
  aus_error_set_member (fault, "candidates", json);
  g_propagate_error (error, fault);

  return FALSE;
}
