#include "aus-availability.h"
#include "aus-doctor-time.h"
#include "aus-doctors.h"
#include "aus-handlers.h"
#include "aus-page.h"
#include "aus-settings.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-uuid.h"
#include "aus-zone.h"

#include <string.h>

static const AusOrdering orderings[] = {
  { "weekday", "kind, weekday, start_time, id" },
  { "first_date", "first_date, id" },
  { NULL, NULL },
};

const AusParameter aus_availability_parameters[] = {
  { "doctor_id", AUS_PARAMETER_ID, "doctor_id = ?" },
  { "ordering", AUS_PARAMETER_ORDER, .orderings = orderings },
  { NULL },
};

#define KIND(kind) (1u << AUS_AVAILABILITY_KIND_##kind)

/* What not every kind says. */
static const struct
{
  const char *member;
  guint       kinds;
} own_members[] = {
  { "weekday", KIND (HOURS) | KIND (BREAK) },
  { "start_time", KIND (HOURS) | KIND (BREAK) },
  { "end_time", KIND (HOURS) | KIND (BREAK) },
  { "time_zone", KIND (HOURS) | KIND (BREAK) },
  { "slot_minutes", KIND (HOURS) },
  { "buffer_minutes", KIND (HOURS) },
  { "notice_minutes", KIND (HOURS) },
  { "covered_by", KIND (LEAVE) },
};

gboolean
aus_availability_list (AusCall      *call,
                       AusDatabase  *database,
                       GError      **error)
{
  const char *order = aus_page_order (call, orderings, error);
  g_autoptr (AusQuery) rows = aus_query_new ("availability");

  return order != NULL && aus_call_narrow (call, aus_availability_parameters, rows, error) &&
         aus_page_write_counted (call, database, &(AusListing) { rows, AUS_TYPE_AVAILABILITY, order }, error);
}

static gboolean
reply (AusCall         *call,
       AusAvailability *availability)
{
  const AusView view = aus_call_get_view (call);

  aus_record_write_json (AUS_RECORD (availability), &call->out, NULL, &view);
  call->revision = availability->revision;

  return TRUE;
}

static AusAvailability *
find (AusCall      *call,
      AusDatabase  *database,
      GError      **error)
{
  g_autoptr (AusAvailability) availability = g_object_new (AUS_TYPE_AVAILABILITY, NULL);

  return aus_table_get (database, AUS_RECORD (availability), call->id, error) ? g_steal_pointer (&availability) : NULL;
}

gboolean
aus_availability_show (AusCall      *call,
                       AusDatabase  *database,
                       GError      **error)
{
  g_autoptr (AusAvailability) availability = find (call, database, error);

  return availability != NULL && reply (call, availability);
}

static gboolean
check_owner (AusCall          *call,
             AusAvailability  *availability,
             GError          **error)
{
  if (call->caller.role != AUS_ROLE_DOCTOR || g_strcmp0 (availability->doctor_id, call->caller.user_id) == 0)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "You may only say when you are available yourself.");

  return FALSE;
}

static void
check_hours (AusAvailability  *self,
             GError          **fault)
{
  /* HH:MM sorts as it should, with seconds or without. */
  if (self->weekday == 0)
    aus_error_add_field (fault, "weekday", "Is required: 1 is Monday.");
  if (*self->start_time == '\0')
    aus_error_add_field (fault, "start_time", "Is required.");
  if (*self->end_time == '\0')
    aus_error_add_field (fault, "end_time", "Is required.");
  else if (strncmp (self->end_time, self->start_time, strlen ("00:00")) <= 0)
    aus_error_add_field (fault, "end_time", "Must be after the start.");
  if (!aus_zone_is_valid (self->time_zone))
    aus_error_add_field (fault, "time_zone", "Must be a time zone such as Europe/Berlin.");
}

static void
check_leave (AusAvailability  *self,
             GError          **fault)
{
  if (*self->first_date == '\0')
    aus_error_add_field (fault, "first_date", "Is required.");
  if (*self->last_date == '\0')
    aus_error_add_field (fault, "last_date", "Is required.");
}

