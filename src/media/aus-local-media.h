#pragma once

#include <glib-object.h>

#include "aus-device-list.h"
#include "aus-frame.h"
#include "aus-hearing.h"
#include "aus-ladder.h"

G_BEGIN_DECLS

/**
 * AusMediaSource:
 * @AUS_MEDIA_SOURCE_DEVICES: the computer's camera and microphone, as far as there are any
 * @AUS_MEDIA_SOURCE_TEST: a moving test picture and ticks; calls run over loopback too, nothing is played
 * @AUS_MEDIA_SOURCE_LARGE_TEST: the same with pictures as large and as many as a call carries
 * @AUS_MEDIA_SOURCE_NONE: nothing is captured and nothing is played; calls still receive, over loopback too
 */
typedef enum
{
  AUS_MEDIA_SOURCE_DEVICES,
  AUS_MEDIA_SOURCE_TEST,
  AUS_MEDIA_SOURCE_LARGE_TEST,
  AUS_MEDIA_SOURCE_NONE,
} AusMediaSource;

#define AUS_TYPE_MEDIA_SOURCE (aus_media_source_get_type ())

GType    aus_media_source_get_type (void);

/* Whether pictures and sound are made here, and no device is needed. */
gboolean aus_media_source_is_test  (AusMediaSource source);

/**
 * AusMediaFault:
 * @AUS_MEDIA_FAULT_NONE: it works
 * @AUS_MEDIA_FAULT_MISSING: there is none
 * @AUS_MEDIA_FAULT_BUSY: it cannot be opened; another program may be using it
 * @AUS_MEDIA_FAULT_DENIED: we may not use it
 * @AUS_MEDIA_FAULT_STOPPED: it was unplugged, or broke down
 */
typedef enum
{
  AUS_MEDIA_FAULT_NONE,
  AUS_MEDIA_FAULT_MISSING,
  AUS_MEDIA_FAULT_BUSY,
  AUS_MEDIA_FAULT_DENIED,
  AUS_MEDIA_FAULT_STOPPED,
} AusMediaFault;

#define AUS_TYPE_LOCAL_MEDIA (aus_local_media_get_type ())

G_DECLARE_FINAL_TYPE (AusLocalMedia, aus_local_media, AUS, LOCAL_MEDIA, GObject)

/**
 * AusLocalMedia:
 *
 * What this side shows and says: captured once, encoded once, shared by all peers. Main thread only.
 *
 * Properties, all with notify: `has-camera`, `has-microphone` (true between start and stop where the device
 * works), `muted`, `camera-on` and `sound-only` (read-write), `grade` (how pictures go out on a weak connection),
 * `sharing` (whether a screen is shown instead of the camera's picture; never together with `sound-only`, the later
 * choice ends the other), `level` (loudness of the microphone, 0 to 1, 0 while muted), `problem` (a sentence for
 * people, or %NULL). Signals: `frame (AusFrame *frame)`, the self view, not mirrored, silent while the camera is off;
 * `fault ()`, where aus_local_media_get_fault() may have changed; `replaced (const char *lost, AusMediaDevice
 * *device)`, where a device works no longer and another, or none, has taken its place.
 */
AusLocalMedia *aus_local_media_new                (AusMediaSource   source);

/**
 * aus_local_media_start:
 *
 * Starts to capture. A missing or busy camera or microphone is no error: it is told in `problem`, and peers
 * send nothing of it. Where it is started already it goes on until each has stopped it.
 *
 * Returns: %FALSE with %AUS_ERROR_FAILED where GStreamer itself lacks what a call needs
 */
gboolean       aus_local_media_start              (AusLocalMedia   *self,
                                                   GError         **error);

/* Lets go of the devices, where nobody else has started it. May be started again. */
void           aus_local_media_stop               (AusLocalMedia   *self);

/* What is plugged in, and which of it is used; empty unless started. (transfer none) */
AusDeviceList *aus_local_media_get_devices        (AusLocalMedia   *self,
                                                   AusDeviceKind    kind);
/* What is wrong with the camera or the microphone. */
AusMediaFault  aus_local_media_get_fault          (AusLocalMedia   *self,
                                                   AusDeviceKind    kind);
gboolean       aus_local_media_get_sharing        (AusLocalMedia   *self);
/* The camera's picture again. Does nothing where no screen is shown. */
void           aus_local_media_unshare            (AusLocalMedia   *self);

/* Tries again what does not work. */
void           aus_local_media_retry              (AusLocalMedia   *self);

gboolean       aus_local_media_get_has_camera     (AusLocalMedia   *self);
gboolean       aus_local_media_get_has_microphone (AusLocalMedia   *self);
double         aus_local_media_get_level          (AusLocalMedia   *self);
const char    *aus_local_media_get_problem        (AusLocalMedia   *self);

AusGrade       aus_local_media_get_grade          (AusLocalMedia   *self);

/* How loud the others are. (transfer none) */
AusHearing    *aus_local_media_get_hearing        (AusLocalMedia   *self);

gboolean       aus_local_media_get_muted          (AusLocalMedia   *self);

/* While muted, silence is encoded and sent; no sound leaves. Kept over stop and start. */
void           aus_local_media_set_muted          (AusLocalMedia   *self,
                                                   gboolean         muted);

gboolean       aus_local_media_get_camera_on      (AusLocalMedia   *self);

/* Off lets go of the camera: a black picture is sent, then none. On opens it. Kept over stop and start. */
void           aus_local_media_set_camera_on      (AusLocalMedia   *self,
                                                   gboolean         camera_on);

/* Whether it is on, or will be when sound only ends. */
gboolean       aus_local_media_get_wants_camera   (AusLocalMedia   *self);

gboolean       aus_local_media_get_sound_only     (AusLocalMedia   *self);

/* No pictures either way, for the sake of the sound: the camera is off until this ends, and comes back if it was on;
 * who switches it on ends this. The others are to be told, who then send none. */
void           aus_local_media_set_sound_only     (AusLocalMedia   *self,
                                                   gboolean         sound_only);

G_END_DECLS
