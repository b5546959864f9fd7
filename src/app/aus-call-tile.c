#include "aus-call-tile.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "aus-person-menu.h"
#include "aus-video-view.h"
#include "aus-visit-text.h"

#define AVATAR_SIZE 96
#define AVATAR_SMALL_SIZE 48

struct _AusCallTile
{
  GtkWidget      parent_instance;

  AusRemote     *remote;
  gboolean       pinned;
  gboolean       is_alone;
  gboolean       is_small;
  gboolean       was_connected;
  AusAdmission   menu_admission;

  GtkWidget     *overlay;
  AusVideoView  *picture;
  GtkWidget     *status;
  AdwAvatar     *avatar;
  GtkSpinner    *spinner;
  GtkLabel      *status_text;
  GtkWidget     *see;
  GtkWidget     *caption;
  GtkLabel      *name;
  GtkWidget     *muted;
  GtkWidget     *pin;
  GtkMenuButton *menu;
};

enum
{
  PROP_0,
  PROP_PINNED,
  PROP_MUTED,
  PROP_IS_ALONE,
  PROP_IS_SMALL,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusCallTile, aus_call_tile, GTK_TYPE_WIDGET)

static const char *const state_words[] = {
  [AUS_PEER_STATE_NEW] = N_("Connecting…"),
  [AUS_PEER_STATE_CONNECTING] = N_("Connecting…"),
  [AUS_PEER_STATE_CONNECTED] = N_("Connected, sound only"),
  [AUS_PEER_STATE_INTERRUPTED] = N_("The connection was lost. Trying again…"),
  [AUS_PEER_STATE_FAILED] = N_("The connection was lost. Trying again…"),
  [AUS_PEER_STATE_CLOSED] = N_("Connecting…"),
};

static const char *const picture_words[] = {
  [AUS_PICTURE_ON] = NULL,
  [AUS_PICTURE_OFF] = N_("Camera switched off"),
  [AUS_PICTURE_NONE] = N_("No camera"),
  [AUS_PICTURE_SOUND_ONLY] = N_("Switched to sound only"),
};

/* Of somebody who sends none any more the last one stays. */
static gboolean
shows_picture (AusCallTile *self)
{
  return aus_remote_get_has_picture (self->remote)
         && aus_remote_get_participant (self->remote)->picture == AUS_PICTURE_ON;
}

/* Whoever was there and is looked for again is not just coming. */
static const char *
describe_state (AusCallTile *self)
{
  const AusPeerState state = aus_remote_get_state (self->remote);

  return _(state_words[self->was_connected && state != AUS_PEER_STATE_CONNECTED ? AUS_PEER_STATE_INTERRUPTED : state]);
}

/* Returns: (transfer full) */
static char *
describe_spared_screen (AusCallTile *self)
{
  const char *name = aus_remote_get_participant (self->remote)->name;

  /* Translators: %s is a person. */
  return g_strdup_printf (_("%s shares a screen. You have switched to sound only."), name ? name : "");
}

/* Why nothing is seen, or "". */
static const char *
describe (AusCallTile *self)
{
  const AusParticipant *participant = aus_remote_get_participant (self->remote);
  const char *admission = aus_admission_to_word (participant->admission);
  const char *reason = picture_words[participant->picture];

  if (*admission != '\0')
    return admission;

  if (aus_remote_get_state (self->remote) != AUS_PEER_STATE_CONNECTED)
    return describe_state (self);

  if (shows_picture (self))
    return "";

  return reason != NULL ? _(reason) : describe_state (self);
}

static gboolean
is_searching (AusCallTile *self)
{
  return aus_remote_get_participant (self->remote)->admission == AUS_ADMISSION_IN
         && aus_remote_get_state (self->remote) != AUS_PEER_STATE_CONNECTED;
}