/* What the fields mean together. */
static gboolean
check (AusCall          *call,
       AusAvailability  *self,
       GError          **error)
{
  const AusAvailabilityKind kind = self->kind;
  GError *fault = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (own_members); i++) {
    if ((own_members[i].kinds & (1u << kind)) == 0 && json_object_has_member (call->json, own_members[i].member))
      aus_error_add_field (&fault, own_members[i].member, "Does not belong to this kind.");
  }

  if (kind == AUS_AVAILABILITY_KIND_LEAVE)
    check_leave (self, &fault);
  else
    check_hours (self, &fault);

  if (*self->last_date != '\0' && strcmp (self->last_date, self->first_date) < 0)
    aus_error_add_field (&fault, "last_date", "Must not be before the first day.");

  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, fault);

  return FALSE;
}

static gboolean
settle_zone (AusCall          *call,
             AusDatabase      *database,
             AusAvailability  *self,
             GError          **error)
{
  g_autofree char *zone = aus_settings_get_text (database, call->clinic, AUS_SETTING_TIME_ZONE, error);

  if (zone != NULL && self->kind != AUS_AVAILABILITY_KIND_LEAVE && *self->time_zone == '\0')
    g_object_set (self, "time-zone", zone, NULL);

  return zone != NULL;
}

/* From when to when a colleague stands in, if one does. */
static gboolean
settle_cover (AusCall          *call,
              AusDatabase      *database,
              AusAvailability  *self,
              GError          **error)
{
  g_autofree char *zone = aus_settings_get_text (database, call->clinic, AUS_SETTING_TIME_ZONE, error);
  g_autoptr (GDateTime) starts = NULL;
  g_autoptr (GDateTime) ends = NULL;
  gint64 start, end;

  if (zone == NULL || self->kind != AUS_AVAILABILITY_KIND_LEAVE)
    return zone != NULL;

  if (!aus_doctor_time_find_start (zone, aus_doctor_time_read_days (self->first_date), &start, error) ||
      !aus_doctor_time_find_start (zone, aus_doctor_time_read_days (self->last_date) + 1, &end, error))
    return FALSE;

  starts = aus_time_to_date_time (start);
  ends = aus_time_to_date_time (end);
  g_object_set (self, "starts-at", starts, "ends-at", ends, NULL);

  if (g_strcmp0 (self->covered_by, self->doctor_id) == 0) {
    aus_error_add_field (error, "covered_by", "Must be somebody else.");
    return FALSE;
  }

  return self->covered_by == NULL || aus_doctors_check (database, self->covered_by, "covered_by", error);
}

gboolean
aus_availability_create (AusCall      *call,
                         AusDatabase  *database,
                         GError      **error)
{
  g_autoptr (AusAvailability) availability = g_object_new (AUS_TYPE_AVAILABILITY, NULL);

  if (!aus_record_read_json (AUS_RECORD (availability), call->json, AUS_READ_CREATE, error))
    return FALSE;

  return settle_zone (call, database, availability, error) &&
         check_owner (call, availability, error) &&
         aus_doctors_check (database, availability->doctor_id, "doctor_id", error) &&
         check (call, availability, error) && settle_cover (call, database, availability, error) &&
         aus_table_insert (database, AUS_RECORD (availability), error) &&
         reply (call, availability);
}

/* As it is for somebody who wants to change it. (transfer full) */
static AusAvailability *
find_own (AusCall      *call,
          AusDatabase  *database,
          GError      **error)
{
  g_autoptr (AusAvailability) availability = find (call, database, error);

  if (availability == NULL || !check_owner (call, availability, error) ||
      !aus_call_check_revision (call, AUS_RECORD (availability), error))
    return NULL;

  return g_steal_pointer (&availability);
}

gboolean
aus_availability_update (AusCall      *call,
                         AusDatabase  *database,
                         GError      **error)
{
  g_autoptr (AusAvailability) availability = find_own (call, database, error);

  if (availability == NULL ||
      !aus_record_read_json (AUS_RECORD (availability), call->json, AUS_READ_UPDATE, error))
    return FALSE;

  return settle_zone (call, database, availability, error) && check (call, availability, error) &&
         settle_cover (call, database, availability, error) &&
         aus_table_save (database, AUS_RECORD (availability), error) &&
         reply (call, availability);
}

gboolean
aus_availability_delete (AusCall      *call,
                         AusDatabase  *database,
                         GError      **error)
{
  g_autoptr (AusAvailability) availability = find_own (call, database, error);

  return availability != NULL && aus_table_delete (database, AUS_RECORD (availability), error);
}
