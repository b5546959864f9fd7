#pragma once

#include "aus-event.h"
#include "aus-memory.h"
#include "aus-hash.h"
#include "aus-statement.h"

G_BEGIN_DECLS

/**
 * AusDatabase:
 *
 * One connection with its cache of prepared statements. It belongs to one thread at a time; handlers are lent it for
 * the length of their job.
 */
typedef struct _AusDatabase AusDatabase;

/**
 * AusDatabaseMode:
 * @AUS_DATABASE_WRITER: may write; makes the file; what is committed survives a power cut
 * @AUS_DATABASE_READER: may not write
 * @AUS_DATABASE_CACHE: a writer of what can be fetched again: faster, and rows may come in any order
 */
typedef enum
{
  AUS_DATABASE_WRITER,
  AUS_DATABASE_READER,
  AUS_DATABASE_CACHE,
} AusDatabaseMode;

#define AUS_DATABASE_N_TEXTS 4

typedef struct
{
  gint64 seq;
  guint  n_events;
} AusMark;

/**
 * AusLogEnd:
 * @is_known: whether it need not be read
 * @hash: of the last row; "" where there is none
 *
 * Where the audit log ends.
 */
typedef struct
{
  gboolean is_known;
  gint64   seq;
  char     hash[AUS_HASH_LENGTH + 1];
} AusLogEnd;

AusDatabase  *aus_database_open        (const char       *path,
                                        AusDatabaseMode   mode,
                                        GError          **error);
void          aus_database_close       (AusDatabase      *self);

/* Lends the statement of @sql. Returns: (transfer full): to be held with g_autoptr, or %NULL with an error */
AusStatement *aus_database_prepare     (AusDatabase      *self,
                                        const char       *sql,
                                        GError          **error);
/**
 * aus_database_get_texts:
 * @key: what the SQL is made for, such as a class
 *
 * A place for SQL that is made once: %NULL where it is not made yet.
 *
 * Returns: (transfer none) (array fixed-size=AUS_DATABASE_N_TEXTS): whatever is put there is freed with the connection
 */
char        **aus_database_get_texts   (AusDatabase      *self,
                                        gconstpointer     key);
/* Runs one or several statements without parameters and rows. */
gboolean      aus_database_run         (AusDatabase      *self,
                                        const char       *sql,
                                        GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for one statement that runs often: it is prepared once. @number: its only parameter */
gboolean      aus_database_repeat      (AusDatabase      *self,
                                        const char       *sql,
                                        GError          **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      aus_database_repeat_for  (AusDatabase      *self,
                                        const char       *sql,
                                        gint64            number,
                                        GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Rows touched by the last statement. */
int           aus_database_get_changed (AusDatabase      *self);

/* The next number of the one sequence that changes and events share. Writers only. */
gint64        aus_database_take_seq    (AusDatabase      *self);
/* The highest number taken so far. Writers only. */
gint64        aus_database_get_seq     (AusDatabase      *self);
/* Reads from the tables where the sequence stands; once, after the migrations. */
gboolean      aus_database_load_seq    (AusDatabase      *self,
                                        GError          **error);
/* Takes it up from where another program, such as a command beside the server, left it. Inside a write transaction. */
gboolean      aus_database_follow_seq  (AusDatabase      *self,
                                        GError          **error);

/* Makes @event known to everybody once the job's batch is committed, and never if the job fails.
 * @event: (transfer full) */
void          aus_database_announce    (AusDatabase      *self,
                                        AusEvent         *event);
/* (transfer container) (element-type AusEvent): what was announced since the last call. */
GPtrArray    *aus_database_take_events (AusDatabase      *self);
/* Where the sequence and the announcements stand, and back there, as if nothing had been taken since. */
AusMark       aus_database_get_mark    (AusDatabase      *self);
void          aus_database_rewind      (AusDatabase      *self,
                                        AusMark           mark);

/* What this connection read before; undoing a job empties it, for then the same version may come again and stand for
 * something else. @free_value: for what is kept in it, the same each time. (transfer none) */
AusMemory    *aus_database_get_memory  (AusDatabase      *self,
                                        GDestroyNotify    free_value);

/* What this connection knows of the end of the audit log: nothing any more once somebody else wrote, or a job was
 * undone. Writers only, inside a transaction. */
AusLogEnd    *aus_database_get_log_end (AusDatabase      *self);

typedef void (* AusLogGrown) (guint    n_pages,
                              gpointer data);

/* Has @grown called after each commit with the length of the log. SQLite leaves the log alone then. */
void          aus_database_watch_log   (AusDatabase      *self,
                                        AusLogGrown       grown,
                                        gpointer          data);
/* Moves the log to where it belongs, as far as it is free; nothing happens where somebody else does it already. */
gboolean      aus_database_checkpoint  (AusDatabase      *self,
                                        GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* What was overwritten stays readable in the log until that is emptied: to be said in the job, and done outside of any,
 * as soon as nobody reads from the log. Writers only. */
void          aus_database_want_empty_log (AusDatabase   *self);
void          aus_database_empty_log   (AusDatabase      *self);
/* Whether the files are still where the database's name leads to: what is written to others is gone with this process.
 * Inside a write transaction; fails with %AUS_ERROR_UNAVAILABLE. A cache may go at any time. */
gboolean      aus_database_check_place (AusDatabase      *self,
                                        GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Copies all of it, as it is at one moment and while others go on writing, into a new file at @path that needs no other
 * beside it. What is done is on disk. */
gboolean      aus_database_copy        (AusDatabase      *self,
                                        const char       *path,
                                        GError          **error);

/* SQLite ends a transaction by itself when, for example, the disk fails. */
gboolean      aus_database_in_transaction (AusDatabase   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusDatabase, aus_database_close)

G_END_DECLS
