#include "aus-guarded-refusal.h"

#include <string.h>

typedef struct
{
  guint       status;
  const char *title;
  const char *code;
  const char *detail;
} Refusal;

static const Refusal refusals[] = {
  { 400, "Bad Request", "malformed", "The request could not be read." },
  { 408, "Request Timeout", "timeout", "The request came too slowly." },
  { 413, "Payload Too Large", "too_large", "The request body is too large." },
  { 417, "Expectation Failed", "malformed", "The expectation is not known here." },
  { 431, "Request Header Fields Too Large", "too_large", "The request head is too large." },
  { 501, "Not Implemented", "malformed", "The method or transfer coding is not known here." },
  { 503, "Service Unavailable", "unavailable", "There are too many connections." },
  { 505, "HTTP Version Not Supported", "malformed", "The server speaks HTTP/1.1." },
};

char *
aus_guarded_refusal_new (guint status)
{
  const Refusal *refusal = &refusals[0];
  g_autofree char *body = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (refusals[i].status == status)
      refusal = &refusals[i];

  body = g_strdup_printf ("{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%u,\"detail\":\"%s\",\"code\":\"%s\","
                          "\"error\":\"%s\",\"fields\":{}}",
                          refusal->title, refusal->status, refusal->detail, refusal->code, refusal->detail);

  return g_strdup_printf ("HTTP/1.1 %u %s\r\n"
                          "Content-Type: application/problem+json\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                          "Cache-Control: no-store\r\n"
                          "Connection: close\r\n"
                          "\r\n"
                          "%s",
                          refusal->status, refusal->title, strlen (body), body);
}
