#include "aus-sdp.h"

#include "aus-error.h"

#define MAX_LENGTH (64 * 1024)
#define MAX_MEDIA 16

static const char field[] = "description.sdp";

static const char *const needed_attributes[] = { "ice-ufrag", "ice-pwd", "fingerprint" };

/* In the medium, else for the whole. */
static const char *
get_attribute (const GstSDPMessage *sdp,
               const GstSDPMedia   *media,
               const char          *name)
{
  const char *value = gst_sdp_media_get_attribute_val (media, name);

  return value != NULL ? value : gst_sdp_message_get_attribute_val (sdp, name);
}

static gboolean
is_rejected (const GstSDPMedia *media)
{
  return gst_sdp_media_get_port (media) == 0
         && gst_sdp_media_get_attribute_val (media, "bundle-only") == NULL;
}

static gboolean
check_media (const GstSDPMessage  *sdp,
             GError              **error)
{
  guint n_media = gst_sdp_message_medias_len (sdp);

  if (n_media == 0 || n_media > MAX_MEDIA) {
    aus_error_add_field (error, field, "It must have between 1 and %d media.", MAX_MEDIA);
    return FALSE;
  }

  for (guint i = 0; i < n_media; i++) {
    const GstSDPMedia *media = gst_sdp_message_get_media (sdp, i);

    for (guint j = 0; j < G_N_ELEMENTS (needed_attributes) && !is_rejected (media); j++) {
      if (get_attribute (sdp, media, needed_attributes[j]) == NULL) {
        aus_error_add_field (error, field, "Medium %u lacks “%s”.", i, needed_attributes[j]);
        return FALSE;
      }
    }
  }

  return TRUE;
}

GstSDPMessage *
aus_sdp_parse (const char  *text,
               GError     **error)
{
  g_autoptr (GstSDPMessage) sdp = NULL;

  if (strlen (text) > MAX_LENGTH) {
    aus_error_add_field (error, field, "It must not be longer than %d bytes.", MAX_LENGTH);
    return NULL;
  }

  if (!g_str_has_prefix (text, "v=0") || gst_sdp_message_new_from_text (text, &sdp) != GST_SDP_OK) {
    aus_error_add_field (error, field, "It is not a session description.");
    return NULL;
  }

  return check_media (sdp, error) ? g_steal_pointer (&sdp) : NULL;
}

gboolean
aus_sdp_sends (const GstSDPMessage *sdp)
{
  for (guint i = 0; i < gst_sdp_message_medias_len (sdp); i++) {
    const GstSDPMedia *media = gst_sdp_message_get_media (sdp, i);
    gboolean silent = get_attribute (sdp, media, "recvonly") != NULL
                      || get_attribute (sdp, media, "inactive") != NULL;

    if (!is_rejected (media) && !silent && g_strcmp0 (gst_sdp_media_get_media (media), "application") != 0)
      return TRUE;
  }

  return FALSE;
}

const char *
aus_sdp_get_mid (const GstSDPMessage *sdp,
                 guint                index)
{
  if (index >= gst_sdp_message_medias_len (sdp))
    return NULL;

  return gst_sdp_media_get_attribute_val (gst_sdp_message_get_media (sdp, index), "mid");
}

const char *
aus_sdp_get_setup (const GstSDPMessage *sdp)
{
  return get_attribute (sdp, gst_sdp_message_get_media (sdp, 0), "setup");
}

/* In all media that have it. */
static void
replace_attribute (GstSDPMessage *sdp,
                   const char    *key,
                   const char    *value)
{
  for (guint i = 0; i < gst_sdp_message_medias_len (sdp); i++) {
    GstSDPMedia *media = (GstSDPMedia *) gst_sdp_message_get_media (sdp, i);

    for (guint j = 0; j < gst_sdp_media_attributes_len (media); j++) {
      if (g_strcmp0 (gst_sdp_media_get_attribute (media, j)->key, key) == 0) {
        GstSDPAttribute attribute;

        gst_sdp_attribute_set (&attribute, key, value);
        gst_sdp_media_replace_attribute (media, j, &attribute);
      }
    }
  }
}

void
aus_sdp_set_setup (GstSDPMessage *sdp,
                   const char    *setup)
{
  replace_attribute (sdp, "setup", setup);
}

void
aus_sdp_set_ice (GstSDPMessage *sdp,
                 const char    *ufrag,
                 const char    *password)
{
  replace_attribute (sdp, "ice-ufrag", ufrag);
  replace_attribute (sdp, "ice-pwd", password);
}

void
aus_sdp_ask_for_remb (GstSDPMessage *sdp)
{
  for (guint i = 0; i < gst_sdp_message_medias_len (sdp); i++) {
    GstSDPMedia *media = (GstSDPMedia *) gst_sdp_message_get_media (sdp, i);

    for (guint j = gst_sdp_media_attributes_len (media); j-- > 0;) {
      const GstSDPAttribute *attribute = gst_sdp_media_get_attribute (media, j);

      if (g_strcmp0 (attribute->key, "rtcp-fb") == 0 && g_str_has_suffix (attribute->value, " transport-cc"))
        gst_sdp_media_remove_attribute (media, j);
    }

    if (g_strcmp0 (gst_sdp_media_get_media (media), "video") == 0) {
      g_autofree char *value = g_strdup_printf ("%s goog-remb", gst_sdp_media_get_format (media, 0));

      gst_sdp_media_add_attribute (media, "rtcp-fb", value);
    }
  }
}

void
aus_sdp_add_pictures (const GstSDPMessage *sdp,
                      GHashTable          *ssrcs)
{
  for (guint i = 0; i < gst_sdp_message_medias_len (sdp); i++) {
    const GstSDPMedia *media = gst_sdp_message_get_media (sdp, i);
    const char *line;

    if (g_strcmp0 (gst_sdp_media_get_media (media), "video") != 0)
      continue;

    for (guint j = 0; (line = gst_sdp_media_get_attribute_val_n (media, "ssrc", j)) != NULL; j++)
      g_hash_table_add (ssrcs, GUINT_TO_POINTER ((guint) g_ascii_strtoull (line, NULL, 10)));
  }
}
