#include "aus-device.h"

#include <string.h>

typedef struct
{
  const char *token;
  const char *name;
} Kind;

/* The first that fits, for browsers name those, too, whom they are like. */
static const Kind programs[] = {
  { "Ausculta ", "Ausculta" },
  { "Edg/", "Edge" },
  { "OPR/", "Opera" },
  { "SamsungBrowser/", "Samsung Internet" },
  { "Firefox/", "Firefox" },
  { "FxiOS/", "Firefox" },
  { "CriOS/", "Chrome" },
  { "Chromium/", "Chromium" },
  { "Chrome/", "Chrome" },
  { "Safari/", "Safari" },
};

static const Kind systems[] = {
  { "iPhone", "iPhone" },
  { "iPad", "iPad" },
  { "Android", "Android" },
  { "Windows", "Windows" },
  { "Mac OS X", "Mac" },
  { "CrOS", "ChromeOS" },
  { "Linux", "Linux" },
};

static const char *
find_kind (const Kind *kinds,
           guint       n_kinds,
           const char *text)
{
  for (guint i = 0; i < n_kinds; i++) {
    if (strstr (text, kinds[i].token) != NULL)
      return kinds[i].name;
  }

  return NULL;
}

/* Our app says itself where it runs: “Ausculta (praxis-3; Debian GNU/Linux 12 (bookworm)) …”. */
static char *
read_host (const char *text)
{
  const char *start = strstr (text, "Ausculta (");
  const char *end = start ? strchr (start, ';') : NULL;

  return end ? g_strndup (start + strlen ("Ausculta ("), end - start - strlen ("Ausculta (")) : NULL;
}

char *
aus_device_describe (const char *user_agent)
{
  const char *text = user_agent ? user_agent : "";
  const char *program = find_kind (programs, G_N_ELEMENTS (programs), text);
  const char *system = find_kind (systems, G_N_ELEMENTS (systems), text);
  g_autofree char *host = read_host (text);

  if (host != NULL && *host != '\0')
    system = host;

  return g_strjoin (program && system ? ", " : "", program ? program : "", system ? system : "", NULL);
}
