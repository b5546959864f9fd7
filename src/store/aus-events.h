#pragma once

#include "aus-consultation.h"
#include "aus-database.h"

G_BEGIN_DECLS

/**
 * AusAudience:
 * @roles: set of roles that may hear it
 * @author_id: (nullable): the participant who caused it, who hears it whatever their role
 */
typedef struct
{
  guint       roles;
  const char *author_id;
} AusAudience;

/* Events that end sockets: those of a door, of a sign-in, and of a whole visit. */
#define AUS_EVENT_DOOR_REVOKED "door_revoked"
#define AUS_EVENT_SIGNED_OUT   "signed_out"
#define AUS_EVENT_DELETED      "consultation_deleted"

/* What decides who is in the call: that a visit begins or ends, that somebody comes and goes, and that they are let in
 * or put on hold. */
#define AUS_EVENT_STATUS       "consultation_status"
#define AUS_EVENT_JOINED       "user_joined"
#define AUS_EVENT_LEFT         "user_left"
#define AUS_EVENT_ADMISSION    "admission"
#define AUS_EVENT_MESSAGE      "new_message"

#define AUS_TO(roles) ((AusAudience) { (roles), NULL })

/**
 * aus_events_add:
 * @type: the frame's type
 * @audience: who may hear it
 * @members: (nullable): what the frame says beyond type, visit, seq and timestamp: members without braces around;
 *   cleared in any case
 *
 * Stores an event of @consultation and announces it. Inside a write job.
 */
gboolean aus_events_add (AusDatabase      *database,
                         AusConsultation  *consultation,
                         const char       *type,
                         AusAudience       audience,
                         AusJsonWriter    *members,
                         GError          **error);

/* The same for what is only true now: it is told to those who listen, and not kept. It repeats the last seq. */
gboolean aus_events_tell (AusDatabase      *database,
                          AusConsultation  *consultation,
                          const char       *type,
                          AusAudience       audience,
                          AusJsonWriter    *members,
                          GError          **error);

G_END_DECLS
