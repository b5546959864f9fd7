#pragma once

#include "aus-client.h"

G_BEGIN_DECLS

#define AUS_TYPE_DRAFT_KEEPER (aus_draft_keeper_get_type ())

G_DECLARE_FINAL_TYPE (AusDraftKeeper, aus_draft_keeper, AUS, DRAFT_KEEPER, GObject)

/**
 * AusDraftKeeper:
 *
 * Saves the notes that an earlier run, or a room that was closed, could not save, as soon as the server is
 * there and it is their owner who is signed in.
 */
AusDraftKeeper *aus_draft_keeper_new     (AusClient      *client,
                                          const char     *draft_dir);

/* A room looks after the notes of that consultation now. */
void            aus_draft_keeper_release (AusDraftKeeper *self,
                                          const char     *consultation_id);
/* The room is closed. */
void            aus_draft_keeper_resume  (AusDraftKeeper *self,
                                          const char     *consultation_id);

G_END_DECLS
