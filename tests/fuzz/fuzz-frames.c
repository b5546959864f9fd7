#include "aus-fuzz.h"

#include "aus-web-socket-reader.h"

#include <string.h>

/* Frames of a client, all at once and in pieces: the same is read, no message is longer than may be, and each of them
 * comes back when it is sent in two fragments. */

#define MAX_MESSAGE 1024

/* The answers, with what came with them. */
static GString *
read_all (const guint8 *data,
          gsize         size,
          gsize         piece,
          GPtrArray    *texts)
{
  AusWebSocketReader reader = { .max_message = MAX_MESSAGE };
  GString *story = g_string_new (NULL);
  AusWebSocketRead answer = AUS_WEB_SOCKET_READ_MORE;

  for (gsize at = 0; at < size && answer < AUS_WEB_SOCKET_READ_CLOSE; at += piece) {
    const guint8 *next = data + at;
    gsize left = MIN (piece, size - at);

    do {
      answer = aus_web_socket_reader_read (&reader, &next, &left);
      g_assert_true (next + left == data + MIN (at + piece, size));

      if (answer != AUS_WEB_SOCKET_READ_MORE)
        g_string_append_printf (story, "%d %u %u\n", answer, answer >= AUS_WEB_SOCKET_READ_CLOSE ? reader.code : 0,
                                reader.control_length);
      if (answer == AUS_WEB_SOCKET_READ_TEXT)
        g_ptr_array_add (texts, aus_web_socket_reader_steal_text (&reader));
    } while (answer != AUS_WEB_SOCKET_READ_MORE && answer < AUS_WEB_SOCKET_READ_CLOSE);

    g_assert_true (reader.text == NULL || reader.text->len <= MAX_MESSAGE);
    g_assert_cmpuint (reader.control_length, <=, AUS_WEB_SOCKET_MAX_CONTROL);
  }

  aus_web_socket_reader_clear (&reader);

  return story;
}

static GPtrArray *
new_texts (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
}

static void
append_frame (GByteArray   *frames,
              guint8        first,
              const guint8 *payload,
              gsize         length)
{
  guint8 header[AUS_WEB_SOCKET_MAX_HEADER] = { 0 };
  guint size = aus_web_socket_write_header (header, 0, length);

  header[0] = first;
  header[1] |= 0x80;
  memcpy (header + size, "abcd", 4);
  g_byte_array_append (frames, header, size + 4);

  for (gsize i = 0; i < length; i++) {
    const guint8 byte = payload[i] ^ header[size + i % 4];

    g_byte_array_append (frames, &byte, 1);
  }
}

static void
check_text (GByteArray *text)
{
  g_autoptr (GByteArray) frames = g_byte_array_new ();
  g_autoptr (GPtrArray) texts = new_texts ();
  const gsize half = text->len / 2;
  GByteArray *again;

  g_assert_cmpuint (text->len, <=, MAX_MESSAGE);
  g_assert_cmpint (text->data[text->len], ==, '\0');
  g_assert_true (g_utf8_validate_len ((const char *) text->data, text->len, NULL));
  append_frame (frames, 0x01, text->data, half);
  append_frame (frames, 0x80, text->data + half, text->len - half);
  g_string_free (read_all (frames->data, frames->len, frames->len, texts), TRUE);
  g_assert_cmpuint (texts->len, ==, 1);
  again = g_ptr_array_index (texts, 0);
  g_assert_cmpmem (again->data, again->len, text->data, text->len);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GPtrArray) texts = new_texts ();
  g_autoptr (GPtrArray) again = new_texts ();
  GString *whole, *pieces;

  if (size < 2)
    return -1;

  whole = read_all (data + 1, size - 1, size - 1, texts);
  pieces = read_all (data + 1, size - 1, 1 + *data % 16, again);
  g_assert_cmpstr (whole->str, ==, pieces->str);
  g_assert_cmpuint (texts->len, ==, again->len);

  for (guint i = 0; i < texts->len; i++)
    check_text (g_ptr_array_index (texts, i));

  g_string_free (whole, TRUE);
  g_string_free (pieces, TRUE);

  return 0;
}
