#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

/* A record with a field of every kind and flag. */

#define AUS_TEST_TYPE_THING (aus_test_thing_get_type ())

G_DECLARE_FINAL_TYPE (AusTestThing, aus_test_thing, AUS_TEST, THING, AusRecord)

struct _AusTestThing
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *name;
  char      *given_by;
  char      *other_id;
  char      *email;
  gint64     count;
  gint64     limit;
  double     weight;
  gboolean   is_good;
  GDateTime *made_at;
  guint      sex;
  char      *origin;
  char      *diary;
  char      *key;
  char      *summary;
};

G_END_DECLS
