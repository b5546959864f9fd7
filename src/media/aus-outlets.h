#pragma once

#include <gst/app/app.h>

G_BEGIN_DECLS

/**
 * AusOutlets:
 *
 * Where what is captured goes: one for each peer, each with what the way to it bears. Every thread may call.
 */
typedef struct _AusOutlets AusOutlets;

AusOutlets *aus_outlets_new        (void);
void        aus_outlets_free       (AusOutlets *self);

/* @budget: bits per second, until something is measured. Does nothing where it is there already. Answers whether it is
 * the first. */
gboolean    aus_outlets_add        (AusOutlets *self,
                                    GstAppSrc  *outlet,
                                    guint       budget);
void        aus_outlets_remove     (AusOutlets *self,
                                    GstAppSrc  *outlet);
void        aus_outlets_clear      (AusOutlets *self);
void        aus_outlets_set_budget (AusOutlets *self,
                                    GstAppSrc  *outlet,
                                    guint       budget);
/* Of the narrowest way, or @fallback where there is none. */
guint       aus_outlets_get_budget (AusOutlets *self,
                                    guint       fallback);
void        aus_outlets_push       (AusOutlets *self,
                                    GstSample  *sample);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusOutlets, aus_outlets_free)

G_END_DECLS
