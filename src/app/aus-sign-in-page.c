#include "aus-sign-in-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "aus-field-faults.h"

#include <string.h>

struct _AusSignInPage
{
  GtkWidget             parent_instance;

  AusClient            *client;
  GCancellable         *cancellable;

  guint                 rest;
  guint                 timer;

  AdwStatusPage        *content;
  GtkLabel             *notice;
  GtkStack             *steps;
  AdwEntryRow          *server;
  AdwEntryRow          *email;
  AdwPasswordEntryRow  *password;
  GtkLabel             *server_fault;
  GtkLabel             *email_fault;
  GtkLabel             *password_fault;
  AdwEntryRow          *code;
  GtkLabel             *code_fault;
  GtkWidget            *alternatives;
  GtkToggleButton      *recovery;
  GtkButton            *submit;
  GtkStack             *submit_stack;
  GtkLabel             *submit_label;
};

enum
{
  PROP_0,
  PROP_CLIENT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusSignInPage, aus_sign_in_page, GTK_TYPE_WIDGET)

#define N_FAULT_ROWS 4
#define CODE_LENGTH 6

static void
get_fault_rows (AusSignInPage *self,
                AusFaultRow    rows[static N_FAULT_ROWS])
{
  rows[0] = (AusFaultRow) { "server", GTK_WIDGET (self->server), self->server_fault };
  rows[1] = (AusFaultRow) { "email", GTK_WIDGET (self->email), self->email_fault };
  rows[2] = (AusFaultRow) { "password", GTK_WIDGET (self->password), self->password_fault };
  rows[3] = (AusFaultRow) { "otp", GTK_WIDGET (self->code), self->code_fault };
}

static const char *
get_text (gconstpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE ((gpointer) row));
}

static gboolean
is_at_code (AusSignInPage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->steps), "code") == 0;
}

static void
show_step (AusSignInPage *self,
           gboolean       code)
{
  gtk_stack_set_visible_child_name (self->steps, code ? "code" : "who");
  gtk_widget_set_visible (self->alternatives, code);
  adw_status_page_set_title (self->content, code ? _("Two-Step Verification") : _("Ausculta"));
  adw_status_page_set_description (self->content, code ? "" : _("Sign in to your clinic."));
  gtk_editable_set_text (GTK_EDITABLE (self->code), "");
  gtk_toggle_button_set_active (self->recovery, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (code ? self->code : ADW_ENTRY_ROW (self->password)));
}

static void
update_submit (AusSignInPage *self,
               gboolean       busy)
{
  /* Translators: on a button that cannot be pressed yet; %u are seconds. */
  g_autofree char *wait = g_strdup_printf (_("Wait %u s"), self->rest);

  gtk_widget_set_sensitive (GTK_WIDGET (self->submit), !busy && self->rest == 0);
  gtk_label_set_label (self->submit_label, self->rest > 0 ? wait : _("Sign In"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->submit), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->rest > 0 ? wait : "", -1);
  gtk_stack_set_visible_child_name (self->submit_stack, busy ? "busy" : "idle");
}

static gboolean
second_cb (gpointer user_data)
{
  AusSignInPage *self = user_data;

  self->rest--;
  update_submit (self, FALSE);

  if (self->rest > 0)
    return G_SOURCE_CONTINUE;

  self->timer = 0;
  aus_sign_in_page_set_notice (self, NULL);

  return G_SOURCE_REMOVE;
}

/* The notice is read out once; the button counts. */
static void
rest (AusSignInPage *self,
      guint          seconds)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->rest = MAX (seconds, 1);
  /* Whole seconds each: g_timeout_add_seconds() may come a quarter early, and then the server says no once more. */
  self->timer = g_timeout_add (1000, second_cb, self);
  update_submit (self, FALSE);
  aus_sign_in_page_set_notice (self, _("Too many wrong tries. You can try again in a moment."));
}

/* Beside what was typed last, for that is what they look at. */
static void
show_refusal (AusSignInPage *self,
              const char    *text)
{
  AusFaultRow rows[N_FAULT_ROWS];
  const AusFaultRow *row;

  get_fault_rows (self, rows);
  row = &rows[is_at_code (self) ? 3 : 2];
  aus_fault_row_show (row, text);
  gtk_editable_select_region (GTK_EDITABLE (row->widget), 0, -1);
  gtk_widget_grab_focus (row->widget);
}

