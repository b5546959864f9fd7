#include "aus-bench-requests.h"

#define API "/telemedicine/api/"
#define N_TALKS 16
#define TALK_LENGTH 50
#define HEAD " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Token " AUS_BENCH_TOKEN "\r\n"

static void
append_body (GString    *request,
             const char *body)
{
  g_string_append_printf (request, HEAD "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                          strlen (body), body);
}

void
aus_bench_get_one (GString  *request,
                   guint     number,
                   gpointer  clinic)
{
  g_string_append (request, "GET " API "consultations/");
  aus_bench_clinic_write_id (clinic, request, number);
  g_string_append (request, "/" HEAD "\r\n");
}

void
aus_bench_get_page (GString  *request,
                    guint     number,
                    gpointer  clinic)
{
  g_string_append (request, "GET " API "consultations/?page_size=20" HEAD "\r\n");
}

/* People talk in some visits at once, and then in the next ones. */
static guint
choose_visit (guint number)
{
  return number % N_TALKS + number / (N_TALKS * TALK_LENGTH) * N_TALKS;
}

void
aus_bench_post_message (GString  *request,
                        guint     number,
                        gpointer  clinic)
{
  g_autofree char *body = g_strdup_printf ("{\"message\": \"t%" G_GINT64_FORMAT "\"}", g_get_monotonic_time ());

  g_string_append (request, "POST " API "consultations/");
  aus_bench_clinic_write_id (clinic, request, choose_visit (number));
  g_string_append (request, "/send_message/");
  append_body (request, body);
}

void
aus_bench_post_consultation (GString  *request,
                             guint     number,
                             gpointer  clinic)
{
  g_autofree char *body =
    g_strdup_printf ("{\"doctor_id\": \"00000001-0000-7000-8000-000000000000\", \"patient_id\": "
                     "\"00000003-0000-7000-8000-%012x\", \"scheduled_start\": \"%u-01-%02uT%02u:%02u:00Z\", "
                     "\"duration_minutes\": 20, \"reason\": \"Follow-up\"}",
                     number % 1000, 2030 + number / 28 / 1440 % 1000, 1 + number / 1440 % 28, number / 60 % 24,
                     number % 60);

  g_string_append (request, "POST " API "consultations/");
  append_body (request, body);
}

void
aus_bench_post_webhook (GString  *request,
                        guint     number,
                        gpointer  clinic)
{
  g_autofree char *body =
    g_strdup_printf ("{\"event_name\": \"muc-occupant-joined\", \"is_breakout\": false, "
                     "\"room_name\": \"consult-bench\", \"room_jid\": \"consult-bench@conference.meet.example\", "
                     "\"occupant\": {\"occupant_jid\": \"%u-%" G_GINT64_FORMAT "@meet.example\", "
                     "\"joined_at\": 1793577605, \"name\": \"Somebody\"}}", number, g_get_monotonic_time ());

  g_string_append_printf (request, "POST " API "webhooks/jitsi/events/occupant/joined HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                          "Authorization: Bearer " AUS_BENCH_EVENTS_TOKEN "\r\nContent-Type: application/json\r\n"
                          "Content-Length: %zu\r\n\r\n%s", strlen (body), body);
}
