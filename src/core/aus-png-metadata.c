#include "aus-exif.h"
#include "aus-picture-metadata.h"

#include <string.h>

#define SIGNATURE_LENGTH 8
/* Length, name and checksum of a chunk. */
#define FRAME_LENGTH 12
#define MAX_CHUNK 0x7fffffff

/* A private name that everybody passes over. */
#define NOTHING "zeRo"

/* What the picture cannot be shown without, or not as it should be. */
static const char *const kept[] = {
  "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "mDCV", "cLLI", "sBIT", "bKGD",
  "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT", NULL
};

static guint32
read_long (const guint8 *p)
{
  return (guint32) p[0] << 24 | (guint32) p[1] << 16 | (guint32) p[2] << 8 | p[3];
}

/* Over name and content, as the standard has it. */
static guint32
compute_crc (const guint8 *p,
             gsize         length)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < length; i++) {
    crc ^= p[i];

    for (guint bit = 0; bit < 8; bit++)
      crc = crc & 1 ? 0xedb88320 ^ crc >> 1 : crc >> 1;
  }

  return ~crc;
}

static void
erase_chunk (guint8 *name,
             gsize   length)
{
  guint8 *content = name + 4;
  const gboolean is_exif = memcmp (name, "eXIf", 4) == 0 && length >= AUS_EXIF_MIN_LENGTH;
  const guint orientation = is_exif ? aus_exif_get_orientation (content, length) : 0;
  guint32 crc;

  if (orientation > 0) {
    aus_exif_reduce (content, length, orientation);
  } else {
    memcpy (name, NOTHING, 4);
    memset (content, 0, length);
  }

  crc = GUINT32_TO_BE (compute_crc (name, length + 4));
  memcpy (content + length, &crc, sizeof crc);
}

gboolean
aus_png_metadata_erase (guint8 *bytes,
                        gsize   length)
{
  gsize at = SIGNATURE_LENGTH;
  gboolean is_over = FALSE;

  if (length < SIGNATURE_LENGTH || memcmp (bytes, "\x89PNG\r\n\x1a\n", SIGNATURE_LENGTH) != 0)
    return FALSE;

  while (!is_over) {
    const gsize size = at + FRAME_LENGTH <= length ? read_long (bytes + at) : MAX_CHUNK;
    g_autofree char *name = NULL;

    if (size >= MAX_CHUNK || size > length - at - FRAME_LENGTH)
      return FALSE;

    name = g_strndup ((const char *) bytes + at + 4, 4);
    is_over = strcmp (name, "IEND") == 0;

    if (!g_strv_contains (kept, name))
      erase_chunk (bytes + at + 4, size);

    at += FRAME_LENGTH + size;
  }

  memset (bytes + at, 0, length - at);

  return TRUE;
}
