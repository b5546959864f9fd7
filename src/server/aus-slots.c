#include "aus-slots.h"

#include "aus-doctor-time.h"
#include "aus-time.h"
#include "aus-zone.h"

#include <string.h>

typedef struct
{
  AusDatabase           *database;
  const AusSlotQuestion *question;
  AusJsonWriter         *writer;
  GHashTable            *written;
} Search;

typedef struct
{
  const AusAvailability *hours;
  const char            *date;
  const char            *time;
  gint64                 start;
  gint64                 end;
} Slot;

/* Hours may overlap, or be there twice. Slots begin with a minute, so that those of one start and of other lengths end
 * at a sum of their own. */
static gboolean
is_new (const Search *search,
        const Slot   *slot)
{
  const gint64 key = slot->start + slot->hours->slot_minutes;

  return g_hash_table_add (search->written, g_memdup2 (&key, sizeof key));
}

/* The day is the patient's, where they said where they are. */
static void
write_slot (const Search *search,
            const Slot   *slot)
{
  AusJsonWriter *writer = search->writer;
  const AusSlotQuestion *question = search->question;
  char date[11], time[9];

  if (question->zone != NULL &&
      (!aus_zone_from_utc (question->zone, slot->start, date, time) || strcmp (date, question->date) != 0))
    return;

  if (!is_new (search, slot))
    return;

  aus_json_begin_object (writer, NULL);
  aus_json_add_time (writer, "starts_at", slot->start);
  aus_json_add_time (writer, "ends_at", slot->end);
  aus_json_add_text (writer, "appointment_date", slot->date);
  aus_json_add_text (writer, "appointment_time", slot->time);
  aus_json_add_text (writer, "time_zone", slot->hours->time_zone);
  aus_json_add_integer (writer, "duration_minutes", slot->hours->slot_minutes);

  if (question->zone != NULL) {
    aus_json_add_text (writer, "local_date", date);
    aus_json_add_text (writer, "local_time", time);
  }

  aus_json_end_object (writer);
}

/* A booking must say which moment it means, so a wall time that clocks never show, or twice, is not offered. */
static void
write_hours (const Search          *search,
             const AusAvailability *hours,
             const char            *date,
             GArray                *busy)
{
  const gint64 end = aus_doctor_time_read_minutes (hours->end_time);
  const gint64 pause = hours->buffer_minutes * AUS_TIME_MINUTE;
  const gint64 earliest = search->question->now + hours->notice_minutes * AUS_TIME_MINUTE;

  for (gint64 minutes = aus_doctor_time_read_minutes (hours->start_time); minutes + hours->slot_minutes <= end;
       minutes += hours->slot_minutes + hours->buffer_minutes) {
    g_autofree char *time = g_strdup_printf ("%02d:%02d", (int) (minutes / 60), (int) (minutes % 60));
    Slot slot = { .hours = hours, .date = date, .time = time };

    if (!aus_zone_to_utc (hours->time_zone, date, time, AUS_ZONE_CHOICE_ASK, &slot.start, NULL))
      continue;

    slot.end = slot.start + hours->slot_minutes * AUS_TIME_MINUTE;

    if (slot.start >= earliest && aus_doctor_time_find_busy (busy, slot.start, slot.end, pause) == NULL)
      write_slot (search, &slot);
  }
}

static gboolean
write_day (const Search  *search,
           const char    *date,
           GError       **error)
{
  const char *doctor_id = search->question->doctor_id;
  const AusClaim claim = { .doctor_id = doctor_id };
  g_autoptr (GArray) busy =
    aus_doctor_time_list_busy (search->database, &claim, aus_doctor_time_read_days (date), error);
  g_autoptr (GPtrArray) list =
    busy ? aus_doctor_time_list_hours (search->database, doctor_id, date, error) : NULL;

  for (guint i = 0; list != NULL && i < list->len; i++)
    write_hours (search, g_ptr_array_index (list, i), date, busy);

  return list != NULL;
}

gboolean
aus_slots_write (AusDatabase            *database,
                 const AusSlotQuestion  *question,
                 AusJsonWriter          *writer,
                 GError                **error)
{
  g_autoptr (GHashTable) written = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  const Search search = { database, question, writer, written };
  const gint64 days = aus_doctor_time_read_days (question->date);
  /* Far away it may be another day. */
  const int around = question->zone != NULL ? AUS_DOCTOR_TIME_DATES_APART : 0;

  aus_json_begin_array (writer, "slots");

  for (int i = -around; i <= around; i++) {
    int year, month, day;
    char other[16];

    aus_time_date_from_days (days + i, &year, &month, &day);
    g_snprintf (other, sizeof other, "%04d-%02d-%02d", year, month, day);

    if (!write_day (&search, other, error))
      return FALSE;
  }

  aus_json_end_array (writer);

  return TRUE;
}
