#pragma once

#include "aus-local-media.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusLaunch:
 * @media_source: what calls show and say
 * @cache_dir: where the client keeps what it has seen
 * @film_dir: where recordings lie until the server has them
 * @draft_dir: where unsaved notes are kept; no cache, so that nobody clears them away
 * @sign_in: (nullable): a server to sign in to at once
 * @email: (nullable): as whom
 *
 * What the command line asks for.
 */
typedef struct
{
  AusMediaSource  media_source;
  char           *cache_dir;
  char           *film_dir;
  char           *draft_dir;
  char           *sign_in;
  char           *email;
} AusLaunch;

extern const GOptionEntry aus_launch_options[];

/* Fills in @self, which must be all zero. Returns: %FALSE with %AUS_ERROR_INVALID for a value that is none */
gboolean aus_launch_read  (AusLaunch     *self,
                           GVariantDict  *options,
                           GError       **error);
void     aus_launch_clear (AusLaunch     *self);
/* Whether the settings of the program are installed: GSettings ends it where there are none. */
gboolean aus_launch_has_settings (const char *application_id);

G_END_DECLS
