#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * AusTestRequest:
 * @query: (nullable)
 *
 * What a fake was asked. Headers that were not there are %NULL.
 */
typedef struct
{
  char *method;
  char *path;
  char *query;
  char *body;
  char *authorization;
  char *key;
  char *if_match;
  char *request_id;
} AusTestRequest;

/**
 * AusTestFake:
 * @uri: where it listens, without a slash at the end
 * @requests: (element-type AusTestRequest): what it was asked, sockets apart
 * @sockets: (element-type SoupWebsocketConnection): those that were opened, the closed ones too
 * @frames: (element-type utf8): what came through sockets
 * @socket_status: if not 0, sockets are refused with it
 *
 * A server that says what it is told to say, for answers that the real one never gives when asked to.
 */
typedef struct
{
  char       *uri;
  GPtrArray  *requests;
  GPtrArray  *sockets;
  GPtrArray  *frames;
  guint       socket_status;

  SoupServer *server;
  GHashTable *answers;
  guint       port;
} AusTestFake;

AusTestFake    *aus_test_fake_new         (void);
void            aus_test_fake_free        (AusTestFake *self);

/* The next answer for @path, which is repeated until there is another. Status 0 breaks the connection, 1 never
 * answers. */
void            aus_test_fake_answer      (AusTestFake *self,
                                           const char  *path,
                                           guint        status,
                                           const char  *body);
/* With a header more. */
void            aus_test_fake_answer_with (AusTestFake *self,
                                           const char  *path,
                                           guint        status,
                                           const char  *header,
                                           const char  *value);
/* Forgets all answers. */
void            aus_test_fake_forget      (AusTestFake *self);
AusTestRequest *aus_test_fake_get_request (AusTestFake *self,
                                           guint        position);
/* Through the newest socket. */
void            aus_test_fake_send        (AusTestFake *self,
                                           const char  *frame);
/* Goes away with all connections, and comes back on the same port. */
void            aus_test_fake_stop        (AusTestFake *self);
void            aus_test_fake_start       (AusTestFake *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusTestFake, aus_test_fake_free)

G_END_DECLS
