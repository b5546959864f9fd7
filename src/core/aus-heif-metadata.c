#include "aus-picture-metadata.h"

#include <string.h>

/* HEIC and AVIF: boxes, and in “meta” items, whose bytes lie anywhere in the file. */

#define HEAD_LENGTH 16
#define MAX_DEPTH 4

typedef struct
{
  guint8 *bytes;
  gsize   at;
  gsize   end;
  /* Whether more was read than there is. */
  gboolean is_short;
} Reader;

typedef struct
{
  guint8 *type;
  Reader  content;
} Box;

typedef struct
{
  guint8     *bytes;
  gsize       length;
  /* The ids of items that are no picture. */
  GHashTable *told;
  Reader      locations;
  Reader      inner;
} Items;

/* At the top, and in what is looked into; all else fills up. */
static const char *const kept[] = {
  "ftyp", "meta", "mdat", "moov", "trak", "mvhd", "tkhd", "mdia", "edts", "tref", NULL
};
static const char *const entered[] = { "moov", "trak", NULL };

static guint64
take (Reader *reader,
      guint   n_bytes)
{
  guint64 number = 0;

  if (reader->end - reader->at < n_bytes) {
    reader->is_short = TRUE;
    reader->at = reader->end;
    return 0;
  }

  for (guint i = 0; i < n_bytes; i++)
    number = number << 8 | reader->bytes[reader->at++];

  return number;
}

/* Returns: %FALSE at the end, or, with is_short, where it is no box */
static gboolean
take_box (Reader *reader,
          Box    *box)
{
  const gsize start = reader->at;
  guint64 size;

  if (reader->at == reader->end)
    return FALSE;

  size = take (reader, 4);
  box->type = reader->bytes + reader->at;
  take (reader, 4);

  if (size == 1)
    size = take (reader, 8);
  else if (size == 0)
    size = reader->end - start;

  if (reader->is_short || size < reader->at - start || size > reader->end - start) {
    reader->is_short = TRUE;
    return FALSE;
  }

  box->content = (Reader) { reader->bytes, reader->at, start + size, FALSE };
  reader->at = start + size;

  return TRUE;
}

static gboolean
is_type (const Box         *box,
         const char *const *types)
{
  for (; *types != NULL; types++) {
    if (memcmp (box->type, *types, 4) == 0)
      return TRUE;
  }

  return FALSE;
}

static void
note_item (Items *items,
           Box   *entry)
{
  const guint version = take (&entry->content, 4) >> 24;
  const guint64 id = take (&entry->content, version < 3 ? 2 : 4);
  const guint8 *type = entry->content.bytes + entry->content.at + 2;

  take (&entry->content, 6);

  /* Older entries have no type: they are for what is no picture. */
  if (version < 2 || (!entry->content.is_short && (memcmp (type, "Exif", 4) == 0 || memcmp (type, "mime", 4) == 0
                                                   || memcmp (type, "uri ", 4) == 0)))
    g_hash_table_add (items->told, GUINT_TO_POINTER ((guint) id));
}

static gboolean
note_items (Items  *items,
            Reader *list)
{
  const guint version = take (list, 4) >> 24;
  Box entry;

  take (list, version == 0 ? 2 : 4);

  while (take_box (list, &entry)) {
    if (memcmp (entry.type, "infe", 4) == 0)
      note_item (items, &entry);
  }

  return !list->is_short;
}

/* In the file, or in the box for what is small. */
static gboolean
erase_extent (Items   *items,
              guint    method,
              guint64  offset,
              guint64  length)
{
  const gsize start = method == 1 ? items->inner.at : 0;
  const gsize end = method == 1 ? items->inner.end : items->length;

  if (method > 1 || length == 0 || offset > end - start || length > end - start - offset)
    return FALSE;

  memset (items->bytes + start + offset, 0, length);

  return TRUE;
}

static gboolean
erase_item (Items  *items,
            guint   version,
            guint   sizes)
{
  Reader *list = &items->locations;
  const guint id = (guint) take (list, version < 2 ? 2 : 4);
  const gboolean is_told = g_hash_table_contains (items->told, GUINT_TO_POINTER (id));
  const guint method = version > 0 ? take (list, 2) & 15 : 0;
  guint64 base, n_extents;

  take (list, 2);
  base = take (list, sizes >> 4 & 15);
  n_extents = take (list, 2);

  for (guint64 i = 0; i < n_extents && !list->is_short; i++) {
    guint64 offset, length;

    take (list, version > 0 ? sizes & 15 : 0);
    offset = take (list, sizes >> 12);
    length = take (list, sizes >> 8 & 15);

    if (is_told && (list->is_short || offset > G_MAXUINT64 - base
                    || !erase_extent (items, method, base + offset, length)))
      return FALSE;
  }

  return !list->is_short;
}

static gboolean
erase_items (Items *items)
{
  Reader *list = &items->locations;
  guint version, sizes;
  guint64 n_items;

  if (list->bytes == NULL)
    return g_hash_table_size (items->told) == 0;

  version = take (list, 4) >> 24;
  sizes = (guint) take (list, 2);
  n_items = take (list, version < 2 ? 2 : 4);

  for (guint64 i = 0; i < n_items; i++) {
    if (!erase_item (items, version, sizes))
      return FALSE;
  }

  return !list->is_short;
}

static gboolean
erase_meta (guint8 *bytes,
            gsize   length,
            Reader *meta)
{
  g_autoptr (GHashTable) told = g_hash_table_new (NULL, NULL);
  Items items = { bytes, length, told, { NULL }, { NULL } };
  Box box;

  take (meta, 4);

  while (take_box (meta, &box)) {
    if (memcmp (box.type, "iinf", 4) == 0 && !note_items (&items, &box.content))
      return FALSE;
    else if (memcmp (box.type, "iloc", 4) == 0)
      items.locations = box.content;
    else if (memcmp (box.type, "idat", 4) == 0)
      items.inner = box.content;
  }

  return !meta->is_short && erase_items (&items);
}

/* One level after the other; what is entered is done when its turn comes. */
static gboolean
erase_boxes (guint8 *bytes,
             gsize   length)
{
  Reader levels[MAX_DEPTH] = { { bytes, 0, length, FALSE } };
  guint depth = 0;
  Box box;

  for (;;) {
    if (!take_box (&levels[depth], &box)) {
      if (levels[depth].is_short)
        return FALSE;

      if (depth-- == 0)
        return TRUE;
    } else if (is_type (&box, entered) && depth + 1 < MAX_DEPTH) {
      levels[++depth] = box.content;
    } else if (depth == 0 && memcmp (box.type, "meta", 4) == 0) {
      if (!erase_meta (bytes, length, &box.content))
        return FALSE;
    } else if (!is_type (&box, kept) || memcmp (box.type, "meta", 4) == 0) {
      memcpy (box.type, "free", 4);
      memset (bytes + box.content.at, 0, box.content.end - box.content.at);
    }
  }
}

gboolean
aus_heif_metadata_erase (guint8 *bytes,
                         gsize   length)
{
  return length > HEAD_LENGTH && memcmp (bytes + 4, "ftyp", 4) == 0 && erase_boxes (bytes, length);
}
