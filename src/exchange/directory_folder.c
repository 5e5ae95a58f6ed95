/*
 * A folder of tables, taken in: file after file into one save, in the order in which rows name each other. It is the
 * run of an import like any other (import_in.h), with another hand on its rows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "directory_folder_in.h"
#include "directory_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"

enum { DESCRIPTION_MAX = 4 << 20 };

struct table_file {
    int table;
    char *path;
    struct buf refused; /* rows to be written beside it once all is saved */
    uint64_t bytes;
};
struct folder_import {
    struct directory directory;
    struct taking taking;
    struct sheet *sheet;
    struct table_file files[TABLES_MAX];
    size_t count, at;
    uint64_t done, whole;
};

/* --- which files --- */
static enum err describe(struct folder_import *folder, struct import_run *run, struct package *package, struct why *why)
{
    struct buf path = { 0 }, text = { 0 };
    struct why none = { 0 };
    enum err e = path_join(&path, run->wish->path, "datapackage.json");

    if (e || !folder->directory.rules->is_packaged || !path_exists(buf_text(&path)))
        goto done;
    e = path_read_file(buf_text(&path), DESCRIPTION_MAX, &text, &none);
    if (e && e != E_MEMORY)
        e = OK; /* as good as none */
    else if (!e)
        e = package_read(folder->directory.rules, buf_text(&text), text.len, package, why);
    if (!e && !package->is_described)
        e = buf_printf(&run->report->notes, "%s\n",
                       _("datapackage.json describes no tables: the files were found by their names."));
done:
    buf_release(&path);
    buf_release(&text);
    return e;
}

static enum err add_file(struct folder_import *folder, struct import_run *run, int table, const char *named)
{
    struct table_file *file = &folder->files[folder->count];
    struct buf path = { 0 }, name = { 0 };
    struct stat there;
    enum err e =
        named ? buf_add_str(&name, named) : buf_printf(&name, "%s.csv", folder->directory.rules->tables[table].name);

    if (!e)
        e = path_join(&path, run->wish->path, buf_text(&name));
    if (!e && lstat(buf_text(&path), &there) == 0) {
        *file = (struct table_file){ .table = table, .bytes = there.st_size > 0 ? (uint64_t)there.st_size : 0 };
        folder->whole += file->bytes;
        folder->count++;
        e = text_copy(&file->path, buf_text(&path));
    } else if (!e && named) {
        e = buf_printf(&run->report->notes, _("datapackage.json names \"%s\", which is not there.\n"), named);
    }
    buf_release(&path);
    buf_release(&name);
    return e;
}

static enum err find_files(struct folder_import *folder, struct import_run *run, struct why *why)
{
    const struct standard_rules *rules = folder->directory.rules;
    struct package package = { 0 };
    enum err e = describe(folder, run, &package, why);

    for (size_t i = 0; i < rules->table_count && !e; i++)
        e = add_file(folder, run, (int)i, package.paths[i]);
    package_release(&package);
    if (!e && folder->count == 0)
        e = why_set(why, E_NOT_FOUND, N_("No table of %s is in \"%s\"; the first would be \"%s.csv\"."), rules->title,
                    run->wish->path, rules->tables[0].name);
    return e;
}

static enum err check_rights(const struct folder_import *folder, const struct import_run *run, struct why *why)
{
    const struct directory *directory = &folder->directory;
    enum err e = OK;

    for (size_t i = 0; i < folder->count && !e; i++) {
        const char *key = directory->rules->tables[folder->files[i].table].views[0].type;
        const struct record_type *type = key ? catalogue_find(store_catalogue(run->store), key) : directory->kept_type;

        if (!store_may_write(run->store, type))
            e = why_set(why, E_PERMISSION, N_("Your role does not let you add or change \"%s\"."),
                        gettext(type->plural));
    }
    return e;
}

