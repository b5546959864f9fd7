#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

#define AUS_TYPE_SESSION (aus_session_get_type ())

G_DECLARE_FINAL_TYPE (AusSession, aus_session, AUS, SESSION, AusRecord)

struct _AusSession
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *user_id;
  char      *token_hash;
  char      *address;
  char      *user_agent;
  GDateTime *created_at;
  GDateTime *last_used_at;
  GDateTime *expires_at;
};

G_END_DECLS
