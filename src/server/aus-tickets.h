#pragma once

#include "aus-caller.h"

G_BEGIN_DECLS

#define AUS_TYPE_TICKETS (aus_tickets_get_type ())

G_DECLARE_FINAL_TYPE (AusTickets, aus_tickets, AUS, TICKETS, GObject)

/* Seconds. */
#define AUS_TICKET_LIFE 30

/**
 * AusTickets:
 *
 * Tickets for one WebSocket each, for browsers cannot send an Authorization header there. Any thread.
 */
AusTickets *aus_tickets_new    (void);
/* (transfer full): the ticket. */
char       *aus_tickets_issue  (AusTickets      *self,
                                const AusCaller *caller);
/* Whether the ticket was good; it is used up. On success @caller is filled. */
gboolean    aus_tickets_redeem (AusTickets      *self,
                                const char      *ticket,
                                AusCaller       *caller);

G_END_DECLS
