/*
 * A folder instead of one file. It has no columns to be asked about: from its choice the way goes straight to the trial
 * run: of a directory of services in one of the standards (directory.h), or of any files by a recipe (town_folder.c).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import_screen_in.h"
#include "townkeep/base/text.h"

/* Looking costs a few files, so it is done once for each folder that is shown. */
bool import_folder_is_directory(const struct import_screen *import)
{
    struct import_folder_look *look = import->look;
    const char *folder = import->files.folder ? import->files.folder : "";

    if (!look->folder || strcmp(look->folder, folder) != 0) {
        free(look->folder);
        look->folder = strdup(folder);
        look->is_directory = folder[0] != '\0' && directory_standard_of(folder, &look->standard);
    }
    return look->is_directory;
}

const char *import_folder_refuses(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return ((const struct import_screen *)screen)->files.folder ? NULL : _("No folder is shown.");
}

void import_folder_run(struct screen *screen, struct flow *flow)
{
    struct import_screen *import = (struct import_screen *)screen;
    const char *folder = import->files.folder, *slash = strrchr(folder, '/');
    struct why why = { 0 };
    enum err e;

    if (!import_folder_is_directory(import)) {
        flow_push(flow, town_folder_screen_new(folder), 0);
        return;
    }
    buf_clear(&import->path);
    buf_clear(&import->name);
    if ((e = buf_add_str(&import->path, folder)) ||
        (e = name_shown(slash && slash[1] ? slash + 1 : folder, &import->name)))
        e = why_set(&why, e, "%s", err_text(e));
    import->is_folder = true;
    import->standard = import->look->standard;
    if (e || import_job_start(import, flow, true, &why))
        flow_refuse(flow, &why);
}
