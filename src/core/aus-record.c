#include "aus-record.h"

#include <string.h>

G_DEFINE_ABSTRACT_TYPE (AusRecord, aus_record, G_TYPE_OBJECT)

static const AusField *
field_of (AusRecord *self,
          guint      prop_id)
{
  return &AUS_RECORD_GET_CLASS (self)->fields[prop_id - 1];
}

static void
aus_record_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  const AusField *field = field_of (AUS_RECORD (object), prop_id);
  gpointer member = aus_record_get_member (AUS_RECORD (object), field);

  switch (field->kind) {
    case AUS_KIND_TEXT:
      g_value_set_string (value, *(char **) member);
      break;
    case AUS_KIND_INTEGER:
      g_value_set_int64 (value, *(gint64 *) member);
      break;
    case AUS_KIND_REAL:
      g_value_set_double (value, *(double *) member);
      break;
    case AUS_KIND_BOOLEAN:
      g_value_set_boolean (value, *(gboolean *) member);
      break;
    case AUS_KIND_TIME:
      g_value_set_boxed (value, *(GDateTime **) member);
      break;
    case AUS_KIND_ENUM:
      g_value_set_enum (value, *(guint *) member);
      break;
  }
}

/* Most texts of most records are empty: that one is not copied. */
static const char nothing[] = "";

static char *
keep_text (const char *text)
{
  return text == NULL || *text != '\0' ? g_strdup (text) : (char *) nothing;
}

static void
drop_text (char *text)
{
  if (text != nothing)
    g_free (text);
}

static gboolean
set_text (char           **member,
          const AusField  *field,
          const char      *text)
{
  char *old = *member;

  if (text == NULL && !aus_field_is (field, AUS_FIELD_NULLABLE))
    text = "";

  if (g_strcmp0 (old, text) == 0)
    return FALSE;

  /* In this order, for it may be a part of itself. */
  *member = keep_text (text);
  drop_text (old);

  return TRUE;
}

static gboolean
set_time (GDateTime **member,
          GDateTime  *time)
{
  if (*member == time || (*member != NULL && time != NULL && g_date_time_compare (*member, time) == 0))
    return FALSE;

  g_clear_pointer (member, g_date_time_unref);
  *member = time ? g_date_time_ref (time) : NULL;

  return TRUE;
}

#define SET_PLAIN(Type, member, new_value) \
  (*(Type *) (member) != (new_value) && ((*(Type *) (member) = (new_value)), TRUE))

/* Answers whether anything changed. */
static gboolean
set_member (gpointer        member,
            const AusField *field,
            const GValue   *value)
{
  switch (field->kind) {
    case AUS_KIND_TEXT:
      return set_text (member, field, g_value_get_string (value));
    case AUS_KIND_INTEGER:
      return SET_PLAIN (gint64, member, g_value_get_int64 (value));
    case AUS_KIND_REAL:
      return SET_PLAIN (double, member, g_value_get_double (value));
    case AUS_KIND_BOOLEAN:
      return SET_PLAIN (gboolean, member, g_value_get_boolean (value));
    case AUS_KIND_TIME:
      return set_time (member, g_value_get_boxed (value));
    case AUS_KIND_ENUM:
      return SET_PLAIN (guint, member, (guint) g_value_get_enum (value));
  }

  g_return_val_if_reached (FALSE);
}

static void
aus_record_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  aus_record_set_member (AUS_RECORD (object), field_of (AUS_RECORD (object), prop_id), value);
}

static void
aus_record_finalize (GObject *object)
{
  AusRecordClass *klass = AUS_RECORD_GET_CLASS (object);

  for (guint i = 0; i < klass->n_texts; i++)
    drop_text (G_STRUCT_MEMBER (char *, object, klass->texts[i]));

  for (guint i = 0; i < klass->n_times; i++)
    g_clear_pointer (&G_STRUCT_MEMBER (GDateTime *, object, klass->times[i]), g_date_time_unref);

  G_OBJECT_CLASS (aus_record_parent_class)->finalize (object);
}

/* Here and not in init(): only a constructed object knows its final class. */
static void
aus_record_constructed (GObject *object)
{
  AusRecordClass *klass = AUS_RECORD_GET_CLASS (object);

  for (guint i = 0; i < klass->n_filled_texts; i++) {
    char **text = &G_STRUCT_MEMBER (char *, object, klass->texts[i]);

    if (*text == NULL)
      *text = (char *) nothing;
  }

  for (guint i = 0; i < klass->n_integers; i++) {
    gint64 *integer = &G_STRUCT_MEMBER (gint64, object, klass->integers[i]);

    if (*integer == 0)
      *integer = AUS_INTEGER_NULL;
  }

  G_OBJECT_CLASS (aus_record_parent_class)->constructed (object);
}

static void
aus_record_class_init (AusRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = aus_record_constructed;
  object_class->finalize = aus_record_finalize;
}

static void
aus_record_init (AusRecord *self)
{
}

static GParamSpec *
make_pspec (const AusField *field)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  g_autofree char *dashed = g_strdelimit (g_strdup (field->name), "_", '-');
  const char *name = g_intern_string (dashed);

  switch (field->kind) {
    case AUS_KIND_TEXT:
      return g_param_spec_string (name, NULL, NULL, NULL, flags);
    case AUS_KIND_INTEGER:
      return g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
    case AUS_KIND_REAL:
      return g_param_spec_double (name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
    case AUS_KIND_BOOLEAN:
      return g_param_spec_boolean (name, NULL, NULL, FALSE, flags);
    case AUS_KIND_TIME:
      return g_param_spec_boxed (name, NULL, NULL, G_TYPE_DATE_TIME, flags);
    case AUS_KIND_ENUM:
      return g_param_spec_enum (name, NULL, NULL, field->enum_type (), 0, flags);
  }

  g_return_val_if_reached (NULL);
}

