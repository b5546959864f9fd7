#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each says what is wrong with a text that is not empty, or %NULL. The answer is static. */

const char *aus_check_email    (const char *text);
/* YYYY-MM-DD, a day that exists. */
const char *aus_check_date     (const char *text);
/* HH:MM or HH:MM:SS. */
const char *aus_check_time     (const char *text);
/* The same, or 24:00, which is where a day ends. */
const char *aus_check_end_time (const char *text);
/* A tag of BCP 47 by its looks: de, pt-BR, zh-Hans-CN. */
const char *aus_check_language (const char *text);
/* Nothing that ends a line or moves the pen. */
const char *aus_check_line     (const char *text);

G_END_DECLS
