#pragma once

#include "aus-backup.h"

G_BEGIN_DECLS

/**
 * aus_restore_run:
 * @backup: the folder of a backup
 * @data: (nullable): the data folder that is to be; %NULL for the usual place
 * @replace: whether what is there may be put aside
 * @aside: (out) (nullable) (transfer full): where that is now
 *
 * Proves the backup, copies it beside the data folder, proves the copy, and gives it the folder's name. Refuses a
 * folder that is served; one that is not empty, too, unless it is to be replaced. Where it fails all is as before.
 */
gboolean aus_restore_run (const char       *backup,
                          const char       *data,
                          gboolean          replace,
                          char            **aside,
                          GError          **error);

G_END_DECLS
