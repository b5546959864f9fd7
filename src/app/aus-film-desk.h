#pragma once

#include "aus-client.h"
#include "aus-film-delivery.h"

G_BEGIN_DECLS

#define AUS_TYPE_FILM_DESK (aus_film_desk_get_type ())

G_DECLARE_FINAL_TYPE (AusFilmDesk, aus_film_desk, AUS, FILM_DESK, GObject)

/**
 * AusFilmDesk:
 *
 * The recordings that lie on this computer, sealed (see aus-film-key.h), until the server has them. What an earlier
 * run of the app left behind, be it that it was killed in the middle of recording, is sent as soon as whoever recorded
 * it is online again.
 *
 * Signal `changed (char *id)`: the delivery of that recording (of all, where it is %NULL) began, got stuck, goes on, or
 * ended.
 */

/* @folder: is made when it is needed */
AusFilmDesk     *aus_film_desk_new     (AusClient    *client,
                                        const char   *folder);
/* (transfer full): where recording @id of @visit goes that begins now; %NULL with an error. @lag: as in #AusFilmNote */
char            *aus_film_desk_open    (AusFilmDesk  *self,
                                        const char   *id,
                                        const char   *visit,
                                        gint64        lag,
                                        GError      **error);
/* Nothing more is written: it may go to the server. */
void             aus_film_desk_close   (AusFilmDesk  *self,
                                        const char   *id);
/* Returns: (transfer none) (nullable): the one that is on its way */
AusFilmDelivery *aus_film_desk_find    (AusFilmDesk  *self,
                                        const char   *id);
/* Returns: (transfer none) (nullable): one of @visit that is stuck; of any visit where @visit is %NULL */
AusFilmDelivery *aus_film_desk_find_stuck (AusFilmDesk *self,
                                        const char   *visit);
/* Begins anew with all that are stuck. */
void             aus_film_desk_retry   (AusFilmDesk  *self);
AusClient       *aus_film_desk_get_client (AusFilmDesk *self);

G_END_DECLS
