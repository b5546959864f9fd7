#include "aus-settings.h"

#include "aus-zone.h"

#include <stdlib.h>
#include <string.h>

static const char *
get_name (AusClinic *clinic)
{
  return clinic->name;
}

static const char *
get_phone (AusClinic *clinic)
{
  return clinic->phone;
}

static const char *
get_zone (AusClinic *clinic)
{
  return clinic->time_zone;
}

static const char *
check_name (const char *text)
{
  return *text != '\0' ? NULL : "Must not be blank.";
}

static const char *
check_zone (const char *text)
{
  return aus_zone_is_valid (text) ? NULL : "Must be a time zone such as Europe/Berlin.";
}

/* Tags of BCP 47 with commas between them. */
static const char *
check_languages (const char *text)
{
  return g_regex_match_simple ("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*(,[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)*$", text, 0, 0)
           ? NULL : "Must be languages such as de,en,pt-BR.";
}

const AusSetting aus_settings[AUS_N_SETTINGS] = {
  [AUS_SETTING_CLINIC_NAME] = { "clinic_name", AUS_KIND_TEXT, "Name of the clinic", "The clinic", get_name, check_name,
                                .maximum = 120 },
  [AUS_SETTING_CLINIC_PHONE] = { "clinic_phone", AUS_KIND_TEXT, "Telephone for patients", "", get_phone,
                                 .maximum = 64 },
  [AUS_SETTING_CLINIC_ADDRESS] = { "clinic_address", AUS_KIND_TEXT, "Address", "", .maximum = 500 },
  [AUS_SETTING_LANGUAGES] = { "languages", AUS_KIND_TEXT, "Languages spoken", "en", .check = check_languages,
                              .maximum = 120 },
  [AUS_SETTING_TIME_ZONE] = { "time_zone", AUS_KIND_TEXT, "Time zone", "UTC", get_zone, check_zone, .maximum = 64 },
  [AUS_SETTING_DEFAULT_VIDEO_PROVIDER] = { "default_video_provider", AUS_KIND_ENUM, "Usual video provider", "builtin",
                                           .enum_type = aus_video_provider_get_type },
  [AUS_SETTING_WAITING_ROOM_TEXT] = { "waiting_room_text", AUS_KIND_TEXT, "What those who wait read", "",
                                      .maximum = 2000 },
  [AUS_SETTING_CANCEL_NOTICE_HOURS] = { "cancel_notice_hours", AUS_KIND_INTEGER,
                                        "Until how long before may patients cancel by themselves", "0", .minimum = 0,
                                        .maximum = 720 },
  [AUS_SETTING_SESSION_IDLE_MINUTES] = { "session_idle_minutes", AUS_KIND_INTEGER, "Sign-ins end unused after", "720",
                                         .minimum = 5, .maximum = 10080 },
  [AUS_SETTING_SESSION_LIFE_HOURS] = { "session_life_hours", AUS_KIND_INTEGER, "Sign-ins end at most after", "720",
                                       .minimum = 1, .maximum = 8760 },
  [AUS_SETTING_PASSWORD_MIN_LENGTH] = { "password_min_length", AUS_KIND_INTEGER, "Characters of a password at least",
                                        "10", .minimum = 8, .maximum = 64 },
};

/* (nullable) (transfer full): what the database says, if anything. */
static gboolean
read_row (AusDatabase   *database,
          AusSettingId   id,
          char         **text,
          GError       **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT value FROM clinic_settings WHERE name = ?1", error);
  AusStep step;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, aus_settings[id].name);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW)
    *text = g_strdup (aus_statement_get_text (row, 0));

  return step != AUS_STEP_ERROR;
}

char *
aus_settings_get_text (AusDatabase   *database,
                       AusClinic     *clinic,
                       AusSettingId   id,
                       GError       **error)
{
  const AusSetting *setting = &aus_settings[id];
  const char *configured = setting->configured ? setting->configured (clinic) : NULL;
  char *text = NULL;

  if (!read_row (database, id, &text, error))
    return NULL;

  return text ? text : g_strdup (configured ? configured : setting->usual);
}

gboolean
aus_settings_get_number (AusDatabase   *database,
                         AusSettingId   id,
                         gint64        *number,
                         GError       **error)
{
  g_autofree char *text = NULL;

  if (!read_row (database, id, &text, error))
    return FALSE;

  *number = strtoll (text ? text : aus_settings[id].usual, NULL, 10);

  return TRUE;
}
