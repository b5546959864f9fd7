#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

#define AUS_TYPE_MESSAGE (aus_message_get_type ())

G_DECLARE_FINAL_TYPE (AusMessage, aus_message, AUS, MESSAGE, AusRecord)

struct _AusMessage
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *consultation_id;
  char      *sender_id;
  char      *sender_name;
  guint      sender_role;
  char      *message;
  guint      message_type;
  gboolean   is_private;
  GDateTime *timestamp;
  gint64     position;
  char      *file_id;
  char      *file_name;
  char      *file_type;
  gint64     file_size;
};

G_END_DECLS
