#include "aus-google-api.h"

#include "aus-google-account.h"
#include "aus-google-user.h"
#include "aus-json.h"
#include "aus-time.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#define TOKEN_SECONDS 10
#define TOKEN_LIFE 3600
#define GRANT "urn:ietf:params:oauth:grant-type:jwt-bearer"
/* Of a token's life: then another one is asked for, while the old one is good still. */
#define FRESH_SHARE 0.9
/* What is counted by the minute, and by the day. */
#define SOON_S 60
#define LATER_S 3600

/* Either an account that acts for others, or somebody who lets us act for them. */
struct _AusGoogleApi
{
  AusFarSide       *far_side;
  AusGoogleAccount *account;
  AusGoogleUser    *user;
  char             *server;
  char             *scopes;

  GMutex            mutex;
  GHashTable       *tokens;
};

typedef struct
{
  char   *text;
  gint64  until;
} Token;

static void
token_free (gpointer data)
{
  Token *token = data;

  g_free (token->text);
  g_free (token);
}

AusGoogleApi *
aus_google_api_new (AusProviderValues  *values,
                    const char         *scopes,
                    GError            **error)
{
  const gboolean is_personal = aus_google_is_personal (values);
  AusGoogleUser *user = is_personal ? aus_google_user_new (values, error) : NULL;
  AusGoogleAccount *account =
    is_personal ? NULL : aus_google_account_new (aus_provider_values_get (values, "service_account"), error);
  AusGoogleApi *self;

  if (user == NULL && account == NULL)
    return NULL;

  self = g_new0 (AusGoogleApi, 1);
  self->account = account;
  self->user = user;
  self->server = aus_http_origin_parse (aus_provider_values_get (values, "server"));
  self->scopes = g_strdup (scopes);
  self->far_side = aus_far_side_new ("Google", &(AusHostList) { aus_google_domains, self->server });
  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, token_free);
  g_mutex_init (&self->mutex);

  return self;
}

void
aus_google_api_free (AusGoogleApi *self)
{
  aus_far_side_free (self->far_side);
  g_clear_pointer (&self->account, aus_google_account_free);
  g_clear_pointer (&self->user, aus_google_user_free);
  g_hash_table_unref (self->tokens);
  g_mutex_clear (&self->mutex);
  g_free (self->server);
  g_free (self->scopes);
  g_free (self);
}

const char *
aus_google_api_get_account (AusGoogleApi *self)
{
  return self->user ? aus_google_user_get_account (self->user) : NULL;
}

AusFarSide *
aus_google_api_get_far_side (AusGoogleApi *self)
{
  return self->far_side;
}

char *
aus_google_api_make_url (AusGoogleApi *self,
                         const char   *service,
                         const char   *path)
{
  return aus_google_make_url (self->server, service, path);
}

/* What Google says of its own accord is for its developers. */
static void
explain_refusal (AusGoogleApi   *self,
                 AusHttpAnswer  *answer,
                 const char     *subject,
                 GError        **error)
{
  const char *word = answer->json ? aus_json_get_text (answer->json, "error") : NULL;
  const char *text = answer->json ? aus_json_get_text (answer->json, "error_description") : NULL;
  g_autofree char *said = aus_http_redact (text ? text : word ? word : N_("no reason given"));

  if (self->user != NULL)
    aus_google_user_explain (self->user, word ? word : N_("no reason given"), error);
  else if (g_strcmp0 (word, "unauthorized_client") == 0)
    aus_error_say (error, AUS_ERROR_UNAUTHENTICATED,
                   N_("Nothing is delegated to the service account. In the Admin console, under API controls and "
                      "Domain-wide delegation, add client ID %s with exactly: %s."),
                   aus_google_account_get_client_id (self->account), self->scopes);
  /* A person whom the domain does not have is no fault of the account. */
  else if (g_strcmp0 (word, "invalid_grant") == 0 && subject != NULL && text != NULL &&
           g_strstr_len (text, -1, "Invalid email or User ID") != NULL)
    aus_error_say (error, AUS_ERROR_FORBIDDEN,
                   N_("Google knows nobody as %s. Name a host in the settings, or give the doctor’s account the "
                      "address that Google knows."), subject);
  else
    aus_error_say (error, AUS_ERROR_UNAUTHENTICATED,
                   N_("Google does not take the key of the service account (%s). It may be deleted, or this server's "
                      "clock be wrong."), said);
}

