#include "aus-media-words.h"

#include <glib/gi18n-lib.h>

const char *
aus_media_describe_lack (gboolean has_camera,
                         gboolean has_microphone)
{
  if (!has_camera && !has_microphone)
    return _("No camera and no microphone were found; you can neither be seen nor heard");

  if (!has_camera)
    return _("No camera was found; you can be heard, but not seen");

  return has_microphone ? NULL : _("No microphone was found; you can be seen, but not heard");
}
