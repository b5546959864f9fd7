#include "aus-client-media.h"

#include "aus-client-private.h"

char *
aus_client_make_uri (AusClient  *self,
                     const char *path)
{
  return g_strconcat (aus_api_get_server (aus_client_get_api (self)), "/telemedicine/api/", path, NULL);
}

char *
aus_client_make_authorization (AusClient *self)
{
  const char *token = aus_api_get_token (aus_client_get_api (self));

  return token ? g_strconcat ("Token ", token, NULL) : NULL;
}
