#pragma once

#include "aus-errand.h"
#include "aus-provider-field.h"
#include "aus-sign-in.h"

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
  AUS_PROVIDER_SERVER_END = 1 << 9,
  AUS_PROVIDER_WAITING_SIGNAL = 1 << 10,
  AUS_PROVIDER_EMBED = 1 << 11,
  AUS_PROVIDER_RECORDING_API = 1 << 12,
  AUS_PROVIDER_ATTENDANCE_API = 1 << 13,
  AUS_PROVIDER_PERSONAL_LINK = 1 << 14,
} AusProviderFeatures;

/**
 * AusProviderDescription:
 * @name: as in JSON, such as “google_meet”
 * @display_name: as people know it
 * @features: what it can do
 * @errands: what can be asked of it over the network, a set of %AUS_ERRAND. Where meetings must be made there, before
 *   anybody can join, %AUS_ERRAND_CREATE is among them
 * @look_before: how long before a visit its meeting is looked at, besides when it begins and ends; 0 for not at all
 * @sees: (nullable): what of a visit the provider learns, in plain words
 * @caution: (nullable): what whoever sets it up must know, in plain words
 * @webhook: (nullable): what the address for its webhooks ends with
 * @fields: (nullable): what a clinic says of its account, ended by a %NULL name
 * @sign_in: (nullable): how somebody lets us act for them
 * @make: (nullable): of what a clinic said, which was checked; fails with %AUS_ERROR_INVALID
 */
typedef struct
{
  const char             *name;
  const char             *display_name;
  AusProviderFeatures     features;
  guint                   errands;
  gint64                  look_before;
  const char             *sees;
  const char             *caution;
  const char             *webhook;
  const AusProviderField *fields;
  const AusSignIn        *sign_in;
  struct _AusProvider    *(*make) (AusProviderValues  *values,
                                   GError            **error);
} AusProviderDescription;

G_END_DECLS
