#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define AUS_TYPE_APPLICATION (aus_application_get_type ())

G_DECLARE_FINAL_TYPE (AusApplication, aus_application, AUS, APPLICATION, AdwApplication)

/**
 * AusApplication:
 *
 * Actions: `app.open (s)`, `app.admit (s)` with the id of a consultation, `app.new-consultation`,
 * `app.acknowledge`, `app.sign-out`, `app.about`, `app.quit`.
 *
 * Options that no help mentions: `--media-source=devices|test|none`, `--cache-dir=DIR`, and
 * `--sign-in=SERVER` with `--email=ADDRESS`, which takes the password from the environment variable
 * `AUSCULTA_PASSWORD`.
 */

/* @version: of the program. */
AusApplication *aus_application_new (const char *application_id,
                                     const char *version);

G_END_DECLS
