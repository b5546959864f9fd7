#include "aus-exif.h"
#include "aus-picture-metadata.h"

#include <string.h>

/* “RIFF”, the length of the rest, “WEBP”. */
#define HEAD_LENGTH 12
/* Name and length of a chunk. */
#define FRAME_LENGTH 8
#define EXIF_PREFIX "Exif\0"

/* Of the first byte of VP8X. */
#define HAS_XMP  0x04
#define HAS_EXIF 0x08

/* The name of a chunk that fills up. */
#define NOTHING "JUNK"

static const char *const kept[] = { "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP", NULL };

static gsize
read_long (const guint8 *p)
{
  return (gsize) p[3] << 24 | (gsize) p[2] << 16 | (gsize) p[1] << 8 | p[0];
}

static gboolean
reduce_exif (guint8 *content,
             gsize   length)
{
  /* Some write it as in a JPEG. */
  const gsize skip = length >= sizeof EXIF_PREFIX && memcmp (content, EXIF_PREFIX, sizeof EXIF_PREFIX) == 0
    ? sizeof EXIF_PREFIX : 0;
  const guint orientation = aus_exif_get_orientation (content + skip, length - skip);

  if (orientation == 0 || length < skip + AUS_EXIF_MIN_LENGTH)
    return FALSE;

  aus_exif_reduce (content + skip, length - skip, orientation);

  return TRUE;
}

/* Returns: whether it is Exif that stays */
static gboolean
erase_chunk (guint8 *chunk,
             gsize   length)
{
  guint8 *content = chunk + FRAME_LENGTH;

  if (memcmp (chunk, "EXIF", 4) == 0 && reduce_exif (content, length))
    return TRUE;

  memcpy (chunk, NOTHING, 4);
  memset (content, 0, length);

  return FALSE;
}

static void
note_flags (guint8   *head,
            gboolean  has_exif)
{
  if (memcmp (head, "VP8X", 4) != 0)
    return;

  head[FRAME_LENGTH] &= (guint8) ~(HAS_XMP | HAS_EXIF);
  head[FRAME_LENGTH] |= has_exif ? HAS_EXIF : 0;
}

gboolean
aus_webp_metadata_erase (guint8 *bytes,
                         gsize   length)
{
  const gsize end = length >= HEAD_LENGTH + FRAME_LENGTH + 2 ? FRAME_LENGTH + read_long (bytes + 4) : 0;
  gsize at = HEAD_LENGTH;
  gboolean has_exif = FALSE;

  if (end <= HEAD_LENGTH + FRAME_LENGTH || end > length || memcmp (bytes, "RIFF", 4) != 0 ||
      memcmp (bytes + 8, "WEBP", 4) != 0)
    return FALSE;

  while (at < end) {
    const gsize size = at + FRAME_LENGTH <= end ? read_long (bytes + at + 4) : G_MAXUINT32;
    g_autofree char *name = NULL;

    if (at + FRAME_LENGTH + size > end)
      return FALSE;

    name = g_strndup ((const char *) bytes + at, 4);

    if (!g_strv_contains (kept, name))
      has_exif = erase_chunk (bytes + at, size) || has_exif;

    /* To an even length; the last of some has none. */
    at += FRAME_LENGTH + size + size % 2;
  }

  note_flags (bytes + HEAD_LENGTH, has_exif);
  memset (bytes + end, 0, length - end);

  return TRUE;
}
