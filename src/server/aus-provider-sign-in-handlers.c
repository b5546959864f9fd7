#include "aus-base64url.h"
#include "aus-json.h"
#include "aus-meeting-revival.h"
#include "aus-provider-handlers.h"
#include "aus-provider-settings.h"
#include "aus-random.h"

/* How an admin connects somebody's account with a provider: the desktop app opens a browser and listens on its own
 * machine; the server knows the client, asks for the grant, and keeps it sealed (RFC 8252, RFC 7636). */

#define STATE_LENGTH 32

typedef struct
{
  AusProviderValues *values;
  const AusSignIn   *flow;
  AusSignInGrant     grant;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->values, aus_provider_values_free);
  aus_sign_in_grant_clear (&work->grant);
  g_free (work);
}

static const AusSignIn *
get_flow (AusProviderRow  *row,
          GError         **error)
{
  const AusSignIn *flow = row->description->sign_in;

  if (flow == NULL)
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "Nobody signs in to %s.", row->description->display_name);

  return flow;
}

typedef struct
{
  const char  *name;
  const char *(*check) (const char *text);
} Member;

/* Names each of the body's members that is missing or wrong. */
static gboolean
check_members (AusCall       *call,
               const Member  *members,
               guint          n_members,
               GError       **error)
{
  GError *faults = NULL;

  for (guint i = 0; i < n_members; i++) {
    const char *text = aus_json_get_text (call->json, members[i].name);
    const char *fault = text == NULL || *text == '\0' ? "Is required."
                        : members[i].check ? members[i].check (text) : NULL;

    if (fault != NULL)
      aus_error_add_field (&faults, members[i].name, "%s", fault);
  }

  if (faults == NULL)
    return TRUE;

  g_propagate_error (error, faults);

  return FALSE;
}

static char *
make_state (void)
{
  guint8 bytes[STATE_LENGTH];

  aus_random_bytes (bytes, sizeof bytes);

  return aus_base64url_encode (bytes, sizeof bytes);
}

gboolean
aus_sign_in_start (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  static const Member members[] = { { "redirect_uri", aus_sign_in_check_redirect },
                                    { "code_challenge", aus_sign_in_check_challenge } };
  g_autoptr (AusProviderRow) row = aus_provider_row_read (call->clinic, database, call->id, error);
  const AusSignIn *flow = row ? get_flow (row, error) : NULL;
  g_autoptr (AusProviderValues) values = flow ? aus_provider_row_get_values (row) : NULL;
  g_autofree char *state = make_state ();
  g_autofree char *url = NULL;
  AusSignInWish wish;

  if (values == NULL || !flow->is_wanted (values, error) ||
      !check_members (call, members, G_N_ELEMENTS (members), error))
    return FALSE;

  wish = (AusSignInWish) { aus_json_get_text (call->json, "redirect_uri"),
                           aus_json_get_text (call->json, "code_challenge"), state,
                           aus_json_get_text (call->json, "login_hint") };
  url = flow->start (values, &wish);
  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "authorization_url", url);
  aus_json_add_text (&call->out, "state", state);
  aus_json_end_object (&call->out);

  return TRUE;
}

gboolean
aus_sign_in_look_up (AusCall      *call,
                     AusDatabase  *database,
                     GError      **error)
{
  g_autoptr (AusProviderRow) row = aus_provider_row_read (call->clinic, database, call->id, error);
  const AusSignIn *flow = row ? get_flow (row, error) : NULL;
  Work *work;

  if (flow == NULL)
    return FALSE;

  work = g_new0 (Work, 1);
  call->work = work;
  call->work_free = work_free;
  work->flow = flow;
  work->values = aus_provider_row_get_values (row);

  return TRUE;
}

gboolean
aus_sign_in_prepare_finish (AusCall  *call,
                            GError  **error)
{
  static const Member members[] = { { "code", NULL }, { "code_verifier", aus_sign_in_check_verifier },
                                    { "redirect_uri", aus_sign_in_check_redirect } };
  Work *work = call->work;
  const AusSignInProof proof = { aus_json_get_text (call->json, "code"),
                                 aus_json_get_text (call->json, "code_verifier"),
                                 aus_json_get_text (call->json, "redirect_uri") };

  return work->flow->is_wanted (work->values, error) &&
         check_members (call, members, G_N_ELEMENTS (members), error) &&
         work->flow->finish (work->values, &proof, &work->grant, error);
}

static gboolean
keep (AusCall               *call,
      AusDatabase           *database,
      const AusSignInGrant  *grant,
      GError               **error)
{
  g_autoptr (AusProviderRow) row = aus_provider_row_read (call->clinic, database, call->id, error);

  if (row == NULL)
    return FALSE;

  aus_provider_row_set_grant (row, grant);

  return aus_provider_row_save (row, call->clinic, database, call->caller.user_id, error) &&
         (grant == NULL || aus_meeting_revival_try_all (database, call->id, error)) &&
         aus_provider_show (call, database, error);
}

gboolean
aus_sign_in_finish (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  const Work *work = call->work;

  return keep (call, database, &work->grant, error);
}

/* Whether or not the provider hears of it, it is forgotten here. */
gboolean
aus_sign_in_prepare_disconnect (AusCall  *call,
                                GError  **error)
{
  const Work *work = call->work;
  g_autoptr (GError) fault = NULL;

  if (!work->flow->revoke (work->values, &fault))
    g_message ("The permission stays with the provider until it runs out: %s", fault->message);

  return TRUE;
}

gboolean
aus_sign_in_disconnect (AusCall      *call,
                        AusDatabase  *database,
                        GError      **error)
{
  return keep (call, database, NULL, error);
}
