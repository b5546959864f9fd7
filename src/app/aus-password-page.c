#include "aus-password-page.h"

#include "aus-account.h"
#include "aus-field-faults.h"

#include <glib/gi18n.h>

#define N_FAULT_ROWS 3

struct _AusPasswordPage
{
  AusAccountPane       parent_instance;

  GtkLabel            *notice;
  AdwPasswordEntryRow *old_password;
  GtkLabel            *old_fault;
  AdwPasswordEntryRow *new_password;
  GtkLabel            *new_fault;
  AdwPasswordEntryRow *again;
  GtkLabel            *again_fault;
  GtkButton           *submit;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusPasswordPage, aus_password_page, AUS_TYPE_ACCOUNT_PANE)

static void
get_fault_rows (AusPasswordPage *self,
                AusFaultRow      rows[static N_FAULT_ROWS])
{
  rows[0] = (AusFaultRow) { "old_password", GTK_WIDGET (self->old_password), self->old_fault };
  rows[1] = (AusFaultRow) { "new_password", GTK_WIDGET (self->new_password), self->new_fault };
  rows[2] = (AusFaultRow) { "again", GTK_WIDGET (self->again), self->again_fault };
}

static const char *
get_text (AdwPasswordEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
show_error (AusPasswordPage *self,
            const GError    *error)
{
  AusFaultRow rows[N_FAULT_ROWS];

  get_fault_rows (self, rows);
  aus_fault_rows_show (rows, N_FAULT_ROWS, self->notice, error);
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AusPasswordPage) self = user_data;
  g_autoptr (GError) error = NULL;
  const gboolean changed = aus_account_finish (AUS_CLIENT (source), result, &error);

  if (!aus_account_pane_end (AUS_ACCOUNT_PANE (self), error))
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->submit), TRUE);

  if (changed)
    g_signal_emit (self, signals[CHANGED], 0);
  else
    show_error (self, error);
}

static gboolean
check (AusPasswordPage  *self,
       GError          **error)
{
  g_autoptr (GError) faults = NULL;

  if (*get_text (self->old_password) == '\0')
    aus_error_add_field (&faults, "old_password", "%s", _("Enter your password."));

  if (*get_text (self->new_password) == '\0')
    aus_error_add_field (&faults, "new_password", "%s", _("Enter a new password."));
  else if (g_strcmp0 (get_text (self->new_password), get_text (self->again)) != 0)
    aus_error_add_field (&faults, "again", "%s", _("This is not the same."));

  if (faults == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&faults));

  return FALSE;
}

static void
submit_cb (AusPasswordPage *self)
{
  AusAccountPane *pane = AUS_ACCOUNT_PANE (self);
  g_autoptr (GError) error = NULL;
  AusFaultRow rows[N_FAULT_ROWS];

  if (!aus_account_pane_begin (pane))
    return;

  get_fault_rows (self, rows);
  aus_fault_rows_clear (rows, N_FAULT_ROWS);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), FALSE);

  if (!check (self, &error)) {
    aus_account_pane_end (pane, error);
    show_error (self, error);
    return;
  }

  gtk_widget_set_sensitive (GTK_WIDGET (self->submit), FALSE);
  aus_account_change_password (aus_account_pane_get_client (pane), get_text (self->old_password),
                               get_text (self->new_password), aus_account_pane_get_cancellable (pane), changed_cb,
                               g_object_ref (self));
}

static void
aus_password_page_class_init (AusPasswordPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CHANGED] =
    g_signal_new ("changed", AUS_TYPE_PASSWORD_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-password-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AusPasswordPage, notice);
  gtk_widget_class_bind_template_child (widget_class, AusPasswordPage, old_password);
  gtk_widget_class_bind_template_child (widget_class, AusPasswordPage, old_fault);
  gtk_widget_class_bind_template_child (widget_class, AusPasswordPage, new_password);
  gtk_widget_class_bind_template_child (widget_class, AusPasswordPage, new_fault);
  gtk_widget_class_bind_template_child (widget_class, AusPasswordPage, again);
  gtk_widget_class_bind_template_child (widget_class, AusPasswordPage, again_fault);
  gtk_widget_class_bind_template_child (widget_class, AusPasswordPage, submit);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
}

static void
aus_password_page_init (AusPasswordPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
aus_password_page_new (AusClient *client)
{
  return g_object_new (AUS_TYPE_PASSWORD_PAGE, "client", client, NULL);
}
