#include "aus-openapi-schemas.h"

#include "aus-record-json.h"

#include <string.h>

typedef struct
{
  char           *name;
  GType           record;
  const AusShape *shape;
  AusSchemaUse    use;
} Schema;

struct _AusSchemas
{
  GPtrArray *wanted;
};

static void
schema_free (gpointer data)
{
  Schema *schema = data;

  g_free (schema->name);
  g_free (schema);
}

AusSchemas *
aus_schemas_new (void)
{
  AusSchemas *self = g_new (AusSchemas, 1);

  self->wanted = g_ptr_array_new_with_free_func (schema_free);

  return self;
}

void
aus_schemas_free (AusSchemas *self)
{
  g_ptr_array_unref (self->wanted);
  g_free (self);
}

static gboolean
has_word (const char *words,
          const char *word)
{
  g_auto (GStrv) list = words ? g_strsplit (words, " ", -1) : NULL;

  return list != NULL && g_strv_contains ((const char * const *) list, word);
}

static const Schema *
find_schema (AusSchemas *self,
             const char *name)
{
  for (guint i = 0; i < self->wanted->len; i++) {
    const Schema *schema = g_ptr_array_index (self->wanted, i);

    if (strcmp (schema->name, name) == 0)
      return schema;
  }

  return NULL;
}

/* Names are ours, so they need no escaping. @schema goes to the schemas that are written in the end. */
static void
refer (AusSchemas    *self,
       AusJsonWriter *out,
       const char    *name,
       Schema        *schema)
{
  g_autofree char *reference = g_strconcat ("#/components/schemas/", schema->name, NULL);
  const Schema *twin = find_schema (self, schema->name);

  aus_json_begin_object (out, name);
  aus_json_add_text (out, "$ref", reference);
  aus_json_end_object (out);

  if (twin == NULL) {
    g_ptr_array_add (self->wanted, schema);
  } else {
    g_warn_if_fail (twin->record == schema->record && twin->shape == schema->shape);
    schema_free (schema);
  }
}

static char *
make_name (const char  *base,
           AusSchemaUse use)
{
  static const char *const endings[] = {
    [AUS_SCHEMA_ANSWER] = "",
    [AUS_SCHEMA_ITEM] = "Item",
    [AUS_SCHEMA_NEW] = "New",
    [AUS_SCHEMA_CHANGE] = "Change",
  };

  return g_strconcat (base, endings[use], NULL);
}

void
aus_schemas_add_record (AusSchemas    *self,
                        AusJsonWriter *out,
                        const char    *name,
                        GType          record,
                        AusSchemaUse   use)
{
  Schema *schema = g_new0 (Schema, 1);

  schema->name = make_name (g_type_name (record) + strlen ("Aus"), use);
  schema->record = record;
  schema->use = use;
  refer (self, out, name, schema);
}

void
aus_schemas_add_shape (AusSchemas     *self,
                       AusJsonWriter  *out,
                       const char     *name,
                       const AusShape *shape,
                       AusSchemaUse    use)
{
  Schema *schema;

  if (shape->record != NULL && shape->members == NULL && shape->without == NULL) {
    aus_schemas_add_record (self, out, name, shape->record (), use);
    return;
  }

  schema = g_new0 (Schema, 1);
  schema->name = make_name (shape->name, shape->record ? use : AUS_SCHEMA_ANSWER);
  schema->record = shape->record ? shape->record () : G_TYPE_INVALID;
  schema->shape = shape;
  schema->use = use;
  refer (self, out, name, schema);
}

static gboolean
has_field (const AusField *field,
           AusSchemaUse    use)
{
  switch (use) {
    case AUS_SCHEMA_ANSWER:
      return !aus_field_is (field, AUS_FIELD_SECRET);
    case AUS_SCHEMA_ITEM:
      return !aus_field_is (field, AUS_FIELD_SECRET) && !aus_field_is (field, AUS_FIELD_DETAIL);
    case AUS_SCHEMA_NEW:
      return aus_record_json_takes (field, AUS_READ_CREATE);
    case AUS_SCHEMA_CHANGE:
      return aus_record_json_takes (field, AUS_READ_UPDATE);
  }

  g_return_val_if_reached (FALSE);
}