/* (transfer full) */
static char *
make_form (AusGoogleApi  *self,
           const char    *subject,
           GError       **error)
{
  g_autofree char *assertion = NULL;

  if (self->user != NULL)
    return aus_google_user_make_form (self->user);

  assertion = aus_google_account_assert (self->account, subject, self->scopes, aus_time_now (), error);

  return assertion ? soup_form_encode ("grant_type", GRANT, "assertion", assertion, NULL) : NULL;
}

static AusHttpAnswer *
exchange (AusGoogleApi  *self,
          const char    *subject,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autofree char *form = make_form (self, subject, error);
  g_autofree char *url = aus_google_api_make_url (self, "oauth2", "/token");
  const AusHttpCall call = {
    .method = "POST", .url = url, .content_type = "application/x-www-form-urlencoded", .body = form,
    .seconds = TOKEN_SECONDS,
  };

  return form ? aus_far_side_call (self->far_side, &call, (AusCare) { TRUE, TRUE }, cancellable, error) : NULL;
}

static Token *
ask_token (AusGoogleApi  *self,
           const char    *subject,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (AusHttpAnswer) answer = exchange (self, subject, cancellable, error);
  g_autoptr (GError) fault = NULL;
  const char *text;
  Token *token;
  gint64 life;

  if (answer == NULL)
    return NULL;

  text = answer->status == 200 && answer->json ? aus_json_get_text (answer->json, "access_token") : NULL;

  if (text == NULL || *text == '\0') {
    explain_refusal (self, answer, subject, &fault);

    if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED))
      aus_far_side_note_refused (self->far_side, fault->message);

    g_propagate_error (error, g_steal_pointer (&fault));
    return NULL;
  }

  life = aus_json_get_integer (answer->json, "expires_in", TOKEN_LIFE);
  token = g_new0 (Token, 1);
  token->text = g_strdup (text);
  token->until = g_get_monotonic_time () + (gint64) ((double) life * G_USEC_PER_SEC * FRESH_SHARE);

  return token;
}

/* Whose token it is; "" where it is not for somebody else. */
static const char *
get_name (AusGoogleApi *self,
          const char   *subject)
{
  return self->user == NULL && subject != NULL ? subject : "";
}

/* By one at a time, so that all others wait for what they get. (transfer full) */
static char *
get_token (AusGoogleApi  *self,
           const char    *subject,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const char *name = get_name (self, subject);
  Token *token = g_hash_table_lookup (self->tokens, name);

  if (token != NULL && g_get_monotonic_time () < token->until)
    return g_strdup (token->text);

  g_hash_table_remove (self->tokens, name);
  token = ask_token (self, subject, cancellable, error);

  if (token == NULL)
    return NULL;

  g_hash_table_insert (self->tokens, g_strdup (name), token);

  return g_strdup (token->text);
}

/* Forgets it, unless there is another by now. */
static void
drop_token (AusGoogleApi *self,
            const char   *subject,
            const char   *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const Token *token = g_hash_table_lookup (self->tokens, get_name (self, subject));

  if (token != NULL && strcmp (token->text, text) == 0)
    g_hash_table_remove (self->tokens, get_name (self, subject));
}

static AusHttpAnswer *
call_with (AusGoogleApi         *self,
           const AusGoogleCall  *call,
           const char           *token,
           GCancellable         *cancellable,
           GError              **error)
{
  g_autofree char *url = aus_google_api_make_url (self, call->service, call->path);
  g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);
  g_autoptr (JsonNode) node = call->body ? json_node_init_object (json_node_alloc (), call->body) : NULL;
  g_autofree char *body = node ? json_to_string (node, FALSE) : NULL;
  const AusHttpCall http = {
    .method = call->method, .url = url, .authorization = bearer, .content_type = "application/json", .body = body,
  };

  return aus_far_side_call (self->far_side, &http, call->care, cancellable, error);
}

typedef struct
{
  const char *reason;
  guint       seconds;
} Pause;

