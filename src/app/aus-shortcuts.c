#include "aus-shortcuts.h"

static const struct
{
  const char *action;
  const char *accels[3];
} accels[] = {
  { "app.quit", { "<Control>q" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.new-consultation", { "<Control>n" } },
  { "window.close", { "<Control>w" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "win.show-view::today", { "<Alt>1" } },
  { "win.show-view::waiting", { "<Alt>2" } },
  { "win.search", { "<Control>f" } },
  { "win.admit-next", { "<Control>Return", "<Control>KP_Enter" } },
  { "win.mute", { "<Control>d" } },
  { "win.camera", { "<Control>e" } },
  { "win.louder", { "<Alt>Up" } },
  { "win.quieter", { "<Alt>Down" } },
  { "win.hang-up", { "<Control><Shift>h" } },
  { "win.recall", { "<Control><Shift>z" } },
  { "win.pause", { "<Control>h" } },
  { "win.resume", { "<Control><Shift>r" } },
  { "win.phone", { "<Control><Shift>p" } },
  { "win.call", { "<Control><Shift>c" } },
  { "win.panel", { "F9" } },
  { "win.small-call", { "<Shift>F9" } },
  { "win.fullscreen", { "F11" } },
  { "win.show-panel::chat", { "<Alt>3" } },
  { "win.show-panel::notes", { "<Alt>4" } },
  { "win.show-panel::people", { "<Alt>5" } },
};

void
aus_shortcuts_install (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action, accels[i].accels);
}
