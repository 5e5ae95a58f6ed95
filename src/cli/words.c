/*
 * The shipped vocabularies, read from assets/vocab, in the form in which a vault is seeded with them.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "cli_in.h"
#include "townkeep/base/path.h"

static int is_list(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);

    return entry->d_name[0] != '.' && len > 4 && strcmp(entry->d_name + len - 4, ".ini") == 0;
}

static enum err add_rows(struct cli_words *words, const struct vocabulary_file *file)
{
    struct vocabulary_entry *more = reallocarray(words->entries, words->count + file->count + 1, sizeof *more);

    if (!more)
        return E_MEMORY;
    words->entries = more;
    for (size_t i = 0; i < file->count; i++) {
        const struct vocabulary_row *row = &file->rows[i];

        more[words->count++] = (struct vocabulary_entry){
            .list = row->list,
            .code = row->code,
            .label = row->label,
            .label_fr = row->label_fr,
            .parent = row->parent,
            .aliases = row->aliases,
            .order = row->order,
        };
    }
    return OK;
}

static enum err read_list(struct cli_words *words, const char *folder, const char *name, struct why *why)
{
    struct buf path = { 0 };
    enum err e = path_join(&path, folder, name);

    if (!e)
        e = config_read_vocabulary(buf_text(&path), &words->files[words->file_count], why);
    if (!e)
        e = add_rows(words, &words->files[words->file_count++]);
    buf_release(&path);
    return e;
}

enum err cli_words_load(const char *assets, struct cli_words *out, struct why *why)
{
    struct dirent **names = NULL;
    struct buf folder = { 0 };
    int count = 0;
    enum err e = path_join(&folder, assets, "vocab");

    *out = (struct cli_words){ 0 };
    if (!e)
        count = scandir(buf_text(&folder), &names, is_list, alphasort);
    if (!e && count <= 0)
        e = why_set(why, E_SYSTEM, N_("The word lists that belong to the program are not in \"%s\": install it again."),
                    buf_text(&folder));
    if (!e && count > 0 && !(out->files = calloc((size_t)count, sizeof *out->files)))
        e = E_MEMORY;
    for (int i = 0; i < count; i++) {
        if (!e)
            e = read_list(out, buf_text(&folder), names[i]->d_name, why);
        free(names[i]);
    }
    free(names);
    buf_release(&folder);
    if (e)
        cli_words_release(out);
    return e;
}

void cli_words_release(struct cli_words *words)
{
    for (size_t i = 0; i < words->file_count; i++)
        config_vocabulary_release(&words->files[i]);
    free(words->files);
    free(words->entries);
    *words = (struct cli_words){ 0 };
}
