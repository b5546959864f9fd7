#include "aus-setup-words.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *nick;
  const char *words;
} Word;

static const Word choices[] = {
  { "calendar", N_("As events in a calendar") },
  { "e2ee", N_("End-to-end") },
  { "enhanced_encryption", N_("Enhanced") },
  { "hs256", N_("Own server, with a secret") },
  { "jaas", N_("Jitsi as a Service") },
  { "open", N_("Whoever has the link") },
  { "restricted", N_("Only who was invited") },
  { "rs256", N_("Own server, with a key") },
  { "service_account", N_("A service account") },
  { "spaces", N_("As spaces of Meet") },
  { "trusted", N_("People of the domain") },
  { "user", N_("Somebody in a browser") },
};

static const Word jobs[] = {
  { "meeting_create", N_("The Meeting Could Not Be Made") },
  { "meeting_update", N_("The Meeting Could Not Be Changed") },
  { "meeting_cancel", N_("The Meeting Could Not Be Cancelled") },
  { "meeting_end", N_("The Meeting Could Not Be Ended") },
  { "meeting_look", N_("The Meeting Could Not Be Looked At") },
  { "meeting_attendance", N_("Attendance Could Not Be Fetched") },
  { "meeting_recordings", N_("The Recording Could Not Be Fetched") },
};

static const char *
find (const Word *words,
      guint       n_words,
      const char *nick)
{
  for (guint i = 0; i < n_words; i++) {
    if (g_strcmp0 (words[i].nick, nick) == 0)
      return _(words[i].words);
  }

  return NULL;
}

/* One that is not known here shows as the server calls it. */
char *
aus_setup_word (const char *nick)
{
  const char *words = find (choices, G_N_ELEMENTS (choices), nick);

  return words ? g_strdup (words) : g_strdelimit (g_strdup (nick), "_", ' ');
}

const char *
aus_setup_job_title (const char *kind)
{
  return find (jobs, G_N_ELEMENTS (jobs), kind);
}
