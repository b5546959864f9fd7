#include "aus-client.h"

#include "aus-client-private.h"
#include "aus-error.h"
#include "aus-json.h"
#include "aus-record-json.h"
#include "aus-secrets.h"
#include "aus-server-uri.h"

#include <glib/gi18n-lib.h>

struct _AusClient
{
  GObject         parent_instance;

  char           *cache_dir;
  AusApi         *api;
  AusLive        *live;
  AusReplica     *replica;

  AusClientState  state;
  char           *server_uri;
  char           *email;
  AusUser        *user;
  gboolean        token_remembered;
  char           *problem;
};

G_DEFINE_FINAL_TYPE (AusClient, aus_client, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  PROP_USER,
  PROP_SERVER_URI,
  PROP_EMAIL,
  PROP_AS_OF,
  PROP_TOKEN_REMEMBERED,
  PROP_PROBLEM,
  PROP_INSECURE,
  PROP_CLOCK_SKEW,
  N_PROPS,
};

enum
{
  EVENT,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
notify (AusClient *self,
        guint      prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static gboolean
set_text (char       **member,
          const char  *text)
{
  char *copy;

  if (g_strcmp0 (*member, text) == 0)
    return FALSE;

  copy = g_strdup (text);
  g_free (*member);
  *member = copy;

  return TRUE;
}

/* What the server calls a user where it gives no whole name. */
static void
complete_name (AusUser *user)
{
  g_autofree char *name = NULL;

  if (*user->name != '\0')
    return;

  name = g_strdup_printf ("%s %s", user->first_name, user->last_name);
  g_object_set (user, "name", g_strstrip (name), NULL);
}

static void
keep_user (AusClient  *self,
           JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = json_to_string (node, FALSE);

  if (aus_replica_get_cache (self->replica) != NULL)
    aus_cache_keep_user (aus_replica_get_cache (self->replica), text);
}

static void
record_cb (AusClient *self,
           AusRecord *record)
{
  if (self->user == NULL || !AUS_IS_USER (record) ||
      g_strcmp0 (aus_record_get_id (record), self->user->id) != 0)
    return;

  aus_record_assign (AUS_RECORD (self->user), record);
}

static void
synced_cb (AusClient *self)
{
  notify (self, PROP_AS_OF);
  aus_client_set_state (self, AUS_CLIENT_STATE_ONLINE, NULL);
}

static void
failed_cb (AusClient *self,
           GError    *error)
{
  if (g_error_matches (error, AUS_ERROR, AUS_ERROR_FACTOR_REQUIRED)) {
    aus_client_disconnect (self);
    aus_client_set_state (self, AUS_CLIENT_STATE_ENROLMENT_NEEDED, NULL);
  } else if (!g_error_matches (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED)) {
    aus_client_set_state (self, AUS_CLIENT_STATE_OFFLINE, error->message);
  }
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!aus_secrets_clear_finish (result, &error))
    g_info ("A token that is void stays in the keyring: %s", error->message);
}

static void
unauthorized_cb (AusClient *self)
{
  /* Every socket and call of that token is refused; the first says it all. */
  if (aus_api_get_token (self->api) == NULL)
    return;

  aus_client_disconnect (self);
  aus_api_set_token (self->api, NULL);
  aus_secrets_clear_async (self->server_uri, self->email, forgotten_cb, NULL);
  aus_client_set_remembered (self, FALSE);
  aus_client_set_state (self, AUS_CLIENT_STATE_SIGN_IN_NEEDED,
                        _("You were signed out: the session has ended, or was ended on another device."));
}

static void
skew_cb (AusClient *self)
{
  notify (self, PROP_CLOCK_SKEW);
}

static void
frame_cb (AusClient  *self,
          JsonObject *frame)
{
  g_autoptr (AusClient) alive = g_object_ref (self);

  if (g_strcmp0 (aus_json_get_text (frame, "type"), "changes") == 0)
    aus_replica_sync (self->replica);

  g_signal_emit (self, signals[EVENT], 0, frame);
}

/* Coming back there may be news; going away it may be the server that went. */
static void
connected_cb (AusClient *self)
{
  aus_replica_sync (self->replica);
}

static void
me_cb (GObject      *source,
       GAsyncResult *result,
       gpointer      user_data)
{
  g_autoptr (AusClient) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);

