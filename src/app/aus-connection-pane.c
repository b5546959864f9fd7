#include "aus-connection-pane.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "aus-issue-dialog.h"
#include "aus-json.h"
#include "aus-participant.h"
#include "aus-quality-timeline.h"

#define PAGE_SIZE "200"

struct _AusConnectionPane
{
  GtkWidget     parent_instance;

  AusClient    *client;
  AusRoom      *room;
  GCancellable *cancellable;
  GHashTable   *rows;
  GPtrArray    *early;
  gboolean      loading;
  gboolean      loaded;
  gint64        from;
  gint64        until;

  GtkStack     *stack;
  GtkBox       *people;
  GtkLabel     *problem;
};

typedef struct
{
  char               *name;
  AusQualityTimeline *timeline;
  GtkLabel           *words;
} Row;

G_DEFINE_FINAL_TYPE (AusConnectionPane, aus_connection_pane, GTK_TYPE_WIDGET)

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->name);
  g_free (row);
}

/* (transfer full) */
static char *
find_name (AusConnectionPane *self,
           const char        *participant_id)
{
  GListModel *people = aus_room_get_participants (self->room);

  if (g_strcmp0 (participant_id, aus_room_get_you (self->room)) == 0)
    return g_strdup (_("You"));

  for (guint i = 0; i < g_list_model_get_n_items (people); i++) {
    g_autoptr (AusParticipant) person = g_list_model_get_item (people, i);

    if (g_strcmp0 (person->id, participant_id) == 0)
      return g_strdup (person->name);
  }

  return g_strdup (_("Somebody who has left"));
}

static GtkWidget *
make_label (const char *text,
            const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "wrap", TRUE, NULL);

  gtk_widget_add_css_class (label, style);

  return label;
}

static Row *
get_row (AusConnectionPane *self,
         const char        *participant_id)
{
  Row *row = g_hash_table_lookup (self->rows, participant_id);
  GtkWidget *box;

  if (row != NULL)
    return row;

  row = g_new0 (Row, 1);
  row->name = find_name (self, participant_id);
  row->timeline = g_object_new (AUS_TYPE_QUALITY_TIMELINE, NULL);
  row->words = GTK_LABEL (make_label ("", "dim-label"));
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (box), make_label (row->name, "heading"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (row->timeline));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (row->words));
  gtk_box_append (self->people, box);
  g_hash_table_insert (self->rows, g_strdup (participant_id), row);

  return row;
}

static void
show_rows (AusConnectionPane *self)
{
  GHashTableIter iter;
  Row *row;

  g_hash_table_iter_init (&iter, self->rows);

  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row)) {
    g_autofree char *words = aus_quality_timeline_describe (row->timeline);

    aus_quality_timeline_set_span (row->timeline, self->from, self->until);
    gtk_label_set_label (row->words, words);
  }

  gtk_stack_set_visible_child_name (self->stack, g_hash_table_size (self->rows) > 0 ? "people" : "empty");
}

static gint64
read_time (JsonObject *sample,
           const char *name)
{
  const char *text = aus_json_get_text (sample, name);
  g_autoptr (GDateTime) time = text ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  return time ? g_date_time_to_unix (time) * G_TIME_SPAN_SECOND + g_date_time_get_microsecond (time) : 0;
}

static void
add_sample (AusConnectionPane *self,
            JsonObject        *sample,
            gint64             at)
{
  const char *id = aus_json_get_text (sample, "participant_id");
  const char *quality = aus_json_get_text (sample, "quality");
  const char *cause = aus_json_get_text (sample, "cause");
  guint grade = 0, reason = 0;

  if (id == NULL || at == 0 || quality == NULL || !aus_enum_from_nick (aus_quality_get_type (), quality, &grade))
    return;

  if (cause != NULL)
    aus_enum_from_nick (aus_quality_cause_get_type (), cause, &reason);

  self->from = self->from == 0 ? at : MIN (self->from, at);
  self->until = MAX (self->until, at);
  aus_quality_timeline_add (get_row (self, id)->timeline, at, grade, reason);
}

/* What came while the earlier ones were being read stands behind them. */
static void
add_early (AusConnectionPane *self)
{
  for (guint i = 0; i < self->early->len; i++)
    add_sample (self, g_ptr_array_index (self->early, i),
                read_time (g_ptr_array_index (self->early, i), "timestamp"));

  g_ptr_array_set_size (self->early, 0);
}

