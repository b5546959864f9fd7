#include "aus-jitsi-room.h"

#include "aus-jitsi-provider.h"
#include "aus-random.h"
#include "aus-time.h"

#include <string.h>

/* 100 random bits; lower case, since Jitsi folds it. */
#define PREFIX "consult-"
#define LENGTH 20

#define NOT_BEFORE (-10 * AUS_TIME_SECOND)
#define GRACE AUS_TIME_HOUR
#define LONGEST (8 * AUS_TIME_HOUR)

char *
aus_jitsi_room_new (void)
{
  g_autofree char *random = aus_random_text (LENGTH);

  return g_strconcat (PREFIX, random, NULL);
}

void
aus_jitsi_room_add_times (JsonObject *claims,
                          gint64      now,
                          gint64      expiry)
{
  json_object_set_int_member (claims, "iat", now / AUS_TIME_SECOND);
  json_object_set_int_member (claims, "nbf", (now + NOT_BEFORE) / AUS_TIME_SECOND);
  json_object_set_int_member (claims, "exp", expiry / AUS_TIME_SECOND);
}

gint64
aus_jitsi_room_get_expiry (const AusMeeting *meeting,
                           gint64            now)
{
  return CLAMP (meeting->ends + GRACE, now + GRACE, now + LONGEST);
}

/* The token rides behind the “#”, as JSON in percent encoding, so that no server logs it. Whoever is no moderator
 * knocks at a lobby without being asked for a name first. */
static char *
make_url (const char             *server,
          const char             *name,
          const char             *token,
          gboolean                has_lobby,
          const AusMeetingPerson *person)
{
  g_autofree char *path = g_uri_escape_string (name, "/", FALSE);

  return g_strdup_printf ("%s/%s#jwt=%%22%s%%22&config.disableDeepLinking=true%s", server, path, token,
                          has_lobby && !person->moderator ? "&config.lobby.autoKnock=true" : "");
}

char *
aus_jitsi_room_make_script (const char *server,
                            const char *name)
{
  const char *slash = strrchr (name, '/');
  const int length = slash ? (int) (slash + 1 - name) : 0;

  return g_strdup_printf ("%s/%.*sexternal_api.js", server, length, name);
}

JsonObject *
aus_jitsi_room_describe (const char             *server,
                         const char             *name,
                         const char             *token,
                         gboolean                has_lobby,
                         const AusMeetingPerson *person)
{
  g_autofree char *url = make_url (server, name, token, has_lobby, person);
  g_autofree char *script = aus_jitsi_room_make_script (server, name);
  JsonObject *info = json_object_new ();

  json_object_set_string_member (info, "provider", aus_jitsi_description.name);
  json_object_set_string_member (info, "meeting_url", url);
  json_object_set_string_member (info, "domain", strstr (server, "://") + 3);
  json_object_set_string_member (info, "script", script);
  json_object_set_string_member (info, "room", name);
  json_object_set_string_member (info, "jwt", token);
  json_object_set_boolean_member (info, "lobby", has_lobby);

  return info;
}
