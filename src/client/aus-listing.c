#include "aus-listing.h"

#include "aus-booking.h"
#include "aus-consultation.h"
#include "aus-patient.h"
#include "aus-time.h"
#include "aus-user.h"

/* Sorts as text like the times do as numbers, those before 1970 included. */
char *
aus_listing_make_time_key (GDateTime *time)
{
  guint64 number = time ? (guint64) aus_time_from_date_time (time) + G_MAXINT64 : G_MAXUINT64;

  return g_strdup_printf ("%020" G_GUINT64_FORMAT, number);
}

static char *
make_name_key (const char *family,
               const char *given)
{
  g_autofree char *first = g_utf8_collate_key (family, -1);
  g_autofree char *second = g_utf8_collate_key (given, -1);

  return g_strjoin ("\001", first, second, NULL);
}

static gboolean
is_between (GDateTime *time,
            gint64     from,
            gint64     to)
{
  gint64 start = time ? aus_time_from_date_time (time) : 0;

  return time != NULL && start >= from && start < to;
}

static char *
key_consultation (gpointer record)
{
  return aus_listing_make_time_key (((AusConsultation *) record)->scheduled_start);
}

static char *
key_booking (gpointer record)
{
  return aus_listing_make_time_key (((AusBooking *) record)->starts_at);
}

static char *
key_patient (gpointer record)
{
  const AusPatient *patient = record;

  return make_name_key (patient->family_name, patient->given_name);
}

static char *
key_doctor (gpointer record)
{
  const AusUser *user = record;

  return make_name_key (user->last_name, user->first_name);
}

static gboolean
shows_consultation (gpointer record,
                    gint64   from,
                    gint64   to)
{
  return is_between (((AusConsultation *) record)->scheduled_start, from, to);
}

static gboolean
shows_booking (gpointer record,
               gint64   from,
               gint64   to)
{
  return is_between (((AusBooking *) record)->starts_at, from, to);
}

static gboolean
shows_patient (gpointer record,
               gint64   from,
               gint64   to)
{
  return TRUE;
}

static gboolean
shows_doctor (gpointer record,
              gint64   from,
              gint64   to)
{
  const AusUser *user = record;

  return user->role == AUS_ROLE_DOCTOR && user->is_active;
}

const AusListing aus_listings[AUS_N_LISTINGS] = {
  [AUS_LISTING_CONSULTATIONS] = { aus_consultation_get_type, key_consultation, shows_consultation },
  [AUS_LISTING_BOOKINGS] = { aus_booking_get_type, key_booking, shows_booking },
  [AUS_LISTING_PATIENTS] = { aus_patient_get_type, key_patient, shows_patient },
  [AUS_LISTING_DOCTORS] = { aus_user_get_type, key_doctor, shows_doctor },
};
