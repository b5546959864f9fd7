#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusCameraAnswer:
 * @AUS_CAMERA_ANSWER_PENDING: nobody has said anything yet
 * @AUS_CAMERA_ANSWER_GRANTED: it may be opened
 * @AUS_CAMERA_ANSWER_REFUSED: the person, or the desktop's settings, do not want it
 */
typedef enum
{
  AUS_CAMERA_ANSWER_PENDING,
  AUS_CAMERA_ANSWER_GRANTED,
  AUS_CAMERA_ANSWER_REFUSED,
} AusCameraAnswer;

#define AUS_TYPE_CAMERA_LEAVE (aus_camera_leave_get_type ())

G_DECLARE_FINAL_TYPE (AusCameraLeave, aus_camera_leave, AUS, CAMERA_LEAVE, GObject)

/**
 * AusCameraLeave:
 * @bus: (nullable): where the portal is; %NULL is the session's
 *
 * The desktop's leave to use the camera. Where no portal is there to be asked, nobody forbids it. The signal
 * `answered ()` tells that aus_camera_leave_ask() has another answer now.
 */
AusCameraLeave  *aus_camera_leave_new        (GDBusConnection *bus);

/* Asks where that was not done yet. The answer holds until it is forgotten. */
AusCameraAnswer  aus_camera_leave_ask        (AusCameraLeave  *self);
gboolean         aus_camera_leave_is_refused (AusCameraLeave  *self);

/* Takes a question back that was not answered yet; the next one is a new one. */
void             aus_camera_leave_forget     (AusCameraLeave  *self);

G_END_DECLS
