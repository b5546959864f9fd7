#include "aus-openapi-operation.h"

#include "aus-deposit.h"
#include "aus-problem.h"

#include <string.h>

#define JSON_TYPE "application/json"

/* What every answer may be, what those to people with a name may be, and so on. */
#define ALWAYS (AUS_FAULT (MALFORMED) | AUS_FAULT (THROTTLED) | AUS_FAULT (UNAVAILABLE) | AUS_FAULT (FAILED))
#define PERSONAL (AUS_FAULT (UNAUTHENTICATED) | AUS_FAULT (FORBIDDEN) | AUS_FAULT (NOT_FOUND))
#define WRITING (AUS_FAULT (CONFLICT) | AUS_FAULT (STALE) | AUS_FAULT (TOO_LARGE) | AUS_FAULT (UNSUPPORTED) | \
                 AUS_FAULT (INVALID))

static guint
get_faults (const AusRoute *route)
{
  guint faults = ALWAYS | route->faults;

  if (!aus_route_is_public (route))
    faults |= PERSONAL;
  if (aus_route_is_written (route))
    faults |= WRITING;
  if (route->form == AUS_FORM_PAGE || route->parameters != NULL)
    faults |= AUS_FAULT (INVALID) | AUS_FAULT (NOT_FOUND);
  if (strchr (route->path, '{') != NULL)
    faults |= AUS_FAULT (NOT_FOUND);

  return faults;
}

void
aus_openapi_write_body (AusSchemas     *schemas,
                        AusJsonWriter  *out,
                        const AusRoute *route)
{
  const AusSchemaUse use = strcmp (route->method, "POST") == 0 ? AUS_SCHEMA_NEW : AUS_SCHEMA_CHANGE;
  const GType record = route->record ? route->record () : G_TYPE_INVALID;

  if (!aus_route_is_written (route))
    return;

  aus_json_begin_object (out, "requestBody");
  aus_json_begin_object (out, "content");
  aus_json_begin_object (out, route->body_type ? route->body_type : JSON_TYPE);

  if (route->body_type != NULL)
    aus_json_add_raw (out, "schema", "{}");
  else if (route->body != NULL)
    aus_schemas_add_shape (schemas, out, "schema", route->body, use);
  else if (route->members != NULL)
    aus_schemas_write_some (out, "schema", record, route->members);
  else if (record != G_TYPE_INVALID)
    aus_schemas_add_record (schemas, out, "schema", record, use);
  else
    aus_json_add_boolean (out, "schema", FALSE);

  aus_json_end_object (out);
  aus_json_end_object (out);
  aus_json_end_object (out);
}

static void
write_one (AusSchemas     *schemas,
           AusJsonWriter  *out,
           const char     *name,
           const AusRoute *route)
{
  const AusSchemaUse use = route->form == AUS_FORM_PAGE ? AUS_SCHEMA_ITEM : AUS_SCHEMA_ANSWER;

  if (route->answer != NULL)
    aus_schemas_add_shape (schemas, out, name, route->answer, use);
  else if (route->record != NULL)
    aus_schemas_add_record (schemas, out, name, route->record (), use);
  else
    aus_json_add_boolean (out, name, FALSE);
}

static void
write_page (AusSchemas     *schemas,
            AusJsonWriter  *out,
            const AusRoute *route)
{
  aus_json_add_text (out, "type", "object");
  aus_json_begin_object (out, "properties");
  aus_json_add_raw (out, "count", "{\"type\":\"integer\",\"minimum\":0}");
  aus_json_add_raw (out, "next", "{\"type\":[\"string\",\"null\"]}");
  aus_json_add_raw (out, "previous", "{\"type\":[\"string\",\"null\"]}");
  aus_json_begin_object (out, "results");
  aus_json_add_text (out, "type", "array");
  write_one (schemas, out, "items", route);
  aus_json_end_object (out);
  aus_json_end_object (out);
  aus_json_add_raw (out, "required", "[\"count\",\"next\",\"previous\",\"results\"]");
  aus_json_add_boolean (out, "additionalProperties", FALSE);
}

