#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusAddressGuard:
 *
 * Says which addresses may be reached on somebody's word: those of the public internet, and the networks that the
 * clinic has opened. So nobody gets at what stands beside us by naming it as their address. Immutable; any thread.
 */
typedef struct _AusAddressGuard AusAddressGuard;

/* @opened: (nullable): networks such as 192.168.0.0/16, which are allowed as well */
AusAddressGuard *aus_address_guard_new     (const char *const  *opened,
                                            GError            **error);
AusAddressGuard *aus_address_guard_ref     (AusAddressGuard    *self);
void             aus_address_guard_unref   (AusAddressGuard    *self);
gboolean         aus_address_guard_allows  (AusAddressGuard    *self,
                                            GInetAddress       *address);
/* Whether the clinic has opened a network with this address. */
gboolean         aus_address_guard_is_open (AusAddressGuard    *self,
                                            GInetAddress       *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusAddressGuard, aus_address_guard_unref)

G_END_DECLS
