#include "aus-consultation.h"
#include "aus-json.h"
#include "aus-record-json.h"
#include "aus-test-thing.h"

#define LONG_TEXT "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define UUID "01890a5d-ac96-774b-bcce-b302099a8057"

typedef struct
{
  AusTestThing *thing;
  guint         n_heard;
} Fixture;

static void
notify_cb (GObject    *object,
           GParamSpec *pspec,
           gpointer    user_data)
{
  ((Fixture *) user_data)->n_heard++;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->thing = g_object_new (AUS_TEST_TYPE_THING, "name", "before", "count", (gint64) 3, NULL);
  self->n_heard = 0;
  g_signal_connect (self->thing, "notify", G_CALLBACK (notify_cb), self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->thing);
}

static gboolean
read_json (Fixture      *self,
           const char   *json,
           AusReadMode   mode,
           GError      **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (JsonObject) object = aus_json_parse_object (json, -1, &fault);

  g_assert_no_error (fault);

  return aus_record_read_json (AUS_RECORD (self->thing), object, mode, error);
}

/* (transfer full): the faults as “name: text” lines. */
static char *
describe (const GError *error)
{
  GPtrArray *faults = aus_error_get_fields (error);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < faults->len; i++) {
    const AusFieldFault *fault = g_ptr_array_index (faults, i);

    g_string_append_printf (text, "%s%s: %s", i > 0 ? "\n" : "", fault->name, fault->text);
  }

  return g_string_free (text, FALSE);
}

typedef struct
{
  AusReadMode  mode;
  const char  *json;
  const char  *faults;
} Refusal;

static const Refusal refusals[] = {
  { AUS_READ_UPDATE, "{\"nme\": \"x\"}", "nme: There is no such field." },
  { AUS_READ_UPDATE, "{\"made-at\": null}", "made-at: There is no such field." },
  { AUS_READ_UPDATE, "{\"key\": \"x\"}", "key: There is no such field." },
  { AUS_READ_UPDATE, "{\"revision\": 2}", "revision: Cannot be set." },
  { AUS_READ_CREATE, "{\"name\": \"x\", \"revision\": 2}", "revision: Cannot be set." },
  { AUS_READ_UPDATE, "{\"summary\": \"x\"}", "summary: Cannot be set." },
  { AUS_READ_UPDATE, "{\"origin\": \"x\"}", "origin: Cannot be changed." },
  { AUS_READ_UPDATE, "{\"id\": \"" UUID "\"}", "id: Cannot be changed." },
  { AUS_READ_CREATE, "{}", "name: Is required." },
  { AUS_READ_CREATE, "{\"name\": \"\"}", "name: Must not be blank." },
  { AUS_READ_UPDATE, "{\"name\": \" \\t\\u00a0\\u2003\"}", "name: Must not be blank." },
  { AUS_READ_UPDATE, "{\"name\": \"\\u200b\\ufeff \\u2060\"}", "name: Must not be blank." },
  { AUS_READ_UPDATE, "{\"name\": null}", "name: Must not be null." },
  { AUS_READ_UPDATE, "{\"name\": \"elf letters\"}", "name: Must not be longer than 10 characters." },
  { AUS_READ_UPDATE, "{\"name\": 7}", "name: Must be a text." },
  { AUS_READ_UPDATE, "{\"name\": true}", "name: Must be a text." },
  { AUS_READ_UPDATE, "{\"name\": []}", "name: Must be a single value." },
  { AUS_READ_UPDATE, "{\"name\": {\"a\": 1}}", "name: Must be a single value." },
  { AUS_READ_UPDATE, "{\"email\": null}", "email: Must not be null." },
  { AUS_READ_UPDATE, "{\"email\": \"ada\"}", "email: Must be an e-mail address." },
  { AUS_READ_UPDATE, "{\"email\": \"" LONG_TEXT LONG_TEXT LONG_TEXT LONG_TEXT "@b\"}",
    "email: Must not be longer than 255 characters." },
  { AUS_READ_UPDATE, "{\"other_id\": \"1\"}", "other_id: Must be a UUID." },
  { AUS_READ_UPDATE, "{\"other_id\": \"\"}", "other_id: Must be a UUID." },
  { AUS_READ_UPDATE, "{\"count\": 0}", "count: Must be between 1 and 10." },
  { AUS_READ_UPDATE, "{\"count\": 11}", "count: Must be between 1 and 10." },
  { AUS_READ_UPDATE, "{\"count\": \"3\"}", "count: Must be a whole number." },
  { AUS_READ_UPDATE, "{\"count\": 3.5}", "count: Must be a whole number." },
  { AUS_READ_UPDATE, "{\"count\": true}", "count: Must be a whole number." },
  { AUS_READ_UPDATE, "{\"count\": null}", "count: Must not be null." },
  { AUS_READ_UPDATE, "{\"weight\": 5.01}", "weight: Must be between -5 and 5." },
  { AUS_READ_UPDATE, "{\"weight\": \"1\"}", "weight: Must be a number." },
  { AUS_READ_UPDATE, "{\"weight\": null}", "weight: Must not be null." },
  { AUS_READ_UPDATE, "{\"is_good\": 1}", "is_good: Must be true or false." },
  { AUS_READ_UPDATE, "{\"is_good\": \"true\"}", "is_good: Must be true or false." },
  { AUS_READ_UPDATE, "{\"is_good\": null}", "is_good: Must not be null." },
  { AUS_READ_UPDATE, "{\"made_at\": \"2026-11-02\"}",
    "made_at: Must be a time such as 2026-11-02T09:00:00Z, with a zone." },
  { AUS_READ_UPDATE, "{\"made_at\": 1}", "made_at: Must be a time such as 2026-11-02T09:00:00Z, with a zone." },
  { AUS_READ_UPDATE, "{\"sex\": \"Male\"}", "sex: Must be one of: unknown, female, male, other." },
  { AUS_READ_UPDATE, "{\"sex\": 1}", "sex: Must be one of: unknown, female, male, other." },
  { AUS_READ_UPDATE, "{\"sex\": null}", "sex: Must not be null." },
  { AUS_READ_TRUSTED, "{\"name\": 7, \"sex\": \"none\", \"count\": null}",
    "name: Must be a text.\ncount: Must not be null.\nsex: Must be one of: unknown, female, male, other." },

  /* All at once, and the good ones with them are not taken. */
  { AUS_READ_CREATE, "{\"x\": 1, \"revision\": 1, \"count\": 12, \"email\": \"a@b\", \"sex\": \"?\"}",
    "x: There is no such field.\nrevision: Cannot be set.\nname: Is required.\ncount: Must be between 1 and 10.\n"
    "sex: Must be one of: unknown, female, male, other." },
};

