#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

#define AUS_TYPE_DOOR (aus_door_get_type ())

G_DECLARE_FINAL_TYPE (AusDoor, aus_door, AUS, DOOR, AusRecord)

struct _AusDoor
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *consultation_id;
  char      *token_hash;
  guint      role;
  char      *name;
  GDateTime *first_opened_at;
  GDateTime *revoked_at;
  GDateTime *created_at;
  GDateTime *updated_at;
};

G_END_DECLS
