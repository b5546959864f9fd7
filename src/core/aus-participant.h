#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

#define AUS_TYPE_PARTICIPANT (aus_participant_get_type ())

G_DECLARE_FINAL_TYPE (AusParticipant, aus_participant, AUS, PARTICIPANT, AusRecord)

struct _AusParticipant
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *consultation_id;
  char      *user_id;
  char      *door_id;
  char      *name;
  guint      role;
  gboolean   is_assigned;
  guint      presence;
  GDateTime *joined_at;
  GDateTime *left_at;
  gint64     connection_issues;
  GDateTime *created_at;
  GDateTime *updated_at;
};

G_END_DECLS
