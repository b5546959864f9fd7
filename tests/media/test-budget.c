#include "aus-budget.h"

#include <gst/rtp/rtp.h>

#define SECOND G_TIME_SPAN_SECOND
#define REMB 1500000
#define PACKET_BITS 9600

/* A wire of its own, with a queue so short that browsers do not see it grow. */
typedef struct
{
  AusBudget         budget;
  AusReceiverReport report;
  gint64            now;
} Way;

static guint
hear (Way   *self,
      guint  n_packets,
      guint  n_lost,
      guint  sent)
{
  self->report.highest += n_packets;
  self->report.lost += n_lost;
  self->now += SECOND;
  aus_budget_hear_report (&self->budget, &self->report, sent, self->now);

  return aus_budget_get (&self->budget);
}

/* For so many seconds @sent goes out, or as much as the way is said to bear, where that is less; @wire arrives. */
static guint
pass (Way   *self,
      guint  seconds,
      guint  sent,
      guint  wire)
{
  for (guint i = 0; i < seconds; i++) {
    const guint out = MIN (sent, aus_budget_get (&self->budget));
    const guint n_packets = out / PACKET_BITS;

    hear (self, n_packets, out > wire ? n_packets - wire / PACKET_BITS : 0, out);
  }

  return aus_budget_get (&self->budget);
}

static Way
new_way (void)
{
  Way way = { .now = 1000 * SECOND, .report.highest = 65000 };

  aus_budget_hear_remb (&way.budget, REMB);
  pass (&way, 2, REMB, G_MAXINT);

  return way;
}

static void
test_lower_one (void)
{
  Way way = new_way ();

  g_assert_cmpuint (aus_budget_get (&way.budget), ==, REMB);
  aus_budget_hear_remb (&way.budget, 70000);
  g_assert_cmpuint (aus_budget_get (&way.budget), ==, 70000);

  way.budget.receivable = 0;
  g_assert_cmpuint (aus_budget_get (&way.budget), ==, AUS_BUDGET_START);
}

/* The other side goes on saying that it could receive all of it. */
static void
test_squeeze (void)
{
  Way way = new_way ();

  g_assert_cmpuint (pass (&way, 1, REMB, 250000), <, 1000000);
  g_assert_cmpuint (pass (&way, 7, REMB, 250000), <, 300000);
  g_assert_cmpuint (pass (&way, 60, REMB, 250000), >, 200000);
  g_assert_cmpuint (pass (&way, 1, REMB, G_MAXINT), <, 350000);
  g_assert_cmpuint (pass (&way, 30, REMB, G_MAXINT), ==, REMB);
}

/* Some are lost on every radio link, and sound is sent so that it stands that. */
static void
test_light_loss (void)
{
  Way way = new_way ();

  g_assert_cmpuint (pass (&way, 60, REMB, REMB * 0.94), ==, REMB);
}

/* How often, in 20 minutes, the way is thought to bear a full picture, where each packet may get lost by chance. */
static guint
count_full (guint  n_packets,
            guint  sent,
            double loss)
{
  Way way = new_way ();
  g_autoptr (GRand) chance = g_rand_new_with_seed (7);
  guint n_full = 0;

  for (guint second = 0; second < 1200; second++) {
    const guint out = MIN (sent, aus_budget_get (&way.budget));
    const guint n_sent = MAX (n_packets, out / PACKET_BITS);
    guint n_lost = 0;

    for (guint i = 0; i < n_sent; i++)
      n_lost += g_rand_double (chance) < loss;

    n_full += hear (&way, n_sent, n_lost, out) >= 540000;
  }

  return n_full;
}

/* A radio link loses whatever is sent, and of the little that a still scene sends sometimes much by chance. */
static void
test_radio (void)
{
  g_assert_cmpuint (count_full (30, 60000, 0.03), >, 1150);
  g_assert_cmpuint (count_full (30, 60000, 0.05), >, 900);
  g_assert_cmpuint (count_full (40, 300000, 0.05), >, 900);
  g_assert_cmpuint (count_full (0, REMB, 0.05), >, 1150);
}

/* Where more gets lost than that, but not so much that the way must be narrow, small pictures go on. */
static void
test_floor (void)
{
  Way way = new_way ();

  for (guint second = 0; second < 300; second++)
    hear (&way, 40, 6, 200000);

  g_assert_cmpuint (aus_budget_get (&way.budget), ==, 80000);

  for (guint second = 0; second < 30; second++)
    hear (&way, 40, 20, 80000);

  g_assert_cmpuint (aus_budget_get (&way.budget), ==, 10000);
}

/* Of several reports in a moment all but the first tell of what went out before it could be heeded. */
static void
test_haste (void)
{
  Way way = new_way ();
  const guint budget = hear (&way, 150, 100, REMB);

  for (guint i = 0; i < 4; i++) {
    way.now -= SECOND * 9 / 10;
    g_assert_cmpuint (hear (&way, 30, 20, REMB), ==, budget);
  }
}

