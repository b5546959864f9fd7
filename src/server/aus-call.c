#include "aus-call.h"

#include "aus-auditor.h"
#include "aus-deposit.h"
#include "aus-entity-tag.h"
#include "aus-factor.h"
#include "aus-idempotency.h"
#include "aus-ids.h"
#include "aus-json.h"
#include "aus-media-link.h"
#include "aus-turnstile.h"

#include <string.h>

/* In bytes. */
#define MAX_AHEAD 4096

AusCall *
aus_call_new (const AusRoute *route,
              AusClinic      *clinic)
{
  AusCall *self = g_new0 (AusCall, 1);

  self->route = route;
  self->clinic = g_object_ref (clinic);
  self->revision = -1;
  self->status = route->status;
  aus_json_writer_init (&self->out);

  return self;
}

void
aus_call_free (AusCall *self)
{
  g_object_unref (self->clinic);
  aus_caller_clear (&self->caller);
  aus_json_writer_clear (&self->out);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->json, json_object_unref);
  g_free (self->token);
  g_free (self->id);
  g_free (self->path);
  g_free (self->if_match);
  g_free (self->idempotency_key);
  g_free (self->address);
  g_free (self->user_agent);
  g_free (self->request_id);
  g_free (self->cookie);
  g_free (self->found);
  g_free (self->checked);
  g_free (self->tried_id);
  g_free (self->visit_id);
  g_clear_pointer (&self->handed_out, g_hash_table_unref);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_clear_pointer (&self->more_headers, g_ptr_array_unref);

  g_clear_pointer (&self->media, aus_media_free);

  if (self->work != NULL)
    self->work_free (self->work);

  g_free (self);
}

const char *
aus_call_get_query (AusCall    *self,
                    const char *name)
{
  const char *value = self->query ? g_hash_table_lookup (self->query, name) : NULL;

  return value != NULL && *value != '\0' ? value : NULL;
}

const char *
aus_call_get_header (AusCall    *self,
                     const char *name)
{
  return self->headers ? g_hash_table_lookup (self->headers, name) : NULL;
}

void
aus_call_add_header (AusCall    *self,
                     const char *name,
                     const char *value)
{
  if (self->more_headers == NULL)
    self->more_headers = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (self->more_headers, g_strdup (name));
  g_ptr_array_add (self->more_headers, g_strdup (value));
}

gboolean
aus_call_get_number (AusCall     *self,
                     const char  *name,
                     guint64      minimum,
                     guint64      maximum,
                     gint64      *number,
                     GError     **error)
{
  const char *text = aus_call_get_query (self, name);
  guint64 value;

  if (text == NULL)
    return TRUE;

  if (!g_ascii_string_to_unsigned (text, 10, minimum, maximum, &value, NULL)) {
    aus_error_add_field (error, name, "Must be a number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT ".",
                         minimum, maximum);
    return FALSE;
  }

  *number = value;

  return TRUE;
}

gboolean
aus_call_narrow (AusCall             *self,
                 const AusParameter  *parameters,
                 AusQuery            *rows,
                 GError             **error)
{
  GError *fault = NULL;

  for (const AusParameter *parameter = parameters; parameter->name != NULL; parameter++) {
    const char *value = parameter->clause ? aus_call_get_query (self, parameter->name) : NULL;

    if (value != NULL)
      aus_parameter_apply (parameter, value, rows, &fault);
  }

  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, fault);

  return FALSE;
}

AusView
aus_call_get_view (AusCall *self)
{
  return (AusView) { self->caller.role, TRUE };
}

static gboolean
may_call (AusCall *self)
{
  const guint roles = self->route->roles;

  return (roles & (1u << self->caller.role)) != 0 &&
         ((roles & AUS_ROUTE_NEEDS_ACCOUNT) == 0 || self->caller.user_id != NULL);
}

static gboolean
find_caller (AusCall      *self,
             AusDatabase  *database,
             GError      **error)
{
  const char *link = self->route->takes_link ? aus_call_get_query (self, "link") : NULL;

  g_autofree char *place = NULL;

  if (link == NULL)
    return aus_caller_resolve (&self->caller, database, self->credential, self->token, error);

  place = g_strdup_printf ("%s/%s", self->route->deposit->table, self->id);

  return aus_media_link_resolve (self->clinic, &self->caller, database, place, link, error);
}

static gboolean
check_caller (AusCall      *self,
              AusDatabase  *database,
              GError      **error)
{
  /* Whoever may come unknown is not turned away for an old token. */
  if ((self->route->roles & AUS_ROLES (NONE)) != 0)
    return TRUE;

  if (self->caller.role == AUS_ROLE_NONE && !find_caller (self, database, error))
    return FALSE;

  if (may_call (self))
    return self->route->is_for_enrolling || aus_factor_check_policy (database, self->clinic, &self->caller, error);

  if (self->caller.role == AUS_ROLE_NONE)
    g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "Sign in, please.");
  else
    g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "You may not do this.");

  return FALSE;
}

static gboolean
knows_parameter (const AusRoute *route,
                 const char     *name)
{
  static const char *const of_pages[] = { "page", "page_size", "cursor", NULL };

  if (route->form == AUS_FORM_PAGE && g_strv_contains (of_pages, name))
    return TRUE;

  for (const AusParameter *parameter = route->parameters; parameter && parameter->name; parameter++) {
    if (strcmp (parameter->name, name) == 0)
      return TRUE;
  }

  return FALSE;
}

