#include "aus-errand.h"

AusErrand *
aus_errand_new (AusErrandKind kind)
{
  AusErrand *self = g_new0 (AusErrand, 1);

  self->kind = kind;
  self->attendance = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_attendance_free);
  self->recordings = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_remote_recording_free);

  return self;
}

static void
clear_found (AusFoundMeeting *self)
{
  g_free (self->meeting_id);
  g_free (self->instance);
  g_free (self->host);
  g_free (self->join_url);
  g_free (self->password);
  g_clear_pointer (&self->facts, json_object_unref);
}

void
aus_errand_free (AusErrand *self)
{
  clear_found (&self->found);
  g_clear_pointer (&self->recording, aus_remote_recording_free);
  g_clear_pointer (&self->watch, aus_watch_free);
  g_ptr_array_unref (self->attendance);
  g_ptr_array_unref (self->recordings);
  g_free (self->marker);
  g_free (self->meeting_id);
  g_free (self->instance);
  g_free (self->host);
  g_free (self->owner);
  g_free (self->time_zone);
  g_free (self->link);
  g_free (self->note);
  g_free (self);
}

void
aus_attendance_free (AusAttendance *self)
{
  g_free (self->key);
  g_free (self->instance);
  g_free (self->name);
  g_free (self->person);
  g_free (self);
}
