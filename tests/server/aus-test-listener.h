#pragma once

#include "aus-listener.h"

#include "aus-test-visitor.h"

G_BEGIN_DECLS

#define HOST "Host: a\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\n" HOST "\r\n"

/* Bytes of the body of "/big". */
#define BIG (8 * 1024 * 1024)

/**
 * AusTestListener:
 *
 * A server that says what it was asked, "GET /path 0;", the number being the length of the body. "/big" is answered at
 * length, "/chunks" in chunks, and "/wait" not before the test does it.
 */
typedef struct
{
  SoupServer        *server;
  AusListener       *listener;
  AusListenerLimits *limits;
  SoupServerMessage *waiting;
  guint              n_requests;
  gboolean           awaited;    /* whether “/wait” was asked for */
  guint              n_wanted;
  gboolean           as_wanted;  /* whether there are n_wanted connections */
} AusTestListener;

void            aus_test_listener_set_up            (AusTestListener   *self,
                                                     gconstpointer      data);
void            aus_test_listener_tear_down         (AusTestListener   *self,
                                                     gconstpointer      data);

AusTestVisitor *aus_test_listener_visit             (AusTestListener   *self);
void            aus_test_listener_await_connections (AusTestListener   *self,
                                                     guint              n);

/* Answers the message that waits. */
void            aus_test_listener_answer            (AusTestListener   *self,
                                                     const char        *text);

G_END_DECLS
