#include "aus-fuzz.h"

#include "aus-base64url.h"
#include "aus-error.h"
#include "aus-json.h"
#include "aus-jwt.h"
#include "aus-time.h"

#include <string.h>

/* Tokens and what they are made of. Nothing is believed that was not signed with the key; what decodes encodes to the
 * very same text; and claims that are JSON survive being signed. */

#define KEY "0123456789abcdef0123456789abcdef"

static void
check_base64url (const char *text,
                 gsize       length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = aus_base64url_decode (text, (gssize) length, &error);
  g_autofree char *again = NULL;

  if (bytes == NULL) {
    g_assert_error (error, AUS_ERROR, AUS_ERROR_MALFORMED);
    return;
  }

  again = aus_base64url_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpmem (again, strlen (again), text, length);
}

/* The input is the claims: with its signature it is taken where its times are right, and changed in one place never. */
static void
check_signed (JsonObject *claims,
              guint8      where)
{
  g_autofree char *token = aus_jwt_sign_hs256 (claims, KEY, strlen (KEY));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) read = aus_jwt_verify_hs256 (token, KEY, strlen (KEY), 1000 * AUS_TIME_SECOND, 0, &error);
  g_autoptr (JsonObject) forged = NULL;
  gsize at = where % strlen (token);

  if (read == NULL)
    g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED);
  else
    g_assert_true (json_object_equal (read, claims));

  token[at] = token[at] == 'A' ? 'B' : 'A';
  forged = aus_jwt_verify_hs256 (token, KEY, strlen (KEY), 1000 * AUS_TIME_SECOND, 0, NULL);
  g_assert_null (forged);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (JsonObject) claims = aus_json_parse_object ((const char *) data, (gssize) size, NULL);
  g_autoptr (JsonObject) forged = aus_jwt_verify_hs256 (text, KEY, strlen (KEY), 0, G_MAXUINT, NULL);

  g_assert_null (forged);
  check_base64url (text, strlen (text));

  if (claims != NULL)
    check_signed (claims, data[size / 2]);

  return 0;
}
