#include "aus-notes-pane.h"

#include <glib/gi18n.h>

struct _AusNotesPane
{
  GtkWidget      parent_instance;

  AusNotes      *notes;
  gboolean       editable;
  gboolean       showing;

  GtkWidget     *box;
  GtkTextView   *view;
  GtkTextBuffer *buffer;
  GtkImage      *icon;
  GtkLabel      *state;
  GtkWidget     *conflict;
};

G_DEFINE_FINAL_TYPE (AusNotesPane, aus_notes_pane, GTK_TYPE_WIDGET)

static const struct
{
  const char *text;
  const char *icon;
} state_texts[] = {
  [AUS_NOTES_STATE_LOADING] = { N_("Loading…"), "content-loading-symbolic" },
  [AUS_NOTES_STATE_SAVED] = { N_("Saved"), "object-select-symbolic" },
  [AUS_NOTES_STATE_EDITED] = { N_("Writing…"), "document-edit-symbolic" },
  [AUS_NOTES_STATE_SAVING] = { N_("Saving…"), "document-send-symbolic" },
  [AUS_NOTES_STATE_UNSAVED] = { N_("Not saved – will retry"), "dialog-warning-symbolic" },
  [AUS_NOTES_STATE_REFUSED] = { NULL, "dialog-warning-symbolic" },
  [AUS_NOTES_STATE_CONFLICT] = { N_("Somebody else has changed these notes"), "dialog-warning-symbolic" },
};

static char *
describe_state (AusNotes *notes)
{
  AusNotesState state = aus_notes_get_state (notes);

  /* Translators: %s is a whole sentence that says why. */
  if (state == AUS_NOTES_STATE_REFUSED)
    return g_strdup_printf (_("Not saved. %s"), aus_notes_get_reason (notes));

  return g_strdup (_(state_texts[state].text));
}

static void
state_changed_cb (AusNotesPane *self)
{
  AusNotesState state = aus_notes_get_state (self->notes);
  g_autofree char *text = describe_state (self->notes);

  gtk_image_set_from_icon_name (self->icon, state_texts[state].icon);
  gtk_label_set_label (self->state, text);
  gtk_widget_set_visible (self->conflict, state == AUS_NOTES_STATE_CONFLICT);
  gtk_text_view_set_editable (self->view, self->editable && state != AUS_NOTES_STATE_LOADING);
}

static void
text_changed_cb (AusNotesPane *self)
{
  self->showing = TRUE;
  gtk_text_buffer_set_text (self->buffer, aus_notes_get_text (self->notes), -1);
  self->showing = FALSE;
}

static void
buffer_changed_cb (AusNotesPane *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  if (self->showing || self->notes == NULL || aus_notes_get_state (self->notes) == AUS_NOTES_STATE_LOADING)
    return;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  aus_notes_set_text (self->notes, text);
}

static void
keep_mine_cb (AusNotesPane *self)
{
  aus_notes_keep_mine (self->notes);
}

static void
take_theirs_cb (AusNotesPane *self)
{
  aus_notes_take_theirs (self->notes);
}

static gboolean
aus_notes_pane_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (AUS_NOTES_PANE (widget)->view));
}

static void
aus_notes_pane_dispose (GObject *object)
{
  AusNotesPane *self = AUS_NOTES_PANE (object);

  if (self->box != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->box));

  g_clear_object (&self->notes);

  G_OBJECT_CLASS (aus_notes_pane_parent_class)->dispose (object);
}

static void
aus_notes_pane_class_init (AusNotesPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_notes_pane_dispose;
  widget_class->grab_focus = aus_notes_pane_grab_focus;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-notes-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, AusNotesPane, box);
  gtk_widget_class_bind_template_child (widget_class, AusNotesPane, view);
  gtk_widget_class_bind_template_child (widget_class, AusNotesPane, buffer);
  gtk_widget_class_bind_template_child (widget_class, AusNotesPane, icon);
  gtk_widget_class_bind_template_child (widget_class, AusNotesPane, state);
  gtk_widget_class_bind_template_child (widget_class, AusNotesPane, conflict);
  gtk_widget_class_bind_template_callback (widget_class, buffer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_mine_cb);
  gtk_widget_class_bind_template_callback (widget_class, take_theirs_cb);
}

static void
aus_notes_pane_init (AusNotesPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_notes_pane_attach (AusNotesPane *self,
                       AusNotes     *notes,
                       gboolean      editable)
{
  g_return_if_fail (AUS_IS_NOTES_PANE (self));
  g_return_if_fail (self->notes == NULL);

  self->notes = g_object_ref (notes);
  self->editable = editable;
  g_signal_connect_object (notes, "notify::state", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (notes, "notify::text", G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
  text_changed_cb (self);
  state_changed_cb (self);
}

AusNotes *
aus_notes_pane_get (AusNotesPane *self)
{
  g_return_val_if_fail (AUS_IS_NOTES_PANE (self), NULL);

  return self->notes;
}
