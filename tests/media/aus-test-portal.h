#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Stands in for a desktop's portal, on a bus of its own. */
typedef struct
{
  GTestDBus       *daemon;
  GDBusConnection *desktop;
  GDBusConnection *ours;
  GDBusNodeInfo   *info;
  GArray          *exported;
} TestPortal;

/* @interfaces: as XML; each is to be exported by test_portal_export() */
void  test_portal_open    (TestPortal                   *self,
                           const char                   *interfaces);
void  test_portal_export  (TestPortal                   *self,
                           guint                         interface,
                           const char                   *path,
                           GDBusInterfaceMethodCallFunc  method_cb,
                           gpointer                      user_data);

/* There is no portal any more, but still a bus. */
void  test_portal_vanish  (TestPortal                   *self);
void  test_portal_close   (TestPortal                   *self);

/* Returns: the path of the request that is answered later, as it follows from who asks and the token */
char *test_portal_accept  (const char                   *sender,
                           GVariant                     *options,
                           GDBusMethodInvocation        *invocation);

/* @results: (transfer floating) */
void  test_portal_respond (TestPortal                   *self,
                           const char                   *request,
                           guint                         response,
                           GVariant                     *results);

G_END_DECLS
