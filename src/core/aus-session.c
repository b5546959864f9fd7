#include "aus-session.h"

G_DEFINE_FINAL_TYPE (AusSession, aus_session, AUS_TYPE_RECORD)

static const AusField fields[] = {
  AUS_FIELD (AusSession, id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusSession, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusSession, user_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusSession, token_hash, .flags = AUS_FIELD_SECRET),
  AUS_FIELD (AusSession, address, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusSession, user_agent, .flags = AUS_FIELD_READONLY, .max_length = 400),
  AUS_FIELD (AusSession, created_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusSession, last_used_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusSession, expires_at, .flags = AUS_FIELD_READONLY),
};

static void
aus_session_class_init (AusSessionClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "sessions", fields, G_N_ELEMENTS (fields));
}

static void
aus_session_init (AusSession *self)
{
}
