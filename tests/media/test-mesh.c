#include "aus-answerer.h"
#include "aus-peer.h"

#define N_PEERS 3
#define PATIENCE_S 25

/* One of the others: our way to them, and what they do at the end of it. */
typedef struct
{
  AusPeer     *peer;
  AusAnswerer *answerer;
  gint64       epoch;
  guint        frames;
} Other;

/* One camera, encoded once, for three others at a time, over loopback. */
typedef struct
{
  AusLocalMedia *media;
  Other          others[N_PEERS];
} Mesh;

typedef gboolean (*Condition) (Mesh *mesh);

static void
reply_cb (JsonObject *frame,
          gpointer    user_data)
{
  Other *other = user_data;

  if (other->peer != NULL)
    aus_peer_handle_signal (other->peer, frame);

  json_object_unref (frame);
}

static void
signal_cb (AusPeer    *peer,
           JsonObject *frame,
           Other      *other)
{
  gint64 epoch = json_object_get_int_member (frame, "epoch");

  if (epoch != other->epoch) {
    other->epoch = epoch;
    g_clear_pointer (&other->answerer, aus_answerer_free);
    other->answerer = aus_answerer_new (TRUE, reply_cb, other);
  }

  aus_answerer_handle (other->answerer, frame);
}

static void
frame_cb (AusPeer  *peer,
          AusFrame *frame,
          Other    *other)
{
  other->frames++;
}

static void
connect_other (Mesh  *mesh,
               guint  number)
{
  Other *other = &mesh->others[number];

  /* The answerers of the tests say all that they are the patient. */
  other->peer = aus_peer_new (mesh->media, "patient", NULL);
  other->frames = 0;
  g_signal_connect (other->peer, "signal", G_CALLBACK (signal_cb), other);
  g_signal_connect (other->peer, "frame", G_CALLBACK (frame_cb), other);
  aus_peer_call (other->peer);
}

static void
part (Mesh  *mesh,
      guint  number)
{
  Other *other = &mesh->others[number];

  if (other->peer == NULL)
    return;

  g_object_add_weak_pointer (G_OBJECT (other->peer), (gpointer *) &other->peer);
  aus_peer_close (other->peer);
  g_object_unref (other->peer);
  g_assert_null (other->peer);
  g_clear_pointer (&other->answerer, aus_answerer_free);
}

static gboolean
wake_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static gboolean
pulse_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
wait_for (Mesh      *mesh,
          Condition  condition,
          guint      seconds)
{
  gboolean late = FALSE;
  guint alarm = g_timeout_add_seconds (seconds, wake_cb, &late);
  guint pulse = g_timeout_add (20, pulse_cb, NULL);
  gboolean met;

  while (!(met = condition (mesh)) && !late)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (pulse);

  if (!late)
    g_source_remove (alarm);

  return met;
}

static gboolean
never (Mesh *mesh)
{
  return FALSE;
}

static gboolean
all_see (Mesh *mesh)
{
  for (guint i = 0; i < N_PEERS; i++) {
    Other *other = &mesh->others[i];

    if (other->peer == NULL || other->answerer == NULL || other->frames < 10
        || aus_answerer_get_frames (other->answerer) < 10 || aus_answerer_get_contrast (other->answerer) < 40)
      return FALSE;
  }

  return TRUE;
}

static gboolean
all_are_heard (Mesh *mesh)
{
  for (guint i = 0; i < N_PEERS; i++) {
    if (aus_peer_get_heard (mesh->others[i].peer) < 20)
      return FALSE;
  }

  return TRUE;
}

static gboolean
is_alone (Mesh *mesh)
{
  return G_OBJECT (mesh->media)->ref_count == 1;
}

static void
set_up (Mesh          *mesh,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  mesh->media = aus_local_media_new (AUS_MEDIA_SOURCE_TEST);
  aus_local_media_start (mesh->media, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < N_PEERS; i++)
    connect_other (mesh, i);

  g_assert_true (wait_for (mesh, all_see, PATIENCE_S));
}

static void
tear_down (Mesh          *mesh,
           gconstpointer  data)
{
  for (guint i = 0; i < N_PEERS; i++)
    part (mesh, i);

  g_assert_true (wait_for (mesh, is_alone, PATIENCE_S));
  g_object_add_weak_pointer (G_OBJECT (mesh->media), (gpointer *) &mesh->media);
  g_object_unref (mesh->media);
  g_assert_null (mesh->media);
}

static void
test_mute_one (Mesh          *mesh,
               gconstpointer  data)
{
  Other *muted = &mesh->others[1];
  guint heard, others;

  g_assert_true (wait_for (mesh, all_are_heard, PATIENCE_S));
  aus_peer_set_muted (muted->peer, TRUE);
  heard = aus_peer_get_heard (muted->peer);
  others = aus_peer_get_heard (mesh->others[0].peer);
  wait_for (mesh, never, 1);
  /* A piece may have been under way. */
  g_assert_cmpuint (aus_peer_get_heard (muted->peer), <=, heard + 1);
  g_assert_cmpuint (aus_peer_get_heard (mesh->others[0].peer), >, others + 10);

  /* An attempt anew does not let them be heard. */
  muted->frames = 0;
  aus_peer_call (muted->peer);
  g_assert_true (wait_for (mesh, all_see, PATIENCE_S));
  g_assert_cmpuint (aus_peer_get_heard (muted->peer), ==, 0);

  aus_peer_set_muted (muted->peer, FALSE);
  g_assert_true (wait_for (mesh, all_are_heard, PATIENCE_S));
}

static void
test_one_goes (Mesh          *mesh,
               gconstpointer  data)
{
  part (mesh, 1);

  for (guint i = 0; i < N_PEERS; i++)
    mesh->others[i].frames = 0;

  wait_for (mesh, never, 1);
  g_assert_cmpuint (mesh->others[1].frames, ==, 0);
  g_assert_cmpuint (mesh->others[0].frames, >, 5);
  g_assert_cmpuint (mesh->others[2].frames, >, 5);

  connect_other (mesh, 1);
  g_assert_true (wait_for (mesh, all_see, PATIENCE_S));
}

/* Each way is mended by itself: the others' pictures go on. */
static void
test_one_is_lost (Mesh          *mesh,
                  gconstpointer  data)
{
  gint64 epochs[] = { mesh->others[0].epoch, mesh->others[2].epoch };

  aus_answerer_vanish (mesh->others[1].answerer);
  mesh->others[1].frames = 0;
  wait_for (mesh, never, 1);
  aus_peer_call (mesh->others[1].peer);
  g_assert_true (wait_for (mesh, all_see, PATIENCE_S));
  g_assert_cmpint (mesh->others[0].epoch, ==, epochs[0]);
  g_assert_cmpint (mesh->others[2].epoch, ==, epochs[1]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/mesh/mute-one", Mesh, NULL, set_up, test_mute_one, tear_down);
  g_test_add ("/mesh/one-goes", Mesh, NULL, set_up, test_one_goes, tear_down);
  g_test_add ("/mesh/one-is-lost", Mesh, NULL, set_up, test_one_is_lost, tear_down);

  return g_test_run ();
}
