#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/* Whether @key is what the contents of @database are sealed with. A database that was never served tells of none, nor
 * does one of an earlier version. */
gboolean aus_key_proof_check  (AusDatabase  *database,
                               GBytes       *key,
                               GError      **error);

/* A job, with the key as its data: fails with another key than before, and has the database tell of the first one. */
gboolean aus_key_proof_settle (AusDatabase  *database,
                               gpointer      key,
                               GError      **error);

G_END_DECLS
