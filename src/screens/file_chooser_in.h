/* Looking for a spreadsheet file: the folders and .csv, .tsv and .txt files of one folder at a time, beginning in the
 * person's own. */
#ifndef FILE_CHOOSER_IN_H
#define FILE_CHOOSER_IN_H

#include "townkeep/screens/screen.h"
#include "townkeep/ui/table.h"

struct chooser_entry;
struct file_chooser {
    char *folder;                  /* absolute; owned */
    struct chooser_entry *entries; /* owned */
    size_t count, capacity;
    bool more; /* the folder holds more than are shown */
    struct table table;
};
enum chooser_result { CHOOSER_IGNORED, CHOOSER_TAKEN, CHOOSER_CHOSEN, CHOOSER_FAILED };

void file_chooser_release(struct file_chooser *chooser);
void file_chooser_place(struct file_chooser *chooser, struct area area);
/* Show a folder; NULL: the person's own, or the root when that is not known. The one shown before stays when it cannot
 * be read. */
MUST_USE enum err file_chooser_show(struct file_chooser *chooser, const char *folder, struct why *why);
/* CHOOSER_CHOSEN: the file's path is in *path. CHOOSER_FAILED: the reason in *why. */
enum chooser_result file_chooser_handle(struct file_chooser *chooser, const struct event *event, struct buf *path,
                                        struct why *why);
void file_chooser_draw(const struct file_chooser *chooser, struct grid *grid);

/* A path as it was typed, made absolute: "~/" and names without a slash count from the person's own folder. */
MUST_USE enum err path_as_typed(const char *typed, struct buf *out, struct why *why);
/* The same for a file that is to be written; E_CONFLICT when there is one. `out` is replaced only when it is good. */
MUST_USE enum err path_of_new_file(const char *typed, struct buf *out, struct why *why);
/* A file's name for the screen: what is no text in it becomes U+FFFD. */
MUST_USE enum err name_shown(const char *name, struct buf *out);

#endif
