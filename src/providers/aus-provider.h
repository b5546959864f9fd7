#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  AUS_PROVIDER_RECORDING = 1 << 0,
  AUS_PROVIDER_SCREEN_SHARING = 1 << 1,
  AUS_PROVIDER_CHAT = 1 << 2,
  AUS_PROVIDER_WAITING_ROOM = 1 << 3,
  AUS_PROVIDER_AUTHENTICATION = 1 << 4,
  AUS_PROVIDER_WEBHOOKS = 1 << 5,
  AUS_PROVIDER_PARTICIPANT_MANAGEMENT = 1 << 6,
  AUS_PROVIDER_BREAKOUT_ROOMS = 1 << 7,
  AUS_PROVIDER_CALENDAR_INTEGRATION = 1 << 8,
} AusProviderFeatures;

/**
 * AusProviderDescription:
 * @name: as in JSON, such as “google_meet”
 * @display_name: as people know it
 * @features: what it can do
 */
typedef struct
{
  const char *name;
  const char *display_name;
  AusProviderFeatures features;
} AusProviderDescription;

/**
 * AusMeeting:
 * @meeting_id: what [method@Provider.create_meeting] returned
 * @starts: planned start, in microseconds
 * @ends: planned end, in microseconds
 */
typedef struct
{
  const char *meeting_id;
  gint64 starts;
  gint64 ends;
} AusMeeting;

/**
 * AusMeetingPerson:
 * @id: opaque; everyone in the meeting may see it
 * @name: as the others shall read it
 * @moderator: whether they may admit, mute and end; never a patient
 */
typedef struct
{
  const char *id;
  const char *name;
  gboolean moderator;
} AusMeetingPerson;

#define AUS_TYPE_PROVIDER (aus_provider_get_type ())

G_DECLARE_INTERFACE (AusProvider, aus_provider, AUS, PROVIDER, GObject)

struct _AusProviderInterface
{
  GTypeInterface parent_interface;

  const AusProviderDescription *(*get_description) (AusProvider *self);

  /* May be NULL where the provider is always configured. */
  const char *(*get_reason)       (AusProvider             *self);

  /* Not called where it is not configured. */
  char       *(*create_meeting)   (AusProvider             *self);
  JsonObject *(*get_meeting_info) (AusProvider             *self,
                                   const AusMeeting        *meeting,
                                   const AusMeetingPerson  *person,
                                   gint64                   now);
};

const char          *aus_provider_get_name         (AusProvider             *self);
const char          *aus_provider_get_display_name (AusProvider             *self);
AusProviderFeatures  aus_provider_get_features     (AusProvider             *self);

/* One boolean per feature that clients know. Returns: (transfer full) */
JsonObject          *aus_provider_features_to_json (AusProvider             *self);

/* Whether meetings can be had. @reason: (out) (optional): a sentence why not, owned by @self, else %NULL */
gboolean             aus_provider_is_configured    (AusProvider             *self,
                                                    const char             **reason);

/**
 * aus_provider_create_meeting:
 *
 * Makes a meeting. None of the providers speaks to the network here.
 *
 * Returns: (transfer full): its id, or %NULL with %AUS_ERROR_UNAVAILABLE where not configured
 */
char                *aus_provider_create_meeting   (AusProvider             *self,
                                                    GError                 **error);

/**
 * aus_provider_get_meeting_info:
 * @meeting: which
 * @person: who is about to join; what is returned is for them alone, and holds secrets
 * @now: in microseconds, see [func@time_now]
 *
 * Returns: (transfer full): “provider”, “meeting_url” (text or null) and what else the client needs; %NULL
 *   with %AUS_ERROR_UNAVAILABLE where not configured
 */
JsonObject          *aus_provider_get_meeting_info (AusProvider             *self,
                                                    const AusMeeting        *meeting,
                                                    const AusMeetingPerson  *person,
                                                    gint64                   now,
                                                    GError                 **error);

/* The “meeting_url” of the above. Returns: (transfer full): %NULL without an error where it is null */
char                *aus_provider_join_url         (AusProvider             *self,
                                                    const AusMeeting        *meeting,
                                                    const AusMeetingPerson  *person,
                                                    gint64                   now,
                                                    GError                 **error);

G_END_DECLS
