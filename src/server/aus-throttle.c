#include "aus-throttle.h"

#include "aus-error.h"

#define MAX_CAUSES 20000
#define FORGET_AFTER (15 * 60 * G_USEC_PER_SEC)
#define FIRST_REST 5
#define LONGEST_REST 900

typedef struct
{
  guint  failures;
  gint64 last;
  GList *link;
} Record;

struct _AusThrottle
{
  GObject     parent_instance;

  GMutex      lock;
  GHashTable *records;
  /* Causes, the longest untouched first; the texts belong to the table. */
  GQueue      order;
};

G_DEFINE_FINAL_TYPE (AusThrottle, aus_throttle, G_TYPE_OBJECT)

static void
aus_throttle_finalize (GObject *object)
{
  AusThrottle *self = AUS_THROTTLE (object);

  g_hash_table_unref (self->records);
  g_queue_clear (&self->order);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (aus_throttle_parent_class)->finalize (object);
}

static void
aus_throttle_class_init (AusThrottleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aus_throttle_finalize;
}

static void
aus_throttle_init (AusThrottle *self)
{
  g_mutex_init (&self->lock);
  g_queue_init (&self->order);
  self->records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
forget (AusThrottle *self,
        const char  *cause)
{
  Record *record = g_hash_table_lookup (self->records, cause);

  if (record != NULL) {
    g_queue_delete_link (&self->order, record->link);
    g_hash_table_remove (self->records, cause);
  }
}

static void
forget_old (AusThrottle *self,
            gint64       now)
{
  const char *oldest;

  while ((oldest = g_queue_peek_head (&self->order)) != NULL) {
    const Record *record = g_hash_table_lookup (self->records, oldest);

    if (g_hash_table_size (self->records) <= MAX_CAUSES && now - record->last < FORGET_AFTER)
      return;

    forget (self, oldest);
  }
}

AusThrottle *
aus_throttle_new (void)
{
  return g_object_new (AUS_TYPE_THROTTLE, NULL);
}

static guint
rest_of (const Record *record,
         guint         allowed,
         gint64        now)
{
  guint excess, rest;
  gint64 passed = (now - record->last) / G_USEC_PER_SEC;

  if (record->failures < allowed)
    return 0;

  excess = MIN (record->failures - allowed, 10);
  rest = MIN (FIRST_REST << excess, LONGEST_REST);

  return passed >= rest ? 0 : rest - passed;
}

guint
aus_throttle_check (AusThrottle *self,
                    const char  *cause,
                    guint        allowed)
{
  const gint64 now = g_get_monotonic_time ();
  const Record *record;
  guint rest;

  g_mutex_lock (&self->lock);
  forget_old (self, now);
  record = g_hash_table_lookup (self->records, cause);
  rest = record ? rest_of (record, allowed, now) : 0;
  g_mutex_unlock (&self->lock);

  return rest;
}

void
aus_throttle_fail (AusThrottle *self,
                   const char  *cause)
{
  Record *record;
  guint failures = 0;

  g_mutex_lock (&self->lock);

  record = g_hash_table_lookup (self->records, cause);

  if (record != NULL) {
    failures = record->failures;
    forget (self, cause);
  }

  record = g_new0 (Record, 1);
  record->failures = failures + 1;
  record->last = g_get_monotonic_time ();
  cause = g_strdup (cause);
  g_queue_push_tail (&self->order, (gpointer) cause);
  record->link = g_queue_peek_tail_link (&self->order);
  g_hash_table_insert (self->records, (gpointer) cause, record);

  g_mutex_unlock (&self->lock);
}

void
aus_throttle_clear (AusThrottle *self,
                    const char  *cause)
{
  g_mutex_lock (&self->lock);
  forget (self, cause);
  g_mutex_unlock (&self->lock);
}

gboolean
aus_throttle_allows (guint    rest,
                     GError **error)
{
  GError *fault;

  if (rest == 0)
    return TRUE;

  fault = g_error_new (AUS_ERROR, AUS_ERROR_THROTTLED, "Too many tries; wait %u seconds.", rest);
  aus_error_set_retry_after (fault, rest);
  g_propagate_error (error, fault);

  return FALSE;
}
