#pragma once

#include "aus-error.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* Lets statements of @handle say fold (text), and has_words (typed, text, …) for whether each word stands in one of the
 * texts. Nothing that stays in the database may say so, for other programs could not read it then. */
gboolean aus_folding_add (sqlite3  *handle,
                          GError  **error);

G_END_DECLS