static void
update_status (AusCallTile *self)
{
  const gboolean is_spared = aus_remote_get_spared_screen (self->remote) && !is_searching (self);
  g_autofree char *spared = is_spared ? describe_spared_screen (self) : NULL;
  const char *text;

  if (aus_remote_get_participant (self->remote)->admission != AUS_ADMISSION_IN)
    self->was_connected = FALSE;
  else if (aus_remote_get_state (self->remote) == AUS_PEER_STATE_CONNECTED)
    self->was_connected = TRUE;

  text = spared ? spared : describe (self);
  gtk_label_set_label (self->status_text, text);
  gtk_widget_set_visible (self->status, *text != '\0');
  gtk_widget_set_visible (self->see, is_spared);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), !shows_picture (self));
  gtk_spinner_set_spinning (self->spinner, is_searching (self));
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_searching (self));
}

/* Somebody alone with the patient of the visit knows who it is. */
static gboolean
needs_caption (AusCallTile *self)
{
  return !self->is_alone || aus_remote_get_muted (self->remote)
         || aus_remote_get_participant (self->remote)->role != AUS_PARTICIPANT_ROLE_PATIENT;
}

static void
update_caption (AusCallTile *self)
{
  AusParticipant *participant = aus_remote_get_participant (self->remote);
  const char *name = participant->name ? participant->name : "";
  const char *role = aus_role_to_word (participant->role);
  /* Translators: somebody in the call: name and role. */
  g_autofree char *caption = g_strdup_printf (_("%s · %s"), name, role);
  /* Translators: %s is a person. */
  g_autofree char *picture = g_strdup_printf (_("Picture of %s"), name);
  /* Translators: %s is a person. */
  g_autofree char *menu = g_strdup_printf (_("Actions for %s"), name);

  adw_avatar_set_text (self->avatar, name);
  gtk_label_set_label (self->name, caption);
  gtk_widget_set_visible (self->caption, needs_caption (self));
  gtk_widget_set_visible (self->muted, aus_remote_get_muted (self->remote));
  gtk_widget_set_visible (self->pin, self->pinned && !self->is_alone);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL, picture, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu), menu);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL, menu, -1);
}

static void
update_menu (AusCallTile *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) own = g_menu_new ();
  g_autoptr (GMenuModel) person = aus_person_menu_new (aus_remote_get_participant (self->remote));

  self->menu_admission = aus_remote_get_participant (self->remote)->admission;

  if (!self->is_alone)
    g_menu_append (own, _("_Pin"), "tile.pin");

  g_menu_append (own, _("_Mute for Me"), "tile.mute");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (own));
  g_menu_append_section (menu, NULL, person);
  gtk_menu_button_set_menu_model (self->menu, G_MENU_MODEL (menu));
}

static void
participant_changed_cb (AusCallTile *self)
{
  if (!shows_picture (self))
    aus_video_view_set_frame (self->picture, NULL);

  update_status (self);
  update_caption (self);

  /* A new menu takes away the one that somebody chooses from just now. */
  if (self->menu_admission != aus_remote_get_participant (self->remote)->admission)
    update_menu (self);
}

static void
muted_cb (AusCallTile *self)
{
  update_caption (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MUTED]);
}

static void
frame_cb (AusCallTile *self,
          AusFrame    *frame)
{
  if (aus_remote_get_participant (self->remote)->picture == AUS_PICTURE_ON)
    aus_video_view_set_frame (self->picture, frame);
}

static void
picture_changed_cb (AusCallTile *self)
{
  if (!shows_picture (self))
    aus_video_view_set_frame (self->picture, NULL);

  update_status (self);
}

static void
set_alone (AusCallTile *self,
           gboolean     is_alone)
{
  if (self->is_alone == is_alone)
    return;

  self->is_alone = is_alone;
  gtk_widget_set_visible (GTK_WIDGET (self->menu), !is_alone);
  update_caption (self);
  update_menu (self);
}

static void
set_small (AusCallTile *self,
           gboolean     is_small)
{
  self->is_small = is_small;
  adw_avatar_set_size (self->avatar, is_small ? AVATAR_SMALL_SIZE : AVATAR_SIZE);
  g_object_set (self->picture, "cover", is_small, NULL);
}

