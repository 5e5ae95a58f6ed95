/* Where the program starts: the command line decides whether screens are wanted. */
#include "townkeep/app/app.h"
#include "townkeep/app/guard.h"
#include "townkeep/cli/cli.h"
#include "watch_in.h"

int main(int argc, char **argv)
{
    struct cli_screens screens = { 0 };
    struct guards guards = { 0 };
    struct cli_process process = { .guards = &guards, .confine = guards_confine };
    int status;

    guards_start_alone(argv);
    guards_note_environment(&guards);
    if ((status = cli_prepare()) != 0)
        return status;
    guards_start(&guards);
    status = cli_main(argc, argv, &process, &screens);
    return status == 0 && screens.wanted ? watch_run(app_run, &screens) : status;
}
