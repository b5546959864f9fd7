#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusServiceOptions:
 * @listen: (nullable): ADDRESS:PORT; %NULL for what the configuration says, or else 127.0.0.1:8005
 * @data: (nullable): the data folder; %NULL for the usual place, or a passing one for a demo
 * @config: (nullable): the configuration file
 * @tls_cert: (nullable): the certificate's file; %NULL for what the configuration says, or else plain HTTP
 * @tls_key: (nullable): that of its key
 * @demo: whether to make up a clinic
 */
typedef struct
{
  char     *listen;
  char     *data;
  char     *config;
  char     *tls_cert;
  char     *tls_key;
  gboolean  demo;
} AusServiceOptions;

/**
 * AusService:
 *
 * All that one running server is made of: settings, data folder, clinic, store and server.
 */
typedef struct _AusService AusService;

/* Returns: (transfer full): listening; or %NULL with an error that says what is in the way */
AusService *aus_service_start (const AusServiceOptions  *options,
                               GError                  **error);
/* Says that it is ready, and serves until it is told to stop by a signal; a second signal ends the process at once.
 * With TLS a SIGHUP is no such signal, but has the certificate read again; under systemd it is none either. */
void        aus_service_run   (AusService               *self);
void        aus_service_free  (AusService               *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusService, aus_service_free)

G_END_DECLS
