#include "aus-freezes.h"

/* As browsers count it: three times the usual pause, and at least so much more. */
#define LONGER (150 * G_TIME_SPAN_MILLISECOND)
#define CAMERA_OFF (5 * G_TIME_SPAN_SECOND)
#define USUAL (40 * G_TIME_SPAN_MILLISECOND)

void
aus_freezes_add (AusFreezes *self,
                 gint64      now)
{
  const gint64 pause = now - self->last;

  if (self->last == 0 || pause > CAMERA_OFF)
    self->pace = USUAL;
  else if (pause > MAX (3 * self->pace, self->pace + LONGER))
    self->total += pause;

  /* A slower pace is learnt all the same: stills, one a second, are no freezes. */
  if (self->last != 0 && pause <= CAMERA_OFF)
    self->pace += (pause - self->pace) / 8;

  self->last = now;
}

void
aus_freezes_forget (AusFreezes *self)
{
  self->last = 0;
}
