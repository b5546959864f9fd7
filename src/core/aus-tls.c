#include "aus-tls.h"

#include "aus-error.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <sys/socket.h>

#define PRIORITY "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"
/* What one write takes: four records. */
#define MOST_TAKEN (64 * 1024)
/* Records without data, such as warnings, that a peer may send in a row. */
#define MOST_TURNS 64

struct _AusTlsIdentity
{
  gnutls_certificate_credentials_t credentials;
  gnutls_priority_t                priority;
  gint64                           expiry;
};

struct _AusTlsSession
{
  AusTlsIdentity   *identity;
  gnutls_session_t  handle;
  GMutex            lock;
  int               fd;
  gboolean          is_open;   /* the handshake is over */
  gboolean          blocked;   /* by the socket, in the present call */
  gboolean          unsent;
  gboolean          said_end;
  guint64           sent;
};

static void
identity_clear (AusTlsIdentity *self)
{
  g_clear_pointer (&self->credentials, gnutls_certificate_free_credentials);
  g_clear_pointer (&self->priority, gnutls_priority_deinit);
}

static gboolean
set_fault (GError     **error,
           const char  *path,
           int          code)
{
  g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "%s: %s", path, gnutls_strerror (code));

  return FALSE;
}

/* GnuTLS does not say which of two files it could not read. */
static gboolean
read_files (AusTlsIdentity  *self,
            const char      *certificate,
            const char      *key,
            GError         **error)
{
  g_autofree char *certificate_text = NULL;
  g_autofree char *key_text = NULL;
  gnutls_datum_t certificate_data, key_data;
  gsize certificate_length, key_length;
  int code;

  if (!g_file_get_contents (certificate, &certificate_text, &certificate_length, error) ||
      !g_file_get_contents (key, &key_text, &key_length, error))
    return FALSE;

  certificate_data = (gnutls_datum_t) { (guchar *) certificate_text, (guint) certificate_length };
  key_data = (gnutls_datum_t) { (guchar *) key_text, (guint) key_length };
  code = gnutls_certificate_set_x509_key_mem (self->credentials, &certificate_data, &key_data, GNUTLS_X509_FMT_PEM);

  if (code >= 0)
    return TRUE;

  return set_fault (error, code == GNUTLS_E_CERTIFICATE_KEY_MISMATCH ? key : certificate, code);
}

static gint64
read_expiry (AusTlsIdentity *self)
{
  gnutls_datum_t data;
  gnutls_x509_crt_t certificate;
  gint64 expiry = 0;

  if (gnutls_certificate_get_crt_raw (self->credentials, 0, 0, &data) < 0 || gnutls_x509_crt_init (&certificate) < 0)
    return 0;

  if (gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_DER) >= 0)
    expiry = gnutls_x509_crt_get_expiration_time (certificate);

  gnutls_x509_crt_deinit (certificate);

  return expiry;
}

AusTlsIdentity *
aus_tls_identity_load (const char  *certificate,
                       const char  *key,
                       GError     **error)
{
  g_autoptr (AusTlsIdentity) self = g_atomic_rc_box_new0 (AusTlsIdentity);
  int code = gnutls_certificate_allocate_credentials (&self->credentials);

  if (code >= 0)
    code = gnutls_priority_init (&self->priority, PRIORITY, NULL);

  if (code < 0) {
    set_fault (error, certificate, code);
    return NULL;
  }

  if (!read_files (self, certificate, key, error))
    return NULL;

  self->expiry = read_expiry (self);

  return g_steal_pointer (&self);
}

AusTlsIdentity *
aus_tls_identity_ref (AusTlsIdentity *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
aus_tls_identity_unref (AusTlsIdentity *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) identity_clear);
}

gint64
aus_tls_identity_get_expiry (AusTlsIdentity *self)
{
  return self->expiry;
}

static gssize
settle (AusTlsSession *self,
        gssize         n)
{
  if (n < 0) {
    self->blocked = errno == EAGAIN || errno == EWOULDBLOCK;
    gnutls_transport_set_errno (self->handle, self->blocked ? EAGAIN : errno);
  }

  return n;
}

static ssize_t
pull_cb (gnutls_transport_ptr_t  data,
         void                   *buffer,
         size_t                  size)
{
  AusTlsSession *self = data;
  gssize n;

  do
    n = recv (self->fd, buffer, size, MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);

  return settle (self, n);
}