static void
find_members (AusRecordClass *klass)
{
  klass->texts = g_new (gsize, klass->n_fields);
  klass->integers = g_new (gsize, klass->n_fields);
  klass->times = g_new (gsize, klass->n_fields);
  klass->n_texts = klass->n_integers = klass->n_times = 0;

  for (guint i = 0; i < klass->n_fields; i++) {
    const AusField *field = &klass->fields[i];
    const gboolean is_nullable = aus_field_is (field, AUS_FIELD_NULLABLE);

    if (field->kind == AUS_KIND_TEXT && !is_nullable)
      klass->texts[klass->n_texts++] = field->offset;
    else if (field->kind == AUS_KIND_INTEGER && is_nullable)
      klass->integers[klass->n_integers++] = field->offset;
    else if (field->kind == AUS_KIND_TIME)
      klass->times[klass->n_times++] = field->offset;
  }

  klass->n_filled_texts = klass->n_texts;

  for (guint i = 0; i < klass->n_fields; i++) {
    if (klass->fields[i].kind == AUS_KIND_TEXT && aus_field_is (&klass->fields[i], AUS_FIELD_NULLABLE))
      klass->texts[klass->n_texts++] = klass->fields[i].offset;
  }
}

void
aus_record_class_set_fields (AusRecordClass *klass,
                             const char     *table,
                             const AusField *fields,
                             guint           n_fields)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  g_return_if_fail (n_fields > 0 && strcmp (fields[0].name, "id") == 0);

  /* These two are not inherited: GObject clears them in every class. */
  object_class->get_property = aus_record_get_property;
  object_class->set_property = aus_record_set_property;
  klass->table = table;
  klass->fields = fields;
  klass->names = g_hash_table_new (g_str_hash, g_str_equal);
  klass->properties = g_new (GParamSpec *, n_fields);
  klass->n_fields = n_fields;
  find_members (klass);

  for (guint i = 0; i < n_fields; i++) {
    g_warn_if_fail (!aus_field_is (&fields[i], AUS_FIELD_NULLABLE) || fields[i].kind <= AUS_KIND_INTEGER);
    g_hash_table_insert (klass->names, (gpointer) fields[i].name, (gpointer) &fields[i]);
    klass->properties[i] = make_pspec (&fields[i]);
    g_object_class_install_property (object_class, i + 1, klass->properties[i]);
  }
}

const AusField *
aus_record_class_find (AusRecordClass *klass,
                       const char     *name)
{
  return g_hash_table_lookup (klass->names, name);
}

const char *
aus_record_get_id (AusRecord *self)
{
  return *(char **) aus_record_get_member (self, &AUS_RECORD_GET_CLASS (self)->fields[0]);
}

gint64
aus_record_get_revision (AusRecord *self)
{
  const AusField *field = aus_record_class_find (AUS_RECORD_GET_CLASS (self), "revision");

  return *(gint64 *) aus_record_get_member (self, field);
}

gpointer
aus_record_get_member (AusRecord      *self,
                       const AusField *field)
{
  return G_STRUCT_MEMBER_P (self, field->offset);
}

void
aus_record_set_member (AusRecord      *self,
                       const AusField *field,
                       const GValue   *value)
{
  AusRecordClass *klass = AUS_RECORD_GET_CLASS (self);

  if (set_member (aus_record_get_member (self, field), field, value))
    g_object_notify_by_pspec (G_OBJECT (self), klass->properties[field - klass->fields]);
}

static void
set_by_name (AusRecord    *self,
             const char   *name,
             const GValue *value)
{
  const AusField *field = aus_record_class_find (AUS_RECORD_GET_CLASS (self), name);

  g_return_if_fail (field != NULL);

  aus_record_set_member (self, field, value);
}

void
aus_record_set_text (AusRecord  *self,
                     const char *name,
                     const char *text)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_static_string (&value, text);
  set_by_name (self, name, &value);
}

void
aus_record_set_integer (AusRecord  *self,
                        const char *name,
                        gint64      integer)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT64);
  g_value_set_int64 (&value, integer);
  set_by_name (self, name, &value);
}

void
aus_record_set_time (AusRecord  *self,
                     const char *name,
                     GDateTime  *time)
{
  const AusField *field = aus_record_class_find (AUS_RECORD_GET_CLASS (self), name);
  g_auto (GValue) value = G_VALUE_INIT;

  if (field == NULL)
    return;

  g_value_init (&value, G_TYPE_DATE_TIME);
  g_value_set_static_boxed (&value, time);
  aus_record_set_member (self, field, &value);
}

void
aus_record_assign (AusRecord *self,
                   AusRecord *source)
{
  AusRecordClass *klass = AUS_RECORD_GET_CLASS (self);

  g_return_if_fail (G_OBJECT_TYPE (self) == G_OBJECT_TYPE (source));

  g_object_freeze_notify (G_OBJECT (self));

  for (guint i = 0; i < klass->n_fields; i++) {
    g_auto (GValue) value = G_VALUE_INIT;

    g_object_get_property (G_OBJECT (source), klass->properties[i]->name, &value);
    aus_record_set_member (self, &klass->fields[i], &value);
  }

  g_object_thaw_notify (G_OBJECT (self));
}
