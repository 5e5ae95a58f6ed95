/*
 * Where mappings are kept: the user's own in <config>/mappings, the shipped ones in <assets>/mappings. They hold names
 * of columns and fields and nothing of the office's, so they stand outside the vault.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mapping_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/config/config.h"

enum { NAME_MAX_BYTES = 80 };

enum err mapping_load(const char *path, const struct catalogue *catalogue, struct mapping *out, struct why *why)
{
    struct mapping_reading reading = { .mapping = out, .catalogue = catalogue };
    enum err e;

    *out = (struct mapping){ 0 };
    if ((e = config_read_ini(path, mapping_read_line, &reading, NULL, why)))
        return e;
    return mapping_check(out, why);
}

static enum err own_folder(struct buf *out, struct why *why)
{
    struct buf base = { 0 };
    enum err e = path_config(&base, why);

    if (!e)
        e = path_join(out, buf_text(&base), "mappings");
    buf_release(&base);
    return e;
}

static enum err shipped_folder(struct buf *out, struct why *why)
{
    struct buf base = { 0 };
    enum err e = path_assets(&base, why);

    if (!e)
        e = path_join(out, buf_text(&base), "mappings");
    buf_release(&base);
    return e;
}

static bool is_name(const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    size_t len = strlen(name);

    return len > 0 && len < NAME_MAX_BYTES && strspn(name, allowed) == len;
}

static enum err path_of(enum err (*folder)(struct buf *, struct why *), const char *name, struct buf *out,
                        struct why *why)
{
    struct buf where = { 0 };
    enum err e = folder(&where, why);

    if (!e && !(e = path_join(out, buf_text(&where), name)))
        e = buf_add_str(out, ".ini");
    buf_release(&where);
    return e;
}

enum err mapping_load_named(const char *name, const struct catalogue *catalogue, struct mapping *out, struct why *why)
{
    struct buf path = { 0 };
    enum err e;

    *out = (struct mapping){ 0 };
    if (!is_name(name))
        return why_set(why, E_INVALID, N_("\"%s\" is no name of a mapping: use letters, digits, - and _."), name);
    if ((e = path_of(own_folder, name, &path, why)))
        goto done;
    if (!path_exists(buf_text(&path))) {
        buf_clear(&path);
        if ((e = path_of(shipped_folder, name, &path, why)))
            goto done;
    }
    if (!path_exists(buf_text(&path)))
        e = why_set(why, E_NOT_FOUND, N_("There is no mapping \"%s\"."), name);
    else
        e = mapping_load(buf_text(&path), catalogue, out, why);
done:
    buf_release(&path);
    return e;
}

static int is_mapping_file(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);

    return len > 4 && strcmp(entry->d_name + len - 4, ".ini") == 0;
}

/* One file: is it for this type, and made for these headings? */
static enum err try_file(const char *folder, const char *name, const struct catalogue *catalogue,
                         const struct record_type *type, const struct sheet_row *headings, struct mapping *out)
{
    struct buf path = { 0 };
    enum err e = path_join(&path, folder, name);

    if (!e)
        e = mapping_load(buf_text(&path), catalogue, out, NULL);
    buf_release(&path);
    if (e == E_MEMORY)
        return e;
    if (e || (type && out->parts[0].type != type) || !mapping_fits(out, headings))
        mapping_release(out);
    return OK;
}

static enum err choose_in(const char *folder, const struct catalogue *catalogue, const struct record_type *type,
                          const struct sheet_row *headings, struct mapping *out)
{
    struct dirent **names = NULL;
    int count = scandir(folder, &names, is_mapping_file, alphasort);
    enum err e = OK;

    for (int i = 0; i < count; i++) {
        if (!e && out->part_count == 0)
            e = try_file(folder, names[i]->d_name, catalogue, type, headings, out);
        free(names[i]);
    }
    free(names);
    return e;
}

enum err mapping_choose(const struct catalogue *catalogue, const struct record_type *type,
                        const struct sheet_row *headings, struct mapping *out, struct why *why)
{
    struct buf folder = { 0 };
    enum err e;

    *out = (struct mapping){ 0 };
    if ((e = own_folder(&folder, why)) || (e = choose_in(buf_text(&folder), catalogue, type, headings, out)) ||
        out->part_count > 0)
        goto done;
    buf_clear(&folder);
    if (!(e = shipped_folder(&folder, why)))
        e = choose_in(buf_text(&folder), catalogue, type, headings, out);
done:
    buf_release(&folder);
    return e;
}

enum err mapping_keep(const struct mapping *mapping, const char *name, struct why *why)
{
    struct buf path = { 0 }, folder = { 0 }, text = { 0 };
    enum err e;

    if (!is_name(name))
        return why_set(why, E_INVALID, N_("\"%s\" is no name of a mapping: use letters, digits, - and _."), name);
    if ((e = mapping_check(mapping, why)) || (e = mapping_write(mapping, &text, why)) ||
        (e = own_folder(&folder, why)) || (e = path_make_folders(buf_text(&folder), why)) ||
        (e = path_of(own_folder, name, &path, why)))
        goto done;
    e = path_write_file(buf_text(&path), text.data, text.len, why);
done:
    buf_release(&path);
    buf_release(&folder);
    buf_release(&text);
    return e;
}