/* A filter that is misspelt must not look like one that everything passes. */
static gboolean
check_query (AusCall  *self,
             GError  **error)
{
  GHashTableIter iter;
  const char *name;
  GError *fault = NULL;

  if (self->query == NULL)
    return TRUE;

  g_hash_table_iter_init (&iter, self->query);

  while (g_hash_table_iter_next (&iter, (gpointer *) &name, NULL)) {
    if (!knows_parameter (self->route, name))
      aus_error_add_field (&fault, name, "There is no such parameter.");
  }

  if (fault == NULL)
    return TRUE;

  fault->code = AUS_ERROR_MALFORMED;
  g_propagate_error (error, fault);

  return FALSE;
}

/* Whether the route's body may have @name; a record that reads the body says so itself. */
static gboolean
knows_member (const AusRoute *route,
              const char     *name)
{
  g_auto (GStrv) names = route->members ? g_strsplit (route->members, " ", -1) : NULL;

  if (names != NULL)
    return g_strv_contains ((const char * const *) names, name);

  for (const AusMember *member = route->body->members; member->name != NULL; member++) {
    if (strcmp (member->name, name) == 0)
      return TRUE;
  }

  return FALSE;
}

static gboolean
check_members (AusCall  *self,
               GError  **error)
{
  const AusRoute *route = self->route;
  JsonObjectIter iter;
  const char *name;
  GError *fault = NULL;

  if (route->members == NULL && (route->body == NULL || route->body->record != NULL))
    return TRUE;

  json_object_iter_init (&iter, self->json);

  while (json_object_iter_next (&iter, &name, NULL)) {
    if (!knows_member (route, name))
      aus_error_add_field (&fault, name, "There is no such field.");
  }

  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, fault);

  return FALSE;
}

static JsonObject *
parse_body (AusCall  *self,
            GError  **error)
{
  gsize length;
  const char *text = self->body ? g_bytes_get_data (self->body, &length) : NULL;
  JsonObject *object;

  if (text == NULL || length == 0 || self->route->body_type != NULL)
    return json_object_new ();

  object = aus_json_parse_object (text, length, error);

  if (object != NULL)
    aus_ids_lower_members (object);

  return object;
}

static gboolean
read_body (AusCall  *self,
           GError  **error)
{
  if (strcmp (self->route->method, "GET") == 0)
    return TRUE;

  if (self->json == NULL)
    self->json = parse_body (self, error);

  return self->json != NULL && check_members (self, error);
}

void
aus_call_read_ahead (AusCall *self)
{
  if (self->body != NULL && g_bytes_get_size (self->body) <= MAX_AHEAD && strcmp (self->route->method, "GET") != 0)
    self->json = parse_body (self, NULL);
}

gboolean
aus_call_writes (AusCall *self)
{
  switch (self->route->thread) {
    case AUS_THREAD_BY_METHOD:
      return strcmp (self->route->method, "GET") != 0;
    case AUS_THREAD_READER:
      return FALSE;
    case AUS_THREAD_WRITER:
      return TRUE;
  }

  g_return_val_if_reached (TRUE);
}

gboolean
aus_call_is_local (AusCall *self)
{
  return aus_turnstile_is_local (self->address);
}

/* Keys are somebody's, and two who come unknown could use the same. So a sign-in is not kept either: each one is its
 * own, and its answer is a password for a month. */
static gboolean
is_kept (AusCall *self)
{
  return self->idempotency_key != NULL && aus_call_writes (self) && (self->route->roles & AUS_ROLES (NONE)) == 0;
}

gboolean
aus_call_look_up (AusDatabase  *database,
                  gpointer      call,
                  GError      **error)
{
  AusCall *self = call;

  if (!check_caller (self, database, error) || !check_query (self, error) || !read_body (self, error) ||
      (is_kept (self) && !aus_idempotency_replay (self, database, error)))
    return FALSE;

  /* Done once, it might not be possible again: the old password is the old one no more. */
  return self->is_answered || self->route->look_up (self, database, error);
}

/* What has no revision cannot be held to one, and is not done as if it could. */
static gboolean
check_guard (AusCall  *self,
             GError  **error)
{
  if (self->if_match == NULL || self->is_guarded || strcmp (self->route->method, "GET") == 0)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_STALE, "This has no revision that If-Match could ask for.");

  return FALSE;
}

/* A write is noted in its own transaction; reads are noted behind their answers. */
static gboolean
run_noted (AusCall      *self,
           AusDatabase  *database,
           GError      **error)
{
  g_autoptr (AusAuditEntry) entry = NULL;

  if (!self->route->handler (self, database, error) || !check_guard (self, error))
    return FALSE;

  entry = aus_call_writes (self) ? aus_auditor_describe (self) : NULL;

  return entry == NULL || aus_audit_append (database, entry, error);
}

gboolean
aus_call_run (AusDatabase  *database,
              gpointer      call,
              GError      **error)
{
  AusCall *self = call;

  if (!check_caller (self, database, error) || !check_query (self, error) || !read_body (self, error))
    return FALSE;

  if (!is_kept (self))
    return run_noted (self, database, error);

  if (!aus_idempotency_replay (self, database, error))
    return FALSE;

  return self->is_answered || (run_noted (self, database, error) && aus_idempotency_keep (self, database, error));
}

gboolean
aus_call_check_revision (AusCall    *self,
                         AusRecord  *record,
                         GError    **error)
{
  self->is_guarded = TRUE;

  if (self->if_match == NULL || aus_entity_tag_matches (self->if_match, aus_record_get_revision (record)))
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_STALE, "Somebody else changed it meanwhile.");

  return FALSE;
}
