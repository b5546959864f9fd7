#pragma once

#include "aus-attempt.h"
#include "aus-peer.h"

G_BEGIN_DECLS

struct _AusPeer
{
  GObject        parent_instance;

  AusLocalMedia *media;
  char          *participant_id;
  JsonObject    *ice;
  gboolean       is_app;
  gboolean       answers;

  AusPeerState   state;
  AusAttempt    *attempt;
  gint64         epoch;
  gint64         called_at;
  guint          restart_source;
  guint          patience;
  guint64        earlier_frames;
  gboolean       muted;
  gboolean       is_sparing;
  double         level;
  gboolean       screen;
  gboolean       is_dark;
};

/* aus-peer.c: set and notify, or emit. */

void aus_peer_set_state   (AusPeer      *self,
                           AusPeerState  state);
void aus_peer_set_level   (AusPeer      *self,
                           double        level);
void aus_peer_set_screen  (AusPeer      *self,
                           gboolean      screen);
void aus_peer_see         (AusPeer      *self,
                           AusFrame     *frame);
void aus_peer_measure     (AusPeer      *self);
/* Takes @frame. */
void aus_peer_say         (AusPeer      *self,
                           JsonObject   *frame);

/* aus-peer-calls.c */

void aus_peer_tell_screen (AusPeer      *self);
/* Whatever is under way, or was asked for. */
void aus_peer_break_off   (AusPeer      *self);

G_END_DECLS
