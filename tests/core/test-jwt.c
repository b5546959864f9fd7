#include "aus-jwt.h"

#include "aus-base64url.h"
#include "aus-error.h"
#include "aus-json.h"
#include "aus-time.h"

#include <string.h>

#define NOW (G_GINT64_CONSTANT (1793577600) * AUS_TIME_SECOND)

static const char key[] = "fake-secret-for-tests-only-32byte";

/* A real Prosody with Jitsi's plugin took this one. */
static const char vector_claims[] =
  "{\"iss\":\"clinic_app\",\"aud\":\"clinic_app\",\"sub\":\"meet.example.org\","
  "\"room\":\"consult-7f3a9c21d4\",\"iat\":1793577600,\"nbf\":1793577590,\"exp\":1793584800,"
  "\"context\":{\"user\":{\"id\":\"u-0001\",\"name\":\"Dr Example\",\"affiliation\":\"owner\","
  "\"moderator\":\"true\"},\"features\":{\"recording\":\"false\",\"livestreaming\":\"false\"}}}";

static const char vector[] =
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
  "eyJpc3MiOiJjbGluaWNfYXBwIiwiYXVkIjoiY2xpbmljX2FwcCIsInN1YiI6Im1lZXQuZXhhbXBsZS5vcmciLCJyb29tIjoiY29u"
  "c3VsdC03ZjNhOWMyMWQ0IiwiaWF0IjoxNzkzNTc3NjAwLCJuYmYiOjE3OTM1Nzc1OTAsImV4cCI6MTc5MzU4NDgwMCwiY29udGV4"
  "dCI6eyJ1c2VyIjp7ImlkIjoidS0wMDAxIiwibmFtZSI6IkRyIEV4YW1wbGUiLCJhZmZpbGlhdGlvbiI6Im93bmVyIiwibW9kZXJh"
  "dG9yIjoidHJ1ZSJ9LCJmZWF0dXJlcyI6eyJyZWNvcmRpbmciOiJmYWxzZSIsImxpdmVzdHJlYW1pbmciOiJmYWxzZSJ9fX0."
  "KtFAtdT4gRbdI-Na4n83Qrj3kbcVmR3hO9hIQFgOutg";

static void
test_vector (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) claims = aus_json_parse_object (vector_claims, -1, &error);
  g_autoptr (JsonObject) verified = NULL;
  g_autofree char *token = NULL;

  g_assert_no_error (error);
  token = aus_jwt_sign_hs256 (claims, key, strlen (key));
  g_assert_cmpstr (token, ==, vector);

  verified = aus_jwt_verify_hs256 (vector, key, strlen (key), NOW, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (aus_json_get_text (verified, "room"), ==, "consult-7f3a9c21d4");
}

/* RFC 7515 A.1: a binary key, and claims with line breaks. */
static void
test_rfc7515 (void)
{
  static const char token[] =
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  g_autoptr (GBytes) secret = aus_base64url_decode (
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow", -1, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) claims =
    aus_jwt_verify_hs256 (token, g_bytes_get_data (secret, NULL), g_bytes_get_size (secret),
                          1300819379 * AUS_TIME_SECOND, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (aus_json_get_text (claims, "iss"), ==, "joe");
}

static char *
make_token (const char *header,
            const char *claims)
{
  g_autofree char *head = aus_base64url_encode (header, strlen (header));
  g_autofree char *payload = aus_base64url_encode (claims, strlen (claims));
  g_autofree char *text = g_strconcat (head, ".", payload, NULL);
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) key, strlen (key));
  g_autofree char *signature = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  g_hmac_update (hmac, (const guchar *) text, -1);
  g_hmac_get_digest (hmac, digest, &length);
  signature = aus_base64url_encode (digest, sizeof digest);

  return g_strconcat (text, ".", signature, NULL);
}

typedef struct
{
  const char *header;
  const char *claims;
  guint leeway;
  const char *complaint;
} Case;

#define HEADER "{\"alg\":\"HS256\",\"typ\":\"JWT\"}"

