#pragma once

#include "aus-call.h"

G_BEGIN_DECLS

/* In a prepare, where aus_own_password_look_up() ran: whether the body's @field is the caller's password. */
gboolean aus_own_password_check (AusCall     *call,
                                 const char  *field,
                                 GError     **error);
/* In the job behind it: whether it still is. */
gboolean aus_own_password_check_again (AusCall      *call,
                                       AusDatabase  *database,
                                       const char   *field,
                                       GError      **error);

G_END_DECLS
