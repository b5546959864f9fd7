#include "aus-job-kind.h"

#include "aus-time.h"

#define FIRST_DELAY AUS_TIME_SECOND
#define LONGEST_DELAY AUS_TIME_HOUR
/* Of a delay that a kind names itself. */
#define SPREAD 0.1

AusJobAttempt *
aus_job_attempt_new (const AusJobKind *kind,
                     AusJobRecord     *job,
                     gpointer          context)
{
  AusJobAttempt *self = g_new0 (AusJobAttempt, 1);

  self->kind = kind;
  self->job = g_object_ref (job);
  self->context = context;

  return self;
}

void
aus_job_attempt_free (AusJobAttempt *self)
{
  if (self->work != NULL && self->kind->free_work != NULL)
    self->kind->free_work (self->work);

  g_object_unref (self->job);
  g_free (self);
}

gint64
aus_job_kind_get_delay (const AusJobKind *self,
                        guint             attempts,
                        double            chance)
{
  gint64 delay = FIRST_DELAY;

  g_return_val_if_fail (attempts > 0, FIRST_DELAY);

  if (self->delays != NULL) {
    delay = self->delays[MIN (attempts, self->n_delays) - 1] * AUS_TIME_SECOND;
    return delay + (gint64) (delay * SPREAD * chance);
  }

  for (guint i = 1; i < attempts && delay < LONGEST_DELAY; i++)
    delay *= 2;

  return (gint64) (MIN (delay, LONGEST_DELAY) * chance);
}

gboolean
aus_job_error_is_final (const GError *error)
{
  static const AusError passing[] = { AUS_ERROR_FAILED, AUS_ERROR_THROTTLED, AUS_ERROR_UNAVAILABLE };

  for (guint i = 0; i < G_N_ELEMENTS (passing); i++) {
    if (g_error_matches (error, AUS_ERROR, passing[i]))
      return FALSE;
  }

  return error->domain == AUS_ERROR;
}
