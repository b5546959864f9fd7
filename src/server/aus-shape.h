#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

/* What JSON looks like that is no record: said once, beside what writes or reads it. The description of the API is
 * made of these tables, and tests hold every answer against it. */

/**
 * AusMemberFlags:
 * @AUS_MEMBER_NULLABLE: may be null
 * @AUS_MEMBER_OPTIONAL: may be left out
 * @AUS_MEMBER_LIST: an array of these
 * @AUS_MEMBER_MAP: an object that has one of these for each name, which is what @enum_type of an integer says, or any
 * @AUS_MEMBER_ID: a UUID
 */
typedef enum
{
  AUS_MEMBER_NULLABLE = 1 << 0,
  AUS_MEMBER_OPTIONAL = 1 << 1,
  AUS_MEMBER_LIST = 1 << 2,
  AUS_MEMBER_MAP = 1 << 3,
  AUS_MEMBER_ID = 1 << 4,
} AusMemberFlags;

typedef struct _AusMember AusMember;
typedef struct _AusShape  AusShape;

/**
 * AusMember:
 * @kind: of a plain value
 * @enum_type: (nullable): for [enum@Kind.ENUM], and for the names of a map
 * @max_length: in characters; 0 where nothing is said
 * @minimum: of a number, unless it is not below @maximum
 * @shape: (nullable): of an object, instead of @kind
 * @get_record: (nullable): for a record of any of several types, instead of @kind: the type of each, and then
 *   %G_TYPE_INVALID
 */
struct _AusMember
{
  const char      *name;
  AusKind          kind;
  AusMemberFlags   flags;
  GType          (*enum_type)  (void);
  guint            max_length;
  gint64           minimum;
  gint64           maximum;
  const AusShape  *shape;
  GType          (*get_record) (guint i);
};

/**
 * AusShape:
 * @name: (nullable): in CamelCase, of no other shape or record; %NULL where it is all of @record
 * @record: (nullable): whose fields come first: all that a client may see of it, or may send
 * @without: (nullable): those of the record's fields that it has not, separated by spaces
 * @members: (nullable): all others, ended by a %NULL name
 * @is_open: whether it may have members that nobody can name beforehand
 */
struct _AusShape
{
  const char       *name;
  GType           (*record) (void);
  const char       *without;
  const AusMember  *members;
  gboolean          is_open;
};

/**
 * AusForm:
 * @AUS_FORM_ONE: an object
 * @AUS_FORM_PAGE: one page of many, as the parameters “page” and “page_size” say
 * @AUS_FORM_WHOLE_PAGE: all of them, written as a page
 * @AUS_FORM_LIST: an array
 * @AUS_FORM_MAP: an object that has one of them for each name
 * @AUS_FORM_TEXT: no JSON but plain text
 * @AUS_FORM_MEDIA: no JSON but a video, or part of one
 */
typedef enum
{
  AUS_FORM_ONE,
  AUS_FORM_PAGE,
  AUS_FORM_WHOLE_PAGE,
  AUS_FORM_LIST,
  AUS_FORM_MAP,
  AUS_FORM_TEXT,
  AUS_FORM_MEDIA,
} AusForm;

G_END_DECLS
