#include "aus-room-stage.h"

#include <adwaita.h>

#include "aus-call-view.h"
#include "aus-device-acts.h"
#include "aus-meeting-page.h"
#include "aus-pause-page.h"
#include "aus-people-acts.h"
#include "aus-provider-banner.h"
#include "aus-recording-bar.h"
#include "aus-room-words.h"
#include "aus-share-acts.h"
#include "aus-visit-text.h"

struct _AusRoomStage
{
  GtkWidget          parent_instance;

  AusVideoCall      *call;
  AusPeopleActs     *acts;
  AusDeviceActs     *device_acts;
  AusRoomLatch      *latch;
  AusShareActs      *share_acts;
  AusProviderActs   *provider_acts;
  AusSmallCall      *small;

  GtkWidget         *box;
  AusProviderBanner *trouble;
  AusRecordingBar   *recording;
  GtkStack          *stack;
  AdwStatusPage     *status_page;
  GtkWidget         *call_again;
  GtkWidget         *check;
  AusCallView       *call_view;
  AusMeetingPage    *meeting_page;
  AusPausePage      *pause_page;
};

G_DEFINE_FINAL_TYPE (AusRoomStage, aus_room_stage, GTK_TYPE_WIDGET)

static gboolean
is_in_call (AusRoomStage *self)
{
  return aus_video_call_get_state (self->call) != AUS_VIDEO_CALL_STATE_IDLE;
}

static const char *
choose_page (AusRoomStage    *self,
             AusConsultation *visit,
             AusStatus        status)
{
  if (is_in_call (self))
    return "call";

  if (status == AUS_STATUS_IN_PROGRESS && !aus_room_latch_is_open (self->latch))
    return "pause";

  if (visit->video_provider != AUS_VIDEO_PROVIDER_BUILTIN && status == AUS_STATUS_IN_PROGRESS)
    return "meeting";

  return "status";
}

static void
update_small (AusRoomStage *self)
{
  const char *page = gtk_stack_get_visible_child_name (self->stack);

  if (self->small != NULL)
    aus_small_call_show (self->small,
                         g_str_equal (page, "call") ? aus_call_view_get_foremost (self->call_view) : NULL,
                         g_str_equal (page, "meeting") ? aus_meeting_page_get_view (self->meeting_page) : NULL);
}

static void
aus_room_stage_dispose (GObject *object)
{
  AusRoomStage *self = AUS_ROOM_STAGE (object);

  if (self->box != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->box));

  g_clear_weak_pointer (&self->small);
  g_clear_object (&self->acts);
  g_clear_object (&self->device_acts);
  g_clear_object (&self->share_acts);
  g_clear_object (&self->provider_acts);
  g_clear_object (&self->call);
  g_clear_object (&self->latch);

  G_OBJECT_CLASS (aus_room_stage_parent_class)->dispose (object);
}

static void
aus_room_stage_class_init (AusRoomStageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_room_stage_dispose;

  g_type_ensure (AUS_TYPE_CALL_VIEW);
  g_type_ensure (AUS_TYPE_MEETING_PAGE);
  g_type_ensure (AUS_TYPE_PAUSE_PAGE);
  g_type_ensure (AUS_TYPE_PROVIDER_BANNER);
  g_type_ensure (AUS_TYPE_RECORDING_BAR);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-room-stage.ui");
  gtk_widget_class_bind_template_child (widget_class, AusRoomStage, box);
  gtk_widget_class_bind_template_child (widget_class, AusRoomStage, trouble);
  gtk_widget_class_bind_template_child (widget_class, AusRoomStage, recording);
  gtk_widget_class_bind_template_child (widget_class, AusRoomStage, stack);
  gtk_widget_class_bind_template_child (widget_class, AusRoomStage, status_page);
  gtk_widget_class_bind_template_child (widget_class, AusRoomStage, call_again);
  gtk_widget_class_bind_template_child (widget_class, AusRoomStage, check);
  gtk_widget_class_bind_template_child (widget_class, AusRoomStage, call_view);
  gtk_widget_class_bind_template_child (widget_class, AusRoomStage, meeting_page);
  gtk_widget_class_bind_template_child (widget_class, AusRoomStage, pause_page);
}

static void
aus_room_stage_init (AusRoomStage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_room_stage_attach (AusRoomStage       *self,
                       AusClient          *client,
                       AusVideoCall       *call,
                       AusRoomLatch       *latch,
                       const AusRoomSetup *setup)
{
  AusConsultation *visit = setup->visit;
  AdwToastOverlay *toasts = ADW_TOAST_OVERLAY (gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY));

  g_return_if_fail (AUS_IS_ROOM_STAGE (self));
  g_return_if_fail (self->call == NULL);

  self->call = g_object_ref (call);
  self->latch = g_object_ref (latch);
  aus_pause_page_attach (self->pause_page, client, latch, setup->visit);
  aus_recording_bar_attach (self->recording, client, call, setup);
  self->acts = aus_people_acts_new (toasts, client, aus_video_call_get_room (call), visit);
  self->device_acts = aus_device_acts_new (toasts, client, aus_video_call_get_media (call), visit->id);
  self->share_acts = aus_share_acts_new (toasts, call);
  self->provider_acts = aus_provider_acts_new (toasts, client, aus_video_call_get_room (call));
  aus_provider_banner_attach (self->trouble, self->provider_acts);
  aus_call_view_attach (self->call_view, call, visit->patient_name);
  aus_meeting_page_attach (self->meeting_page, client, setup);
}

void
aus_room_stage_update (AusRoomStage    *self,
                       AusConsultation *visit,
                       AusStatus        status,
                       gboolean         can_call)
{
  g_autofree char *title = aus_room_title (visit, status);
  g_autofree char *description = aus_room_description (visit, status);
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  g_return_if_fail (AUS_IS_ROOM_STAGE (self));

  adw_status_page_set_icon_name (self->status_page, aus_status_to_icon (status));
  adw_status_page_set_title (self->status_page, title);
  adw_status_page_set_description (self->status_page, escaped);
  gtk_widget_set_visible (self->call_again, can_call);
  gtk_widget_set_visible (self->check, visit->video_provider == AUS_VIDEO_PROVIDER_BUILTIN
                          && status != AUS_STATUS_COMPLETED && status != AUS_STATUS_CANCELLED);
  aus_pause_page_set_visit (self->pause_page, visit);
  gtk_stack_set_visible_child_name (self->stack, choose_page (self, visit, status));
  aus_call_view_set_since (self->call_view, is_in_call (self) ? visit->actual_start : NULL);
  update_small (self);
}

void
aus_room_stage_set_small (AusRoomStage *self,
                          AusSmallCall *small)
{
  g_return_if_fail (AUS_IS_ROOM_STAGE (self));

  g_set_weak_pointer (&self->small, small);
  g_signal_connect_object (self->call_view, "notify::foremost", G_CALLBACK (update_small), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->meeting_page, "notify::view", G_CALLBACK (update_small), self, G_CONNECT_SWAPPED);
}

AusProviderActs *
aus_room_stage_get_provider_acts (AusRoomStage *self)
{
  g_return_val_if_fail (AUS_IS_ROOM_STAGE (self), NULL);

  return self->provider_acts;
}
