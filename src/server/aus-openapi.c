#include "aus-openapi.h"

#include "aus-openapi-operation.h"
#include "aus-page.h"
#include "aus-problem.h"
#include "aus-routes.h"

#include <string.h>

#define API "telemedicine/api/"
gboolean
aus_route_is_written (const AusRoute *route)
{
  return strcmp (route->method, "GET") != 0;
}

gboolean
aus_route_is_public (const AusRoute *route)
{
  return (route->roles & AUS_ROLES (NONE)) != 0;
}

void
aus_openapi_refer (AusJsonWriter *out,
                   const char    *name,
                   const char    *kind,
                   const char    *component)
{
  g_autofree char *reference = g_strdup_printf ("#/components/%s/%s", kind, component);

  aus_json_begin_object (out, name);
  aus_json_add_text (out, "$ref", reference);
  aus_json_end_object (out);
}

/* “get_consultations_id_messages”. */
static void
write_operation_id (AusJsonWriter  *out,
                    const AusRoute *route)
{
  const char *path = g_str_has_prefix (route->path, API) ? route->path + strlen (API) : route->path;
  g_autofree char *method = g_ascii_strdown (route->method, -1);
  g_autofree char *id = g_strconcat (method, "_", path, NULL);
  char *end = id;

  for (const char *letter = id; *letter != '\0'; letter++) {
    if (*letter == '/' || *letter == '-')
      *end++ = '_';
    else if (*letter != '{' && *letter != '}')
      *end++ = *letter;
  }

  *end = '\0';
  aus_json_add_text (out, "operationId", id);
}

/* What the path begins with. */
static void
write_tags (AusJsonWriter  *out,
            const AusRoute *route)
{
  const char *path = g_str_has_prefix (route->path, API) ? route->path + strlen (API) : route->path;
  g_autofree char *tag = g_strndup (path, strcspn (path, "/"));

  aus_json_begin_array (out, "tags");
  aus_json_add_text (out, NULL, tag);
  aus_json_end_array (out);
}

static void
write_scheme (AusJsonWriter *out,
              const char    *name)
{
  aus_json_begin_object (out, NULL);
  aus_json_begin_array (out, name);
  aus_json_end_array (out);
  aus_json_end_object (out);
}

static void
write_security (AusJsonWriter  *out,
                const AusRoute *route)
{
  aus_json_begin_array (out, "security");

  if (!aus_route_is_public (route)) {
    write_scheme (out, "Token");
    write_scheme (out, "Cookie");

    if ((route->roles & AUS_ROLES_BY_DOOR) != 0 && (route->roles & AUS_ROUTE_NEEDS_ACCOUNT) == 0)
      write_scheme (out, "Door");
  }

  aus_json_end_array (out);
  aus_schema_write_roles (out, "x-roles", route->roles);
  aus_json_add_boolean (out, "x-needs-account",
                        !aus_route_is_public (route) && (route->roles & AUS_ROUTE_NEEDS_ACCOUNT) != 0);
}

static void
write_operation (AusSchemas     *schemas,
                 AusJsonWriter  *out,
                 const AusRoute *route)
{
  g_autofree char *method = g_ascii_strdown (route->method, -1);

  aus_json_begin_object (out, method);
  write_operation_id (out, route);
  aus_json_add_text (out, "summary", route->summary);
  write_tags (out, route);
  write_security (out, route);
  aus_openapi_write_parameters (out, route);
  aus_openapi_write_body (schemas, out, route);
  aus_openapi_write_answers (schemas, out, route);
  aus_json_end_object (out);
}

/* Whether no row above has this path. */
static gboolean
is_first_of_path (const AusRoute *route)
{
  for (const AusRoute *other = aus_routes; other < route; other++) {
    if (strcmp (other->path, route->path) == 0)
      return FALSE;
  }

  return TRUE;
}

static void
write_path (AusSchemas     *schemas,
            AusJsonWriter  *out,
            const AusRoute *route)
{
  g_autofree char *path = g_strdup_printf ("/%s/", route->path);

  aus_json_begin_object (out, path);

  for (guint i = 0; i < aus_n_routes; i++) {
    if (strcmp (aus_routes[i].path, route->path) == 0)
      write_operation (schemas, out, &aus_routes[i]);
  }

  aus_json_end_object (out);
}

static void
write_problem (AusJsonWriter *out,
               guint          error)
{
  g_autofree char *status = g_strdup_printf ("%u", aus_problem_get_status (error));

  if (!aus_problem_is_first (error, G_MAXUINT))
    return;

  aus_json_begin_object (out, status);
  aus_json_add_text (out, "description", aus_problem_get_title (error));
  aus_json_begin_object (out, "headers");
  aus_openapi_refer (out, "X-Request-Id", "headers", "RequestId");

  if (error == AUS_ERROR_THROTTLED || error == AUS_ERROR_UNAVAILABLE)
    aus_openapi_refer (out, "Retry-After", "headers", "RetryAfter");

  aus_json_end_object (out);
  aus_json_begin_object (out, "content");
  aus_json_begin_object (out, "application/problem+json");
  aus_openapi_refer (out, "schema", "schemas", "Problem");
  aus_json_end_object (out);
  aus_json_end_object (out);
  aus_json_end_object (out);
}

static void
write_answers (AusJsonWriter *out)
{
  aus_json_begin_object (out, "responses");

  for (guint error = 0; error < aus_n_problems; error++)
    write_problem (out, error);

  aus_json_end_object (out);
}

static void
write_head (AusJsonWriter *out)
{
  aus_json_add_text (out, "openapi", "3.1.0");
  aus_json_begin_object (out, "info");
  aus_json_add_text (out, "title", "Ausculta");
  aus_json_add_text (out, "version", AUS_VERSION);
  aus_json_add_text (out, "description",
                     "Telemedicine for clinics. Every path goes with and without the slash at its end. “x-roles” says "
                     "who may; of what they may, they see what is theirs.");
  aus_json_end_object (out);
  aus_json_begin_array (out, "servers");
  aus_json_begin_object (out, NULL);
  aus_json_add_text (out, "url", "/");
  aus_json_end_object (out);
  aus_json_end_array (out);
}

void
aus_openapi_write (AusJsonWriter *out)
{
  g_autoptr (AusSchemas) schemas = aus_schemas_new ();

  aus_json_begin_object (out, NULL);
  write_head (out);
  aus_json_begin_object (out, "paths");

  for (guint i = 0; i < aus_n_routes; i++) {
    if (is_first_of_path (&aus_routes[i]))
      write_path (schemas, out, &aus_routes[i]);
  }

  aus_json_end_object (out);
  aus_json_begin_object (out, "components");
  write_answers (out);
  aus_openapi_write_components (out);
  aus_json_begin_object (out, "schemas");
  aus_openapi_write_problem (out);
  aus_schemas_write (schemas, out);
  aus_json_end_object (out);
  aus_json_end_object (out);
  aus_json_end_object (out);
}
