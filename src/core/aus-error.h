#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusError:
 * @AUS_ERROR_FAILED: something inside broke; its text is for logs only
 * @AUS_ERROR_MALFORMED: the input could not be read at all
 * @AUS_ERROR_INVALID: fields are wrong; [func@error_get_fields] names them
 * @AUS_ERROR_UNAUTHENTICATED: nobody is signed in
 * @AUS_ERROR_FORBIDDEN: this caller may not do that
 * @AUS_ERROR_NOT_FOUND: there is no such thing, or the caller may not see it
 * @AUS_ERROR_CONFLICT: the state forbids it
 * @AUS_ERROR_STALE: the record has a newer revision
 * @AUS_ERROR_TOO_LARGE: the input is over a limit
 * @AUS_ERROR_UNSUPPORTED: the input is of a kind that is not read here
 * @AUS_ERROR_THROTTLED: too many tries; come back later
 * @AUS_ERROR_UNAVAILABLE: cannot be done now, may be tried again
 * @AUS_ERROR_OTP_REQUIRED: the password is right, and a second factor must come with it
 * @AUS_ERROR_FACTOR_REQUIRED: the clinic asks this account for a second factor, which must be set up before all else
 * @AUS_ERROR_RANGE: a part was asked for that is not there
 * @AUS_ERROR_GONE: what the caller goes on from is no longer there; start afresh
 */
typedef enum
{
  AUS_ERROR_FAILED,
  AUS_ERROR_MALFORMED,
  AUS_ERROR_INVALID,
  AUS_ERROR_UNAUTHENTICATED,
  AUS_ERROR_FORBIDDEN,
  AUS_ERROR_NOT_FOUND,
  AUS_ERROR_CONFLICT,
  AUS_ERROR_STALE,
  AUS_ERROR_TOO_LARGE,
  AUS_ERROR_THROTTLED,
  AUS_ERROR_UNAVAILABLE,
  AUS_ERROR_GONE,
  AUS_ERROR_UNSUPPORTED,
  AUS_ERROR_OTP_REQUIRED,
  AUS_ERROR_RANGE,
  AUS_ERROR_FACTOR_REQUIRED,
} AusError;

/**
 * AusFieldFault:
 * @name: the field, in snake_case as in JSON
 * @text: what is wrong with it, a whole sentence
 */
typedef struct
{
  char *name;
  char *text;
} AusFieldFault;

#define AUS_ERROR (aus_error_quark ())

GQuark     aus_error_quark           (void);

/* One whose text clients translate; see [func@sentence_new] */
void       aus_error_say             (GError       **error,
                                      AusError       code,
                                      const char    *format,
                                      ...) G_GNUC_PRINTF (3, 4);

/* Adds to an %AUS_ERROR_INVALID in *@error, or makes one. Nothing happens where @error is %NULL. */
void       aus_error_add_field       (GError       **error,
                                      const char    *name,
                                      const char    *format,
                                      ...) G_GNUC_PRINTF (3, 4);

/* The same with a text that clients translate; see [func@sentence_new] */
void       aus_error_say_field       (GError       **error,
                                      const char    *name,
                                      const char    *format,
                                      ...) G_GNUC_PRINTF (3, 4);

/* The first @max_length characters of what somebody wrote, to be repeated in an error. A precision in a format counts
 * bytes, and may leave half a character. @text must be UTF-8. (transfer full) */
char      *aus_error_quote           (const char     *text,
                                      guint           max_length);
/* The faults of an %AUS_ERROR_INVALID, owned by the error; %NULL or empty for all others. */
GPtrArray *aus_error_get_fields      (const GError  *error);

/* Seconds after which a throttled or unavailable caller may return; 0 where not known. */
void       aus_error_set_retry_after (GError        *error,
                                      guint          seconds);
guint      aus_error_get_retry_after (const GError  *error);

/* What a client may need beside the text, as JSON: one member more of the problem. */
void        aus_error_set_member     (GError        *error,
                                      const char    *name,
                                      const char    *json);
/* Its name, or %NULL where there is none. */
const char *aus_error_get_member     (const GError  *error,
                                      const char   **json);

G_END_DECLS