/* Refusals that pass, though their status says otherwise. */
static const Pause pauses[] = {
  { "rateLimitExceeded", SOON_S },
  { "userRateLimitExceeded", SOON_S },
  { "RESOURCE_EXHAUSTED", SOON_S },
  { "quotaExceeded", LATER_S },
};

static gboolean
is_slowed (AusHttpAnswer  *answer,
           GError        **error)
{
  const char *reason = aus_google_get_reason (answer);
  GError *fault = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pauses); i++) {
    if (answer->status != 403 || strcmp (reason, pauses[i].reason) != 0)
      continue;

    aus_error_say (&fault, AUS_ERROR_THROTTLED, N_("Google wants to be asked less often (%s)."), reason);
    aus_error_set_retry_after (fault, answer->retry_after ? answer->retry_after : pauses[i].seconds);
    g_propagate_error (error, fault);
    return TRUE;
  }

  return FALSE;
}

AusHttpAnswer *
aus_google_api_call (AusGoogleApi         *self,
                     const AusGoogleCall  *call,
                     GCancellable         *cancellable,
                     GError              **error)
{
  static const char *const why = N_("Google refuses the tokens that it has just given.");

  for (guint i = 0; i < 2; i++) {
    g_autofree char *token = get_token (self, call->subject, cancellable, error);
    g_autoptr (AusHttpAnswer) answer = token ? call_with (self, call, token, cancellable, error) : NULL;

    if (answer == NULL || is_slowed (answer, error))
      return NULL;

    if (answer->status != 401)
      return g_steal_pointer (&answer);

    drop_token (self, call->subject, token);
  }

  aus_far_side_note_refused (self->far_side, why);
  g_set_error_literal (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, why);

  return NULL;
}

gboolean
aus_google_api_try (AusGoogleApi  *self,
                    const char    *subject,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autofree char *token = NULL;

  /* Whatever was wrong may have been put right in the meantime. */
  aus_far_side_forgive (self->far_side);
  g_mutex_lock (&self->mutex);
  g_hash_table_remove_all (self->tokens);
  g_mutex_unlock (&self->mutex);
  token = get_token (self, subject, cancellable, error);

  return token != NULL;
}

JsonObject *
aus_google_get_object (JsonObject *object,
                       const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

gint64
aus_google_get_time (JsonObject *object,
                     const char *name)
{
  const char *text = object ? aus_json_get_text (object, name) : NULL;
  gint64 time = 0;

  return text != NULL && aus_time_parse (text, &time, NULL) ? time : 0;
}

/* The older interfaces have a list of reasons, the newer ones a status. */
const char *
aus_google_get_reason (AusHttpAnswer *answer)
{
  JsonObject *error = answer->json ? aus_google_get_object (answer->json, "error") : NULL;
  JsonNode *node = error ? json_object_get_member (error, "errors") : NULL;
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  JsonNode *first = list != NULL && json_array_get_length (list) > 0 ? json_array_get_element (list, 0) : NULL;
  const char *reason = NULL;

  if (first != NULL && JSON_NODE_HOLDS_OBJECT (first))
    reason = aus_json_get_text (json_node_get_object (first), "reason");

  if (reason == NULL && error != NULL)
    reason = aus_json_get_text (error, "status");

  return reason ? reason : "";
}

gboolean
aus_google_check (AusHttpAnswer  *answer,
                  GError        **error)
{
  JsonObject *inner = answer->json ? aus_google_get_object (answer->json, "error") : NULL;
  const char *said = inner ? aus_json_get_text (inner, "message") : NULL;
  g_autofree char *bare = aus_http_redact (said ? said : N_("no reason given"));

  if (answer->status / 100 == 2)
    return TRUE;

  if (answer->status == 404 || answer->status == 410)
    aus_error_say (error, AUS_ERROR_NOT_FOUND, N_("Google has no such thing (%s)"), bare);
  else if (answer->status == 403)
    aus_error_say (error, AUS_ERROR_FORBIDDEN,
                   N_("Google does not allow it; the interface may be switched off for the project, or Meet for the "
                      "user (%s)"), bare);
  else
    aus_error_say (error, AUS_ERROR_FORBIDDEN, N_("Google refused it with %u (%s)"), answer->status, bare);

  return FALSE;
}
