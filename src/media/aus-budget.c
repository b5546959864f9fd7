#include "aus-budget.h"

/* Among fewer packets a single one would count for too much, and what was cut takes a moment to show. */
#define ENOUGH 20
#define SOONEST (G_TIME_SPAN_SECOND / 2)

/* By share of the packets that are missed: up to where the bitrate grows, up to where it hardly does, and from where on
 * the way must be so narrow that no floor holds. */
#define LIGHT_LOSS 0.02
#define HEAVY_LOSS 0.10
#define WORST_LOSS 0.25

/* Per second. */
#define GROWTH 0.08
#define CREEP 0.01
/* Seconds that count at most in one judgement: while hardly anything is sent nobody learns what the way bears. */
#define LONGEST 10

/* What radio links lose they lose at any bitrate. */
#define FLOOR 80000
/* Whoever sends no pictures any more is not to be measured by nothing. */
#define LEAST 10000
/* The longest, as the payloader makes them. */
#define PACKET_BITS 9600

/* A loss that is seen once may be chance where little is sent; one that stays is known to be of what is sent. */
static double
cut (AusBudget *self,
     double     before,
     double     loss,
     guint      sent)
{
  const double base = self->is_losing ? MIN (before, sent) : before;
  const double floor = loss > WORST_LOSS ? LEAST : FLOOR;

  return MIN (before, MAX (base * (1 - loss / 2), floor));
}

/* A way that is not used up is only known to bear what arrived. */
static double
grow (double before,
      double loss,
      double arrived,
      double seconds)
{
  if (loss >= LIGHT_LOSS)
    return before * (1 + CREEP * seconds);

  return MAX (before * (1 + GROWTH * seconds), arrived);
}

static void
judge (AusBudget *self,
       gint32     n_packets,
       gint32     lost,
       guint      sent,
       double     seconds)
{
  const double loss = CLAMP (lost / (double) n_packets, 0, 1);
  const double arrived = MIN (sent, n_packets * PACKET_BITS / seconds);
  const gboolean is_losing = loss > HEAVY_LOSS;

  if (is_losing)
    self->bearable = cut (self, aus_budget_get (self), loss, sent);
  else if (self->bearable > 0)
    self->bearable = MIN (grow (self->bearable, loss, arrived, MIN (seconds, LONGEST)), G_MAXINT);

  self->is_losing = is_losing;
}

void
aus_budget_hear_remb (AusBudget *self,
                      guint      bitrate)
{
  self->receivable = bitrate;
}

void
aus_budget_hear_report (AusBudget               *self,
                        const AusReceiverReport *report,
                        guint                    sent,
                        gint64                   now)
{
  const gint32 n_packets = report->highest - self->reported.highest;
  const gint32 lost = report->lost - self->reported.lost;
  const gint64 age = now - self->reported_at;

  if (self->reported_at != 0 && (age < SOONEST || (n_packets >= 0 && n_packets < ENOUGH)))
    return;

  if (self->reported_at != 0 && n_packets > 0)
    judge (self, n_packets, lost, sent, age / (double) G_TIME_SPAN_SECOND);

  self->reported = *report;
  self->reported_at = now;
}

guint
aus_budget_get (const AusBudget *self)
{
  const double receivable = self->receivable > 0 ? self->receivable : AUS_BUDGET_START;

  return self->bearable > 0 ? MIN (receivable, self->bearable) : receivable;
}
