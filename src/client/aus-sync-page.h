#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

/**
 * AusTombstone:
 * @type: of the record that was deleted
 * @id: its id
 */
typedef struct
{
  GType  type;
  char  *id;
} AusTombstone;

/**
 * AusSyncPage:
 * @saved: (element-type AusRecord): records that are new or were changed
 * @deleted: (element-type AusTombstone): records that are gone
 * @next: the cursor to ask with next
 * @more: whether there is more already
 * @server_time: (nullable): when the server wrote this
 *
 * One page of changes, see `sync/`.
 */
typedef struct
{
  GPtrArray *saved;
  GPtrArray *deleted;
  gint64     next;
  gboolean   more;
  GDateTime *server_time;
} AusSyncPage;

/**
 * aus_sync_page_parse:
 *
 * Entities that this version does not know are passed over, and so are, with a warning, records that cannot
 * be read: one of them must not keep all others away. Any thread.
 *
 * Returns: (transfer full): the page, or %NULL with %AUS_ERROR_MALFORMED where it is none
 */
AusSyncPage *aus_sync_page_parse (GBytes   *bytes,
                         GError  **error);
void     aus_sync_page_free  (AusSyncPage  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusSyncPage, aus_sync_page_free)

G_END_DECLS
