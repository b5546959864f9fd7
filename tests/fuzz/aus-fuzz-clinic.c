#include "aus-fuzz-clinic.h"

#include "aus-demo.h"
#include "aus-json.h"
#include "aus-problem.h"
#include "aus-time.h"
#include "aus-token.h"
#include "aus-uuid.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>

/* What a letter behind “@” stands for. */
static const struct
{
  char        letter;
  const char *sql;
} ids[] = {
  { 'v', "SELECT id FROM consultations ORDER BY scheduled_start, id LIMIT 1 OFFSET ?1" },
  { 'm', "SELECT id FROM consultations WHERE doctor_id = (SELECT id FROM users WHERE role = 'doctor' ORDER BY email) "
         "ORDER BY scheduled_start, id LIMIT 1 OFFSET ?1" },
  { 'b', "SELECT id FROM bookings ORDER BY starts_at, id LIMIT 1 OFFSET ?1" },
  { 'p', "SELECT id FROM patients ORDER BY family_name, id LIMIT 1 OFFSET ?1" },
  { 'd', "SELECT id FROM users WHERE role = 'doctor' ORDER BY email LIMIT 1 OFFSET ?1" },
  { 'u', "SELECT id FROM users ORDER BY email LIMIT 1 OFFSET ?1" },
  { 'i', "SELECT id FROM technical_issues ORDER BY id LIMIT 1 OFFSET ?1" },
  { 's', "SELECT id FROM participants ORDER BY id LIMIT 1 OFFSET ?1" },
};

static char *
find_id (AusFuzzClinic *self,
         const char    *sql,
         gint64         offset)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AusStatement) statement = aus_database_prepare (self->database, sql, &error);

  g_assert_no_error (error);
  aus_statement_bind_integer (statement, 1, offset);

  return aus_statement_step (statement, &error) == AUS_STEP_ROW ? g_strdup (aus_statement_get_text (statement, 0))
                                                                : aus_uuid_new ();
}

char *
aus_fuzz_clinic_fill (AusFuzzClinic *self,
                      const char    *text,
                      gsize          length)
{
  GString *filled = g_string_new (NULL);

  for (gsize i = 0; i < length; i++) {
    g_autofree char *id = NULL;

    for (guint k = 0; i + 2 < length && text[i] == '@' && k < G_N_ELEMENTS (ids); k++) {
      if (ids[k].letter == text[i + 1] && g_ascii_isdigit (text[i + 2]))
        id = find_id (self, ids[k].sql, text[i + 2] - '0');
    }

    if (id != NULL)
      i += 2;

    if (id != NULL)
      g_string_append (filled, id);
    else
      g_string_append_c (filled, text[i]);
  }

  return g_string_free (filled, FALSE);
}

/* The only one, where it lies: for the end of the process, which is told nothing. */
static char *
keep_folder (char *folder)
{
  static char *kept = NULL;

  if (folder != NULL)
    kept = folder;

  return kept;
}

static void
remove_folder (void)
{
  const char *folder = keep_folder (NULL);
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (names)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }

  g_rmdir (folder);
}

static gboolean
sign_in_job (AusDatabase  *database,
             gpointer      data,
             GError      **error)
{
  g_autofree char *hash = aus_token_hash (AUS_FUZZ_TOKEN);
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "INSERT INTO sessions (id, revision, user_id, token_hash, created_at, "
                                    "last_used_at, expires_at) SELECT ?1, 1, id, ?2, ?3, ?3, ?3 * 2 FROM users "
                                    "WHERE role = 'doctor' ORDER BY email LIMIT 1", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, "01900000-0000-7000-8000-000000000000");
  aus_statement_bind_text (statement, 2, hash);
  aus_statement_bind_integer (statement, 3, aus_time_now ());

  return aus_statement_run (statement, error);
}

static void
add_callers (AusFuzzClinic *self,
             const char    *sql,
             gboolean       by_door)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AusStatement) row = aus_database_prepare (self->database, sql, &error);

  g_assert_no_error (error);

  while (aus_statement_step (row, &error) == AUS_STEP_ROW) {
    AusCaller *caller = g_new0 (AusCaller, 1);

    caller->name = g_strdup ("Somebody");
    g_assert_true (aus_enum_from_nick (AUS_TYPE_ROLE, aus_statement_get_text (row, 1), &caller->role));

    if (by_door) {
      caller->door_id = g_strdup (aus_statement_get_text (row, 0));
      caller->consultation_id = g_strdup (aus_statement_get_text (row, 2));
    } else {
      caller->user_id = g_strdup (aus_statement_get_text (row, 0));
      caller->session_id = g_strdup ("01900000-0000-7000-8000-000000000000");
    }

    g_ptr_array_add (self->callers, caller);
  }

  g_assert_no_error (error);
}