  if (answer == NULL || !JSON_NODE_HOLDS_OBJECT (answer))
    g_info ("Cannot ask who is signed in: %s", error ? error->message : "no object");
  else if (aus_api_get_token (self->api) != NULL)
    aus_client_set_user (self, json_node_get_object (answer));
}

static void
aus_client_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  AusClient *self = AUS_CLIENT (object);

  switch (prop_id) {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_USER:
      g_value_set_object (value, self->user);
      break;
    case PROP_SERVER_URI:
      g_value_set_string (value, self->server_uri);
      break;
    case PROP_EMAIL:
      g_value_set_string (value, self->email);
      break;
    case PROP_AS_OF:
      g_value_set_boxed (value, aus_client_get_as_of (self));
      break;
    case PROP_TOKEN_REMEMBERED:
      g_value_set_boolean (value, self->token_remembered);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    case PROP_INSECURE:
      g_value_set_boolean (value, aus_client_get_insecure (self));
      break;
    case PROP_CLOCK_SKEW:
      g_value_set_int64 (value, aus_client_get_clock_skew (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_client_dispose (GObject *object)
{
  AusClient *self = AUS_CLIENT (object);

  if (self->replica != NULL) {
    aus_client_disconnect (self);
    g_signal_handlers_disconnect_by_data (self->replica, self);
    g_signal_handlers_disconnect_by_data (self->api, self);
  }

  g_clear_object (&self->replica);
  g_clear_object (&self->api);

  G_OBJECT_CLASS (aus_client_parent_class)->dispose (object);
}

static void
aus_client_finalize (GObject *object)
{
  AusClient *self = AUS_CLIENT (object);

  g_clear_object (&self->user);
  g_clear_pointer (&self->cache_dir, g_free);
  g_clear_pointer (&self->server_uri, g_free);
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (aus_client_parent_class)->finalize (object);
}

static void
aus_client_class_init (AusClientClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_client_get_property;
  object_class->dispose = aus_client_dispose;
  object_class->finalize = aus_client_finalize;

  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, AUS_TYPE_CLIENT_STATE,
                                         AUS_CLIENT_STATE_SIGNED_OUT, flags);
  props[PROP_USER] = g_param_spec_object ("user", NULL, NULL, AUS_TYPE_USER, flags);
  props[PROP_SERVER_URI] = g_param_spec_string ("server-uri", NULL, NULL, NULL, flags);
  props[PROP_EMAIL] = g_param_spec_string ("email", NULL, NULL, NULL, flags);
  props[PROP_AS_OF] = g_param_spec_boxed ("as-of", NULL, NULL, G_TYPE_DATE_TIME, flags);
  props[PROP_TOKEN_REMEMBERED] = g_param_spec_boolean ("token-remembered", NULL, NULL, FALSE, flags);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  props[PROP_INSECURE] = g_param_spec_boolean ("insecure", NULL, NULL, FALSE, flags);
  props[PROP_CLOCK_SKEW] =
    g_param_spec_int64 ("clock-skew", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[EVENT] = g_signal_new ("event", AUS_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, JSON_TYPE_OBJECT);
}

static void
aus_client_init (AusClient *self)
{
  self->api = aus_api_new ();
  self->replica = aus_replica_new ();

  g_signal_connect_swapped (self->api, "unauthorized", G_CALLBACK (unauthorized_cb), self);
  g_signal_connect_swapped (self->api, "notify::clock-skew", G_CALLBACK (skew_cb), self);
  g_signal_connect_swapped (self->replica, "record", G_CALLBACK (record_cb), self);
  g_signal_connect_swapped (self->replica, "synced", G_CALLBACK (synced_cb), self);
  g_signal_connect_swapped (self->replica, "failed", G_CALLBACK (failed_cb), self);
}

AusClient *
aus_client_new (const char *cache_dir)
{
  AusClient *self = g_object_new (AUS_TYPE_CLIENT, NULL);

  self->cache_dir = g_strdup (cache_dir);

  return self;
}

void
aus_client_set_state (AusClient      *self,
                      AusClientState  state,
                      const char     *problem)
{
  gboolean moved = self->state != state;

  self->state = state;

  if (set_text (&self->problem, problem))
    notify (self, PROP_PROBLEM);

  if (moved)
    notify (self, PROP_STATE);
}

void
aus_client_set_account (AusClient  *self,
                        const char *server_uri,
                        const char *email)
{
  if (g_strcmp0 (aus_api_get_server (self->api), server_uri) != 0)
    aus_api_set_server (self->api, server_uri);

  if (set_text (&self->server_uri, server_uri)) {
    notify (self, PROP_SERVER_URI);
    notify (self, PROP_INSECURE);
  }

  if (set_text (&self->email, email))
    notify (self, PROP_EMAIL);
}

void
aus_client_set_remembered (AusClient *self,
                           gboolean   remembered)
{
  if (self->token_remembered == remembered)
    return;

  self->token_remembered = remembered;
  notify (self, PROP_TOKEN_REMEMBERED);
}

void
aus_client_set_user (AusClient  *self,
                     JsonObject *object)
{
  g_autoptr (AusUser) user = object ? g_object_new (AUS_TYPE_USER, NULL) : NULL;
  g_autoptr (GError) error = NULL;

  if (user != NULL && !aus_record_read_json (AUS_RECORD (user), object, AUS_READ_TRUSTED, &error)) {
    g_warning ("Cannot read who is signed in: %s", error->message);
    return;
  }

  if (user != NULL) {
    complete_name (user);
    keep_user (self, object);
  }

  if (g_set_object (&self->user, user))
    notify (self, PROP_USER);
}

void
aus_client_connect (AusClient *self)
{
  const AusApiRequest me = { .method = "GET", .path = "/accounts/api/me/" };

  aus_client_disconnect (self);
  aus_client_set_state (self, AUS_CLIENT_STATE_CONNECTING, NULL);

  self->live = aus_live_new (self->api, "/ws/events/");
  g_signal_connect_swapped (self->live, "frame", G_CALLBACK (frame_cb), self);
  g_signal_connect_swapped (self->live, "notify::connected", G_CALLBACK (connected_cb), self);
  aus_live_start (self->live);
  aus_replica_start (self->replica, self->api);

  if (self->user == NULL)
    aus_api_send_async (self->api, &me, NULL, me_cb, g_object_ref (self));
}

void
aus_client_disconnect (AusClient *self)
{
  aus_replica_stop (self->replica);

  if (self->live == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->live, self);
  aus_live_stop (self->live);
  g_clear_object (&self->live);
}

void
aus_client_enrolled (AusClient *self)
{
  if (self->state == AUS_CLIENT_STATE_ENROLMENT_NEEDED)
    aus_client_connect (self);
}

void
aus_client_retry (AusClient *self)
{
  if (self->live == NULL)
    return;

  aus_live_retry (self->live);
  aus_replica_sync (self->replica);
}

AusApi *
aus_client_get_api (AusClient *self)
{
  return self->api;
}

AusReplica *
aus_client_get_replica (AusClient *self)
{
  return self->replica;
}

AusLive *
aus_client_get_live (AusClient *self)
{
  return self->live;
}

const char *
aus_client_get_cache_dir (AusClient *self)
{
  return self->cache_dir;
}

AusClientState
aus_client_get_state (AusClient *self)
{
  return self->state;
}

AusUser *
aus_client_get_user (AusClient *self)
{
  return self->user;
}

const char *
aus_client_get_server_uri (AusClient *self)
{
  return self->server_uri;
}

const char *
aus_client_get_email (AusClient *self)
{
  return self->email;
}

gboolean
aus_client_get_token_remembered (AusClient *self)
{
  return self->token_remembered;
}

const char *
aus_client_get_problem (AusClient *self)
{
  return self->problem;
}