static void
write_json_answer (AusSchemas     *schemas,
                   AusJsonWriter  *out,
                   const AusRoute *route)
{
  switch (route->form) {
    case AUS_FORM_ONE:
      write_one (schemas, out, "schema", route);
      return;
    case AUS_FORM_PAGE:
    case AUS_FORM_WHOLE_PAGE:
      aus_json_begin_object (out, "schema");
      write_page (schemas, out, route);
      break;
    case AUS_FORM_LIST:
      aus_json_begin_object (out, "schema");
      aus_json_add_text (out, "type", "array");
      write_one (schemas, out, "items", route);
      break;
    case AUS_FORM_MAP:
      aus_json_begin_object (out, "schema");
      aus_json_add_text (out, "type", "object");
      write_one (schemas, out, "additionalProperties", route);
      break;
    case AUS_FORM_TEXT:
    case AUS_FORM_MEDIA:
      aus_json_begin_object (out, "schema");
      aus_json_add_text (out, "type", "string");
      break;
  }

  aus_json_end_object (out);
}

/* An ETag comes with what is one record. */
static void
write_headers (AusJsonWriter  *out,
               const AusRoute *route)
{
  aus_json_begin_object (out, "headers");
  aus_openapi_refer (out, "X-Request-Id", "headers", "RequestId");

  if ((route->form == AUS_FORM_ONE && route->record != NULL) || route->form == AUS_FORM_MEDIA)
    aus_openapi_refer (out, "ETag", "headers", "ETag");

  aus_json_end_object (out);
}

/* The @n-th type that a good answer may have; %NULL behind the last. */
static const char *
get_content_type (const AusRoute *route,
                  guint           n)
{
  switch (route->form) {
    case AUS_FORM_MEDIA:
      return route->deposit->get_type (n);
    case AUS_FORM_TEXT:
      return n == 0 ? "text/plain" : NULL;
    case AUS_FORM_ONE:
    case AUS_FORM_PAGE:
    case AUS_FORM_WHOLE_PAGE:
    case AUS_FORM_LIST:
    case AUS_FORM_MAP:
      return n == 0 ? JSON_TYPE : NULL;
  }

  g_return_val_if_reached (NULL);
}

/* Some types are told by more than one sign, one after another. */
static void
write_content (AusSchemas     *schemas,
               AusJsonWriter  *out,
               const AusRoute *route)
{
  const char *last = "";
  const char *type;

  aus_json_begin_object (out, "content");

  for (guint i = 0; (type = get_content_type (route, i)) != NULL; i++) {
    if (strcmp (type, last) != 0) {
      aus_json_begin_object (out, type);
      write_json_answer (schemas, out, route);
      aus_json_end_object (out);
    }

    last = type;
  }

  aus_json_end_object (out);
}

static void
write_good_answer (AusSchemas     *schemas,
                   AusJsonWriter  *out,
                   const AusRoute *route,
                   guint           number)
{
  g_autofree char *status = g_strdup_printf ("%u", number);

  aus_json_begin_object (out, status);
  aus_json_add_text (out, "description", route->status == 204 ? "Done." : "What was asked for.");
  write_headers (out, route);

  if (route->status != 204)
    write_content (schemas, out, route);

  aus_json_end_object (out);
}

void
aus_openapi_write_answers (AusSchemas     *schemas,
                           AusJsonWriter  *out,
                           const AusRoute *route)
{
  const guint faults = get_faults (route);

  aus_json_begin_object (out, "responses");
  write_good_answer (schemas, out, route, route->status);

  if (route->form == AUS_FORM_MEDIA)
    write_good_answer (schemas, out, route, 206);

  for (guint error = 0; error < aus_n_problems; error++) {
    g_autofree char *status = g_strdup_printf ("%u", aus_problem_get_status (error));

    if ((faults & (1u << error)) != 0 && aus_problem_is_first (error, faults))
      aus_openapi_refer (out, status, "responses", status);
  }

  aus_json_end_object (out);
}
