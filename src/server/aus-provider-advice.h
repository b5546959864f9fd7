#pragma once

#include "aus-clinic.h"
#include "aus-consultation.h"
#include "aus-database.h"

G_BEGIN_DECLS

/**
 * AusProviderAdvice:
 * @reason: (nullable): why the visit cannot be held with its provider now; %NULL where it can
 * @proposal: (nullable): the name of another that can be had: what the clinic usually takes, else any, and the
 *   built-in call where there is nothing else
 *
 * What a clinician should know of the provider of a visit. It decides nothing: people switch. Texts are owned.
 */
typedef struct
{
  char       *reason;
  const char *proposal;
} AusProviderAdvice;

/* Inside jobs. */
gboolean aus_provider_advice_read  (AusProviderAdvice  *self,
                                    AusClinic          *clinic,
                                    AusDatabase        *database,
                                    AusConsultation    *consultation,
                                    GError            **error);
void     aus_provider_advice_clear (AusProviderAdvice  *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AusProviderAdvice, aus_provider_advice_clear)

G_END_DECLS
