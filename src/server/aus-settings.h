#pragma once

#include "aus-clinic.h"
#include "aus-database.h"
#include "aus-field.h"

G_BEGIN_DECLS

/* All there is to say of each: its constant, its name, its limits (characters at most; from and to; the words),
   its label, what holds where nobody said anything, where the configuration file's word is, and a check. */
#define AUS_SETTINGS(TEXT, NUMBER, WORD) \
  TEXT (CLINIC_NAME, "clinic_name", 120, "Name of the clinic", "The clinic", get_name, check_name) \
  TEXT (CLINIC_PHONE, "clinic_phone", 64, "Telephone for patients", "", get_phone, NULL) \
  TEXT (CLINIC_ADDRESS, "clinic_address", 500, "Address", "", NULL, NULL) \
  TEXT (LANGUAGES, "languages", 120, "Languages spoken", "en", NULL, check_languages) \
  TEXT (TIME_ZONE, "time_zone", 64, "Time zone", "UTC", get_zone, check_zone) \
  WORD (DEFAULT_VIDEO_PROVIDER, "default_video_provider", aus_video_provider_get_type, \
        "Usual video provider", "builtin") \
  TEXT (WAITING_ROOM_TEXT, "waiting_room_text", 2000, "What those who wait read", "", NULL, NULL) \
  NUMBER (CANCEL_NOTICE_HOURS, "cancel_notice_hours", 0, 720, \
          "Until how long before may patients cancel by themselves", "0") \
  NUMBER (RECALL_SECONDS, "recall_seconds", 0, 30, \
          "How long a patient who was let in may be called back, unseen and unheard", "5") \
  NUMBER (SESSION_IDLE_MINUTES, "session_idle_minutes", 5, 10080, "Sign-ins end unused after", "720") \
  NUMBER (SESSION_LIFE_HOURS, "session_life_hours", 1, 8760, "Sign-ins end at most after", "720") \
  NUMBER (PASSWORD_MIN_LENGTH, "password_min_length", 8, 64, "Characters of a password at least", "10")

#define AUS_SETTING_CONSTANT(id, ...) AUS_SETTING_##id,

typedef enum
{
  AUS_SETTINGS (AUS_SETTING_CONSTANT, AUS_SETTING_CONSTANT, AUS_SETTING_CONSTANT)
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
