#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusTestFindings:
 * @patient: pictures with red in the left half
 * @doctor: pictures with many colours in the right one
 * @loud: pieces of sound that are not silent
 * @length: in nanoseconds
 *
 * What there is to see and hear in a file.
 */
typedef struct
{
  guint    pictures;
  guint    patient;
  guint    doctor;
  guint    sounds;
  guint    loud;
  gint64   length;
  gboolean is_seekable;
} AusTestFindings;

/* Of all films that tests make. (transfer none) */
GBytes *aus_test_film_get_key    (void);
/* A copy of the sealed film @path that is not sealed. (transfer full): where it lies */
char  *aus_test_film_unseal      (const char            *path);

/* Looks through all of a sealed film; there must be nothing wrong with it. */
void   aus_test_film_watch       (const char            *path,
                                  AusTestFindings       *findings);
void   aus_test_film_assert_both (const AusTestFindings *findings,
                                  guint                  pictures);
/* The place that a seek leads to, in milliseconds. */
gint64 aus_test_film_seek        (const char            *path,
                                  gint64                 milliseconds);

G_END_DECLS
