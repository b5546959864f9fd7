#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * AusCallMode:
 * @AUS_CALL_MODE_VIDEO: by the call of the visit
 * @AUS_CALL_MODE_HOLD: not at all for the moment; nobody sees or hears anybody
 * @AUS_CALL_MODE_PHONE: by telephone, while the visit goes on
 *
 * How people talk in a visit that is in progress.
 */
typedef enum
{
  AUS_CALL_MODE_VIDEO,
  AUS_CALL_MODE_HOLD,
  AUS_CALL_MODE_PHONE,
} AusCallMode;

GType aus_call_mode_get_type (void) G_GNUC_CONST;

G_END_DECLS
