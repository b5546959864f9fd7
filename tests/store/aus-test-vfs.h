#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusTestVfs:
 *
 * Stands between SQLite and the disk for every database opened while it exists. It counts how often a write-ahead log
 * was made durable, can hold those calls until released, and can let the disk fail. All functions may be called from
 * any thread.
 */
typedef struct _AusTestVfs AusTestVfs;

AusTestVfs *aus_test_vfs_new         (void);
void        aus_test_vfs_free        (AusTestVfs *self);

/* How often the log was made durable so far. */
guint       aus_test_vfs_get_n_syncs (AusTestVfs *self);

/* From now on who makes the log durable is held; waits for the first; lets all go. */
void        aus_test_vfs_hold        (AusTestVfs *self);
void        aus_test_vfs_wait_held   (AusTestVfs *self);
void        aus_test_vfs_release     (AusTestVfs *self);

/* What the calls answer instead of doing their work; 0 for doing it again. */
void        aus_test_vfs_fail_syncs  (AusTestVfs *self,
                                      int         code);
void        aus_test_vfs_fail_writes (AusTestVfs *self,
                                      int         code);
void        aus_test_vfs_fail_reads  (AusTestVfs *self,
                                      int         code);

G_END_DECLS
