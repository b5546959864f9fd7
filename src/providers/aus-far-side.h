#pragma once

#include "aus-http-call.h"

G_BEGIN_DECLS

/**
 * AusFarSide:
 *
 * The far side of a provider, as it is reached with one set of credentials: whom we may call there, how it has been
 * answering, and the token that opens it, which is in memory alone. Others make a new one when the settings change. All
 * functions may be called on any thread, and those that call block it.
 */
typedef struct _AusFarSide AusFarSide;

/* @name: of the provider, as people know it. Both are copied. */
AusFarSide     *aus_far_side_new          (const char        *name,
                                           const AusHostList *hosts);
void           aus_far_side_free         (AusFarSide          *self);

const AusHostList *aus_far_side_get_hosts (AusFarSide        *self);

/**
 * AusCare:
 * @is_urgent: somebody waits: two tries within ten seconds
 * @may_repeat: whether to do it twice is as good as to do it once
 *
 * How a call is to be handled.
 */
typedef struct
{
  gboolean is_urgent;
  gboolean may_repeat;
} AusCare;

/**
 * aus_far_side_call:
 *
 * Calls, and calls again where that may help: after the connection failed, 408, 425, 429 and 5xx, within the budget
 * and the time, and not before the time that it named.
 *
 * Returns: (transfer full): any answer that is not one of those; else %NULL with %AUS_ERROR_UNAVAILABLE or
 *   %AUS_ERROR_THROTTLED, and a time where it named one
 */
AusHttpAnswer *aus_far_side_call         (AusFarSide         *self,
                                          const AusHttpCall  *call,
                                          AusCare             care,
                                          GCancellable       *cancellable,
                                          GError            **error);

/* Asks for a token: fails with %AUS_ERROR_UNAUTHENTICATED where the credentials are no good.
 * *@life: how long it lives, in seconds. Returns: (transfer full) */
typedef char *(* AusAskToken) (gpointer       data,
                               gint64        *life,
                               GCancellable  *cancellable,
                               GError       **error);

/* The token, asked for by one at a time where there is none that lives. (transfer full) */
char          *aus_far_side_get_token    (AusFarSide    *self,
                                          AusAskToken    ask,
                                          gpointer       data,
                                          GCancellable  *cancellable,
                                          GError       **error);
/* Forgets @token, unless it is another by now. */
void           aus_far_side_drop_token   (AusFarSide *self,
                                          const char *token);

/* Notes that the credentials are refused. */
void           aus_far_side_note_refused (AusFarSide *self,
                                          const char *why);
/* @reason: (out) (transfer full): a sentence why it does not answer as it should */
gboolean       aus_far_side_is_healthy   (AusFarSide  *self,
                                          char       **reason);
gboolean       aus_far_side_is_refused   (AusFarSide  *self);
/* Forgets how it has been answering, so that the next call goes out whatever was before. */
void           aus_far_side_forgive      (AusFarSide           *self);

/* Follows where a download leads, each time where @hosts allows it, and takes the credentials no further than to the
 * host that they are for. An answer that says that it cannot now is an error, which has its Retry-After. @hosts: of the
 * places where files lie */
AusHttpAnswer *aus_far_side_download     (AusFarSide         *self,
                                          const AusHttpCall  *call,
                                          const AusHostList  *hosts,
                                          GCancellable       *cancellable,
                                          GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusFarSide, aus_far_side_free)

G_END_DECLS
