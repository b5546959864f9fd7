#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * aus_rewind_note:
 * @path: of a database that is restored from a copy, and served by nobody
 *
 * Brings it up to date, and has it know that it was somewhere else meanwhile. Clients that know what is no more read
 * afresh, and their edits of it are refused; everybody signs in anew, so that no sign-in that was ended comes back; and
 * the audit log says that it happened.
 */
gboolean aus_rewind_note (const char  *path,
                          GError     **error);

G_END_DECLS
