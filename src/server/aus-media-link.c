#include "aus-media-link.h"

#include "aus-base64url.h"
#include "aus-time.h"
#include "aus-token.h"
#include "aus-uuid.h"

#include <string.h>

#define SESSION "s"
#define DOOR "d"

/* (transfer full): the seal under what the link says. */
static char *
sign (AusClinic  *clinic,
      const char *place,
      const char *claims)
{
  gsize key_length;
  const guchar *key = g_bytes_get_data (clinic->key, &key_length);
  guint8 digest[32];
  gsize digest_length = sizeof digest;
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key, key_length);

  g_hmac_update (hmac, (const guchar *) "media:", -1);
  g_hmac_update (hmac, (const guchar *) place, -1);
  g_hmac_update (hmac, (const guchar *) ":", -1);
  g_hmac_update (hmac, (const guchar *) claims, -1);
  g_hmac_get_digest (hmac, digest, &digest_length);

  return aus_base64url_encode (digest, sizeof digest);
}

char *
aus_media_link_make (AusClinic       *clinic,
                     const AusCaller *caller,
                     const char      *place,
                     gint64           expires_at)
{
  g_autofree char *claims =
    g_strdup_printf ("%s.%s.%" G_GINT64_FORMAT, caller->door_id ? DOOR : SESSION,
                     caller->door_id ? caller->door_id : caller->session_id, expires_at / AUS_TIME_SECOND);
  g_autofree char *seal = sign (clinic, place, claims);

  return g_strjoin (".", claims, seal, NULL);
}

static gboolean
refuse (GError **error)
{
  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "This link is not good, or has ended.");

  return FALSE;
}

gboolean
aus_media_link_resolve (AusClinic    *clinic,
                        AusCaller    *caller,
                        AusDatabase  *database,
                        const char   *place,
                        const char   *link,
                        GError      **error)
{
  g_auto (GStrv) parts = g_strsplit (link, ".", 4);
  g_autofree char *claims = NULL;
  g_autofree char *seal = NULL;

  if (g_strv_length (parts) != 4)
    return refuse (error);

  claims = g_strjoin (".", parts[0], parts[1], parts[2], NULL);
  seal = sign (clinic, place, claims);

  if (!aus_token_equal (seal, parts[3]) ||
      g_ascii_strtoll (parts[2], NULL, 10) * AUS_TIME_SECOND <= aus_time_now ())
    return refuse (error);

  return aus_caller_resolve_pass (caller, database,
                                  strcmp (parts[0], DOOR) == 0 ? AUS_CREDENTIAL_DOOR : AUS_CREDENTIAL_TOKEN, parts[1],
                                  error);
}
