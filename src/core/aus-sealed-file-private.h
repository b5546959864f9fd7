#pragma once

#include "aus-sealed-file.h"

#include <sodium.h>

G_BEGIN_DECLS

#define AUS_SEALED_NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define AUS_SEALED_TAG crypto_aead_xchacha20poly1305_ietf_ABYTES
#define AUS_SEALED_OVERHEAD (AUS_SEALED_NONCE + AUS_SEALED_TAG)
#define AUS_SEALED_STORED (AUS_SEALED_BLOCK + AUS_SEALED_OVERHEAD)

struct _AusSealedFile
{
  char    *path;
  char    *name;
  GBytes  *key;
  int      fd;
  guint64  size;
};

/* As errno says. Returns: %FALSE */
gboolean aus_sealed_file_fail        (AusSealedFile  *self,
                                      GError        **error);
gboolean aus_sealed_file_write_block (AusSealedFile  *self,
                                      guint64         index,
                                      const guint8   *content,
                                      gsize           length,
                                      GError        **error);
/* Fills @content with as much of the block as there is by the size; @stored has room for it as it lies on disk. */
gboolean aus_sealed_file_open_block  (AusSealedFile  *self,
                                      guint64         index,
                                      guint8         *stored,
                                      guint8         *content,
                                      GError        **error);

G_END_DECLS
