#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AUS_TYPE_EMBED_BAR (aus_embed_bar_get_type ())

G_DECLARE_FINAL_TYPE (AusEmbedBar, aus_embed_bar, AUS, EMBED_BAR, GtkWidget)

/* What is said and asked above the page of a meeting, one thing at a time; the others wait. Signals: `reload`;
 * `elsewhere (const char *uri)`. */

/* @answer is called once with @data and whether the user agreed, at the latest when the bar goes away. */
typedef void (*AusEmbedAnswer) (gpointer data,
                                gboolean agreed);

/**
 * AusEmbedQuestion:
 * @agree: (nullable): label of the button that agrees
 * @refuse: label of the other button
 */
typedef struct
{
  char           *text;
  const char     *agree;
  const char     *refuse;
  AusEmbedAnswer  answer;
  gpointer        data;
} AusEmbedQuestion;

/* Takes @question and its text. */
void aus_embed_bar_ask       (AusEmbedBar            *self,
                              const AusEmbedQuestion *question);
/* What was refused stays so until the page is loaded again. */
void aus_embed_bar_offer_reload (AusEmbedBar         *self);
/* The page was not allowed to lead to @uri. */
void aus_embed_bar_tell_stopped (AusEmbedBar         *self,
                                 const char          *uri);
/* Whatever is asked is refused. */
void aus_embed_bar_hide      (AusEmbedBar            *self);

G_END_DECLS
