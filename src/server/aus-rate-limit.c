#include "aus-rate-limit.h"

#define MAX_BUCKETS 20000

typedef struct
{
  char   *who;
  double  tokens;
  gint64  filled_at;
  GList   link;
} Bucket;

struct _AusRateLimit
{
  GHashTable *buckets;
  /* The longest unused first. */
  GQueue      order;
  double      rate;
  double      burst;
};

static void
bucket_free (gpointer data)
{
  Bucket *bucket = data;

  g_free (bucket->who);
  g_free (bucket);
}

AusRateLimit *
aus_rate_limit_new (double rate,
                    double burst)
{
  AusRateLimit *self = g_new0 (AusRateLimit, 1);

  self->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, bucket_free);
  g_queue_init (&self->order);
  self->rate = rate;
  self->burst = burst;

  return self;
}

void
aus_rate_limit_free (AusRateLimit *self)
{
  g_hash_table_unref (self->buckets);
  g_free (self);
}

static Bucket *
add (AusRateLimit *self,
     const char   *who,
     gint64        now)
{
  Bucket *bucket;

  if (g_hash_table_size (self->buckets) >= MAX_BUCKETS) {
    Bucket *oldest = g_queue_peek_head (&self->order);

    g_queue_unlink (&self->order, &oldest->link);
    g_hash_table_remove (self->buckets, oldest->who);
  }

  bucket = g_new0 (Bucket, 1);
  bucket->who = g_strdup (who);
  bucket->tokens = self->burst;
  bucket->filled_at = now;
  bucket->link.data = bucket;
  g_hash_table_insert (self->buckets, bucket->who, bucket);
  g_queue_push_tail_link (&self->order, &bucket->link);

  return bucket;
}

guint
aus_rate_limit_take (AusRateLimit *self,
                     const char   *who,
                     gint64        now)
{
  Bucket *bucket = g_hash_table_lookup (self->buckets, who);

  if (bucket == NULL)
    bucket = add (self, who, now);

  g_queue_unlink (&self->order, &bucket->link);
  g_queue_push_tail_link (&self->order, &bucket->link);
  bucket->tokens = MIN (self->burst, bucket->tokens + (now - bucket->filled_at) * self->rate / G_USEC_PER_SEC);
  bucket->filled_at = now;

  if (bucket->tokens >= 1) {
    bucket->tokens -= 1;
    return 0;
  }

  return 1 + (guint) ((1 - bucket->tokens) / self->rate);
}

guint
aus_rate_limit_get_n (AusRateLimit *self)
{
  return g_hash_table_size (self->buckets);
}