AusFuzzClinic *
aus_fuzz_clinic_open (void)
{
  AusFuzzClinic *self = g_new0 (AusFuzzClinic, 1);
  g_autoptr (GError) error = NULL;
  const char *folder = keep_folder (g_dir_make_tmp ("aus-fuzz-XXXXXX", &error));
  g_autofree char *path = g_build_filename (folder, "clinic.db", NULL);
  g_autoptr (AusDemo) demo = NULL;

  g_assert_no_error (error);
  atexit (remove_folder);
  self->clinic = aus_clinic_new (folder, NULL, &error);
  g_assert_no_error (error);
  self->clinic->password_cost = AUS_PASSWORD_COST_MINIMAL;
  aus_clinic_set_public_url (self->clinic, "http://127.0.0.1:1");
  self->store = aus_store_new (path, AUS_DATABASE_WRITER, 1, &error);
  g_assert_no_error (error);
  demo = aus_demo_new (self->clinic, self->store, &error);
  g_assert_no_error (error);
  aus_store_write_sync (self->store, sign_in_job, NULL, &error);
  g_assert_no_error (error);
  self->database = aus_database_open (path, AUS_DATABASE_WRITER, &error);
  g_assert_no_error (error);
  g_assert_true (aus_database_load_seq (self->database, &error));

  self->callers = g_ptr_array_new ();
  add_callers (self, "SELECT id, role FROM users GROUP BY role ORDER BY role", FALSE);
  add_callers (self, "SELECT id, role, consultation_id FROM doors ORDER BY consultation_id LIMIT 4", TRUE);
  g_ptr_array_add (self->callers, g_new0 (AusCaller, 1));

  return self;
}

static gboolean
is_no_text (gpointer name,
            gpointer value,
            gpointer user_data)
{
  return !g_utf8_validate (name, -1, NULL) || !g_utf8_validate (value, -1, NULL);
}

/* Takes “ID?QUERY\n” off what was given; whatever is left is the body. */
static void
read_what (AusCall    *call,
           const char *what)
{
  const char *end = strchr (what, '\n');
  const char *mark = end ? memchr (what, '?', (gsize) (end - what)) : NULL;
  const char *id_end = mark ? mark : end;
  g_autofree char *query = mark ? g_strndup (mark + 1, (gsize) (end - mark - 1)) : NULL;

  if (id_end != NULL && id_end > what)
    call->id = g_strndup (what, (gsize) (id_end - what));

  if (query != NULL && g_utf8_validate (query, -1, NULL))
    call->query = soup_form_decode (query);

  /* The server refuses what says it in percents as well. */
  if (call->query != NULL && g_hash_table_find (call->query, is_no_text, NULL) != NULL)
    g_clear_pointer (&call->query, g_hash_table_unref);

  call->body = g_bytes_new (end ? end + 1 : what, strlen (end ? end + 1 : what));
}

/* The id of a path went through the table, which lets nothing else through. */
static gboolean
make_path (AusCall *call)
{
  const char *path = call->route->path;
  const char *variable = strchr (path, '{');
  const char *rest = variable ? strchr (variable, '}') + 1 : NULL;

  if (variable == NULL)
    g_clear_pointer (&call->id, g_free);
  else if (call->id == NULL || (g_str_has_prefix (variable, "{id}") && !aus_uuid_is_valid (call->id)))
    return FALSE;

  call->path = variable ? g_strdup_printf ("/%.*s%s%s", (int) (variable - path), path, call->id, rest)
                        : g_strconcat ("/", path, NULL);

  return TRUE;
}

static gboolean
run (AusFuzzClinic  *self,
     AusCall        *call,
     GError        **error)
{
  if (call->route->look_up != NULL &&
      (!aus_call_look_up (self->database, call, error) || !call->route->prepare (call, error)))
    return FALSE;

  return aus_call_run (self->database, call, error);
}

static void
check_json (GBytes *answer)
{
  gsize length;
  const char *text = g_bytes_get_data (answer, &length);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = aus_json_parse (text, (gssize) length, &error);

  if (root == NULL)
    g_error ("The answer is no JSON: %s: %.*s", error->message, (int) length, text);
}

static GBytes *
answer (AusCall      *call,
        gboolean      good,
        const GError *error,
        guint        *status)
{
  g_autoptr (GBytes) bytes = NULL;

  *status = call->status;
  bytes = good ? aus_json_writer_finish (&call->out) : aus_problem_make (error, status);

  if (*status == 500)
    g_error ("%s %s: %s", call->route->method, call->path, error->message);

  if (*status != 204 && call->content_type == NULL)
    check_json (bytes);

  return g_steal_pointer (&bytes);
}

GBytes *
aus_fuzz_clinic_call (AusFuzzClinic  *self,
                      const AusRoute *route,
                      guint           caller,
                      const char     *what,
                      guint          *status)
{
  g_autoptr (AusCall) call = aus_call_new (route, self->clinic);
  const AusMark mark = aus_database_get_mark (self->database);
  g_autoptr (GError) error = NULL;
  gboolean good;

  read_what (call, what);
  call->address = g_strdup ("127.0.0.1");
  call->user_agent = g_strdup ("");
  aus_caller_copy (&call->caller, g_ptr_array_index (self->callers, caller % self->callers->len));

  if (!make_path (call))
    return NULL;

  g_assert_true (aus_database_repeat (self->database, "BEGIN IMMEDIATE", &error));
  good = run (self, call, &error);
  g_assert_true (good == (error == NULL));
  g_assert_true (aus_database_in_transaction (self->database));

  if (!aus_database_repeat (self->database, "ROLLBACK", NULL))
    g_assert_not_reached ();

  aus_database_rewind (self->database, mark);

  return answer (call, good, error, status);
}