static ssize_t
push_cb (gnutls_transport_ptr_t  data,
         const void             *buffer,
         size_t                  size)
{
  AusTlsSession *self = data;
  gssize n;

  do
    n = send (self->fd, buffer, size, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);

  if (n > 0)
    self->sent += (guint64) n;

  return settle (self, n);
}

AusTlsSession *
aus_tls_session_new (AusTlsIdentity *identity,
                     int             fd)
{
  AusTlsSession *self = g_new0 (AusTlsSession, 1);

  g_mutex_init (&self->lock);
  self->identity = aus_tls_identity_ref (identity);
  self->fd = fd;

  if (gnutls_init (&self->handle, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) < 0 ||
      gnutls_priority_set (self->handle, identity->priority) < 0 ||
      gnutls_credentials_set (self->handle, GNUTLS_CRD_CERTIFICATE, identity->credentials) < 0)
    g_error ("No memory for TLS");

  gnutls_transport_set_ptr (self->handle, self);
  gnutls_transport_set_pull_function (self->handle, pull_cb);
  gnutls_transport_set_push_function (self->handle, push_cb);

  return self;
}

void
aus_tls_session_free (AusTlsSession *self)
{
  gnutls_deinit (self->handle);
  aus_tls_identity_unref (self->identity);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gssize
read_or_shake (AusTlsSession *self,
               void          *buffer,
               gsize          size)
{
  int code;

  if (self->is_open)
    return gnutls_record_recv (self->handle, buffer, size);

  code = gnutls_handshake (self->handle);
  self->is_open = code == GNUTLS_E_SUCCESS;

  return self->is_open ? GNUTLS_E_AGAIN : code;
}

gssize
aus_tls_session_read (AusTlsSession *self,
                      void          *buffer,
                      gsize          size)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; self->fd >= 0 && i < MOST_TURNS; i++) {
    gssize n;

    self->blocked = FALSE;
    n = read_or_shake (self, buffer, size);

    if (n >= 0)
      return n;

    /* GnuTLS also says “again” when it has read something that was not data, and there may be more. */
    if (self->blocked) {
      errno = EAGAIN;
      return -1;
    }

    if (n == GNUTLS_E_REHANDSHAKE || gnutls_error_is_fatal ((int) n))
      break;
  }

  return 0;
}

/* Locked. */
static gboolean
send_taken (AusTlsSession *self)
{
  int code = 0;

  self->blocked = FALSE;

  if (self->unsent)
    code = gnutls_record_uncork (self->handle, 0);

  self->unsent = code < 0;
  errno = self->blocked ? EAGAIN : EPIPE;

  return code >= 0;
}

gssize
aus_tls_session_write (AusTlsSession      *self,
                       const struct iovec *parts,
                       guint               n_parts)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gsize taken = 0;

  if (self->fd < 0 || self->said_end) {
    errno = EPIPE;
    return -1;
  }

  if (!self->is_open) {
    errno = EAGAIN;
    return -1;
  }

  if (!send_taken (self))
    return -1;

  gnutls_record_cork (self->handle);

  for (guint i = 0; i < n_parts && taken < MOST_TAKEN; i++) {
    const gsize length = MIN (parts[i].iov_len, MOST_TAKEN - taken);

    if (length > 0 && gnutls_record_send (self->handle, parts[i].iov_base, length) < 0)
      break;

    taken += length;
  }

  self->unsent = TRUE;

  return send_taken (self) || errno == EAGAIN ? (gssize) taken : -1;
}

gboolean
aus_tls_session_flush (AusTlsSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  errno = EPIPE;

  return self->fd >= 0 && send_taken (self);
}

gboolean
aus_tls_session_has_unsent (AusTlsSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->unsent && self->fd >= 0;
}

guint64
aus_tls_session_get_sent (AusTlsSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->sent;
}

/* Locked. A peer that does not listen any more is not waited for. */
static void
say_end (AusTlsSession *self)
{
  if (self->fd >= 0 && self->is_open && !self->unsent && !self->said_end)
    gnutls_bye (self->handle, GNUTLS_SHUT_WR);

  self->said_end = TRUE;
}

void
aus_tls_session_say_end (AusTlsSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  say_end (self);
}

void
aus_tls_session_close (AusTlsSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  say_end (self);
  self->fd = -1;
}
