#include "aus-bench-bare.h"
#include "aus-bench-fan-out.h"
#include "aus-bench-program.h"
#include "aus-bench-requests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define N_PAIRS 9
#define N_STARTS 5
#define N_SOCKETS 1000
#define SMALL 1000

typedef struct
{
  const char      *program;
  char            *server;
  char            *only;
  int              n_rows;
  int              n_large;
  double           seconds;
  gboolean         is_bare;
  gboolean         has_reference;
  AusBenchClinic  *clinic;
} Bench;

/* The work that is measured beside the bare server, and at least which part of its rate is wanted. */
static const struct
{
  const char      *name;
  AusBenchRequest  request;
  guint            status;
  double           target;
} works[] = {
  { "GET one consultation", aus_bench_get_one, 200, 0.5 },
  { "GET a page of 20", aus_bench_get_page, 200, 0.3 },
  { "POST a message", aus_bench_post_message, 201, 0.3 },
  { "POST a consultation", aus_bench_post_consultation, 201, 0.2 },
};

#define N_READS 2

static const char *
judge (gboolean good)
{
  return good ? "pass" : "MISS";
}

static gboolean
wants (Bench      *self,
       const char *name)
{
  return self->only == NULL || strstr (name, self->only) != NULL;
}

static gboolean
wants_work (Bench *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (works); i++) {
    if (wants (self, works[i].name))
      return TRUE;
  }

  return FALSE;
}

/* Each time afresh: what others did to it should not matter. @clinic: (nullable): the usual one */
static AusBenchProgram *
start_server (Bench           *self,
              AusBenchClinic  *clinic,
              GError         **error)
{
  if (clinic == NULL && self->clinic == NULL)
    self->clinic = aus_bench_clinic_new (self->n_rows, error);

  if (clinic == NULL)
    clinic = self->clinic;

  if (clinic == NULL)
    return NULL;

  const char *const arguments[] = {
    self->server, "--data", clinic->folder, "--listen", "127.0.0.1:0", NULL,
  };

  return aus_bench_program_new (arguments, error);
}

/* With several processes it has more of the machine, but they hear nothing of each other's messages. */
static AusBenchProgram *
start_reference (Bench       *self,
                 const char  *n_workers,
                 GError     **error)
{
  g_autofree char *rows = g_strdup_printf ("%d", self->n_rows);
  const char *const arguments[] = {
    "/usr/bin/python3", "-B", REFERENCE, "--rows", rows, "--token", AUS_BENCH_TOKEN, "--workers", n_workers, NULL,
  };

  return aus_bench_program_new (arguments, error);
}

static AusBenchProgram *
start_bare (Bench   *self,
            GError **error)
{
  const char *const arguments[] = { self->program, "--bare", NULL };

  return aus_bench_program_new (arguments, error);
}

typedef struct
{
  AusBenchProgram *server;
  AusBenchTask     task;
} Side;

typedef struct
{
  AusBenchFigures figures[2];
  double          ratio;
  double          cpu;
} Comparison;

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* Measures both by turns, now the one first and now the other, so that what else the machine does falls on both alike.
 * The ratio is the median of those of neighbours: a machine that is slower for a while is so for both. What a request
 * costs the second in processor time says more where the machine is busy. */
static gboolean
compare (Bench       *self,
         const Side   sides[2],
         Comparison  *comparison,
         GError     **error)
{
  AusBenchFigures runs[2][N_PAIRS];
  double ratios[N_PAIRS];
  const double before = aus_bench_program_get_cpu (sides[1].server);
  double n_requests = 0;

  for (guint pair = 0; pair < N_PAIRS; pair++) {
    for (guint turn = 0; turn < 2; turn++) {
      const guint i = (pair + turn) % 2;

      if (!aus_bench_load (sides[i].server->port, &sides[i].task, self->seconds, &runs[i][pair], error))
        return FALSE;
    }

    ratios[pair] = runs[1][pair].rate / runs[0][pair].rate;
    n_requests += runs[1][pair].rate * self->seconds;
  }

  for (guint i = 0; i < 2; i++)
    aus_bench_figures_median (runs[i], N_PAIRS, &comparison->figures[i]);

  qsort (ratios, N_PAIRS, sizeof *ratios, compare_doubles);
  comparison->ratio = ratios[N_PAIRS / 2];
  comparison->cpu = (aus_bench_program_get_cpu (sides[1].server) - before) / n_requests * G_USEC_PER_SEC;

  return TRUE;
}

