#pragma once

#include <gtk/gtk.h>

#include "aus-provider-acts.h"

G_BEGIN_DECLS

#define AUS_TYPE_PROVIDER_BUTTON (aus_provider_button_get_type ())

G_DECLARE_FINAL_TYPE (AusProviderButton, aus_provider_button, AUS, PROVIDER_BUTTON, GtkWidget)

/**
 * AusProviderButton:
 *
 * Behind it are all providers: those that can be had, to be switched to, and of the others why not. Only whoever may
 * switch sees it.
 */

/* Once. */
void aus_provider_button_attach (AusProviderButton *self,
                                 AusProviderActs   *acts);
/* Before its window goes: GDK minds a surface whose parent is gone. */
void aus_provider_button_close  (AusProviderButton *self);

G_END_DECLS