/* An answer has all that its reader may see, but for what is worked out for one record at a time. */
static gboolean
needs_field (const AusField *field,
             AusSchemaUse    use)
{
  const gboolean may_lack = aus_field_is (field, AUS_FIELD_COMPUTED) && aus_field_is (field, AUS_FIELD_NULLABLE);

  if (aus_schema_use_is_sent (use))
    return use == AUS_SCHEMA_NEW && aus_field_is (field, AUS_FIELD_REQUIRED);

  return field->audience == 0 && !may_lack;
}

static gboolean
schema_has (const Schema   *schema,
            const AusField *field)
{
  return has_field (field, schema->use) && !(schema->shape && has_word (schema->shape->without, field->name));
}

static void
write_member (AusSchemas      *self,
              AusJsonWriter   *out,
              const char      *name,
              const AusMember *member,
              AusSchemaUse     use)
{
  const gboolean is_plain_map = (member->flags & AUS_MEMBER_MAP) != 0;
  const AusSchemaValue value = {
    .kind = member->kind,
    .is_id = (member->flags & AUS_MEMBER_ID) != 0,
    .is_nullable = (member->flags & AUS_MEMBER_NULLABLE) != 0,
    .is_sent = aus_schema_use_is_sent (use),
    .enum_type = is_plain_map && member->kind != AUS_KIND_ENUM ? NULL : member->enum_type,
    .max_length = member->max_length,
    .minimum = member->minimum,
    .maximum = member->maximum,
  };

  if (member->shape != NULL)
    aus_schemas_add_shape (self, out, name, member->shape, use);
  else
    aus_schema_value_write (&value, out, name);
}

static void
write_records (AusSchemas      *self,
               AusJsonWriter   *out,
               const AusMember *member)
{
  aus_json_begin_object (out, member->name);
  aus_json_begin_array (out, "anyOf");

  for (guint i = 0; member->get_record (i) != G_TYPE_INVALID; i++)
    aus_schemas_add_record (self, out, NULL, member->get_record (i), AUS_SCHEMA_ANSWER);

  if ((member->flags & AUS_MEMBER_NULLABLE) != 0)
    aus_json_add_raw (out, NULL, "{\"type\":\"null\"}");

  aus_json_end_array (out);
  aus_json_end_object (out);
}

static void
write_list (AusSchemas      *self,
            AusJsonWriter   *out,
            const AusMember *member,
            AusSchemaUse     use)
{
  AusMember item = *member;

  item.flags &= ~AUS_MEMBER_NULLABLE;
  aus_json_begin_object (out, member->name);
  aus_schema_write_type (out, "array", (member->flags & AUS_MEMBER_NULLABLE) != 0);
  write_member (self, out, "items", &item, use);
  aus_json_end_object (out);
}

/* Where an enumeration names the members, all of them are there. */
static void
write_map (AusSchemas      *self,
           AusJsonWriter   *out,
           const AusMember *member,
           AusSchemaUse     use)
{
  aus_json_begin_object (out, member->name);
  aus_json_add_text (out, "type", "object");
  write_member (self, out, "additionalProperties", member, use);

  if (member->enum_type != NULL) {
    aus_json_begin_object (out, "propertyNames");
    aus_schema_write_words (out, member->enum_type (), FALSE);
    aus_json_end_object (out);
  }

  aus_json_end_object (out);
}

/* A shape cannot be null by itself. */
static void
write_nullable (AusSchemas      *self,
                AusJsonWriter   *out,
                const AusMember *member,
                AusSchemaUse     use)
{
  aus_json_begin_object (out, member->name);
  aus_json_begin_array (out, "anyOf");
  write_member (self, out, NULL, member, use);
  aus_json_add_raw (out, NULL, "{\"type\":\"null\"}");
  aus_json_end_array (out);
  aus_json_end_object (out);
}

