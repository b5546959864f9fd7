#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Nicks are the words of the API and of the database. */

typedef enum
{
  AUS_ROLE_NONE,
  AUS_ROLE_ADMIN,
  AUS_ROLE_DOCTOR,
  AUS_ROLE_NURSE,
  AUS_ROLE_RECEPTIONIST,
  AUS_ROLE_PATIENT,
  AUS_ROLE_GUEST,
  AUS_ROLE_INTERPRETER,
} AusRole;

/* Sets of roles, for tables of who may do what. */
#define AUS_ROLES(role)      (1u << AUS_ROLE_##role)
#define AUS_ROLES_ALL        (~0u)
#define AUS_ROLES_STAFF      (AUS_ROLES (ADMIN) | AUS_ROLES (DOCTOR) | AUS_ROLES (NURSE) | AUS_ROLES (RECEPTIONIST))
#define AUS_ROLES_CLINICAL   (AUS_ROLES (ADMIN) | AUS_ROLES (DOCTOR) | AUS_ROLES (NURSE))
#define AUS_ROLES_CLINICIANS (AUS_ROLES (DOCTOR) | AUS_ROLES (NURSE))
#define AUS_ROLES_BY_DOOR    (AUS_ROLES (PATIENT) | AUS_ROLES (GUEST) | AUS_ROLES (INTERPRETER))

typedef enum
{
  AUS_SEX_UNKNOWN,
  AUS_SEX_FEMALE,
  AUS_SEX_MALE,
  AUS_SEX_OTHER,
} AusSex;

typedef enum
{
  AUS_VIDEO_PROVIDER_BUILTIN,
  AUS_VIDEO_PROVIDER_JITSI,
  AUS_VIDEO_PROVIDER_ZOOM,
  AUS_VIDEO_PROVIDER_GOOGLE_MEET,
} AusVideoProvider;

typedef enum
{
  AUS_MEETING_STATE_NONE,
  AUS_MEETING_STATE_PENDING,
  AUS_MEETING_STATE_READY,
  AUS_MEETING_STATE_FAILED,
} AusMeetingState;

typedef enum
{
  AUS_STATUS_SCHEDULED,
  AUS_STATUS_WAITING,
  AUS_STATUS_IN_PROGRESS,
  AUS_STATUS_COMPLETED,
  AUS_STATUS_CANCELLED,
  AUS_STATUS_NO_SHOW,
} AusStatus;

typedef enum
{
  AUS_QUALITY_NONE,
  AUS_QUALITY_EXCELLENT,
  AUS_QUALITY_GOOD,
  AUS_QUALITY_FAIR,
  AUS_QUALITY_POOR,
} AusQuality;

typedef enum
{
  AUS_BOOKING_STATUS_PENDING,
  AUS_BOOKING_STATUS_CONFIRMED,
  AUS_BOOKING_STATUS_COMPLETED,
  AUS_BOOKING_STATUS_CANCELLED,
  AUS_BOOKING_STATUS_NO_SHOW,
} AusBookingStatus;

typedef enum
{
  AUS_APPOINTMENT_TYPE_IN_PERSON,
  AUS_APPOINTMENT_TYPE_VIRTUAL,
} AusAppointmentType;

typedef enum
{
  AUS_MESSAGE_TYPE_TEXT,
  AUS_MESSAGE_TYPE_SYSTEM,
  AUS_MESSAGE_TYPE_FILE,
  AUS_MESSAGE_TYPE_PRESCRIPTION,
} AusMessageType;

typedef enum
{
  AUS_PARTICIPANT_ROLE_DOCTOR,
  AUS_PARTICIPANT_ROLE_PATIENT,
  AUS_PARTICIPANT_ROLE_OBSERVER,
  AUS_PARTICIPANT_ROLE_ASSISTANT,
  AUS_PARTICIPANT_ROLE_INTERPRETER,
  AUS_PARTICIPANT_ROLE_GUEST,
} AusParticipantRole;

typedef enum
{
  AUS_PRESENCE_AWAY,
  AUS_PRESENCE_HERE,
  AUS_PRESENCE_TESTING,
  AUS_PRESENCE_NO_CAMERA,
  AUS_PRESENCE_ASLEEP,
  AUS_PRESENCE_IN_CALL,
  AUS_PRESENCE_IN_MEETING,
  AUS_PRESENCE_LOST,
  AUS_PRESENCE_LEFT,
} AusPresence;

GType aus_role_get_type             (void) G_GNUC_CONST;
GType aus_sex_get_type              (void) G_GNUC_CONST;
GType aus_video_provider_get_type   (void) G_GNUC_CONST;
GType aus_meeting_state_get_type    (void) G_GNUC_CONST;
GType aus_status_get_type           (void) G_GNUC_CONST;
GType aus_quality_get_type          (void) G_GNUC_CONST;
GType aus_booking_status_get_type   (void) G_GNUC_CONST;
GType aus_appointment_type_get_type (void) G_GNUC_CONST;
GType aus_message_type_get_type     (void) G_GNUC_CONST;
GType aus_participant_role_get_type (void) G_GNUC_CONST;
GType aus_presence_get_type         (void) G_GNUC_CONST;

#define AUS_TYPE_ROLE             (aus_role_get_type ())
#define AUS_TYPE_STATUS           (aus_status_get_type ())
#define AUS_TYPE_VIDEO_PROVIDER   (aus_video_provider_get_type ())
#define AUS_TYPE_PARTICIPANT_ROLE (aus_participant_role_get_type ())
#define AUS_TYPE_PRESENCE         (aus_presence_get_type ())

/* The nick of a value, static. An unknown value is a programmer error. */
const char *aus_enum_to_nick   (GType        type,
                                guint        value);
/* Answers whether @nick is one of @type; *@value is touched only then. */
gboolean    aus_enum_from_nick (GType        type,
                                const char  *nick,
                                guint       *value);
/* All nicks but the empty one, separated by ", ", for error texts. */
char       *aus_enum_list      (GType        type);

G_END_DECLS
