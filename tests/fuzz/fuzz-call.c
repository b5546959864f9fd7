#include "aus-fuzz.h"

#include "aus-fuzz-clinic.h"
#include "aus-routes.h"

#include <string.h>

/* The body of any call by anybody. Two bytes choose the route and who asks; what follows is “ID?QUERY\n” and the body,
 * where “@v0” stands for the id of a visit and so on. No answer may be a 500, nor anything but JSON. */

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static AusFuzzClinic *clinic = NULL;
  g_autofree char *what = NULL;
  g_autoptr (GBytes) answer = NULL;
  guint status;

  if (size < 3)
    return -1;

  if (clinic == NULL)
    clinic = aus_fuzz_clinic_open ();

  what = aus_fuzz_clinic_fill (clinic, (const char *) data + 2, size - 2);
  answer = aus_fuzz_clinic_call (clinic, &aus_routes[data[0] % aus_n_routes], data[1], what, &status);

  return answer != NULL ? 0 : -1;
}
