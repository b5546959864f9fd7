#pragma once

#include "aus-query.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *sql;
} AusOrdering;

/**
 * AusParameterKind:
 * @AUS_PARAMETER_TEXT: any text
 * @AUS_PARAMETER_ID: a UUID
 * @AUS_PARAMETER_TIME: RFC 3339, with a zone
 * @AUS_PARAMETER_DATE: YYYY-MM-DD
 * @AUS_PARAMETER_BOOLEAN: “true” or “false”
 * @AUS_PARAMETER_NUMBER: a whole number
 * @AUS_PARAMETER_WORD: one of an enumeration
 * @AUS_PARAMETER_WORDS: one or several of an enumeration, separated by commas
 * @AUS_PARAMETER_ORDER: the name of one of its orderings
 */
typedef enum
{
  AUS_PARAMETER_TEXT,
  AUS_PARAMETER_ID,
  AUS_PARAMETER_TIME,
  AUS_PARAMETER_DATE,
  AUS_PARAMETER_BOOLEAN,
  AUS_PARAMETER_NUMBER,
  AUS_PARAMETER_WORD,
  AUS_PARAMETER_WORDS,
  AUS_PARAMETER_ORDER,
} AusParameterKind;

/**
 * AusParameter:
 * @clause: (nullable): what it asks of rows, with “?” for its value; a column for words; %NULL where the handler reads
 *   it
 * @enum_type: (nullable): for words
 * @orderings: (nullable): to choose from, ended by a %NULL name
 * @is_required: whether the call fails without it
 * @is_counted: whether the table of counts knows the column
 *
 * What may stand behind “?”. A table of them ends with a %NULL name.
 */
typedef struct
{
  const char        *name;
  AusParameterKind   kind;
  const char        *clause;
  GType            (*enum_type) (void);
  const AusOrdering *orderings;
  gint64             minimum;
  gint64             maximum;
  gboolean           is_required;
  gboolean           is_counted;
} AusParameter;

/* Narrows @rows to what @value asks for. Fails with the parameter named. */
gboolean aus_parameter_apply (const AusParameter  *self,
                              const char          *value,
                              AusQuery            *rows,
                              GError             **error);

G_END_DECLS
