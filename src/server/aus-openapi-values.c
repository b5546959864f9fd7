#include "aus-openapi-values.h"

#include "aus-checks.h"
#include "aus-record-json.h"

#define UUID "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
/* As we write it; clients may name any zone. */
#define TIME "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z$"

/* What the checks of texts let through; no text at all passes them. */
static const struct
{
  const char *(*check) (const char *text);
  const char   *pattern;
} patterns[] = {
  { aus_check_email, "^[^@\\s<>,;]+@[^@\\s<>,;]*[^@\\s<>,;.]$" },
  { aus_check_date, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
  { aus_check_language, "^[a-zA-Z]{2,}(-[a-zA-Z0-9]+)*$" },
  { aus_check_line, "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$" },
  { aus_check_time, "^[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$" },
  { aus_check_end_time, "^[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$" },
};

gboolean
aus_schema_use_is_sent (AusSchemaUse use)
{
  return use == AUS_SCHEMA_NEW || use == AUS_SCHEMA_CHANGE;
}

void
aus_schema_write_type (AusJsonWriter *out,
                       const char    *type,
                       gboolean       is_nullable)
{
  if (!is_nullable) {
    aus_json_add_text (out, "type", type);
    return;
  }

  aus_json_begin_array (out, "type");
  aus_json_add_text (out, NULL, type);
  aus_json_add_text (out, NULL, "null");
  aus_json_end_array (out);
}

void
aus_schema_write_roles (AusJsonWriter *out,
                        const char    *name,
                        guint          roles)
{
  aus_json_begin_array (out, name);

  for (guint role = AUS_ROLE_NONE + 1; role <= AUS_ROLE_INTERPRETER; role++) {
    if ((roles & (1u << role)) != 0)
      aus_json_add_text (out, NULL, aus_enum_to_nick (AUS_TYPE_ROLE, role));
  }

  aus_json_end_array (out);
}

void
aus_schema_write_words (AusJsonWriter *out,
                        GType          enum_type,
                        gboolean       is_nullable)
{
  GEnumClass *klass = g_type_class_ref (enum_type);

  aus_json_begin_array (out, "enum");

  for (guint i = 0; i < klass->n_values; i++)
    aus_json_add_text (out, NULL, klass->values[i].value_nick);

  if (is_nullable)
    aus_json_add_null (out, NULL);

  aus_json_end_array (out);
  g_type_class_unref (klass);
}

static void
write_pattern (AusJsonWriter        *out,
               const AusSchemaValue *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++) {
    g_autofree char *lenient = NULL;

    if (patterns[i].check != value->check)
      continue;

    lenient = g_strdup_printf ("^$|%s", patterns[i].pattern);
    aus_json_add_text (out, "pattern", value->is_filled && value->is_sent ? patterns[i].pattern : lenient);
    return;
  }

  g_warn_if_fail (value->check == NULL);

  if (value->is_filled && value->is_sent)
    aus_json_add_text (out, "pattern", "\\S");
}

static void
write_text (AusJsonWriter        *out,
            const AusSchemaValue *value)
{
  aus_schema_write_type (out, "string", value->is_nullable);

  if (value->is_id) {
    aus_json_add_text (out, "format", "uuid");
    aus_json_add_text (out, "pattern", UUID);
    return;
  }

  write_pattern (out, value);

  if (value->is_sent && value->max_length > 0)
    aus_json_add_integer (out, "maxLength", value->max_length);
}

static void
write_number (AusJsonWriter        *out,
              const AusSchemaValue *value,
              const char           *type)
{
  aus_schema_write_type (out, type, value->is_nullable);

  if (value->is_sent && value->minimum < value->maximum) {
    aus_json_add_integer (out, "minimum", value->minimum);
    aus_json_add_integer (out, "maximum", value->maximum);
  }
}

static void
write_kind (AusJsonWriter        *out,
            const AusSchemaValue *value)
{
  switch (value->kind) {
    case AUS_KIND_TEXT:
      write_text (out, value);
      break;
    case AUS_KIND_INTEGER:
      write_number (out, value, "integer");
      break;
    case AUS_KIND_REAL:
      write_number (out, value, "number");
      break;
    case AUS_KIND_BOOLEAN:
      aus_schema_write_type (out, "boolean", FALSE);
      break;
    case AUS_KIND_TIME:
      aus_schema_write_type (out, "string", value->is_nullable);
      aus_json_add_text (out, "format", "date-time");
      if (!value->is_sent)
        aus_json_add_text (out, "pattern", TIME);
      break;
    case AUS_KIND_ENUM:
      aus_schema_write_type (out, "string", value->is_nullable);
      aus_schema_write_words (out, value->enum_type (), value->is_nullable);
      break;
  }
}

void
aus_schema_value_write (const AusSchemaValue *value,
                        AusJsonWriter        *out,
                        const char           *name)
{
  aus_json_begin_object (out, name);

  if (value->label != NULL)
    aus_json_add_text (out, "title", value->label);

  write_kind (out, value);

  if (value->is_read_only)
    aus_json_add_boolean (out, "readOnly", TRUE);
  if (value->audience != 0)
    aus_schema_write_roles (out, "x-roles", value->audience);

  aus_json_end_object (out);
}

/* Like reading and writing them does. */
AusSchemaValue
aus_schema_value_of_field (const AusField *field,
                           AusSchemaUse    use)
{
  const gboolean is_required = aus_field_is (field, AUS_FIELD_REQUIRED);

  return (AusSchemaValue) {
    .label = field->label,
    .kind = field->kind,
    .is_id = aus_field_is (field, AUS_FIELD_ID),
    .is_nullable = aus_field_is (field, AUS_FIELD_NULLABLE) || (field->kind == AUS_KIND_TIME && !is_required),
    .is_filled = is_required,
    .is_sent = aus_schema_use_is_sent (use),
    .is_read_only = !aus_schema_use_is_sent (use) && !aus_record_json_takes (field, AUS_READ_CREATE),
    .enum_type = field->enum_type,
    .check = field->check,
    .max_length = aus_field_get_max_length (field),
    .minimum = field->minimum,
    .maximum = field->maximum,
    .audience = field->audience,
  };
}
