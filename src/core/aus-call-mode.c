#include "aus-call-mode.h"

G_DEFINE_ENUM_TYPE (AusCallMode, aus_call_mode,
                    G_DEFINE_ENUM_VALUE (AUS_CALL_MODE_VIDEO, "video"),
                    G_DEFINE_ENUM_VALUE (AUS_CALL_MODE_HOLD, "hold"),
                    G_DEFINE_ENUM_VALUE (AUS_CALL_MODE_PHONE, "phone"))
