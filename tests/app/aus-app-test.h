#pragma once

#include <adwaita.h>

#include "aus-booking.h"
#include "aus-consultation.h"
#include "aus-patient.h"
#include "aus-user.h"

G_BEGIN_DECLS

/* What the tests of widgets share. */

/* To be called in place of g_test_init(). Animations are off, so that what is shown is settled at once, and windows
 * have the buttons that GNOME gives them. */
void             app_test_init          (int               *argc,
                                         char            ***argv);

/* Runs the main loop until @condition, for two minutes at most. */
#define app_test_wait_for(condition) \
  G_STMT_START { \
    gint64 deadline = g_get_monotonic_time () + 120 * G_TIME_SPAN_SECOND; \
    while (!(condition)) { \
      g_assert_cmpint (g_get_monotonic_time (), <, deadline); \
      g_main_context_iteration (NULL, TRUE); \
    } \
  } G_STMT_END

/* Runs the main loop until nothing is left to be done at once. */
void             app_test_settle        (void);

/* From now on what is made speaks @language, and is read in its direction. */
void             app_test_speak         (const char        *language);

/* Returns: (transfer full) */
AusConsultation *app_test_visit         (const char        *patient_name,
                                         AusStatus          status,
                                         int                minutes_from_now);
AusPatient      *app_test_patient       (const char        *given_name,
                                         const char        *family_name,
                                         const char        *born);
AusBooking      *app_test_booking       (const char        *patient_name,
                                         int                minutes_from_now);
AusUser         *app_test_doctor        (const char        *last_name);

/* The first visible descendant of @root with that accessible label or button label. Returns: (transfer
   none) (nullable) */
GtkWidget       *app_test_find_button   (GtkWidget         *root,
                                         const char        *label);
GtkWidget       *app_test_find_label    (GtkWidget         *root,
                                         const char        *text);
GtkWidget       *app_test_find_type     (GtkWidget         *root,
                                         GType              type);
void             app_test_click         (GtkWidget         *root,
                                         const char        *label);

/* Presents @window and paints it. Where the environment names a directory in AUS_SCREENS, writes @name.png
   there. */
void             app_test_paint         (GtkWindow         *window,
                                         const char        *name);
/* The same, then narrow: it must fit. Its language is a part of the names. */
void             app_test_paint_widths  (GtkWindow         *window,
                                         const char        *name);
/* Paints @widget, which is on the screen, into a PNG file. */
void             app_test_save          (GtkWidget         *widget,
                                         const char        *path);
/* The colour at a point of a painted widget, as 0xRRGGBB. */
guint            app_test_colour_at     (GtkWidget         *widget,
                                         int                x,
                                         int                y);

/* Destroys @window and asserts that nothing keeps it. */
void             app_test_destroy       (GtkWindow         *window);

G_END_DECLS
