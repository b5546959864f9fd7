#include "aus-random.h"

#include <errno.h>
#include <sys/random.h>

/* No look-alikes: i, l, o and u are missing. */
static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

void
aus_random_bytes (guint8 *bytes,
                  gsize   length)
{
  while (length > 0) {
    gssize filled = getrandom (bytes, length, 0);

    if (filled < 0 && errno != EINTR)
      g_error ("The kernel gives no random bytes: %s", g_strerror (errno));

    if (filled > 0) {
      bytes += filled;
      length -= filled;
    }
  }
}

char *
aus_random_text (gsize length)
{
  char *text = g_malloc (length + 1);

  aus_random_bytes ((guint8 *) text, length);

  for (gsize i = 0; i < length; i++)
    text[i] = alphabet[(guint8) text[i] % 32];

  text[length] = '\0';

  return text;
}
