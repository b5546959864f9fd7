#include "aus-availability.h"
#include "aus-booking.h"
#include "aus-consultation.h"
#include "aus-door.h"
#include "aus-message.h"
#include "aus-participant.h"
#include "aus-patient.h"
#include "aus-session.h"
#include "aus-test-thing.h"
#include "aus-technical-issue.h"
#include "aus-user.h"

#include <string.h>

typedef struct
{
  AusTestThing *thing;
  GPtrArray    *heard;
} Fixture;

static void
notify_cb (GObject    *object,
           GParamSpec *pspec,
           gpointer    user_data)
{
  g_ptr_array_add (user_data, (gpointer) pspec->name);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->thing = g_object_new (AUS_TEST_TYPE_THING, NULL);
  self->heard = g_ptr_array_new ();
  g_signal_connect (self->thing, "notify", G_CALLBACK (notify_cb), self->heard);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->thing);
  g_ptr_array_unref (self->heard);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char **) a, *(const char **) b);
}

/* What was notified since the last time, by the alphabet. */
static void
assert_heard (Fixture    *self,
              const char *names)
{
  g_autofree char *heard = NULL;

  g_ptr_array_sort (self->heard, compare_names);
  g_ptr_array_add (self->heard, NULL);
  heard = g_strjoinv (" ", (char **) self->heard->pdata);
  g_assert_cmpstr (heard, ==, names);
  g_ptr_array_set_size (self->heard, 0);
}

static void
test_unset (Fixture       *self,
            gconstpointer  data)
{
  g_assert_cmpstr (self->thing->name, ==, "");
  g_assert_null (self->thing->given_by);
  g_assert_cmpint (self->thing->count, ==, 0);
  g_assert_cmpint (self->thing->limit, ==, AUS_INTEGER_NULL);
  g_assert_null (self->thing->made_at);
  g_assert_cmpuint (self->thing->sex, ==, AUS_SEX_UNKNOWN);
}

/* What is given at construction is not taken for unset. */
static void
test_construct (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (AusTestThing) thing = g_object_new (AUS_TEST_TYPE_THING, "limit", (gint64) 0, "name", "box", NULL);

  g_assert_cmpint (thing->limit, ==, 0);
  g_assert_cmpstr (thing->name, ==, "box");
}

static void
test_properties (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2026, 11, 2, 9, 0, 0);
  g_autoptr (GDateTime) made_at = NULL;
  g_autofree char *name = NULL;
  g_autofree char *given_by = NULL;
  gint64 count;
  double weight;
  gboolean is_good;
  AusSex sex;

  g_object_set (self->thing, "name", "box", "given-by", "Ada", "count", (gint64) 5000000000, "weight", 1.5,
                "is-good", TRUE, "made-at", time, "sex", AUS_SEX_OTHER, NULL);
  g_object_get (self->thing, "name", &name, "given-by", &given_by, "count", &count, "weight", &weight,
                "is-good", &is_good, "made-at", &made_at, "sex", &sex, NULL);

  g_assert_cmpstr (name, ==, "box");
  g_assert_cmpstr (given_by, ==, "Ada");
  g_assert_cmpint (count, ==, 5000000000);
  g_assert_cmpfloat (weight, ==, 1.5);
  g_assert_true (is_good);
  g_assert_true (made_at == time);
  g_assert_cmpint (sex, ==, AUS_SEX_OTHER);
  assert_heard (self, "count given-by is-good made-at name sex weight");
}

/* Views hear of what is new, and not of what is the same. */
static void
test_same (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2026, 11, 2, 9, 0, 0);
  g_autoptr (GDateTime) same_time = g_date_time_new_utc (2026, 11, 2, 9, 0, 0);

  g_object_set (self->thing, "name", "", "given-by", NULL, "count", (gint64) 0, "limit", AUS_INTEGER_NULL,
                "weight", 0.0, "is-good", FALSE, "made-at", NULL, "sex", AUS_SEX_UNKNOWN, NULL);
  assert_heard (self, "");
  g_object_set (self->thing, "name", NULL, NULL);
  assert_heard (self, "");
  g_assert_cmpstr (self->thing->name, ==, "");

  g_object_set (self->thing, "made-at", time, "given-by", "", NULL);
  assert_heard (self, "given-by made-at");
  g_object_set (self->thing, "made-at", same_time, "given-by", "", NULL);
  assert_heard (self, "");
  g_object_set (self->thing, "made-at", NULL, "given-by", NULL, NULL);
  assert_heard (self, "given-by made-at");
  g_assert_null (self->thing->made_at);
  g_assert_null (self->thing->given_by);
}

