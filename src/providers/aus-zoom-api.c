#include "aus-zoom-api.h"

#include "aus-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TOKEN_SECONDS 10
#define TOKEN_LIFE 3600

struct _AusZoomApi
{
  AusFarSide *far_side;
  char      *server;
  char      *account_id;
  char      *client_id;
  char      *client_secret;

  GMutex     mutex;
  char      *base;
  char      *scopes;
};

/* Where Zoom is. Governments have a Zoom of their own. */
static const char *const domains[] = { "zoom.us", "zoomgov.com", NULL };

typedef struct
{
  const char *granular;
  const char *classic;
} Scope;

/* The least that we need, by the names of now and those of old. */
static const Scope needed[] = {
  { "meeting:write:meeting:admin", "meeting:write:admin" },
  { "meeting:read:meeting:admin", "meeting:read:admin" },
  { "meeting:read:list_meetings:admin", "meeting:read:admin" },
  { "meeting:update:meeting:admin", "meeting:write:admin" },
  { "meeting:delete:meeting:admin", "meeting:write:admin" },
  { "meeting:update:status:admin", "meeting:write:admin" },
  { "meeting:read:list_past_participants:admin", "meeting:read:admin" },
};

/* And where Zoom records. */
static const Scope needed_for_recordings[] = {
  { "cloud_recording:read:list_recording_files:admin", "recording:read:admin" },
  { "cloud_recording:delete:recording_file:admin", "recording:write:admin" },
  { "meeting:update:in_meeting_controls:admin", "meeting:write:admin" },
};

AusZoomApi *
aus_zoom_api_new (AusProviderValues *values)
{
  AusZoomApi *self = g_new0 (AusZoomApi, 1);

  self->server = aus_http_origin_parse (aus_provider_values_get (values, "server"));
  self->account_id = g_strdup (aus_provider_values_get (values, "account_id"));
  self->client_id = g_strdup (aus_provider_values_get (values, "client_id"));
  self->client_secret = g_strdup (aus_provider_values_get (values, "client_secret"));
  self->far_side = aus_far_side_new ("Zoom", &(AusHostList) { domains, self->server });
  g_mutex_init (&self->mutex);

  return self;
}

void
aus_zoom_api_free (AusZoomApi *self)
{
  aus_far_side_free (self->far_side);
  g_mutex_clear (&self->mutex);
  g_free (self->server);
  g_free (self->account_id);
  g_free (self->client_id);
  g_free (self->client_secret);
  g_free (self->base);
  g_free (self->scopes);
  g_free (self);
}

AusFarSide *
aus_zoom_api_get_far_side (AusZoomApi *self)
{
  return self->far_side;
}

static char *
make_basic (AusZoomApi *self)
{
  g_autofree char *pair = g_strconcat (self->client_id, ":", self->client_secret, NULL);
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));

  return g_strconcat ("Basic ", encoded, NULL);
}

/* What Zoom says of its own accord is for its developers. */
static void
explain_refusal (AusHttpAnswer  *answer,
                 GError        **error)
{
  const char *reason = answer->json ? aus_json_get_text (answer->json, "reason") : NULL;
  const char *word = answer->json ? aus_json_get_text (answer->json, "error") : NULL;
  g_autofree char *said = aus_http_redact (reason ? reason : word ? word : N_("no reason given"));

  if (g_strcmp0 (word, "invalid_client") == 0)
    aus_error_say (error, AUS_ERROR_UNAUTHENTICATED, N_("Zoom does not know this client ID with this client secret."));
  else if (g_strcmp0 (word, "unsupported_grant_type") == 0)
    aus_error_say (error, AUS_ERROR_UNAUTHENTICATED,
                   N_("These are the credentials of another kind of app. Make a Server-to-Server OAuth app."));
  else
    aus_error_say (error, AUS_ERROR_UNAUTHENTICATED,
                   N_("Zoom gives no access to this account; check the account ID, and that the app is activated "
                      "(%s)."), said);
}

