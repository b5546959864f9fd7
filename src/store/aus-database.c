#include "aus-database.h"

#include "aus-folding.h"
#include "aus-plan.h"
#include "aus-statement-private.h"

#include <string.h>
#include <unistd.h>

/* Queries of lists come in some dozens of shapes; beyond this a caller plays with us. */
#define MAX_CACHED 256
#define MAX_PLACES 1024
#define BUSY_MS 10000
#define NEVER_SPILL (-1)
/* Between two tries to empty a log that somebody reads. */
#define LOG_PAUSE G_TIME_SPAN_SECOND

struct _AusDatabase
{
  sqlite3    *handle;
  GHashTable *statements;  /* by their SQL */
  GHashTable *places;      /* and by where it was when it was last asked for */
  GHashTable *texts;
  GPtrArray  *events;
  gint64      seq;
  gint64      data_version;
  gboolean    is_cache;
  AusLogEnd   log_end;
  AusMemory  *memory;

  AusLogGrown log_grown;
  gpointer    log_data;
  gboolean    is_log_to_go;
  gint64      log_tried_at;
};

/* Only with recursive triggers does REPLACE run those of the rows it deletes. */
static const char *const settings[] = {
  [AUS_DATABASE_WRITER] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                          "PRAGMA cache_size = -16000; PRAGMA recursive_triggers = ON; PRAGMA secure_delete = ON;",
  [AUS_DATABASE_READER] = "PRAGMA query_only = ON; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY;",
  [AUS_DATABASE_CACHE] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;"
                          "PRAGMA recursive_triggers = ON;",
};

/* SQLite counts its memory under a lock that all threads share, and nobody asks for the count. And by itself it keeps
 * only 64 KiB of what a savepoint may have to bring back: a job that touches more pages would have each of them written
 * to a file, and those of all jobs behind it in the transaction. No larger size will do: SQLite writes it at once when
 * it is reached, and takes whatever has 128 KiB or more for a full disk. Too late, and of no effect, where somebody has
 * used SQLite before. */
static void
configure_sqlite (void)
{
  static gsize is_done = 0;

  if (g_once_init_enter (&is_done)) {
    sqlite3_config (SQLITE_CONFIG_MEMSTATUS, FALSE);
    sqlite3_config (SQLITE_CONFIG_STMTJRNL_SPILL, NEVER_SPILL);
    g_once_init_leave (&is_done, TRUE);
  }
}

static void
free_texts (gpointer data)
{
  char **texts = data;

  for (guint i = 0; i < AUS_DATABASE_N_TEXTS; i++)
    g_free (texts[i]);

  g_free (texts);
}

AusDatabase *
aus_database_open (const char       *path,
                   AusDatabaseMode   mode,
                   GError          **error)
{
  g_autoptr (AusDatabase) self = g_new0 (AusDatabase, 1);
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_READWRITE;

  configure_sqlite ();
  self->is_cache = mode == AUS_DATABASE_CACHE;
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) aus_statement_free);
  self->places = g_hash_table_new (NULL, NULL);
  self->texts = g_hash_table_new_full (NULL, NULL, NULL, free_texts);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_event_unref);

  if (mode != AUS_DATABASE_READER)
    flags |= SQLITE_OPEN_CREATE;

  if (sqlite3_open_v2 (path, &self->handle, flags, NULL) != SQLITE_OK) {
    aus_sqlite_set_error (self->handle, error);
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }

  sqlite3_busy_timeout (self->handle, BUSY_MS);

  if (!aus_folding_add (self->handle, error) || !aus_database_run (self, settings[mode], error)) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }

  return g_steal_pointer (&self);
}

void
aus_database_close (AusDatabase *self)
{
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->statements);
  g_hash_table_unref (self->texts);
  g_ptr_array_unref (self->events);
  g_clear_pointer (&self->memory, aus_memory_free);
  sqlite3_close (self->handle);
  g_free (self);
}

static AusStatement *
prepare_anew (AusDatabase  *self,
              const char   *sql,
              GError      **error)
{
  AusStatement *statement;
  sqlite3_stmt *handle;

  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL) != SQLITE_OK) {
    aus_sqlite_set_error (self->handle, error);
    return NULL;
  }

  aus_plan_note (self->handle, sql);
  statement = g_new0 (AusStatement, 1);
  statement->handle = handle;
  statement->lent = TRUE;

  return statement;
}

