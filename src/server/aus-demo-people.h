#pragma once

#include "aus-enums.h"

G_BEGIN_DECLS

typedef struct
{
  AusRole     role;
  const char *title;
  const char *first_name;
  const char *last_name;
  const char *email;
} AusDemoAccount;

typedef struct
{
  const char *given_name;
  const char *family_name;
  const char *born;
  AusSex      sex;
  const char *language;
} AusDemoPatient;

/* Those who work at the demo's clinic, and those who come to it. Each table ends with an empty row. */
extern const AusDemoAccount aus_demo_accounts[];
extern const AusDemoPatient aus_demo_patients[];

G_END_DECLS
