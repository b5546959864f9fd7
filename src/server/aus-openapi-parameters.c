#include "aus-openapi-operation.h"

#include "aus-openapi-values.h"

#include <string.h>

static void
write_parameter_schema (AusJsonWriter      *out,
                        const AusParameter *parameter)
{
  AusSchemaValue value = { .is_sent = TRUE };

  switch (parameter->kind) {
    case AUS_PARAMETER_TEXT:
    case AUS_PARAMETER_DATE:
    case AUS_PARAMETER_ORDER:
    case AUS_PARAMETER_WORDS:
      break;
    case AUS_PARAMETER_ID:
      value.is_id = TRUE;
      break;
    case AUS_PARAMETER_TIME:
      value.kind = AUS_KIND_TIME;
      break;
    case AUS_PARAMETER_BOOLEAN:
      value.kind = AUS_KIND_BOOLEAN;
      break;
    case AUS_PARAMETER_NUMBER:
      value.kind = AUS_KIND_INTEGER;
      value.minimum = parameter->minimum;
      value.maximum = parameter->maximum;
      break;
    case AUS_PARAMETER_WORD:
      value.kind = AUS_KIND_ENUM;
      value.enum_type = parameter->enum_type;
      break;
  }

  aus_schema_value_write (&value, out, "schema");
}

static void
write_orderings (AusJsonWriter      *out,
                 const AusParameter *parameter)
{
  aus_json_begin_object (out, "schema");
  aus_json_add_text (out, "type", "string");
  aus_json_begin_array (out, "enum");

  for (const AusOrdering *ordering = parameter->orderings; ordering->name != NULL; ordering++)
    aus_json_add_text (out, NULL, ordering->name);

  aus_json_end_array (out);
  aus_json_add_text (out, "default", parameter->orderings[0].name);
  aus_json_end_object (out);
}

static void
write_words (AusJsonWriter      *out,
             const AusParameter *parameter)
{
  aus_json_add_text (out, "style", "form");
  aus_json_add_boolean (out, "explode", FALSE);
  aus_json_begin_object (out, "schema");
  aus_json_add_text (out, "type", "array");
  aus_json_begin_object (out, "items");
  aus_json_add_text (out, "type", "string");
  aus_schema_write_words (out, parameter->enum_type (), FALSE);
  aus_json_end_object (out);
  aus_json_end_object (out);
}

static void
write_parameter (AusJsonWriter      *out,
                 const AusParameter *parameter)
{
  aus_json_begin_object (out, NULL);
  aus_json_add_text (out, "name", parameter->name);
  aus_json_add_text (out, "in", "query");
  aus_json_add_boolean (out, "required", parameter->is_required);

  if (parameter->kind == AUS_PARAMETER_ORDER)
    write_orderings (out, parameter);
  else if (parameter->kind == AUS_PARAMETER_WORDS)
    write_words (out, parameter);
  else
    write_parameter_schema (out, parameter);

  aus_json_end_object (out);
}

void
aus_openapi_write_parameters (AusJsonWriter  *out,
                              const AusRoute *route)
{
  aus_json_begin_array (out, "parameters");
  aus_openapi_refer (out, NULL, "parameters", "RequestId");

  if (strstr (route->path, "{id}") != NULL)
    aus_openapi_refer (out, NULL, "parameters", "Id");
  if (strstr (route->path, "{name}") != NULL)
    aus_openapi_refer (out, NULL, "parameters", "Name");
  if (aus_route_is_written (route) && strchr (route->path, '{') != NULL)
    aus_openapi_refer (out, NULL, "parameters", "IfMatch");
  if (strcmp (route->method, "POST") == 0)
    aus_openapi_refer (out, NULL, "parameters", "IdempotencyKey");

  if (route->form == AUS_FORM_PAGE) {
    aus_openapi_refer (out, NULL, "parameters", "Page");
    aus_openapi_refer (out, NULL, "parameters", "PageSize");
    aus_openapi_refer (out, NULL, "parameters", "Cursor");
  }

  for (const AusParameter *parameter = route->parameters; parameter && parameter->name; parameter++)
    write_parameter (out, parameter);

  aus_json_end_array (out);
}