static void
ask (AusConnectionPane   *self,
     const char          *path,
     GAsyncReadyCallback  callback)
{
  g_autoptr (GUri) uri = g_uri_parse (path, G_URI_FLAGS_NONE, NULL);
  g_autofree char *relative = uri ? g_strdup_printf ("%s?%s", g_uri_get_path (uri), g_uri_get_query (uri)) : NULL;

  self->loading = TRUE;
  aus_client_send_async (self->client, "GET", relative ? relative : path, NULL, self->cancellable, callback,
                         g_object_ref (self));
}

static void
samples_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AusConnectionPane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);
  JsonObject *page = answer != NULL && JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;
  JsonArray *rows = page != NULL && json_object_has_member (page, "results")
    ? json_object_get_array_member (page, "results") : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->rows == NULL)
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->problem), error != NULL);
  gtk_label_set_label (self->problem, error ? error->message : "");

  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++) {
    JsonObject *sample = json_array_get_object_element (rows, i);

    add_sample (self, sample, read_time (sample, "at"));
  }

  if (page != NULL && aus_json_get_text (page, "next") != NULL) {
    ask (self, aus_json_get_text (page, "next"), samples_cb);
    return;
  }

  self->loading = FALSE;
  self->loaded = page != NULL;
  add_early (self);
  show_rows (self);
}

/* Whoever does not look does not ask. */
static void
map_cb (AusConnectionPane *self)
{
  g_autofree char *path = NULL;

  if (self->room == NULL || self->loading || self->loaded)
    return;

  path = g_strdup_printf ("consultations/%s/quality/?ordering=at&page_size=" PAGE_SIZE,
                          aus_room_get_consultation_id (self->room));
  ask (self, path, samples_cb);
}

static void
frame_cb (AusConnectionPane *self,
          JsonObject        *frame)
{
  if (g_strcmp0 (aus_json_get_text (frame, "type"), "connection_quality_updated") != 0
      || (!self->loading && !self->loaded))
    return;

  g_ptr_array_add (self->early, json_object_ref (frame));

  if (self->loaded) {
    add_early (self);
    show_rows (self);
  }
}

static AusQuality
find_worst (AusConnectionPane *self)
{
  AusQuality worst = AUS_QUALITY_NONE;
  GHashTableIter iter;
  Row *row;

  g_hash_table_iter_init (&iter, self->rows);

  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
    worst = MAX (worst, aus_quality_timeline_get_worst (row->timeline));

  return worst;
}

static void
report_cb (AusConnectionPane *self)
{
  g_autofree char *words = aus_connection_pane_describe (self);
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  gtk_window_present (GTK_WINDOW (aus_issue_dialog_new (parent, self->room, find_worst (self), words)));
}

static void
aus_connection_pane_dispose (GObject *object)
{
  AusConnectionPane *self = AUS_CONNECTION_PANE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->early, g_ptr_array_unref);
  g_clear_object (&self->room);
  g_clear_object (&self->client);

  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));

  G_OBJECT_CLASS (aus_connection_pane_parent_class)->dispose (object);
}

static void
aus_connection_pane_finalize (GObject *object)
{
  g_object_unref (AUS_CONNECTION_PANE (object)->cancellable);

  G_OBJECT_CLASS (aus_connection_pane_parent_class)->finalize (object);
}

static void
aus_connection_pane_class_init (AusConnectionPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_connection_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_connection_pane_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-connection-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, AusConnectionPane, stack);
  gtk_widget_class_bind_template_child (widget_class, AusConnectionPane, people);
  gtk_widget_class_bind_template_child (widget_class, AusConnectionPane, problem);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
  gtk_widget_class_bind_template_callback (widget_class, report_cb);
}

static void
aus_connection_pane_init (AusConnectionPane *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, row_free);
  self->early = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_connection_pane_attach (AusConnectionPane *self,
                            AusClient         *client,
                            AusRoom           *room)
{
  g_return_if_fail (AUS_IS_CONNECTION_PANE (self));
  g_return_if_fail (self->room == NULL);

  self->client = g_object_ref (client);
  self->room = g_object_ref (room);
  g_signal_connect_object (room, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
}

char *
aus_connection_pane_describe (AusConnectionPane *self)
{
  g_autoptr (GString) words = g_string_new (NULL);
  GHashTableIter iter;
  Row *row;

  g_return_val_if_fail (AUS_IS_CONNECTION_PANE (self), NULL);

  g_hash_table_iter_init (&iter, self->rows);

  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row)) {
    g_autofree char *told = aus_quality_timeline_describe (row->timeline);

    /* Translators: a person, and how well the call was for them. */
    g_string_append_printf (words, words->len ? " " : "");
    g_string_append_printf (words, _("%s – %s"), row->name, told);
  }

  return g_string_free (g_steal_pointer (&words), FALSE);
}