static void
print_comparison (const char       *name,
                  const Comparison *comparison,
                  double            target)
{
  const AusBenchFigures *figures = comparison->figures;

  printf ("%-28s %9.0f %9.0f %9.2f %9.2f %7.0f %7.2f %7.2f  %s\n", name, figures[0].rate, figures[1].rate,
          figures[1].p50, figures[1].p99, comparison->cpu, comparison->ratio, target,
          judge (comparison->ratio >= target));
  fflush (stdout);
}

static void
print_head (const char *name,
            const char *first)
{
  printf ("\n%-28s %9s %9s %9s %9s %7s %7s %7s\n", name, first, "ours/s", "p50 ms", "p99 ms", "cpu us", "ratio",
          "wanted");
}

/* Beside a server that does nothing a part of its rate is wanted; beside one that does the same, at least as much. */
static gboolean
print_works_beside (Bench            *self,
                    AusBenchProgram  *other,
                    gboolean          is_bare,
                    GError          **error)
{
  g_autoptr (AusBenchProgram) server = start_server (self, NULL, error);

  if (server == NULL)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (works); i++) {
    const Side sides[] = {
      { other, { works[i].request, self->clinic, is_bare ? 200 : works[i].status } },
      { server, { works[i].request, self->clinic, works[i].status } },
    };
    Comparison comparison;

    if (!wants (self, works[i].name))
      continue;

    if (!compare (self, sides, &comparison, error))
      return FALSE;

    print_comparison (works[i].name, &comparison, is_bare ? works[i].target : 1);
  }

  return TRUE;
}

static gboolean
print_works (Bench   *self,
             GError **error)
{
  g_autoptr (AusBenchProgram) bare = NULL;

  if (!wants_work (self))
    return TRUE;

  bare = start_bare (self, error);
  print_head ("16 connections", "bare/s");

  return bare != NULL && print_works_beside (self, bare, TRUE, error);
}

static gboolean
print_growth (Bench   *self,
              GError **error)
{
  g_autoptr (AusBenchClinic) small = NULL;
  g_autoptr (AusBenchClinic) large = NULL;
  g_autoptr (AusBenchProgram) small_server = NULL;
  g_autoptr (AusBenchProgram) large_server = NULL;

  if (!wants (self, "growth") || self->n_large <= 0)
    return TRUE;

  small = aus_bench_clinic_new (SMALL, error);
  large = small ? aus_bench_clinic_new (self->n_large, error) : NULL;
  small_server = large ? start_server (self, small, error) : NULL;
  large_server = small_server ? start_server (self, large, error) : NULL;

  if (large_server == NULL)
    return FALSE;

  printf ("\n%-28s %9d %9d\n", "growth: consultations", SMALL, self->n_large);

  for (guint i = 0; i < N_READS; i++) {
    const Side sides[] = {
      { small_server, { works[i].request, small, works[i].status } },
      { large_server, { works[i].request, large, works[i].status } },
    };
    Comparison comparison;

    if (!compare (self, sides, &comparison, error))
      return FALSE;

    print_comparison (works[i].name, &comparison, 0.9);
  }

  return TRUE;
}

/* At the rate that is wanted, and at the one at which so many leave the server. */
static gboolean
print_fan_out_of (Bench            *self,
                  const char       *name,
                  AusBenchProgram  *server,
                  GError          **error)
{
  static const guint rates[] = { 1000 / AUS_BENCH_N_LISTENERS, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++) {
    AusBenchFigures figures;
    guint n_sent;

    if (!aus_bench_fan_out (self->clinic, server->port, rates[i], &n_sent, &figures, error))
      return FALSE;

    printf ("%-28s %9.0f %9.0f %9.2f %9.2f %15s  %s\n", name, n_sent / 4.0, figures.rate, figures.p50,
            figures.p99, "p99 < 20", judge (figures.p99 < 20 && n_sent >= rates[i] * 3.8));
    fflush (stdout);
  }

  return TRUE;
}

static gboolean
print_fan_out (Bench   *self,
               GError **error)
{
  g_autoptr (AusBenchProgram) server = NULL;
  g_autoptr (AusBenchProgram) reference = NULL;

  if (!wants (self, "fan-out"))
    return TRUE;

  server = start_server (self, NULL, error);
  printf ("\n%-28s %9s %9s %9s %9s %15s\n", "fan-out 1 -> 50", "sent/s", "heard/s", "p50 ms", "p99 ms", "wanted");

  if (server == NULL || !print_fan_out_of (self, "messages", server, error))
    return FALSE;

  if (!self->has_reference)
    return TRUE;

  reference = start_reference (self, "1", error);

  return reference != NULL && print_fan_out_of (self, "messages, Django", reference, error);
}

