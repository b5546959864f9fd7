#include "aus-guarded-head.h"

#include <string.h>

#define MAX_LINES 100
#define MAX_LENGTH_DIGITS 18

typedef struct
{
  AusGuardedHead *head;
  gboolean        old;   /* HTTP/1.0 */
  guint           seen;  /* a bit per row of the table below */
  const char     *data;
} Reading;

typedef struct
{
  const char *text;
  gsize       length;
} Span;

typedef struct
{
  const char *name;
  guint     (*read) (Reading *reading,
                     Span     value);
} Single;

static gboolean
is_token_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-.^_`|~", c) != NULL);
}

static gboolean
span_is (Span        span,
         const char *text)
{
  return span.length == strlen (text) && g_ascii_strncasecmp (span.text, text, span.length) == 0;
}

static guint
read_host (Reading *reading,
           Span     value)
{
  for (gsize i = 0; i < value.length; i++)
    if (!g_ascii_isalnum (value.text[i]) && strchr (".-_:[]%", value.text[i]) == NULL)
      return 400;

  return value.length == 0 ? 400 : 0;
}

static guint
read_content_length (Reading *reading,
                     Span     value)
{
  guint64 number = 0;

  if (value.length == 0)
    return 400;

  for (gsize i = 0; i < value.length; i++) {
    if (!g_ascii_isdigit (value.text[i]))
      return 400;
    if (i >= MAX_LENGTH_DIGITS)
      return 413;
    number = number * 10 + (guint64) (value.text[i] - '0');
  }

  reading->head->content_length = number;
  return 0;
}

static guint
read_transfer_encoding (Reading *reading,
                        Span     value)
{
  if (reading->old)
    return 400;
  if (!span_is (value, "chunked"))
    return 501;

  reading->head->chunked = TRUE;
  return 0;
}

static guint
read_expect (Reading *reading,
             Span     value)
{
  return span_is (value, "100-continue") ? 0 : 417;
}

static guint
read_any (Reading *reading,
          Span     value)
{
  return 0;
}

enum { HOST, CONTENT_LENGTH, TRANSFER_ENCODING, EXPECT };

/* Headers that may come only once, since readers differ in whether the first or the last one counts. */
static const Single singles[] = {
  [HOST] = { "host", read_host },
  [CONTENT_LENGTH] = { "content-length", read_content_length },
  [TRANSFER_ENCODING] = { "transfer-encoding", read_transfer_encoding },
  [EXPECT] = { "expect", read_expect },
  { "authorization", read_any },
  { "content-type", read_any },
  { "idempotency-key", read_any },
  { "if-match", read_any },
  { "origin", read_any },
  { "sec-websocket-key", read_any },
  { "sec-websocket-version", read_any },
  { "upgrade", read_any },
};

static guint
read_version (Reading *reading,
              Span     version)
{
  if (version.length != strlen ("HTTP/1.1") || memcmp (version.text, "HTTP/", 5) != 0)
    return 400;
  if (memcmp (version.text, "HTTP/1.1", 8) != 0 && memcmp (version.text, "HTTP/1.0", 8) != 0)
    return 505;

  reading->old = version.text[7] == '0';
  return 0;
}

static guint
read_request_line (Reading *reading,
                   Span     line)
{
  const char *end = line.text + line.length;
  Span method = { line.text, 0 };
  Span target, version;

  while (method.length < line.length && is_token_char (line.text[method.length]))
    method.length++;

  target = (Span) { method.text + method.length + 1, 0 };
  if (method.length == 0 || target.text >= end || target.text[-1] != ' ' || target.text[0] != '/')
    return 400;

  while (target.text + target.length < end && g_ascii_isgraph (target.text[target.length]))
    if (target.text[target.length++] == '#')
      return 400;

  version = (Span) { target.text + target.length + 1, 0 };
  if (version.text >= end || version.text[-1] != ' ')
    return 400;

  /* Neither a tunnel nor an echo of what a proxy added is for us. */
  if (span_is (method, "CONNECT") || span_is (method, "TRACE"))
    return 501;

  version.length = (gsize) (end - version.text);
  return read_version (reading, version);
}

static guint
read_single (Reading *reading,
             Span     name,
             Span     value,
             gsize    line_end)
{
  for (gsize i = 0; i < G_N_ELEMENTS (singles); i++) {
    if (!span_is (name, singles[i].name))
      continue;
    if (reading->seen & (1u << i))
      return 400;

    reading->seen |= 1u << i;
    if (i == EXPECT) {
      reading->head->expect_start = (gsize) (name.text - reading->data);
      reading->head->expect_end = line_end + 2;
    }
    return singles[i].read (reading, value);
  }

  return 0;
}

static guint
read_header (Reading *reading,
             Span     line)
{
  gsize line_end = (gsize) (line.text - reading->data) + line.length;
  Span name = { line.text, 0 };
  Span value;

  while (name.length < line.length && is_token_char (line.text[name.length]))
    name.length++;

  if (name.length == 0 || name.length == line.length || line.text[name.length] != ':')
    return 400;

  value = (Span) { line.text + name.length + 1, line.length - name.length - 1 };
  for (gsize i = 0; i < value.length; i++)
    if (((guchar) value.text[i] < 0x20 && value.text[i] != '\t') || value.text[i] == 0x7f)
      return 400;

  while (value.length > 0 && (value.text[0] == ' ' || value.text[0] == '\t')) {
    value.text++;
    value.length--;
  }
  while (value.length > 0 && (value.text[value.length - 1] == ' ' || value.text[value.length - 1] == '\t'))
    value.length--;

  return read_single (reading, name, value, line_end);
}

static guint
check_whole (const Reading *reading)
{
  guint both = (1u << CONTENT_LENGTH) | (1u << TRANSFER_ENCODING);

  if ((reading->seen & both) == both)
    return 400;
  if (!reading->old && !(reading->seen & (1u << HOST)))
    return 400;

  return 0;
}

guint
aus_guarded_head_read (AusGuardedHead *head,
                       const char     *data,
                       gsize           length)
{
  Reading reading = { .head = head, .data = data };
  const char *end = data + length;
  const char *at = data;

  *head = (AusGuardedHead) { 0 };

  for (guint number = 0; number <= MAX_LINES; number++) {
    const char *lf = memchr (at, '\n', (gsize) (end - at));
    guint status;

    if (lf == NULL || lf == at || lf[-1] != '\r')
      return 400;
    if (lf == at + 1)
      return number == 0 ? 400 : check_whole (&reading);

    if (number == 0)
      status = read_request_line (&reading, (Span) { at, (gsize) (lf - 1 - at) });
    else
      status = read_header (&reading, (Span) { at, (gsize) (lf - 1 - at) });
    if (status != 0)
      return status;

    at = lf + 1;
  }

  return 431;
}
