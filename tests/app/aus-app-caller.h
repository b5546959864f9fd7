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

G_END_DECLS
