#pragma once

#include "aus-guarded-stream.h"

G_BEGIN_DECLS

/* The two ends of a guarded stream that libsoup polls, reads and writes. They know their stream until they are told to
   forget it; then all fails. */

#define AUS_TYPE_GUARDED_INPUT (aus_guarded_input_get_type ())

G_DECLARE_FINAL_TYPE (AusGuardedInput, aus_guarded_input, AUS, GUARDED_INPUT, GInputStream)

GInputStream  *aus_guarded_input_new     (AusGuardedStream *stream);
void           aus_guarded_input_forget  (AusGuardedInput  *self);

#define AUS_TYPE_GUARDED_OUTPUT (aus_guarded_output_get_type ())

G_DECLARE_FINAL_TYPE (AusGuardedOutput, aus_guarded_output, AUS, GUARDED_OUTPUT, GOutputStream)

GOutputStream *aus_guarded_output_new    (AusGuardedStream *stream);
void           aus_guarded_output_forget (AusGuardedOutput *self);

G_END_DECLS
