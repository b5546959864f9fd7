#include "aus-courier.h"

#include "aus-error.h"

#include <curl/curl.h>
#include <sys/socket.h>

#define MAX_TRIPS 8
#define CONNECT_MS 5000L
#define TOTAL_MS 15000L
#define MAX_ANSWER (64 * 1024)
#define MAX_EXCERPT 200

struct _AusCourier
{
  GObject            parent_instance;

  AusAddressGuard   *guard;
  char              *ca_file;
  struct curl_slist *pins;
  GThreadPool       *threads;
};

G_DEFINE_FINAL_TYPE (AusCourier, aus_courier, G_TYPE_OBJECT)

typedef CURL Easy;
typedef CURLM Multi;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Easy, curl_easy_cleanup)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Multi, curl_multi_cleanup)

/* @courier: waits for its threads before it goes
 * @refused: (nullable): the last address that the guard did not allow
 * @was_allowed: whether it allowed one */
typedef struct
{
  AusCourier        *courier;
  char              *url;
  char              *body;
  struct curl_slist *headers;
  char              *refused;
  gboolean           was_allowed;
  GString           *excerpt;
  gsize              n_received;
} Trip;

static void
trip_free (gpointer data)
{
  Trip *trip = data;

  curl_slist_free_all (trip->headers);
  g_string_free (trip->excerpt, TRUE);
  g_free (trip->refused);
  g_free (trip->url);
  g_free (trip->body);
  g_free (trip);
}

void
aus_receipt_free (AusReceipt *self)
{
  g_free (self->excerpt);
  g_free (self);
}

/* The last moment at which an address can be looked at: what was resolved is what is connected to. */
static curl_socket_t
open_socket_cb (void                 *data,
                curlsocktype          purpose,
                struct curl_sockaddr *native)
{
  Trip *trip = data;
  g_autoptr (GSocketAddress) address = g_socket_address_new_from_native (&native->addr, native->addrlen);
  GInetAddress *inet = G_IS_INET_SOCKET_ADDRESS (address)
                         ? g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)) : NULL;

  if (purpose == CURLSOCKTYPE_IPCXN && inet != NULL && aus_address_guard_allows (trip->courier->guard, inet)) {
    trip->was_allowed = TRUE;
    return socket (native->family, native->socktype | SOCK_CLOEXEC, native->protocol);
  }

  g_free (trip->refused);
  trip->refused = inet ? g_inet_address_to_string (inet) : g_strdup ("no address of the internet");

  return CURL_SOCKET_BAD;
}

static size_t
receive_cb (char   *data,
            size_t  size,
            size_t  n,
            void   *user_data)
{
  Trip *trip = user_data;

  trip->n_received += n;

  /* A character may have up to six bytes, as far as GLib is concerned. */
  if (trip->excerpt->len < MAX_EXCERPT * 6)
    g_string_append_len (trip->excerpt, data, MIN (n, MAX_EXCERPT * 6));

  return trip->n_received <= MAX_ANSWER ? n : 0;
}

static void
set_options (Easy *easy,
             Trip *trip)
{
  curl_easy_setopt (easy, CURLOPT_URL, trip->url);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "https,http");
  curl_easy_setopt (easy, CURLOPT_HTTP_VERSION, (long) CURL_HTTP_VERSION_1_1);
  curl_easy_setopt (easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (easy, CURLOPT_POSTFIELDS, trip->body);
  curl_easy_setopt (easy, CURLOPT_HTTPHEADER, trip->headers);
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (easy, CURLOPT_PROXY, "");
  curl_easy_setopt (easy, CURLOPT_NOPROXY, "*");
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS);
  curl_easy_setopt (easy, CURLOPT_TIMEOUT_MS, TOTAL_MS);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETFUNCTION, open_socket_cb);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETDATA, trip);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, receive_cb);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, trip);
  curl_easy_setopt (easy, CURLOPT_RESOLVE, trip->courier->pins);

  if (trip->courier->ca_file != NULL)
    curl_easy_setopt (easy, CURLOPT_CAINFO, trip->courier->ca_file);
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      multi)
{
  curl_multi_wakeup (multi);
}

/* Like curl_easy_perform(), which nobody can wake. */
static CURLcode
perform (Easy         *easy,
         GCancellable *cancellable)
{
  g_autoptr (Multi) multi = curl_multi_init ();
  const gulong handler = cancellable
                           ? g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), multi, NULL) : 0;
  CURLcode code = CURLE_ABORTED_BY_CALLBACK;
  const CURLMsg *message;
  int n_running = 1, n_left;

  curl_multi_add_handle (multi, easy);

  while (n_running > 0 && !g_cancellable_is_cancelled (cancellable)) {
    if (curl_multi_perform (multi, &n_running) != CURLM_OK ||
        (n_running > 0 && curl_multi_poll (multi, NULL, 0, TOTAL_MS, NULL) != CURLM_OK))
      break;
  }

  message = curl_multi_info_read (multi, &n_left);

  if (message != NULL && message->msg == CURLMSG_DONE)
    code = message->data.result;
  else
    /* Nobody waits for an answer of the DNS any more. */
    curl_easy_setopt (easy, CURLOPT_QUICK_EXIT, 1L);

  g_cancellable_disconnect (cancellable, handler);
  curl_multi_remove_handle (multi, easy);

  return code;
}

