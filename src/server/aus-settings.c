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

#define TEXT(id, name, maximum, label, usual, configured, check) \
  { name, AUS_KIND_TEXT, label, usual, configured, check, NULL, 0, maximum },
#define NUMBER(id, name, minimum, maximum, label, usual) \
  { name, AUS_KIND_INTEGER, label, usual, NULL, NULL, NULL, minimum, maximum },
#define WORD(id, name, type, label, usual) \
  { name, AUS_KIND_ENUM, label, usual, NULL, NULL, type, 0, 0 },

const AusSetting aus_settings[AUS_N_SETTINGS] = {
  AUS_SETTINGS (TEXT, NUMBER, WORD)
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
