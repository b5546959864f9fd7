#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusVerdict:
 * @AUS_VERDICT_OK: as it should be
 * @AUS_VERDICT_WARN: works, but somebody should look at it
 * @AUS_VERDICT_FAIL: keeps the server from working or the data from being safe
 */
typedef enum
{
  AUS_VERDICT_OK,
  AUS_VERDICT_WARN,
  AUS_VERDICT_FAIL,
} AusVerdict;

/**
 * AusSelfCheck:
 * @config: (nullable): the configuration file
 * @settings: (nullable): what stands in it, once it was read
 * @folder: the data folder
 * @database: its database
 * @out: one line for each thing that was looked at
 * @worst: of all lines
 *
 * What a server needs, looked at without changing anything.
 */
typedef struct
{
  const char *config;
  GKeyFile   *settings;
  char       *folder;
  char       *database;
  GString    *out;
  AusVerdict  worst;
} AusSelfCheck;

/* Looks at everything. @data: (nullable): the data folder; %NULL for the usual place */
void aus_self_check_run   (AusSelfCheck *self,
                           const char   *config,
                           const char   *data);
void aus_self_check_clear (AusSelfCheck *self);

/* For the checks: what was found, and what to do about it. @fix: (nullable): for what is well alone */
void aus_self_check_say   (AusSelfCheck *self,
                           AusVerdict    verdict,
                           const char   *fix,
                           const char   *format,
                           ...) G_GNUC_PRINTF (4, 5);
/* A setting, or %NULL. (transfer full) */
char *aus_self_check_get_setting (AusSelfCheck *self,
                                  const char   *group,
                                  const char   *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AusSelfCheck, aus_self_check_clear)

G_END_DECLS
