#include "aus-exif.h"

#include <string.h>

#define HEAD_LENGTH 8
#define ENTRY_LENGTH 12
#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT 3

/* Bytes in the order that the camera's processor likes. */
typedef struct
{
  const guint8 *bytes;
  gsize         length;
  gboolean      is_little;
} Reader;

static guint
read_short (const Reader *self,
            gsize         at)
{
  const guint8 *p = self->bytes + at;

  return self->is_little ? p[0] | p[1] << 8 : p[0] << 8 | p[1];
}

static gsize
read_long (const Reader *self,
           gsize         at)
{
  const gsize first = read_short (self, at);
  const gsize second = read_short (self, at + 2);

  return self->is_little ? second << 16 | first : first << 16 | second;
}

static guint
find_orientation (const Reader *self,
                  gsize         directory)
{
  const guint n_entries = read_short (self, directory);

  for (guint i = 0; i < n_entries; i++) {
    const gsize entry = directory + 2 + i * ENTRY_LENGTH;

    if (entry + ENTRY_LENGTH > self->length)
      return 0;

    if (read_short (self, entry) == TAG_ORIENTATION && read_short (self, entry + 2) == TYPE_SHORT)
      return read_short (self, entry + 8);
  }

  return 0;
}

guint
aus_exif_get_orientation (const guint8 *tiff,
                          gsize         length)
{
  Reader reader = { tiff, length, FALSE };
  gsize directory;
  guint orientation;

  if (length < HEAD_LENGTH || (memcmp (tiff, "II*\0", 4) != 0 && memcmp (tiff, "MM\0*", 4) != 0))
    return 0;

  reader.is_little = *tiff == 'I';
  directory = read_long (&reader, 4);
  orientation = directory + 2 <= length ? find_orientation (&reader, directory) : 0;

  return orientation <= 8 ? orientation : 0;
}

void
aus_exif_reduce (guint8 *tiff,
                 gsize   length,
                 guint   orientation)
{
  const guint8 block[AUS_EXIF_MIN_LENGTH] = {
    'M', 'M', 0, '*', 0, 0, 0, HEAD_LENGTH,
    0, 1, TAG_ORIENTATION >> 8, TAG_ORIENTATION & 0xff, 0, TYPE_SHORT, 0, 0, 0, 1, 0, (guint8) orientation, 0, 0,
    0, 0, 0, 0,
  };

  g_return_if_fail (length >= sizeof block);

  memset (tiff, 0, length);
  memcpy (tiff, block, sizeof block);
}
