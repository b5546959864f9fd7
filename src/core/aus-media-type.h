#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusMediaType:
 * @name: such as “image/jpeg”
 * @extensions: without the dot, separated by spaces; the first is what a file without one of them is given
 * @is_shown: whether every browser shows it as a picture, and does nothing else with it
 *
 * A kind of file that may be sent in a visit.
 */
typedef struct
{
  const char *name;
  const char *extensions;
  gboolean    is_shown;
} AusMediaType;

/* What a file that begins with these bytes is, whatever it is called; %NULL where that is nothing that is taken. */
const AusMediaType *aus_media_type_guess    (const guint8        *start,
                                             gsize                length);
/* By its name; %NULL where it is none of those. */
const AusMediaType *aus_media_type_find     (const char          *name);
/* The names of all, and %NULL behind the last. */
const char         *aus_media_type_get_name (guint                n);
/* What people may send, in words for an error. */
const char         *aus_media_type_describe (void);
/* A name that is a name alone, no path, and ends as the type says. (transfer full) */
char               *aus_media_type_fit_name (const AusMediaType  *self,
                                             const char          *name);

G_END_DECLS
