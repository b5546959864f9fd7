#pragma once

#include "aus-error.h"

G_BEGIN_DECLS

/**
 * AusBreaker:
 *
 * Knows how a provider answers with one set of credentials, and lets nobody call it in vain. After five failures in a
 * row, or where half of twenty calls within half a minute fail, nobody calls for thirty seconds, then one is let
 * through to see; each time that it fails the pause is twice as long, up to five minutes. Where the credentials are
 * refused only a call now and then looks whether they are good again, for that wants an administrator. It also keeps
 * the budget of repetitions: a fifth of all calls.
 *
 * All may be called on any thread. Times are monotonic, in microseconds.
 */
typedef struct _AusBreaker AusBreaker;

typedef enum
{
  AUS_BREAKER_GOOD,
  AUS_BREAKER_FAILED,
  AUS_BREAKER_REFUSED,
} AusBreakerVerdict;

AusBreaker *aus_breaker_new        (void);
void        aus_breaker_free       (AusBreaker         *self);
/* Whether a call may go out. Fails with %AUS_ERROR_UNAVAILABLE and a time, or %AUS_ERROR_UNAUTHENTICATED where the
 * credentials are broken. Whoever is let through must note what came of it. */
gboolean    aus_breaker_enter      (AusBreaker         *self,
                                    gint64              now,
                                    GError            **error);
/* @why: (nullable): in plain words, where it was no good */
void        aus_breaker_note       (AusBreaker         *self,
                                    AusBreakerVerdict   verdict,
                                    gint64              now,
                                    const char         *why);
/* Whether the budget has a repetition left, which is taken off. */
gboolean    aus_breaker_take_retry (AusBreaker         *self);
/* @reason: (out) (transfer full): a sentence why not, else %NULL */
gboolean    aus_breaker_is_healthy (AusBreaker         *self,
                                    char              **reason);
/* Whether the credentials were refused. */
gboolean    aus_breaker_is_refused (AusBreaker         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusBreaker, aus_breaker_free)

G_END_DECLS
