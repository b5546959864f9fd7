#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What tokens of all algorithms have in common. */

/* Sets %AUS_ERROR_UNAUTHENTICATED. Returns: %FALSE */
gboolean    aus_jwt_refuse        (GError     **error,
                                   const char  *reason);
/* Two JSON texts, encoded, with a point between them: what is signed. (transfer full) */
char       *aus_jwt_join          (JsonObject  *header,
                                   JsonObject  *claims);
/* The three parts of a token from outside. (transfer full) (nullable) */
GStrv       aus_jwt_split         (const char  *token,
                                   GError     **error);
/* (transfer full) (nullable): the object that a part is */
JsonObject *aus_jwt_decode_object (const char  *part);
/* The header, of the one algorithm that its reader expects. (transfer full) (nullable) */
JsonObject *aus_jwt_read_header   (const char  *part,
                                   const char  *algorithm,
                                   GError     **error);
/* The claims, where the time is right for them. @leeway: in seconds. (transfer full) (nullable) */
JsonObject *aus_jwt_read_claims   (const char  *part,
                                   gint64       now,
                                   guint        leeway,
                                   GError     **error);

G_END_DECLS
