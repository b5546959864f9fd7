#include "aus-enum-words.h"

#include <glib/gi18n.h>

#include "aus-technical-issue.h"

static const char *const sex_words[] = {
  [AUS_SEX_UNKNOWN] = N_("Unknown"),
  [AUS_SEX_FEMALE] = N_("Female"),
  [AUS_SEX_MALE] = N_("Male"),
  [AUS_SEX_OTHER] = N_("Other"),
};

static const char *const role_words[] = {
  [AUS_ROLE_NONE] = N_("None"),
  [AUS_ROLE_ADMIN] = N_("Administrator"),
  [AUS_ROLE_DOCTOR] = N_("Doctor"),
  [AUS_ROLE_NURSE] = N_("Nurse"),
  [AUS_ROLE_RECEPTIONIST] = N_("Receptionist"),
  [AUS_ROLE_PATIENT] = N_("Patient"),
  [AUS_ROLE_GUEST] = N_("Guest"),
  [AUS_ROLE_INTERPRETER] = N_("Interpreter"),
};

static const char *const appointment_words[] = {
  [AUS_APPOINTMENT_TYPE_IN_PERSON] = N_("In Person"),
  [AUS_APPOINTMENT_TYPE_VIRTUAL] = N_("By Video"),
};

static const char *const provider_words[] = {
  [AUS_VIDEO_PROVIDER_BUILTIN] = N_("Built-in call"),
  [AUS_VIDEO_PROVIDER_JITSI] = "Jitsi",
  [AUS_VIDEO_PROVIDER_ZOOM] = "Zoom",
  [AUS_VIDEO_PROVIDER_GOOGLE_MEET] = "Google Meet",
};

static const char *const issue_words[] = {
  [AUS_ISSUE_TYPE_AUDIO] = N_("Sound"),
  [AUS_ISSUE_TYPE_VIDEO] = N_("Picture"),
  [AUS_ISSUE_TYPE_CONNECTION] = N_("Connection"),
  [AUS_ISSUE_TYPE_SCREEN_SHARE] = N_("Screen sharing"),
  [AUS_ISSUE_TYPE_RECORDING] = N_("Recording"),
  [AUS_ISSUE_TYPE_OTHER] = N_("Something else"),
};

static const char *const severity_words[] = {
  [AUS_SEVERITY_LOW] = N_("Low"),
  [AUS_SEVERITY_MEDIUM] = N_("Medium"),
  [AUS_SEVERITY_HIGH] = N_("High"),
  [AUS_SEVERITY_CRITICAL] = N_("Critical"),
};

const char *
aus_enum_to_word (GType type,
                  guint value)
{
  const struct { GType type; const char *const *words; guint n_words; } sets[] = {
    { aus_sex_get_type (), sex_words, G_N_ELEMENTS (sex_words) },
    { aus_role_get_type (), role_words, G_N_ELEMENTS (role_words) },
    { aus_appointment_type_get_type (), appointment_words, G_N_ELEMENTS (appointment_words) },
    { aus_issue_type_get_type (), issue_words, G_N_ELEMENTS (issue_words) },
    { aus_severity_get_type (), severity_words, G_N_ELEMENTS (severity_words) },
    { aus_video_provider_get_type (), provider_words, G_N_ELEMENTS (provider_words) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++) {
    if (sets[i].type == type && value < sets[i].n_words)
      return _(sets[i].words[value]);
  }

  return NULL;
}
