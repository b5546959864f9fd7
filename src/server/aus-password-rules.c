#include "aus-password-rules.h"

#include "aus-password.h"
#include "aus-words-resources.h"

#include <string.h>

/* Of a password with names in it, what else there must be; shorter names mean nothing. */
#define SHORTEST_REST 6
#define SHORTEST_NAME 3
#define LIST "/org/ausculta/Ausculta/words/frequent-passwords.txt"

/* The list begins with a line of its own, so each word stands between two ends of lines. */
static gboolean
is_frequent (const char *folded)
{
  g_autofree char *line = g_strdup_printf ("\n%s\n", folded);
  g_autoptr (GBytes) list = NULL;
  const char *text;
  gsize length;

  /* Naming the bundle makes the linker keep it. */
  g_return_val_if_fail (aus_words_get_resource () != NULL, TRUE);
  list = g_resources_lookup_data (LIST, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_return_val_if_fail (list != NULL, TRUE);
  text = g_bytes_get_data (list, &length);

  return g_strstr_len (text, length, line) != NULL;
}

/* Letters and digits alone, without case, accents and what keyboards do. (transfer full) */
static GString *
strip (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text ? text : "", -1);
  g_autofree char *parts = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
  GString *stripped = g_string_new (NULL);

  for (const char *c = parts; c != NULL && *c != '\0'; c = g_utf8_next_char (c)) {
    if (g_unichar_isalnum (g_utf8_get_char (c)))
      g_string_append_unichar (stripped, g_utf8_get_char (c));
  }

  return stripped;
}

static guint
take_out (GString    *rest,
          const char *name)
{
  GString *stripped = strip (name);
  const guint n_found = g_utf8_strlen (stripped->str, -1) < SHORTEST_NAME
                        ? 0 : g_string_replace (rest, stripped->str, "", 0);

  g_string_free (stripped, TRUE);

  return n_found;
}

/* What others know of somebody they try next, with a year behind it. Of a longer password a name may be a part. */
static gboolean
is_own (const char *password,
        AusUser    *user)
{
  g_autofree char *address = g_strndup (user->email ? user->email : "", strcspn (user->email ? user->email : "", "@"));
  g_autofree char *full = g_strconcat (user->first_name, " ", user->last_name, NULL);
  const char *const names[] = { user->email, full, user->name, address, user->username, user->last_name,
                                user->first_name };
  GString *rest = strip (password);
  guint n_found = 0;
  gboolean is_short;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    n_found += take_out (rest, names[i]);

  is_short = g_utf8_strlen (rest->str, -1) < SHORTEST_REST;
  g_string_free (rest, TRUE);

  return n_found > 0 && is_short;
}

gboolean
aus_password_rules_check (const char  *field,
                          const char  *password,
                          guint        shortest,
                          AusUser     *user,
                          GError     **error)
{
  g_autofree char *normal = NULL;
  g_autofree char *folded = NULL;

  if (password == NULL || *password == '\0') {
    aus_error_add_field (error, field, "Is required.");
    return FALSE;
  }

  normal = g_utf8_normalize (password, -1, G_NORMALIZE_ALL_COMPOSE);

  if (normal == NULL) {
    aus_error_add_field (error, field, "Must be in UTF-8.");
    return FALSE;
  }

  if (g_utf8_strlen (normal, -1) < shortest) {
    aus_error_add_field (error, field, "Must have at least %u characters.", shortest);
    return FALSE;
  }

  if (strlen (password) > AUS_PASSWORD_MAX_LENGTH) {
    aus_error_add_field (error, field, "May have at most %d bytes.", AUS_PASSWORD_MAX_LENGTH);
    return FALSE;
  }

  folded = g_utf8_casefold (normal, -1);

  if (is_own (normal, user)) {
    aus_error_add_field (error, field, "Must be neither a name nor an address of the account, nor little more.");
    return FALSE;
  }

  if (is_frequent (folded)) {
    aus_error_add_field (error, field, "Is among those that everybody tries first.");
    return FALSE;
  }

  return TRUE;
}
