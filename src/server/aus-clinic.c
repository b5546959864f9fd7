#include "aus-clinic.h"

#include "aus-address-guard.h"
#include "aus-random.h"
#include "aus-time.h"
#include "aus-zone.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define KEY_LENGTH 32
#define REQUEST_RATE 50
#define REQUEST_BURST 200
#define KEEP_DAYS 30
#define MAX_MEGABYTES 2048
#define KEEP_FILES_DAYS 365
#define MAX_FILE_MEGABYTES 25
#define MEGABYTE G_GINT64_CONSTANT (1048576)

G_DEFINE_FINAL_TYPE (AusClinic, aus_clinic, G_TYPE_OBJECT)

static void
aus_clinic_finalize (GObject *object)
{
  AusClinic *self = AUS_CLINIC (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->phone, g_free);
  g_clear_pointer (&self->time_zone, g_free);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->public_url, g_free);
  g_clear_pointer (&self->origins, g_strfreev);
  g_clear_pointer (&self->key, g_bytes_unref);
  g_clear_object (&self->providers);
  g_clear_object (&self->throttle);
  g_clear_object (&self->tickets);
  g_clear_pointer (&self->address_guard, aus_address_guard_unref);
  g_clear_pointer (&self->webhook_ca_file, g_free);
  g_clear_pointer (&self->metrics, aus_metrics_free);
  g_clear_pointer (&self->uploads, aus_uploads_free);
  g_clear_pointer (&self->data_folder, g_free);

  G_OBJECT_CLASS (aus_clinic_parent_class)->finalize (object);
}

static void
aus_clinic_class_init (AusClinicClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aus_clinic_finalize;
}

static void
aus_clinic_init (AusClinic *self)
{
  self->throttle = aus_throttle_new ();
  self->tickets = aus_tickets_new ();
  self->metrics = aus_metrics_new ();
  self->uploads = aus_uploads_new ();
  self->public_url = g_strdup ("");
}

static gboolean
set_errno_error (GError     **error,
                 const char  *path)
{
  const int number = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "%s: %s", path, g_strerror (number));

  return FALSE;
}

/* Whole, on disk, and readable by nobody else before its name appears. */
static gboolean
write_key (const char    *path,
           const guint8  *key,
           GError       **error)
{
  return g_file_set_contents_full (path, (const char *) key, KEY_LENGTH,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

/* Where there is none one is made. A link that leads nowhere is one that cannot be read. */
static GBytes *
load_key (const char  *data_dir,
          gboolean    *is_new,
          GError     **error)
{
  g_autofree char *path = g_build_filename (data_dir, "secret.key", NULL);
  GStatBuf status;
  g_autofree char *text = NULL;
  guint8 key[KEY_LENGTH];
  gsize length;

  if (g_mkdir_with_parents (data_dir, 0700) != 0) {
    set_errno_error (error, data_dir);
    return NULL;
  }

  if (g_lstat (path, &status) != 0 && errno == ENOENT) {
    *is_new = TRUE;
    aus_random_bytes (key, sizeof key);
    return write_key (path, key, error) ? g_bytes_new (key, sizeof key) : NULL;
  }

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;

  if (length != KEY_LENGTH) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "%s: this is not a key of ours.", path);
    return NULL;
  }

  return g_bytes_new (text, length);
}

/* A text of the settings; @fallback where it is not given. */
static char *
get_setting (GKeyFile   *settings,
             const char *group,
             const char *name,
             const char *fallback)
{
  g_autofree char *value = settings ? g_key_file_get_string (settings, group, name, NULL) : NULL;

  return g_strdup (value ? g_strstrip (value) : fallback);
}

static GStrv
get_list (GKeyFile   *settings,
          const char *group,
          const char *name)
{
  return settings ? g_key_file_get_string_list (settings, group, name, NULL, NULL) : NULL;
}

static gboolean
get_boolean (GKeyFile   *settings,
             const char *group,
             const char *name,
             gboolean    fallback)
{
  g_autofree char *value = get_setting (settings, group, name, fallback ? "true" : "false");

  return strcmp (value, "true") == 0;
}

AusProviders *
aus_clinic_make_providers (GKeyFile *settings)
{
  g_auto (GStrv) ice_servers = get_list (settings, "call", "ice-servers");
  g_autofree char *username = get_setting (settings, "call", "turn-username", NULL);
  g_autofree char *credential = get_setting (settings, "call", "turn-credential", NULL);
  g_autofree char *secret = get_setting (settings, "call", "turn-secret", NULL);
  const gboolean relay_only = get_boolean (settings, "call", "relay-only", FALSE);
  g_autofree char *base_url = get_setting (settings, "jitsi", "url", NULL);
  g_autofree char *app_id = get_setting (settings, "jitsi", "app-id", NULL);
  g_autofree char *app_secret = get_setting (settings, "jitsi", "app-secret", NULL);
  g_autofree char *sub = get_setting (settings, "jitsi", "sub", NULL);
  const AusBuiltinSettings builtin = { (const char * const *) ice_servers, username, credential, secret, relay_only };
  const AusJitsiSettings jitsi = { base_url, app_id, app_secret, sub };

  return aus_providers_new (&builtin, &jitsi);
}

