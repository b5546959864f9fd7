#include "aus-invite-dialog.h"

#include <glib/gi18n.h>

#include "aus-error.h"
#include "aus-json.h"
#include "aus-video-choices.h"

struct _AusInviteDialog
{
  AdwWindow        parent_instance;

  AusClient       *client;
  GCancellable    *cancellable;
  char            *path;

  GtkStack        *stack;
  AdwToastOverlay *toasts;
  GtkWidget       *invite;
  GtkWidget       *cancel;
  GtkCheckButton  *interpreter;
  AdwEntryRow     *name;
  GtkLabel        *fault;
  GtkLabel        *full_fault;
  GtkLabel        *sentence;
  GtkEntry        *link;
  GtkWidget       *change;
};

G_DEFINE_FINAL_TYPE (AusInviteDialog, aus_invite_dialog, ADW_TYPE_WINDOW)

static void
show_page (AusInviteDialog *self,
           const char      *page)
{
  const gboolean is_form = g_str_equal (page, "form");

  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (self->invite, is_form);
  gtk_widget_set_visible (self->cancel, !g_str_equal (page, "link"));
}

static void
show_fault (GtkLabel   *label,
            const char *message)
{
  gtk_label_set_label (label, message);
  gtk_widget_set_visible (GTK_WIDGET (label), *message != '\0');
}

static void
show_link (AusInviteDialog *self,
           JsonObject      *door)
{
  const char *url = aus_json_get_text (door, "url");
  /* Translators: %s is a person. */
  g_autofree char *sentence = g_strdup_printf (_("Send this link to %s. No account is needed."),
                                               aus_json_get_text (door, "name"));

  gtk_label_set_label (self->sentence, sentence);
  gtk_editable_set_text (GTK_EDITABLE (self->link), url ? url : "");
  show_page (self, "link");
}

static void
invited_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AusInviteDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_widget_set_sensitive (self->invite, TRUE);

  if (answer != NULL && JSON_NODE_HOLDS_OBJECT (answer))
    show_link (self, json_node_get_object (answer));
  else if (g_error_matches (error, AUS_ERROR, AUS_ERROR_CONFLICT))
    show_page (self, "full");
  else
    show_fault (self->fault, error ? error->message : _("The server did not answer with a link."));
}

/* Better than to find out when all is typed. Where it cannot be asked, the server says so in the end. */
static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AusInviteDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AusVideoChoices) choices = aus_video_choices_finish (AUS_CLIENT (source), result, &error);

  if (choices != NULL && choices->guests_left == 0)
    show_page (self, "full");
}

static void
send (AusInviteDialog     *self,
      const char          *act,
      JsonObject          *body,
      GAsyncReadyCallback  callback)
{
  g_autofree char *path = g_strconcat (self->path, act, NULL);

  aus_client_send_async (self->client, "POST", path, json_node_init_object (json_node_alloc (), body),
                         self->cancellable, callback, g_object_ref (self));
}

static void
invite_cb (AusInviteDialog *self)
{
  g_autoptr (JsonObject) body = json_object_new ();
  const gboolean is_interpreter = gtk_check_button_get_active (self->interpreter);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));

  if (*name == '\0') {
    show_fault (self->fault, _("Say who it is: the others see this name."));
    gtk_widget_grab_focus (GTK_WIDGET (self->name));
    return;
  }

  show_fault (self->fault, "");
  json_object_set_string_member (body, "role", is_interpreter ? "interpreter" : "guest");
  json_object_set_string_member (body, "name", name);
  gtk_widget_set_sensitive (self->invite, FALSE);
  send (self, "doors/", body, invited_cb);
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AusInviteDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_widget_set_sensitive (self->change, TRUE);

  if (answer == NULL) {
    show_fault (self->full_fault, error->message);
    return;
  }

  show_page (self, "form");
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

static void
change_cb (AusInviteDialog *self)
{
  g_autoptr (JsonObject) body = json_object_new ();

  json_object_set_string_member (body, "video_provider", "jitsi");
  show_fault (self->full_fault, "");
  gtk_widget_set_sensitive (self->change, FALSE);
  send (self, "switch_provider/", body, changed_cb);
}

static void
copy_cb (AusInviteDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_editable_get_text (GTK_EDITABLE (self->link)));
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("Link copied")));
}

static void
aus_invite_dialog_dispose (GObject *object)
{
  AusInviteDialog *self = AUS_INVITE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (aus_invite_dialog_parent_class)->dispose (object);
}

static void
aus_invite_dialog_finalize (GObject *object)
{
  AusInviteDialog *self = AUS_INVITE_DIALOG (object);

  g_object_unref (self->cancellable);
  g_free (self->path);

  G_OBJECT_CLASS (aus_invite_dialog_parent_class)->finalize (object);
}

static void
aus_invite_dialog_class_init (AusInviteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_invite_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_invite_dialog_finalize;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-invite-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AusInviteDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, AusInviteDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, AusInviteDialog, invite);
  gtk_widget_class_bind_template_child (widget_class, AusInviteDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, AusInviteDialog, interpreter);
  gtk_widget_class_bind_template_child (widget_class, AusInviteDialog, name);
  gtk_widget_class_bind_template_child (widget_class, AusInviteDialog, fault);
  gtk_widget_class_bind_template_child (widget_class, AusInviteDialog, full_fault);
  gtk_widget_class_bind_template_child (widget_class, AusInviteDialog, sentence);
  gtk_widget_class_bind_template_child (widget_class, AusInviteDialog, link);
  gtk_widget_class_bind_template_child (widget_class, AusInviteDialog, change);
  gtk_widget_class_bind_template_callback (widget_class, invite_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
aus_invite_dialog_init (AusInviteDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
aus_invite_dialog_new (GtkWindow  *parent,
                       AusClient  *client,
                       const char *consultation_id)
{
  AusInviteDialog *self = g_object_new (AUS_TYPE_INVITE_DIALOG, "transient-for", parent, NULL);

  self->client = g_object_ref (client);
  self->path = g_strdup_printf ("consultations/%s/", consultation_id);
  show_page (self, "form");
  aus_video_choices_read (client, consultation_id, self->cancellable, asked_cb, g_object_ref (self));

  return GTK_WIDGET (self);
}
