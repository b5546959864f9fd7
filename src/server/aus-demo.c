#include "aus-demo.h"

#include "aus-demo-day.h"
#include "aus-demo-people.h"
#include "aus-doors.h"
#include "aus-patient.h"
#include "aus-random.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-user.h"

#define PASSWORD_LENGTH 12

struct _AusDemo
{
  AusClinic *clinic;
  GPtrArray *staff;
  GPtrArray *patients;
  GPtrArray *passwords;
  char      *door_id;
};

static const char *const clinic_texts[][2] = {
  { "name", "Lindenpark Clinic" },
  { "phone", "+49 30 23125 100" },
};

void
aus_demo_name_clinic (GKeyFile *settings)
{
  for (guint i = 0; i < G_N_ELEMENTS (clinic_texts); i++) {
    if (!g_key_file_has_key (settings, "clinic", clinic_texts[i][0], NULL))
      g_key_file_set_string (settings, "clinic", clinic_texts[i][0], clinic_texts[i][1]);
  }
}

static gboolean
hire (AusDemo               *self,
      const AusDemoAccount  *account,
      GError               **error)
{
  g_autofree char *password = aus_random_text (PASSWORD_LENGTH);
  g_autofree char *hash = aus_password_hash (password, self->clinic->password_cost, error);

  if (hash == NULL)
    return FALSE;

  g_ptr_array_add (self->staff, g_object_new (AUS_TYPE_USER,
                                              "email", account->email,
                                              "title", account->title,
                                              "first-name", account->first_name,
                                              "last-name", account->last_name,
                                              "role", account->role,
                                              "password-hash", hash,
                                              "is-active", TRUE,
                                              NULL));
  g_ptr_array_add (self->passwords, g_steal_pointer (&password));

  return TRUE;
}

static void
enrol (AusDemo              *self,
       const AusDemoPatient *patient)
{
  g_autofree char *phone = g_strdup_printf ("+49 30 23125 %03u", 200 + self->patients->len);
  g_autofree char *email = g_strdup_printf ("patient%u@mail.example", self->patients->len + 1);

  g_ptr_array_add (self->patients, g_object_new (AUS_TYPE_PATIENT,
                                                 "given-name", patient->given_name,
                                                 "family-name", patient->family_name,
                                                 "born", patient->born,
                                                 "sex", patient->sex,
                                                 "language", patient->language,
                                                 "phone", phone,
                                                 "email", email,
                                                 NULL));
}

/* Read back, since the database makes their names. */
static gboolean
insert_all (AusDatabase  *database,
            GPtrArray    *records,
            GError      **error)
{
  for (guint i = 0; i < records->len; i++) {
    AusRecord *record = g_ptr_array_index (records, i);

    if (!aus_table_insert (database, record, error) ||
        !aus_table_get (database, record, aus_record_get_id (record), error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
fill_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  AusDemo *self = data;
  const gint64 now = aus_time_now ();
  const AusDemoDay day = { self->clinic, database, now - now % (5 * AUS_TIME_MINUTE), self->staff, self->patients };

  if (!insert_all (database, self->staff, error) || !insert_all (database, self->patients, error))
    return FALSE;

  for (const AusDemoVisit *visit = aus_demo_visits; visit->doctor != NULL; visit++) {
    if (!aus_demo_day_add (&day, visit, &self->door_id, error))
      return FALSE;
  }

  return TRUE;
}

AusDemo *
aus_demo_new (AusClinic  *clinic,
              AusStore   *store,
              GError    **error)
{
  g_autoptr (AusDemo) self = g_new0 (AusDemo, 1);

  self->clinic = g_object_ref (clinic);
  self->staff = g_ptr_array_new_with_free_func (g_object_unref);
  self->patients = g_ptr_array_new_with_free_func (g_object_unref);
  self->passwords = g_ptr_array_new_with_free_func (g_free);

  for (const AusDemoAccount *account = aus_demo_accounts; account->role != AUS_ROLE_NONE; account++) {
    if (!hire (self, account, error))
      return NULL;
  }

  for (const AusDemoPatient *patient = aus_demo_patients; patient->given_name != NULL; patient++)
    enrol (self, patient);

  return aus_store_write_sync (store, fill_job, self, error) ? g_steal_pointer (&self) : NULL;
}

void
aus_demo_free (AusDemo *self)
{
  g_clear_object (&self->clinic);
  g_ptr_array_unref (self->staff);
  g_ptr_array_unref (self->patients);
  g_ptr_array_unref (self->passwords);
  g_free (self->door_id);
  g_free (self);
}

void
aus_demo_print (AusDemo *self,
                FILE    *stream)
{
  g_autofree char *url = aus_doors_make_url (self->clinic, self->door_id, NULL);

  for (guint i = 0; i < self->staff->len; i++) {
    AusUser *user = g_ptr_array_index (self->staff, i);

    fprintf (stream, "account %s %s %s\n", aus_enum_to_nick (AUS_TYPE_ROLE, user->role), user->email,
             (const char *) g_ptr_array_index (self->passwords, i));
  }

  fprintf (stream, "door %s\n", url);
}
