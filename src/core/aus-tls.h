#pragma once

#include <glib.h>
#include <sys/uio.h>

G_BEGIN_DECLS

/**
 * AusTlsIdentity:
 *
 * A server's certificate and key, shared by the sessions that began with it.
 */
typedef struct _AusTlsIdentity AusTlsIdentity;

/* Both files are PEM; the certificate's has those that it was signed with behind it. The error names the file. */
AusTlsIdentity *aus_tls_identity_load  (const char      *certificate,
                                        const char      *key,
                                        GError         **error);
AusTlsIdentity *aus_tls_identity_ref   (AusTlsIdentity  *self);
void            aus_tls_identity_unref (AusTlsIdentity  *self);
/* Until when it is good, in seconds since the epoch. */
gint64          aus_tls_identity_get_expiry (AusTlsIdentity *self);

/**
 * AusTlsSession:
 *
 * The server's side of TLS 1.2 or 1.3 over a socket that does not block. The handshake is part of the first reads. One
 * thread may write while another reads.
 */
typedef struct _AusTlsSession AusTlsSession;

/* Borrows @fd until aus_tls_session_close(). */
AusTlsSession  *aus_tls_session_new    (AusTlsIdentity      *identity,
                                        int                  fd);
void            aus_tls_session_free   (AusTlsSession       *self);

/* As recv(): how many bytes; 0 at the end, also where the peer does not speak TLS; -1 with EAGAIN in errno. */
gssize          aus_tls_session_read   (AusTlsSession       *self,
                                        void                *buffer,
                                        gsize                size);
/* As writev(): how many bytes were taken, some of which may be unsent; -1 with EAGAIN or EPIPE in errno. */
gssize          aus_tls_session_write  (AusTlsSession       *self,
                                        const struct iovec  *parts,
                                        guint                n_parts);
/* Sends what was taken. FALSE with EAGAIN or EPIPE in errno. */
gboolean        aus_tls_session_flush  (AusTlsSession       *self);
gboolean        aus_tls_session_has_unsent (AusTlsSession   *self);
/* Bytes that the socket took. */
guint64         aus_tls_session_get_sent (AusTlsSession     *self);
/* Tells the peer that nothing more will come. */
void            aus_tls_session_say_end (AusTlsSession      *self);
/* The same, and lets go of the socket; all calls fail from here on. */
void            aus_tls_session_close  (AusTlsSession       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusTlsIdentity, aus_tls_identity_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusTlsSession, aus_tls_session_free)

G_END_DECLS
