#pragma once

#include "aus-call.h"
#include "aus-consultation.h"
#include "aus-query.h"

G_BEGIN_DECLS

/**
 * AusKin:
 * @AUS_KIN_VISITS: consultations, or their view
 * @AUS_KIN_PARTS: what has a consultation_id
 * @AUS_KIN_BOOKINGS: the view of bookings
 *
 * How rows belong to visits.
 */
typedef enum
{
  AUS_KIN_VISITS,
  AUS_KIN_PARTS,
  AUS_KIN_BOOKINGS,
} AusKin;

/* Narrows a query to what the caller may see as a doctor or a nurse; nothing happens for others. */
void             aus_access_narrow_clinicians (AusQuery        *query,
                                               const AusCaller *caller,
                                               AusKin           kin);
/* The same for a query of one record, which takes as long however many others there are. */
void             aus_access_narrow_record    (AusQuery         *query,
                                              const AusCaller  *caller,
                                              AusKin            kin);
/* Narrows a query of consultations (or of their view) to what the caller may see. */
void             aus_access_narrow           (AusQuery         *query,
                                              const AusCaller  *caller);
/* Whether the caller may see this consultation. */
gboolean         aus_access_sees             (const AusCaller  *caller,
                                              AusDatabase      *database,
                                              AusConsultation  *consultation,
                                              gboolean         *sees,
                                              GError          **error);
/* Reads a consultation in full; %AUS_ERROR_NOT_FOUND also where the caller may not see it. (transfer full) */
AusConsultation *aus_access_get_consultation (const AusCaller  *caller,
                                              AusDatabase      *database,
                                              const char       *id,
                                              GError          **error);

/* The same with what decides who may do what alone: id, revision, doctor, patient, status and presence. Not to be
 * saved. */
AusConsultation *aus_access_get_outline      (const AusCaller  *caller,
                                              AusDatabase      *database,
                                              const char       *id,
                                              GError          **error);

/* In full, for the server itself, which acts for nobody. */
AusConsultation *aus_access_read_consultation
                                             (AusDatabase      *database,
                                              const char       *id,
                                              GError          **error);

/* Whether the caller was asked in to look on. */
gboolean         aus_access_looks_on         (const AusCaller  *caller,
                                              AusDatabase      *database,
                                              AusConsultation  *consultation,
                                              gboolean         *looks_on,
                                              GError          **error);
/* Whether the caller may do anything in a visit that they see; fails for those who were asked in to look on. */
gboolean         aus_access_check_part       (const AusCaller  *caller,
                                              AusDatabase      *database,
                                              AusConsultation  *consultation,
                                              GError          **error);

G_END_DECLS
