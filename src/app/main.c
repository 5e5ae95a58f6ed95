/* Where the program starts: the command line decides whether screens are wanted. */
#include "townkeep/app/app.h"
#include "townkeep/cli/cli.h"
#include "watch_in.h"

int main(int argc, char **argv)
{
    struct cli_screens screens = { 0 };
    int status = cli_prepare();

    if (status == 0)
        status = cli_main(argc, argv, &screens);
    return status == 0 && screens.wanted ? watch_run(app_run, &screens) : status;
}
