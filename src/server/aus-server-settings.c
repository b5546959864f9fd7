#include "aus-server-settings.h"

#include "aus-error.h"
#include "aus-listener-address.h"
#include "aus-zone.h"

typedef struct
{
  const char *group;
  const char *name;
  const char *(* check) (const char *value);
} Key;

static const char *
check_address (const char *value)
{
  g_autoptr (GSocketAddress) address = aus_listener_address_parse (value, NULL);

  return address ? NULL : "must be an address and a port such as 127.0.0.1:8005.";
}

static const char *
check_url (const char *value)
{
  g_autoptr (GUri) uri = g_uri_parse (value, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri ? g_uri_get_scheme (uri) : NULL;

  if ((g_strcmp0 (scheme, "https") == 0 || g_strcmp0 (scheme, "http") == 0) && *g_uri_get_host (uri) != '\0')
    return NULL;

  return "must be an address such as https://clinic.example.";
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

/* All that may be said. */
static const Key keys[] = {
  { "server", "listen", check_address },
  { "server", "public-url", check_url },
  { "server", "origins" },
  { "limits", "requests-per-second", check_number },
  { "limits", "requests-at-once", check_number },
  { "limits", "loopback", check_boolean },
  { "clinic", "name" },
  { "clinic", "phone" },
  { "clinic", "time-zone", check_zone },
  { "call", "ice-servers" },
  { "call", "turn-username" },
  { "call", "turn-credential" },
  { "jitsi", "url" },
  { "jitsi", "app-id" },
  { "jitsi", "app-secret" },
  { "jitsi", "sub" },
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
check_key (GKeyFile    *settings,
           const char  *group,
           const char  *name,
           GError     **error)
{
  const Key *key = find_key (group, name);
  g_autofree char *value = NULL;
  const char *fault;

  if (key == NULL) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "[%s] knows no key “%s”.", group, name);
    return FALSE;
  }

  value = g_key_file_get_string (settings, group, name, error);

  if (value == NULL)
    return FALSE;

  fault = key->check ? key->check (g_strstrip (value)) : NULL;

  if (fault != NULL)
    g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "[%s] %s “%s” %s", group, name, value, fault);

  return fault == NULL;
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

GKeyFile *
aus_server_settings_load (const char  *path,
                          GError     **error)
{
  g_autoptr (GKeyFile) settings = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (path == NULL)
    return g_steal_pointer (&settings);

  if (!g_key_file_load_from_file (settings, path, G_KEY_FILE_NONE, error)) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }

  groups = g_key_file_get_groups (settings, NULL);

  for (guint i = 0; groups[i] != NULL; i++) {
    if (!check_group (settings, groups[i], error)) {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  }

  return g_steal_pointer (&settings);
}