/* With sound alone, on hold or with a still scene little is sent, or nothing, which says nothing of the way. */
static void
test_little_sent (void)
{
  Way way = new_way ();

  g_assert_cmpuint (pass (&way, 120, 0, G_MAXINT), ==, REMB);
  g_assert_cmpuint (pass (&way, 120, 40000, G_MAXINT), ==, REMB);
  g_assert_cmpuint (pass (&way, 4, 40000, 39000), ==, REMB);
}

/* Where even stills were too much, what is sent of them later shows what the way bears, however little was left. */
static void
test_return_from_sound (void)
{
  Way way = new_way ();
  guint budget = pass (&way, 60, REMB, PACKET_BITS);

  g_assert_cmpuint (budget, <, 30000);

  for (guint i = 0; i < 10; i++)
    hear (&way, 5, 0, 30000);

  g_assert_cmpuint (aus_budget_get (&way.budget), >=, 30000);
}

/* Whoever wanted sound alone for a while wants pictures again: the way bears what it bore, until more is seen to. */
static void
test_spared (void)
{
  Way way = new_way ();
  const guint budget = pass (&way, 60, REMB, 250000);

  g_assert_cmpuint (pass (&way, 600, 0, G_MAXINT), ==, budget);
  g_assert_cmpuint (pass (&way, 1, REMB, G_MAXINT), <, 2 * budget);
  g_assert_cmpuint (pass (&way, 40, REMB, G_MAXINT), ==, REMB);
}

/* What was sent a moment ago is not borne only because nothing of the little that is sent now gets lost. */
static void
test_echo (void)
{
  Way way = new_way ();

  pass (&way, 8, REMB, 250000);
  g_assert_cmpuint (hear (&way, 24, 0, 600000), <, 320000);
}

/* One that was overtaken, and numbers that wrap. */
static void
test_order (void)
{
  Way way = new_way ();
  const AusReceiverReport before = way.report;

  way.report.highest = G_MAXUINT32 - 100;
  aus_budget_hear_report (&way.budget, &way.report, REMB, way.now += SECOND);
  pass (&way, 3, REMB, G_MAXINT);
  aus_budget_hear_report (&way.budget, &before, REMB, way.now += SECOND);
  g_assert_cmpuint (pass (&way, 3, REMB, G_MAXINT), ==, REMB);
}

/* Two blocks in each report, as where sound and pictures are reported on together. */
static GstBuffer *
make_rtcp (GstRTCPType type)
{
  GstBuffer *buffer = gst_rtcp_buffer_new (1200);
  GstRTCPBuffer packets = GST_RTCP_BUFFER_INIT;
  GstRTCPPacket packet;

  g_assert_true (gst_rtcp_buffer_map (buffer, GST_MAP_READWRITE, &packets));
  g_assert_true (gst_rtcp_buffer_add_packet (&packets, type, &packet));

  if (type == GST_RTCP_TYPE_RR)
    gst_rtcp_packet_rr_set_ssrc (&packet, 7);

  g_assert_true (gst_rtcp_packet_add_rb (&packet, 11, 3, 500, 70000, 1, 2, 3));
  g_assert_true (gst_rtcp_packet_add_rb (&packet, 12, 3, -2, 80000, 1, 2, 3));
  g_assert_true (gst_rtcp_buffer_add_packet (&packets, GST_RTCP_TYPE_BYE, &packet));
  g_assert_true (gst_rtcp_buffer_unmap (&packets));

  return buffer;
}

static void
test_read (void)
{
  static const GstRTCPType types[] = { GST_RTCP_TYPE_SR, GST_RTCP_TYPE_RR };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autoptr (GstBuffer) buffer = make_rtcp (types[i]);
    AusReceiverReport report = { 1, 1 };

    g_assert_false (aus_receiver_report_read (buffer, 13, &report));
    g_assert_cmpuint (report.highest, ==, 1);
    g_assert_true (aus_receiver_report_read (buffer, 11, &report));
    g_assert_cmpuint (report.highest, ==, 70000);
    g_assert_cmpint (report.lost, ==, 500);
    g_assert_true (aus_receiver_report_read (buffer, 12, &report));
    g_assert_cmpint (report.lost, ==, -2);
  }
}

int
main (int    argc,
      char **argv)
{
  gst_init (NULL, NULL);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/budget/lower-one", test_lower_one);
  g_test_add_func ("/budget/squeeze", test_squeeze);
  g_test_add_func ("/budget/light-loss", test_light_loss);
  g_test_add_func ("/budget/radio", test_radio);
  g_test_add_func ("/budget/floor", test_floor);
  g_test_add_func ("/budget/haste", test_haste);
  g_test_add_func ("/budget/little-sent", test_little_sent);
  g_test_add_func ("/budget/return-from-sound", test_return_from_sound);
  g_test_add_func ("/budget/spared", test_spared);
  g_test_add_func ("/budget/echo", test_echo);
  g_test_add_func ("/budget/order", test_order);
  g_test_add_func ("/budget/read", test_read);

  return g_test_run ();
}