static char *
guess_zone (void)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (local);

  return g_strdup (aus_zone_is_valid (name) ? name : "UTC");
}

static guint
get_number (GKeyFile   *settings,
            const char *group,
            const char *name,
            guint       fallback)
{
  g_autofree char *value = get_setting (settings, group, name, NULL);

  return value ? (guint) g_ascii_strtoull (value, NULL, 10) : fallback;
}

static void
read_recordings (AusClinic *self,
                 GKeyFile  *settings)
{
  AusRecordingPolicy *policy = &self->recordings;

  policy->is_enabled = get_boolean (settings, "recordings", "enabled", TRUE);
  policy->admin_may_see = get_boolean (settings, "recordings", "admin-may-see", FALSE);
  policy->keep_time = get_number (settings, "recordings", "retention-days", KEEP_DAYS) * AUS_TIME_DAY;
  policy->max_size = get_number (settings, "recordings", "max-size-mb", MAX_MEGABYTES) * MEGABYTE;
}

static void
read_files (AusClinic *self,
            GKeyFile  *settings)
{
  self->files.keep_time = get_number (settings, "files", "retention-days", KEEP_FILES_DAYS) * AUS_TIME_DAY;
  self->files.max_size = get_number (settings, "files", "max-size-mb", MAX_FILE_MEGABYTES) * MEGABYTE;
}

static void
read_limits (AusClinic *self,
             GKeyFile  *settings)
{
  self->request_rate = get_number (settings, "limits", "requests-per-second", REQUEST_RATE);
  self->request_burst = get_number (settings, "limits", "requests-at-once", REQUEST_BURST);
  self->limits_loopback = get_boolean (settings, "limits", "loopback", FALSE);
}

static void
read_accounts (AusClinic *self,
               GKeyFile  *settings)
{
  g_autofree char *roles = get_setting (settings, "accounts", "require-totp", "");
  g_auto (GStrv) names = g_strsplit (roles, " ", -1);

  for (guint i = 0; names[i] != NULL; i++) {
    guint role;

    if (aus_enum_from_nick (AUS_TYPE_ROLE, names[i], &role))
      self->factor_roles |= 1u << role;
  }
}

static gboolean
read_settings (AusClinic  *self,
               GKeyFile   *settings,
               GError    **error)
{
  g_autofree char *zone = guess_zone ();

  self->name = get_setting (settings, "clinic", "name", "The clinic");
  self->phone = get_setting (settings, "clinic", "phone", "");
  self->time_zone = get_setting (settings, "clinic", "time-zone", zone);
  read_limits (self, settings);
  read_accounts (self, settings);
  self->origins = get_list (settings, "server", "origins");

  if (self->origins == NULL)
    self->origins = g_strsplit ("http://localhost:5173", " ", -1);

  if (aus_zone_is_valid (self->time_zone)) {
    /* Held, so that GLib keeps what it read of the zone and need not read the file for each booking. */
    self->zone = g_time_zone_new_identifier (self->time_zone);
    return TRUE;
  }

  aus_error_add_field (error, "time-zone", "“%s” is no time zone; write one such as Europe/Berlin.", self->time_zone);

  return FALSE;
}

/* Where webhooks may lead. */
static gboolean
read_webhooks (AusClinic  *self,
               GKeyFile   *settings,
               GError    **error)
{
  g_auto (GStrv) networks = get_list (settings, "webhooks", "allow-networks");

  self->webhook_ca_file = get_setting (settings, "webhooks", "ca-file", NULL);
  self->address_guard = aus_address_guard_new ((const char *const *) networks, error);

  return self->address_guard != NULL;
}

AusClinic *
aus_clinic_new (const char  *data_dir,
                GKeyFile    *settings,
                GError     **error)
{
  g_autoptr (AusClinic) self = g_object_new (AUS_TYPE_CLINIC, NULL);
  g_autofree char *public_url = get_setting (settings, "server", "public-url", "");

  self->data_folder = g_strdup (data_dir);
  self->key = load_key (data_dir, &self->made_key, error);

  if (self->key == NULL || !read_settings (self, settings, error) || !read_webhooks (self, settings, error))
    return NULL;

  read_recordings (self, settings);
  read_files (self, settings);
  self->providers = aus_clinic_make_providers (settings);
  aus_clinic_set_public_url (self, public_url);

  return g_steal_pointer (&self);
}

void
aus_clinic_set_public_url (AusClinic  *self,
                           const char *url)
{
  gsize length = strlen (url);

  while (length > 0 && url[length - 1] == '/')
    length--;

  g_free (self->public_url);
  self->public_url = g_strndup (url, length);
}
