#pragma once

#include "aus-receiver-report.h"

G_BEGIN_DECLS

/* What a way is taken to bear until something is measured. */
#define AUS_BUDGET_START 800000

/**
 * AusBudget:
 * @receivable: what the other side can receive by its own measure (REMB), bits per second; 0 where it never said
 * @bearable: what the way bears by what got lost on it, bits per second; 0 where nobody knows yet
 * @is_losing: whether the last judgement was that too much gets lost
 * @reported: what the last judgement was made by
 * @reported_at: when that was, 0 before the first; monotonic time
 *
 * What the way to one peer bears, by two measures of which the lower one counts: browsers see a squeeze by the growth
 * of a queue, and behind a short one they see none, but miss what it drops. All zero is the start.
 */
typedef struct
{
  guint             receivable;
  double            bearable;
  gboolean          is_losing;
  AusReceiverReport reported;
  gint64            reported_at;
} AusBudget;

/* @bitrate: bits per second, more than 0 */
void  aus_budget_hear_remb   (AusBudget               *self,
                              guint                    bitrate);

/**
 * aus_budget_hear_report:
 * @sent: how much was sent of late, bits per second
 * @now: monotonic time
 *
 * Source: draft-ietf-rmcat-gcc-02, section 6, with the growth that browsers use, and more patience with links that lose
 * whatever is sent.
 */
void  aus_budget_hear_report (AusBudget               *self,
                              const AusReceiverReport *report,
                              guint                    sent,
                              gint64                   now);

/* Bits per second. */
guint aus_budget_get         (const AusBudget         *self);

G_END_DECLS
