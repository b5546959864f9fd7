#pragma once

#include "aus-record-json.h"

G_BEGIN_DECLS

/**
 * AusStatement:
 *
 * A prepared statement, lent by [func@database_prepare] and given back, reset, at the end of its scope:
 * always hold it with g_autoptr. Parameters count from 1, columns from 0.
 */
typedef struct _AusStatement AusStatement;

typedef enum
{
  AUS_STEP_ERROR,
  AUS_STEP_ROW,
  AUS_STEP_DONE,
} AusStep;

/* Binding cannot fail but by a programmer's error. Texts are copied. A %NULL text or time is NULL. */
void        aus_statement_bind_text     (AusStatement    *self,
                                         int              parameter,
                                         const char      *value);
/* The same without a copy, for a text that stays as it is until the statement is given back. */
void        aus_statement_bind_lent     (AusStatement    *self,
                                         int              parameter,
                                         const char      *value);
void        aus_statement_bind_integer  (AusStatement    *self,
                                         int              parameter,
                                         gint64           value);
void        aus_statement_bind_null     (AusStatement    *self,
                                         int              parameter);
/* A moment in microseconds; 0, which is none, as null. */
void        aus_statement_bind_time     (AusStatement    *self,
                                         int              parameter,
                                         gint64           time);
/* Binds as the field's kind says: times as microseconds, enums as their nick. Texts are lent. */
void        aus_statement_bind_member   (AusStatement    *self,
                                         int              parameter,
                                         AusRecord       *record,
                                         const AusField  *field);

AusStep     aus_statement_step          (AusStatement    *self,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* For statements that give no rows. */
gboolean    aus_statement_run           (AusStatement    *self,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* The first column of the first row, or @fallback where there is no row or it is NULL. */
gboolean    aus_statement_run_integer   (AusStatement    *self,
                                         gint64           fallback,
                                         gint64          *value,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* Owned by the statement until its next step; %NULL for NULL. */
const char *aus_statement_get_text      (AusStatement    *self,
                                         int              column);
gint64      aus_statement_get_integer   (AusStatement    *self,
                                         int              column);
double      aus_statement_get_real      (AusStatement    *self,
                                         int              column);
gboolean    aus_statement_is_null       (AusStatement    *self,
                                         int              column);

/* Sets every field of @record that has a column of its name. */
void        aus_statement_read_record   (AusStatement    *self,
                                         AusRecord       *record);
/* Writes the row straight as JSON members; fields without a column are left out. */
void        aus_statement_write_members (AusStatement    *self,
                                         AusRecordClass  *klass,
                                         AusJsonWriter   *writer,
                                         const AusView   *view);
/* The same with braces around. */
void        aus_statement_write_json    (AusStatement    *self,
                                         AusRecordClass  *klass,
                                         AusJsonWriter   *writer,
                                         const AusView   *view);

/* Gives it back. */
void        aus_statement_release       (AusStatement    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusStatement, aus_statement_release)

G_END_DECLS