static void
aus_call_tile_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  AusCallTile *self = AUS_CALL_TILE (object);

  switch (prop_id) {
    case PROP_PINNED:
      g_value_set_boolean (value, self->pinned);
      break;
    case PROP_MUTED:
      g_value_set_boolean (value, self->remote != NULL && aus_remote_get_muted (self->remote));
      break;
    case PROP_IS_ALONE:
      g_value_set_boolean (value, self->is_alone);
      break;
    case PROP_IS_SMALL:
      g_value_set_boolean (value, self->is_small);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_call_tile_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  AusCallTile *self = AUS_CALL_TILE (object);

  switch (prop_id) {
    case PROP_PINNED:
      self->pinned = g_value_get_boolean (value);
      update_caption (self);
      break;
    case PROP_MUTED:
      g_object_set (self->remote, "muted", g_value_get_boolean (value), NULL);
      break;
    case PROP_IS_ALONE:
      set_alone (self, g_value_get_boolean (value));
      break;
    case PROP_IS_SMALL:
      set_small (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_call_tile_dispose (GObject *object)
{
  AusCallTile *self = AUS_CALL_TILE (object);

  if (self->remote != NULL) {
    g_signal_handlers_disconnect_by_data (aus_remote_get_participant (self->remote), self);
    g_signal_handlers_disconnect_by_data (self->remote, self);
  }

  if (self->overlay != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->overlay));

  g_clear_object (&self->remote);

  G_OBJECT_CLASS (aus_call_tile_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AusCallTile, overlay);
  gtk_widget_class_bind_template_child (widget_class, AusCallTile, picture);
  gtk_widget_class_bind_template_child (widget_class, AusCallTile, status);
  gtk_widget_class_bind_template_child (widget_class, AusCallTile, avatar);
  gtk_widget_class_bind_template_child (widget_class, AusCallTile, spinner);
  gtk_widget_class_bind_template_child (widget_class, AusCallTile, status_text);
  gtk_widget_class_bind_template_child (widget_class, AusCallTile, see);
  gtk_widget_class_bind_template_child (widget_class, AusCallTile, caption);
  gtk_widget_class_bind_template_child (widget_class, AusCallTile, name);
  gtk_widget_class_bind_template_child (widget_class, AusCallTile, muted);
  gtk_widget_class_bind_template_child (widget_class, AusCallTile, pin);
  gtk_widget_class_bind_template_child (widget_class, AusCallTile, menu);
}

static void
aus_call_tile_class_init (AusCallTileClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = aus_call_tile_get_property;
  object_class->set_property = aus_call_tile_set_property;
  object_class->dispose = aus_call_tile_dispose;

  props[PROP_PINNED] = g_param_spec_boolean ("pinned", NULL, NULL, FALSE, flags);
  props[PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE, flags);
  props[PROP_IS_ALONE] = g_param_spec_boolean ("is-alone", NULL, NULL, FALSE, flags);
  props[PROP_IS_SMALL] = g_param_spec_boolean ("is-small", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (AUS_TYPE_VIDEO_VIEW);
  gtk_widget_class_install_property_action (widget_class, "tile.pin", "pinned");
  gtk_widget_class_install_property_action (widget_class, "tile.mute", "muted");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "calltile");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-call-tile.ui");
  bind_children (widget_class);
}

static void
aus_call_tile_init (AusCallTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
aus_call_tile_new (AusRemote *remote)
{
  AusCallTile *self;

  g_return_val_if_fail (AUS_IS_REMOTE (remote), NULL);

  self = g_object_new (AUS_TYPE_CALL_TILE, NULL);
  self->remote = g_object_ref (remote);
  g_signal_connect_swapped (remote, "frame", G_CALLBACK (frame_cb), self);
  g_signal_connect_swapped (remote, "notify::state", G_CALLBACK (update_status), self);
  g_signal_connect_swapped (remote, "notify::has-picture", G_CALLBACK (picture_changed_cb), self);
  g_signal_connect_swapped (remote, "notify::spared-screen", G_CALLBACK (update_status), self);
  g_signal_connect_swapped (remote, "notify::muted", G_CALLBACK (muted_cb), self);
  g_signal_connect_swapped (aus_remote_get_participant (remote), "notify", G_CALLBACK (participant_changed_cb), self);
  participant_changed_cb (self);
  update_menu (self);

  return GTK_WIDGET (self);
}

AusRemote *
aus_call_tile_get_remote (AusCallTile *self)
{
  g_return_val_if_fail (AUS_IS_CALL_TILE (self), NULL);

  return self->remote;
}
