#include "aus-room-acts.h"

static const struct
{
  const char *action;
  AusAct      act;
} acts[] = {
  { "win.admit", AUS_ACT_ADMIT },
  { "win.start", AUS_ACT_START },
  { "win.complete", AUS_ACT_END },
  { "win.recall", AUS_ACT_RECALL },
  { "win.pause", AUS_ACT_PAUSE },
  { "win.phone", AUS_ACT_PHONE },
  { "win.resume", AUS_ACT_RESUME },
};

/* Whether @act changes anything as people talk now. */
static gboolean
fits (AusAct        act,
      AusRoomLatch *latch,
      gboolean      in_call)
{
  const AusCallMode mode = aus_room_latch_get_mode (latch);

  if (act == AUS_ACT_RECALL)
    return aus_room_latch_get_seconds (latch) > 0;

  if (act == AUS_ACT_PAUSE)
    return in_call;

  if (act == AUS_ACT_PHONE)
    return mode != AUS_CALL_MODE_PHONE && aus_room_latch_get_seconds (latch) == 0;

  return act != AUS_ACT_RESUME || mode != AUS_CALL_MODE_VIDEO;
}

void
aus_room_acts_update (GtkWidget *window,
                      AusRoom   *room,
                      AusRole    role,
                      AusStatus  status,
                      gboolean   in_call)
{
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    gtk_widget_action_set_enabled (window, acts[i].action,
                                   aus_act_is_allowed (acts[i].act, role, status) &&
                                   fits (acts[i].act, aus_room_get_latch (room), in_call));
}