/* What of it can be shown in a line. (transfer full) */
static char *
make_excerpt (const GString *answer)
{
  g_autofree char *text = g_utf8_make_valid (answer->str, answer->len);
  g_autofree char *start = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_EXCERPT));

  for (char *letter = start; *letter != '\0'; letter++) {
    if (g_ascii_iscntrl (*letter))
      *letter = ' ';
  }

  return g_strdup (g_strstrip (start));
}

static AusReceipt *
write_receipt (Easy *easy,
               Trip *trip)
{
  AusReceipt *receipt = g_new0 (AusReceipt, 1);
  curl_off_t retry_after = 0;
  long status = 0;

  curl_easy_getinfo (easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo (easy, CURLINFO_RETRY_AFTER, &retry_after);
  receipt->status = status;
  receipt->retry_after = CLAMP (retry_after, 0, G_MAXINT);
  receipt->excerpt = make_excerpt (trip->excerpt);

  return receipt;
}

/* What may be the matter, in plain words. */
static GError *
explain (Trip     *trip,
         CURLcode  code)
{
  static const struct
  {
    CURLcode    code;
    const char *text;
  } faults[] = {
    { CURLE_COULDNT_RESOLVE_HOST, "Its name is not known to the DNS." },
    { CURLE_COULDNT_CONNECT, "It cannot be reached." },
    { CURLE_OPERATION_TIMEDOUT, "It did not answer in time." },
    { CURLE_PEER_FAILED_VERIFICATION, "Its certificate is not to be trusted." },
    { CURLE_SSL_CONNECT_ERROR, "It does not speak TLS as it should." },
    { CURLE_GOT_NOTHING, "It hung up without an answer." },
    { CURLE_RECV_ERROR, "It hung up without an answer." },
  };

  /* One name may lead to several. */
  if (trip->refused != NULL && !trip->was_allowed)
    return g_error_new (AUS_ERROR, AUS_ERROR_FORBIDDEN, "It leads to %s, which is not of the public internet; "
                        "[webhooks] allow-networks can open it.", trip->refused);

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    if (faults[i].code == code)
      return g_error_new_literal (AUS_ERROR, AUS_ERROR_UNAVAILABLE, faults[i].text);
  }

  return g_error_new (AUS_ERROR, AUS_ERROR_UNAVAILABLE, "It could not be told: %s.", curl_easy_strerror (code));
}

/* On a thread of the pool. */
static void
carry (gpointer data,
       gpointer user_data)
{
  g_autoptr (GTask) task = data;
  Trip *trip = g_task_get_task_data (task);
  g_autoptr (Easy) easy = curl_easy_init ();
  CURLcode code;

  set_options (easy, trip);
  code = perform (easy, g_task_get_cancellable (task));

  if (g_task_return_error_if_cancelled (task))
    return;

  /* Whoever answers at length has answered. */
  if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && trip->n_received > MAX_ANSWER))
    g_task_return_pointer (task, write_receipt (easy, trip), (GDestroyNotify) aus_receipt_free);
  else
    g_task_return_error (task, explain (trip, code));
}

static void
aus_courier_dispose (GObject *object)
{
  AusCourier *self = AUS_COURIER (object);

  if (self->threads != NULL)
    g_thread_pool_free (g_steal_pointer (&self->threads), FALSE, TRUE);

  G_OBJECT_CLASS (aus_courier_parent_class)->dispose (object);
}

static void
aus_courier_finalize (GObject *object)
{
  AusCourier *self = AUS_COURIER (object);

  aus_address_guard_unref (self->guard);
  curl_slist_free_all (self->pins);
  g_free (self->ca_file);

  G_OBJECT_CLASS (aus_courier_parent_class)->finalize (object);
}

static void
aus_courier_class_init (AusCourierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_courier_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_courier_finalize;

  curl_global_init (CURL_GLOBAL_DEFAULT);
}

static void
aus_courier_init (AusCourier *self)
{
}

AusCourier *
aus_courier_new (AusAddressGuard  *guard,
                 const char       *ca_file,
                 GError          **error)
{
  g_autoptr (AusCourier) self = g_object_new (AUS_TYPE_COURIER, NULL);

  self->guard = aus_address_guard_ref (guard);
  self->ca_file = g_strdup (ca_file);
  self->threads = g_thread_pool_new (carry, NULL, MAX_TRIPS, FALSE, error);

  return self->threads ? g_steal_pointer (&self) : NULL;
}

void
aus_courier_pin (AusCourier *self,
                 const char *host,
                 const char *address)
{
  g_autofree char *pin = g_strconcat (host, ":", address, NULL);

  self->pins = curl_slist_append (self->pins, pin);
}

void
aus_courier_post_async (AusCourier          *self,
                        const char          *url,
                        const char *const   *headers,
                        const char          *body,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  /* It does not hold the courier, who would have to wait for the thread that lets go of it last. */
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Trip *trip = g_new0 (Trip, 1);
  GError *error = NULL;

  trip->courier = self;
  trip->url = g_strdup (url);
  trip->body = g_strdup (body);
  trip->excerpt = g_string_new (NULL);
  trip->headers = curl_slist_append (NULL, "Content-Type: application/json");

  for (guint i = 0; headers != NULL && headers[i] != NULL; i++)
    trip->headers = curl_slist_append (trip->headers, headers[i]);

  g_task_set_task_data (task, trip, trip_free);

  if (!g_thread_pool_push (self->threads, g_object_ref (task), &error)) {
    g_object_unref (task);
    g_task_return_error (task, error);
  }
}

AusReceipt *
aus_courier_post_finish (AusCourier    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
