#include "aus-google-errands.h"

#include "aus-google-channels.h"
#include "aus-sentence.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
is_within (const char *address,
           const char *domain)
{
  const char *at = strrchr (address, '@');

  return domain == NULL || (at != NULL && g_ascii_strcasecmp (at + 1, domain) == 0);
}

/* The service account may act for anybody in the domain, so it is used for doctors of this clinic alone. */
static const char *
check_subject (AusGoogleWork  *work,
               const char     *address,
               GError        **error)
{
  if (address == NULL || strchr (address, '@') == NULL) {
    aus_error_say (error, AUS_ERROR_NOT_FOUND, N_("Nobody is named who could host the meeting."));
    return NULL;
  }

  if (!is_within (address, work->terms->domain)) {
    aus_error_say (error, AUS_ERROR_FORBIDDEN,
                   N_("%s does not belong to %s. Name a host in the settings, or give the doctor’s account the address "
                      "that Google knows."), address, work->terms->domain);
    return NULL;
  }

  return address;
}

const char *
aus_google_get_host (AusGoogleWork  *work,
                     GError        **error)
{
  return check_subject (work, work->terms->host ? work->terms->host : work->errand->host, error);
}

const char *
aus_google_get_owner (AusGoogleWork  *work,
                      GError        **error)
{
  const char *owner = work->errand->owner;

  return owner != NULL && *owner != '\0' ? check_subject (work, owner, error) : aus_google_get_host (work, error);
}

static const char *
get_service (const char *path)
{
  return g_str_has_prefix (path, "/calendar/") ? "www" : g_str_has_prefix (path, "/v1/") ? "workspaceevents" : "meet";
}

AusHttpAnswer *
aus_google_work_call (AusGoogleWork  *work,
                      const char     *subject,
                      const char     *method,
                      const char     *path,
                      JsonObject     *body,
                      GError        **error)
{
  /* What is made twice is found again, or does no harm. */
  const AusGoogleCall call = { method, get_service (path), path, body, subject, { work->errand->is_urgent, TRUE } };

  return aus_google_api_call (work->api, &call, work->cancellable, error);
}

gboolean
aus_google_is_gone (AusHttpAnswer *answer)
{
  return answer->status == 404 || answer->status == 410;
}

static gboolean
create (AusGoogleWork  *work,
        GError        **error)
{
  return work->terms->calendar ? aus_google_event_create (work, error) : aus_google_space_create (work, error);
}

static gboolean
cancel (AusGoogleWork  *work,
        GError        **error)
{
  const char *id = work->errand->meeting_id;

  if (id == NULL)
    return work->terms->calendar == NULL || aus_google_event_cancel (work, error);

  return aus_google_is_space (id) ? aus_google_space_cancel (work, error) : aus_google_event_cancel (work, error);
}

/* Meet knows no other host than who made it, so another doctor has another meeting. */
static gboolean
hand_over (AusGoogleWork  *work,
           GError        **error)
{
  g_autoptr (GError) fault = NULL;

  if (!cancel (work, &fault))
    g_message ("A meeting at Google stays with who had the visit before: %s", fault->message);

  return create (work, error);
}

static gboolean
update (AusGoogleWork  *work,
        GError        **error)
{
  const char *host = aus_google_get_host (work, error);
  const char *owner = work->errand->owner;

  if (host == NULL)
    return FALSE;

  if (owner != NULL && *owner != '\0' && g_ascii_strcasecmp (owner, host) != 0)
    return hand_over (work, error);

  return aus_google_is_space (work->errand->meeting_id) ? aus_google_space_update (work, error)
                                                        : aus_google_event_update (work, error);
}

/* Google lets us end only what we made as a space. */
static gboolean
end (AusGoogleWork  *work,
     GError        **error)
{
  return !aus_google_is_space (work->errand->meeting_id) || aus_google_space_end (work, error);
}

static gboolean
look (AusGoogleWork  *work,
      GError        **error)
{
  return aus_google_is_space (work->errand->meeting_id) ? aus_google_space_look (work, error)
                                                        : aus_google_event_look (work, error);
}

static gboolean
test (AusGoogleWork  *work,
      GError        **error)
{
  const char *host = work->terms->host;
  g_autofree char *calendar = g_uri_escape_string (work->terms->calendar ? work->terms->calendar : "", NULL, FALSE);
  g_autofree char *events = g_strdup_printf ("/calendar/v3/calendars/%s/events?maxResults=1", calendar);
  g_autoptr (AusHttpAnswer) answer = NULL;

  if (!aus_google_api_try (work->api, host, work->cancellable, error))
    return FALSE;

  if (host == NULL) {
    work->errand->note = g_strdup (N_("Google knows the service account. Whether it may act for each doctor, under the "
                                      "address that they sign in with, shows when they have a meeting; name a host of "
                                      "all meetings to have it tested now."));
    return TRUE;
  }

  answer = work->terms->calendar
           ? aus_google_work_call (work, host, "GET", events, NULL, error)
           : aus_google_work_call (work, host, "GET", "/v2/conferenceRecords?pageSize=1", NULL, error);

  if (answer == NULL || !aus_google_check (answer, error))
    return FALSE;

  work->errand->note = aus_sentence_new (N_("Google knows the service account, and it may act for %s."), host);

  return TRUE;
}

static gboolean (*const errands[AUS_N_ERRANDS]) (AusGoogleWork  *work,
                                                 GError        **error) = {
  [AUS_ERRAND_CREATE] = create,
  [AUS_ERRAND_UPDATE] = update,
  [AUS_ERRAND_CANCEL] = cancel,
  [AUS_ERRAND_END] = end,
  [AUS_ERRAND_LOOK] = look,
  [AUS_ERRAND_ATTENDANCE] = aus_google_list_attendance,
  [AUS_ERRAND_WATCH] = aus_google_channel_watch,
  [AUS_ERRAND_UNWATCH] = aus_google_channel_unwatch,
  [AUS_ERRAND_LIST] = aus_google_channel_list,
  [AUS_ERRAND_TEST] = test,
};

gboolean
aus_google_errand_run (AusGoogleWork  *work,
                       GError        **error)
{
  return errands[work->errand->kind] (work, error);
}