static gboolean
print_reference (Bench   *self,
                 GError **error)
{
  g_autoptr (AusBenchProgram) reference = NULL;

  if (!self->has_reference || !wants_work (self))
    return TRUE;

  reference = start_reference (self, "2", error);
  print_head ("16 connections", "Django/s");

  return reference != NULL && print_works_beside (self, reference, FALSE, error);
}

static void
print_limit (const char *name,
             double      value,
             double      limit,
             const char *unit)
{
  printf ("%-28s %9.1f %-4s %34s < %4.0f  %s\n", name, value, unit, "", limit, judge (value < limit));
  fflush (stdout);
}

static gboolean
print_start (Bench   *self,
             GError **error)
{
  double times[N_STARTS];

  if (!wants (self, "start to Listening"))
    return TRUE;

  for (guint i = 0; i < N_STARTS; i++) {
    g_autoptr (AusBenchProgram) server = start_server (self, NULL, error);

    if (server == NULL)
      return FALSE;

    times[i] = server->start_ms;
  }

  qsort (times, N_STARTS, sizeof *times, compare_doubles);
  print_limit ("start to Listening", times[N_STARTS / 2], 200, "ms");

  return TRUE;
}

static gboolean
print_memory (Bench   *self,
              GError **error)
{
  g_autoptr (AusBenchProgram) server = NULL;
  g_autoptr (GPtrArray) sockets = NULL;
  double idle;

  if (!wants (self, "memory"))
    return TRUE;

  server = start_server (self, NULL, error);

  if (server == NULL)
    return FALSE;

  idle = aus_bench_program_get_rss (server);
  sockets = aus_bench_open_sockets (self->clinic, server->port, N_SOCKETS, error);

  if (sockets == NULL)
    return FALSE;

  print_limit ("memory, idle", idle, 24, "MiB");
  print_limit ("memory, 1000 sockets", aus_bench_program_get_rss (server), 64, "MiB");

  return TRUE;
}

/* Providers give up on whoever does not answer within three seconds, and some of them for good. */
static gboolean
print_webhooks (Bench   *self,
                GError **error)
{
  g_autoptr (AusBenchProgram) server = NULL;
  AusBenchFigures figures;
  AusBenchTask task;

  if (!wants (self, "webhook"))
    return TRUE;

  server = start_server (self, NULL, error);
  task = (AusBenchTask) { aus_bench_post_webhook, self->clinic, 200 };

  if (server == NULL || !aus_bench_load (server->port, &task, self->seconds, &figures, error))
    return FALSE;

  print_limit ("webhook answered, p99", figures.p99, 3000, "ms");

  return TRUE;
}

static gboolean
run (Bench   *self,
     GError **error)
{
  gboolean good;

  printf ("%d consultations\n\n", self->n_rows);
  good = print_start (self, error) && print_memory (self, error) && print_webhooks (self, error) &&
         print_works (self, error) &&
         print_fan_out (self, error) && print_reference (self, error) && print_growth (self, error);
  g_clear_pointer (&self->clinic, aus_bench_clinic_free);

  return good;
}

static void
raise_descriptors (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit (RLIMIT_NOFILE, &limit);
  }
}

int
main (int    argc,
      char **argv)
{
  Bench self = { .program = "/proc/self/exe", .n_rows = 100000, .n_large = 1000000, .seconds = 0.5 };
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_FILENAME, &self.server, "the ausculta-server to measure", "FILE" },
    { "rows", 0, 0, G_OPTION_ARG_INT, &self.n_rows, "how many consultations there are (100000)", "N" },
    { "large", 0, 0, G_OPTION_ARG_INT, &self.n_large, "and to see what growth does; 0 to leave it (1000000)", "N" },
    { "only", 0, 0, G_OPTION_ARG_STRING, &self.only, "only rows with TEXT in their name, or “growth”", "TEXT" },
    { "reference", 0, 0, G_OPTION_ARG_NONE, &self.has_reference, "measure the same in Django too", NULL },
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &self.seconds, "how long each run lasts (0.5)", "S" },
    { "bare", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &self.is_bare, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- measures the server beside a bare one");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);

  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return EXIT_FAILURE;
  }

  if (self.is_bare)
    return aus_bench_bare_run ();

  raise_descriptors ();

  if (self.server == NULL || self.n_rows < SMALL || self.seconds <= 0 || !run (&self, &error)) {
    g_printerr ("%s\n", error ? error->message : "Say which --server, and at least 1000 --rows.");
    return EXIT_FAILURE;
  }

  g_free (self.server);
  g_free (self.only);

  return EXIT_SUCCESS;
}
