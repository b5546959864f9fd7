#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * AusAnswerer:
 *
 * The other side of a call, for tests: a plain webrtcbin that answers one offer over loopback.
 */
typedef struct _AusAnswerer AusAnswerer;

/* Gets each frame it sends, transfer full. */
typedef void (*AusAnswererFunc) (JsonObject *frame,
                                 gpointer    user_data);

/* @sends: whether it sends pictures and sound, too */
AusAnswerer *aus_answerer_new            (gboolean         sends,
                                          AusAnswererFunc  func,
                                          gpointer         user_data);
void         aus_answerer_free           (AusAnswerer     *self);

/* Takes a frame of the peer. */
void         aus_answerer_handle         (AusAnswerer     *self,
                                          JsonObject      *frame);

/* Stops its media, without a word. */
void         aus_answerer_vanish         (AusAnswerer     *self);

/* Offers in turn, as a browser does that adds a medium. */
void         aus_answerer_offer          (AusAnswerer     *self);

/* The next picture does not arrive and is not sent again; who asks for a key frame then gets none, until it listens. */
void         aus_answerer_lose_picture   (AusAnswerer     *self);
void         aus_answerer_listen         (AusAnswerer     *self);
/* How often a key frame has been asked for since. */
guint        aus_answerer_get_asked      (AusAnswerer     *self);

/* Pictures decoded, and how bright and how varied the last was, 0 to 255. */
guint        aus_answerer_get_frames     (AusAnswerer     *self);
guint        aus_answerer_get_brightness (AusAnswerer     *self);
guint        aus_answerer_get_contrast   (AusAnswerer     *self);

/* Samples decoded, and the loudest of them, since the last call of this function. */
guint        aus_answerer_take_sound     (AusAnswerer     *self,
                                          int             *peak);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusAnswerer, aus_answerer_free)

G_END_DECLS