static void
test_refuse (Fixture       *self,
             gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *faults = NULL;

    g_test_message ("%s", refusals[i].json);
    g_assert_false (read_json (self, refusals[i].json, refusals[i].mode, &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
    faults = describe (error);
    g_assert_cmpstr (faults, ==, refusals[i].faults);
    g_assert_cmpuint (self->n_heard, ==, 0);
    g_assert_cmpstr (self->thing->name, ==, "before");
    g_assert_cmpstr (self->thing->email, ==, "");
  }

  /* Who does not ask is not told, and nothing happens either. */
  g_assert_false (read_json (self, refusals[0].json, refusals[0].mode, NULL));
}

static void
test_create (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  read_json (self,
             "{\"id\": \"" UUID "\", \"name\": \"zehn Zäh…\\u00fc\", \"given_by\": \"Ada\","
             " \"count\": 10, \"limit\": 0,"
             " \"weight\": -5, \"is_good\": true, \"made_at\": \"2026-11-02T10:00:00+01:00\", \"sex\": \"other\","
             " \"origin\": \"here\", \"email\": \"ada@example.org\", \"other_id\": \"" UUID "\"}",
             AUS_READ_CREATE, &error);
  g_assert_no_error (error);

  g_assert_cmpstr (self->thing->id, ==, UUID);
  g_assert_cmpstr (self->thing->name, ==, "zehn Zäh…ü");
  g_assert_cmpstr (self->thing->given_by, ==, "Ada");
  g_assert_cmpint (self->thing->count, ==, 10);
  g_assert_cmpint (self->thing->limit, ==, 0);
  g_assert_cmpfloat (self->thing->weight, ==, -5);
  g_assert_true (self->thing->is_good);
  g_assert_cmpint (g_date_time_to_unix (self->thing->made_at), ==, 1793610000);
  g_assert_cmpuint (self->thing->sex, ==, AUS_SEX_OTHER);
  g_assert_cmpstr (self->thing->origin, ==, "here");
  g_assert_cmpstr (self->thing->email, ==, "ada@example.org");
}

static void
test_update (Fixture       *self,
             gconstpointer  data)
{
  g_assert_true (read_json (self, "{\"given_by\": \"Ada\", \"limit\": 5, \"made_at\": \"2026-11-02T09:00:00Z\"}",
                            AUS_READ_UPDATE, NULL));
  g_assert_cmpuint (self->n_heard, ==, 3);
  g_assert_cmpstr (self->thing->name, ==, "before");

  /* Null takes away what may be absent. */
  g_assert_true (read_json (self, "{\"given_by\": null, \"limit\": null, \"made_at\": null, \"other_id\": null}",
                            AUS_READ_UPDATE, NULL));
  g_assert_null (self->thing->given_by);
  g_assert_null (self->thing->made_at);
  g_assert_cmpint (self->thing->limit, ==, AUS_INTEGER_NULL);

  /* An empty text is nothing to check. */
  g_assert_true (read_json (self, "{\"email\": \"\"}", AUS_READ_UPDATE, NULL));
  g_assert_true (read_json (self, "{}", AUS_READ_UPDATE, NULL));
}

/* Our own server's word counts, also beyond what clients may say. */
static void
test_trusted (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  read_json (self, "{\"revision\": 9, \"summary\": \"s\", \"origin\": \"there\", \"name\": \"longer than ten\","
             " \"count\": 99, \"email\": \"none\", \"other_id\": \"1\", \"new_member\": [1]}",
             AUS_READ_TRUSTED, &error);
  g_assert_no_error (error);
  g_assert_cmpint (self->thing->revision, ==, 9);
  g_assert_cmpstr (self->thing->summary, ==, "s");
  g_assert_cmpstr (self->thing->origin, ==, "there");
  g_assert_cmpstr (self->thing->name, ==, "longer than ten");
  g_assert_cmpint (self->thing->count, ==, 99);
}

/* (transfer full) */
static char *
write_json (gpointer record,
            AusRole  role,
            gboolean detail)
{
  const AusView view = { role, detail };
  AusJsonWriter writer;
  char *json;

  aus_json_writer_init (&writer);
  aus_record_write_json (record, &writer, NULL, &view);
  json = g_strdup (writer.text->str);
  aus_json_writer_clear (&writer);

  return json;
}

static void
test_write (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2026, 11, 2, 9, 0, 0);
  g_autofree char *empty = NULL;
  g_autofree char *full = NULL;

  empty = write_json (self->thing, AUS_ROLE_DOCTOR, FALSE);
  g_assert_cmpstr (empty, ==,
                   "{\"id\":\"\",\"revision\":0,\"name\":\"before\",\"given_by\":null,\"other_id\":null,\"email\":\"\","
                   "\"count\":3,\"limit\":null,\"weight\":0,\"is_good\":false,\"made_at\":null,\"sex\":\"unknown\","
                   "\"origin\":\"\",\"summary\":\"\"}");

  g_object_set (self->thing, "id", "i", "given-by", "", "limit", (gint64) -1, "weight", 0.25, "is-good", TRUE,
                "made-at", time, "sex", AUS_SEX_FEMALE, "diary", "dear", "key", "k", "summary", "s", NULL);
  full = write_json (self->thing, AUS_ROLE_DOCTOR, TRUE);
  g_assert_cmpstr (full, ==,
                   "{\"id\":\"i\",\"revision\":0,\"name\":\"before\",\"given_by\":\"\","
                   "\"other_id\":null,\"email\":\"\","
                   "\"count\":3,\"limit\":-1,\"weight\":0.25,\"is_good\":true,\"made_at\":\"2026-11-02T09:00:00Z\","
                   "\"sex\":\"female\",\"origin\":\"\",\"diary\":\"dear\",\"summary\":\"s\"}");
}

