#include "aus-far-side.h"

#include "aus-breaker.h"
#include "aus-retry-time.h"
#include "aus-sentence.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#define N_TRIES 2
#define URGENT_S 10
#define LONGEST_WAIT_MS 4000
#define N_HOPS 5
/* Of a token's life: then another one is asked for, while the old one is good still. */
#define FRESH_SHARE 0.9

struct _AusFarSide
{
  char       *name;
  GStrv       domains;
  char       *origin;
  AusHostList hosts;

  AusBreaker *breaker;

  GMutex      token_mutex;
  char       *token;
  gint64      token_until;
};

AusFarSide *
aus_far_side_new (const char        *name,
                  const AusHostList *hosts)
{
  AusFarSide *self = g_new0 (AusFarSide, 1);

  self->name = g_strdup (name);
  self->domains = g_strdupv ((GStrv) hosts->domains);
  self->origin = g_strdup (hosts->origin);
  self->hosts = (AusHostList) { (const char *const *) self->domains, self->origin };
  self->breaker = aus_breaker_new ();
  g_mutex_init (&self->token_mutex);

  return self;
}

void
aus_far_side_free (AusFarSide *self)
{
  aus_breaker_free (self->breaker);
  g_mutex_clear (&self->token_mutex);
  g_strfreev (self->domains);
  g_free (self->origin);
  g_free (self->token);
  g_free (self->name);
  g_free (self);
}

const AusHostList *
aus_far_side_get_hosts (AusFarSide *self)
{
  return &self->hosts;
}

static gboolean
is_passing (guint status)
{
  static const guint statuses[] = { 408, 425, 429, 500, 502, 503, 504 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    if (statuses[i] == status)
      return TRUE;
  }

  return FALSE;
}

/* That it is asked too much is our fault and not its own. */
static void
note (AusFarSide          *self,
      const AusHttpAnswer *answer,
      const GError        *error)
{
  const gint64 now = g_get_monotonic_time ();
  const gboolean is_down = answer == NULL || answer->status >= 500;
  g_autofree char *why = NULL;

  if (answer == NULL)
    why = g_strdup (error->message);
  else
    why = aus_sentence_new (N_("It answered %u."), answer->status);

  aus_breaker_note (self->breaker, is_down ? AUS_BREAKER_FAILED : AUS_BREAKER_GOOD, now, why);
}

/* Whether there is time to. */
static gboolean
wait_for (guint         milliseconds,
          GCancellable *cancellable)
{
  GPollFD poll;

  if (!g_cancellable_make_pollfd (cancellable, &poll)) {
    g_usleep (milliseconds * 1000);
    return TRUE;
  }

  g_poll (&poll, 1, (int) milliseconds);
  g_cancellable_release_fd (cancellable);

  return !g_cancellable_is_cancelled (cancellable);
}

static GError *
make_error (AusFarSide          *self,
            const AusHttpAnswer *answer)
{
  const gboolean is_busy = answer->status == 429;
  GError *error = NULL;

  if (is_busy)
    aus_error_say (&error, AUS_ERROR_THROTTLED, N_("%s wants to be asked less often (%u)."), self->name,
                   answer->status);
  else
    aus_error_say (&error, AUS_ERROR_UNAVAILABLE, N_("%s is out of order (%u)."), self->name, answer->status);

  aus_error_set_retry_after (error, answer->retry_after);

  return error;
}

/* Says of whom @fault is. */
static void
propagate (AusFarSide  *self,
           GError      *fault,
           GError     **error)
{
  char *named = aus_sentence_new ("%s: %s", self->name, fault->message);

  g_free (fault->message);
  fault->message = named;
  g_propagate_error (error, fault);
}

/* Milliseconds until the next try; 0 for none. */
static guint
choose_pause (AusFarSide          *self,
              const AusHttpAnswer *answer,
              AusCare              care,
              guint                n_tries,
              gint64               since)
{
  const guint asked = answer ? answer->retry_after * 1000 : 0;
  const guint pause = MAX (aus_retry_time_choose (n_tries, LONGEST_WAIT_MS, g_random_double ()), asked);
  const gint64 left = URGENT_S * 1000 - (g_get_monotonic_time () - since) / 1000;

  /* What was not received may have been done all the same; where it was turned away it was not. */
  if (n_tries >= N_TRIES || pause > LONGEST_WAIT_MS || (care.is_urgent && pause >= left) ||
      !(care.may_repeat || (answer != NULL && (answer->status == 429 || answer->status == 503))) ||
      !aus_breaker_take_retry (self->breaker))
    return 0;

  return MAX (pause, 1);
}

static void
shorten (AusHttpCall *call,
         AusCare      care,
         gint64       since)
{
  const gint64 left = URGENT_S - (g_get_monotonic_time () - since) / G_USEC_PER_SEC;

  if (care.is_urgent)
    call->seconds = (guint) CLAMP (left, 1, call->seconds ? call->seconds : URGENT_S);
}

