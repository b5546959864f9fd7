#pragma once

#include "aus-call.h"
#include "aus-store.h"

G_BEGIN_DECLS

/**
 * AusFuzzClinic:
 * @store: of a demo clinic, whose files go with the process
 * @callers: one of each role, and those who came by a door
 *
 * A real clinic to throw things at. It lasts as long as the process.
 */
typedef struct
{
  AusClinic   *clinic;
  AusStore    *store;
  AusDatabase *database;
  GPtrArray   *callers;
} AusFuzzClinic;

#define AUS_FUZZ_TOKEN "fuzz"

AusFuzzClinic *aus_fuzz_clinic_open  (void);
/* With an id in place of each “@” with a letter, for the kind, and a digit, for which. (transfer full) */
char          *aus_fuzz_clinic_fill  (AusFuzzClinic *self,
                                      const char    *text,
                                      gsize          length);

/**
 * aus_fuzz_clinic_call:
 * @route: of the table
 * @caller: who asks
 * @what: an id, “?”, a query and a line's end may come first, then the body
 *
 * Runs the call as the server does, checks that the answer is one that may be given, and takes back what it did.
 *
 * Returns: (transfer full): the answer as it would be sent
 */
GBytes        *aus_fuzz_clinic_call  (AusFuzzClinic  *self,
                                      const AusRoute *route,
                                      guint           caller,
                                      const char     *what,
                                      guint          *status);

G_END_DECLS
