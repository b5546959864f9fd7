#include "aus-issue-dialog.h"

#include <glib/gi18n.h>

#include "aus-record-form.h"
#include "aus-technical-issue.h"
#include "aus-uuid.h"

struct _AusIssueDialog
{
  AdwWindow          parent_instance;

  AusRoom           *room;
  AusTechnicalIssue *issue;
  GCancellable      *cancellable;

  AdwBin            *place;
  GtkWidget         *form;
  GtkWidget         *send;
  GtkLabel          *problem;
};

G_DEFINE_FINAL_TYPE (AusIssueDialog, aus_issue_dialog, ADW_TYPE_WINDOW)

static const char *const names[] = { "issue_type", "severity", "description", NULL };

static const AusSeverity severities[] = {
  [AUS_QUALITY_NONE] = AUS_SEVERITY_MEDIUM,
  [AUS_QUALITY_EXCELLENT] = AUS_SEVERITY_LOW,
  [AUS_QUALITY_GOOD] = AUS_SEVERITY_LOW,
  [AUS_QUALITY_FAIR] = AUS_SEVERITY_MEDIUM,
  [AUS_QUALITY_POOR] = AUS_SEVERITY_HIGH,
};

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AusIssueDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_room_act_finish (AUS_ROOM (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (answer != NULL) {
    gtk_window_close (GTK_WINDOW (self));
    return;
  }

  gtk_widget_set_sensitive (self->send, TRUE);
  aus_record_form_show_faults (AUS_RECORD_FORM (self->form), error);
  gtk_label_set_label (self->problem, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
}

static void
send_cb (AusIssueDialog *self)
{
  g_autoptr (JsonNode) body = aus_record_form_to_json (AUS_RECORD_FORM (self->form));

  gtk_widget_set_sensitive (self->send, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  aus_record_form_show_faults (AUS_RECORD_FORM (self->form), NULL);
  aus_room_act_async (self->room, "report_issue", json_node_get_object (body), self->cancellable, sent_cb,
                      g_object_ref (self));
}

static void
aus_issue_dialog_dispose (GObject *object)
{
  AusIssueDialog *self = AUS_ISSUE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->room);
  g_clear_object (&self->issue);

  G_OBJECT_CLASS (aus_issue_dialog_parent_class)->dispose (object);
}

static void
aus_issue_dialog_finalize (GObject *object)
{
  g_object_unref (AUS_ISSUE_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (aus_issue_dialog_parent_class)->finalize (object);
}

static void
aus_issue_dialog_class_init (AusIssueDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_issue_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_issue_dialog_finalize;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-issue-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AusIssueDialog, place);
  gtk_widget_class_bind_template_child (widget_class, AusIssueDialog, send);
  gtk_widget_class_bind_template_child (widget_class, AusIssueDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
}

static void
aus_issue_dialog_init (AusIssueDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
aus_issue_dialog_new (GtkWindow  *parent,
                      AusRoom    *room,
                      AusQuality  worst,
                      const char *words)
{
  AusIssueDialog *self = g_object_new (AUS_TYPE_ISSUE_DIALOG, "transient-for", parent, NULL);
  g_autofree char *id = aus_uuid_new ();

  self->room = g_object_ref (room);
  self->issue = g_object_new (AUS_TYPE_TECHNICAL_ISSUE, "id", id, "issue-type", AUS_ISSUE_TYPE_CONNECTION,
                              "severity", severities[worst], "description", words, NULL);
  self->form = aus_record_form_new (AUS_RECORD (self->issue), names);
  adw_bin_set_child (self->place, self->form);

  return GTK_WIDGET (self);
}
