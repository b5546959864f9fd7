#pragma once

#include "aus-enums.h"

G_BEGIN_DECLS

/**
 * AusEvent:
 * @seq: its place in the order of all that happened
 * @consultation_id: the visit it belongs to
 * @type: the frame's type
 * @audience: set of roles that may hear it
 * @author_id: (nullable): the participant who caused it, who hears it whatever their role
 * @doctor_id: (nullable): the visit's doctor
 * @listeners: (nullable): the accounts of those who help in the visit
 * @room_opens_at: when its room opens, if it was to be shut for a moment; else 0
 * @call_mode: how people talk in it, an AusCallMode
 * @frame: (nullable): the whole frame as JSON text; %NULL where only the seq matters
 *
 * Something that happened to a visit. Refcounted, immutable once announced.
 */
typedef struct
{
  gint64  seq;
  char   *consultation_id;
  char   *type;
  guint   audience;
  char   *author_id;
  char   *doctor_id;
  GStrv   listeners;
  gint64  room_opens_at;
  guint   call_mode;
  GBytes *frame;
} AusEvent;

/* (transfer full): with everything but the seq and type unset. */
AusEvent *aus_event_new   (gint64      seq,
                           const char *type);
AusEvent *aus_event_ref   (AusEvent   *self);
void      aus_event_unref (AusEvent   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusEvent, aus_event_unref)

G_END_DECLS
