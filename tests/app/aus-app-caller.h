#pragma once

#include "aus-app-visit.h"

G_BEGIN_DECLS

/**
 * AppCaller:
 *
 * Somebody who comes to a visit by a door and answers the doctor's call with a picture and a tone, by the server's own
 * socket.
 */
typedef struct _AppCaller AppCaller;

/* @door: the token of a link. Returns when the server has greeted. */
AppCaller *app_caller_new  (AppVisit   *visit,
                            const char *door);
void       app_caller_free (AppCaller  *self);

/* Neither sends nor answers any more, though they are there. */
void       app_caller_vanish       (AppCaller *self);
/* How many offers of the doctor have come, and to which attempt the last one belonged. */
guint      app_caller_get_n_offers (AppCaller *self);
gint64     app_caller_get_epoch    (AppCaller *self);

G_END_DECLS
