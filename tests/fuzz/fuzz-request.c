#include "aus-fuzz.h"

#include "aus-guarded-head.h"
#include "aus-guarded-request.h"

#include <libsoup/soup.h>
#include <string.h>

/* What a client sends, all at once and in pieces: both are followed in the same way, nothing is let through beyond the
 * limits, and libsoup finds in each request the framing that we found. */

typedef struct
{
  GPtrArray *requests;  /* GByteArray, as they were let through */
  guint      refusal;
  gboolean   is_whole;  /* whether the last of them is complete */
} Story;

static const AusListenerLimits limits = { .max_head = 2048, .max_body = 4096 };

static Story *
story_new (void)
{
  Story *self = g_new0 (Story, 1);

  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  g_ptr_array_add (self->requests, g_byte_array_new ());

  return self;
}

static void
story_free (Story *self)
{
  g_ptr_array_unref (self->requests);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Story, story_free)

/* Takes all that is cleared. Returns: whether another request may follow at once */
static gboolean
take (Story             *self,
      AusGuardedRequest *request)
{
  GByteArray *bytes = g_ptr_array_index (self->requests, self->requests->len - 1);
  guint8 buffer[100];
  gsize n;

  g_assert_cmpuint (request->start, <=, request->end);
  g_assert_cmpuint (request->cleared, <=, request->end - request->start);
  g_assert_cmpuint (request->end, <=, request->size);

  while ((n = aus_guarded_request_take (request, buffer, sizeof buffer)) > 0)
    g_byte_array_append (bytes, buffer, n);

  /* Chunks cost a few bytes each. */
  g_assert_cmpuint (bytes->len, <=, limits.max_head + limits.max_body * 8);
  self->is_whole = aus_guarded_request_is_over (request);

  if (self->is_whole) {
    aus_guarded_request_next (request);
    g_ptr_array_add (self->requests, g_byte_array_new ());
  }

  return self->is_whole;
}

static Story *
tell (const guint8 *data,
      gsize         size,
      gsize         piece)
{
  AusGuardedRequest request = { 0 };
  Story *self = story_new ();

  for (gsize at = 0; at < size && self->refusal == 0; at += piece) {
    aus_guarded_request_append (&request, data + at, MIN (piece, size - at));

    do
      self->refusal = aus_guarded_request_advance (&request, &limits);
    while (self->refusal == 0 && take (self, &request));
  }

  g_assert_true (self->refusal == 0 || (self->refusal >= 400 && self->refusal < 600));
  aus_guarded_request_clear (&request);

  return self;
}

static gboolean
ends (const Story *story,
      guint        index)
{
  return index + 1 < story->requests->len;
}

static gsize
find_head_end (GByteArray *bytes)
{
  const char *end = bytes->len > 0 ? g_strstr_len ((const char *) bytes->data, bytes->len, "\r\n\r\n") : NULL;

  return end ? (gsize) (end - (const char *) bytes->data) + 4 : 0;
}

/* The last request is not over, and then a part of its body is missing. */
static void
check_rest (GByteArray *bytes)
{
  const gsize length = find_head_end (bytes);
  AusGuardedHead head;

  if (length == 0)
    return;

  g_assert_cmpuint (aus_guarded_head_read (&head, (const char *) bytes->data, length), ==, 0);
  g_assert_true (head.chunked || bytes->len < length + head.content_length);
}

/* libsoup wants the head without its last line. */
static void
compare_with_libsoup (GByteArray *bytes)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  const gsize length = find_head_end (bytes);
  g_autofree char *method = NULL;
  g_autofree char *path = NULL;
  AusGuardedHead head;
  SoupHTTPVersion version;
  SoupEncoding encoding;

  g_assert_cmpuint (length, >, 0);
  g_assert_cmpuint (aus_guarded_head_read (&head, (const char *) bytes->data, length), ==, 0);
  g_assert_cmpuint (soup_headers_parse_request ((const char *) bytes->data, (int) length - 2, headers, &method, &path,
                                                &version), ==, SOUP_STATUS_OK);
  encoding = soup_message_headers_get_encoding (headers);

  if (head.chunked) {
    g_assert_cmpint (encoding, ==, SOUP_ENCODING_CHUNKED);
  } else {
    g_assert_cmpint (encoding, !=, SOUP_ENCODING_CHUNKED);
    g_assert_cmpint (soup_message_headers_get_content_length (headers), ==, head.content_length);
    g_assert_cmpuint (bytes->len, ==, length + head.content_length);
  }

  g_assert_cmpint (*path, ==, '/');
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (Story) whole = NULL;
  g_autoptr (Story) pieces = NULL;

  if (size == 0)
    return -1;

  whole = tell (data + 1, size - 1, MAX (size - 1, 1));
  pieces = tell (data + 1, size - 1, 1 + *data % 64);
  g_assert_true ((whole->refusal == 0) == (pieces->refusal == 0));
  g_assert_cmpuint (whole->requests->len, ==, pieces->requests->len);

  for (guint i = 0; ends (whole, i); i++) {
    GByteArray *left = g_ptr_array_index (whole->requests, i);
    GByteArray *right = g_ptr_array_index (pieces->requests, i);

    g_assert_cmpmem (left->data, left->len, right->data, right->len);
    compare_with_libsoup (left);
  }

  if (whole->refusal == 0)
    check_rest (g_ptr_array_index (whole->requests, whole->requests->len - 1));

  return 0;
}