/* Which of the guarded members of a visit somebody sees. */
static const struct
{
  AusRole     role;
  gboolean    detail;
  const char *seen;
} views[] = {
  { AUS_ROLE_NONE, TRUE, "" },
  { AUS_ROLE_ADMIN, FALSE, "meeting_id unread_messages " },
  { AUS_ROLE_ADMIN, TRUE, "meeting_id meeting_password notes unread_messages " },
  { AUS_ROLE_DOCTOR, FALSE, "meeting_id recording_url unread_messages " },
  { AUS_ROLE_DOCTOR, TRUE, "meeting_id meeting_password recording_url notes unread_messages " },
  { AUS_ROLE_NURSE, TRUE, "meeting_id meeting_password notes unread_messages " },
  { AUS_ROLE_RECEPTIONIST, FALSE, "" },
  { AUS_ROLE_RECEPTIONIST, TRUE, "" },
  { AUS_ROLE_PATIENT, FALSE, "" },
  { AUS_ROLE_PATIENT, TRUE, "" },
  { AUS_ROLE_GUEST, TRUE, "" },
  { AUS_ROLE_INTERPRETER, TRUE, "" },
};

static const char *const guarded[] = {
  "meeting_id", "meeting_password", "recording_url", "notes", "unread_messages",
};

static void
test_views (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (AusConsultation) visit =
    g_object_new (AUS_TYPE_CONSULTATION, "notes", "n", "meeting-id", "m", "meeting-password", "p", "recording-url", "r",
                  NULL);

  for (guint i = 0; i < G_N_ELEMENTS (views); i++) {
    g_autofree char *json = write_json (visit, views[i].role, views[i].detail);
    g_autoptr (JsonObject) object = aus_json_parse_object (json, -1, NULL);
    g_autoptr (GString) seen = g_string_new (NULL);

    for (guint j = 0; j < G_N_ELEMENTS (guarded); j++) {
      if (json_object_has_member (object, guarded[j]))
        g_string_append_printf (seen, "%s ", guarded[j]);
    }

    g_test_message ("role %u, %s", views[i].role, views[i].detail ? "detail" : "list");
    g_assert_cmpstr (seen->str, ==, views[i].seen);
    g_assert_true (json_object_has_member (object, "status"));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/record-json/refuse", test_refuse);
  ADD ("/record-json/create", test_create);
  ADD ("/record-json/update", test_update);
  ADD ("/record-json/trusted", test_trusted);
  ADD ("/record-json/write", test_write);
  ADD ("/record-json/views", test_views);

  return g_test_run ();
}
