#include "aus-own-picture.h"

AusPicture
aus_own_picture (AusLocalMedia *media)
{
  g_return_val_if_fail (AUS_IS_LOCAL_MEDIA (media), AUS_PICTURE_NONE);

  if (aus_local_media_get_sound_only (media))
    return AUS_PICTURE_SOUND_ONLY;

  if (aus_local_media_get_sharing (media))
    return AUS_PICTURE_ON;

  if (!aus_local_media_get_camera_on (media))
    return AUS_PICTURE_OFF;

  return aus_local_media_get_has_camera (media) ? AUS_PICTURE_ON : AUS_PICTURE_NONE;
}
