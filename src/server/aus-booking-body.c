#include "aus-booking-body.h"

#include "aus-json.h"

#include <string.h>

#define REASON_MAX_LENGTH 500

static const char *const extras[] = { "override", "fold", "status", "reason", "kind" };

static gboolean
is_extra (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (extras); i++) {
    if (strcmp (name, extras[i]) == 0)
      return TRUE;
  }

  return FALSE;
}

static JsonNode *
get_node (AusCall    *call,
          const char *name,
          GType       type)
{
  JsonNode *node = json_object_get_member (call->json, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type ? node : NULL;
}

/* “fold” is 0 for the first of two moments and 1 for the second, as in PEP 495. */
static void
read_choice (AusCall         *call,
             AusBookingBody  *body,
             GError         **fault)
{
  const gint64 fold = aus_json_get_integer (call->json, "fold", -1);

  body->choice = AUS_ZONE_CHOICE_ASK;

  if (fold == 0 || fold == 1)
    body->choice = fold == 0 ? AUS_ZONE_CHOICE_FIRST : AUS_ZONE_CHOICE_SECOND;
  else if (json_object_has_member (call->json, "fold"))
    aus_error_add_field (fault, "fold", "Must be 0 for the first of two moments, or 1 for the second.");
}

static void
read_status (AusCall         *call,
             AusBookingBody  *body,
             GError         **fault)
{
  const char *nick = aus_json_get_text (call->json, "status");
  guint status;

  body->has_status = json_object_has_member (call->json, "status");

  if (!body->has_status)
    return;

  if (nick == NULL || !aus_enum_from_nick (aus_booking_status_get_type (), nick, &status) ||
      status == AUS_BOOKING_STATUS_PENDING)
    aus_error_add_field (fault, "status", "Must be one of: confirmed, completed, cancelled, no_show.");
  else
    body->status = status;
}

static void
read_reason (AusCall         *call,
             AusBookingBody  *body,
             GError         **fault)
{
  const char *nick = aus_json_get_text (call->json, "kind");
  guint kind = AUS_NO_SHOW_KIND_PATIENT;

  body->reason = aus_json_get_text (call->json, "reason");

  if (json_object_has_member (call->json, "reason") &&
      (body->reason == NULL || g_utf8_strlen (body->reason, -1) > REASON_MAX_LENGTH))
    aus_error_add_field (fault, "reason", "Must be a text of at most %d characters.", REASON_MAX_LENGTH);

  if (json_object_has_member (call->json, "kind") &&
      (nick == NULL || *nick == '\0' || !aus_enum_from_nick (aus_no_show_kind_get_type (), nick, &kind)))
    aus_error_add_field (fault, "kind", "Must be one of: patient, technical, clinic.");

  body->kind = kind;
}

static void
read_override (AusCall         *call,
               AusBookingBody  *body,
               GError         **fault)
{
  body->override = aus_json_get_boolean (call->json, "override", FALSE);

  if (json_object_has_member (call->json, "override") && get_node (call, "override", G_TYPE_BOOLEAN) == NULL)
    aus_error_add_field (fault, "override", "Must be true or false.");
}

/* Without what is no field. */
static JsonObject *
copy_fields (AusCall     *call,
             AusReadMode  mode)
{
  JsonObject *fields = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, call->json);

  while (json_object_iter_next (&iter, &name, &node)) {
    /* Whoever makes a booking does not say what became of it. */
    if (!is_extra (name) || (mode == AUS_READ_CREATE && strcmp (name, "override") != 0 && strcmp (name, "fold") != 0))
      json_object_set_member (fields, name, json_node_copy (node));
  }

  return fields;
}

/* The faults of one error more in another. */
static void
add_faults (GError       **error,
            const GError  *source)
{
  GPtrArray *faults = source ? aus_error_get_fields (source) : NULL;

  for (guint i = 0; faults != NULL && i < faults->len; i++) {
    const AusFieldFault *fault = g_ptr_array_index (faults, i);

    aus_error_add_field (error, fault->name, "%s", fault->text);
  }
}

gboolean
aus_booking_body_read (AusCall         *call,
                       AusBooking      *booking,
                       AusReadMode      mode,
                       AusBookingBody  *body,
                       GError         **error)
{
  g_autoptr (JsonObject) fields = copy_fields (call, mode);
  g_autoptr (GError) fault = NULL;
  GError *others = NULL;

  *body = (AusBookingBody) { 0 };
  read_choice (call, body, &others);
  read_override (call, body, &others);

  if (mode == AUS_READ_UPDATE) {
    read_status (call, body, &others);
    read_reason (call, body, &others);
  }

  aus_record_read_json (AUS_RECORD (booking), fields, mode, &fault);
  add_faults (&others, fault);

  if (others == NULL)
    return TRUE;

  g_propagate_error (error, others);

  return FALSE;
}
