#include "aus-test-vfs.h"

#include <sqlite3.h>

struct _AusTestVfs
{
  sqlite3_vfs  vfs;
  sqlite3_vfs *disk;

  GMutex       lock;
  GCond        changed;
  guint        n_syncs[2];
  guint        n_held[2];
  gboolean     holding[2];

  int          sync_fault;
  int          write_fault;
  int          read_fault;
};

typedef struct
{
  sqlite3_file  base;
  AusTestVfs   *owner;
  int           kind;
  sqlite3_file *disk;
} File;

#define DISK(file) (((File *) (file))->disk)

static int
file_close (sqlite3_file *file)
{
  return DISK (file)->pMethods->xClose (DISK (file));
}

static int
file_read (sqlite3_file  *file,
           void          *data,
           int            length,
           sqlite3_int64  offset)
{
  int fault = g_atomic_int_get (&((File *) file)->owner->read_fault);

  return fault ? fault : DISK (file)->pMethods->xRead (DISK (file), data, length, offset);
}

static int
file_write (sqlite3_file  *file,
            const void    *data,
            int            length,
            sqlite3_int64  offset)
{
  int fault = g_atomic_int_get (&((File *) file)->owner->write_fault);

  return fault ? fault : DISK (file)->pMethods->xWrite (DISK (file), data, length, offset);
}

static int
file_truncate (sqlite3_file  *file,
               sqlite3_int64  size)
{
  return DISK (file)->pMethods->xTruncate (DISK (file), size);
}

static void
count_and_hold (AusTestVfs     *self,
                AusTestVfsFile  file)
{
  g_mutex_lock (&self->lock);
  self->n_held[file]++;
  g_cond_broadcast (&self->changed);

  while (self->holding[file])
    g_cond_wait (&self->changed, &self->lock);

  self->n_held[file]--;
  self->n_syncs[file]++;
  g_mutex_unlock (&self->lock);
}

static int
file_sync (sqlite3_file *file,
           int           flags)
{
  AusTestVfs *owner = ((File *) file)->owner;
  int fault = g_atomic_int_get (&owner->sync_fault);

  if (((File *) file)->kind >= 0)
    count_and_hold (owner, ((File *) file)->kind);

  return fault ? fault : DISK (file)->pMethods->xSync (DISK (file), flags);
}

static int
file_size (sqlite3_file  *file,
           sqlite3_int64 *size)
{
  return DISK (file)->pMethods->xFileSize (DISK (file), size);
}

static int
file_lock (sqlite3_file *file,
           int           lock)
{
  return DISK (file)->pMethods->xLock (DISK (file), lock);
}

static int
file_unlock (sqlite3_file *file,
             int           lock)
{
  return DISK (file)->pMethods->xUnlock (DISK (file), lock);
}

static int
file_check_reserved (sqlite3_file *file,
                     int          *reserved)
{
  return DISK (file)->pMethods->xCheckReservedLock (DISK (file), reserved);
}

static int
file_control (sqlite3_file *file,
              int           operation,
              void         *argument)
{
  return DISK (file)->pMethods->xFileControl (DISK (file), operation, argument);
}

static int
file_sector_size (sqlite3_file *file)
{
  return DISK (file)->pMethods->xSectorSize (DISK (file));
}

static int
file_characteristics (sqlite3_file *file)
{
  return DISK (file)->pMethods->xDeviceCharacteristics (DISK (file));
}

static int
file_shm_map (sqlite3_file    *file,
              int              page,
              int              size,
              int              extend,
              void volatile  **memory)
{
  return DISK (file)->pMethods->xShmMap (DISK (file), page, size, extend, memory);
}

static int
file_shm_lock (sqlite3_file *file,
               int           offset,
               int           n,
               int           flags)
{
  return DISK (file)->pMethods->xShmLock (DISK (file), offset, n, flags);
}

static void
file_shm_barrier (sqlite3_file *file)
{
  DISK (file)->pMethods->xShmBarrier (DISK (file));
}

static int
file_shm_unmap (sqlite3_file *file,
                int           delete)
{
  return DISK (file)->pMethods->xShmUnmap (DISK (file), delete);
}

