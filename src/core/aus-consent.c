#include "aus-consent.h"

#include "aus-checks.h"

#include <string.h>

G_DEFINE_ENUM_TYPE (AusConsentKind, aus_consent_kind,
                    G_DEFINE_ENUM_VALUE (AUS_CONSENT_KIND_RECORDING, "recording"))

G_DEFINE_ENUM_TYPE (AusConsentState, aus_consent_state,
                    G_DEFINE_ENUM_VALUE (AUS_CONSENT_STATE_GIVEN, "given"),
                    G_DEFINE_ENUM_VALUE (AUS_CONSENT_STATE_DECLINED, "declined"),
                    G_DEFINE_ENUM_VALUE (AUS_CONSENT_STATE_WITHDRAWN, "withdrawn"))

G_DEFINE_FINAL_TYPE (AusConsent, aus_consent, AUS_TYPE_RECORD)

#define ASKED (AUS_FIELD_CREATE_ONLY | AUS_FIELD_REQUIRED)

static const AusField fields[] = {
  AUS_FIELD (AusConsent, id, .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_ID),
  AUS_FIELD (AusConsent, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusConsent, consultation_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusConsent, participant_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusConsent, recorded_by, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID, .audience = AUS_ROLES_STAFF),
  AUS_FIELD (AusConsent, name, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusConsent, role, .flags = AUS_FIELD_READONLY, .enum_type = aus_participant_role_get_type),
  AUS_FIELD (AusConsent, kind, .flags = ASKED, .enum_type = aus_consent_kind_get_type),
  AUS_FIELD (AusConsent, given, .flags = ASKED),
  AUS_FIELD (AusConsent, state, .flags = AUS_FIELD_READONLY, .enum_type = aus_consent_state_get_type),
  AUS_FIELD (AusConsent, text_version, .flags = ASKED, .max_length = 64),
  AUS_FIELD (AusConsent, language, .flags = ASKED, .max_length = 35, .check = aus_check_language),
  AUS_FIELD (AusConsent, is_current, .flags = AUS_FIELD_COMPUTED),
  AUS_FIELD (AusConsent, created_at, .flags = AUS_FIELD_READONLY),
};

static void
aus_consent_class_init (AusConsentClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "consents", fields, G_N_ELEMENTS (fields));
}

static void
aus_consent_init (AusConsent *self)
{
}

gboolean
aus_consent_has_words (const char *language)
{
  /* Of the page, which has all that the app has. */
  static const char *const languages[] = { "ar", "de", "en", NULL };
  g_autofree char *lowered = g_ascii_strdown (language, -1);

  lowered[strcspn (lowered, "-")] = '\0';

  return g_strv_contains (languages, lowered);
}
