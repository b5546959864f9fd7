#include "aus-memory.h"

#define MAX_KEPT 1000

struct _AusMemory
{
  GHashTable *values;
  gint64      version;
};

AusMemory *
aus_memory_new (GDestroyNotify free_value)
{
  AusMemory *self = g_new0 (AusMemory, 1);

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_value);

  return self;
}

void
aus_memory_free (AusMemory *self)
{
  g_hash_table_unref (self->values);
  g_free (self);
}

void
aus_memory_clear (AusMemory *self)
{
  g_hash_table_remove_all (self->values);
}

gpointer
aus_memory_find (AusMemory  *self,
                 gint64      version,
                 const char *key)
{
  return version == self->version ? g_hash_table_lookup (self->values, key) : NULL;
}

void
aus_memory_keep (AusMemory  *self,
                 gint64      version,
                 const char *key,
                 gpointer    value)
{
  if (version != self->version || g_hash_table_size (self->values) >= MAX_KEPT)
    aus_memory_clear (self);

  self->version = version;
  g_hash_table_replace (self->values, g_strdup (key), value);
}
