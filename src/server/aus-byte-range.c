#include "aus-byte-range.h"

#include <string.h>

#define UNIT "bytes="

/* Moves *@text behind its digits. */
static gboolean
read_number (const char **text,
             gint64      *number)
{
  const gsize length = strspn (*text, G_CSET_DIGITS);
  g_autofree char *digits = g_strndup (*text, length);
  guint64 value;

  /* More than that there is of nothing. */
  if (length == 0)
    return FALSE;

  *number = g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT64, &value, NULL) ? (gint64) value : G_MAXINT64;
  *text += length;

  return TRUE;
}

static AusByteRange
find_end (gint64  wanted,
          gint64  size,
          gint64 *first,
          gint64 *length)
{
  if (wanted == 0 || size == 0)
    return AUS_BYTE_RANGE_NONE;

  *length = MIN (wanted, size);
  *first = size - *length;

  return AUS_BYTE_RANGE_PART;
}

AusByteRange
aus_byte_range_parse (const char *text,
                      gint64      size,
                      gint64     *first,
                      gint64     *length)
{
  const char *at = text != NULL && g_ascii_strncasecmp (text, UNIT, strlen (UNIT)) == 0 ? text + strlen (UNIT) : "";
  gint64 start, end = G_MAXINT64;
  const gboolean has_start = read_number (&at, &start);
  gboolean has_end;

  *first = 0;
  *length = size;

  if (*at != '-')
    return AUS_BYTE_RANGE_WHOLE;

  at++;
  has_end = read_number (&at, &end);

  if (*at != '\0' || (!has_start && !has_end) || (has_start && end < start))
    return AUS_BYTE_RANGE_WHOLE;

  if (!has_start)
    return find_end (end, size, first, length);

  if (start >= size)
    return AUS_BYTE_RANGE_NONE;

  *first = start;
  *length = MIN (end, size - 1) - start + 1;

  return AUS_BYTE_RANGE_PART;
}
