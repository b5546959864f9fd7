#include "aus-server-settings.h"

#include "aus-enums.h"
#include "aus-address-guard.h"
#include "aus-error.h"
#include "aus-listener-address.h"
#include "aus-zone.h"

typedef struct
{
  const char *group;
  const char *name;
  const char *(* check) (const char *value);
  const char *usual;
  const char *meaning;
} Key;

static const char *
check_address (const char *value)
{
  g_autoptr (GSocketAddress) address = aus_listener_address_parse (value, NULL);

  return address ? NULL : "must be an address and a port such as 127.0.0.1:8005.";
}

/* Nothing stands before its host or behind its path. (transfer full) (nullable) */
static GUri *
parse_plain (const char *value)
{
  g_autoptr (GUri) uri = g_uri_parse (value, G_URI_FLAGS_NONE, NULL);
  const char *host = uri ? g_uri_get_host (uri) : NULL;

  return host != NULL && *host != '\0' && g_uri_get_userinfo (uri) == NULL && g_uri_get_query (uri) == NULL &&
         g_uri_get_fragment (uri) == NULL ? g_steal_pointer (&uri) : NULL;
}

/* Links go on where it ends. */
static const char *
check_url (const char *value)
{
  g_autoptr (GUri) uri = parse_plain (value);
  const char *scheme = uri ? g_uri_get_scheme (uri) : NULL;

  if (g_strcmp0 (scheme, "https") == 0 || g_strcmp0 (scheme, "http") == 0)
    return NULL;

  return "must be an address such as https://clinic.example.";
}

/* Browsers leave it out. */
static gboolean
is_usual_port (GUri *uri)
{
  return g_uri_get_port (uri) == (g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80);
}

/* As browsers write it, for it is compared with what they send. */
static gboolean
is_origin (const char *value)
{
  g_autoptr (GUri) uri = parse_plain (value);
  g_autofree char *host = uri ? g_ascii_strdown (g_uri_get_host (uri), -1) : NULL;
  g_autofree char *origin = NULL;

  if (uri == NULL || !g_str_is_ascii (value) || is_usual_port (uri))
    return FALSE;

  origin = g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, host, g_uri_get_port (uri), "", NULL, NULL);

  return g_str_equal (origin, value);
}

static const char *
check_origins (const char *value)
{
  g_auto (GStrv) origins = g_strsplit (value, ";", -1);

  for (guint i = 0; origins[i] != NULL; i++) {
    const gboolean is_end = *origins[i] == '\0' && origins[i + 1] == NULL;

    if (!is_end && !is_origin (origins[i]))
      return "must be addresses without a path, such as https://portal.clinic.example;https://app.example.";
  }

  return NULL;
}

static const char *
check_zone (const char *value)
{
  return aus_zone_is_valid (value) ? NULL : "must be a time zone such as Europe/Berlin.";
}

static const char *
check_number (const char *value)
{
  guint64 number;

  return g_ascii_string_to_unsigned (value, 10, 1, 1000000, &number, NULL) ? NULL
                                                                           : "must be a number from 1 to 1000000.";
}

static const char *
check_boolean (const char *value)
{
  return g_str_equal (value, "true") || g_str_equal (value, "false") ? NULL : "must be true or false.";
}

static const char *
check_roles (const char *value)
{
  g_auto (GStrv) names = g_strsplit (value, " ", -1);
  guint role;

  for (guint i = 0; names[i] != NULL; i++) {
    if (*names[i] != '\0' && (!aus_enum_from_nick (AUS_TYPE_ROLE, names[i], &role) ||
                              (AUS_ROLES_STAFF & (1u << role)) == 0))
      return "must be roles with a blank between two: admin, doctor, nurse or receptionist.";
  }

  return NULL;
}

static const char *
check_networks (const char *value)
{
  g_auto (GStrv) networks = g_strsplit (value, ";", -1);
  const guint n_networks = g_strv_length (networks);
  g_autoptr (AusAddressGuard) guard = NULL;

  /* A list may end as its items do. */
  if (n_networks > 0 && *networks[n_networks - 1] == '\0')
    g_clear_pointer (&networks[n_networks - 1], g_free);

  guard = aus_address_guard_new ((const char *const *) networks, NULL);

  return guard ? NULL : "must be networks such as 192.168.0.0/16;10.1.0.0/16.";
}

