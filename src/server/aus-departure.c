#include "aus-departure.h"

#include "aus-queue.h"
#include "aus-seats.h"
#include "aus-table.h"

typedef struct
{
  AusHub      *hub;
  AusCaller    caller;
  char        *consultation_id;
  char        *participant_id;
  AusPresence  presence;
} Departure;

static void
departure_free (Departure *self)
{
  g_object_unref (self->hub);
  aus_caller_clear (&self->caller);
  g_free (self->consultation_id);
  g_free (self->participant_id);
  g_free (self);
}

/* Whoever never came in is not lost, whoever left has left, and whoever went to the provider's own page said so. Those
 * who may not see the visit any more leave it too, unless their seat went before them. */
static gboolean
departure_job (AusDatabase  *database,
               gpointer      data,
               GError      **error)
{
  Departure *self = data;
  g_autoptr (AusConsultation) consultation = g_object_new (AUS_TYPE_CONSULTATION, NULL);
  g_autoptr (AusParticipant) seat = NULL;
  g_autoptr (GError) fault = NULL;

  if (!aus_table_get (database, AUS_RECORD (consultation), self->consultation_id, error))
    return FALSE;

  seat = aus_seats_find (database, &self->caller, consultation, &fault);

  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  if (seat == NULL)
    return TRUE;

  if (seat->presence == AUS_PRESENCE_AWAY || seat->presence == AUS_PRESENCE_LEFT ||
      (seat->presence == AUS_PRESENCE_IN_MEETING && self->presence == AUS_PRESENCE_LOST))
    return TRUE;

  return aus_seats_set_presence (database, consultation, seat, self->presence, NULL, error) &&
         aus_queue_tell (database, consultation, error);
}

static void
departure_done (gpointer      data,
                const GError *error)
{
  Departure *self = data;
  AusDesk *desk = aus_hub_get_desk (self->hub);

  /* A visit that was deleted has no seats to note anything of. */
  if (error != NULL && !g_error_matches (error, AUS_ERROR, AUS_ERROR_NOT_FOUND))
    g_warning ("Could not note that somebody is gone: %s", error->message);

  /* They may have come back while this was on its way behind their return. */
  if (desk != NULL && self->presence == AUS_PRESENCE_LOST &&
      aus_hub_find (self->hub, self->consultation_id, self->participant_id) != NULL) {
    self->presence = AUS_PRESENCE_HERE;
    aus_store_write (desk->store, departure_job, departure_done, self);
    return;
  }

  departure_free (self);
}

void
aus_departure_note (AusHub              *hub,
                    const AusSubscriber *subscriber)
{
  Departure *self;
  AusDesk *desk = aus_hub_get_desk (hub);

  if (desk == NULL)
    return;

  self = g_new0 (Departure, 1);
  self->hub = g_object_ref (hub);
  self->consultation_id = g_strdup (subscriber->consultation_id);
  self->participant_id = g_strdup (subscriber->participant_id);
  self->presence = AUS_PRESENCE_LOST;
  aus_caller_copy (&self->caller, &subscriber->caller);
  aus_store_write (desk->store, departure_job, departure_done, self);
}
