#pragma once

#include "aus-meeting-event.h"
#include "aus-provider-description.h"

G_BEGIN_DECLS

/**
 * AusMeeting:
 * @meeting_id: what [method@Provider.create_meeting] returned
 * @starts: planned start, in microseconds
 * @ends: planned end, in microseconds
 * @join_url: (nullable): of a meeting that was made over the network: what everybody joins by
 * @password: (nullable): of such a meeting
 */
typedef struct
{
  const char *meeting_id;
  gint64 starts;
  gint64 ends;
  const char *join_url;
  const char *password;
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

  /* May be NULL where it cannot be shown inside another page. */
  char       *(*get_frame_script) (AusProvider             *self);

  /* May be NULL where the description has no errands and no webhook. All may be called on any thread. */
  gboolean    (*perform)          (AusProvider              *self,
                                   AusErrand                *errand,
                                   GCancellable             *cancellable,
                                   GError                  **error);
  gboolean    (*is_healthy)       (AusProvider              *self,
                                   char                    **reason);
  gboolean    (*is_refused)       (AusProvider              *self);
  gboolean    (*receive)          (AusProvider              *self,
                                   const AusWebhookMail     *mail,
                                   AusWebhookReceipt        *receipt,
                                   GError                  **error);
  GPtrArray  *(*read_events)      (AusProvider              *self,
                                   GBytes                   *content,
                                   GError                  **error);
};

const AusProviderDescription *aus_provider_get_description (AusProvider      *self);

const char          *aus_provider_get_name         (AusProvider             *self);
const char          *aus_provider_get_display_name (AusProvider             *self);
AusProviderFeatures  aus_provider_get_features     (AusProvider             *self);

/* One boolean per feature that clients know. Returns: (transfer full) */
JsonObject          *aus_provider_features_to_json (AusProvider             *self);

/* Whether meetings can be had. @reason: (out) (optional): a sentence why not, owned by @self, else %NULL */
gboolean             aus_provider_is_configured    (AusProvider             *self,
                                                    const char             **reason);

/* The address of the script by which visits are shown inside another page. Returns: (transfer full) (nullable) */
char                *aus_provider_get_frame_script (AusProvider             *self);

/* Fails with %AUS_ERROR_UNAVAILABLE, and says why, where they cannot. */
gboolean             aus_provider_require          (AusProvider             *self,
                                                    GError                 **error);

/**
 * aus_provider_create_meeting:
 *
 * Makes a meeting, where that takes no network: not for those that have %AUS_ERRAND_CREATE.
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

G_END_DECLS
