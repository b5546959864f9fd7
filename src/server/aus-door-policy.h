#pragma once

#include "aus-caller.h"
#include "aus-clinic.h"

G_BEGIN_DECLS

/* What the patient's page may load from elsewhere: for a visit whose provider can be shown inside it, that provider's
 * script and frames, and nothing for all others. */

/**
 * aus_door_policy_find_script:
 *
 * Inside a job.
 *
 * Returns: (transfer full) (nullable): the address of the script by which the visit behind the door of @caller can be
 *   shown in its page; %NULL without an error where there is none, or where the visit is over
 */
char *aus_door_policy_find_script (AusClinic        *clinic,
                                   AusDatabase      *database,
                                   const AusCaller  *caller,
                                   GError          **error);

/* Returns: (transfer full): for Content-Security-Policy. @script: (nullable) */
char *aus_door_policy_make        (const char       *script);
/* Returns: (transfer full): for Permissions-Policy, so that the frame may use camera and microphone, too */
char *aus_door_policy_permit      (const char       *script);

G_END_DECLS
