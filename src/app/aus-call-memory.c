#include "aus-call-memory.h"

#define KEY "call"
#define TYPE "(sbbb)"

typedef struct
{
  GSettings *settings;
  char      *visit_id;
} Memory;

static void
memory_free (gpointer  data,
             GClosure *closure)
{
  Memory *self = data;

  g_object_unref (self->settings);
  g_free (self->visit_id);
  g_free (self);
}

static void
changed_cb (AusLocalMedia *media,
            GParamSpec    *pspec,
            Memory        *self)
{
  g_settings_set (self->settings, KEY, TYPE, self->visit_id, aus_local_media_get_muted (media),
                  aus_local_media_get_wants_camera (media), aus_local_media_get_sound_only (media));
}

static void
restore (GSettings     *settings,
         AusLocalMedia *media,
         const char    *visit_id)
{
  g_autofree char *known = NULL;
  gboolean muted, wants_camera, sound_only;

  g_settings_get (settings, KEY, TYPE, &known, &muted, &wants_camera, &sound_only);

  if (!g_str_equal (known, visit_id))
    return;

  aus_local_media_set_muted (media, muted);

  /* In this order: with sound only the camera is off, and comes back with the pictures if it was on before. */
  aus_local_media_set_camera_on (media, wants_camera);
  aus_local_media_set_sound_only (media, sound_only);
}

static void
watch (GSettings     *settings,
       AusLocalMedia *media,
       const char    *visit_id,
       const char    *signal)
{
  Memory *memory = g_new (Memory, 1);

  *memory = (Memory) { g_object_ref (settings), g_strdup (visit_id) };
  g_signal_connect_data (media, signal, G_CALLBACK (changed_cb), memory, memory_free, 0);
}

void
aus_call_memory_keep_devices (GSettings     *settings,
                              AusLocalMedia *media)
{
  static const char *const keys[] = {
    [AUS_DEVICE_CAMERA] = "camera",
    [AUS_DEVICE_MICROPHONE] = "microphone",
    [AUS_DEVICE_SPEAKER] = "speaker",
  };

  g_return_if_fail (AUS_IS_LOCAL_MEDIA (media));

  if (settings == NULL)
    return;

  g_settings_bind (settings, "volume", aus_local_media_get_hearing (media), "volume", G_SETTINGS_BIND_DEFAULT);

  for (AusDeviceKind kind = 0; kind < AUS_N_DEVICE_KINDS; kind++)
    g_settings_bind (settings, keys[kind], aus_local_media_get_devices (media, kind), "chosen",
                     G_SETTINGS_BIND_DEFAULT);
}

void
aus_call_memory_keep (GSettings     *settings,
                      AusLocalMedia *media,
                      const char    *visit_id)
{
  g_return_if_fail (AUS_IS_LOCAL_MEDIA (media));
  g_return_if_fail (visit_id != NULL);

  if (settings == NULL)
    return;

  aus_call_memory_keep_devices (settings, media);
  restore (settings, media, visit_id);
  watch (settings, media, visit_id, "notify::muted");
  watch (settings, media, visit_id, "notify::camera-on");
  watch (settings, media, visit_id, "notify::sound-only");
}
