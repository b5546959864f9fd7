#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

/**
 * AusAdmission:
 * @AUS_ADMISSION_IN: takes part
 * @AUS_ADMISSION_WAITING: came after the visit began, and is not let in yet
 * @AUS_ADMISSION_HELD: was put on hold
 *
 * Whether somebody who is there is in the call: whoever is not neither sees nor hears, and is not seen or heard.
 */
typedef enum
{
  AUS_ADMISSION_IN,
  AUS_ADMISSION_WAITING,
  AUS_ADMISSION_HELD,
} AusAdmission;

#define AUS_TYPE_ADMISSION (aus_admission_get_type ())

GType aus_admission_get_type (void) G_GNUC_CONST;

/**
 * AusPicture:
 * @AUS_PICTURE_ON: shows one
 * @AUS_PICTURE_OFF: has switched the camera off
 * @AUS_PICTURE_NONE: has no camera, or none that works
 * @AUS_PICTURE_SOUND_ONLY: wants to send and to see none, for the sake of the sound
 *
 * Whether somebody shows a picture in the call, and if not, why.
 */
typedef enum
{
  AUS_PICTURE_ON,
  AUS_PICTURE_OFF,
  AUS_PICTURE_NONE,
  AUS_PICTURE_SOUND_ONLY,
} AusPicture;

#define AUS_TYPE_PICTURE (aus_picture_get_type ())

GType aus_picture_get_type (void) G_GNUC_CONST;

#define AUS_TYPE_PARTICIPANT (aus_participant_get_type ())

G_DECLARE_FINAL_TYPE (AusParticipant, aus_participant, AUS, PARTICIPANT, AusRecord)

struct _AusParticipant
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *consultation_id;
  char      *user_id;
  char      *door_id;
  char      *name;
  guint      role;
  gboolean   is_assigned;
  guint      presence;
  guint      admission;
  guint      picture;
  GDateTime *joined_at;
  GDateTime *left_at;
  gint64     connection_issues;
  GDateTime *created_at;
  GDateTime *updated_at;
};

G_END_DECLS
