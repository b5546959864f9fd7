#include "aus-fuzz.h"

#include "aus-audit-record.h"
#include "aus-availability.h"
#include "aus-booking.h"
#include "aus-consultation.h"
#include "aus-door.h"
#include "aus-file.h"
#include "aus-json.h"
#include "aus-message.h"
#include "aus-participant.h"
#include "aus-patient.h"
#include "aus-record-json.h"
#include "aus-session.h"
#include "aus-technical-issue.h"
#include "aus-user.h"

#include <string.h>

/* The first byte chooses the record and how it is read, the rest is the body. What is refused changes nothing and says
 * which field is wrong; what is taken has no field that clients may not write, and comes back as it was written. */

static GType
choose_type (guint8 byte)
{
  const GType types[] = {
    AUS_TYPE_AUDIT_RECORD, AUS_TYPE_AVAILABILITY, AUS_TYPE_BOOKING, AUS_TYPE_CONSULTATION, AUS_TYPE_DOOR,
    AUS_TYPE_FILE, AUS_TYPE_MESSAGE, AUS_TYPE_PARTICIPANT, AUS_TYPE_PATIENT, AUS_TYPE_SESSION, AUS_TYPE_TECHNICAL_ISSUE,
    AUS_TYPE_USER,
  };

  return types[byte % G_N_ELEMENTS (types)];
}

static char *
write_text (AusRecord *record)
{
  const AusView view = { AUS_ROLE_DOCTOR, TRUE };
  AusJsonWriter writer;

  aus_json_writer_init (&writer);
  aus_record_write_json (record, &writer, NULL, &view);

  return g_string_free (g_steal_pointer (&writer.text), FALSE);
}

static JsonObject *
parse (const char *text,
       gssize      length)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = aus_json_parse_object (text, length, &error);

  g_assert_no_error (error);

  return object;
}

/* What nobody outside writes is as it was. */
static void
check_readonly (AusRecord  *record,
                const char *before,
                const char *after)
{
  AusRecordClass *klass = AUS_RECORD_GET_CLASS (record);
  g_autoptr (JsonObject) old = parse (before, -1);
  g_autoptr (JsonObject) new = parse (after, -1);

  for (guint i = 0; i < klass->n_fields; i++) {
    const AusField *field = &klass->fields[i];

    if (aus_field_is (field, AUS_FIELD_READONLY) && json_object_has_member (old, field->name)) {
      JsonNode *left = json_object_get_member (old, field->name);
      JsonNode *right = json_object_get_member (new, field->name);

      g_assert_true (json_node_equal (left, right));
    }
  }
}

static void
check_round_trip (AusRecord  *record,
                  const char *text)
{
  g_autoptr (AusRecord) copy = g_object_new (G_OBJECT_TYPE (record), NULL);
  g_autoptr (JsonObject) object = parse (text, -1);
  g_autoptr (GError) error = NULL;
  g_autofree char *again = NULL;

  aus_record_read_json (copy, object, AUS_READ_TRUSTED, &error);
  g_assert_no_error (error);
  again = write_text (copy);
  g_assert_cmpstr (again, ==, text);
}

static void
check_refusal (const GError *error,
               const char   *before,
               const char   *after)
{
  GPtrArray *fields = aus_error_get_fields (error);

  g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
  g_assert_cmpuint (fields->len, >, 0);
  g_assert_cmpstr (before, ==, after);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *text = (const char *) data + 1;
  g_autoptr (JsonObject) body = size > 1 ? aus_json_parse_object (text, (gssize) size - 1, NULL) : NULL;
  g_autoptr (AusRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gboolean taken;

  if (body == NULL)
    return -1;

  record = g_object_new (choose_type (*data >> 1), NULL);
  before = write_text (record);
  taken = aus_record_read_json (record, body, *data & 1 ? AUS_READ_CREATE : AUS_READ_UPDATE, &error);
  after = write_text (record);

  if (!taken) {
    check_refusal (error, before, after);
    return 0;
  }

  g_assert_no_error (error);
  check_readonly (record, before, after);
  check_round_trip (record, after);

  return 0;
}
