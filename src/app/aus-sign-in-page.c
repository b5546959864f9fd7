#include "aus-sign-in-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "aus-field-faults.h"

struct _AusSignInPage
{
  GtkWidget             parent_instance;

  AusClient            *client;
  GCancellable         *cancellable;

  GtkWidget            *content;
  GtkLabel             *notice;
  AdwEntryRow          *server;
  AdwEntryRow          *email;
  AdwPasswordEntryRow  *password;
  GtkLabel             *server_fault;
  GtkLabel             *email_fault;
  GtkLabel             *password_fault;
  GtkButton            *submit;
  GtkStack             *submit_stack;
};

enum
{
  PROP_0,
  PROP_CLIENT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusSignInPage, aus_sign_in_page, GTK_TYPE_WIDGET)

#define N_FAULT_ROWS 3

static void
get_fault_rows (AusSignInPage *self,
                AusFaultRow    rows[static N_FAULT_ROWS])
{
  rows[0] = (AusFaultRow) { "server", GTK_WIDGET (self->server), self->server_fault };
  rows[1] = (AusFaultRow) { "email", GTK_WIDGET (self->email), self->email_fault };
  rows[2] = (AusFaultRow) { "password", GTK_WIDGET (self->password), self->password_fault };
}

static void
show_error (AusSignInPage *self,
            const GError  *error)
{
  AusFaultRow rows[N_FAULT_ROWS];

  get_fault_rows (self, rows);
  aus_fault_rows_show (rows, N_FAULT_ROWS, self->notice, error);

  if (g_error_matches (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED))
    gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
set_busy (AusSignInPage *self,
          gboolean       busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->submit), !busy);
  gtk_stack_set_visible_child_name (self->submit_stack, busy ? "busy" : "idle");
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (AusSignInPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean signed_in = aus_client_sign_in_finish (AUS_CLIENT (source), result, &error);

  if (!signed_in && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_busy (self, FALSE);

  if (signed_in)
    gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  else
    show_error (self, error);
}

static gboolean
check (AusSignInPage  *self,
       GError        **error)
{
  g_autoptr (GError) faults = NULL;

  if (*gtk_editable_get_text (GTK_EDITABLE (self->server)) == '\0')
    aus_error_add_field (&faults, "server", "%s", _("Enter the address of your clinic’s server."));

  if (*gtk_editable_get_text (GTK_EDITABLE (self->email)) == '\0')
    aus_error_add_field (&faults, "email", "%s", _("Enter your e-mail address."));

  if (*gtk_editable_get_text (GTK_EDITABLE (self->password)) == '\0')
    aus_error_add_field (&faults, "password", "%s", _("Enter your password."));

  if (faults == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&faults));

  return FALSE;
}

static void
submit_cb (AusSignInPage *self)
{
  g_autoptr (GError) error = NULL;
  AusFaultRow rows[N_FAULT_ROWS];

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->submit)))
    return;

  get_fault_rows (self, rows);
  aus_fault_rows_clear (rows, N_FAULT_ROWS);
  aus_sign_in_page_set_notice (self, NULL);

  if (!check (self, &error)) {
    show_error (self, error);
    return;
  }

  set_busy (self, TRUE);
  aus_client_sign_in_async (self->client,
                            gtk_editable_get_text (GTK_EDITABLE (self->server)),
                            gtk_editable_get_text (GTK_EDITABLE (self->email)),
                            gtk_editable_get_text (GTK_EDITABLE (self->password)),
                            self->cancellable, signed_in_cb, g_object_ref (self));
}

static void
aus_sign_in_page_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  AusSignInPage *self = AUS_SIGN_IN_PAGE (object);

  switch (prop_id) {
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_sign_in_page_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  AusSignInPage *self = AUS_SIGN_IN_PAGE (object);

  switch (prop_id) {
    case PROP_CLIENT:
      g_set_object (&self->client, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_sign_in_page_dispose (GObject *object)
{
  AusSignInPage *self = AUS_SIGN_IN_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  if (self->content != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->content));

  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (aus_sign_in_page_parent_class)->dispose (object);
}

static void
aus_sign_in_page_class_init (AusSignInPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = aus_sign_in_page_get_property;
  object_class->set_property = aus_sign_in_page_set_property;
  object_class->dispose = aus_sign_in_page_dispose;

  props[PROP_CLIENT] =
    g_param_spec_object ("client", NULL, NULL, AUS_TYPE_CLIENT, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, content);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, notice);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, server);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, email);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, server_fault);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, email_fault);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, password_fault);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, submit);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, submit_stack);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
}

static void
aus_sign_in_page_init (AusSignInPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_sign_in_page_propose (AusSignInPage *self,
                          const char    *server_uri,
                          const char    *email)
{
  g_return_if_fail (AUS_IS_SIGN_IN_PAGE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->server), server_uri ? server_uri : "");
  gtk_editable_set_text (GTK_EDITABLE (self->email), email ? email : "");

  if (server_uri == NULL || *server_uri == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->server));
  else if (email == NULL || *email == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->email));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

void
aus_sign_in_page_set_notice (AusSignInPage *self,
                             const char    *text)
{
  g_return_if_fail (AUS_IS_SIGN_IN_PAGE (self));

  gtk_label_set_label (self->notice, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice), text != NULL);
}
