#include "aus-google-user.h"

#include "aus-json.h"
#include "aus-jwt-parts.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

/* Google wants each scope to be delegated by its very name, and nothing more is asked for than is used. */
#define SCOPE "https://www.googleapis.com/auth/"
#define SPACE_SCOPES SCOPE "meetings.space.created"
#define EVENT_SCOPES SCOPE "calendar.events.owned " SCOPE "meetings.space.readonly"
/* To know whose account it is. */
#define IDENTITY_SCOPES "openid email"
#define FORM "application/x-www-form-urlencoded"
#define SECONDS 10

struct _AusGoogleUser
{
  char *client_id;
  char *client_secret;
  char *refresh_token;
  char *account;
};

const char *const aus_google_domains[] = { "googleapis.com", NULL };

const char *
aus_google_get_scopes (AusProviderValues *values)
{
  return strcmp (aus_provider_values_get (values, "kind"), "calendar") == 0 ? EVENT_SCOPES : SPACE_SCOPES;
}

gboolean
aus_google_is_personal (AusProviderValues *values)
{
  return strcmp (aus_provider_values_get (values, "sign_in"), "user") == 0;
}

char *
aus_google_make_url (const char *server,
                     const char *service,
                     const char *path)
{
  if (aus_http_origin_is_local (server))
    return g_strconcat (server, path, NULL);

  return g_strconcat ("https://", service, ".", strstr (server, "://") + 3, path, NULL);
}

AusGoogleUser *
aus_google_user_new (AusProviderValues  *values,
                     GError            **error)
{
  const char *token = aus_provider_values_get (values, AUS_SIGN_IN_TOKEN);
  const char *account = aus_provider_values_get (values, AUS_SIGN_IN_ACCOUNT);
  AusGoogleUser *self;

  if (token == NULL || account == NULL) {
    aus_error_say (error, AUS_ERROR_INVALID,
                   N_("Nobody is connected to Google yet; an admin does that on the page of this provider."));
    return NULL;
  }

  self = g_new0 (AusGoogleUser, 1);
  self->client_id = g_strdup (aus_provider_values_get (values, "client_id"));
  self->client_secret = g_strdup (aus_provider_values_get (values, "client_secret"));
  self->refresh_token = g_strdup (token);
  self->account = g_strdup (account);

  return self;
}

void
aus_google_user_free (AusGoogleUser *self)
{
  g_free (self->client_id);
  g_free (self->client_secret);
  g_free (self->refresh_token);
  g_free (self->account);
  g_free (self);
}

const char *
aus_google_user_get_account (AusGoogleUser *self)
{
  return self->account;
}

char *
aus_google_user_make_form (AusGoogleUser *self)
{
  return soup_form_encode ("grant_type", "refresh_token", "refresh_token", self->refresh_token, "client_id",
                           self->client_id, "client_secret", self->client_secret, NULL);
}

void
aus_google_user_explain (AusGoogleUser  *self,
                         const char     *word,
                         GError        **error)
{
  if (strcmp (word, "invalid_grant") == 0)
    aus_error_say (error, AUS_ERROR_UNAUTHENTICATED,
                   N_("Google has withdrawn the permission of %s, or it has run out. An admin connects again on the "
                      "page of this provider."), self->account);
  else
    aus_error_say (error, AUS_ERROR_UNAUTHENTICATED,
                   N_("Google does not take this client ID with this client secret (%s)."), word);
}

/* How somebody signs in. */

static gboolean
is_wanted (AusProviderValues  *values,
           GError            **error)
{
  if (aus_google_is_personal (values) && aus_provider_values_has (values, "client_id") &&
      aus_provider_values_has (values, "client_secret"))
    return TRUE;

  aus_error_say (error, AUS_ERROR_CONFLICT,
                 N_("Nobody signs in to Google here. Set it up so, with a client ID and a client secret, first."));

  return FALSE;
}

static char *
make_scopes (AusProviderValues *values)
{
  return g_strconcat (aus_google_get_scopes (values), " " IDENTITY_SCOPES, NULL);
}

/* Consent is asked for each time, since Google gives a token that lasts only with it. */
static char *
start (AusProviderValues   *values,
       const AusSignInWish *wish)
{
  const char *server = aus_provider_values_get (values, "server");
  g_autofree char *scopes = make_scopes (values);
  g_autofree char *query =
    soup_form_encode ("client_id", aus_provider_values_get (values, "client_id"), "redirect_uri", wish->redirect_uri,
                      "response_type", "code", "scope", scopes, "state", wish->state, "code_challenge",
                      wish->code_challenge, "code_challenge_method", "S256", "access_type", "offline", "prompt",
                      "consent", wish->login_hint ? "login_hint" : NULL, wish->login_hint, NULL);

  return g_strconcat (aus_http_origin_is_local (server) ? server : "https://accounts.google.com",
                      "/o/oauth2/v2/auth?", query, NULL);
}

