#pragma once

#include "aus-error.h"
#include "aus-field.h"

G_BEGIN_DECLS

#define AUS_TYPE_RECORD (aus_record_get_type ())

G_DECLARE_DERIVABLE_TYPE (AusRecord, aus_record, AUS, RECORD, GObject)

/**
 * AusRecord:
 *
 * A struct and one field table. From the table come the properties, strict JSON in, fast JSON out, the binding of
 * columns, and form rows. Read members with `->`; write through properties, so that views hear.
 *
 * Every record has the fields `id` and `revision`.
 */
struct _AusRecordClass
{
  GObjectClass    parent_class;

  const char     *table;
  gboolean        is_unfollowed;  /* to be set in class_init: nobody hears of its changes */
  const AusField *fields;
  GHashTable     *names;          /* of the fields */
  GParamSpec    **properties;
  guint           n_fields;

  /* Where members are that a new record fills, or an old one frees: texts, those that are never %NULL first; integers
   * that may be null; times. */
  gsize          *texts;
  guint           n_texts;
  guint           n_filled_texts;
  gsize          *integers;
  guint           n_integers;
  gsize          *times;
  guint           n_times;
};

/* To be called in class_init, after everything else. @fields must be static, and the first is `id`. */
void            aus_record_class_set_fields (AusRecordClass *klass,
                                             const char     *table,
                                             const AusField *fields,
                                             guint           n_fields);
/* By the snake_case name; %NULL where there is none. */
const AusField *aus_record_class_find       (AusRecordClass *klass,
                                             const char     *name);

const char     *aus_record_get_id           (AusRecord      *self);
gint64          aus_record_get_revision     (AusRecord      *self);
/* The address of a field's member. */
gpointer        aus_record_get_member       (AusRecord      *self,
                                             const AusField *field);
/* Sets a field to what @value holds, of the property's own type, and notifies where it differs. Much cheaper than
 * g_object_set_property(). */
void            aus_record_set_member       (AusRecord      *self,
                                             const AusField *field,
                                             const GValue   *value);
/* The same by name, where the kind of the field is known. Those of a time do nothing where there is no such field. */
void            aus_record_set_text         (AusRecord      *self,
                                             const char     *name,
                                             const char     *text);
void            aus_record_set_integer      (AusRecord      *self,
                                             const char     *name,
                                             gint64          integer);
void            aus_record_set_time         (AusRecord      *self,
                                             const char     *name,
                                             GDateTime      *time);
/* Copies all that differs, with notification; both must be of one class. */
void            aus_record_assign           (AusRecord      *self,
                                             AusRecord      *source);

G_END_DECLS
