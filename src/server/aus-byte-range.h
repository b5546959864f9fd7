#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusByteRange:
 * @AUS_BYTE_RANGE_WHOLE: all of it, also where several parts are asked for, or something that nobody understands
 * @AUS_BYTE_RANGE_PART: one part
 * @AUS_BYTE_RANGE_NONE: a part that is not there
 */
typedef enum
{
  AUS_BYTE_RANGE_WHOLE,
  AUS_BYTE_RANGE_PART,
  AUS_BYTE_RANGE_NONE,
} AusByteRange;

/* What the header Range asks for (RFC 9110 section 14.2) of something of @size bytes. @text: (nullable)
 * @first, @length: (out): of the part, or the whole */
AusByteRange aus_byte_range_parse (const char *text,
                                   gint64      size,
                                   gint64     *first,
                                   gint64     *length);

G_END_DECLS
