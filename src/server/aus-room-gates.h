#pragma once

#include "aus-consultation.h"

G_BEGIN_DECLS

/**
 * AusRoomGates:
 *
 * Which rooms are shut for the moment: those whose patient was let in a few seconds ago and may still be called back,
 * and those that are on hold or go on by phone. Main thread.
 */
typedef struct _AusRoomGates AusRoomGates;

/* Called when a room opens by the passing of time. */
typedef void (*AusRoomOpened) (const char *consultation_id,
                               gpointer    user_data);

AusRoomGates *aus_room_gates_new    (AusRoomOpened   opened,
                                     gpointer        user_data);
void          aus_room_gates_free   (AusRoomGates   *self);

/* @opens_at: in µs since 1970; 0 where it is open already. @mode: an AusCallMode */
void          aus_room_gates_note   (AusRoomGates   *self,
                                     const char     *consultation_id,
                                     gint64          opens_at,
                                     guint           mode);
/* Nobody is left to hear of it. */
void          aus_room_gates_forget (AusRoomGates   *self,
                                     const char     *consultation_id);

/* Returns: %FALSE with AUS_ERROR_CONFLICT where nobody may be called now */
gboolean      aus_room_gates_check  (AusRoomGates   *self,
                                     const char     *consultation_id,
                                     GError        **error);

/* The same of @consultation as it was read, for those who are in a job. */
gboolean      aus_room_gates_check_record (AusConsultation *consultation,
                                           GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusRoomGates, aus_room_gates_free)

G_END_DECLS
