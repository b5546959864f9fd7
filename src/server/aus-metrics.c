#include "aus-metrics.h"

#include "aus-routes.h"

#include <stdio.h>
#include <unistd.h>

#define MAX_STATUS 1000

static const double bounds[] = { 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5 };

struct _AusMetrics
{
  GMutex      lock;
  gint64      started_at;
  /* Route and status in one number, to how many. */
  GHashTable *requests;
  /* One more for those that took longer than the last bound. */
  guint64     buckets[G_N_ELEMENTS (bounds) + 1];
  double      seconds;
  guint64     n_passwords;
  AusGauges   gauges;
};

AusMetrics *
aus_metrics_new (void)
{
  AusMetrics *self = g_new0 (AusMetrics, 1);

  g_mutex_init (&self->lock);
  self->started_at = g_get_monotonic_time ();
  self->requests = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  return self;
}

void
aus_metrics_free (AusMetrics *self)
{
  g_hash_table_unref (self->requests);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
aus_metrics_note (AusMetrics *self,
                  guint       route,
                  guint       status,
                  double      seconds)
{
  const gpointer key = GUINT_TO_POINTER (route * MAX_STATUS + status);
  guint64 *count;
  guint bucket = 0;

  while (bucket < G_N_ELEMENTS (bounds) && seconds > bounds[bucket])
    bucket++;

  g_mutex_lock (&self->lock);
  count = g_hash_table_lookup (self->requests, key);

  if (count == NULL) {
    count = g_new0 (guint64, 1);
    g_hash_table_insert (self->requests, key, count);
  }

  *count += 1;
  self->buckets[bucket]++;
  self->seconds += seconds;
  g_mutex_unlock (&self->lock);
}

void
aus_metrics_note_password (AusMetrics *self)
{
  g_mutex_lock (&self->lock);
  self->n_passwords++;
  g_mutex_unlock (&self->lock);
}

void
aus_metrics_set_gauges (AusMetrics      *self,
                        const AusGauges *gauges)
{
  g_mutex_lock (&self->lock);
  self->gauges = *gauges;
  g_mutex_unlock (&self->lock);
}

static void
add_head (GString    *text,
          const char *name,
          const char *type,
          const char *what)
{
  g_string_append_printf (text, "# HELP %s %s\n# TYPE %s %s\n", name, what, name, type);
}

static void
add_number (GString    *text,
            const char *name,
            const char *type,
            const char *what,
            guint64     value)
{
  add_head (text, name, type, what);
  g_string_append_printf (text, "%s %" G_GUINT64_FORMAT "\n", name, value);
}

static void
add_requests (AusMetrics *self,
              GString    *text)
{
  GHashTableIter iter;
  gpointer key, value;

  add_head (text, "ausculta_requests_total", "counter", "Requests answered.");
  g_hash_table_iter_init (&iter, self->requests);

  while (g_hash_table_iter_next (&iter, &key, &value)) {
    const guint route = GPOINTER_TO_UINT (key) / MAX_STATUS;

    g_string_append_printf (text, "ausculta_requests_total{method=\"%s\",route=\"%s%s\",status=\"%u\"} %"
                            G_GUINT64_FORMAT "\n", route < aus_n_routes ? aus_routes[route].method : "",
                            route < aus_n_routes ? "/" : "", route < aus_n_routes ? aus_routes[route].path : "",
                            GPOINTER_TO_UINT (key) % MAX_STATUS, *(guint64 *) value);
  }
}

static void
add_durations (AusMetrics *self,
               GString    *text)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  guint64 count = 0;

  add_head (text, "ausculta_request_duration_seconds", "histogram", "How long requests took.");

  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++) {
    count += self->buckets[i];
    g_string_append_printf (text, "ausculta_request_duration_seconds_bucket{le=\"%s\"} %" G_GUINT64_FORMAT "\n",
                            g_ascii_formatd (number, sizeof number, "%g", bounds[i]), count);
  }

  count += self->buckets[G_N_ELEMENTS (bounds)];
  g_string_append_printf (text, "ausculta_request_duration_seconds_bucket{le=\"+Inf\"} %" G_GUINT64_FORMAT "\n"
                          "ausculta_request_duration_seconds_sum %s\n"
                          "ausculta_request_duration_seconds_count %" G_GUINT64_FORMAT "\n", count,
                          g_ascii_formatd (number, sizeof number, "%.6f", self->seconds), count);
}

static guint64
read_memory (void)
{
  g_autofree char *text = NULL;
  unsigned long long total, resident = 0;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL) ||
      sscanf (text, "%llu %llu", &total, &resident) != 2)
    return 0;

  return (guint64) resident * sysconf (_SC_PAGESIZE);
}

static void
add_gauges (AusMetrics *self,
            GString    *text)
{
  const AusGauges *gauges = &self->gauges;

  add_number (text, "ausculta_sockets", "gauge", "WebSockets that are open.", gauges->n_sockets);
  add_number (text, "ausculta_connections", "gauge", "Connections, WebSockets included.", gauges->n_connections);
  add_number (text, "ausculta_jobs_waiting", "gauge", "Jobs of the database that are not done.", gauges->n_jobs);
  add_number (text, "ausculta_audit_waiting", "gauge", "Reads that are not in the audit log yet.", gauges->n_unnoted);
  add_number (text, "ausculta_writer_batches_total", "counter", "Transactions committed.", gauges->n_batches);
  add_number (text, "ausculta_writer_jobs_total", "counter", "Jobs in those transactions.", gauges->n_written);
  add_number (text, "ausculta_writer_batch_size", "gauge", "Jobs in the last transaction.", gauges->last_batch);
  add_number (text, "ausculta_password_checks_total", "counter", "Passwords compared, right or wrong.",
              self->n_passwords);
  add_number (text, "ausculta_uptime_seconds", "gauge", "Since the server started.",
              (g_get_monotonic_time () - self->started_at) / G_USEC_PER_SEC);
  add_number (text, "process_resident_memory_bytes", "gauge", "Memory in use.", read_memory ());
}

void
aus_metrics_write (AusMetrics *self,
                   GString    *text)
{
  g_mutex_lock (&self->lock);
  add_requests (self, text);
  add_durations (self, text);
  add_gauges (self, text);
  g_mutex_unlock (&self->lock);
}
