#pragma once

#include "aus-enums.h"

G_BEGIN_DECLS

typedef enum
{
  AUS_KIND_TEXT,
  AUS_KIND_INTEGER,
  AUS_KIND_REAL,
  AUS_KIND_BOOLEAN,
  AUS_KIND_TIME,
  AUS_KIND_ENUM,
} AusKind;

/**
 * AusFieldFlags:
 * @AUS_FIELD_READONLY: clients never write it
 * @AUS_FIELD_CREATE_ONLY: clients write it when they create the record, never afterwards
 * @AUS_FIELD_REQUIRED: must be there, and not blank, when a client creates the record
 * @AUS_FIELD_NULLABLE: a text or integer may be null; without it an unset text is "" and an unset number 0. Times
 *   always may
 * @AUS_FIELD_DETAIL: left out of list items
 * @AUS_FIELD_SECRET: never leaves the process as JSON
 * @AUS_FIELD_COMPUTED: has no column of its own; a view or the server fills it
 * @AUS_FIELD_ID: holds a UUID
 */
typedef enum
{
  AUS_FIELD_READONLY = 1 << 0,
  AUS_FIELD_CREATE_ONLY = 1 << 1,
  AUS_FIELD_REQUIRED = 1 << 2,
  AUS_FIELD_NULLABLE = 1 << 3,
  AUS_FIELD_DETAIL = 1 << 4,
  AUS_FIELD_SECRET = 1 << 5,
  AUS_FIELD_COMPUTED = 1 << 6,
  AUS_FIELD_ID = 1 << 7,
} AusFieldFlags;

/* What a nullable integer holds when it is null. */
#define AUS_INTEGER_NULL G_MININT64

typedef struct _AusField AusField;

/**
 * AusField:
 * @name: member, column and JSON name; the property has dashes for underscores
 * @label: (nullable): what people read beside it, untranslated
 * @enum_type: (nullable): for [enum@Kind.ENUM]
 * @check: (nullable): says what is wrong with a text, or %NULL
 * @max_length: in characters; 0 means 255
 * @audience: the roles that may see it; 0 means all
 * @key_of: (nullable): the text by which rows are sorted if this is, which the store folds and writes here (aus-fold.h)
 */
struct _AusField
{
  const char    *name;
  gsize          offset;
  AusKind        kind;
  AusFieldFlags  flags;
  const char    *label;
  GType        (*enum_type) (void);
  const char  *(*check)     (const char *text);
  guint          max_length;
  gint64         minimum;
  gint64         maximum;
  guint          audience;
  const char    *key_of;
};

#define AUS_KIND_OF(member) _Generic ((member), \
  char *: AUS_KIND_TEXT,       gint64: AUS_KIND_INTEGER,   double: AUS_KIND_REAL, \
  gboolean: AUS_KIND_BOOLEAN,  GDateTime *: AUS_KIND_TIME, guint: AUS_KIND_ENUM)

/* The kind comes from the member's C type, so that they cannot disagree. */
#define AUS_FIELD(Type, member, ...) \
  { .name = #member, .offset = G_STRUCT_OFFSET (Type, member), .kind = AUS_KIND_OF (((Type *) NULL)->member), \
    __VA_ARGS__ }

/* For the flags of @field without writing the cast out. */
static inline gboolean
aus_field_is (const AusField *field,
              AusFieldFlags   flag)
{
  return (field->flags & flag) != 0;
}

/* In characters. */
static inline guint
aus_field_get_max_length (const AusField *field)
{
  return field->max_length ? field->max_length : 255;
}

/* Whether somebody of @role may see @field in JSON. */
static inline gboolean
aus_field_is_seen_by (const AusField *field,
                      AusRole         role)
{
  return !aus_field_is (field, AUS_FIELD_SECRET) && (field->audience == 0 || (field->audience & (1u << role)) != 0);
}

G_END_DECLS
