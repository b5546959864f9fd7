#include "aus-level.h"

static const double FLOOR_DB = -60.0;

gboolean
aus_level_read (GstMessage *message,
                double     *level)
{
  const GstStructure *structure = gst_message_get_structure (message);
  const GValue *value;
  const GValueArray *channels;

  if (structure == NULL || !gst_structure_has_name (structure, "level"))
    return FALSE;

  value = gst_structure_get_value (structure, "rms");

  if (value == NULL || !G_VALUE_HOLDS_BOXED (value))
    return FALSE;

  channels = g_value_get_boxed (value);

  if (channels == NULL || channels->n_values == 0)
    return FALSE;

  *level = CLAMP (1.0 - g_value_get_double (channels->values) / FLOOR_DB, 0.0, 1.0);

  return TRUE;
}
