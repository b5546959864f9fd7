#include "aus-tickets.h"

#include "aus-token.h"

#define MAX_TICKETS 10000

typedef struct
{
  AusCaller caller;
  gint64    expires;
} Ticket;

struct _AusTickets
{
  GObject     parent_instance;

  GMutex      lock;
  GHashTable *tickets;
};

G_DEFINE_FINAL_TYPE (AusTickets, aus_tickets, G_TYPE_OBJECT)

static void
ticket_free (gpointer data)
{
  Ticket *ticket = data;

  aus_caller_clear (&ticket->caller);
  g_free (ticket);
}

static void
aus_tickets_finalize (GObject *object)
{
  AusTickets *self = AUS_TICKETS (object);

  g_hash_table_unref (self->tickets);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (aus_tickets_parent_class)->finalize (object);
}

static void
aus_tickets_class_init (AusTicketsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aus_tickets_finalize;
}

static void
aus_tickets_init (AusTickets *self)
{
  g_mutex_init (&self->lock);
  self->tickets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, ticket_free);
}

AusTickets *
aus_tickets_new (void)
{
  return g_object_new (AUS_TYPE_TICKETS, NULL);
}

static gboolean
is_expired_cb (gpointer key,
               gpointer value,
               gpointer user_data)
{
  return ((Ticket *) value)->expires < *(gint64 *) user_data;
}

char *
aus_tickets_issue (AusTickets      *self,
                   const AusCaller *caller)
{
  char *text = aus_token_new ();
  g_autofree char *hash = aus_token_hash (text);
  Ticket *ticket = g_new0 (Ticket, 1);
  gint64 now = g_get_monotonic_time ();

  aus_caller_copy (&ticket->caller, caller);
  ticket->expires = now + AUS_TICKET_LIFE * G_USEC_PER_SEC;

  g_mutex_lock (&self->lock);

  if (g_hash_table_size (self->tickets) >= MAX_TICKETS)
    g_hash_table_foreach_remove (self->tickets, is_expired_cb, &now);

  g_hash_table_insert (self->tickets, g_steal_pointer (&hash), ticket);
  g_mutex_unlock (&self->lock);

  return text;
}

gboolean
aus_tickets_redeem (AusTickets *self,
                    const char *ticket,
                    AusCaller  *caller)
{
  g_autofree char *hash = aus_token_hash (ticket);
  g_autofree char *key = NULL;
  Ticket *found = NULL;
  gboolean good = FALSE;

  g_mutex_lock (&self->lock);
  g_hash_table_steal_extended (self->tickets, hash, (gpointer *) &key, (gpointer *) &found);
  g_mutex_unlock (&self->lock);

  if (found == NULL)
    return FALSE;

  good = found->expires >= g_get_monotonic_time ();

  if (good)
    aus_caller_copy (caller, &found->caller);

  ticket_free (found);

  return good;
}