/* All that may be said. */
static const Key keys[] = {
  { "server", "listen", check_address, "127.0.0.1:8005", "Where to listen; port 0 takes any" },
  { "server", "public-url", check_url, "where it listens", "Where patients and desktops reach it, as in the links" },
  { "server", "origins", check_origins, "http://localhost:5173", "Pages of other addresses that may use the API" },
  { "server", "tls-cert", NULL, "no TLS", "A certificate and what it was signed with, in PEM" },
  { "server", "tls-key", NULL, "no TLS", "The certificate's key, in PEM" },
  { "limits", "requests-per-second", check_number, "50", "How often one caller may ask" },
  { "limits", "requests-at-once", check_number, "200", "How many at once before that counts" },
  { "limits", "loopback", check_boolean, "false", "Whether that holds for this machine as well" },
  { "clinic", "name", NULL, "The clinic", "Patients see it" },
  { "clinic", "phone", NULL, "", "Patients see it" },
  { "clinic", "time-zone", check_zone, "the machine's own", "Where the clinic is" },
  { "accounts", "require-totp", check_roles, "", "Roles that must sign in with a second step" },
  { "recordings", "enabled", check_boolean, "true", "Whether visits may be recorded, where all in it agree" },
  { "recordings", "admin-may-see", check_boolean, "false", "Whether admins see recordings, too" },
  { "recordings", "retention-days", check_number, "30", "When they are deleted, unless the doctor says otherwise" },
  { "recordings", "max-size-mb", check_number, "2048", "How large one may get, in MiB" },
  { "files", "retention-days", check_number, "365", "When what was sent in visits is deleted, unless it was kept" },
  { "files", "max-size-mb", check_number, "25", "How large one may get, in MiB" },
  { "call", "ice-servers", NULL, "", "STUN and TURN servers for the built-in call" },
  { "call", "turn-secret", NULL, "", "Shared with those TURN servers, which then let in each person for one visit" },
  { "call", "turn-username", NULL, "", "For TURN servers that have no such secret" },
  { "call", "turn-credential", NULL, "", "For TURN servers that have no such secret" },
  { "call", "relay-only", check_boolean, "false",
    "Through TURN servers alone, so that nobody learns another's address" },
  { "jitsi", "url", NULL, "", "Your own Jitsi server" },
  { "jitsi", "app-id", NULL, "", "What its Prosody knows us by" },
  { "jitsi", "app-secret", NULL, "", "Shared with its Prosody; 32 characters at least" },
  { "jitsi", "sub", NULL, "", "The domain that its tokens are for" },
  { "webhooks", "allow-networks", check_networks, "", "Networks of your own that webhooks may lead to" },
  { "webhooks", "ca-file", NULL, "the system's", "Certificates to trust there, in PEM" },
};

/* @name: (nullable): any key of the group */
static const Key *
find_key (const char *group,
          const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (g_str_equal (keys[i].group, group) && (name == NULL || g_str_equal (keys[i].name, name)))
      return &keys[i];
  }

  return NULL;
}

static gboolean
check_value (const Key   *key,
             const char  *name,
             char        *value,
             GError     **error)
{
  const char *fault = key->check ? key->check (g_strstrip (value)) : NULL;

  if (fault != NULL)
    g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "%s “%s” %s", name, value, fault);

  return fault == NULL;
}

static gboolean
check_key (GKeyFile    *settings,
           const char  *group,
           const char  *name,
           GError     **error)
{
  const Key *key = find_key (group, name);
  g_autofree char *place = g_strdup_printf ("[%s] %s", group, name);
  g_autofree char *value = NULL;
  GError *fault = NULL;

  if (key == NULL) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "[%s] knows no key “%s”.", group, name);
    return FALSE;
  }

  value = g_key_file_get_string (settings, group, name, &fault);

  /* GLib answers with a text as well where an escape in it means nothing. */
  if (fault != NULL) {
    g_propagate_error (error, fault);
    return FALSE;
  }

  return check_value (key, place, value, error);
}

