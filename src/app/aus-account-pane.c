#include "aus-account-pane.h"

typedef struct
{
  AusClient    *client;
  GCancellable *cancellable;
  gboolean      is_busy;
} AusAccountPanePrivate;

enum
{
  PROP_0,
  PROP_CLIENT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AusAccountPane, aus_account_pane, GTK_TYPE_WIDGET)

static AusAccountPanePrivate *
get_private (AusAccountPane *self)
{
  return aus_account_pane_get_instance_private (self);
}

static void
aus_account_pane_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_CLIENT:
      g_value_set_object (value, get_private (AUS_ACCOUNT_PANE (object))->client);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_account_pane_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (prop_id) {
    case PROP_CLIENT:
      if (g_set_object (&get_private (AUS_ACCOUNT_PANE (object))->client, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_account_pane_dispose (GObject *object)
{
  AusAccountPanePrivate *priv = get_private (AUS_ACCOUNT_PANE (object));
  GtkWidget *child;

  g_cancellable_cancel (priv->cancellable);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  g_clear_object (&priv->client);

  G_OBJECT_CLASS (aus_account_pane_parent_class)->dispose (object);
}

static void
aus_account_pane_finalize (GObject *object)
{
  g_object_unref (get_private (AUS_ACCOUNT_PANE (object))->cancellable);

  G_OBJECT_CLASS (aus_account_pane_parent_class)->finalize (object);
}

static void
aus_account_pane_class_init (AusAccountPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_account_pane_get_property;
  object_class->set_property = aus_account_pane_set_property;
  object_class->dispose = aus_account_pane_dispose;
  object_class->finalize = aus_account_pane_finalize;

  props[PROP_CLIENT] =
    g_param_spec_object ("client", NULL, NULL, AUS_TYPE_CLIENT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
aus_account_pane_init (AusAccountPane *self)
{
  get_private (self)->cancellable = g_cancellable_new ();
}

AusClient *
aus_account_pane_get_client (AusAccountPane *self)
{
  g_return_val_if_fail (AUS_IS_ACCOUNT_PANE (self), NULL);

  return get_private (self)->client;
}

GCancellable *
aus_account_pane_get_cancellable (AusAccountPane *self)
{
  g_return_val_if_fail (AUS_IS_ACCOUNT_PANE (self), NULL);

  return get_private (self)->cancellable;
}

gboolean
aus_account_pane_begin (AusAccountPane *self)
{
  g_return_val_if_fail (AUS_IS_ACCOUNT_PANE (self), FALSE);

  if (get_private (self)->is_busy)
    return FALSE;

  return get_private (self)->is_busy = TRUE;
}

gboolean
aus_account_pane_end (AusAccountPane *self,
                      const GError   *error)
{
  g_return_val_if_fail (AUS_IS_ACCOUNT_PANE (self), FALSE);

  get_private (self)->is_busy = FALSE;

  return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}
