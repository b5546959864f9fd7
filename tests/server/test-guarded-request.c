#include "aus-guarded-head.h"
#include "aus-guarded-request.h"
#include "aus-guarded-stream.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  guint       status;
  const char *text;
} HeadCase;

#define HOST "Host: a\r\n"

static const HeadCase heads[] = {
  { 0, "GET / HTTP/1.1\r\n" HOST "\r\n" },
  { 0, "GET /a?b=%20 HTTP/1.1\r\nhost: [::1]:80\r\nX: \t y z\xc3\xa4 \r\n\r\n" },
  { 0, "GET / HTTP/1.0\r\n\r\n" },
  { 0, "POST / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n" },
  { 0, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: Chunked\r\n\r\n" },
  { 0, "POST / HTTP/1.1\r\n" HOST "Expect: 100-Continue\r\nContent-Length: 1\r\n\r\n" },
  { 400, "GET  / HTTP/1.1\r\n" HOST "\r\n" },
  { 400, "GET / HTTP/1.1 \r\n" HOST "\r\n" },
  { 400, "GET /\r\n" HOST "\r\n" },
  { 400, "GET\r\n" HOST "\r\n" },
  { 400, " GET / HTTP/1.1\r\n" HOST "\r\n" },
  { 400, "G\tT / HTTP/1.1\r\n" HOST "\r\n" },
  { 400, "GET\t/ HTTP/1.1\r\n" HOST "\r\n" },
  { 400, "GET http://a/ HTTP/1.1\r\n" HOST "\r\n" },
  { 400, "OPTIONS * HTTP/1.1\r\n" HOST "\r\n" },
  { 400, "GET /\x01 HTTP/1.1\r\n" HOST "\r\n" },
  { 400, "GET /\xc3\xa4 HTTP/1.1\r\n" HOST "\r\n" },
  { 400, "GET /#a HTTP/1.1\r\n" HOST "\r\n" },
  { 400, "GET / http/1.1\r\n" HOST "\r\n" },
  { 400, "GET / HTTP/1.1\r\r\n" HOST "\r\n" },
  { 505, "GET / HTTP/2.0\r\n" HOST "\r\n" },
  { 505, "PRI / HTTP/1.2\r\n" HOST "\r\n" },
  { 501, "CONNECT /a HTTP/1.1\r\n" HOST "\r\n" },
  { 501, "TRACE / HTTP/1.1\r\n" HOST "\r\n" },
  { 400, "GET / HTTP/1.1\r\n\r\n" },
  { 400, "GET / HTTP/1.1\r\nHost:\r\n\r\n" },
  { 400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n" },
  { 400, "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n" },
  { 400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n" },
  { 400, "GET / HTTP/1.1\r\n" HOST HOST "\r\n" },
  { 400, "GET / HTTP/1.1\r\n" HOST "X\r\n\r\n" },
  { 400, "GET / HTTP/1.1\r\n" HOST "X : y\r\n\r\n" },
  { 400, "GET / HTTP/1.1\r\n" HOST ": y\r\n\r\n" },
  { 400, "GET / HTTP/1.1\r\n" HOST " X: y\r\n\r\n" },
  { 400, "GET / HTTP/1.1\r\n" HOST "X: y\r\n z\r\n\r\n" },
  { 400, "GET / HTTP/1.1\r\n" HOST "X: y\rZ: z\r\n\r\n" },
  { 400, "GET / HTTP/1.1\r\n" HOST "X: y\x7f\r\n\r\n" },
  { 400, "GET / HTTP/1.1\r\n" HOST "X: y\nZ: z\r\n\r\n" },
  { 400, "POST / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n" },
  { 400, "POST / HTTP/1.1\r\n" HOST "Content-Length: +5\r\n\r\n" },
  { 400, "POST / HTTP/1.1\r\n" HOST "Content-Length: -5\r\n\r\n" },
  { 400, "POST / HTTP/1.1\r\n" HOST "Content-Length: 0x5\r\n\r\n" },
  { 400, "POST / HTTP/1.1\r\n" HOST "Content-Length: 5, 5\r\n\r\n" },
  { 400, "POST / HTTP/1.1\r\n" HOST "Content-Length: 5\r\nContent-Length: 5\r\n\r\n" },
  { 413, "POST / HTTP/1.1\r\n" HOST "Content-Length: 9999999999999999999\r\n\r\n" },
  { 400, "POST / HTTP/1.1\r\n" HOST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" },
  { 400, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" },
  { 400, "POST / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n" },
  { 501, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n" },
  { 501, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: identity\r\n\r\n" },
  { 400, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" },
  { 417, "POST / HTTP/1.1\r\n" HOST "Expect: tea\r\n\r\n" },
  { 400, "GET / HTTP/1.1\r\n" HOST "Authorization: Token a\r\nAuthorization: Token b\r\n\r\n" },
};

static void
test_heads (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++) {
    AusGuardedHead head;
    guint status = aus_guarded_head_read (&head, heads[i].text, strlen (heads[i].text));

    if (status != heads[i].status)
      g_error ("%u, not %u: %s", status, heads[i].status, heads[i].text);
  }
}

static void
test_head_nul (void)
{
  static const char text[] = "GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n";
  AusGuardedHead head;

  g_assert_cmpuint (aus_guarded_head_read (&head, text, sizeof text - 1), ==, 400);
}

static void
test_head_lines (void)
{
  g_autoptr (GString) text = g_string_new ("GET / HTTP/1.1\r\n" HOST);
  AusGuardedHead head;

  for (guint i = 0; i < 200; i++)
    g_string_append (text, "X: y\r\n");
  g_string_append (text, "\r\n");

  g_assert_cmpuint (aus_guarded_head_read (&head, text->str, text->len), ==, 431);
}

typedef struct
{
  AusGuardedChunksAnswer  answer;
  gsize                   used;
  const char             *text;
} ChunksCase;

static const ChunksCase chunks[] = {
  { AUS_GUARDED_CHUNKS_DONE, 5, "0\r\n\r\nGET" },
  { AUS_GUARDED_CHUNKS_DONE, 15, "5\r\nabcde\r\n0\r\n\r\n" },
  { AUS_GUARDED_CHUNKS_DONE, 22, "00A\r\n0123456789\r\n0\r\n\r\n" },
  { AUS_GUARDED_CHUNKS_MORE, 4, "5\r\na" },
  { AUS_GUARDED_CHUNKS_BAD, 1, "\r\n" },
  { AUS_GUARDED_CHUNKS_BAD, 2, "5\nabcde" },
  { AUS_GUARDED_CHUNKS_BAD, 2, "5;a=b\r\n" },
  { AUS_GUARDED_CHUNKS_BAD, 2, "5 \r\n" },
  { AUS_GUARDED_CHUNKS_BAD, 1, "-5\r\n" },
  { AUS_GUARDED_CHUNKS_BAD, 9, "000000001\r\n" },
  { AUS_GUARDED_CHUNKS_BAD, 9, "5\r\nabcdefg\r\n" },
  { AUS_GUARDED_CHUNKS_BAD, 4, "0\r\nX: y\r\n\r\n" },
};

static void
test_chunks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (chunks); i++) {
    AusGuardedChunks state = { 0 };
    gsize length = strlen (chunks[i].text);
    gsize used;

    g_test_message ("%s", chunks[i].text);
    g_assert_cmpuint (aus_guarded_chunks_follow (&state, (const guint8 *) chunks[i].text, length, &used),
                      ==, chunks[i].answer);
    g_assert_cmpuint (used, ==, chunks[i].used);
  }
}

static const AusListenerLimits limits = { .max_head = 200, .max_body = 20 };

/* Three requests and what the reader is to get of each. */
static const char three_requests[] =
  "\r\nPOST /1 HTTP/1.1\r\n" HOST "Content-Length: 4\r\n\r\nbody"
  "GET /2 HTTP/1.1\r\n" HOST "\r\n"
  "\r\n\r\nPOST /3 HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
  "3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n";

static const char *const requests[] = {
  "POST /1 HTTP/1.1\r\n" HOST "Content-Length: 4\r\n\r\nbody",
  "GET /2 HTTP/1.1\r\n" HOST "\r\n",
  "POST /3 HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n",
};

static void
read_all (AusGuardedRequest *request,
          GString           *got)
{
  char buffer[7];
  gsize n;

  do {
    if (aus_guarded_request_is_over (request)) {
      g_string_append_c (got, '|');
      aus_guarded_request_next (request);
    }
    g_assert_cmpuint (aus_guarded_request_advance (request, &limits), ==, 0);
    n = aus_guarded_request_take (request, buffer, sizeof buffer);
    g_string_append_len (got, buffer, (gssize) n);
  } while (n > 0 || aus_guarded_request_is_over (request));
}

/* However the bytes come in, the requests that come out are the same. */
static void
test_pieces (void)
{
  g_autofree char *joined = g_strconcat (requests[0], "|", requests[1], "|", requests[2], "|", NULL);

  for (gsize piece = 1; piece < sizeof three_requests; piece++) {
    AusGuardedRequest request = { 0 };
    g_autoptr (GString) got = g_string_new (NULL);

    for (gsize at = 0; at < sizeof three_requests - 1; at += piece) {
      gsize length = MIN (piece, sizeof three_requests - 1 - at);

      aus_guarded_request_append (&request, (const guint8 *) three_requests + at, length);
      read_all (&request, got);
    }

    g_assert_cmpstr (got->str, ==, joined);
    aus_guarded_request_clear (&request);
  }
}

static guint
feed (const char *text)
{
  AusGuardedRequest request = { 0 };
  guint status;

  aus_guarded_request_append (&request, (const guint8 *) text, strlen (text));
  status = aus_guarded_request_advance (&request, &limits);
  aus_guarded_request_clear (&request);

  return status;
}

static void
test_limits (void)
{
  g_autofree char *filler = g_strnfill (200, 'x');
  g_autofree char *endless = g_strconcat ("GET /", filler, NULL);
  g_autofree char *large = g_strconcat ("GET /", filler, " HTTP/1.1\r\n" HOST "\r\n", NULL);

  g_assert_cmpuint (feed (endless), ==, 431);
  g_assert_cmpuint (feed (large), ==, 431);
  g_assert_cmpuint (feed ("GET / HTTP/1.1\n"), ==, 400);
  g_assert_cmpuint (feed ("POST / HTTP/1.1\r\n" HOST "Content-Length: 21\r\n\r\n"), ==, 413);
  g_assert_cmpuint (feed ("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n15\r\n"), ==, 413);
  g_assert_cmpuint (feed ("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n14\r\n"), ==, 0);
}

/* What is written without blocking is held for a moment; what is written blocking must not overtake it. */
static void
test_write_order (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AusGuardedPoll) poll = aus_guarded_poll_new (&error);
  g_autoptr (AusGuardedStream) stream = NULL;
  GOutputStream *output;
  char got[9] = { 0 };
  int pair[2];

  g_assert_no_error (error);
  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair));
  stream = aus_guarded_stream_new (poll, pair[0], NULL, NULL, &error);
  g_assert_no_error (error);

  output = g_io_stream_get_output_stream (G_IO_STREAM (stream));
  g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (output), "head", 4, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (output, "tail", 4, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (recv (pair[1], got, 8, MSG_DONTWAIT), ==, 8);
  g_assert_cmpstr (got, ==, "headtail");

  aus_guarded_poll_cut (poll);
  close (pair[1]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/guarded-request/heads", test_heads);
  g_test_add_func ("/guarded-request/head-nul", test_head_nul);
  g_test_add_func ("/guarded-request/head-lines", test_head_lines);
  g_test_add_func ("/guarded-request/chunks", test_chunks);
  g_test_add_func ("/guarded-request/pieces", test_pieces);
  g_test_add_func ("/guarded-request/limits", test_limits);
  g_test_add_func ("/guarded-request/write-order", test_write_order);

  return g_test_run ();
}
