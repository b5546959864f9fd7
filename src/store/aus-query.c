#include "aus-query.h"

#include <string.h>

typedef struct
{
  char   *text;
  gint64  integer;
} Binding;

struct _AusQuery
{
  char    *table;
  GString *where;
  GArray  *bindings;
};

static void
clear_binding (gpointer data)
{
  g_free (((Binding *) data)->text);
}

AusQuery *
aus_query_new (const char *table)
{
  AusQuery *self = g_new0 (AusQuery, 1);

  self->table = g_strdup (table);
  self->where = g_string_new (NULL);
  self->bindings = g_array_new (FALSE, FALSE, sizeof (Binding));
  g_array_set_clear_func (self->bindings, clear_binding);

  return self;
}

void
aus_query_free (AusQuery *self)
{
  g_free (self->table);
  g_string_free (self->where, TRUE);
  g_array_unref (self->bindings);
  g_free (self);
}

void
aus_query_and (AusQuery   *self,
               const char *clause)
{
  g_string_append_printf (self->where, "%s(%s)", self->where->len > 0 ? " AND " : " WHERE ", clause);
}

void
aus_query_bind_text (AusQuery   *self,
                     const char *value)
{
  Binding binding = { g_strdup (value), 0 };

  g_array_append_val (self->bindings, binding);
}

void
aus_query_bind_integer (AusQuery *self,
                        gint64    value)
{
  Binding binding = { NULL, value };

  g_array_append_val (self->bindings, binding);
}

void
aus_query_and_text (AusQuery   *self,
                    const char *clause,
                    const char *value)
{
  aus_query_and (self, clause);

  for (const char *mark = strchr (clause, '?'); mark != NULL; mark = strchr (mark + 1, '?'))
    aus_query_bind_text (self, value);
}

void
aus_query_and_integer (AusQuery   *self,
                       const char *clause,
                       gint64      value)
{
  aus_query_and (self, clause);
  aus_query_bind_integer (self, value);
}

void
aus_query_and_among (AusQuery    *self,
                     const char  *column,
                     const char **values)
{
  g_autoptr (GString) clause = g_string_new (column);

  g_string_append (clause, " IN (");

  for (guint i = 0; values[i] != NULL; i++) {
    g_string_append (clause, i > 0 ? ", ?" : "?");
    aus_query_bind_text (self, values[i]);
  }

  g_string_append_c (clause, ')');
  aus_query_and (self, clause->str);
}

void
aus_query_and_words (AusQuery    *self,
                     const char **columns,
                     const char  *typed)
{
  g_autofree char *list = g_strjoinv (", ", (char **) columns);
  g_autofree char *clause = g_strconcat ("has_words (?, ", list, ")", NULL);

  aus_query_and_text (self, clause, typed);
}

static void
bind_all (AusQuery     *self,
          AusStatement *statement)
{
  for (guint i = 0; i < self->bindings->len; i++) {
    const Binding *binding = &g_array_index (self->bindings, Binding, i);

    if (binding->text != NULL)
      aus_statement_bind_text (statement, i + 1, binding->text);
    else
      aus_statement_bind_integer (statement, i + 1, binding->integer);
  }
}

AusStatement *
aus_query_prepare (AusQuery     *self,
                   AusDatabase  *database,
                   const char   *order,
                   gint64        limit,
                   gint64        offset,
                   GError      **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s%s ORDER BY %s LIMIT ? OFFSET ?", self->table,
                                          self->where->str, order);
  AusStatement *statement = aus_database_prepare (database, sql, error);

  if (statement != NULL) {
    bind_all (self, statement);
    aus_statement_bind_integer (statement, self->bindings->len + 1, limit);
    aus_statement_bind_integer (statement, self->bindings->len + 2, offset);
  }

  return statement;
}

AusStatement *
aus_query_prepare_from (AusQuery     *self,
                        AusDatabase  *database,
                        const char   *head,
                        const char   *tail,
                        GError      **error)
{
  g_autofree char *sql = g_strconcat (head, self->table, self->where->str, tail, NULL);
  AusStatement *statement = aus_database_prepare (database, sql, error);

  if (statement != NULL)
    bind_all (self, statement);

  return statement;
}

static gboolean
run_aggregate (AusQuery     *self,
               AusDatabase  *database,
               const char   *aggregate,
               gint64       *value,
               GError      **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s%s", aggregate, self->table, self->where->str);
  g_autoptr (AusStatement) statement = aus_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;

  bind_all (self, statement);

  return aus_statement_run_integer (statement, 0, value, error);
}

gboolean
aus_query_count (AusQuery     *self,
                 AusDatabase  *database,
                 gint64       *count,
                 GError      **error)
{
  return run_aggregate (self, database, "count(*)", count, error);
}

gboolean
aus_query_sum (AusQuery     *self,
               AusDatabase  *database,
               const char   *column,
               gint64       *sum,
               GError      **error)
{
  g_autofree char *aggregate = g_strdup_printf ("sum (%s)", column);

  return run_aggregate (self, database, aggregate, sum, error);
}
