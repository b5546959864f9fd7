#pragma once

#include "aus-clinic.h"
#include "aus-store.h"

#include <stdio.h>

G_BEGIN_DECLS

/**
 * AusDemo:
 *
 * A small clinic in the middle of its day, to look around in.
 */
typedef struct _AusDemo AusDemo;

/* Gives the clinic a name and a phone number where @settings have none. */
void      aus_demo_name_clinic (GKeyFile   *settings);
/* Fills an empty store, while the server is not listening yet. Returns: (transfer full) */
AusDemo  *aus_demo_new         (AusClinic  *clinic,
                                AusStore   *store,
                                GError    **error);
void      aus_demo_free        (AusDemo    *self);
/* Prints who may sign in, and the link of the patient who may come now. Once the clinic has its URL. */
void      aus_demo_print       (AusDemo    *self,
                                FILE       *stream);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusDemo, aus_demo_free)

G_END_DECLS