/* SQL mostly stands in the program, so it is where it was the last time, and comparing is faster than hashing. */
static AusStatement *
find_statement (AusDatabase *self,
                const char  *sql)
{
  AusStatement *statement = g_hash_table_lookup (self->places, sql);

  if (statement != NULL && strcmp (statement->sql, sql) == 0)
    return statement;

  statement = g_hash_table_lookup (self->statements, sql);

  if (statement != NULL && g_hash_table_size (self->places) < MAX_PLACES)
    g_hash_table_replace (self->places, (gpointer) sql, statement);

  return statement;
}

AusStatement *
aus_database_prepare (AusDatabase  *self,
                      const char   *sql,
                      GError      **error)
{
  AusStatement *statement = find_statement (self, sql);

  if (statement != NULL && !statement->lent) {
    statement->lent = TRUE;
    return statement;
  }

  if (statement != NULL || g_hash_table_size (self->statements) >= MAX_CACHED)
    return prepare_anew (self, sql, error);

  statement = prepare_anew (self, sql, error);

  if (statement != NULL) {
    statement->sql = g_strdup (sql);
    g_hash_table_insert (self->statements, statement->sql, statement);
  }

  return statement;
}

char **
aus_database_get_texts (AusDatabase  *self,
                        gconstpointer key)
{
  char **texts = g_hash_table_lookup (self->texts, key);

  if (texts == NULL) {
    texts = g_new0 (char *, AUS_DATABASE_N_TEXTS);
    g_hash_table_insert (self->texts, (gpointer) key, texts);
  }

  return texts;
}

