#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

/* Of the words in which people are asked whether they agree to be recorded, on the page and in the app. Whoever changes
 * what these words say gives them another version, here and in the page's texts. */
#define AUS_CONSENT_TEXT_VERSION "2026-11"

typedef enum
{
  AUS_CONSENT_KIND_RECORDING,
} AusConsentKind;

/**
 * AusConsentState:
 * @AUS_CONSENT_STATE_WITHDRAWN: given before, and taken back
 */
typedef enum
{
  AUS_CONSENT_STATE_GIVEN,
  AUS_CONSENT_STATE_DECLINED,
  AUS_CONSENT_STATE_WITHDRAWN,
} AusConsentState;

GType aus_consent_kind_get_type  (void) G_GNUC_CONST;
GType aus_consent_state_get_type (void) G_GNUC_CONST;

#define AUS_TYPE_CONSENT_KIND  (aus_consent_kind_get_type ())
#define AUS_TYPE_CONSENT_STATE (aus_consent_state_get_type ())

#define AUS_TYPE_CONSENT (aus_consent_get_type ())

G_DECLARE_FINAL_TYPE (AusConsent, aus_consent, AUS, CONSENT, AusRecord)

/* What somebody in a visit answered when they were asked, with the words that they were asked in. Never changed:
 * whoever thinks otherwise adds another. */
struct _AusConsent
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *consultation_id;
  char      *participant_id;
  char      *recorded_by;
  char      *name;
  guint      role;
  guint      kind;
  gboolean   given;
  guint      state;
  char      *text_version;
  char      *language;
  gboolean   is_current;
  GDateTime *created_at;
};

/* Whether those words are there in @language, such as “de” or “de-AT”. */
gboolean aus_consent_has_words (const char *language);

G_END_DECLS
