#pragma once

#include "aus-enums.h"

G_BEGIN_DECLS

/* Returns: (nullable): the translated word for a value of an enumeration that people choose from, owned by
   gettext */
const char *aus_enum_to_word (GType type,
                              guint value);

G_END_DECLS
