#include "aus-checks.h"

typedef struct
{
  const char *text;
  gboolean    good;
} Case;

static const Case emails[] = {
  { "a@b", TRUE }, { "ada@example.org", TRUE }, { "ada.byron+clinic@mail.example.org", TRUE },
  { "jörg@müller.de", TRUE },
  { "o'neil@example.org", TRUE }, { "ada", FALSE }, { "@example.org", FALSE }, { "ada@", FALSE }, { "a@b@c", FALSE },
  { "a b@c", FALSE }, { "a@b c", FALSE }, { "a@b\r\nBcc: c@d", FALSE }, { "a@b\t", FALSE }, { "<a@b>", FALSE },
  { "a@b,c", FALSE }, { "a@b;c", FALSE }, { "a@.b", FALSE }, { "a@b.", FALSE }, { "a\x01@b", FALSE },
  { "a@b\x7f", FALSE },
};

static const Case dates[] = {
  { "2026-11-02", TRUE }, { "1850-01-01", TRUE }, { "2024-02-29", TRUE }, { "2000-02-29", TRUE },
  { "9999-12-31", TRUE },
  { "2023-02-29", FALSE }, { "1900-02-29", FALSE }, { "1849-12-31", FALSE }, { "2026-13-01", FALSE },
  { "2026-00-10", FALSE }, { "2026-04-31", FALSE }, { "2026-11-00", FALSE }, { "2026-11-2", FALSE },
  { "26-11-02", FALSE }, { "2026/11/02", FALSE }, { "2026-11-02T", FALSE }, { " 2026-11-02", FALSE },
  { "2026-11-02 ", FALSE }, { "+026-11-02", FALSE }, { "2026-+1-02", FALSE }, { "today", FALSE },
};

static const Case times[] = {
  { "00:00", TRUE }, { "23:59", TRUE }, { "09:05", TRUE }, { "23:59:59", TRUE }, { "24:00", FALSE }, { "12:60", FALSE },
  { "12:00:60", FALSE }, { "9:05", FALSE }, { "09:5", FALSE }, { "09:05:", FALSE }, { "09:05:1", FALSE },
  { "09:05:111", FALSE }, { "09.05", FALSE }, { "-9:05", FALSE }, { "09:05 ", FALSE }, { "noon", FALSE },
};

static const Case end_times[] = {
  { "24:00", TRUE }, { "24:00:00", TRUE }, { "23:59", TRUE }, { "00:00", TRUE }, { "24:01", FALSE },
  { "24:00:01", FALSE }, { "24", FALSE }, { "24:00 ", FALSE }, { "25:00", FALSE },
};

static const Case languages[] = {
  { "de", TRUE }, { "pt-BR", TRUE }, { "zh-Hans-CN", TRUE }, { "es-419", TRUE }, { "gsw", TRUE }, { "d", FALSE },
  { "de-", FALSE }, { "-de", FALSE }, { "de--CH", FALSE }, { "de_CH", FALSE }, { "de CH", FALSE }, { "12", FALSE },
  { "deutsch!", FALSE },
};

static const Case lines[] = {
  { "Ada", TRUE }, { "Ada Byron", TRUE }, { "  ", TRUE }, { "نور\u200cالدین", TRUE }, { "O’Neil-Weiß", TRUE },
  { "A\nB", FALSE }, { "A\r", FALSE }, { "\tA", FALSE }, { "A\x7f", FALSE }, { "A\xc2\x85" "B", FALSE },
  { "A\u2028" "B", FALSE }, { "A\u2029" "B", FALSE },
};

static void
check (const char *(* function) (const char *text),
       const Case  *cases,
       guint        n_cases)
{
  for (guint i = 0; i < n_cases; i++) {
    g_test_message ("“%s”", cases[i].text);
    g_assert_cmpint (function (cases[i].text) == NULL, ==, cases[i].good);
  }
}

static void
test_language (void)
{
  check (aus_check_language, languages, G_N_ELEMENTS (languages));
}

static void
test_line (void)
{
  check (aus_check_line, lines, G_N_ELEMENTS (lines));
}

static void
test_email (void)
{
  check (aus_check_email, emails, G_N_ELEMENTS (emails));
}

static void
test_date (void)
{
  check (aus_check_date, dates, G_N_ELEMENTS (dates));
}

static void
test_time (void)
{
  check (aus_check_time, times, G_N_ELEMENTS (times));
  check (aus_check_end_time, end_times, G_N_ELEMENTS (end_times));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/checks/email", test_email);
  g_test_add_func ("/checks/line", test_line);
  g_test_add_func ("/checks/language", test_language);
  g_test_add_func ("/checks/date", test_date);
  g_test_add_func ("/checks/time", test_time);

  return g_test_run ();
}