/* Zoom may name a server nearer to the account; it must be one of its own. */
static void
keep_terms (AusZoomApi *self,
            JsonObject *answer)
{
  const AusHostList hosts = { domains, self->server };
  const char *url = aus_json_get_text (answer, "api_url");
  const char *scopes = aus_json_get_text (answer, "scope");
  g_autofree char *named = url ? aus_http_origin_parse (url) : NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_free (self->base);
  g_free (self->scopes);
  self->scopes = g_strdup (scopes ? scopes : "");

  if (named != NULL && aus_host_list_allows (&hosts, named))
    self->base = g_steal_pointer (&named);
  else if (aus_http_origin_is_local (self->server))
    self->base = g_strdup (self->server);
  else
    self->base = g_strdup_printf ("https://api.%s", strstr (self->server, "://") + 3);
}

static char *
ask_token (gpointer       data,
           gint64        *life,
           GCancellable  *cancellable,
           GError       **error)
{
  AusZoomApi *self = data;
  g_autofree char *url = g_strconcat (self->server, "/oauth/token", NULL);
  g_autofree char *basic = make_basic (self);
  g_autofree char *account = g_uri_escape_string (self->account_id, NULL, FALSE);
  g_autofree char *body = g_strdup_printf ("grant_type=account_credentials&account_id=%s", account);
  const AusHttpCall call = {
    .method = "POST", .url = url, .authorization = basic, .content_type = "application/x-www-form-urlencoded",
    .body = body, .seconds = TOKEN_SECONDS,
  };
  g_autoptr (AusHttpAnswer) answer = aus_far_side_call (self->far_side, &call, (AusCare) { TRUE, TRUE }, cancellable,
                                                      error);
  const char *token;

  if (answer == NULL)
    return NULL;

  token = answer->status == 200 && answer->json ? aus_json_get_text (answer->json, "access_token") : NULL;

  if (token == NULL || *token == '\0') {
    explain_refusal (answer, error);
    return NULL;
  }

  keep_terms (self, answer->json);
  *life = aus_json_get_integer (answer->json, "expires_in", TOKEN_LIFE);

  return g_strdup (token);
}

char *
aus_zoom_api_get_token (AusZoomApi    *self,
                        GCancellable  *cancellable,
                        GError       **error)
{
  return aus_far_side_get_token (self->far_side, ask_token, self, cancellable, error);
}

static char *
make_url (AusZoomApi *self,
          const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strconcat (self->base, "/v2", path, NULL);
}

static char *
write_body (JsonObject *body)
{
  g_autoptr (JsonNode) node = body ? json_node_init_object (json_node_alloc (), body) : NULL;

  return node ? json_to_string (node, FALSE) : NULL;
}

static AusHttpAnswer *
call_with (AusZoomApi         *self,
           const AusZoomCall  *call,
           const char         *token,
           GCancellable       *cancellable,
           GError            **error)
{
  g_autofree char *url = make_url (self, call->path);
  g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);
  g_autofree char *body = write_body (call->body);
  const AusHttpCall http = {
    .method = call->method, .url = url, .authorization = bearer, .content_type = "application/json", .body = body,
  };

  return aus_far_side_call (self->far_side, &http, call->care, cancellable, error);
}

gint64
aus_zoom_get_code (AusHttpAnswer *answer)
{
  return answer->json ? aus_json_get_integer (answer->json, "code", 0) : 0;
}

static gboolean
is_token_refused (AusHttpAnswer *answer)
{
  return answer->status == 401 && aus_zoom_get_code (answer) != AUS_ZOOM_NO_PERMISSION;
}

AusHttpAnswer *
aus_zoom_api_call (AusZoomApi         *self,
                   const AusZoomCall  *call,
                   GCancellable       *cancellable,
                   GError            **error)
{
  static const char *const why = N_("Zoom refuses the tokens that it has just given.");

  for (guint i = 0; i < 2; i++) {
    g_autofree char *token = aus_zoom_api_get_token (self, cancellable, error);
    g_autoptr (AusHttpAnswer) answer = token ? call_with (self, call, token, cancellable, error) : NULL;

    if (answer == NULL)
      return NULL;

    if (!is_token_refused (answer))
      return g_steal_pointer (&answer);

    aus_far_side_drop_token (self->far_side, token);
  }

  aus_far_side_note_refused (self->far_side, why);
  g_set_error_literal (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, why);

  return NULL;
}

static gboolean
has_scope (const char  *scopes,
           const Scope *scope)
{
  g_auto (GStrv) all = g_strsplit_set (scopes, " ,", -1);

  return g_strv_contains ((const char *const *) all, scope->granular) ||
         g_strv_contains ((const char *const *) all, scope->classic);
}

