#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusBenchPeer:
 * @fd: the socket, which does not block
 * @sent_at: when the request on its way was sent, in microseconds; 0 where there is none
 *
 * One connection, as cheap as can be, so that it is the server that is measured.
 */
typedef struct
{
  int         fd;
  gint64      sent_at;
  GByteArray *input;
  gsize       used;
} AusBenchPeer;

/* Returns: (transfer full) */
AusBenchPeer *aus_bench_peer_new        (guint16         port,
                                         GError        **error);
void          aus_bench_peer_free       (AusBenchPeer   *self);

gboolean      aus_bench_peer_send       (AusBenchPeer   *self,
                                         const GString  *data,
                                         GError        **error);
/* Reads what is there. */
gboolean      aus_bench_peer_receive    (AusBenchPeer   *self,
                                         GError        **error);
/* The status of the answer at the head of the input, which is taken off; 0 where it is not complete yet. */
guint         aus_bench_peer_take_reply (AusBenchPeer   *self);
/* The payload of the frame at the head of the input, which is taken off; %NULL where it is not complete yet. It is
 * good until the next call. */
const char   *aus_bench_peer_take_frame (AusBenchPeer   *self,
                                         gsize          *length);
/* Turns the connection into a WebSocket, waiting for the answer. */
gboolean      aus_bench_peer_upgrade    (AusBenchPeer   *self,
                                         const char     *path,
                                         const char     *token,
                                         GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusBenchPeer, aus_bench_peer_free)

G_END_DECLS
