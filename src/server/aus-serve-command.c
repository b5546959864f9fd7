#include "aus-serve-command.h"

#include "aus-service.h"

#include <stdio.h>

typedef struct
{
  AusServiceOptions service;
  gboolean          version;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->service.listen);
  g_free (self->service.data);
  g_free (self->service.config);
  g_free (self->service.tls_cert);
  g_free (self->service.tls_key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_options (Options           *self,
               GOptionContext    *context,
               char            ***arguments)
{
  AusServiceOptions *service = &self->service;
  const GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &service->listen,
      "Where to listen: 127.0.0.1:8005 if not given; port 0 takes any", "ADDRESS:PORT" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &service->data, "Where the clinic's data lies", "FOLDER" },
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &service->config, "The configuration", "FILE" },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &service->tls_cert,
      "Speak TLS with this certificate; SIGHUP has it read again", "FILE" },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &service->tls_key, "The certificate's key", "FILE" },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &service->demo, "Make up a clinic to look around in", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, "Show the version and exit", NULL },
    { NULL }
  };

  return aus_command_options_parse (context, entries, arguments);
}

AusExit
aus_serve_command_run (GOptionContext  *context,
                       char           **arguments)
{
  g_auto (GStrv) rest = arguments;
  g_auto (Options) options = { { NULL } };
  g_autoptr (AusService) service = NULL;
  g_autoptr (GError) error = NULL;

  if (!parse_options (&options, context, &rest))
    return AUS_EXIT_USAGE;

  if (options.version) {
    puts ("ausculta-server " AUS_VERSION);
    return AUS_EXIT_SUCCESS;
  }

  if (rest[1] != NULL)
    return aus_command_refuse (context, "“%s” means nothing here.", rest[1]);

  service = aus_service_start (&options.service, &error);

  if (service == NULL)
    return aus_command_fail (error);

  aus_service_run (service);

  return AUS_EXIT_SUCCESS;
}