gboolean
aus_database_run (AusDatabase  *self,
                  const char   *sql,
                  GError      **error)
{
  if (sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  aus_sqlite_set_error (self->handle, error);

  return FALSE;
}

gboolean
aus_database_repeat (AusDatabase  *self,
                     const char   *sql,
                     GError      **error)
{
  g_autoptr (AusStatement) statement = aus_database_prepare (self, sql, error);

  return statement != NULL && aus_statement_run (statement, error);
}

gboolean
aus_database_repeat_for (AusDatabase  *self,
                         const char   *sql,
                         gint64        number,
                         GError      **error)
{
  g_autoptr (AusStatement) statement = aus_database_prepare (self, sql, error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_integer (statement, 1, number);

  return aus_statement_run (statement, error);
}

int
aus_database_get_changed (AusDatabase *self)
{
  return sqlite3_changes (self->handle);
}

gint64
aus_database_take_seq (AusDatabase *self)
{
  return ++self->seq;
}

gint64
aus_database_get_seq (AusDatabase *self)
{
  return self->seq;
}

gboolean
aus_database_load_seq (AusDatabase  *self,
                       GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (self, "SELECT max (coalesce ((SELECT max (seq) FROM changes), 0), "
                                "coalesce ((SELECT max (seq) FROM events), 0), "
                                "coalesce ((SELECT max (until) FROM lost_numbers), 0))", error);

  return statement != NULL && aus_statement_run_integer (statement, 0, &self->seq, error);
}

/* SQLite's data_version changes when another connection writes, and never by our own doing. */
gboolean
aus_database_follow_seq (AusDatabase  *self,
                         GError      **error)
{
  g_autoptr (AusStatement) statement = aus_database_prepare (self, "PRAGMA data_version", error);
  const gint64 before = self->seq;
  gint64 version;

  if (statement == NULL || !aus_statement_run_integer (statement, 0, &version, error))
    return FALSE;

  if (version == self->data_version)
    return TRUE;

  if (!aus_database_load_seq (self, error))
    return FALSE;

  self->log_end.is_known = FALSE;
  self->seq = MAX (self->seq, before);
  self->data_version = version;

  return TRUE;
}

AusMemory *
aus_database_get_memory (AusDatabase    *self,
                         GDestroyNotify  free_value)
{
  if (self->memory == NULL)
    self->memory = aus_memory_new (free_value);

  return self->memory;
}

AusLogEnd *
aus_database_get_log_end (AusDatabase *self)
{
  return &self->log_end;
}

void
aus_database_announce (AusDatabase *self,
                       AusEvent    *event)
{
  g_ptr_array_add (self->events, event);
}

GPtrArray *
aus_database_take_events (AusDatabase *self)
{
  GPtrArray *events = g_steal_pointer (&self->events);

  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_event_unref);

  return events;
}

AusMark
aus_database_get_mark (AusDatabase *self)
{
  return (AusMark) { self->seq, self->events->len };
}

void
aus_database_rewind (AusDatabase *self,
                     AusMark      mark)
{
  g_return_if_fail (mark.n_events <= self->events->len);

  self->seq = mark.seq;
  self->data_version = 0;
  self->log_end.is_known = FALSE;
  g_ptr_array_set_size (self->events, mark.n_events);

  if (self->memory != NULL)
    aus_memory_clear (self->memory);
}

gboolean
aus_database_in_transaction (AusDatabase *self)
{
  return !sqlite3_get_autocommit (self->handle);
}

static int
committed_cb (void       *data,
              sqlite3    *handle,
              const char *name,
              int         n_pages)
{
  AusDatabase *self = data;

  self->log_grown (n_pages, self->log_data);

  return SQLITE_OK;
}

void
aus_database_watch_log (AusDatabase *self,
                        AusLogGrown  grown,
                        gpointer     data)
{
  self->log_grown = grown;
  self->log_data = data;
  sqlite3_wal_hook (self->handle, committed_cb, self);
}

gboolean
aus_database_checkpoint (AusDatabase  *self,
                         GError      **error)
{
  int result = sqlite3_wal_checkpoint_v2 (self->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

  if (result == SQLITE_OK || (result & 0xff) == SQLITE_BUSY)
    return TRUE;

  aus_sqlite_set_error (self->handle, error);

  return FALSE;
}

void
aus_database_want_empty_log (AusDatabase *self)
{
  self->is_log_to_go = TRUE;
  self->log_tried_at = 0;
}

void
aus_database_empty_log (AusDatabase *self)
{
  const gint64 now = g_get_monotonic_time ();
  int result;

  if (!self->is_log_to_go || (self->log_tried_at != 0 && now - self->log_tried_at < LOG_PAUSE))
    return;

  sqlite3_busy_timeout (self->handle, 0);
  result = sqlite3_wal_checkpoint_v2 (self->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  sqlite3_busy_timeout (self->handle, BUSY_MS);
  self->is_log_to_go = result != SQLITE_OK;
  self->log_tried_at = now;
}

gboolean
aus_database_check_place (AusDatabase  *self,
                          GError      **error)
{
  const char *log = sqlite3_filename_wal (sqlite3_db_filename (self->handle, "main"));
  int moved = FALSE;

  /* SQLite itself looks only where there is no log. */
  sqlite3_file_control (self->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved);

  if (self->is_cache || (!moved && access (log, F_OK) == 0))
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE,
               "The database or its log is not where it was; put it back, or start the server again.");

  return FALSE;
}

static gboolean
copy_pages (AusDatabase  *self,
            AusDatabase  *copy,
            GError      **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (copy->handle, "main", self->handle, "main");

  /* All pages in one step are those of one read transaction. */
  if (backup != NULL) {
    sqlite3_backup_step (backup, -1);

    if (sqlite3_backup_finish (backup) == SQLITE_OK)
      return TRUE;
  }

  aus_sqlite_set_error (copy->handle, error);

  return FALSE;
}

gboolean
aus_database_copy (AusDatabase  *self,
                   const char   *path,
                   GError      **error)
{
  g_autoptr (AusDatabase) copy = aus_database_open (path, AUS_DATABASE_WRITER, error);

  if (copy == NULL)
    return FALSE;

  /* The pages bring the log's mode with them; a copy is one file. */
  if (copy_pages (self, copy, error) && aus_database_run (copy, "PRAGMA journal_mode = DELETE", error))
    return TRUE;

  g_prefix_error (error, "%s: ", path);

  return FALSE;
}
