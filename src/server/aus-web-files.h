#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusWebFile:
 * @type: for Content-Type
 * @bytes: as they are
 * @gzipped: (nullable): compressed, where that makes it smaller
 * @tag: the entity tag of @bytes
 * @gzipped_tag: that of @gzipped
 */
typedef struct
{
  const char *type;
  GBytes     *bytes;
  GBytes     *gzipped;
  char       *tag;
  char       *gzipped_tag;
} AusWebFile;

#define AUS_TYPE_WEB_FILES (aus_web_files_get_type ())

G_DECLARE_FINAL_TYPE (AusWebFiles, aus_web_files, AUS, WEB_FILES, GObject)

/**
 * AusWebFiles:
 *
 * The files of the patient's page, which are part of the program. Each is compressed when it is first asked for.
 */

AusWebFiles      *aus_web_files_new (void);
/* (transfer none) (nullable): %NULL where there is no such file. */
const AusWebFile *aus_web_files_get (AusWebFiles *self,
                                     const char  *name);

G_END_DECLS
