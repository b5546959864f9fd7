#pragma once

#include "aus-camera-leave.h"
#include "aus-capture.h"
#include "aus-local-media.h"
#include "aus-sound-tap.h"

G_BEGIN_DECLS

struct _AusLocalMedia
{
  GObject         parent_instance;

  AusMediaSource  source;
  GstClockTime    base_time;
  guint           n_users;
  AusDeviceList  *devices[AUS_N_DEVICE_KINDS];
  AusMediaFault   faults[AUS_N_DEVICE_KINDS];
  AusCameraLeave *leave;
  AusCapture     *video;
  AusCapture     *sound;
  AusHearing     *hearing;
  AusSoundTap    *tap;

  gboolean        has_camera;
  gboolean        has_microphone;
  gboolean        muted;
  gboolean        camera_on;
  gboolean        sharing;
  gboolean        sound_only;
  gboolean        was_on;
  AusGrade        grade;
  double          level;
  char           *problem;
};

/* What the calls see of the local media. */

/* Returns: (transfer none) (nullable): %NULL where there never is one; one without a device, or off, is there */
AusCapture   *aus_local_media_get_video      (AusLocalMedia *self);
AusCapture   *aus_local_media_get_sound      (AusLocalMedia *self);
GstClockTime  aus_local_media_get_base_time  (AusLocalMedia *self);

/* Where our own sound comes by, and where the calls let that of others come by. */
AusSoundTap  *aus_local_media_get_tap        (AusLocalMedia *self);

/* Whether there are no devices by intent: calls may run over loopback and nothing is played. */
gboolean      aus_local_media_is_artificial  (AusLocalMedia *self);

/* Before a camera is opened, the portal on @bus is asked from now on; %NULL is the session's bus. Once. */
void          aus_local_media_seek_leave     (AusLocalMedia   *self,
                                              GDBusConnection *bus);

/* Tells people of a fault that does not end the call. */
void          aus_local_media_report         (AusLocalMedia *self,
                                              const char    *problem);

/**
 * aus_local_media_share:
 * @source: (transfer floating): live pictures of a screen
 *
 * Shows them instead of the camera's, which is let go of meanwhile, until aus_local_media_unshare().
 */
gboolean      aus_local_media_share          (AusLocalMedia  *self,
                                              GstElement     *source,
                                              GError        **error);

/* aus-local-media.c: write down what aus-local-media-sources.c finds. */

void          aus_local_media_set_works      (AusLocalMedia *self,
                                              AusDeviceKind  kind,
                                              AusMediaFault  fault);
void          aus_local_media_set_sharing    (AusLocalMedia *self,
                                              gboolean       sharing);
void          aus_local_media_set_level      (AusLocalMedia *self,
                                              double         level);
void          aus_local_media_show           (AusLocalMedia *self,
                                              AusFrame      *frame);
void          aus_local_media_follow_rung    (AusLocalMedia *self);

/* aus-local-media-sources.c */

/* Follows the devices from now on. Once. */
void          aus_local_media_watch_devices  (AusLocalMedia *self);

/* Begins to capture, and ends. */
void          aus_local_media_open           (AusLocalMedia *self);
void          aus_local_media_close          (AusLocalMedia *self);

/* Opens the camera or lets go of it, as is wanted now. */
void          aus_local_media_turn_camera    (AusLocalMedia *self);

G_END_DECLS
