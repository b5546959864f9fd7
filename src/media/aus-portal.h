#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define AUS_PORTAL_BUS_NAME "org.freedesktop.portal.Desktop"
#define AUS_PORTAL_PATH "/org/freedesktop/portal/desktop"

/**
 * AusPortalRequest:
 * @interface: of the desktop's portal
 * @method: which answers by a request object
 * @arguments: (transfer floating): those before the options
 * @n_arguments: how many
 * @options: (transfer floating): of type `a{sv}`, without `handle_token`
 */
typedef struct
{
  const char  *interface;
  const char  *method;
  GVariant   **arguments;
  gsize        n_arguments;
  GVariant    *options;
} AusPortalRequest;

/* Asks the portal, and through it the person. Takes what is floating. */
void      aus_portal_request_async  (GDBusConnection         *bus,
                                     const AusPortalRequest  *request,
                                     GCancellable            *cancellable,
                                     GAsyncReadyCallback      callback,
                                     gpointer                 user_data);

/**
 * aus_portal_request_finish:
 *
 * Returns: (transfer full) (nullable): the results, `a{sv}`; %NULL with %G_IO_ERROR_PERMISSION_DENIED where the person
 *   does not want it
 */
GVariant *aus_portal_request_finish (GAsyncResult            *result,
                                     GError                 **error);

/* Returns: (transfer full): a word that no other request or session of ours has */
char     *aus_portal_new_token      (void);

G_END_DECLS
