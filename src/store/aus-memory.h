#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusMemory:
 *
 * What a connection has read before, so that it need not be read again. It all holds for one version of what it was
 * read from, a number that the reader finds in the database: with another number everything is forgotten. It belongs to
 * one thread.
 */
typedef struct _AusMemory AusMemory;

AusMemory *aus_memory_new   (GDestroyNotify free_value);
void       aus_memory_free  (AusMemory     *self);
/* (nullable) (transfer none) */
gpointer   aus_memory_find  (AusMemory     *self,
                             gint64         version,
                             const char    *key);
/* @value: (transfer full) */
void       aus_memory_keep  (AusMemory     *self,
                             gint64         version,
                             const char    *key,
                             gpointer       value);
void       aus_memory_clear (AusMemory     *self);

G_END_DECLS