/* --- one file after the other --- */
static enum err take(void *data, const struct sheet_row *row, struct why *why)
{
    return take_row(data, row, why);
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static enum err open_file(struct folder_import *folder, struct import_run *run, struct why *why)
{
    static const struct mapping nothing = { 0 };
    const struct table_file *file = &folder->files[folder->at];
    const char *key = folder->directory.rules->tables[file->table].views[0].type;
    enum err e;

    run->file = name_of(file->path);
    if ((e = sheet_open(file->path, NULL, &folder->sheet, why)) ||
        (e = mapping_start(&run->mapping,
                           key ? catalogue_find(store_catalogue(run->store), key) : folder->directory.kept_type)) ||
        (e = lookups_open(&run->lookups, &nothing, ".", sheet_headings(folder->sheet), why)))
        return e;
    run->file_columns = sheet_headings(folder->sheet)->count;
    run->report->shape = *sheet_shape_of(folder->sheet);
    run->take = take;
    run->take_data = &folder->taking;
    return taking_start(&folder->taking, &folder->directory, file->table, sheet_headings(folder->sheet), run->file,
                        why);
}

static void close_file(struct folder_import *folder, struct import_run *run)
{
    struct table_file *file = &folder->files[folder->at];

    sheet_close(folder->sheet);
    folder->sheet = NULL;
    file->refused = run->refused;
    run->refused = (struct buf){ 0 };
    run->refused_full = false;
    mapping_release(&run->mapping);
    lookups_release(&run->lookups);
    folder->done += file->bytes;
    folder->at++;
}

static enum err write_refused(struct folder_import *folder, struct import_run *run)
{
    enum err e = OK;

    for (size_t i = 0; i < folder->count && !e; i++) {
        run->refused = folder->files[i].refused;
        folder->files[i].refused = (struct buf){ 0 };
        e = import_write_refused(run, folder->files[i].path);
        buf_release(&run->refused);
    }
    return e;
}

enum err folder_import_start(struct import_run *run, enum directory_standard standard, struct folder_import **out,
                             struct why *why)
{
    struct folder_import *folder = calloc(1, sizeof *folder);
    enum err e;

    *out = folder;
    if (!folder)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    if ((e = directory_open(&folder->directory, run->store, standard_rules_of(standard),
                            run->wish->source ? run->wish->source : "HSDS", why)))
        return e;
    folder->directory.run = run;
    folder->directory.sens = run->wish->sens ? run->wish->sens : "public";
    return (e = find_files(folder, run, why)) ? e : check_rights(folder, run, why);
}

enum err folder_import_step(struct folder_import *folder, struct import_run *run, size_t rows, bool *more,
                            struct why *why)
{
    bool more_rows = true;
    enum err e = OK;

    *more = true;
    if (folder->at < folder->count) {
        if (!folder->sheet)
            e = open_file(folder, run, why);
        if (!e)
            e = import_rows(run, folder->sheet, rows, &more_rows, why);
        if (!e && !more_rows)
            close_file(folder, run);
        return e;
    }
    *more = false;
    if (run->report->added > 0 && strcmp(folder->directory.sens, "public") == 0 &&
        (e = buf_printf(&run->report->notes, "%s\n",
                        _("A directory is public: the new records may be shown to everybody."))))
        return e;
    if ((e = links_close(&folder->directory, why)) || (e = import_commit(run, why)))
        return e;
    return write_refused(folder, run);
}

void folder_import_position(const struct folder_import *folder, uint64_t *done, uint64_t *whole)
{
    uint64_t here = 0, all = 0;

    if (folder->sheet)
        sheet_position(folder->sheet, &here, &all);
    *done = folder->done + here;
    *whole = folder->whole;
}

void folder_import_end(struct folder_import *folder)
{
    if (!folder)
        return;
    for (size_t i = 0; i < folder->count; i++) {
        free(folder->files[i].path);
        buf_release(&folder->files[i].refused);
    }
    sheet_close(folder->sheet);
    directory_close(&folder->directory);
    free(folder);
}
