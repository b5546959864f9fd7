#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * aus_server_settings_load:
 * @path: (nullable): the configuration file; %NULL for none, which is an empty one
 *
 * Reads the configuration, and refuses groups, keys and values that nobody would heed. A variable of the environment
 * comes before the file.
 *
 * Returns: (transfer full): or %NULL with an error that names the file and what is wrong in it
 */
GKeyFile *aus_server_settings_load (const char  *path,
                                    GError     **error);

/* All settings as a table in Markdown. (transfer full) */
char     *aus_server_settings_describe (void);

G_END_DECLS
