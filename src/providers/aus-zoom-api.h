#pragma once

#include "aus-provider-field.h"
#include "aus-far-side.h"

G_BEGIN_DECLS

/* Zoom's interface for programs, by the Server-to-Server OAuth of one account. All functions may be called on any
 * thread, and those that call Zoom block it. */

typedef struct _AusZoomApi AusZoomApi;

/* Codes in Zoom's answers. */
typedef enum
{
  AUS_ZOOM_VALIDATION = 300,
  AUS_ZOOM_NO_PERMISSION = 200,
  AUS_ZOOM_BAD_TOKEN = 124,
  AUS_ZOOM_NO_USER = 1001,
  AUS_ZOOM_FOREIGN_USER = 1010,
  AUS_ZOOM_NO_MEETING = 3001,
  AUS_ZOOM_IN_PROGRESS = 3002,
  AUS_ZOOM_NO_RECORDING = 3301,
  AUS_ZOOM_NO_SCOPE = 4700,
  AUS_ZOOM_OTHER_SCOPE = 4711,
} AusZoomCode;

/**
 * AusZoomCall:
 * @path: below “/v2”, encoded
 * @body: (nullable)
 */
typedef struct
{
  const char    *method;
  const char    *path;
  JsonObject    *body;
  AusCare  care;
} AusZoomCall;

AusZoomApi    *aus_zoom_api_new        (AusProviderValues  *values);
void           aus_zoom_api_free       (AusZoomApi         *self);
AusFarSide     *aus_zoom_api_get_far_side (AusZoomApi         *self);

/* With one token more where the old one is refused. Returns: (transfer full): any answer but those that
 * aus_far_side_call() keeps, and those that say that the credentials are no good */
AusHttpAnswer *aus_zoom_api_call       (AusZoomApi         *self,
                                        const AusZoomCall  *call,
                                        GCancellable       *cancellable,
                                        GError            **error);
/* A token, for what is fetched elsewhere. (transfer full) */
char          *aus_zoom_api_get_token  (AusZoomApi    *self,
                                        GCancellable  *cancellable,
                                        GError       **error);
/* Asks for a new one, whatever there is, and names the scopes that are missing in an error. @records: whether those for
 * recordings are needed, too */
gboolean       aus_zoom_api_try        (AusZoomApi    *self,
                                        gboolean       records,
                                        GCancellable  *cancellable,
                                        GError       **error);

/* 0 where there is none. */
gint64         aus_zoom_get_code       (AusHttpAnswer      *answer);
/* Whether the answer is a good one; says in plain words why not. */
gboolean       aus_zoom_check          (AusHttpAnswer  *answer,
                                        GError        **error);
/* Whether it is refused since the app, the plan or the role does not allow it. */
gboolean       aus_zoom_is_permission_missing (AusHttpAnswer *answer);
/* An id or UUID of a meeting as a part of a path: twice encoded where it has slashes that Zoom would take for its own.
 * (transfer full) */
char          *aus_zoom_encode_id      (const char         *id);
/* A member that Zoom gives as a number here and as a text there. (transfer full) (nullable) */
char          *aus_zoom_get_id         (JsonObject *object,
                                        const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusZoomApi, aus_zoom_api_free)

G_END_DECLS
