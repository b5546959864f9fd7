#include "aus-fuzz.h"

#include "aus-request.h"
#include "aus-uuid.h"

#include <libsoup/soup.h>
#include <string.h>

/* The headers that say who asks, as they stand in a request. A token is a piece of the header that it is from, and a
 * request is called what is harmless in a log. */

static void
check_id (const char *id)
{
  g_assert_cmpuint (strlen (id), <=, 64);
  g_assert_cmpuint (strspn (id, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_."), ==, strlen (id));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (SoupServerMessage) message = g_object_new (SOUP_TYPE_SERVER_MESSAGE, NULL);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autofree char *text = g_strdup_printf ("GET / HTTP/1.1\r\n%.*s", (int) size, (const char *) data);
  g_autofree char *token = NULL;
  g_autofree char *id = NULL;
  gboolean by_cookie;
  AusCredential kind;

  if (!soup_headers_parse (text, (int) strlen (text), headers))
    return -1;

  kind = aus_request_get_credential (message, &token, &by_cookie);
  g_assert_true ((kind == AUS_CREDENTIAL_NONE) == (token == NULL));
  g_assert_true (!by_cookie || kind == AUS_CREDENTIAL_TOKEN);

  /* A cookie is not believed beside an Authorization of ours. */
  if (by_cookie)
    g_assert_nonnull (strstr (soup_message_headers_get_one (headers, "Cookie"), token));
  else if (token != NULL)
    g_assert_nonnull (strstr (soup_message_headers_get_one (headers, "Authorization"), token));

  id = aus_request_get_id (message);
  check_id (id);

  return 0;
}