AusHttpAnswer *
aus_far_side_call (AusFarSide         *self,
                   const AusHttpCall  *call,
                   AusCare             care,
                   GCancellable       *cancellable,
                   GError            **error)
{
  const gint64 since = g_get_monotonic_time ();

  for (guint n_tries = 1; ; n_tries++) {
    AusHttpCall timed = *call;
    g_autoptr (AusHttpAnswer) answer = NULL;
    g_autoptr (GError) fault = NULL;
    guint pause;

    if (!aus_breaker_enter (self->breaker, g_get_monotonic_time (), &fault)) {
      propagate (self, g_steal_pointer (&fault), error);
      return NULL;
    }

    shorten (&timed, care, since);
    answer = aus_http_call_run (&timed, &self->hosts, cancellable, &fault);

    if (answer == NULL && !g_error_matches (fault, AUS_ERROR, AUS_ERROR_UNAVAILABLE)) {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }

    note (self, answer, fault);

    if (answer != NULL && !is_passing (answer->status))
      return g_steal_pointer (&answer);

    pause = choose_pause (self, answer, care, n_tries, since);

    if (pause == 0 || !wait_for (pause, cancellable)) {
      if (fault != NULL)
        propagate (self, g_steal_pointer (&fault), error);
      else
        g_propagate_error (error, make_error (self, answer));

      return NULL;
    }
  }
}

char *
aus_far_side_get_token (AusFarSide    *self,
                        AusAskToken    ask,
                        gpointer       data,
                        GCancellable  *cancellable,
                        GError       **error)
{
  /* Held while somebody asks, so that all others wait for what they get. */
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->token_mutex);
  const gint64 now = g_get_monotonic_time ();
  g_autoptr (GError) fault = NULL;
  gint64 life = 0;

  if (self->token != NULL && now < self->token_until)
    return g_strdup (self->token);

  g_clear_pointer (&self->token, g_free);
  self->token = ask (data, &life, cancellable, &fault);

  if (self->token == NULL) {
    if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED))
      aus_far_side_note_refused (self, fault->message);

    g_propagate_error (error, g_steal_pointer (&fault));
    return NULL;
  }

  self->token_until = now + (gint64) ((double) life * G_USEC_PER_SEC * FRESH_SHARE);

  return g_strdup (self->token);
}

void
aus_far_side_drop_token (AusFarSide *self,
                         const char *token)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->token_mutex);

  if (g_strcmp0 (self->token, token) == 0)
    g_clear_pointer (&self->token, g_free);
}

void
aus_far_side_note_refused (AusFarSide *self,
                           const char *why)
{
  aus_breaker_note (self->breaker, AUS_BREAKER_REFUSED, g_get_monotonic_time (), why);
}

gboolean
aus_far_side_is_refused (AusFarSide *self)
{
  return aus_breaker_is_refused (self->breaker);
}

gboolean
aus_far_side_is_healthy (AusFarSide  *self,
                         char       **reason)
{
  return aus_breaker_is_healthy (self->breaker, reason);
}

void
aus_far_side_forgive (AusFarSide *self)
{
  aus_breaker_note (self->breaker, AUS_BREAKER_GOOD, g_get_monotonic_time (), NULL);
}

static gboolean
is_same_host (const char *one,
              const char *other)
{
  g_autoptr (GUri) first = g_uri_parse (one, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GUri) second = g_uri_parse (other, SOUP_HTTP_URI_FLAGS, NULL);

  return first != NULL && second != NULL && strcmp (g_uri_get_host (first), g_uri_get_host (second)) == 0 &&
         g_uri_get_port (first) == g_uri_get_port (second) &&
         strcmp (g_uri_get_scheme (first), g_uri_get_scheme (second)) == 0;
}

AusHttpAnswer *
aus_far_side_download (AusFarSide         *self,
                       const AusHttpCall  *call,
                       const AusHostList  *hosts,
                       GCancellable       *cancellable,
                       GError            **error)
{
  AusHttpCall hop = *call;
  g_autofree char *url = g_strdup (call->url);

  for (guint i = 0; i < N_HOPS; i++) {
    g_autoptr (AusHttpAnswer) answer = NULL;
    g_autofree char *next = NULL;

    hop.url = url;
    hop.authorization = is_same_host (call->url, url) ? call->authorization : NULL;
    answer = aus_http_call_run (&hop, hosts, cancellable, error);

    if (answer == NULL)
      return NULL;

    if (is_passing (answer->status)) {
      g_propagate_error (error, make_error (self, answer));
      return NULL;
    }

    if (answer->status / 100 != 3 || answer->location == NULL)
      return g_steal_pointer (&answer);

    next = g_uri_resolve_relative (url, answer->location, SOUP_HTTP_URI_FLAGS, error);

    if (next == NULL)
      return NULL;

    g_free (url);
    url = g_steal_pointer (&next);
  }

  aus_error_say (error, AUS_ERROR_UNAVAILABLE, N_("%s sends us in circles."), self->name);

  return NULL;
}
