#include "aus-client-state.h"

G_DEFINE_ENUM_TYPE (AusClientState, aus_client_state,
                    G_DEFINE_ENUM_VALUE (AUS_CLIENT_STATE_SIGNED_OUT, "signed-out"),
                    G_DEFINE_ENUM_VALUE (AUS_CLIENT_STATE_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (AUS_CLIENT_STATE_ONLINE, "online"),
                    G_DEFINE_ENUM_VALUE (AUS_CLIENT_STATE_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (AUS_CLIENT_STATE_SIGN_IN_NEEDED, "sign-in-needed"),
                    G_DEFINE_ENUM_VALUE (AUS_CLIENT_STATE_ENROLMENT_NEEDED, "enrolment-needed"))
