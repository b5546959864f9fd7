#include "aus-json.h"
#include "aus-openapi-schemas.h"
#include "aus-routes.h"
#include "aus-test-thing.h"

#include <string.h>

/* What the schemas say of the thing, in one use of it. (transfer full) */
static JsonObject *
describe (AusSchemaUse use)
{
  g_autoptr (AusSchemas) schemas = aus_schemas_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  AusJsonWriter out;

  aus_json_writer_init (&out);
  aus_json_begin_object (&out, NULL);
  aus_schemas_add_record (schemas, &out, "reference", AUS_TEST_TYPE_THING, use);
  aus_schemas_write (schemas, &out);
  aus_json_end_object (&out);
  bytes = aus_json_writer_finish (&out);
  object = aus_json_parse_object (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);

  return object;
}

/* The schema of one of the thing's members, as text; %NULL where it has none of that name. */
static char *
read_member (JsonObject *described,
             const char *schema,
             const char *name)
{
  JsonObject *thing = json_object_get_object_member (described, schema);
  JsonNode *member = json_object_get_member (json_object_get_object_member (thing, "properties"), name);

  return member ? json_to_string (member, FALSE) : NULL;
}

static gboolean
needs (JsonObject *described,
       const char *schema,
       const char *name)
{
  JsonObject *thing = json_object_get_object_member (described, schema);
  JsonArray *required = json_object_get_array_member (thing, "required");

  for (guint i = 0; i < json_array_get_length (required); i++) {
    if (strcmp (json_array_get_string_element (required, i), name) == 0)
      return TRUE;
  }

  return FALSE;
}

typedef struct
{
  const char *name;
  const char *text;
} Expected;

#define UUID "\"format\":\"uuid\",\"pattern\":\"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$\""
#define EMAIL "[^@\\\\s<>,;]+@[^@\\\\s<>,;]*[^@\\\\s<>,;.]$"

/* Every kind and flag, as it is sent. */
static const Expected sent[] = {
  { "id", "{\"type\":\"string\"," UUID "}" },
  { "name", "{\"type\":\"string\",\"pattern\":\"\\\\S\",\"maxLength\":10}" },
  { "given_by", "{\"type\":[\"string\",\"null\"],\"maxLength\":255}" },
  { "other_id", "{\"type\":[\"string\",\"null\"]," UUID "}" },
  { "email", "{\"type\":\"string\",\"pattern\":\"^$|^" EMAIL "\",\"maxLength\":255}" },
  { "count", "{\"type\":\"integer\",\"minimum\":1,\"maximum\":10}" },
  { "limit", "{\"type\":[\"integer\",\"null\"]}" },
  { "weight", "{\"type\":\"number\",\"minimum\":-5,\"maximum\":5}" },
  { "is_good", "{\"type\":\"boolean\"}" },
  { "made_at", "{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}" },
  { "sex", "{\"type\":\"string\",\"enum\":[\"unknown\",\"female\",\"male\",\"other\"]}" },
  { "origin", "{\"type\":\"string\",\"maxLength\":255}" },
  { "diary", "{\"type\":\"string\",\"maxLength\":255,\"x-roles\":[\"doctor\",\"nurse\"]}" },
  { "revision", NULL },
  { "key", NULL },
  { "summary", NULL },
};

static void
test_kinds (void)
{
  g_autoptr (JsonObject) described = describe (AUS_SCHEMA_NEW);
  guint n_members = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sent); i++) {
    g_autofree char *text = read_member (described, "TestThingNew", sent[i].name);

    g_assert_cmpstr (text, ==, sent[i].text);
    n_members += text != NULL;
  }

  g_assert_cmpuint (json_object_get_size (json_object_get_object_member (
                      json_object_get_object_member (described, "TestThingNew"), "properties")), ==, n_members);
  g_assert_true (needs (described, "TestThingNew", "name"));
  g_assert_false (needs (described, "TestThingNew", "email"));
}

static void
test_change (void)
{
  g_autoptr (JsonObject) described = describe (AUS_SCHEMA_CHANGE);
  g_autofree char *origin = read_member (described, "TestThingChange", "origin");
  g_autofree char *name = read_member (described, "TestThingChange", "name");

  g_assert_null (origin);
  g_assert_nonnull (name);
  g_assert_false (needs (described, "TestThingChange", "name"));
}

/* Limits are for clients: what we say ourselves may be outside of them. */
static void
test_answers (void)
{
  g_autoptr (JsonObject) full = describe (AUS_SCHEMA_ANSWER);
  g_autoptr (JsonObject) item = describe (AUS_SCHEMA_ITEM);
  g_autofree char *count = read_member (full, "TestThing", "count");
  g_autofree char *summary = read_member (full, "TestThing", "summary");
  g_autofree char *key = read_member (full, "TestThing", "key");
  g_autofree char *diary = read_member (full, "TestThing", "diary");
  g_autofree char *no_diary = read_member (item, "TestThingItem", "diary");

  g_assert_cmpstr (count, ==, "{\"type\":\"integer\"}");
  g_assert_cmpstr (summary, ==, "{\"type\":\"string\",\"readOnly\":true}");
  g_assert_null (key);
  g_assert_nonnull (diary);
  g_assert_null (no_diary);
  g_assert_true (needs (full, "TestThing", "count"));
  g_assert_false (needs (full, "TestThing", "diary"));
}

/* Names of members stand for fields of the row's record. */
static void
check_members (const AusRoute *route)
{
  g_auto (GStrv) names = route->members ? g_strsplit (route->members, " ", 0) : NULL;
  AusRecordClass *klass = route->record ? g_type_class_ref (route->record ()) : NULL;

  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    g_test_message ("%s %s takes %s", route->method, route->path, names[i]);
    g_assert_nonnull (klass);
    g_assert_nonnull (aus_record_class_find (klass, names[i]));
  }

  g_clear_pointer (&klass, g_type_class_unref);
}

static void
check_parameter (const AusParameter *parameter)
{
  const gboolean has_words = parameter->kind == AUS_PARAMETER_WORD || parameter->kind == AUS_PARAMETER_WORDS;

  g_test_message ("the parameter %s", parameter->name);
  g_assert_true (has_words == (parameter->enum_type != NULL));
  g_assert_true ((parameter->kind == AUS_PARAMETER_ORDER) == (parameter->orderings != NULL));

  /* One value for one “?”; words are looked for in a column. */
  if (parameter->clause != NULL)
    g_assert_true (has_words == (strchr (parameter->clause, '?') == NULL));
}

static void
test_rows (void)
{
  for (guint i = 0; i < aus_n_routes; i++) {
    const AusRoute *route = &aus_routes[i];
    const gboolean is_told = route->answer != NULL || route->record != NULL;

    g_test_message ("%s %s", route->method, route->path);
    g_assert_true (route->summary != NULL && *route->summary != '\0');
    g_assert_true (is_told || route->status == 204 || route->form == AUS_FORM_TEXT ||
                   route->form == AUS_FORM_MEDIA);
    g_assert_false (route->members != NULL && *route->members != '\0' && route->body != NULL);
    check_members (route);

    for (const AusParameter *parameter = route->parameters; parameter && parameter->name; parameter++)
      check_parameter (parameter);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/openapi/kinds", test_kinds);
  g_test_add_func ("/openapi/change", test_change);
  g_test_add_func ("/openapi/answers", test_answers);
  g_test_add_func ("/openapi/rows", test_rows);

  return g_test_run ();
}
