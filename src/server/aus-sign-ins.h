#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/* Ending sign-ins, and with them the sockets that they opened. Inside a write job. */

/* One of a user; %AUS_ERROR_NOT_FOUND where they have none of this id. */
gboolean aus_sign_ins_end     (AusDatabase  *database,
                               const char   *user_id,
                               const char   *session_id,
                               GError      **error);
/* All of a user but @kept_id, which may be %NULL. */
gboolean aus_sign_ins_end_all (AusDatabase  *database,
                               const char   *user_id,
                               const char   *kept_id,
                               GError      **error);

G_END_DECLS
