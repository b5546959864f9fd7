#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Members of an object behind properties with explicit notification: set, and told of, only where they change. */

/* @text: (nullable): copied */
void aus_member_set_text (gpointer     object,
                          char       **member,
                          const char  *text,
                          GParamSpec  *property);
void aus_member_set_flag (gpointer     object,
                          gboolean    *member,
                          gboolean     value,
                          GParamSpec  *property);

G_END_DECLS
