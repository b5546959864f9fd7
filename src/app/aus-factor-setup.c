#include "aus-factor-setup.h"

#include "aus-field-faults.h"
#include "aus-qr-view.h"

#include <glib/gi18n.h>
#include <string.h>

#define GROUP 4

struct _AusFactorSetup
{
  AusAccountPane  parent_instance;

  char           *secret;

  AusQrView      *qr;
  GtkLabel       *secret_label;
  GtkButton      *copy;
  AdwEntryRow    *code;
  GtkLabel       *code_fault;
};

enum
{
  CONFIRMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusFactorSetup, aus_factor_setup, AUS_TYPE_ACCOUNT_PANE)

static void
show_fault (AusFactorSetup *self,
            const GError   *error)
{
  const AusFaultRow row = { "otp", GTK_WIDGET (self->code), self->code_fault };
  GPtrArray *faults = error ? aus_error_get_fields (error) : NULL;
  const AusFieldFault *fault = faults && faults->len > 0 ? g_ptr_array_index (faults, 0) : NULL;

  if (error == NULL) {
    aus_fault_rows_clear (&row, 1);
    return;
  }

  aus_fault_row_show (&row, fault ? fault->text : error->message);
  gtk_editable_select_region (GTK_EDITABLE (self->code), 0, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->code));
}

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (AusFactorSetup) self = user_data;
  g_autoptr (GError) error = NULL;
  const gboolean confirmed = aus_account_finish (AUS_CLIENT (source), result, &error);

  if (!aus_account_pane_end (AUS_ACCOUNT_PANE (self), error))
    return;

  if (confirmed)
    g_signal_emit (self, signals[CONFIRMED], 0);
  else
    show_fault (self, error);
}

static void
submit_cb (AusFactorSetup *self)
{
  g_auto (GStrv) parts = g_strsplit_set (gtk_editable_get_text (GTK_EDITABLE (self->code)), " \t\n", -1);
  g_autofree char *code = g_strjoinv ("", parts);
  AusAccountPane *pane = AUS_ACCOUNT_PANE (self);

  if (*code == '\0' || !aus_account_pane_begin (pane))
    return;

  show_fault (self, NULL);
  aus_account_confirm_factor (aus_account_pane_get_client (pane), code, aus_account_pane_get_cancellable (pane),
                              confirmed_cb, g_object_ref (self));
}

static void
copy_cb (AusFactorSetup *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->secret);
  gtk_button_set_label (self->copy, _("Copied"));
}

static void
aus_factor_setup_dispose (GObject *object)
{
  g_clear_pointer (&AUS_FACTOR_SETUP (object)->secret, g_free);

  G_OBJECT_CLASS (aus_factor_setup_parent_class)->dispose (object);
}

static void
aus_factor_setup_class_init (AusFactorSetupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_factor_setup_dispose;
  signals[CONFIRMED] =
    g_signal_new ("confirmed", AUS_TYPE_FACTOR_SETUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (AUS_TYPE_QR_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-factor-setup.ui");
  gtk_widget_class_bind_template_child (widget_class, AusFactorSetup, qr);
  gtk_widget_class_bind_template_child (widget_class, AusFactorSetup, secret_label);
  gtk_widget_class_bind_template_child (widget_class, AusFactorSetup, copy);
  gtk_widget_class_bind_template_child (widget_class, AusFactorSetup, code);
  gtk_widget_class_bind_template_child (widget_class, AusFactorSetup, code_fault);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
aus_factor_setup_init (AusFactorSetup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* In groups, as people type it. (transfer full) */
static char *
group (const char *secret)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; secret[i] != '\0'; i++)
    g_string_append_printf (text, "%s%c", i > 0 && i % GROUP == 0 ? " " : "", secret[i]);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
aus_factor_setup_show (AusFactorSetup       *self,
                       const AusFactorOffer *offer)
{
  g_autofree char *grouped = group (offer->secret);

  g_return_if_fail (AUS_IS_FACTOR_SETUP (self));

  g_free (self->secret);
  self->secret = g_strdup (offer->secret);
  aus_qr_view_set_rows (self->qr, (const char * const *) offer->qr);
  gtk_label_set_label (self->secret_label, grouped);
  gtk_button_set_label (self->copy, _("Copy"));
  gtk_editable_set_text (GTK_EDITABLE (self->code), "");
  show_fault (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->code));
}
