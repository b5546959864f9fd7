#include "aus-privacy.h"

#include "aus-room-window.h"
#include "aus-window.h"

struct _AusPrivacy
{
  GObject         parent_instance;

  GtkApplication *application;
  GtkWindow      *shown;
  GPtrArray      *hidden;
};

G_DEFINE_FINAL_TYPE (AusPrivacy, aus_privacy, G_TYPE_OBJECT)

/* Returns: whether it is a window that shows patients */
static gboolean
set_private (GtkWindow *window,
             gboolean   is_private)
{
  if (AUS_IS_WINDOW (window))
    aus_window_set_private (AUS_WINDOW (window), is_private);
  else if (AUS_IS_ROOM_WINDOW (window))
    aus_room_window_set_private (AUS_ROOM_WINDOW (window), is_private);
  else
    return FALSE;

  return TRUE;
}

/* What stands before a window goes with it. */
static gboolean
belongs_to_shown (AusPrivacy *self,
                  GtkWindow  *window)
{
  while (gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);

  return window == self->shown;
}

static void
hide (AusPrivacy *self,
      GtkWindow  *window)
{
  if (belongs_to_shown (self, window) || set_private (window, TRUE))
    return;

  if (gtk_window_get_transient_for (window) == NULL || !gtk_widget_get_visible (GTK_WIDGET (window)))
    return;

  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  g_ptr_array_add (self->hidden, g_object_ref (window));
}

static void
visible_cb (AusPrivacy *self,
            GParamSpec *pspec,
            GtkWindow  *window)
{
  if (self->shown != NULL)
    hide (self, window);
}

/* A dialog is told what it stands before, and shown, when it is one of the application's already. */
static void
window_added_cb (AusPrivacy *self,
                 GtkWindow  *window)
{
  hide (self, window);
  g_signal_connect_object (window, "notify::visible", G_CALLBACK (visible_cb), self, G_CONNECT_SWAPPED);
}

static void
aus_privacy_dispose (GObject *object)
{
  aus_privacy_end (AUS_PRIVACY (object));

  G_OBJECT_CLASS (aus_privacy_parent_class)->dispose (object);
}

static void
aus_privacy_finalize (GObject *object)
{
  g_ptr_array_unref (AUS_PRIVACY (object)->hidden);

  G_OBJECT_CLASS (aus_privacy_parent_class)->finalize (object);
}

static void
aus_privacy_class_init (AusPrivacyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_privacy_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_privacy_finalize;
}

static void
aus_privacy_init (AusPrivacy *self)
{
  self->hidden = g_ptr_array_new_with_free_func (g_object_unref);
}

AusPrivacy *
aus_privacy_new (GtkWindow *shown)
{
  AusPrivacy *self = g_object_new (AUS_TYPE_PRIVACY, NULL);
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  self->shown = shown;

  for (GList *l = windows; l != NULL; l = l->next)
    hide (self, l->data);

  if (g_set_object (&self->application, gtk_window_get_application (shown)))
    g_signal_connect_object (self->application, "window-added", G_CALLBACK (window_added_cb), self, G_CONNECT_SWAPPED);

  return self;
}

void
aus_privacy_end (AusPrivacy *self)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  g_return_if_fail (AUS_IS_PRIVACY (self));

  if (self->shown == NULL)
    return;

  self->shown = NULL;

  if (self->application != NULL)
    g_signal_handlers_disconnect_by_data (self->application, self);

  g_clear_object (&self->application);

  for (GList *l = windows; l != NULL; l = l->next) {
    set_private (l->data, FALSE);

    if (g_ptr_array_remove (self->hidden, l->data))
      gtk_widget_set_visible (l->data, TRUE);
  }
}
