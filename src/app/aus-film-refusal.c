#include "aus-film-refusal.h"

#include <glib/gi18n.h>

#include "aus-error.h"

/* @words: where the server's own say too little */
static const struct
{
  AusError    code;
  const char *words;
} refusals[] = {
  { AUS_ERROR_NOT_FOUND, N_("The server does not take it from you: perhaps somebody else recorded it.") },
  { AUS_ERROR_TOO_LARGE, N_("It is larger than the server allows.") },
  { AUS_ERROR_FORBIDDEN },
  { AUS_ERROR_GONE },
};

gboolean
aus_film_refusal_is_final (const GError *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    if (g_error_matches (error, AUS_ERROR, refusals[i].code))
      return TRUE;
  }

  return FALSE;
}

const char *
aus_film_refusal_explain (const GError *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    if (refusals[i].words != NULL && g_error_matches (error, AUS_ERROR, refusals[i].code))
      return _(refusals[i].words);
  }

  return error->message;
}

/* What the system says of files, it says to whoever looks after the computer, and with their paths. */
const char *
aus_film_refusal_explain_local (const GError *error)
{
  g_message ("a recording on this computer: %s", error->message);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return _("There is no room left on this computer.");

  return _("It stays on this computer. Please tell whoever looks after it.");
}
