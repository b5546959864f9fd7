#include "aus-record-json.h"

#include "aus-time.h"
#include "aus-uuid.h"

/* Takes room at most, as U+200B and U+FEFF do, and says nothing by itself. */
static gboolean
is_invisible (gunichar letter)
{
  return g_unichar_isspace (letter) || g_unichar_type (letter) == G_UNICODE_FORMAT;
}

static gboolean
is_blank (const char *text)
{
  while (is_invisible (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  return *text == '\0';
}

/* Says what is wrong with a text of good length, or nothing. */
static const char *
find_fault (const AusField *field,
            const char     *text)
{
  if (aus_field_is (field, AUS_FIELD_REQUIRED) && is_blank (text))
    return "Must not be blank.";

  if (aus_field_is (field, AUS_FIELD_ID) && !aus_uuid_is_valid (text))
    return "Must be a UUID.";

  return field->check != NULL && *text != '\0' ? field->check (text) : NULL;
}

static gboolean
check_text (const AusField  *field,
            const char      *text,
            GError         **error)
{
  const guint max_length = aus_field_get_max_length (field);
  const char *fault;

  if (g_utf8_strlen (text, -1) > (glong) max_length) {
    aus_error_add_field (error, field->name, "Must not be longer than %u characters.", max_length);
    return FALSE;
  }

  fault = find_fault (field, text);

  if (fault != NULL)
    aus_error_add_field (error, field->name, "%s", fault);

  return fault == NULL;
}

/* The limits are for clients: what our own server says may be outside of them, such as a visit of one minute. */
static gboolean
read_text (const AusField  *field,
           JsonNode        *node,
           AusReadMode      mode,
           GValue          *value,
           GError         **error)
{
  if (json_node_get_value_type (node) != G_TYPE_STRING) {
    aus_error_add_field (error, field->name, "Must be a text.");
    return FALSE;
  }

  if (mode != AUS_READ_TRUSTED && !check_text (field, json_node_get_string (node), error))
    return FALSE;

  g_value_init (value, G_TYPE_STRING);
  g_value_set_string (value, json_node_get_string (node));

  return TRUE;
}

static gboolean
check_limits (const AusField  *field,
              double           number,
              GError         **error)
{
  if (field->minimum >= field->maximum || (number >= field->minimum && number <= field->maximum))
    return TRUE;

  aus_error_add_field (error, field->name, "Must be between %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT ".",
                       field->minimum, field->maximum);

  return FALSE;
}

static gboolean
read_number (const AusField  *field,
             JsonNode        *node,
             AusReadMode      mode,
             GValue          *value,
             GError         **error)
{
  const gboolean is_real = field->kind == AUS_KIND_REAL;
  const GType type = json_node_get_value_type (node);

  if (type != G_TYPE_INT64 && !(type == G_TYPE_DOUBLE && is_real)) {
    aus_error_add_field (error, field->name, is_real ? "Must be a number." : "Must be a whole number.");
    return FALSE;
  }

  if (mode != AUS_READ_TRUSTED && !check_limits (field, json_node_get_double (node), error))
    return FALSE;

  g_value_init (value, is_real ? G_TYPE_DOUBLE : G_TYPE_INT64);

  if (is_real)
    g_value_set_double (value, json_node_get_double (node));
  else
    g_value_set_int64 (value, json_node_get_int (node));

  return TRUE;
}

static gboolean
read_boolean (const AusField  *field,
              JsonNode        *node,
              GValue          *value,
              GError         **error)
{
  if (json_node_get_value_type (node) != G_TYPE_BOOLEAN) {
    aus_error_add_field (error, field->name, "Must be true or false.");
    return FALSE;
  }

  g_value_init (value, G_TYPE_BOOLEAN);
  g_value_set_boolean (value, json_node_get_boolean (node));

  return TRUE;
}

static gboolean
read_time (const AusField  *field,
           JsonNode        *node,
           GValue          *value,
           GError         **error)
{
  gint64 time;

  if (json_node_get_value_type (node) != G_TYPE_STRING || !aus_time_parse (json_node_get_string (node), &time, NULL)) {
    aus_error_add_field (error, field->name, "Must be a time such as 2026-11-02T09:00:00Z, with a zone.");
    return FALSE;
  }

  g_value_init (value, G_TYPE_DATE_TIME);
  g_value_take_boxed (value, aus_time_to_date_time (time));

  return TRUE;
}

static gboolean
read_enum (const AusField  *field,
           JsonNode        *node,
           GValue          *value,
           GError         **error)
{
  guint number;

  if (json_node_get_value_type (node) != G_TYPE_STRING ||
      !aus_enum_from_nick (field->enum_type (), json_node_get_string (node), &number)) {
    g_autofree char *list = aus_enum_list (field->enum_type ());

    aus_error_add_field (error, field->name, "Must be one of: %s.", list);
    return FALSE;
  }

  g_value_init (value, field->enum_type ());
  g_value_set_enum (value, number);

  return TRUE;
}

static gboolean
read_null (const AusField  *field,
           GValue          *value,
           GError         **error)
{
  const gboolean is_time = field->kind == AUS_KIND_TIME;

  if (!aus_field_is (field, AUS_FIELD_NULLABLE) && (!is_time || aus_field_is (field, AUS_FIELD_REQUIRED))) {
    aus_error_add_field (error, field->name, "Must not be null.");
    return FALSE;
  }

  g_value_init (value, is_time ? G_TYPE_DATE_TIME : field->kind == AUS_KIND_INTEGER ? G_TYPE_INT64 : G_TYPE_STRING);

  if (field->kind == AUS_KIND_INTEGER)
    g_value_set_int64 (value, AUS_INTEGER_NULL);

  return TRUE;
}

static gboolean
read_value (const AusField  *field,
            JsonNode        *node,
            AusReadMode      mode,
            GValue          *value,
            GError         **error)
{
  switch (json_node_get_node_type (node)) {
    case JSON_NODE_NULL:
      return read_null (field, value, error);
    case JSON_NODE_OBJECT:
    case JSON_NODE_ARRAY:
      aus_error_add_field (error, field->name, "Must be a single value.");
      return FALSE;
    case JSON_NODE_VALUE:
      break;
  }

  switch (field->kind) {
    case AUS_KIND_TEXT:
      return read_text (field, node, mode, value, error);
    case AUS_KIND_INTEGER:
    case AUS_KIND_REAL:
      return read_number (field, node, mode, value, error);
    case AUS_KIND_BOOLEAN:
      return read_boolean (field, node, value, error);
    case AUS_KIND_TIME:
      return read_time (field, node, value, error);
    case AUS_KIND_ENUM:
      return read_enum (field, node, value, error);
  }

  g_return_val_if_reached (FALSE);
}

/* Says why a client may not write @field, or nothing. */
static const char *
refuse (const AusField *field,
        AusReadMode     mode)
{
  if (field == NULL || aus_field_is (field, AUS_FIELD_SECRET))
    return "There is no such field.";

  if (aus_field_is (field, AUS_FIELD_READONLY) || aus_field_is (field, AUS_FIELD_COMPUTED))
    return "Cannot be set.";

  if (mode == AUS_READ_UPDATE && aus_field_is (field, AUS_FIELD_CREATE_ONLY))
    return "Cannot be changed.";

  return NULL;
}

gboolean
aus_record_json_takes (const AusField *field,
                       AusReadMode     mode)
{
  return refuse (field, mode) == NULL;
}

static gboolean
check_members (AusRecordClass  *klass,
               JsonObject      *object,
               AusReadMode      mode,
               GError         **error)
{
  JsonObjectIter iter;
  const char *name;
  gboolean good = TRUE;

  json_object_iter_init_ordered (&iter, object);

  while (json_object_iter_next_ordered (&iter, &name, NULL)) {
    const char *fault = refuse (aus_record_class_find (klass, name), mode);

    if (fault != NULL) {
      aus_error_add_field (error, name, "%s", fault);
      good = FALSE;
    }
  }

  return good;
}

/* Fills values[i] where field i was given and is good. */
static gboolean
read_values (AusRecordClass  *klass,
             JsonObject      *object,
             AusReadMode      mode,
             GValue          *values,
             GError         **error)
{
  gboolean good = TRUE;

  for (guint i = 0; i < klass->n_fields; i++) {
    const AusField *field = &klass->fields[i];
    JsonNode *node = json_object_get_member (object, field->name);

    if (node != NULL) {
      if (mode == AUS_READ_TRUSTED || refuse (field, mode) == NULL)
        good &= read_value (field, node, mode, &values[i], error);
    } else if (mode == AUS_READ_CREATE && aus_field_is (field, AUS_FIELD_REQUIRED)) {
      aus_error_add_field (error, field->name, "Is required.");
      good = FALSE;
    }
  }

  return good;
}

static void
set_values (AusRecord *self,
            GValue    *values)
{
  AusRecordClass *klass = AUS_RECORD_GET_CLASS (self);

  g_object_freeze_notify (G_OBJECT (self));

  for (guint i = 0; i < klass->n_fields; i++) {
    if (G_VALUE_TYPE (&values[i]) != G_TYPE_INVALID)
      aus_record_set_member (self, &klass->fields[i], &values[i]);
  }

  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
aus_record_read_json (AusRecord    *self,
                      JsonObject   *object,
                      AusReadMode   mode,
                      GError      **error)
{
  AusRecordClass *klass = AUS_RECORD_GET_CLASS (self);
  g_autofree GValue *values = g_new0 (GValue, klass->n_fields);
  g_autoptr (GError) fault = NULL;
  gboolean good = TRUE;

  if (mode != AUS_READ_TRUSTED)
    good = check_members (klass, object, mode, &fault);

  good &= read_values (klass, object, mode, values, &fault);

  if (good)
    set_values (self, values);
  else
    g_propagate_error (error, g_steal_pointer (&fault));

  for (guint i = 0; i < klass->n_fields; i++) {
    if (G_VALUE_TYPE (&values[i]) != G_TYPE_INVALID)
      g_value_unset (&values[i]);
  }

  return good;
}

gboolean
aus_view_has (const AusView  *view,
              const AusField *field)
{
  return aus_field_is_seen_by (field, view->role) && (view->detail || !aus_field_is (field, AUS_FIELD_DETAIL));
}

static void
write_member (AusRecord      *self,
              AusJsonWriter  *writer,
              const AusField *field)
{
  gpointer member = aus_record_get_member (self, field);
  GDateTime *time;

  switch (field->kind) {
    case AUS_KIND_TEXT:
      aus_json_add_text (writer, field->name, *(char **) member);
      break;
    case AUS_KIND_INTEGER:
      if (aus_field_is (field, AUS_FIELD_NULLABLE) && *(gint64 *) member == AUS_INTEGER_NULL)
        aus_json_add_null (writer, field->name);
      else
        aus_json_add_integer (writer, field->name, *(gint64 *) member);
      break;
    case AUS_KIND_REAL:
      aus_json_add_real (writer, field->name, *(double *) member);
      break;
    case AUS_KIND_BOOLEAN:
      aus_json_add_boolean (writer, field->name, *(gboolean *) member);
      break;
    case AUS_KIND_TIME:
      time = *(GDateTime **) member;
      if (time == NULL)
        aus_json_add_null (writer, field->name);
      else
        aus_json_add_time (writer, field->name, aus_time_from_date_time (time));
      break;
    case AUS_KIND_ENUM:
      aus_json_add_text (writer, field->name, aus_enum_to_nick (field->enum_type (), *(guint *) member));
      break;
  }
}

void
aus_record_write_members (AusRecord     *self,
                          AusJsonWriter *writer,
                          const AusView *view)
{
  AusRecordClass *klass = AUS_RECORD_GET_CLASS (self);

  for (guint i = 0; i < klass->n_fields; i++) {
    if (aus_view_has (view, &klass->fields[i]))
      write_member (self, writer, &klass->fields[i]);
  }
}

void
aus_record_write_json (AusRecord     *self,
                       AusJsonWriter *writer,
                       const char    *name,
                       const AusView *view)
{
  aus_json_begin_object (writer, name);
  aus_record_write_members (self, writer, view);
  aus_json_end_object (writer);
}
