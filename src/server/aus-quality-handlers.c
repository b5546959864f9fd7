#include "aus-access.h"
#include "aus-changes.h"
#include "aus-events.h"
#include "aus-handlers.h"
#include "aus-json.h"
#include "aus-quality-cause.h"
#include "aus-seats.h"
#include "aus-time.h"

/* What the measurements may be. They are told to those in the visit as they came. */
typedef struct
{
  const char *name;
  double      maximum;
} Measure;

static const Measure measures[] = {
  { "rtt_ms", 600000 },
  { "loss", 100 },
  { "jitter_ms", 600000 },
  { "bitrate", 1e10 },
  { "freeze_ms", 600000 },
  { "server_ms", 600000 },
};

/* The parameter that the first of them is bound to. */
#define FIRST_MEASURE 6

/* Of everybody in a call the last few reports, and for how long each holds. */
#define RECENT "16"
#define HOLDS (10 * AUS_TIME_SECOND)

static gboolean
is_number (JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  return JSON_NODE_HOLDS_VALUE (node) && (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE);
}

static gboolean
read_quality (AusCall  *call,
              guint    *quality,
              GError  **error)
{
  const char *nick = aus_json_get_text (call->json, "quality");
  const char *cause = aus_json_get_text (call->json, "cause");
  GError *fault = NULL;
  guint number;

  if (nick == NULL || *nick == '\0' || !aus_enum_from_nick (aus_quality_get_type (), nick, quality)) {
    g_autofree char *list = aus_enum_list (aus_quality_get_type ());

    aus_error_add_field (&fault, "quality", "Must be one of: %s.", list);
  }

  for (guint i = 0; i < G_N_ELEMENTS (measures); i++) {
    JsonNode *node = json_object_get_member (call->json, measures[i].name);

    if (node != NULL && (!is_number (node) || json_node_get_double (node) < 0 ||
                         json_node_get_double (node) > measures[i].maximum))
      aus_error_add_field (&fault, measures[i].name, "Must be a number from 0 to %.0f.", measures[i].maximum);
  }

  if (cause != NULL && !aus_enum_from_nick (aus_quality_cause_get_type (), cause, &number)) {
    g_autofree char *list = aus_enum_list (aus_quality_cause_get_type ());

    aus_error_add_field (&fault, "cause", "Must be one of: %s.", list);
  }

  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, fault);

  return FALSE;
}

/* (transfer none): "" where there is none */
static const char *
get_cause (AusCall *call)
{
  const char *cause = aus_json_get_text (call->json, "cause");

  return cause ? cause : "";
}

/* A call is as good as it is for those for whom it is worst. */
static gboolean
find_worst (AusDatabase      *database,
            AusConsultation  *consultation,
            guint            *worst,
            GError          **error)
{
  g_autoptr (AusStatement) rows =
    aus_database_prepare (database, "SELECT participant_id, quality, at FROM quality_samples "
                                    "WHERE consultation_id = ?1 ORDER BY id DESC LIMIT " RECENT, error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const gint64 oldest = aus_time_now () - HOLDS;
  AusStep step;

  if (rows == NULL)
    return FALSE;

  aus_statement_bind_text (rows, 1, consultation->id);
  *worst = AUS_QUALITY_NONE;

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW && aus_statement_get_integer (rows, 2) >= oldest) {
    guint quality = AUS_QUALITY_NONE;

    if (g_hash_table_add (seen, g_strdup (aus_statement_get_text (rows, 0)))
        && aus_enum_from_nick (aus_quality_get_type (), aus_statement_get_text (rows, 1), &quality))
      *worst = MAX (*worst, quality);
  }

  return step != AUS_STEP_ERROR;
}

static gboolean
store (AusDatabase      *database,
       AusConsultation  *consultation,
       const char       *nick,
       GError          **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE consultations SET connection_quality = ?2 WHERE id = ?1 "
                                    "AND connection_quality <> ?2", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, consultation->id);
  aus_statement_bind_text (statement, 2, nick);

  if (!aus_statement_run (statement, error))
    return FALSE;

  return aus_database_get_changed (database) == 0 ||
         aus_changes_add (database, "consultations", consultation->id, consultation->revision, FALSE, error);
}

/* A measure that was not taken is not there, rather than 0. */
static void
bind_measure (AusStatement *statement,
              int           parameter,
              JsonObject   *json,
              const char   *name)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (json_object_has_member (json, name)) {
    g_ascii_dtostr (text, sizeof text, json_object_get_double_member (json, name));
    aus_statement_bind_text (statement, parameter, text);
  } else {
    aus_statement_bind_null (statement, parameter);
  }
}

/* The columns make numbers of the texts. */
static gboolean
keep_sample (AusCall         *call,
             AusDatabase     *database,
             AusParticipant  *seat,
             const char      *nick,
             GError         **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "INSERT INTO quality_samples (consultation_id, participant_id, quality, at, "
                                    "cause, rtt_ms, loss, jitter_ms, bitrate, freeze_ms, server_ms) "
                                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, seat->consultation_id);
  aus_statement_bind_text (statement, 2, seat->id);
  aus_statement_bind_text (statement, 3, nick);
  aus_statement_bind_integer (statement, 4, aus_time_now ());
  aus_statement_bind_text (statement, 5, get_cause (call));

  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    bind_measure (statement, FIRST_MEASURE + i, call->json, measures[i].name);

  return aus_statement_run (statement, error);
}

static gboolean
tell (AusCall          *call,
      AusDatabase      *database,
      AusConsultation  *consultation,
      AusParticipant   *seat,
      const char       *nick,
      GError          **error)
{
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "participant_id", seat->id);
  aus_json_add_text (&members, "quality", nick);

  for (guint i = 0; i < G_N_ELEMENTS (measures); i++) {
    if (json_object_has_member (call->json, measures[i].name))
      aus_json_add_real (&members, measures[i].name,
                         json_object_get_double_member (call->json, measures[i].name));
  }

  aus_json_add_text (&members, "cause", get_cause (call));

  return aus_events_tell (database, consultation, "connection_quality_updated", AUS_TO (AUS_ROLES_ALL), &members,
                          error);
}

gboolean
aus_quality_update (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_outline (&call->caller, database, call->id, error);
  g_autoptr (AusParticipant) seat = NULL;
  const char *nick;
  guint quality, worst;

  if (consultation == NULL || !aus_call_check_revision (call, AUS_RECORD (consultation), error) ||
      !read_quality (call, &quality, error))
    return FALSE;

  nick = aus_enum_to_nick (aus_quality_get_type (), quality);
  seat = aus_seats_take (database, &call->caller, consultation, error);

  if (seat == NULL || !keep_sample (call, database, seat, nick, error) ||
      !find_worst (database, consultation, &worst, error) ||
      !store (database, consultation, aus_enum_to_nick (aus_quality_get_type (), worst), error) ||
      !tell (call, database, consultation, seat, nick, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "status", "updated");
  aus_json_add_text (&call->out, "quality", nick);
  aus_json_end_object (&call->out);

  return TRUE;
}
