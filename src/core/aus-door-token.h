#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * aus_door_token_make:
 * @key: the clinic's own
 * @door_id: a UUID, version 7
 * @hash: (nullable): what the database finds the door by, if it is there already
 *
 * Makes the secret of a door's link. It is always the same for one door, and unknown to the database: 16 bytes that
 * nobody makes without @key, and behind them the moment the door was made at, as its id has it. The links of doors
 * whose @hash is nothing but a hash were given without that moment.
 *
 * Returns: (transfer full)
 */
char *aus_door_token_make (GBytes     *key,
                           const char *door_id,
                           const char *hash);

/**
 * aus_door_token_hash:
 * @token: whatever somebody shows
 *
 * What the database finds a door by: the moment that @token names, so that doors stand in the index in the order in
 * which they were made, and the hash of @token. Without the moment, where it has none.
 *
 * Returns: (transfer full)
 */
char *aus_door_token_hash (const char *token);

G_END_DECLS