static void
list_missing (AusZoomApi  *self,
              const Scope *scopes,
              guint        n_scopes,
              GString     *missing)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < n_scopes; i++) {
    if (!has_scope (self->scopes, &scopes[i]))
      g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "", scopes[i].granular);
  }
}

gboolean
aus_zoom_api_try (AusZoomApi    *self,
                  gboolean       records,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autofree char *old = NULL;
  g_autofree char *fresh = NULL;
  g_autoptr (GString) missing = g_string_new (NULL);

  /* Whatever was wrong may have been put right in the meantime. */
  aus_far_side_forgive (self->far_side);
  old = aus_zoom_api_get_token (self, cancellable, error);

  if (old == NULL)
    return FALSE;

  aus_far_side_drop_token (self->far_side, old);
  fresh = aus_zoom_api_get_token (self, cancellable, error);

  if (fresh == NULL)
    return FALSE;

  list_missing (self, needed, G_N_ELEMENTS (needed), missing);

  if (records)
    list_missing (self, needed_for_recordings, G_N_ELEMENTS (needed_for_recordings), missing);

  if (missing->len == 0)
    return TRUE;

  aus_error_say (error, AUS_ERROR_FORBIDDEN,
                 N_("Zoom knows the app, but it lacks scopes. Add to it: %s."), missing->str);

  return FALSE;
}

typedef struct
{
  gint64      code;
  AusError    error;
  const char *text;
} Refusal;

static const Refusal refusals[] = {
  { AUS_ZOOM_NO_PERMISSION, AUS_ERROR_FORBIDDEN,
    N_("Zoom does not allow this with the plan or the role of this account") },
  { AUS_ZOOM_NO_SCOPE, AUS_ERROR_FORBIDDEN, N_("The Zoom app lacks a scope") },
  { AUS_ZOOM_OTHER_SCOPE, AUS_ERROR_FORBIDDEN, N_("The Zoom app lacks a scope") },
  { AUS_ZOOM_VALIDATION, AUS_ERROR_FORBIDDEN, N_("Zoom does not take the meeting as it is asked for") },
  { AUS_ZOOM_NO_USER, AUS_ERROR_NOT_FOUND, N_("Zoom has no such host; name one in the settings, or give the "
                                              "doctor’s account the address that Zoom knows") },
  { AUS_ZOOM_FOREIGN_USER, AUS_ERROR_NOT_FOUND, N_("The host belongs to another Zoom account") },
  { 3000, AUS_ERROR_FORBIDDEN, N_("Zoom does not allow it") },
  { 3161, AUS_ERROR_FORBIDDEN, N_("This Zoom user may not host meetings") },
  { AUS_ZOOM_NO_MEETING, AUS_ERROR_NOT_FOUND, N_("Zoom has no such meeting") },
};

gboolean
aus_zoom_check (AusHttpAnswer  *answer,
                GError        **error)
{
  const gint64 code = aus_zoom_get_code (answer);
  const char *said = answer->json ? aus_json_get_text (answer->json, "message") : NULL;
  g_autofree char *bare = aus_http_redact (said ? said : N_("no reason given"));

  if (answer->status / 100 == 2)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    if (refusals[i].code == code) {
      aus_error_say (error, refusals[i].error, "%s (%s)", refusals[i].text, bare);
      return FALSE;
    }
  }

  aus_error_say (error, AUS_ERROR_FORBIDDEN, N_("Zoom refused it with %u (%s)"), answer->status, bare);

  return FALSE;
}

gboolean
aus_zoom_is_permission_missing (AusHttpAnswer *answer)
{
  const gint64 code = aus_zoom_get_code (answer);

  return code == AUS_ZOOM_NO_PERMISSION || code == AUS_ZOOM_NO_SCOPE || code == AUS_ZOOM_OTHER_SCOPE;
}

char *
aus_zoom_encode_id (const char *id)
{
  g_autofree char *once = g_uri_escape_string (id, NULL, FALSE);

  return *id == '/' || strstr (id, "//") != NULL ? g_uri_escape_string (once, NULL, FALSE) : g_steal_pointer (&once);
}

char *
aus_zoom_get_id (JsonObject *object,
                 const char *name)
{
  const char *text = aus_json_get_text (object, name);
  const gint64 number = aus_json_get_integer (object, name, -1);

  if (text != NULL && *text != '\0')
    return g_strdup (text);

  return number >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : NULL;
}