static gboolean
check_group (GKeyFile    *settings,
             const char  *group,
             GError     **error)
{
  g_auto (GStrv) names = g_key_file_get_keys (settings, group, NULL, error);

  if (names == NULL)
    return FALSE;

  if (find_key (group, NULL) == NULL) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "There is no group [%s].", group);
    return FALSE;
  }

  for (guint i = 0; names[i] != NULL; i++) {
    if (!check_key (settings, group, names[i], error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
is_of_key_file (const char *line)
{
  const char *start = line + strspn (line, " \t\r");

  return *start == '\0' || *start == '#' || *start == '[' || (*start != '=' && strchr (start, '=') != NULL);
}

/* GLib repeats the line that it cannot read, which may hold a secret, for the journal. */
static void
hide_line (const char  *path,
           GError     **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint number = 0;

  if (!g_error_matches (*error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE) ||
      !g_file_get_contents (path, &text, NULL, NULL))
    return;

  lines = g_strsplit (text, "\n", -1);

  while (lines[number] != NULL && is_of_key_file (lines[number]))
    number++;

  g_clear_error (error);
  g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "Line %u is no [group], key=value or # comment.", number + 1);
}

static gboolean
load_file (GKeyFile    *settings,
           const char  *path,
           GError     **error)
{
  g_auto (GStrv) groups = NULL;
  GError *fault = NULL;

  if (!g_key_file_load_from_file (settings, path, G_KEY_FILE_NONE, &fault)) {
    hide_line (path, &fault);
    g_propagate_error (error, fault);
    return FALSE;
  }

  groups = g_key_file_get_groups (settings, NULL);

  for (guint i = 0; groups[i] != NULL; i++) {
    if (!check_group (settings, groups[i], error))
      return FALSE;
  }

  return TRUE;
}

/* @name: (nullable): %NULL for what the variables of a whole group begin with */
static char *
make_variable (const char *group,
               const char *name)
{
  g_autofree char *lower = g_strconcat ("ausculta_", group, "_", name, NULL);

  return g_strdelimit (g_ascii_strup (lower, -1), "-", '_');
}

static const Key *
find_variable (const char *variable,
               gboolean   *is_ours)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autofree char *own = make_variable (keys[i].group, keys[i].name);
    g_autofree char *prefix = make_variable (keys[i].group, NULL);

    *is_ours |= g_str_has_prefix (variable, prefix);

    if (g_str_equal (own, variable))
      return &keys[i];
  }

  return NULL;
}

static gboolean
take_variable (GKeyFile    *settings,
               const char  *variable,
               GError     **error)
{
  gboolean is_ours = FALSE;
  const Key *key = find_variable (variable, &is_ours);
  g_autofree char *value = g_strdup (g_getenv (variable));

  if (key != NULL) {
    g_key_file_set_string (settings, key->group, key->name, value);
    return check_value (key, variable, value, error);
  }

  if (is_ours)
    g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "There is no setting for the variable %s.", variable);

  return !is_ours;
}

GKeyFile *
aus_server_settings_load (const char  *path,
                          GError     **error)
{
  g_autoptr (GKeyFile) settings = g_key_file_new ();
  g_auto (GStrv) variables = g_listenv ();

  if (path != NULL && !load_file (settings, path, error)) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }

  for (guint i = 0; variables[i] != NULL; i++) {
    if (!take_variable (settings, variables[i], error))
      return NULL;
  }

  return g_steal_pointer (&settings);
}

char *
aus_server_settings_describe (void)
{
  GString *text = g_string_new ("| group | key | variable | if not given | meaning |\n|---|---|---|---|---|\n");

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autofree char *variable = make_variable (keys[i].group, keys[i].name);

    g_string_append_printf (text, "| `[%s]` | `%s` | `%s` | %s | %s |\n", keys[i].group, keys[i].name, variable,
                            *keys[i].usual ? keys[i].usual : "–", keys[i].meaning);
  }

  return g_string_free (text, FALSE);
}
