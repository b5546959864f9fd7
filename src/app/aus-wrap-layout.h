#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * AusWrapLayout:
 *
 * Words and what can be done about them: beside each other, or below each other where that needs less height, because
 * the words would be squeezed. Of its two children, the first takes what the second leaves.
 */
#define AUS_TYPE_WRAP_LAYOUT (aus_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (AusWrapLayout, aus_wrap_layout, AUS, WRAP_LAYOUT, GtkLayoutManager)

G_END_DECLS
