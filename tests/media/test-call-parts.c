#include "aus-error.h"
#include "aus-ice.h"
#include "aus-quality.h"
#include "aus-sdp.h"

static void
test_ice_uris (void)
{
  static const struct
  {
    const char *uri;
    const char *username;
    const char *credential;
    const char *expected;
  } cases[] = {
    { "stun:stun.example.org:3478", NULL, NULL, "stun://stun.example.org:3478" },
    { "stun:[2001:db8::1]", NULL, NULL, "stun://[2001:db8::1]" },
    { "turn:turn.example.org:3478?transport=udp", "17:doctor", "a/b+c=",
      "turn://17%3Adoctor:a%2Fb%2Bc%3D@turn.example.org:3478?transport=udp" },
    { "turns:turn.example.org:443", "u", "p", "turns://u:p@turn.example.org:443" },
    { "turn:turn.example.org", NULL, NULL, NULL },
    { "turn:turn.example.org", "u", NULL, NULL },
    { "http://example.org", NULL, NULL, NULL },
    { "stun:", NULL, NULL, NULL },
    { "stun://host", NULL, NULL, NULL },
    { "", NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *converted = aus_ice_convert_uri (cases[i].uri, cases[i].username, cases[i].credential);

    g_assert_cmpstr (converted, ==, cases[i].expected);
  }
}

#define HEAD "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"
#define KEYS "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\na=fingerprint:sha-256 AA\r\n"
#define VIDEO "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n"
#define SOUND "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
#define REJECTED "m=audio 0 UDP/TLS/RTP/SAVPF 111\r\n"

static void
test_sdp (void)
{
  static const struct
  {
    const char *text;
    gboolean    valid;
    gboolean    sends;
  } cases[] = {
    { HEAD VIDEO KEYS, TRUE, TRUE },
    { HEAD KEYS VIDEO SOUND, TRUE, TRUE },
    { HEAD KEYS VIDEO "a=recvonly\r\n" SOUND "a=inactive\r\n", TRUE, FALSE },
    { HEAD KEYS VIDEO "a=recvonly\r\n" SOUND "a=sendonly\r\n", TRUE, TRUE },
    { HEAD KEYS VIDEO "a=recvonly\r\n" REJECTED "a=sendrecv\r\n", TRUE, FALSE },
    { HEAD VIDEO KEYS REJECTED, TRUE, TRUE },
    { HEAD VIDEO KEYS SOUND, FALSE, FALSE },
    { HEAD VIDEO, FALSE, FALSE },
    { HEAD KEYS, FALSE, FALSE },
    { "", FALSE, FALSE },
    { "GET / HTTP/1.1\r\n", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GstSDPMessage) sdp = aus_sdp_parse (cases[i].text, &error);

    g_assert_cmpint (sdp != NULL, ==, cases[i].valid);

    if (sdp != NULL)
      g_assert_cmpint (aus_sdp_sends (sdp), ==, cases[i].sends);
    else
      g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
  }
}

static void
test_sdp_details (void)
{
  static const char text[] =
    HEAD KEYS VIDEO "a=mid:v\r\na=setup:active\r\na=ssrc:7 cname:x\r\na=ssrc:4294967295 cname:x\r\n"
    SOUND "a=mid:s\r\na=setup:active\r\na=ssrc:9 cname:x\r\n";
  const GstSDPMedia *sound;
  g_autoptr (GError) error = NULL;
  g_autoptr (GstSDPMessage) sdp = aus_sdp_parse (text, &error);
  g_autoptr (GHashTable) ssrcs = g_hash_table_new (NULL, NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (aus_sdp_get_mid (sdp, 1), ==, "s");
  g_assert_null (aus_sdp_get_mid (sdp, 2));
  g_assert_cmpstr (aus_sdp_get_setup (sdp), ==, "active");

  aus_sdp_set_setup (sdp, "passive");
  g_assert_cmpstr (aus_sdp_get_setup (sdp), ==, "passive");
  sound = gst_sdp_message_get_media (sdp, 1);
  g_assert_cmpstr (gst_sdp_media_get_attribute_val (sound, "setup"), ==, "passive");

  aus_sdp_add_pictures (sdp, ssrcs);
  g_assert_cmpuint (g_hash_table_size (ssrcs), ==, 2);
  g_assert_true (g_hash_table_contains (ssrcs, GUINT_TO_POINTER (4294967295)));
  g_assert_false (g_hash_table_contains (ssrcs, GUINT_TO_POINTER (9)));
}

static void
test_remb (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstSDPMessage) sdp =
    aus_sdp_parse (HEAD KEYS VIDEO "a=rtcp-fb:96 transport-cc\r\na=rtcp-fb:96 nack\r\n"
                   SOUND "a=rtcp-fb:111 transport-cc\r\n", &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  aus_sdp_ask_for_remb (sdp);
  text = gst_sdp_message_as_text (sdp);
  g_assert_null (strstr (text, "transport-cc"));
  g_assert_nonnull (strstr (text, "a=rtcp-fb:96 nack\r\n"));
  g_assert_nonnull (strstr (text, "a=rtcp-fb:96 goog-remb\r\n"));
  g_assert_null (strstr (text, "111 goog-remb"));
}

static void
test_quality (void)
{
  AusQualityMeter meter = { 0 };
  AusPeerQuality quality;

  g_assert_false (aus_quality_meter_read (&meter, &quality));

  /* An old burst of loss is forgotten after five seconds. */
  for (guint i = 0; i < 20; i++) {
    AusTotals totals = {
      .time = i * G_USEC_PER_SEC,
      .bytes = i * 12500,
      .packets = i * 90,
      .lost = i < 5 ? i * 50 : 200 + i * 10,
      .frames = i * 25,
      .rtt_ms = 40,
      .jitter_ms = 5,
      .frozen = i * 100 * G_TIME_SPAN_MILLISECOND,
    };

    aus_quality_meter_add (&meter, &totals);
  }

  g_assert_true (aus_quality_meter_read (&meter, &quality));
  g_assert_cmpfloat_with_epsilon (quality.bitrate, 100000, 1);
  g_assert_cmpfloat_with_epsilon (quality.loss, 0.1, 0.001);
  g_assert_cmpfloat_with_epsilon (quality.frame_rate, 25, 0.01);
  g_assert_cmpfloat_with_epsilon (quality.rtt_ms, 40, 0.01);
  g_assert_cmpfloat_with_epsilon (quality.jitter_ms, 5, 0.01);
  g_assert_cmpfloat_with_epsilon (quality.frozen, 0.1, 0.001);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/call-parts/ice-uris", test_ice_uris);
  g_test_add_func ("/call-parts/sdp", test_sdp);
  g_test_add_func ("/call-parts/sdp-details", test_sdp_details);
  g_test_add_func ("/call-parts/remb", test_remb);
  g_test_add_func ("/call-parts/quality", test_quality);

  return g_test_run ();
}