static void
show_error (AusSignInPage *self,
            const GError  *error)
{
  AusFaultRow rows[N_FAULT_ROWS];

  if (g_error_matches (error, AUS_ERROR, AUS_ERROR_OTP_REQUIRED)) {
    show_step (self, TRUE);
  } else if (g_error_matches (error, AUS_ERROR, AUS_ERROR_THROTTLED)) {
    rest (self, aus_error_get_retry_after (error));
  } else if (g_error_matches (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED)) {
    show_refusal (self, error->message);
  } else {
    get_fault_rows (self, rows);
    aus_fault_rows_show (rows, N_FAULT_ROWS, self->notice, error);
  }
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

  update_submit (self, FALSE);

  if (!signed_in) {
    show_error (self, error);
    return;
  }

  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  show_step (self, FALSE);
}

static gboolean
check (AusSignInPage  *self,
       GError        **error)
{
  g_autoptr (GError) faults = NULL;

  if (*get_text (self->server) == '\0')
    aus_error_add_field (&faults, "server", "%s", _("Enter the address of your clinic’s server."));

  if (*get_text (self->email) == '\0')
    aus_error_add_field (&faults, "email", "%s", _("Enter your e-mail address."));

  if (*get_text (self->password) == '\0')
    aus_error_add_field (&faults, "password", "%s", _("Enter your password."));

  if (is_at_code (self) && *get_text (self->code) == '\0')
    aus_error_add_field (&faults, "otp", "%s", _("Enter a code."));

  if (faults == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&faults));

  return FALSE;
}

/* As phones show it in two groups, and people copy it with the blank between. (transfer full) (nullable) */
static char *
read_code (AusSignInPage *self)
{
  g_auto (GStrv) parts = g_strsplit_set (get_text (self->code), " \t\n", -1);

  return is_at_code (self) ? g_strjoinv ("", parts) : NULL;
}

static void
submit_cb (AusSignInPage *self)
{
  g_autofree char *otp = read_code (self);
  const AusCredentials credentials = {
    get_text (self->server), get_text (self->email), get_text (self->password), otp
  };
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

  update_submit (self, TRUE);
  aus_client_sign_in_async (self->client, &credentials, self->cancellable, signed_in_cb, g_object_ref (self));
}

/* Six digits are a whole code; Return is for recovery codes. */
static void
code_changed_cb (AusSignInPage *self)
{
  g_autofree char *code = read_code (self);

  if (code != NULL && strlen (code) == CODE_LENGTH && strspn (code, "0123456789") == CODE_LENGTH)
    submit_cb (self);
}

static void
recovery_toggled_cb (AusSignInPage *self)
{
  const gboolean by_paper = gtk_toggle_button_get_active (self->recovery);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->code),
                                 by_paper ? _("Recovery Code") : _("Six-Digit Code"));
  adw_entry_row_set_input_purpose (self->code, by_paper ? GTK_INPUT_PURPOSE_FREE_FORM : GTK_INPUT_PURPOSE_DIGITS);
  gtk_button_set_label (GTK_BUTTON (self->recovery), by_paper ? _("Use the Code of the App")
                                                              : _("Use a Recovery Code"));
  gtk_editable_set_text (GTK_EDITABLE (self->code), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->code));
}

static void
back_cb (AusSignInPage *self)
{
  AusFaultRow rows[N_FAULT_ROWS];

  get_fault_rows (self, rows);
  aus_fault_rows_clear (rows, N_FAULT_ROWS);
  show_step (self, FALSE);
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

  g_clear_handle_id (&self->timer, g_source_remove);

  if (self->content != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->content)));

  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (aus_sign_in_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, content);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, notice);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, steps);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, server);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, email);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, code);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, alternatives);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, recovery);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, server_fault);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, email_fault);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, password_fault);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, code_fault);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, submit);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, submit_stack);
  gtk_widget_class_bind_template_child (widget_class, AusSignInPage, submit_label);
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
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_bind_template_callback (widget_class, code_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, recovery_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
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
