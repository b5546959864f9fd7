#include "aus-api-words.h"

#include "aus-sentence.h"

#include <glib/gi18n-lib.h>

/* For translators alone, as the server writes them: of signing in, passwords and the second step. */
G_GNUC_UNUSED static const char *const sentences[] = {
  N_("The e-mail or the password is wrong."),
  N_("The code is wrong, or was used before."),
  N_("Is not your password."),
  N_("Is not what the app shows now."),
  N_("Must have at least 10 characters."),
  N_("Must be neither a name nor an address of the account, nor little more."),
  N_("Is among those that everybody tries first."),
  N_("There is a second factor already; remove it first."),
  N_("The clinic asks you for a second factor; an admin can reset it."),
};

static const char *
look_up (const char *format)
{
  return _(format);
}

char *
aus_api_words_translate (const char *sentence)
{
  return sentence != NULL ? aus_sentence_translate (sentence, look_up) : NULL;
}
