#include "aus-deposit.h"

#include "aus-base64url.h"
#include "aus-hash.h"
#include "aus-random.h"
#include "aus-seal.h"

#include <errno.h>
#include <glib/gstdio.h>

void
aus_deposit_free (AusDeposit *self)
{
  g_object_unref (self->record);
  g_free (self);
}

char *
aus_deposit_get_path (AusClinic            *clinic,
                      const AusDepositKind *kind,
                      const char           *id)
{
  return g_build_filename (clinic->data_folder, kind->table, id, NULL);
}

gboolean
aus_deposit_make_folder (const char  *path,
                         GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir (folder, 0700) == 0 || errno == EEXIST)
    return TRUE;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", folder, g_strerror (errno));

  return FALSE;
}

static GBytes *
open_key (const char  *sealed_key,
          GBytes      *key,
          GError     **error)
{
  g_autofree char *text = aus_unseal_text (key, sealed_key, error);

  return text ? aus_base64url_decode (text, -1, error) : NULL;
}

AusSealedFile *
aus_deposit_open_at (const char  *path,
                     const char  *id,
                     const char  *sealed_key,
                     GBytes      *key,
                     GError     **error)
{
  g_autoptr (GBytes) own_key = open_key (sealed_key, key, error);

  return own_key ? aus_sealed_file_new (path, id, own_key) : NULL;
}

AusSealedFile *
aus_deposit_open (AusDeposit  *self,
                  AusClinic   *clinic,
                  GError     **error)
{
  g_autofree char *path = aus_deposit_get_path (clinic, self->kind, self->id);

  return aus_deposit_open_at (path, self->id, self->sealed_key, clinic->key, error);
}

char *
aus_deposit_make_sender_key (AusDeposit  *self,
                             AusClinic   *clinic,
                             GError     **error)
{
  g_autoptr (GBytes) key = open_key (self->sealed_key, clinic->key, error);
  guint8 mac[AUS_MAC_LENGTH];

  if (key == NULL)
    return NULL;

  aus_mac (key, "sender", mac);

  return aus_base64url_encode (mac, sizeof mac);
}

char *
aus_deposit_make_key (AusClinic *clinic)
{
  guint8 key[AUS_SEAL_KEY_LENGTH];
  g_autofree char *text = NULL;

  aus_random_bytes (key, sizeof key);
  text = aus_base64url_encode (key, sizeof key);

  return aus_seal_text (clinic->key, text);
}
