#pragma once

#include "aus-metrics.h"
#include "aus-password.h"
#include "aus-providers.h"
#include "aus-throttle.h"
#include "aus-tickets.h"
#include "aus-uploads.h"

G_BEGIN_DECLS

typedef struct _AusAddressGuard AusAddressGuard;

/**
 * AusRecordingPolicy:
 * @is_enabled: whether visits are recorded here at all
 * @admin_may_see: whether admins may see recordings of visits where everybody agreed
 * @keep_time: how long a recording is kept unless its doctor says otherwise
 * @max_size: of one, in bytes
 */
typedef struct
{
  gboolean  is_enabled;
  gboolean  admin_may_see;
  gint64    keep_time;
  gint64    max_size;
} AusRecordingPolicy;

/**
 * AusFilePolicy:
 * @keep_time: how long what is sent in a visit is kept, unless a clinician keeps it
 * @max_size: of one, in bytes
 */
typedef struct
{
  gint64 keep_time;
  gint64 max_size;
} AusFilePolicy;

#define AUS_TYPE_CLINIC (aus_clinic_get_type ())

G_DECLARE_FINAL_TYPE (AusClinic, aus_clinic, AUS, CLINIC, GObject)

/**
 * AusClinic:
 *
 * What the server knows of the clinic beside the database: settings and what all threads share. Immutable but for the
 * throttle, the tickets, the metrics and the uploads, which guard themselves.
 *
 * Nobody may ask more often than request_rate times a second, and request_burst times at once; this machine itself may
 * unless limits_loopback. factor_roles, as bits, must have a second factor. The key was made just now, for there was
 * none, where made_key says so.
 */
struct _AusClinic
{
  GObject          parent_instance;

  char            *name;
  char            *phone;
  char            *time_zone;
  GTimeZone       *zone;
  char            *public_url;
  GStrv            origins;
  char            *data_folder;
  GBytes          *key;
  gboolean         made_key;
  AusPasswordCost  password_cost;
  AusProviders    *providers;
  AusThrottle     *throttle;
  AusTickets      *tickets;
  AusAddressGuard *address_guard;
  char            *webhook_ca_file;
  AusMetrics      *metrics;
  AusUploads      *uploads;
  AusRecordingPolicy recordings;
  AusFilePolicy    files;
  guint            request_rate;
  guint            request_burst;
  gboolean         limits_loopback;
  guint            factor_roles;
};

/**
 * aus_clinic_new:
 * @data_dir: holds the key that door links are made from, which is made where it is missing, recordings and files
 * @settings: (nullable): the configuration file
 */
AusClinic *aus_clinic_new            (const char  *data_dir,
                                      GKeyFile    *settings,
                                      GError     **error);
/* Those of a clinic with @settings, which may be %NULL. (transfer full) */
AusProviders *aus_clinic_make_providers (GKeyFile *settings);
/* Where people reach us; for start-up, before anybody asks. Without a trailing slash. */
void       aus_clinic_set_public_url (AusClinic   *self,
                                      const char  *url);

G_END_DECLS
