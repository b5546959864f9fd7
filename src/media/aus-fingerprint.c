#include "aus-fingerprint.h"

#include "aus-error.h"

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

/* RFC 8122, those that are safe. */
static const struct
{
  const char    *name;
  GChecksumType  type;
} hashes[] = {
  { "sha-256", G_CHECKSUM_SHA256 },
  { "sha-384", G_CHECKSUM_SHA384 },
  { "sha-512", G_CHECKSUM_SHA512 },
};

/* (transfer full): as session descriptions write it */
static char *
compute (GByteArray    *certificate,
         GChecksumType  type)
{
  g_autofree char *hex = g_compute_checksum_for_data (type, certificate->data, certificate->len);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; hex[i] != '\0'; i += 2)
    g_string_append_printf (text, "%s%c%c", i > 0 ? ":" : "", g_ascii_toupper (hex[i]), g_ascii_toupper (hex[i + 1]));

  return g_string_free (text, FALSE);
}

/* @promise: the value of a=fingerprint, such as “sha-256 AB:CD:…” */
static gboolean
keeps (GByteArray *certificate,
       const char *promise)
{
  g_auto (GStrv) words = promise ? g_strsplit (promise, " ", 2) : NULL;

  for (guint i = 0; words != NULL && words[0] != NULL && words[1] != NULL && i < G_N_ELEMENTS (hashes); i++) {
    if (g_ascii_strcasecmp (words[0], hashes[i].name) == 0) {
      g_autofree char *computed = compute (certificate, hashes[i].type);

      return g_ascii_strcasecmp (g_strstrip (words[1]), computed) == 0;
    }
  }

  return FALSE;
}

/* Every medium that there is has the same: they share one connection. */
static gboolean
is_promised (GstElement *webrtc,
             GByteArray *certificate)
{
  g_autoptr (GstWebRTCSessionDescription) remote = NULL;
  guint n_media;

  g_object_get (webrtc, "remote-description", &remote, NULL);
  n_media = remote != NULL ? gst_sdp_message_medias_len (remote->sdp) : 0;

  for (guint i = 0; i < n_media; i++) {
    const GstSDPMedia *media = gst_sdp_message_get_media (remote->sdp, i);
    const char *own = gst_sdp_media_get_attribute_val (media, "fingerprint");
    const char *promise = own ? own : gst_sdp_message_get_attribute_val (remote->sdp, "fingerprint");

    if (gst_sdp_media_get_port (media) != 0 && !keeps (certificate, promise))
      return FALSE;
  }

  return n_media > 0;
}

/* (transfer full) (nullable): the certificate of the other side, as its own bytes */
static GByteArray *
get_certificate (GstElement *webrtc)
{
  g_autoptr (GArray) transceivers = NULL;
  GByteArray *bytes = NULL;

  g_signal_emit_by_name (webrtc, "get-transceivers", &transceivers);

  for (guint i = 0; transceivers != NULL && i < transceivers->len && bytes == NULL; i++) {
    g_autoptr (GstWebRTCRTPReceiver) receiver = NULL;
    g_autoptr (GstWebRTCDTLSTransport) transport = NULL;
    g_autofree char *pem = NULL;
    g_autoptr (GTlsCertificate) certificate = NULL;

    g_object_get (g_array_index (transceivers, GstWebRTCRTPTransceiver *, i), "receiver", &receiver, NULL);

    if (receiver != NULL)
      g_object_get (receiver, "transport", &transport, NULL);

    if (transport != NULL)
      g_object_get (transport, "remote-certificate", &pem, NULL);

    if (pem != NULL)
      certificate = g_tls_certificate_new_from_pem (pem, -1, NULL);

    if (certificate != NULL)
      g_object_get (certificate, "certificate", &bytes, NULL);
  }

  return bytes;
}

gboolean
aus_fingerprint_check (GstElement  *webrtc,
                       GError     **error)
{
  g_autoptr (GByteArray) certificate = get_certificate (webrtc);

  if (certificate != NULL && is_promised (webrtc, certificate))
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "%s", certificate == NULL
               ? "the other side shows no certificate" : "the other side is not whom it was said to be");

  return FALSE;
}
