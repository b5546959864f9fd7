#include "aus-exif.h"
#include "aus-picture-metadata.h"

#include <string.h>

/* Markers, each behind a byte FF. */
enum
{
  STUFFED = 0x00,
  TEM = 0x01,
  RST0 = 0xd0,
  RST7 = 0xd7,
  SOI = 0xd8,
  EOI = 0xd9,
  SOS = 0xda,
  APP0 = 0xe0,
  APP1 = 0xe1,
  APP2 = 0xe2,
  APP14 = 0xee,
  APP15 = 0xef,
  COM = 0xfe,
  FILL = 0xff,
};

#define EXIF "Exif\0"

/* What says how the picture is to be shown. */
static const struct
{
  guint8      marker;
  const char *name;
  guint       length;
} kept[] = {
  { APP0, "JFIF", 5 },
  { APP2, "ICC_PROFILE", 12 },
  { APP14, "Adobe", 5 },
};

static gboolean
is_alone (guint8 marker)
{
  return marker == TEM || (marker >= RST0 && marker <= SOI);
}

static gboolean
is_kept (guint8        marker,
         const guint8 *content,
         gsize         length)
{
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++) {
    if (kept[i].marker == marker && length >= kept[i].length && memcmp (content, kept[i].name, kept[i].length) == 0)
      return TRUE;
  }

  return FALSE;
}

static gboolean
reduce_exif (guint8  marker,
             guint8 *content,
             gsize   length)
{
  guint8 *tiff = content + sizeof EXIF;
  guint orientation;

  if (marker != APP1 || length < sizeof EXIF + AUS_EXIF_MIN_LENGTH || memcmp (content, EXIF, sizeof EXIF) != 0)
    return FALSE;

  orientation = aus_exif_get_orientation (tiff, length - sizeof EXIF);

  if (orientation > 0)
    aus_exif_reduce (tiff, length - sizeof EXIF, orientation);

  return orientation > 0;
}

/* What is not kept becomes a comment that says nothing. */
static void
erase_segment (guint8 *marker,
               guint8 *content,
               gsize   length)
{
  const gboolean is_ours = *marker == COM || (*marker >= APP0 && *marker <= APP15);

  if (!is_ours || is_kept (*marker, content, length) || reduce_exif (*marker, content, length))
    return;

  *marker = COM;
  memset (content, ' ', length);
}

/* Where the next marker begins, behind the data of a scan. */
static gsize
skip_scan (const guint8 *bytes,
           gsize         length,
           gsize         at)
{
  for (; at + 1 < length; at++) {
    const guint8 next = bytes[at + 1];

    if (bytes[at] == 0xff && next != STUFFED && next != FILL && (next < RST0 || next > RST7))
      return at;
  }

  return length;
}

/* Returns: where it goes on behind the segment at @at; 0 where there is none */
static gsize
take_segment (guint8 *bytes,
              gsize   length,
              gsize   at)
{
  const gsize size = at + 4 <= length ? (gsize) (bytes[at + 2] << 8 | bytes[at + 3]) : 0;

  if (size < 2 || at + 2 + size > length)
    return 0;

  erase_segment (&bytes[at + 1], bytes + at + 4, size - 2);

  return bytes[at + 1] == SOS ? skip_scan (bytes, length, at + 2 + size) : at + 2 + size;
}

gboolean
aus_jpeg_metadata_erase (guint8 *bytes,
                         gsize   length)
{
  gsize at = 2;
  gboolean has_scan = FALSE;

  if (length < 4 || bytes[0] != 0xff || bytes[1] != SOI)
    return FALSE;

  /* Whose end is missing is shown as far as it goes. */
  while (at + 1 < length && bytes[at] == 0xff && bytes[at + 1] != EOI) {
    has_scan = has_scan || bytes[at + 1] == SOS;

    if (bytes[at + 1] == FILL)
      at++;
    else
      at = is_alone (bytes[at + 1]) ? at + 2 : take_segment (bytes, length, at);

    if (at == 0)
      return FALSE;
  }

  if (at + 1 < length && bytes[at] != 0xff)
    return FALSE;

  /* Cameras put films and smaller pictures there, with places of their own. */
  if (at + 2 < length)
    memset (bytes + at + 2, 0, length - at - 2);

  return has_scan;
}
