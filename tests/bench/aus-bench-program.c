#include "aus-bench-program.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LISTENING "Listening on http://127.0.0.1:"

AusBenchProgram *
aus_bench_program_new (const char *const  *arguments,
                       GError            **error)
{
  g_autoptr (AusBenchProgram) self = g_new0 (AusBenchProgram, 1);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;
  const gint64 start = g_get_monotonic_time ();

  self->process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE, error);

  if (self->process == NULL)
    return NULL;

  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (output), FALSE);
  line = g_data_input_stream_read_line (output, NULL, NULL, error);
  self->start_ms = (g_get_monotonic_time () - start) / 1000.0;

  if (line != NULL && g_str_has_prefix (line, LISTENING)) {
    self->port = atoi (line + strlen (LISTENING));
    return g_steal_pointer (&self);
  }

  if (error != NULL && *error == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s said “%s”", arguments[0], line ? line : "nothing");

  return NULL;
}

void
aus_bench_program_free (AusBenchProgram *self)
{
  if (self->process != NULL) {
    g_subprocess_send_signal (self->process, SIGTERM);
    g_subprocess_wait (self->process, NULL, NULL);
  }

  g_clear_object (&self->process);
  g_free (self);
}

double
aus_bench_program_get_rss (AusBenchProgram *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/status", g_subprocess_get_identifier (self->process));
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents (path, &status, NULL, NULL) || (line = strstr (status, "VmRSS:")) == NULL)
    return 0;

  return strtol (line + strlen ("VmRSS:"), NULL, 10) / 1024.0;
}

double
aus_bench_program_get_cpu (AusBenchProgram *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", g_subprocess_get_identifier (self->process));
  g_autofree char *stat = NULL;
  g_auto (GStrv) fields = NULL;
  const char *behind_name;

  if (!g_file_get_contents (path, &stat, NULL, NULL) || (behind_name = strrchr (stat, ')')) == NULL)
    return 0;

  /* proc(5): what follows the name is field 3; utime and stime are 14 and 15. */
  fields = g_strsplit (behind_name + 2, " ", 14);

  return (strtol (fields[11], NULL, 10) + strtol (fields[12], NULL, 10)) / (double) sysconf (_SC_CLK_TCK);
}
