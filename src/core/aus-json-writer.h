#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusJsonWriter:
 *
 * Writes compact JSON straight into a string. It does not check that begins and ends match: only our own code calls it.
 * A @name is given inside objects and is %NULL inside arrays and at the top; names are never escaped.
 */
typedef struct
{
  GString  *text;
  gboolean  comma;
} AusJsonWriter;

void    aus_json_writer_init      (AusJsonWriter *self);
void    aus_json_writer_clear     (AusJsonWriter *self);
/* Makes room for @length bytes more at once, for whoever knows that they come. */
void    aus_json_writer_reserve   (AusJsonWriter *self,
                                   gsize          length);
/* Takes what was written and leaves the writer cleared. */
GBytes *aus_json_writer_finish    (AusJsonWriter *self);

void    aus_json_begin_object     (AusJsonWriter *self,
                                   const char    *name);
void    aus_json_end_object       (AusJsonWriter *self);
void    aus_json_begin_array      (AusJsonWriter *self,
                                   const char    *name);
void    aus_json_end_array        (AusJsonWriter *self);
/* A %NULL @value is written as null. */
void    aus_json_add_text         (AusJsonWriter *self,
                                   const char    *name,
                                   const char    *value);
void    aus_json_add_integer      (AusJsonWriter *self,
                                   const char    *name,
                                   gint64         value);
void    aus_json_add_real         (AusJsonWriter *self,
                                   const char    *name,
                                   double         value);
void    aus_json_add_boolean      (AusJsonWriter *self,
                                   const char    *name,
                                   gboolean       value);
void    aus_json_add_null         (AusJsonWriter *self,
                                   const char    *name);
/* RFC 3339 with Z, from microseconds since the epoch. */
void    aus_json_add_time         (AusJsonWriter *self,
                                   const char    *name,
                                   gint64         value);
/* @json is written as it is. */
void    aus_json_add_raw          (AusJsonWriter *self,
                                   const char    *name,
                                   const char    *json);

/* For names that are not ours. (transfer full) */
char   *aus_json_escape           (const char    *text);

G_END_DECLS
