#include "aus-sign-in-limits.h"

#include "aus-json.h"
#include "aus-listener-address.h"
#include "aus-token.h"

#define PASSWORDS (1u << AUS_TRY_PASSWORD)
#define CODES (1u << AUS_TRY_CODE)

/**
 * Limit:
 * @allowed: failures that are free
 * @tries: of what
 * @by_account: whether each account has its own
 * @by_address: whether each place does, where a whole clinic may sit behind one router
 */
typedef struct
{
  const char *name;
  guint       allowed;
  guint       tries;
  gboolean    by_account;
  gboolean    by_address;
} Limit;

static const Limit limits[] = {
  { "password from", 5, PASSWORDS, TRUE, TRUE },
  { "password", 100, PASSWORDS, TRUE, FALSE },
  { "code", 5, CODES, TRUE, FALSE },
  { "from", 30, PASSWORDS | CODES, FALSE, TRUE },
};

/* As short for a long e-mail address as for any other. (transfer full) */
static char *
name_account (AusCall *call)
{
  g_autofree char *folded = g_utf8_casefold (aus_json_get_text (call->json, "email"), -1);
  g_autofree char *account = g_strconcat (folded, "\n", call->found, NULL);

  return aus_token_hash (account);
}

static char *
name_cause (const Limit *limit,
            AusCall     *call)
{
  g_autofree char *account = limit->by_account ? name_account (call) : g_strdup ("");
  g_autofree char *place = limit->by_address ? aus_listener_address_name (call->address) : g_strdup ("");

  return g_strjoin (" ", limit->name, account, place, NULL);
}

gboolean
aus_sign_in_limits_check (AusCall  *call,
                          AusTry    what,
                          GError  **error)
{
  guint rest = 0;

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++) {
    g_autofree char *cause = name_cause (&limits[i], call);

    if ((limits[i].tries & (1u << what)) != 0)
      rest = MAX (rest, aus_throttle_check (call->clinic->throttle, cause, limits[i].allowed));
  }

  return aus_throttle_allows (rest, error);
}

void
aus_sign_in_limits_fail (AusCall *call,
                         AusTry   what)
{
  call->is_failed_try = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++) {
    g_autofree char *cause = name_cause (&limits[i], call);

    if ((limits[i].tries & (1u << what)) != 0)
      aus_throttle_fail (call->clinic->throttle, cause);
  }
}

void
aus_sign_in_limits_forgive (AusCall *call)
{
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++) {
    g_autofree char *cause = name_cause (&limits[i], call);

    if (limits[i].by_account)
      aus_throttle_clear (call->clinic->throttle, cause);
  }
}
