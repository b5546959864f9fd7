#pragma once

#include "aus-handlers.h"

G_BEGIN_DECLS

/* What all kinds of deposits have in common: how they arrive, and how their content goes out. */

extern const AusParameter aus_media_parameters[];

AUS_HANDLER (aus_media_look_up);
gboolean aus_media_prepare (AusCall *call, GError **error);
AUS_HANDLER (aus_media_show);
AUS_HANDLER (aus_media_link_create);
AUS_HANDLER (aus_upload_show);
AUS_HANDLER (aus_film_key_show);
AUS_HANDLER (aus_upload_look_up);
gboolean aus_upload_prepare (AusCall *call, GError **error);
AUS_HANDLER (aus_upload_append);
AUS_HANDLER (aus_upload_reset_look_up);
gboolean aus_upload_reset_prepare (AusCall *call, GError **error);
AUS_HANDLER (aus_upload_reset);
AUS_HANDLER (aus_upload_finish_look_up);
gboolean aus_upload_finish_prepare (AusCall *call, GError **error);
AUS_HANDLER (aus_upload_finish);
void aus_upload_settle (AusCall *call, gboolean is_good);

G_END_DECLS