/* Setting a text to its own member is safe. */
static void
test_own_text (Fixture       *self,
               gconstpointer  data)
{
  g_object_set (self->thing, "name", "box", NULL);
  g_object_set (self->thing, "name", self->thing->name + 1, NULL);
  g_assert_cmpstr (self->thing->name, ==, "ox");
}

static void
test_assign (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2026, 11, 2, 9, 0, 0);
  g_autoptr (AusTestThing) source =
    g_object_new (AUS_TEST_TYPE_THING, "id", "x", "revision", (gint64) 4, "name", "box", "limit", (gint64) 7,
                  "weight", 2.5, "is-good", TRUE, "made-at", time, "sex", AUS_SEX_MALE, "key", "secret", NULL);

  g_object_set (self->thing, "name", "box", NULL);
  assert_heard (self, "name");
  aus_record_assign (AUS_RECORD (self->thing), AUS_RECORD (source));

  g_assert_cmpstr (aus_record_get_id (AUS_RECORD (self->thing)), ==, "x");
  g_assert_cmpint (aus_record_get_revision (AUS_RECORD (self->thing)), ==, 4);
  g_assert_cmpint (self->thing->limit, ==, 7);
  g_assert_true (g_date_time_equal (self->thing->made_at, time));
  g_assert_cmpstr (self->thing->key, ==, "secret");
  assert_heard (self, "id is-good key limit made-at revision sex weight");

  aus_record_assign (AUS_RECORD (self->thing), AUS_RECORD (source));
  assert_heard (self, "");
}

static void
test_find (Fixture       *self,
           gconstpointer  data)
{
  AusRecordClass *klass = AUS_RECORD_GET_CLASS (self->thing);

  g_assert_cmpstr (aus_record_class_find (klass, "made_at")->name, ==, "made_at");
  g_assert_null (aus_record_class_find (klass, "made-at"));
  g_assert_null (aus_record_class_find (klass, ""));
}

static GType (* const types[]) (void) = {
  aus_user_get_type, aus_session_get_type, aus_patient_get_type, aus_booking_get_type, aus_consultation_get_type,
  aus_door_get_type, aus_participant_get_type, aus_message_get_type, aus_technical_issue_get_type,
  aus_availability_get_type,
};

/* Says which value differs from the one a new record has. */
static void
fill_value (const AusField *field,
            GValue         *value)
{
  switch (field->kind) {
    case AUS_KIND_TEXT:
      g_value_set_static_string (value, field->name);
      break;
    case AUS_KIND_INTEGER:
      g_value_set_int64 (value, 42);
      break;
    case AUS_KIND_REAL:
      g_value_set_double (value, 42.5);
      break;
    case AUS_KIND_BOOLEAN:
      g_value_set_boolean (value, TRUE);
      break;
    case AUS_KIND_TIME:
      g_value_take_boxed (value, g_date_time_new_utc (2026, 11, 2, 9, 0, 0));
      break;
    case AUS_KIND_ENUM:
      g_value_set_enum (value, 1);
      break;
  }
}

static void
check_property (GObject        *record,
                const AusField *field)
{
  g_autofree char *name = g_strdelimit (g_strdup (field->name), "_", '-');
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (record), name);
  g_auto (GValue) written = G_VALUE_INIT;
  g_auto (GValue) read = G_VALUE_INIT;

  g_assert_nonnull (pspec);
  g_value_init (&written, pspec->value_type);
  fill_value (field, &written);
  g_object_set_property (record, name, &written);
  g_object_get_property (record, name, &read);
  g_assert_cmpint (g_param_values_cmp (pspec, &written, &read), ==, 0);
}

/* Every field of every record is a property of its own, and the members do not overlap. */
static void
test_all (Fixture       *self,
          gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    GObject *record = g_object_new (types[i] (), NULL);
    AusRecordClass *klass = AUS_RECORD_GET_CLASS (record);

    for (guint j = 0; j < klass->n_fields; j++)
      check_property (record, &klass->fields[j]);

    g_assert_cmpstr (aus_record_get_id (AUS_RECORD (record)), ==, "id");
    g_assert_cmpint (aus_record_get_revision (AUS_RECORD (record)), ==, 42);
    g_assert_finalize_object (record);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/record/unset", test_unset);
  ADD ("/record/construct", test_construct);
  ADD ("/record/properties", test_properties);
  ADD ("/record/same", test_same);
  ADD ("/record/own-text", test_own_text);
  ADD ("/record/assign", test_assign);
  ADD ("/record/find", test_find);
  ADD ("/record/all", test_all);

  return g_test_run ();
}
