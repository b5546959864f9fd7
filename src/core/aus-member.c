#include "aus-member.h"

void
aus_member_set_text (gpointer     object,
                     char       **member,
                     const char  *text,
                     GParamSpec  *property)
{
  g_autofree char *before = NULL;

  if (g_strcmp0 (*member, text) == 0)
    return;

  before = *member;
  *member = g_strdup (text);
  g_object_notify_by_pspec (object, property);
}

void
aus_member_set_flag (gpointer     object,
                     gboolean    *member,
                     gboolean     value,
                     GParamSpec  *property)
{
  if (*member == value)
    return;

  *member = value;
  g_object_notify_by_pspec (object, property);
}
