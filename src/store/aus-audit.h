#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/**
 * AusAuditEntry:
 * @at: when
 * @user_id: (nullable): who, where it was somebody with an account
 * @door_id: (nullable): who, where it was somebody who came by a door
 * @action: what was done, such as “read”, “create” or “start”
 * @entity: to what kind of record
 * @entity_id: (nullable): to which; %NULL for a list
 * @consultation_id: (nullable): within which visit
 * @address: (nullable): from where
 * @request_id: (nullable): of the request, as it stands in the log of the server
 *
 * That somebody read or wrote personal data. Strings are owned.
 */
typedef struct
{
  gint64   at;
  AusRole  role;
  char    *user_id;
  char    *door_id;
  char    *action;
  char    *entity;
  char    *entity_id;
  char    *consultation_id;
  char    *address;
  char    *request_id;
} AusAuditEntry;

void     aus_audit_entry_free (AusAuditEntry        *self);
/* Adds to the log, whose rows are chained by their hashes. Inside a write job. */
gboolean aus_audit_append     (AusDatabase          *database,
                               const AusAuditEntry  *entry,
                               GError              **error);

/**
 * aus_audit_verify:
 * @n_rows: (out): how many rows are whole, which are those before the first that is not
 * @fault: (out) (transfer full) (nullable): what is wrong there; %NULL where nothing is
 *
 * Walks the whole chain.
 *
 * Returns: %FALSE where the log could not be read
 */
gboolean aus_audit_verify     (AusDatabase          *database,
                               gint64               *n_rows,
                               char                **fault,
                               GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusAuditEntry, aus_audit_entry_free)

G_END_DECLS
