#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/**
 * AusCaller:
 * @role: %AUS_ROLE_NONE where nobody is signed in
 * @name: as others read it
 * @user_id: (nullable): of somebody with an account
 * @session_id: (nullable): of that sign-in
 * @patient_id: (nullable): of a patient with an account
 * @door_id: (nullable): of somebody who came through a door
 * @consultation_id: (nullable): the one visit that the door leads to
 * @helps: whether a doctor may see visits that are not their own
 * @ends_at: when what let them in ends by itself
 * @touch_due: whether it is time to note that the sign-in is in use, or that the door was opened
 *
 * Who asks. Strings are owned.
 */
typedef struct
{
  AusRole   role;
  char     *name;
  char     *user_id;
  char     *session_id;
  char     *patient_id;
  char     *door_id;
  char     *consultation_id;
  gint64    ends_at;
  gboolean  helps;
  gboolean  touch_due;
} AusCaller;

typedef enum
{
  AUS_CREDENTIAL_NONE,
  AUS_CREDENTIAL_TOKEN,
  AUS_CREDENTIAL_DOOR,
} AusCredential;

/**
 * aus_caller_resolve:
 * @token: (nullable): what was shown; %NULL for nobody
 *
 * Finds out who shows @token. Inside a job.
 *
 * Returns: %FALSE with %AUS_ERROR_UNAUTHENTICATED where the token is unknown or expired, and %AUS_ERROR_NOT_FOUND where
 *   a door is
 */
gboolean aus_caller_resolve  (AusCaller      *self,
                              AusDatabase    *database,
                              AusCredential   kind,
                              const char     *token,
                              GError        **error);
/* The same for somebody of whom we know by what they came in, a sign-in or a door of that id. */
gboolean aus_caller_resolve_pass (AusCaller      *self,
                                  AusDatabase    *database,
                                  AusCredential   kind,
                                  const char     *id,
                                  GError        **error);
/* Whether what let the caller in, a sign-in or a door, still does. Fails with %AUS_ERROR_UNAUTHENTICATED. */
gboolean aus_caller_check    (const AusCaller *self,
                              AusDatabase     *database,
                              GError         **error);
void     aus_caller_copy     (AusCaller       *self,
                              const AusCaller *source);
void     aus_caller_clear    (AusCaller       *self);
gboolean aus_caller_is_staff (const AusCaller *self);
/* Guests and interpreters, who come along with the patient. */
gboolean aus_caller_is_companion (const AusCaller *self);
/* What others know this caller by: the account or the door. */
const char *aus_caller_get_id (const AusCaller *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AusCaller, aus_caller_clear)

G_END_DECLS
