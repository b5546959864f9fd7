/* For LD_PRELOAD: the program dies as in a power cut right after its next fsync, once the file that DIE_AFTER_SYNC
 * names is there. SQLite's commit is durable with that fsync, and nobody has heard of it yet. */

#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static int
sync_and_die (const char *name,
              int         file)
{
  int (* sync_file) (int) = (int (*) (int)) dlsym (RTLD_NEXT, name);
  const char *sign = getenv ("DIE_AFTER_SYNC");
  int result = sync_file (file);

  if (sign != NULL && access (sign, F_OK) == 0)
    kill (getpid (), SIGKILL);

  return result;
}

int
fsync (int file)
{
  return sync_and_die ("fsync", file);
}

int
fdatasync (int file)
{
  return sync_and_die ("fdatasync", file);
}
