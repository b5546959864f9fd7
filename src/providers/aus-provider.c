#include "aus-provider.h"

#include "aus-error.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  AusProviderFeatures feature;
  const char *name;
  gboolean only_where_true;
} Feature;

/* The later ones were added for single providers; clients of the others do not expect them. */
static const Feature features[] = {
  { AUS_PROVIDER_RECORDING, "recording", FALSE },
  { AUS_PROVIDER_SCREEN_SHARING, "screen_sharing", FALSE },
  { AUS_PROVIDER_CHAT, "chat", FALSE },
  { AUS_PROVIDER_WAITING_ROOM, "waiting_room", FALSE },
  { AUS_PROVIDER_AUTHENTICATION, "authentication", FALSE },
  { AUS_PROVIDER_WEBHOOKS, "webhooks", FALSE },
  { AUS_PROVIDER_PARTICIPANT_MANAGEMENT, "participant_management", FALSE },
  { AUS_PROVIDER_BREAKOUT_ROOMS, "breakout_rooms", TRUE },
  { AUS_PROVIDER_CALENDAR_INTEGRATION, "calendar_integration", TRUE },
  { AUS_PROVIDER_SERVER_END, "server_end", TRUE },
  { AUS_PROVIDER_WAITING_SIGNAL, "waiting_signal", TRUE },
  { AUS_PROVIDER_EMBED, "embed", TRUE },
  { AUS_PROVIDER_RECORDING_API, "recording_api", TRUE },
  { AUS_PROVIDER_ATTENDANCE_API, "attendance_api", TRUE },
  { AUS_PROVIDER_PERSONAL_LINK, "personal_link", TRUE },
};

G_DEFINE_INTERFACE (AusProvider, aus_provider, G_TYPE_OBJECT)

static void
aus_provider_default_init (AusProviderInterface *iface)
{
}

const AusProviderDescription *
aus_provider_get_description (AusProvider *self)
{
  g_return_val_if_fail (AUS_IS_PROVIDER (self), NULL);

  return AUS_PROVIDER_GET_IFACE (self)->get_description (self);
}

const char *
aus_provider_get_name (AusProvider *self)
{
  g_return_val_if_fail (AUS_IS_PROVIDER (self), NULL);

  return AUS_PROVIDER_GET_IFACE (self)->get_description (self)->name;
}

const char *
aus_provider_get_display_name (AusProvider *self)
{
  g_return_val_if_fail (AUS_IS_PROVIDER (self), NULL);

  return AUS_PROVIDER_GET_IFACE (self)->get_description (self)->display_name;
}

AusProviderFeatures
aus_provider_get_features (AusProvider *self)
{
  g_return_val_if_fail (AUS_IS_PROVIDER (self), 0);

  return AUS_PROVIDER_GET_IFACE (self)->get_description (self)->features;
}

JsonObject *
aus_provider_features_to_json (AusProvider *self)
{
  AusProviderFeatures has = aus_provider_get_features (self);
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (features); i++) {
    gboolean present = (has & features[i].feature) != 0;

    if (present || !features[i].only_where_true)
      json_object_set_boolean_member (object, features[i].name, present);
  }

  return object;
}

gboolean
aus_provider_is_configured (AusProvider  *self,
                            const char  **reason)
{
  AusProviderInterface *iface;
  const char *why_not;

  g_return_val_if_fail (AUS_IS_PROVIDER (self), FALSE);

  iface = AUS_PROVIDER_GET_IFACE (self);
  why_not = iface->get_reason ? iface->get_reason (self) : NULL;

  if (reason != NULL)
    *reason = why_not;

  return why_not == NULL;
}

gboolean
aus_provider_require (AusProvider  *self,
                      GError      **error)
{
  const char *reason;

  if (aus_provider_is_configured (self, &reason))
    return TRUE;

  aus_error_say (error, AUS_ERROR_UNAVAILABLE,
                 N_("%s cannot be used: %s"), aus_provider_get_display_name (self), reason);

  return FALSE;
}

char *
aus_provider_create_meeting (AusProvider  *self,
                             GError      **error)
{
  g_return_val_if_fail (AUS_IS_PROVIDER (self), NULL);

  g_return_val_if_fail ((aus_provider_get_description (self)->errands & AUS_ERRAND (CREATE)) == 0, NULL);

  return aus_provider_require (self, error) ? AUS_PROVIDER_GET_IFACE (self)->create_meeting (self) : NULL;
}

JsonObject *
aus_provider_get_meeting_info (AusProvider             *self,
                               const AusMeeting        *meeting,
                               const AusMeetingPerson  *person,
                               gint64                   now,
                               GError                 **error)
{
  g_return_val_if_fail (AUS_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (meeting != NULL && meeting->meeting_id != NULL, NULL);
  g_return_val_if_fail (person != NULL && person->id != NULL && person->name != NULL, NULL);

  if (!aus_provider_require (self, error))
    return NULL;

  return AUS_PROVIDER_GET_IFACE (self)->get_meeting_info (self, meeting, person, now);
}

char *
aus_provider_get_frame_script (AusProvider *self)
{
  g_return_val_if_fail (AUS_IS_PROVIDER (self), NULL);

  if (AUS_PROVIDER_GET_IFACE (self)->get_frame_script == NULL || !aus_provider_is_configured (self, NULL))
    return NULL;

  return AUS_PROVIDER_GET_IFACE (self)->get_frame_script (self);
}