/* Version 2 has shared memory, which the log needs, and no mapped reads, which would pass us by. */
static const sqlite3_io_methods methods = {
  2, file_close, file_read, file_write, file_truncate, file_sync, file_size, file_lock, file_unlock,
  file_check_reserved, file_control, file_sector_size, file_characteristics,
  file_shm_map, file_shm_lock, file_shm_barrier, file_shm_unmap,
};

static int
vfs_open (sqlite3_vfs  *vfs,
          const char   *name,
          sqlite3_file *base,
          int           flags,
          int          *out_flags)
{
  File *file = (File *) base;
  AusTestVfs *self = vfs->pAppData;
  int result;

  file->owner = self;
  file->kind = flags & SQLITE_OPEN_WAL ? AUS_TEST_VFS_LOG : flags & SQLITE_OPEN_MAIN_DB ? AUS_TEST_VFS_DATABASE : -1;
  file->disk = (sqlite3_file *) (file + 1);
  result = self->disk->xOpen (self->disk, name, file->disk, flags, out_flags);
  base->pMethods = file->disk->pMethods ? &methods : NULL;

  return result;
}

static int
vfs_delete (sqlite3_vfs *vfs,
            const char  *name,
            int          sync)
{
  AusTestVfs *self = vfs->pAppData;

  return self->disk->xDelete (self->disk, name, sync);
}

static int
vfs_access (sqlite3_vfs *vfs,
            const char  *name,
            int          flags,
            int         *result)
{
  AusTestVfs *self = vfs->pAppData;

  return self->disk->xAccess (self->disk, name, flags, result);
}

static int
vfs_full_pathname (sqlite3_vfs *vfs,
                   const char  *name,
                   int          length,
                   char        *path)
{
  AusTestVfs *self = vfs->pAppData;

  return self->disk->xFullPathname (self->disk, name, length, path);
}

AusTestVfs *
aus_test_vfs_new (void)
{
  AusTestVfs *self = g_new0 (AusTestVfs, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->disk = sqlite3_vfs_find (NULL);

  /* What is not about files stays the disk's: loading, randomness, time. */
  self->vfs = *self->disk;
  self->vfs.pNext = NULL;
  self->vfs.zName = "aus-test";
  self->vfs.szOsFile = sizeof (File) + self->disk->szOsFile;
  self->vfs.pAppData = self;
  self->vfs.xOpen = vfs_open;
  self->vfs.xDelete = vfs_delete;
  self->vfs.xAccess = vfs_access;
  self->vfs.xFullPathname = vfs_full_pathname;
  sqlite3_vfs_register (&self->vfs, TRUE);

  return self;
}

void
aus_test_vfs_free (AusTestVfs *self)
{
  sqlite3_vfs_unregister (&self->vfs);
  sqlite3_vfs_register (self->disk, TRUE);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint
aus_test_vfs_get_n_syncs (AusTestVfs     *self,
                          AusTestVfsFile  file)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_syncs[file];
}

void
aus_test_vfs_hold (AusTestVfs     *self,
                   AusTestVfsFile  file)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->holding[file] = TRUE;
}

gboolean
aus_test_vfs_is_held (AusTestVfs     *self,
                      AusTestVfsFile  file)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_held[file] > 0;
}

void
aus_test_vfs_wait_held (AusTestVfs     *self,
                        AusTestVfsFile  file)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (self->n_held[file] == 0)
    g_cond_wait (&self->changed, &self->lock);
}

void
aus_test_vfs_release (AusTestVfs     *self,
                      AusTestVfsFile  file)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->holding[file] = FALSE;
  g_cond_broadcast (&self->changed);
}

void
aus_test_vfs_fail_syncs (AusTestVfs *self,
                         int         code)
{
  g_atomic_int_set (&self->sync_fault, code);
}

void
aus_test_vfs_fail_writes (AusTestVfs *self,
                          int         code)
{
  g_atomic_int_set (&self->write_fault, code);
}

void
aus_test_vfs_fail_reads (AusTestVfs *self,
                         int         code)
{
  g_atomic_int_set (&self->read_fault, code);
}
