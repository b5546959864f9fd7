#pragma once

#include <libsoup/soup.h>

#include "aus-app-clinic.h"
#include "aus-room-window.h"

G_BEGIN_DECLS

/**
 * AppVisit:
 * @door: the token of the patient's link
 * @room: (nullable): of the doctor
 *
 * A fixture: a visit in its room, against the real server; the patient comes by a door.
 */
typedef struct
{
  AppClinic        app;
  SoupSession     *session;
  AusConsultation *visit;
  char            *door;
  AusRoomWindow   *room;
} AppVisit;

void        app_visit_set_up       (AppVisit      *visit,
                                    gconstpointer  program);
/* What app_visit_set_up() does in a clinic that somebody is signed in to. */
void        app_visit_find         (AppVisit      *visit);
void        app_visit_tear_down    (AppVisit      *visit,
                                    gconstpointer  program);
void        app_visit_enter_room   (AppVisit      *visit,
                                    AusFilmDesk   *films);
/* Before the visit begins, with the patient, who waits then. */
void        app_visit_open_room    (AppVisit      *visit,
                                    AusFilmDesk   *films);
void        app_visit_close_room   (AppVisit      *visit);

/* “consultations/…/@action/”. (transfer full) */
char       *app_visit_make_path    (AppVisit      *visit,
                                    const char    *action);
/* As the doctor who is signed in. Returns: (transfer full) (nullable) */
JsonObject *app_visit_call         (AppVisit      *visit,
                                    const char    *method,
                                    const char    *path,
                                    const char    *body);
void        app_visit_patient_does (AppVisit      *visit,
                                    const char    *action,
                                    const char    *body);
/* Whether the visit may be recorded. */
void        app_visit_patient_says (AppVisit      *visit,
                                    gboolean       given);

G_END_DECLS
