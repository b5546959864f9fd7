#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

#define AUS_TYPE_USER (aus_user_get_type ())

G_DECLARE_FINAL_TYPE (AusUser, aus_user, AUS, USER, AusRecord)

struct _AusUser
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *email;
  char      *username;
  char      *title;
  char      *first_name;
  char      *last_name;
  char      *first_key;
  char      *last_key;
  char      *name;
  guint      role;
  char      *phone;
  char      *password_hash;
  gboolean   is_active;
  GDateTime *created_at;
  GDateTime *updated_at;
};

G_END_DECLS
