#include "aus-failed-meetings.h"

#include <glib/gi18n.h>

#include "aus-api-words.h"
#include "aus-consultation.h"
#include "aus-job-record.h"
#include "aus-json.h"
#include "aus-record-json.h"
#include "aus-record-list.h"
#include "aus-setup-words.h"
#include "aus-visit-text.h"

#define PATH "jobs/?state=failed,dead&page_size=200"

struct _AusFailedMeetings
{
  AdwPreferencesGroup  parent_instance;

  AusClient           *client;
  GCancellable        *cancellable;
  /* Of the rows in the same places. */
  GPtrArray           *jobs;
  GPtrArray           *rows;
};

G_DEFINE_FINAL_TYPE (AusFailedMeetings, aus_failed_meetings, ADW_TYPE_PREFERENCES_GROUP)

static void
add_row (AusFailedMeetings *self,
         GtkWidget         *row)
{
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
}

static void
clear (AusFailedMeetings *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));

  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->jobs, 0);
}

static void
show_error (AusFailedMeetings *self,
            const GError      *error)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", error->message, NULL);

  gtk_widget_add_css_class (row, "error");
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  add_row (self, row);
}

static void
retried_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AusFailedMeetings) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (answer == NULL)
    show_error (self, error);
  else
    aus_failed_meetings_load (self);
}

static void
retry_cb (AusFailedMeetings *self,
          GtkWidget         *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  g_autofree char *path = NULL;
  const AusJobRecord *job;
  guint position;

  g_return_if_fail (g_ptr_array_find (self->rows, row, &position) && position < self->jobs->len);
  job = g_ptr_array_index (self->jobs, position);
  path = g_strdup_printf ("jobs/%s/retry/", job->id);
  gtk_widget_set_sensitive (button, FALSE);
  aus_client_send_async (self->client, "POST", path, NULL, self->cancellable, retried_cb, g_object_ref (self));
}

/* Why, whose visit it is where that is known here, and what comes next. (transfer full) */
static char *
describe (AusFailedMeetings  *self,
          const AusJobRecord *job)
{
  AusRecordList *visits = AUS_RECORD_LIST (aus_client_get_consultations (self->client));
  AusConsultation *visit = job->consultation_id ? aus_record_list_find (visits, job->consultation_id) : NULL;
  g_autofree char *why = aus_api_words_translate (job->last_error);
  g_autoptr (GString) text = g_string_new (why);
  g_autofree char *time = aus_format_time (job->next_at);

  if (visit != NULL) {
    g_autofree char *day = aus_format_day (visit->scheduled_start);

    g_string_append_printf (text, "\n%s, %s", visit->patient_name, day);
  }

  g_string_append_c (text, '\n');

  if (job->state == AUS_JOB_STATE_DEAD)
    g_string_append (text, _("Given up."));
  else
    /* Translators: %s is a time of day. */
    g_string_append_printf (text, _("Next try at %s."), time);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
show_job (AusFailedMeetings *self,
          AusJobRecord      *job)
{
  g_autofree char *text = describe (self, job);
  GtkWidget *retry = gtk_button_new_with_label (_("Try Again"));
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", aus_setup_job_title (job->kind),
                                 "subtitle", text, NULL);

  gtk_widget_set_valign (retry, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (retry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  g_signal_connect_object (retry, "clicked", G_CALLBACK (retry_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), retry);
  g_ptr_array_add (self->jobs, g_object_ref (job));
  add_row (self, row);
}

static gboolean
show_page (AusFailedMeetings  *self,
           JsonNode           *answer,
           GError            **error)
{
  JsonObject *page = answer && JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;
  JsonNode *node = page ? json_object_get_member (page, "results") : NULL;
  JsonArray *results = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; results != NULL && i < json_array_get_length (results); i++) {
    g_autoptr (AusJobRecord) job = g_object_new (AUS_TYPE_JOB_RECORD, NULL);

    if (!aus_record_read_json (AUS_RECORD (job), json_array_get_object_element (results, i), AUS_READ_TRUSTED, error))
      return FALSE;

    if (aus_setup_job_title (job->kind) != NULL)
      show_job (self, job);
  }

  return TRUE;
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AusFailedMeetings) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  clear (self);

  if (answer == NULL || !show_page (self, answer, &error))
    show_error (self, error);

  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

static void
aus_failed_meetings_dispose (GObject *object)
{
  aus_failed_meetings_close (AUS_FAILED_MEETINGS (object));

  G_OBJECT_CLASS (aus_failed_meetings_parent_class)->dispose (object);
}

static void
aus_failed_meetings_finalize (GObject *object)
{
  AusFailedMeetings *self = AUS_FAILED_MEETINGS (object);

  g_ptr_array_unref (self->jobs);
  g_ptr_array_unref (self->rows);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (aus_failed_meetings_parent_class)->finalize (object);
}

static void
aus_failed_meetings_class_init (AusFailedMeetingsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_failed_meetings_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_failed_meetings_finalize;
}

static void
aus_failed_meetings_init (AusFailedMeetings *self)
{
  self->cancellable = g_cancellable_new ();
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  self->rows = g_ptr_array_new ();
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("What Did Not Work"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                         _("The visits stand, and their links work. Only the provider has not answered "
                                           "as it should."));
}

void
aus_failed_meetings_attach (AusFailedMeetings *self,
                            AusClient         *client)
{
  g_return_if_fail (AUS_IS_FAILED_MEETINGS (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
}

void
aus_failed_meetings_load (AusFailedMeetings *self)
{
  g_return_if_fail (AUS_IS_FAILED_MEETINGS (self));

  aus_client_send_async (self->client, "GET", PATH, NULL, self->cancellable, listed_cb, g_object_ref (self));
}

void
aus_failed_meetings_close (AusFailedMeetings *self)
{
  g_return_if_fail (AUS_IS_FAILED_MEETINGS (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
}
