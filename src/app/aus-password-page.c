#include "aus-password-page.h"

#include "aus-account.h"
#include "aus-field-faults.h"

#include <glib/gi18n.h>

#define N_FAULT_ROWS 3

struct _AusPasswordPage
{
  GtkWidget            parent_instance;

  AusClient           *client;
  GCancellable        *cancellable;

  GtkWidget           *content;
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

G_DEFINE_FINAL_TYPE (AusPasswordPage, aus_password_page, GTK_TYPE_WIDGET)

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

  if (!changed && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
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
  g_autoptr (GError) error = NULL;
  AusFaultRow rows[N_FAULT_ROWS];

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->submit)))
    return;

  get_fault_rows (self, rows);
  aus_fault_rows_clear (rows, N_FAULT_ROWS);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), FALSE);

  if (!check (self, &error)) {
    show_error (self, error);
    return;
  }

  gtk_widget_set_sensitive (GTK_WIDGET (self->submit), FALSE);
  aus_account_change_password (self->client, get_text (self->old_password), get_text (self->new_password),
                               self->cancellable, changed_cb, g_object_ref (self));
}

static void
aus_password_page_dispose (GObject *object)
{
  AusPasswordPage *self = AUS_PASSWORD_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  if (self->content != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->content));

  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (aus_password_page_parent_class)->dispose (object);
}

static void
aus_password_page_class_init (AusPasswordPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_password_page_dispose;
  signals[CHANGED] =
    g_signal_new ("changed", AUS_TYPE_PASSWORD_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-password-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AusPasswordPage, content);
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
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
aus_password_page_new (AusClient *client)
{
  AusPasswordPage *self = g_object_new (AUS_TYPE_PASSWORD_PAGE, NULL);

  self->client = g_object_ref (client);

  return GTK_WIDGET (self);
}