static void
write_any_member (AusSchemas      *self,
                  AusJsonWriter   *out,
                  const AusMember *member,
                  AusSchemaUse     use)
{
  if (member->get_record != NULL)
    write_records (self, out, member);
  else if ((member->flags & AUS_MEMBER_LIST) != 0)
    write_list (self, out, member, use);
  else if ((member->flags & AUS_MEMBER_MAP) != 0)
    write_map (self, out, member, use);
  else if (member->shape != NULL && (member->flags & AUS_MEMBER_NULLABLE) != 0)
    write_nullable (self, out, member, use);
  else
    write_member (self, out, member->name, member, use);
}

static void
write_properties (AusSchemas     *self,
                  AusJsonWriter  *out,
                  const Schema   *schema,
                  AusRecordClass *klass)
{
  aus_json_begin_object (out, "properties");

  for (guint i = 0; klass != NULL && i < klass->n_fields; i++) {
    const AusSchemaValue value = aus_schema_value_of_field (&klass->fields[i], schema->use);

    if (schema_has (schema, &klass->fields[i]))
      aus_schema_value_write (&value, out, klass->fields[i].name);
  }

  for (const AusMember *member = schema->shape ? schema->shape->members : NULL; member && member->name; member++)
    write_any_member (self, out, member, schema->use);

  aus_json_end_object (out);
}

static void
write_required (AusJsonWriter  *out,
                const Schema   *schema,
                AusRecordClass *klass)
{
  const gboolean is_partial = klass != NULL && schema->use == AUS_SCHEMA_CHANGE;

  aus_json_begin_array (out, "required");

  for (guint i = 0; klass != NULL && i < klass->n_fields; i++) {
    if (schema_has (schema, &klass->fields[i]) && needs_field (&klass->fields[i], schema->use))
      aus_json_add_text (out, NULL, klass->fields[i].name);
  }

  for (const AusMember *member = schema->shape ? schema->shape->members : NULL; member && member->name; member++) {
    if ((member->flags & AUS_MEMBER_OPTIONAL) == 0 && !is_partial)
      aus_json_add_text (out, NULL, member->name);
  }

  aus_json_end_array (out);
}

static void
write_schema (AusSchemas    *self,
              AusJsonWriter *out,
              const Schema  *schema)
{
  AusRecordClass *klass = schema->record != G_TYPE_INVALID ? g_type_class_ref (schema->record) : NULL;

  aus_json_begin_object (out, schema->name);
  aus_json_add_text (out, "type", "object");
  write_properties (self, out, schema, klass);
  write_required (out, schema, klass);

  if (schema->shape == NULL || !schema->shape->is_open)
    aus_json_add_boolean (out, "additionalProperties", FALSE);

  aus_json_end_object (out);

  if (klass != NULL)
    g_type_class_unref (klass);
}

/* Writing one may refer to others, which are added behind it. */
void
aus_schemas_write (AusSchemas    *self,
                   AusJsonWriter *out)
{
  for (guint i = 0; i < self->wanted->len; i++)
    write_schema (self, out, g_ptr_array_index (self->wanted, i));
}

void
aus_schemas_write_some (AusJsonWriter *out,
                        const char    *name,
                        GType          record,
                        const char    *fields)
{
  g_auto (GStrv) names = g_strsplit (fields, " ", 0);
  AusRecordClass *klass = record != G_TYPE_INVALID ? g_type_class_ref (record) : NULL;

  aus_json_begin_object (out, name);
  aus_json_add_text (out, "type", "object");
  aus_json_begin_object (out, "properties");

  for (guint i = 0; names[i] != NULL; i++) {
    const AusField *field = klass ? aus_record_class_find (klass, names[i]) : NULL;
    const AusSchemaValue value = field ? aus_schema_value_of_field (field, AUS_SCHEMA_CHANGE) : (AusSchemaValue) { 0 };

    if (field != NULL)
      aus_schema_value_write (&value, out, field->name);
  }

  aus_json_end_object (out);
  aus_json_add_boolean (out, "additionalProperties", FALSE);
  aus_json_end_object (out);

  if (klass != NULL)
    g_type_class_unref (klass);
}
