#pragma once

#include "aus-handlers.h"

G_BEGIN_DECLS

/* Of video providers, and of what they post to us. */

/* By which each of them proves that a webhook is its own. */
#define AUS_INBOX_HEADERS \
  "Authorization x-zm-signature x-zm-request-timestamp X-Jaas-Signature X-Goog-Channel-ID X-Goog-Channel-Token " \
  "X-Goog-Resource-State X-Goog-Resource-ID X-Goog-Message-Number"

AUS_HANDLER (aus_provider_list);
AUS_HANDLER (aus_provider_show);
AUS_HANDLER (aus_provider_update);
AUS_HANDLER (aus_provider_test_look_up);
gboolean aus_provider_test_prepare (AusCall *call, GError **error);
AUS_HANDLER (aus_provider_test);
AUS_HANDLER (aus_sign_in_start);
AUS_HANDLER (aus_sign_in_look_up);
gboolean aus_sign_in_prepare_finish (AusCall *call, GError **error);
AUS_HANDLER (aus_sign_in_finish);
gboolean aus_sign_in_prepare_disconnect (AusCall *call, GError **error);
AUS_HANDLER (aus_sign_in_disconnect);
AUS_HANDLER (aus_meeting_info_look_up);
gboolean aus_meeting_info_prepare (AusCall *call, GError **error);
AUS_HANDLER (aus_attendance_list);
AUS_HANDLER (aus_video_choices_show);
AUS_HANDLER (aus_inbox_look_up);
gboolean aus_inbox_prepare (AusCall *call, GError **error);
AUS_HANDLER (aus_inbox_receive);
AUS_HANDLER (aus_jitsi_key_show);
AUS_HANDLER (aus_reservation_make);
AUS_HANDLER (aus_reservation_show);
AUS_HANDLER (aus_reservation_drop);

G_END_DECLS
