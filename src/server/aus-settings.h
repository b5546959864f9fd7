#pragma once

#include "aus-clinic.h"
#include "aus-database.h"
#include "aus-field.h"

G_BEGIN_DECLS

typedef enum
{
  AUS_SETTING_CLINIC_NAME,
  AUS_SETTING_CLINIC_PHONE,
  AUS_SETTING_CLINIC_ADDRESS,
  AUS_SETTING_LANGUAGES,
  AUS_SETTING_TIME_ZONE,
  AUS_SETTING_DEFAULT_VIDEO_PROVIDER,
  AUS_SETTING_WAITING_ROOM_TEXT,
  AUS_SETTING_CANCEL_NOTICE_HOURS,
  AUS_SETTING_SESSION_IDLE_MINUTES,
  AUS_SETTING_SESSION_LIFE_HOURS,
  AUS_SETTING_PASSWORD_MIN_LENGTH,
  AUS_N_SETTINGS,
} AusSettingId;

/**
 * AusSetting:
 * @kind: text, number or a word of @enum_type
 * @usual: what holds where nobody said anything
 * @configured: (nullable): the clinic's member that the configuration file fills
 *
 * What an admin may change while the clinic is open. What is in the database holds; then what is in the configuration
 * file; then the usual.
 */
typedef struct
{
  const char   *name;
  AusKind       kind;
  const char   *label;
  const char   *usual;
  const char *(* configured) (AusClinic *clinic);
  const char *(* check)      (const char *text);
  GType      (* enum_type)  (void);
  gint64        minimum;
  gint64        maximum;
} AusSetting;

extern const AusSetting aus_settings[AUS_N_SETTINGS];

/* What holds at this moment, read in the job's own snapshot. (transfer full) */
char    *aus_settings_get_text   (AusDatabase   *database,
                                  AusClinic     *clinic,
                                  AusSettingId   id,
                                  GError       **error);
/* The same of one that is a number, which no configuration file says. */
gboolean aus_settings_get_number (AusDatabase   *database,
                                  AusSettingId   id,
                                  gint64        *number,
                                  GError       **error);

G_END_DECLS
