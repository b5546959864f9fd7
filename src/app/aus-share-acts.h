#pragma once

#include <adwaita.h>

#include "aus-video-call.h"

G_BEGIN_DECLS

#define AUS_TYPE_SHARE_ACTS (aus_share_acts_get_type ())

G_DECLARE_FINAL_TYPE (AusShareActs, aus_share_acts, AUS, SHARE_ACTS, GObject)

/**
 * aus_share_acts_new:
 * @toasts: below it there are the actions `share.start` and `share.stop`, and by it is told what went wrong
 *
 * Showing a screen in a call. Meanwhile no other window of ours shows patients.
 */
AusShareActs *aus_share_acts_new (AdwToastOverlay *toasts,
                                  AusVideoCall    *call);

G_END_DECLS
