#include "aus-relay-probe.h"

#include "aus-error.h"
#include "aus-turn-client.h"

#define PATIENCE (3 * G_TIME_SPAN_SECOND)
#define AGAIN (500 * G_TIME_SPAN_MILLISECOND)

static const struct
{
  guint         number;
  AusRelayFault fault;
} refusals[] = {
  { 401, AUS_RELAY_FAULT_CREDENTIALS },
  { 403, AUS_RELAY_FAULT_FORBIDDEN },
  { 431, AUS_RELAY_FAULT_CREDENTIALS },
  { 441, AUS_RELAY_FAULT_CREDENTIALS },
  { 486, AUS_RELAY_FAULT_FULL },
  { 508, AUS_RELAY_FAULT_FULL },
};

static AusRelayFault
classify (const GError *error)
{
  for (guint i = 0; error->domain == AUS_TURN_ERROR && i < G_N_ELEMENTS (refusals); i++) {
    if (refusals[i].number == (guint) error->code)
      return refusals[i].fault;
  }

  if (error->domain == AUS_TURN_ERROR)
    return AUS_RELAY_FAULT_OTHER;

  if (error->domain == AUS_ERROR)
    return AUS_RELAY_FAULT_ADDRESS;

  if (error->domain == G_RESOLVER_ERROR)
    return AUS_RELAY_FAULT_NAME;

  if (error->domain == G_TLS_ERROR)
    return AUS_RELAY_FAULT_TLS;

  return error->domain == G_IO_ERROR ? AUS_RELAY_FAULT_SILENT : AUS_RELAY_FAULT_OTHER;
}

/* (transfer full) (nullable) */
static AusTurnClient *
enter (const AusRelayAddress  *address,
       const AusRelayGuest    *guest,
       GCancellable           *cancellable,
       GError                **error)
{
  g_autoptr (AusTurnClient) client = aus_turn_client_connect (address, cancellable, error);

  if (client == NULL || !aus_turn_client_allocate (client, guest->username, guest->credential, error))
    return NULL;

  return g_steal_pointer (&client);
}

/* One way: from one side by its relay to the relay of the other, and so to them. A packet may be lost. */
static gboolean
carry (AusTurnClient  *from,
       AusTurnClient  *to,
       GBytes         *data,
       GError        **error)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE;

  while (aus_turn_client_send (from, aus_turn_client_get_relayed (to), data, error)) {
    g_autoptr (GError) fault = NULL;
    g_autoptr (GBytes) heard = aus_turn_client_receive (to, MIN (end, g_get_monotonic_time () + AGAIN), &fault);

    if (heard != NULL && g_bytes_equal (heard, data))
      return TRUE;

    if (g_get_monotonic_time () >= end) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "It lets both sides in, but nothing comes through.");
      return FALSE;
    }
  }

  return FALSE;
}

static AusRelayFault
meet (AusTurnClient  *one,
      AusTurnClient  *other,
      double         *round_trip_ms,
      GError        **error)
{
  g_autoptr (GBytes) there = g_bytes_new_static ("there", 5);
  g_autoptr (GBytes) back = g_bytes_new_static ("back", 4);
  gint64 start;

  if (!aus_turn_client_permit (one, aus_turn_client_get_relayed (other), error)
      || !aus_turn_client_permit (other, aus_turn_client_get_relayed (one), error))
    return classify (*error);

  start = g_get_monotonic_time ();

  if (!carry (one, other, there, error) || !carry (other, one, back, error))
    return AUS_RELAY_FAULT_CLOSED;

  *round_trip_ms = (g_get_monotonic_time () - start) / (double) G_TIME_SPAN_MILLISECOND;

  return AUS_RELAY_FAULT_NONE;
}

static AusRelayFault
probe_finder (const AusRelayAddress  *address,
              double                 *round_trip_ms,
              GCancellable           *cancellable,
              GError                **error)
{
  g_autoptr (AusTurnClient) client = aus_turn_client_connect (address, cancellable, error);
  const gint64 start = g_get_monotonic_time ();

  if (client == NULL || !aus_turn_client_bind (client, error))
    return classify (*error);

  *round_trip_ms = (g_get_monotonic_time () - start) / (double) G_TIME_SPAN_MILLISECOND;

  return AUS_RELAY_FAULT_NONE;
}

static AusRelayFault
probe_relay (const AusRelayAddress  *address,
             const AusRelayGuest    *guests,
             double                 *round_trip_ms,
             GCancellable           *cancellable,
             GError                **error)
{
  g_autoptr (AusTurnClient) one = enter (address, &guests[0], cancellable, error);
  g_autoptr (AusTurnClient) other = one ? enter (address, &guests[1], cancellable, error) : NULL;

  return other != NULL ? meet (one, other, round_trip_ms, error) : classify (*error);
}

AusRelayFault
aus_relay_probe_run (const char           *uri,
                     const AusRelayGuest  *guests,
                     double               *round_trip_ms,
                     GCancellable         *cancellable,
                     GError              **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (AusRelayAddress) address = aus_relay_address_parse (uri, &fault);
  AusRelayFault answer;

  g_return_val_if_fail (error == NULL || *error == NULL, AUS_RELAY_FAULT_OTHER);

  if (address == NULL)
    answer = AUS_RELAY_FAULT_ADDRESS;
  else if (address->is_relay)
    answer = probe_relay (address, guests, round_trip_ms, cancellable, &fault);
  else
    answer = probe_finder (address, round_trip_ms, cancellable, &fault);

  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));

  return answer;
}
