#include "aus-test-call.h"

#include <gst/gst.h>

/* What is made once, such as caches and pools, is there after the first ones. */
#define N_WARM 2
#define N_CALLS 20

static GstTracer *
find_tracer (void)
{
  g_autolist (GstTracer) tracers = gst_tracing_get_active_tracers ();

  for (GList *link = tracers; link != NULL; link = link->next) {
    if (g_str_equal (G_OBJECT_TYPE_NAME (link->data), "GstLeaksTracer"))
      return g_object_ref (link->data);
  }

  g_assert_not_reached ();
}

/* Counts by the names of types, by one up for each object of a list of the checkpoint, or down. */
static void
count (GHashTable         *counts,
       const GstStructure *checkpoint,
       const char         *list,
       int                 by)
{
  const GValue *objects = gst_structure_get_value (checkpoint, list);

  for (guint i = 0; i < gst_value_list_get_size (objects); i++) {
    const GstStructure *object = gst_value_get_structure (gst_value_list_get_value (objects, i));
    const char *type = gst_structure_get_string (object, "type-name");

    g_assert_nonnull (type);
    g_hash_table_insert (counts, g_strdup (type),
                         GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (counts, type)) + by));
  }
}

/* How many objects of GStreamer's there are more since tracking began, by the names of their types. The list of live
 * ones would hold them, and whoever holds what another thread is about to free keeps it half taken apart. */
static GHashTable *
count_objects (GstTracer *tracer)
{
  g_autoptr (GstStructure) checkpoint = NULL;
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_signal_emit_by_name (tracer, "activity-get-checkpoint", &checkpoint);
  count (counts, checkpoint, "objects-created-list", 1);
  count (counts, checkpoint, "objects-removed-list", -1);

  return counts;
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) descriptors = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (descriptors) != NULL)
    n++;

  return n;
}

static gboolean
has_begun (AusTestCall *call)
{
  return call->bright_frames >= 5 && call->answerer != NULL && aus_answerer_get_frames (call->answerer) >= 5;
}

static gboolean
is_over (AusTestCall *call)
{
  return G_OBJECT (call->media)->ref_count == 1;
}

static void
run_calls (AusTestCall *call,
           guint        n_calls)
{
  for (guint i = 0; i < n_calls; i++) {
    if (call->peer == NULL)
      aus_test_call_make_peer (call);

    call->bright_frames = 0;
    call->n_states = 0;
    aus_peer_call (call->peer);
    g_assert_true (aus_test_call_wait (call, has_begun, 60));
    aus_test_call_drop_peer (call);
    g_assert_true (aus_test_call_wait (call, is_over, 60));
  }
}

/* Buffers are under way while we count; what each call leaves behind is at least one for each. */
static void
assert_few (GHashTable *counts)
{
  GHashTableIter iter;
  gpointer type, n;

  g_assert_cmpuint (g_hash_table_size (counts), >, 5);
  g_hash_table_iter_init (&iter, counts);

  while (g_hash_table_iter_next (&iter, &type, &n)) {
    if (n != NULL)
      g_test_message ("%s: %d more", (const char *) type, GPOINTER_TO_INT (n));

    if (GPOINTER_TO_INT (n) >= N_CALLS - N_WARM)
      g_error ("%u calls left %d of %s behind", N_CALLS - N_WARM, GPOINTER_TO_INT (n), (const char *) type);
  }
}

static void
test_twenty_calls (AusTestCall   *call,
                   gconstpointer  data)
{
  g_autoptr (GstTracer) tracer = find_tracer ();
  g_autoptr (GHashTable) counts = NULL;
  guint n_descriptors;

  run_calls (call, N_WARM);
  g_signal_emit_by_name (tracer, "activity-start-tracking");
  n_descriptors = count_descriptors ();

  run_calls (call, N_CALLS - N_WARM);
  counts = count_objects (tracer);
  assert_few (counts);
  g_assert_cmpuint (count_descriptors (), <, n_descriptors + N_CALLS - N_WARM);
}

int
main (int    argc,
      char **argv)
{
  static const AusTestCase cases[] = {
    { "/leaks/twenty-calls", AUS_MEDIA_SOURCE_TEST, test_twenty_calls },
  };

  g_setenv ("GST_TRACERS", "leaks", TRUE);
  g_test_init (&argc, &argv, NULL);
  aus_test_call_add (cases, G_N_ELEMENTS (cases));

  return g_test_run ();
}
