#pragma once

#include "aus-caller.h"
#include "aus-consultation-state.h"
#include "aus-consultation.h"

G_BEGIN_DECLS

/**
 * AusEvidence:
 * @link_opened_at: when the patient's link was first opened; 0 for never
 * @arrived_at: when the patient first entered the waiting room; 0 for never
 * @waited_minutes: how long they have waited, or did before it began
 * @messages: how many the patient wrote
 * @issues: how many technical issues were reported
 * @connections_lost: how often somebody's connection was lost
 *
 * What is known about whether somebody came.
 */
typedef struct
{
  gint64 link_opened_at;
  gint64 arrived_at;
  gint64 waited_minutes;
  gint64 messages;
  gint64 issues;
  gint64 connections_lost;
} AusEvidence;

gboolean      aus_evidence_gather     (AusDatabase        *database,
                                       AusConsultation    *consultation,
                                       AusEvidence        *evidence,
                                       GError            **error);
/* What it speaks for, should the visit be given up now. */
AusNoShowKind aus_evidence_judge      (const AusEvidence  *evidence);
/* Adds an object called “evidence”. */
void          aus_evidence_write      (const AusEvidence  *evidence,
                                       AusJsonWriter      *writer);
/* Keeps it with the decision that it led to: the kind that @consultation has now. Inside a write job. */
gboolean      aus_evidence_keep       (AusDatabase        *database,
                                       const AusCaller    *caller,
                                       AusConsultation    *consultation,
                                       const AusEvidence  *evidence,
                                       const char         *reason,
                                       GError            **error);
/* Adds an object called “no_show” with the latest decision; null where there is none. */
gboolean      aus_evidence_write_kept (AusDatabase        *database,
                                       AusConsultation    *consultation,
                                       AusJsonWriter      *writer,
                                       GError            **error);

G_END_DECLS