static AusHttpAnswer *
post (AusProviderValues  *values,
      const char         *path,
      const char         *form,
      GError            **error)
{
  const char *server = aus_provider_values_get (values, "server");
  const AusHostList hosts = { aus_google_domains, server };
  g_autofree char *url = aus_google_make_url (server, "oauth2", path);
  const AusHttpCall call = { .method = "POST", .url = url, .content_type = FORM, .body = form, .seconds = SECONDS };

  return aus_http_call_run (&call, &hosts, NULL, error);
}

static AusHttpAnswer *
exchange (AusProviderValues     *values,
          const AusSignInProof  *proof,
          GError               **error)
{
  g_autofree char *form =
    soup_form_encode ("grant_type", "authorization_code", "code", proof->code, "code_verifier", proof->code_verifier,
                      "redirect_uri", proof->redirect_uri, "client_id", aus_provider_values_get (values, "client_id"),
                      "client_secret", aus_provider_values_get (values, "client_secret"), NULL);

  return post (values, "/token", form, error);
}

static gboolean
check_scopes (AusProviderValues  *values,
              JsonObject         *json,
              GError            **error)
{
  const char *granted = aus_json_get_text (json, "scope");
  g_auto (GStrv) all = g_strsplit (granted ? granted : "", " ", -1);
  g_auto (GStrv) needed = g_strsplit (aus_google_get_scopes (values), " ", -1);

  for (guint i = 0; needed[i] != NULL; i++) {
    if (!g_strv_contains ((const char *const *) all, needed[i])) {
      aus_error_say_field (error, "code",
                           N_("Not all was permitted at Google: %s is missing. Begin again, and leave every box "
                              "ticked."), needed[i]);
      return FALSE;
    }
  }

  return TRUE;
}

/* It came from Google itself, so that its signature says nothing more (OpenID Connect Core §3.1.3.7). */
static char *
read_account (JsonObject *json)
{
  const char *token = aus_json_get_text (json, "id_token");
  g_auto (GStrv) parts = token ? aus_jwt_split (token, NULL) : NULL;
  g_autoptr (JsonObject) claims = parts ? aus_jwt_decode_object (parts[1]) : NULL;

  return g_strdup (claims ? aus_json_get_text (claims, "email") : NULL);
}

static gboolean
read_grant (AusProviderValues  *values,
            AusHttpAnswer      *answer,
            AusSignInGrant     *grant,
            GError            **error)
{
  const char *word = answer->json ? aus_json_get_text (answer->json, "error") : NULL;

  if (answer->status != 200 || answer->json == NULL) {
    if (answer->status >= 500)
      aus_error_say (error, AUS_ERROR_UNAVAILABLE, N_("Google cannot do that now (%u)."), answer->status);
    else if (g_strcmp0 (word, "invalid_client") == 0 || g_strcmp0 (word, "unauthorized_client") == 0)
      aus_error_say_field (error, "code", N_("Google does not know this client ID with this client secret."));
    else
      aus_error_say_field (error, "code", N_("Google does not take it (%s). Begin again."),
                           word ? word : N_("no reason given"));

    return FALSE;
  }

  if (!check_scopes (values, answer->json, error))
    return FALSE;

  grant->refresh_token = g_strdup (aus_json_get_text (answer->json, "refresh_token"));
  grant->account = read_account (answer->json);

  if (grant->refresh_token != NULL && grant->account != NULL)
    return TRUE;

  aus_error_say_field (error, "code",
                       N_("Google gave no permission that lasts, or does not say whose it is. Begin again."));

  return FALSE;
}

static gboolean
finish (AusProviderValues     *values,
        const AusSignInProof  *proof,
        AusSignInGrant        *grant,
        GError               **error)
{
  g_autoptr (AusHttpAnswer) answer = exchange (values, proof, error);

  return answer != NULL && read_grant (values, answer, grant, error);
}

/* What Google does not know any more is given back. */
static gboolean
give_back (AusProviderValues  *values,
           GError            **error)
{
  const char *token = aus_provider_values_get (values, AUS_SIGN_IN_TOKEN);
  g_autofree char *form = token ? soup_form_encode ("token", token, NULL) : NULL;
  g_autoptr (AusHttpAnswer) answer = form ? post (values, "/revoke", form, error) : NULL;

  return form == NULL || answer != NULL;
}

const AusSignIn aus_google_sign_in = { is_wanted, start, finish, give_back };
