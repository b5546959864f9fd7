#pragma once

#include <sqlite3.h>

/* For tests: where AUSCULTA_PLANS names a file, appends to it how SQLite goes about @sql, each step on a line of its
 * own before a tab and the statement. */
void aus_plan_note (sqlite3    *handle,
                    const char *sql);
