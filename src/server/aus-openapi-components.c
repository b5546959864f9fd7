#include "aus-openapi-operation.h"

#include "aus-page.h"
#include "aus-problem.h"

#define TEXT "{\"type\":\"string\"}"
#define NUMBER "{\"type\":\"integer\",\"minimum\":0}"
#define UUID "{\"type\":\"string\",\"format\":\"uuid\"}"
#define PAGE "{\"type\":\"integer\",\"minimum\":1,\"default\":1}"
#define PAGE_SIZE "{\"type\":\"integer\",\"minimum\":1,\"maximum\":" G_STRINGIFY (AUS_PAGE_MAX_SIZE) \
                  ",\"default\":" G_STRINGIFY (AUS_PAGE_SIZE) "}"
#define TAG "{\"type\":\"string\",\"pattern\":\"^\\\"[0-9]+\\\"$\"}"

/* Parameters that many operations share. */
static const struct
{
  const char *component;
  const char *name;
  const char *place;
  const char *schema;
  const char *description;
} parameters[] = {
  { "Id", "id", "path", UUID, "Of the record." },
  { "Name", "name", "path", TEXT, "As the list has it." },
  { "Page", "page", "query", PAGE, "Which page, from 1 on." },
  { "PageSize", "page_size", "query", PAGE_SIZE, "How many there are on a page." },
  { "Cursor", "cursor", "query", TEXT, "Where the page before ended; “next” has it." },
  { "IfMatch", "If-Match", "header", TEXT, "The ETag of what the change was made on: another is refused with 412." },
  { "IdempotencyKey", "Idempotency-Key", "header", TEXT,
    "The same key and body get the same answer for a day; another body is refused." },
  { "RequestId", "X-Request-Id", "header", TEXT, "Comes back, and stands in the log." },
};

static const struct
{
  const char *component;
  const char *schema;
  const char *description;
} headers[] = {
  { "ETag", TAG, "The revision, for If-Match." },
  { "RequestId", TEXT, "That of the request, or a new one." },
  { "RetryAfter", NUMBER, "Seconds." },
};

static const struct
{
  const char *component;
  const char *place;
  const char *name;
  const char *description;
} schemes[] = {
  { "Token", "header", "Authorization", "“Token”, a blank, and what login answered; “Bearer” goes as well." },
  { "Cookie", "cookie", "ausculta_session", "What login sets. All but GET needs an Origin that is the clinic's own." },
  { "Door", "header", "Authorization", "“Door”, a blank, and what the link of a visit ends in." },
};

static void
write_parameters (AusJsonWriter *out)
{
  aus_json_begin_object (out, "parameters");

  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++) {
    aus_json_begin_object (out, parameters[i].component);
    aus_json_add_text (out, "name", parameters[i].name);
    aus_json_add_text (out, "in", parameters[i].place);
    aus_json_add_boolean (out, "required", g_str_equal (parameters[i].place, "path"));
    aus_json_add_text (out, "description", parameters[i].description);
    aus_json_add_raw (out, "schema", parameters[i].schema);
    aus_json_end_object (out);
  }

  aus_json_end_object (out);
}

static void
write_headers (AusJsonWriter *out)
{
  aus_json_begin_object (out, "headers");

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
    aus_json_begin_object (out, headers[i].component);
    aus_json_add_text (out, "description", headers[i].description);
    aus_json_add_raw (out, "schema", headers[i].schema);
    aus_json_end_object (out);
  }

  aus_json_end_object (out);
}

static void
write_schemes (AusJsonWriter *out)
{
  aus_json_begin_object (out, "securitySchemes");

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++) {
    aus_json_begin_object (out, schemes[i].component);
    aus_json_add_text (out, "type", "apiKey");
    aus_json_add_text (out, "in", schemes[i].place);
    aus_json_add_text (out, "name", schemes[i].name);
    aus_json_add_text (out, "description", schemes[i].description);
    aus_json_end_object (out);
  }

  aus_json_end_object (out);
}

void
aus_openapi_write_components (AusJsonWriter *out)
{
  write_parameters (out);
  write_headers (out);
  write_schemes (out);
}

static void
write_codes (AusJsonWriter *out)
{
  aus_json_begin_object (out, "code");
  aus_json_add_text (out, "type", "string");
  aus_json_begin_array (out, "enum");

  for (guint error = 0; error < aus_n_problems; error++)
    aus_json_add_text (out, NULL, aus_problem_get_word (error));

  aus_json_end_array (out);
  aus_json_end_object (out);
}

void
aus_openapi_write_problem (AusJsonWriter *out)
{
  static const char *const texts[] = { "type", "title", "detail", "error" };

  aus_json_begin_object (out, "Problem");
  aus_json_add_text (out, "type", "object");
  aus_json_begin_object (out, "properties");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    aus_json_add_raw (out, texts[i], "{\"type\":\"string\",\"minLength\":1}");

  aus_json_add_raw (out, "status", "{\"type\":\"integer\"}");
  write_codes (out);
  aus_json_add_raw (out, "fields",
                    "{\"type\":\"object\",\"additionalProperties\":"
                    "{\"type\":\"array\",\"minItems\":1,\"items\":{\"type\":\"string\",\"minLength\":1}}}");
  aus_json_add_raw (out, "candidates",
                    "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":"
                    "{\"id\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},\"born\":{\"type\":\"string\"}},"
                    "\"additionalProperties\":false}}");
  /* A Jitsi server shows this to whoever wanted to open a room. */
  aus_json_add_raw (out, "message", "{\"type\":\"string\"}");
  aus_json_end_object (out);
  aus_json_add_raw (out, "required", "[\"type\",\"title\",\"status\",\"detail\",\"code\",\"error\",\"fields\"]");
  aus_json_add_boolean (out, "additionalProperties", FALSE);
  aus_json_end_object (out);
}
