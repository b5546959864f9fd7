#pragma once

#include <adwaita.h>

#include "aus-client.h"
#include "aus-room.h"
#include "aus-video-choices.h"

G_BEGIN_DECLS

#define AUS_TYPE_PROVIDER_ACTS (aus_provider_acts_get_type ())

G_DECLARE_FINAL_TYPE (AusProviderActs, aus_provider_acts, AUS, PROVIDER_ACTS, GObject)

/**
 * AusProviderActs:
 *
 * With which provider a visit is held, and with which it could be. Follows what the room hears of that.
 *
 * Signal: `changed ()`, when there is something new to show.
 */

/* @toasts: below it there is the action `provider.switch (s)`, which takes the name of a provider */
AusProviderActs       *aus_provider_acts_new         (AdwToastOverlay *toasts,
                                                      AusClient       *client,
                                                      AusRoom         *room);
/* Asks anew, for a provider may be well again. */
void                   aus_provider_acts_read        (AusProviderActs *self);

/* Returns: (transfer none) (nullable): %NULL until it is known */
const AusVideoChoices *aus_provider_acts_get_choices (AusProviderActs *self);
/* Returns: (nullable): why it could not be asked, in the user's language */
const char            *aus_provider_acts_get_fault   (AusProviderActs *self);
/* Whether the visit can be moved, and by us. */
gboolean               aus_provider_acts_may_switch  (AusProviderActs *self);

/* In the user's language. Returns: (transfer none) */
const char            *aus_provider_acts_get_word    (const AusVideoChoice *choice);

G_END_DECLS
