#pragma once

#include "aus-far-side.h"
#include "aus-provider-field.h"

G_BEGIN_DECLS

/* Google's interfaces for programs, by a service account that may act for the people of a Workspace domain, or for
 * somebody who signed in. All functions may be called on any thread, and those that call Google block it. */

typedef struct _AusGoogleApi AusGoogleApi;

/**
 * AusGoogleCall:
 * @service: which of Google's servers, such as “meet”
 * @path: whole and encoded
 * @body: (nullable)
 * @subject: whom to act for, where there is a choice
 */
typedef struct
{
  const char *method;
  const char *service;
  const char *path;
  JsonObject *body;
  const char *subject;
  AusCare     care;
} AusGoogleCall;

/* @scopes: all that are delegated, separated by spaces. Fails with %AUS_ERROR_INVALID. */
AusGoogleApi  *aus_google_api_new          (AusProviderValues    *values,
                                            const char           *scopes,
                                            GError              **error);
void           aus_google_api_free         (AusGoogleApi         *self);
/* (nullable): who signed in, and is asked for whoever a call names; %NULL for a service account. */
const char    *aus_google_api_get_account  (AusGoogleApi         *self);
AusFarSide    *aus_google_api_get_far_side (AusGoogleApi         *self);

/* Where a service of Google's is to be found. (transfer full) */
char          *aus_google_api_make_url     (AusGoogleApi         *self,
                                            const char           *service,
                                            const char           *path);

/* With one token more where the old one is refused. Returns: (transfer full): any answer but those that
 * aus_far_side_call() keeps, those that ask us to slow down, and those that say that the credentials are no good */
AusHttpAnswer *aus_google_api_call         (AusGoogleApi         *self,
                                            const AusGoogleCall  *call,
                                            GCancellable         *cancellable,
                                            GError              **error);
/* Asks for a new token, whatever there is. @subject: (nullable): the service account itself where %NULL */
gboolean       aus_google_api_try          (AusGoogleApi         *self,
                                            const char           *subject,
                                            GCancellable         *cancellable,
                                            GError              **error);

/* Google's own word for what is wrong, such as “FAILED_PRECONDITION” or “duplicate”; "" where there is none. */
const char    *aus_google_get_reason       (AusHttpAnswer        *answer);
/* Whether the answer is a good one; says in plain words why not. */
gboolean       aus_google_check            (AusHttpAnswer        *answer,
                                            GError              **error);
/* (nullable): a member that is an object. */
JsonObject    *aus_google_get_object       (JsonObject           *object,
                                            const char           *name);
/* 0 where there is none. */
gint64         aus_google_get_time         (JsonObject           *object,
                                            const char           *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusGoogleApi, aus_google_api_free)

G_END_DECLS
