#include "aus-google-account.h"

#include "aus-error.h"
#include "aus-json.h"
#include "aus-rsa-key.h"
#include "aus-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Google takes no more. */
#define LIFE_S 3600

struct _AusGoogleAccount
{
  AusRsaKey *key;
  char      *email;
  char      *client_id;
  char      *key_id;
};

const char *
aus_google_account_check (const char *text)
{
  g_autoptr (JsonObject) object = aus_json_parse_object (text, -1, NULL);
  const char *key = object ? aus_json_get_text (object, "private_key") : NULL;
  const char *email = object ? aus_json_get_text (object, "client_email") : NULL;
  g_autoptr (AusRsaKey) parsed = NULL;

  if (object == NULL)
    return N_("Must be the JSON file that Google gives for a key of the service account, whole.");

  if (g_strcmp0 (aus_json_get_text (object, "type"), "service_account") != 0)
    return N_("This is not the key of a service account; its “type” would say so.");

  if (key == NULL || email == NULL || *email == '\0')
    return N_("“client_email” or “private_key” is missing in it.");

  parsed = aus_rsa_key_parse (key, NULL);

  return parsed ? NULL : N_("Its “private_key” is no RSA key of 2048 bits or more.");
}

AusGoogleAccount *
aus_google_account_new (const char  *text,
                        GError     **error)
{
  g_autoptr (AusGoogleAccount) self = NULL;
  g_autoptr (JsonObject) object = aus_json_parse_object (text, -1, error);
  const char *pem = object ? aus_json_get_text (object, "private_key") : NULL;
  AusRsaKey *key = pem ? aus_rsa_key_parse (pem, error) : NULL;

  if (object != NULL && pem == NULL)
    aus_error_say (error, AUS_ERROR_INVALID, N_("There is no private key in the key file."));

  if (key == NULL)
    return NULL;

  self = g_new0 (AusGoogleAccount, 1);
  self->key = key;
  self->email = g_strdup (aus_json_get_text (object, "client_email"));
  self->client_id = g_strdup (aus_json_get_text (object, "client_id"));
  self->key_id = g_strdup (aus_json_get_text (object, "private_key_id"));

  return g_steal_pointer (&self);
}

void
aus_google_account_free (AusGoogleAccount *self)
{
  g_clear_pointer (&self->key, aus_rsa_key_free);
  g_free (self->email);
  g_free (self->client_id);
  g_free (self->key_id);
  g_free (self);
}

const char *
aus_google_account_get_client_id (AusGoogleAccount *self)
{
  return self->client_id ? self->client_id : self->email;
}

char *
aus_google_account_assert (AusGoogleAccount  *self,
                           const char        *subject,
                           const char        *scopes,
                           gint64             now,
                           GError           **error)
{
  g_autoptr (JsonObject) claims = json_object_new ();
  const gint64 seconds = now / AUS_TIME_SECOND;

  json_object_set_string_member (claims, "iss", self->email);

  if (subject != NULL)
    json_object_set_string_member (claims, "sub", subject);

  json_object_set_string_member (claims, "scope", scopes);
  json_object_set_string_member (claims, "aud", AUS_GOOGLE_TOKEN_AUDIENCE);
  json_object_set_int_member (claims, "iat", seconds);
  json_object_set_int_member (claims, "exp", seconds + LIFE_S);

  return aus_rsa_key_sign (self->key, claims, self->key_id, error);
}
