#include "aus-application.h"

int
main (int    argc,
      char **argv)
{
  return aus_application_main (argc, argv);
}
