#include "aus-byte-range.h"
#include "aus-deposit.h"
#include "aus-json.h"
#include "aus-media-link.h"
#include "aus-media.h"
#include "aus-time.h"
#include "aus-upload-handlers.h"

#include <string.h>

#define LINK_S (15 * 60)
/* Others have made it, and it is never more than what it shows. */
#define POLICY "default-src 'none'; sandbox; frame-ancestors 'none'"

const AusParameter aus_media_parameters[] = {
  { "link", AUS_PARAMETER_TEXT },
  { NULL },
};

/* What is to be read, between the threads. */
typedef struct
{
  AusSealedFile *file;
  gint64         size;
  gint64         first;
  gint64         length;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *self = data;

  g_clear_pointer (&self->file, aus_sealed_file_free);
  g_free (self);
}

/* What was made of it once, it stays; another one has another hash. */
static char *
make_tag (AusDeposit *deposit)
{
  return g_strdup_printf ("\"%.32s\"", deposit->sha256);
}

static void
add_headers (AusCall    *call,
             AusDeposit *deposit)
{
  g_autofree char *tag = make_tag (deposit);

  aus_call_add_header (call, "Accept-Ranges", "bytes");
  aus_call_add_header (call, "ETag", tag);
  aus_call_add_header (call, "Content-Security-Policy", POLICY);
  aus_call_add_header (call, "Cross-Origin-Resource-Policy", "same-origin");
  deposit->kind->present (call, deposit);
}

static gboolean
check_ready (AusDeposit  *deposit,
             GError     **error)
{
  if (deposit->phase == AUS_DEPOSIT_READY)
    return TRUE;

  if (deposit->phase == AUS_DEPOSIT_DELETED)
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "This %s was deleted.", deposit->kind->noun);
  else
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "This %s is not all here yet.", deposit->kind->noun);

  return FALSE;
}

/* A part is only good together with what the caller has of it already. */
static AusByteRange
find_part (AusCall    *call,
           const char *tag,
           Wanted     *wanted)
{
  const char *condition = aus_call_get_header (call, "If-Range");
  const char *range = aus_call_get_header (call, "Range");

  if (condition != NULL && strcmp (condition, tag) != 0)
    range = NULL;

  return aus_byte_range_parse (range, wanted->size, &wanted->first, &wanted->length);
}

static gboolean
answer_part (AusCall       *call,
             AusByteRange   range,
             Wanted        *wanted,
             GError       **error)
{
  g_autofree char *place = NULL;

  switch (range) {
    case AUS_BYTE_RANGE_WHOLE:
      return TRUE;
    case AUS_BYTE_RANGE_PART:
      place = g_strdup_printf ("bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, wanted->first,
                               wanted->first + wanted->length - 1, wanted->size);
      call->status = 206;
      break;
    case AUS_BYTE_RANGE_NONE:
      place = g_strdup_printf ("bytes */%" G_GINT64_FORMAT, wanted->size);
      g_set_error (error, AUS_ERROR, AUS_ERROR_RANGE, "It has %" G_GINT64_FORMAT " bytes.", wanted->size);
      break;
  }

  aus_call_add_header (call, "Content-Range", place);

  return range == AUS_BYTE_RANGE_PART;
}

gboolean
aus_media_look_up (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  g_autoptr (AusDeposit) deposit = call->route->deposit->read (call, database, error);
  g_autofree char *tag = NULL;
  Wanted *wanted;

  if (deposit == NULL || !check_ready (deposit, error))
    return FALSE;

  wanted = g_new0 (Wanted, 1);
  wanted->size = deposit->size;
  call->work = wanted;
  call->work_free = wanted_free;
  wanted->file = aus_deposit_open (deposit, call->clinic, error);

  if (wanted->file == NULL)
    return FALSE;

  tag = make_tag (deposit);

  return answer_part (call, find_part (call, tag, wanted), wanted, error);
}

/* The end of the file and the first piece are proven before anything is answered. */
gboolean
aus_media_prepare (AusCall  *call,
                   GError  **error)
{
  Wanted *wanted = call->work;
  g_autoptr (AusMedia) media = NULL;

  if (!aus_sealed_file_open (wanted->file, wanted->size, error))
    return FALSE;

  media = aus_media_new (g_steal_pointer (&wanted->file), wanted->first, wanted->length);

  if (!aus_media_read (media, error))
    return FALSE;

  call->media = g_steal_pointer (&media);

  return TRUE;
}

gboolean
aus_media_show (AusCall      *call,
                AusDatabase  *database,
                GError      **error)
{
  g_autoptr (AusDeposit) deposit = call->route->deposit->read (call, database, error);

  if (deposit == NULL || !check_ready (deposit, error))
    return FALSE;

  add_headers (call, deposit);

  return TRUE;
}

gboolean
aus_media_link_create (AusCall      *call,
                       AusDatabase  *database,
                       GError      **error)
{
  g_autoptr (AusDeposit) deposit = call->route->deposit->read (call, database, error);
  const gint64 seconds = aus_json_get_integer (call->json, "expires_in", LINK_S);
  const gint64 expires_at = aus_time_now () + seconds * AUS_TIME_SECOND;
  g_autofree char *place = NULL;
  g_autofree char *link = NULL;
  g_autofree char *url = NULL;

  if (deposit == NULL || !check_ready (deposit, error))
    return FALSE;

  if (seconds < 1 || seconds > LINK_S || (json_object_has_member (call->json, "expires_in") &&
                                          aus_json_get_integer (call->json, "expires_in", -1) < 0)) {
    aus_error_add_field (error, "expires_in", "Must be a number of seconds from 1 to %d.", LINK_S);
    return FALSE;
  }

  place = g_strdup_printf ("%s/%s", deposit->kind->table, deposit->id);
  link = aus_media_link_make (call->clinic, &call->caller, place, expires_at);
  url = g_strdup_printf ("%s/telemedicine/api/%s/media/?link=%s", call->clinic->public_url, place, link);
  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "url", url);
  aus_json_add_time (&call->out, "expires_at", expires_at / AUS_TIME_SECOND * AUS_TIME_SECOND);
  aus_json_end_object (&call->out);

  return TRUE;
}
