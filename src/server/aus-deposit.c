#include "aus-deposit.h"

#include "aus-base64url.h"
#include "aus-random.h"
#include "aus-seal.h"

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

AusSealedFile *
aus_deposit_open (AusDeposit  *self,
                  AusClinic   *clinic,
                  GError     **error)
{
  g_autofree char *path = aus_deposit_get_path (clinic, self->kind, self->id);
  g_autofree char *text = aus_unseal_text (clinic->key, self->sealed_key, error);
  g_autoptr (GBytes) key = text ? aus_base64url_decode (text, -1, error) : NULL;

  return key ? aus_sealed_file_new (path, self->id, key) : NULL;
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
