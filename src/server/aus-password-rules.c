#include "aus-password-rules.h"

#include "aus-password.h"
#include "aus-words-resources.h"

#include <string.h>

#define SHORTEST 10
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

static gboolean
is_same (const char *folded,
         const char *name)
{
  g_autofree char *other = g_utf8_casefold (name ? name : "", -1);

  return strcmp (folded, other) == 0;
}

static gboolean
is_name (const char *folded,
         AusUser    *user)
{
  g_autofree char *address = g_strndup (user->email ? user->email : "", strcspn (user->email ? user->email : "", "@"));
  g_autofree char *full = g_strconcat (user->first_name, " ", user->last_name, NULL);
  g_autofree char *joined = g_strconcat (user->first_name, user->last_name, NULL);
  const char *const names[] = { user->email, address, user->username, user->first_name, user->last_name, full, joined,
                                user->name };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (is_same (folded, names[i]))
      return TRUE;
  }

  return FALSE;
}

gboolean
aus_password_rules_check (const char  *field,
                          const char  *password,
                          AusUser     *user,
                          GError     **error)
{
  g_autofree char *folded = NULL;

  if (password == NULL || *password == '\0') {
    aus_error_add_field (error, field, "Is required.");
    return FALSE;
  }

  if (g_utf8_strlen (password, -1) < SHORTEST) {
    aus_error_add_field (error, field, "Must have at least %d characters.", SHORTEST);
    return FALSE;
  }

  if (strlen (password) > AUS_PASSWORD_MAX_LENGTH) {
    aus_error_add_field (error, field, "May have at most %d bytes.", AUS_PASSWORD_MAX_LENGTH);
    return FALSE;
  }

  folded = g_utf8_casefold (password, -1);

  if (is_name (folded, user)) {
    aus_error_add_field (error, field, "Must be neither a name nor an address of the account.");
    return FALSE;
  }

  if (is_frequent (folded)) {
    aus_error_add_field (error, field, "Is among those that everybody tries first.");
    return FALSE;
  }

  return TRUE;
}
