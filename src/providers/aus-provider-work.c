#include "aus-provider-work.h"

#include <glib/gi18n-lib.h>

gboolean
aus_provider_can (AusProvider   *self,
                  AusErrandKind  kind)
{
  g_return_val_if_fail (AUS_IS_PROVIDER (self), FALSE);

  return (aus_provider_get_description (self)->errands & (1u << kind)) != 0;
}

gboolean
aus_provider_perform (AusProvider   *self,
                      AusErrand     *errand,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_return_val_if_fail (AUS_IS_PROVIDER (self), FALSE);
  g_return_val_if_fail (errand != NULL, FALSE);

  if (!aus_provider_require (self, error))
    return FALSE;

  if (aus_provider_can (self, errand->kind))
    return AUS_PROVIDER_GET_IFACE (self)->perform (self, errand, cancellable, error);

  aus_error_say (error, AUS_ERROR_UNSUPPORTED, N_("%s cannot do that."), aus_provider_get_display_name (self));

  return FALSE;
}

gboolean
aus_provider_is_healthy (AusProvider  *self,
                         char        **reason)
{
  AusProviderInterface *iface;

  g_return_val_if_fail (AUS_IS_PROVIDER (self), FALSE);

  iface = AUS_PROVIDER_GET_IFACE (self);
  *reason = NULL;

  return iface->is_healthy == NULL || iface->is_healthy (self, reason);
}

gboolean
aus_provider_is_refused (AusProvider *self)
{
  AusProviderInterface *iface;

  g_return_val_if_fail (AUS_IS_PROVIDER (self), FALSE);

  iface = AUS_PROVIDER_GET_IFACE (self);

  return iface->is_refused != NULL && iface->is_refused (self);
}

gboolean
aus_provider_receive (AusProvider           *self,
                      const AusWebhookMail  *mail,
                      AusWebhookReceipt     *receipt,
                      GError               **error)
{
  AusProviderInterface *iface;

  g_return_val_if_fail (AUS_IS_PROVIDER (self), FALSE);

  iface = AUS_PROVIDER_GET_IFACE (self);

  if (!aus_provider_require (self, error))
    return FALSE;

  if (iface->receive != NULL)
    return iface->receive (self, mail, receipt, error);

  g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "Nothing is expected here.");

  return FALSE;
}

GPtrArray *
aus_provider_read_events (AusProvider  *self,
                          GBytes       *content,
                          GError      **error)
{
  AusProviderInterface *iface;

  g_return_val_if_fail (AUS_IS_PROVIDER (self), NULL);

  iface = AUS_PROVIDER_GET_IFACE (self);

  if (iface->read_events != NULL)
    return iface->read_events (self, content, error);

  return g_ptr_array_new_with_free_func ((GDestroyNotify) aus_meeting_event_free);
}
