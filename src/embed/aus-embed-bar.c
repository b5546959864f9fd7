#include "aus-embed-bar.h"

#include <glib/gi18n-lib.h>

struct _AusEmbedBar
{
  GtkWidget    parent_instance;

  GQueue       questions;

  GtkRevealer *revealer;
  GtkLabel    *text;
  GtkButton   *agree;
  GtkButton   *refuse;
};

enum
{
  RELOAD,
  ELSEWHERE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusEmbedBar, aus_embed_bar, GTK_TYPE_WIDGET)

typedef struct
{
  AusEmbedBar *bar;
  char        *uri;
} Stop;

static void
show (AusEmbedBar *self)
{
  const AusEmbedQuestion *question = g_queue_peek_head (&self->questions);

  if (question != NULL) {
    gtk_label_set_label (self->text, question->text);
    gtk_widget_set_visible (GTK_WIDGET (self->agree), question->agree != NULL);
    gtk_button_set_label (self->agree, question->agree ? question->agree : "");
    gtk_button_set_label (self->refuse, question->refuse);
  }

  gtk_revealer_set_reveal_child (self->revealer, question != NULL);
}

static void
settle (AusEmbedBar *self,
        gboolean     agreed)
{
  AusEmbedQuestion *question = g_queue_pop_head (&self->questions);

  if (question == NULL)
    return;

  question->answer (question->data, agreed);
  g_free (question->text);
  g_free (question);
}

static void
agree_cb (AusEmbedBar *self)
{
  settle (self, TRUE);
  show (self);
}

static void
refuse_cb (AusEmbedBar *self)
{
  settle (self, FALSE);
  show (self);
}

static void
reload_answer (gpointer data,
               gboolean agreed)
{
  if (agreed)
    g_signal_emit (data, signals[RELOAD], 0);
}

static void
stop_answer (gpointer data,
             gboolean agreed)
{
  Stop *stop = data;

  if (agreed)
    g_signal_emit (stop->bar, signals[ELSEWHERE], 0, stop->uri);

  g_free (stop->uri);
  g_free (stop);
}

static void
aus_embed_bar_dispose (GObject *object)
{
  AusEmbedBar *self = AUS_EMBED_BAR (object);

  while (!g_queue_is_empty (&self->questions))
    settle (self, FALSE);

  if (self->revealer != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->revealer)));

  G_OBJECT_CLASS (aus_embed_bar_parent_class)->dispose (object);
}

static void
aus_embed_bar_class_init (AusEmbedBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_embed_bar_dispose;

  signals[RELOAD] = g_signal_new ("reload", AUS_TYPE_EMBED_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ELSEWHERE] = g_signal_new ("elsewhere", AUS_TYPE_EMBED_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-embed-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, AusEmbedBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, AusEmbedBar, text);
  gtk_widget_class_bind_template_child (widget_class, AusEmbedBar, agree);
  gtk_widget_class_bind_template_child (widget_class, AusEmbedBar, refuse);
  gtk_widget_class_bind_template_callback (widget_class, agree_cb);
  gtk_widget_class_bind_template_callback (widget_class, refuse_cb);
}

static void
aus_embed_bar_init (AusEmbedBar *self)
{
  g_queue_init (&self->questions);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_embed_bar_ask (AusEmbedBar            *self,
                   const AusEmbedQuestion *question)
{
  g_return_if_fail (AUS_IS_EMBED_BAR (self));

  g_queue_push_tail (&self->questions, g_memdup2 (question, sizeof *question));
  show (self);
}

void
aus_embed_bar_offer_reload (AusEmbedBar *self)
{
  const AusEmbedQuestion question = {
    g_strdup (_("You are not asked again before the page is loaded anew.")), _("Reload"), _("Dismiss"), reload_answer,
    self,
  };

  aus_embed_bar_ask (self, &question);
}

void
aus_embed_bar_tell_stopped (AusEmbedBar *self,
                            const char  *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_PARSE_RELAXED, NULL);
  const char *host = parsed ? g_uri_get_host (parsed) : NULL;
  const gboolean is_web = host != NULL && g_str_has_prefix (uri, "https://");
  Stop *stop = g_new (Stop, 1);
  const AusEmbedQuestion question = {
    /* Translators: %s is a host, or the beginning of an address. */
    g_strdup_printf (_("The meeting wanted to lead to %s, which is not its provider."), host ? host : uri),
    is_web ? _("Open in Browser") : NULL, _("Dismiss"), stop_answer, stop,
  };

  stop->bar = self;
  stop->uri = g_strdup (uri);
  aus_embed_bar_ask (self, &question);
}

void
aus_embed_bar_hide (AusEmbedBar *self)
{
  g_return_if_fail (AUS_IS_EMBED_BAR (self));

  while (!g_queue_is_empty (&self->questions))
    settle (self, FALSE);

  show (self);
}