/* All are well signed. */
static const Case cases[] = {
  { HEADER, "{\"exp\":1793577601}", 0, NULL },
  { "{\"alg\":\"HS256\"}", "{\"exp\":1793577601}", 0, NULL },
  { HEADER, "{\"exp\":1793577600.5,\"nbf\":1793577599.5}", 0, NULL },
  { HEADER, "{\"exp\":1793577600}", 0, "it has expired" },
  { HEADER, "{\"exp\":1793577600}", 1, NULL },
  { HEADER, "{\"exp\":1793577540}", 60, "it has expired" },
  { HEADER, "{\"exp\":1793577541}", 60, NULL },
  { HEADER, "{\"exp\":-1}", 60, "it has expired" },
  { HEADER, "{}", 0, "“exp” is missing" },
  { HEADER, "{\"exp\":\"1793577601\"}", 0, "“exp” is missing or not a number" },
  { HEADER, "{\"exp\":true}", 0, "“exp” is missing or not a number" },
  { HEADER, "{\"exp\":[1793577601]}", 0, "“exp” is missing or not a number" },
  { HEADER, "{\"exp\":null}", 0, "“exp” is missing or not a number" },
  { HEADER, "{\"exp\":1e999}", 0, "its claims cannot be read" },
  { HEADER, "{\"exp\":1793577601,\"nbf\":1793577600}", 0, NULL },
  { HEADER, "{\"exp\":1793577999,\"nbf\":1793577601}", 0, "it is not valid yet" },
  { HEADER, "{\"exp\":1793577999,\"nbf\":1793577660}", 60, NULL },
  { HEADER, "{\"exp\":1793577999,\"nbf\":1793577661}", 60, "it is not valid yet" },
  { HEADER, "{\"exp\":1793577999,\"nbf\":\"1\"}", 0, "“nbf” is not a number" },
  { HEADER, "[]", 0, "its claims cannot be read" },
  { HEADER, "{\"exp\":1793577601", 0, "its claims cannot be read" },
  { HEADER, "", 0, "its claims cannot be read" },
  { "{\"alg\":\"none\"}", "{\"exp\":1793577601}", 0, "its algorithm is not HS256" },
  { "{\"alg\":\"hs256\"}", "{\"exp\":1793577601}", 0, "its algorithm is not HS256" },
  { "{\"alg\":\"HS384\"}", "{\"exp\":1793577601}", 0, "its algorithm is not HS256" },
  { "{\"alg\":\"RS256\"}", "{\"exp\":1793577601}", 0, "its algorithm is not HS256" },
  { "{\"alg\":[\"HS256\"]}", "{\"exp\":1793577601}", 0, "its algorithm is not HS256" },
  { "{\"typ\":\"JWT\"}", "{\"exp\":1793577601}", 0, "its algorithm is not HS256" },
  { "{\"alg\":\"HS256\",\"crit\":[\"b64\"]}", "{\"exp\":1793577601}", 0, "it needs an extension" },
  { "[]", "{\"exp\":1793577601}", 0, "its header cannot be read" },
  { "", "{\"exp\":1793577601}", 0, "its header cannot be read" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *token = make_token (cases[i].header, cases[i].claims);
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonObject) claims =
      aus_jwt_verify_hs256 (token, key, strlen (key), NOW, cases[i].leeway, &error);

    g_test_message ("%s %s", cases[i].header, cases[i].claims);

    if (cases[i].complaint == NULL) {
      g_assert_no_error (error);
      g_assert_nonnull (claims);
    } else {
      g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED);
      g_assert_nonnull (strstr (error->message, cases[i].complaint));
      g_assert_null (claims);
    }
  }
}

static void
assert_refused (const char *token,
                const char *secret,
                const char *complaint)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (aus_jwt_verify_hs256 (token, secret, strlen (secret), NOW, 60, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED);
  g_assert_nonnull (strstr (error->message, complaint));
}

static void
test_form (void)
{
  static const char *const broken[] = { "", ".", "..", "a.b", "a.b.c.d", "....", " . . " };
  g_autofree char *padded = g_strconcat (vector, "=", NULL);
  g_autofree char *spaced = g_strconcat (vector, " ", NULL);
  g_autofree char *unsigned_token = g_strndup (vector, (gsize) (strrchr (vector, '.') - vector + 1));
  g_autofree char *five = g_strconcat (vector, ".a.b", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    assert_refused (broken[i], key, "refused");

  assert_refused (padded, key, "its signature cannot be read");
  assert_refused (spaced, key, "its signature cannot be read");
  assert_refused (unsigned_token, key, "its signature cannot be read");
  assert_refused (five, key, "three parts");
  assert_refused (vector, "another-secret-for-tests-only-32b", "its signature is wrong");
}

/* However one letter is changed, also in the last letter's spare bits, the token is refused. */
static void
test_each_letter (void)
{
  for (gsize i = 0; i < strlen (vector); i++) {
    g_autofree char *token = g_strdup (vector);

    token[i] = token[i] == 'A' ? 'B' : 'A';
    assert_refused (token, key, "refused");
    token[i] = vector[i] == 'g' ? 'h' : 'g';
    assert_refused (token, key, "refused");
  }
}

static void
test_size (void)
{
  g_autoptr (JsonObject) claims = json_object_new ();
  g_autofree char *filler = NULL;
  g_autofree char *token = NULL;
  g_autofree char *longer = NULL;
  g_autoptr (JsonObject) verified = NULL;

  /* 36 letters for the header, 43 for the signature, 2 dots; 6083 bytes of claims make 8111. */
  filler = g_strnfill (6083 - strlen ("{\"exp\":1793577601,\"f\":\"\"}"), 'f');
  json_object_set_int_member (claims, "exp", 1793577601);
  json_object_set_string_member (claims, "f", filler);
  token = aus_jwt_sign_hs256 (claims, key, strlen (key));
  g_assert_cmpuint (strlen (token), ==, AUS_JWT_MAX_LENGTH);

  verified = aus_jwt_verify_hs256 (token, key, strlen (key), NOW, 0, NULL);
  g_assert_nonnull (verified);

  longer = g_strconcat (token, "A", NULL);
  assert_refused (longer, key, "it is too long");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/jwt/vector", test_vector);
  g_test_add_func ("/jwt/rfc7515", test_rfc7515);
  g_test_add_func ("/jwt/cases", test_cases);
  g_test_add_func ("/jwt/form", test_form);
  g_test_add_func ("/jwt/each-letter", test_each_letter);
  g_test_add_func ("/jwt/size", test_size);

  return g_test_run ();
}
