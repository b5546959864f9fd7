#pragma once

#include "aus-clinic.h"
#include "aus-database.h"
#include "aus-provider-work.h"

G_BEGIN_DECLS

/* What the clinic says of its accounts with video providers, and the providers that this makes. Inside jobs, on their
 * own snapshot: whoever asks after a change has it. */

/**
 * AusProviderRow:
 * @revision: 0 where nothing was ever said in the app
 * @settings: by name, texts
 * @has_secret: by name: which secrets are there
 * @tested_at: 0 where it never was
 *
 * What is stored of one.
 */
typedef struct
{
  const AusProviderDescription *description;
  gint64      revision;
  gboolean    is_enabled;
  GHashTable *settings;
  GHashTable *secrets;
  gint64      tested_at;
  gboolean    is_good;
  char       *test_note;
} AusProviderRow;

/* %AUS_ERROR_NOT_FOUND where there is no provider of that name. (transfer full) */
AusProviderRow *aus_provider_row_read  (AusClinic        *clinic,
                                        AusDatabase      *database,
                                        const char       *name,
                                        GError          **error);
void            aus_provider_row_free  (AusProviderRow   *self);
/* Raises its revision. @by: who does it */
gboolean        aus_provider_row_save  (AusProviderRow   *self,
                                        AusClinic        *clinic,
                                        AusDatabase      *database,
                                        const char       *by,
                                        GError          **error);
/* Writes down how a test went, which is no change of what was said. */
gboolean        aus_provider_row_note_test (AusDatabase  *database,
                                            const char   *name,
                                            gboolean      is_good,
                                            const char   *note,
                                            GError      **error);

/* What was said, secrets in clear. (transfer full) */
AusProviderValues *aus_provider_row_get_values (AusProviderRow *self);
/* Keeps a grant, or forgets the one that there is where @grant is %NULL. */
void            aus_provider_row_set_grant (AusProviderRow        *self,
                                            const AusSignInGrant  *grant);

/* The provider as it is set up now; one that cannot be used says why. (transfer full) */
AusProvider    *aus_provider_settings_get (AusClinic     *clinic,
                                           AusDatabase   *database,
                                           const char    *name,
                                           GError       **error);
/* Where it is told to post to; of those that have a webhook. (transfer full) */
char           *aus_provider_make_webhook_url (AusClinic                    *clinic,
                                               const AusProviderDescription *description);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusProviderRow, aus_provider_row_free)

G_END_DECLS
