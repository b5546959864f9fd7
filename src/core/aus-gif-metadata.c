#include "aus-picture-metadata.h"

#include <string.h>

#define HEAD_LENGTH 13
#define PLACE_LENGTH 10
#define NAME_LENGTH 11
#define MAX_BLOCK 255

#define EXTENSION 0x21
#define PICTURE 0x2c
#define END 0x3b

#define COMMENT 0xfe
#define APPLICATION 0xff

/* How often it is repeated, and its colours. */
static const char *const kept[] = { "NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012" };

/* Of a byte that says whether a table of colours follows, and how long it is. */
static gsize
get_table_length (guint8 flags)
{
  return flags & 0x80 ? 3u << ((flags & 7) + 1) : 0;
}

/* Behind the blocks that begin at @at, the last of which is empty; 0 where they do not end. */
static gsize
skip_blocks (const guint8 *bytes,
             gsize         length,
             gsize         at)
{
  while (at < length && bytes[at] != 0)
    at += bytes[at] + 1u;

  return at < length ? at + 1 : 0;
}

/* As blocks of nothing, of the same length in all. */
static void
empty_blocks (guint8 *blocks,
              gsize   length)
{
  memset (blocks, 0, length);

  while (length > 1) {
    gsize block = MIN (MAX_BLOCK, length - 2);

    /* Two bytes are no block and an end. */
    if (length - block - 1 == 2)
      block--;

    *blocks = (guint8) block;
    blocks += block + 1;
    length -= block + 1;
  }
}

static gboolean
is_kept (const guint8 *extension,
         gsize         length)
{
  if (extension[1] != COMMENT && extension[1] != APPLICATION)
    return TRUE;

  for (guint i = 0; extension[1] == APPLICATION && i < G_N_ELEMENTS (kept); i++) {
    if (length > 3 + NAME_LENGTH && extension[2] == NAME_LENGTH && memcmp (extension + 3, kept[i], NAME_LENGTH) == 0)
      return TRUE;
  }

  return FALSE;
}

/* Returns: where what follows begins; 0 where the file is not what it should be */
static gsize
pass_extension (guint8 *bytes,
                gsize   length,
                gsize   at)
{
  const gsize end = at + 2 < length ? skip_blocks (bytes, length, at + 2) : 0;

  if (end == 0 || is_kept (bytes + at, end - at))
    return end;

  /* Whose it is tells by its name; a comment is everybody's. */
  bytes[at + 1] = COMMENT;
  empty_blocks (bytes + at + 2, end - at - 2);

  return end;
}

static gsize
pass_picture (const guint8 *bytes,
              gsize         length,
              gsize         at)
{
  if (at + PLACE_LENGTH >= length)
    return 0;

  /* The smallest code stands before the blocks. */
  return skip_blocks (bytes, length, at + PLACE_LENGTH + get_table_length (bytes[at + PLACE_LENGTH - 1]) + 1);
}

gboolean
aus_gif_metadata_erase (guint8 *bytes,
                        gsize   length)
{
  gsize at;

  if (length <= HEAD_LENGTH || (memcmp (bytes, "GIF87a", 6) != 0 && memcmp (bytes, "GIF89a", 6) != 0))
    return FALSE;

  at = HEAD_LENGTH + get_table_length (bytes[HEAD_LENGTH - 3]);

  while (at > 0 && at < length && bytes[at] != END) {
    if (bytes[at] == EXTENSION)
      at = pass_extension (bytes, length, at);
    else if (bytes[at] == PICTURE)
      at = pass_picture (bytes, length, at);
    else
      return FALSE;
  }

  if (at == 0 || at >= length)
    return FALSE;

  memset (bytes + at + 1, 0, length - at - 1);

  return TRUE;
}
