#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  AUS_TEST_VFS_LOG,
  AUS_TEST_VFS_DATABASE,
} AusTestVfsFile;

/**
 * AusTestVfs:
 *
 * Stands between SQLite and the disk for every database opened while it exists. It counts how often its files were made
 * durable, can hold those calls until released, and can let the disk fail. All functions may be called from any thread.
 */
typedef struct _AusTestVfs AusTestVfs;

AusTestVfs *aus_test_vfs_new         (void);
void        aus_test_vfs_free        (AusTestVfs     *self);

/* How often a file was made durable so far. */
guint       aus_test_vfs_get_n_syncs (AusTestVfs     *self,
                                      AusTestVfsFile  file);

/* From now on who makes the file durable is held; is there one; waits for one; lets all go. */
void        aus_test_vfs_hold        (AusTestVfs     *self,
                                      AusTestVfsFile  file);
gboolean    aus_test_vfs_is_held     (AusTestVfs     *self,
                                      AusTestVfsFile  file);
void        aus_test_vfs_wait_held   (AusTestVfs     *self,
                                      AusTestVfsFile  file);
void        aus_test_vfs_release     (AusTestVfs     *self,
                                      AusTestVfsFile  file);

/* What the calls answer instead of doing their work; 0 for doing it again. */
void        aus_test_vfs_fail_syncs  (AusTestVfs *self,
                                      int         code);
void        aus_test_vfs_fail_writes (AusTestVfs *self,
                                      int         code);
void        aus_test_vfs_fail_reads  (AusTestVfs *self,
                                      int         code);

G_END_DECLS
