#include "aus-media-type.h"

#include <string.h>

#define MAX_NAME 200

/**
 * Sign:
 * @offset: where @bytes stand
 * @length: of @bytes
 * @inner: (nullable): what stands at @inner_offset as well, for what comes in a common wrapping
 */
typedef struct
{
  AusMediaType type;
  guint        offset;
  guint        length;
  const char  *bytes;
  guint        inner_offset;
  const char  *inner;
} Sign;

/* The first that fits. */
static const Sign signs[] = {
  { { "image/jpeg", "jpg jpeg jpe", TRUE }, 0, 3, "\xff\xd8\xff", 0, NULL },
  { { "image/png", "png", TRUE }, 0, 8, "\x89PNG\r\n\x1a\n", 0, NULL },
  { { "image/gif", "gif", TRUE }, 0, 4, "GIF8", 0, NULL },
  { { "image/webp", "webp", TRUE }, 0, 4, "RIFF", 8, "WEBP" },
  { { "image/heic", "heic heif", FALSE }, 4, 4, "ftyp", 8, "hei" },
  { { "image/heic", "heic heif", FALSE }, 4, 4, "ftyp", 8, "mif1" },
  { { "image/avif", "avif", FALSE }, 4, 4, "ftyp", 8, "avif" },
  { { "application/pdf", "pdf", FALSE }, 0, 5, "%PDF-", 0, NULL },
  { { "application/dicom", "dcm", FALSE }, 128, 4, "DICM", 0, NULL },
  { { "video/quicktime", "mov qt", FALSE }, 4, 4, "ftyp", 8, "qt  " },
  { { "audio/mp4", "m4a", FALSE }, 4, 4, "ftyp", 8, "M4A " },
  { { "video/mp4", "mp4 m4v 3gp", FALSE }, 4, 4, "ftyp", 0, NULL },
  { { "video/webm", "webm mkv", FALSE }, 0, 4, "\x1a\x45\xdf\xa3", 0, NULL },
  { { "audio/wav", "wav", FALSE }, 0, 4, "RIFF", 8, "WAVE" },
  { { "audio/ogg", "ogg oga opus", FALSE }, 0, 4, "OggS", 0, NULL },
  { { "audio/mpeg", "mp3", FALSE }, 0, 3, "ID3", 0, NULL },
};

static const AusMediaType plain = { "text/plain", "txt text csv log md", FALSE };

static gboolean
stands_at (const guint8 *start,
           gsize         length,
           guint         offset,
           const char   *bytes,
           guint         n)
{
  return offset + n <= length && memcmp (start + offset, bytes, n) == 0;
}

/* What is cut off may be in the middle of a character. */
static gboolean
is_text (const guint8 *start,
         gsize         length)
{
  const char *end;

  for (gsize i = 0; i < length; i++) {
    if (start[i] < ' ' && strchr ("\t\n\r\f", start[i]) == NULL)
      return FALSE;
    if (start[i] == '\0' || start[i] == 0x7f)
      return FALSE;
  }

  return length > 0 && (g_utf8_validate ((const char *) start, (gssize) length, &end) ||
                        g_utf8_get_char_validated (end, (const char *) start + length - end) == (gunichar) -2);
}

const AusMediaType *
aus_media_type_guess (const guint8 *start,
                      gsize         length)
{
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++) {
    const Sign *sign = &signs[i];

    if (stands_at (start, length, sign->offset, sign->bytes, sign->length) &&
        (sign->inner == NULL ||
         stands_at (start, length, sign->inner_offset, sign->inner, (guint) strlen (sign->inner))))
      return &sign->type;
  }

  return is_text (start, length) ? &plain : NULL;
}

const AusMediaType *
aus_media_type_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++) {
    if (strcmp (signs[i].type.name, name) == 0)
      return &signs[i].type;
  }

  return strcmp (plain.name, name) == 0 ? &plain : NULL;
}

const char *
aus_media_type_get_name (guint n)
{
  if (n < G_N_ELEMENTS (signs))
    return signs[n].type.name;

  return n == G_N_ELEMENTS (signs) ? plain.name : NULL;
}

const char *
aus_media_type_describe (void)
{
  return "Only pictures, PDF and text documents, DICOM, sound and films are taken.";
}

static gboolean
has_extension (const AusMediaType *self,
               const char         *name)
{
  const char *dot = strrchr (name, '.');
  g_auto (GStrv) known = g_strsplit (self->extensions, " ", -1);
  g_autofree char *extension = dot ? g_ascii_strdown (dot + 1, -1) : NULL;

  return extension != NULL && g_strv_contains ((const char *const *) known, extension);
}

/* Letters that turn the direction of those behind them can make a name end in what it does not end in. */
static gboolean
is_kept (gunichar letter)
{
  const GUnicodeType type = g_unichar_type (letter);

  return type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT && type != G_UNICODE_LINE_SEPARATOR &&
         type != G_UNICODE_PARAGRAPH_SEPARATOR && (letter >= 128 || strchr ("/\\:*?\"<>|", (int) letter) == NULL);
}

char *
aus_media_type_fit_name (const AusMediaType *self,
                         const char         *name)
{
  const char *slash = MAX (strrchr (name, '/'), strrchr (name, '\\'));
  g_autoptr (GString) text = g_string_new (NULL);
  const gsize room = strcspn (self->extensions, " ") + 1;
  guint n = 0;

  for (const char *p = slash ? slash + 1 : name; *p != '\0' && n < MAX_NAME - room; p = g_utf8_next_char (p)) {
    if (is_kept (g_utf8_get_char (p))) {
      g_string_append_unichar (text, g_utf8_get_char (p));
      n++;
    }
  }

  while (text->len > 0 && (*text->str == '.' || *text->str == ' '))
    g_string_erase (text, 0, 1);

  if (text->len == 0)
    g_string_assign (text, "file");

  if (!has_extension (self, text->str))
    g_string_append_printf (text, ".%.*s", (int) room - 1, self->extensions);

  return g_string_free (g_steal_pointer (&text), FALSE);
}
