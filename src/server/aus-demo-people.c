#include "aus-demo-people.h"

#include <stddef.h>

const AusDemoAccount aus_demo_accounts[] = {
  { AUS_ROLE_DOCTOR, "Dr.", "Elif", "Kaya", "kaya@lindenpark.example" },
  { AUS_ROLE_DOCTOR, "Dr.", "Thomas", "Brandt", "brandt@lindenpark.example" },
  { AUS_ROLE_NURSE, "", "Miriam", "Okafor", "okafor@lindenpark.example" },
  { AUS_ROLE_RECEPTIONIST, "", "Jonas", "Feld", "feld@lindenpark.example" },
  { AUS_ROLE_ADMIN, "", "Ingrid", "Sommer", "sommer@lindenpark.example" },
  { AUS_ROLE_NONE, NULL, NULL, NULL, NULL },
};

/* Short and long, in several scripts, and two of one name: what lists must cope with. */
const AusDemoPatient aus_demo_patients[] = {
  { "Anna", "Schmidt", "1984-03-12", AUS_SEX_FEMALE, "de" },
  { "Anna", "Schmidt", "2001-11-30", AUS_SEX_FEMALE, "de" },
  { "Jürgen", "Weiß", "1951-07-02", AUS_SEX_MALE, "de" },
  { "Käthe", "Müller-Lüdenscheid", "1938-12-24", AUS_SEX_FEMALE, "de" },
  { "Maria Magdalena Josephine", "von Hohenstein-Schwarzenberg zu Wittgenstein", "1967-05-19", AUS_SEX_FEMALE, "de" },
  { "ليلى", "الحداد", "1992-09-08", AUS_SEX_FEMALE, "ar" },
  { "عبد الرحمن", "المصري", "1975-01-15", AUS_SEX_MALE, "ar" },
  { "Yusuf", "Demir", "1969-04-27", AUS_SEX_MALE, "tr" },
  { "İrem", "Şahin", "2019-06-03", AUS_SEX_FEMALE, "tr" },
  { "Thị Minh Khai", "Nguyễn", "1990-02-11", AUS_SEX_FEMALE, "vi" },
  { "Łukasz", "Wiśniewski", "1988-08-21", AUS_SEX_MALE, "pl" },
  { "Олена", "Шевченко", "1979-10-05", AUS_SEX_FEMALE, "uk" },
  { "Ελένη", "Παπαδοπούλου", "1996-03-25", AUS_SEX_FEMALE, "el" },
  { "Siobhán", "O’Sullivan", "1982-12-01", AUS_SEX_FEMALE, "en" },
  { "Kwame", "Mensah", "1994-07-14", AUS_SEX_MALE, "en" },
  { "Li", "O", "1999-09-09", AUS_SEX_OTHER, "en" },
  { "João", "da Silva Gonçalves", "1973-06-13", AUS_SEX_MALE, "pt" },
  { "Ingeborg", "Þórsdóttir", "1944-01-31", AUS_SEX_FEMALE, "is" },
  { "François", "Lefèvre", "1958-11-11", AUS_SEX_MALE, "fr" },
  { "Noor", "de Vries", "2006-04-27", AUS_SEX_FEMALE, "nl" },
  { "Matteo", "Bianchi", "2014-02-28", AUS_SEX_MALE, "it" },
  { "Zoë", "Becker", "1987-05-05", AUS_SEX_FEMALE, "de" },
  { "Karl-Heinz", "Hoffmann", "1947-08-30", AUS_SEX_MALE, "de" },
  { "Fatima", "El Amrani", "1963-03-03", AUS_SEX_FEMALE, "fr" },
  { "Arjun", "Krishnamurthy", "1991-12-17", AUS_SEX_MALE, "en" },
  { "Petra", "Novotná", "1970-10-28", AUS_SEX_FEMALE, "cs" },
  { "Sören", "Ångström", "1985-06-06", AUS_SEX_MALE, "sv" },
  { "Valentina", "Ruiz Ortega", "2003-01-06", AUS_SEX_FEMALE, "es" },
  { "Heinz", "Krüger", "1933-09-22", AUS_SEX_MALE, "de" },
  { "Mia", "Lang", "2022-04-18", AUS_SEX_FEMALE, "de" },
  { NULL, NULL, NULL, AUS_SEX_UNKNOWN, NULL },
};
