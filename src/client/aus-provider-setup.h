#pragma once

#include "aus-client.h"

G_BEGIN_DECLS

/**
 * AusSetupField:
 * @type: “text”, “integer” or “boolean”; the value is a text in any case
 * @label: untranslated, like @help
 * @is_set: whether the server has a value; of a secret it says no more
 * @value: (nullable): always %NULL for a secret
 * @usual: (nullable): what holds where nothing is said
 * @words: (nullable): all that it may be
 * @when: (nullable): names and values of fields, such as “kind=rs256|jaas”: it matters only while all of them are so
 *
 * One thing that the clinic says of its account with a video provider.
 */
typedef struct
{
  char     *name;
  char     *type;
  char     *label;
  char     *help;
  char     *value;
  char     *usual;
  GStrv     words;
  GStrv     when;
  gint64    minimum;
  gint64    maximum;
  gboolean  is_required;
  gboolean  is_secret;
  gboolean  is_long;
  gboolean  is_set;
} AusSetupField;

/**
 * AusSignInState:
 * @AUS_SIGN_IN_UNKNOWN: the provider knows no signing in
 * @AUS_SIGN_IN_BROKEN: it was given up by the provider, and must be done again
 */
typedef enum
{
  AUS_SIGN_IN_UNKNOWN,
  AUS_SIGN_IN_NONE,
  AUS_SIGN_IN_CONNECTED,
  AUS_SIGN_IN_BROKEN,
} AusSignInState;

/**
 * AusProviderSetup:
 * @reason: (nullable): why it cannot be used
 * @ailment: (nullable): what is wrong with it although it is set up
 * @sees: (nullable): what the provider learns of a visit
 * @caution: (nullable): what is to be seen to at the provider
 * @webhook_url: (nullable)
 * @tested_at: (nullable): %NULL where it was not tested since it was changed
 * @account: (nullable): who is signed in at the provider
 * @sign_in_reason: (nullable): why signing in does not hold
 * @fields: (element-type AusSetupField): empty where there is nothing to say, and in a list
 *
 * A video provider as an admin sees it.
 */
typedef struct
{
  char      *name;
  char      *display_name;
  char      *reason;
  char      *ailment;
  char      *sees;
  char      *caution;
  char      *webhook_url;
  char      *test_note;
  char      *account;
  char      *sign_in_reason;
  GDateTime *tested_at;
  gint64     revision;
  gboolean   is_enabled;
  gboolean   is_available;
  gboolean   is_from_file;
  gboolean   test_passed;
  AusSignInState sign_in;
  GPtrArray *fields;
} AusProviderSetup;

void              aus_provider_setup_free        (AusProviderSetup     *self);

void              aus_provider_setup_list        (AusClient            *client,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
/* (transfer full) (element-type AusProviderSetup): without their fields, in the order to show them */
GPtrArray        *aus_provider_setup_list_finish (AusClient            *client,
                                                  GAsyncResult         *result,
                                                  GError              **error);

void              aus_provider_setup_read        (AusClient            *client,
                                                  const char           *name,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);

/**
 * AusProviderChange:
 * @texts: by the names of fields; what is "" is taken out, what is not there stays
 *
 * What an admin wants otherwise.
 */
typedef struct
{
  GHashTable *texts;
  gboolean    is_enabled;
} AusProviderChange;

/* Faults name fields, and %AUS_ERROR_STALE says that somebody else changed it since @self was read. */
void              aus_provider_setup_save        (AusProviderSetup     *self,
                                                  AusClient            *client,
                                                  const AusProviderChange *change,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
/* Of both. (transfer full) */
AusProviderSetup *aus_provider_setup_finish      (AusClient            *client,
                                                  GAsyncResult         *result,
                                                  GError              **error);

void              aus_provider_setup_test        (AusClient            *client,
                                                  const char           *name,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
/* Whether there is an answer; that it did not pass is one. @note: (out) (transfer full): what the server found */
gboolean          aus_provider_setup_test_finish (AusClient            *client,
                                                  GAsyncResult         *result,
                                                  gboolean             *passed,
                                                  char                **note,
                                                  GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusProviderSetup, aus_provider_setup_free)

G_END_DECLS
