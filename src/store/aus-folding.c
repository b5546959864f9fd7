#include "aus-folding.h"

#include "aus-fold.h"
#include "aus-statement-private.h"

#define FLAGS (SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY)

static void
free_string (gpointer data)
{
  g_string_free (data, TRUE);
}

static void
fold (sqlite3_context  *context,
      int               n_values,
      sqlite3_value   **values)
{
  const char *text = (const char *) sqlite3_value_text (values[0]);

  if (text != NULL)
    sqlite3_result_text (context, aus_fold (text), -1, g_free);
}

/* (transfer none) (nullable): the words, which stay the same from row to row. */
static char **
get_words (sqlite3_context *context,
           sqlite3_value   *typed)
{
  const char *text = (const char *) sqlite3_value_text (typed);

  if (sqlite3_get_auxdata (context, 0) == NULL)
    sqlite3_set_auxdata (context, 0, aus_fold_words (text ? text : ""), (void (*) (void *)) g_strfreev);

  return sqlite3_get_auxdata (context, 0);
}

static void
has_words (sqlite3_context  *context,
           int               n_values,
           sqlite3_value   **values)
{
  GString *folded = sqlite3_user_data (context);
  char **words = get_words (context, values[0]);

  if (words == NULL) {
    sqlite3_result_error_nomem (context);
    return;
  }

  g_string_truncate (folded, 0);

  for (int i = 1; i < n_values; i++) {
    const char *text = (const char *) sqlite3_value_text (values[i]);

    if (text != NULL)
      aus_fold_append (folded, text);

    g_string_append_c (folded, '\n');
  }

  sqlite3_result_int (context, aus_fold_has_words (folded->str, words));
}

gboolean
aus_folding_add (sqlite3  *handle,
                 GError  **error)
{
  if (sqlite3_create_function_v2 (handle, "fold", 1, FLAGS, NULL, fold, NULL, NULL, NULL) == SQLITE_OK &&
      sqlite3_create_function_v2 (handle, "has_words", -1, FLAGS, g_string_new (NULL), has_words, NULL, NULL,
                                  free_string) == SQLITE_OK)
    return TRUE;

  aus_sqlite_set_error (handle, error);

  return FALSE;
}
