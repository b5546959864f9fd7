#include "aus-uuid.h"

#include "aus-random.h"

#include <stdatomic.h>

/*
 * RFC 9562 §6.2, method 3: 48 bits of milliseconds and 12 bits of their fraction. Where the clock stands
 * still or goes back, the last value plus one is used, so that the order holds.
 */
static guint64
take_timestamp (void)
{
  static _Atomic guint64 last = 0;

  gint64 now = g_get_real_time ();
  guint64 wanted = ((guint64) (now / 1000) << 12) | (guint64) (now % 1000 * 4096 / 1000);
  guint64 seen = atomic_load (&last);
  guint64 taken;

  do {
    taken = MAX (wanted, seen + 1);
  } while (!atomic_compare_exchange_weak (&last, &seen, taken));

  return taken;
}

/* Bytes for ids, of which each request makes some, are had from the kernel for many at once. */
static guint64
take_random (void)
{
  static _Thread_local guint64 pool[32];
  static _Thread_local guint n_left = 0;

  if (n_left == 0) {
    aus_random_bytes ((guint8 *) pool, sizeof pool);
    n_left = G_N_ELEMENTS (pool);
  }

  return pool[--n_left];
}

static void
write_hex (char    *text,
           guint64  value,
           int      digits)
{
  for (int i = digits - 1; i >= 0; i--, value >>= 4)
    text[i] = "0123456789abcdef"[value & 0xf];
}

char *
aus_uuid_new (void)
{
  guint64 timestamp = take_timestamp ();
  guint64 random = take_random ();
  char *uuid = g_malloc (37);

  write_hex (uuid, timestamp >> 28, 8);
  write_hex (uuid + 9, timestamp >> 12, 4);
  write_hex (uuid + 14, 0x7000 | (timestamp & 0xfff), 4);
  write_hex (uuid + 19, 0x8000 | (random >> 48 & 0x3fff), 4);
  write_hex (uuid + 24, random, 12);
  uuid[8] = uuid[13] = uuid[18] = uuid[23] = '-';
  uuid[36] = '\0';

  return uuid;
}

gboolean
aus_uuid_is_valid (const char *uuid)
{
  static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

  g_return_val_if_fail (uuid != NULL, FALSE);

  for (gsize i = 0; i < sizeof form - 1; i++) {
    if (form[i] == 'x' ? !g_ascii_isxdigit (uuid[i]) : uuid[i] != '-')
      return FALSE;
  }

  return uuid[sizeof form - 1] == '\0';
}
