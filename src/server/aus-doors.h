#pragma once

#include "aus-clinic.h"
#include "aus-consultation.h"
#include "aus-door.h"

G_BEGIN_DECLS

/* The link of a door, whose @hash may be %NULL where it is new; see aus_door_token_make(). (transfer full) */
char     *aus_doors_make_url    (AusClinic        *clinic,
                                 const char       *door_id,
                                 const char       *hash);
/* Makes a door: its id first, the link from the id, and of the link only the hash is stored. (transfer full) */
AusDoor  *aus_doors_add         (AusClinic        *clinic,
                                 AusDatabase      *database,
                                 AusConsultation  *consultation,
                                 AusRole           role,
                                 const char       *name,
                                 GError          **error);
/* One for the patient, under the name that @consultation has for them. Returns: (transfer full): their link */
char     *aus_doors_add_patient (AusClinic        *clinic,
                                 AusDatabase      *database,
                                 AusConsultation  *consultation,
                                 GError          **error);
/* The patient's link, always the same one. (transfer full) */
char     *aus_doors_get_url     (AusClinic        *clinic,
                                 AusDatabase      *database,
                                 AusConsultation  *consultation,
                                 GError          **error);

G_END_DECLS
