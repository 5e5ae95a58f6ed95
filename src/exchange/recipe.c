/*
 * A folder of files by a recipe: which mapping is for which file names, in which order, and what is left alone. Every
 * file of the folder ends up in the report: taken, left on purpose, or not taken and why.
 */
#include <dirent.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "mapping_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/config/config.h"
#include "townkeep/domain/duplicates.h"
#include "townkeep/domain/same_as.h"
#include "townkeep/exchange/import.h"

enum { FOLDER_FILES_MAX = 200 };

struct recipe_line {
    char *mapping, *names; /* "*school*.csv;*college*.csv" */
};
struct recipe {
    char *title, *leave;
    bool place, link;
    struct recipe_line *lines;
    size_t count;
};

static void recipe_release(struct recipe *recipe)
{
    for (size_t i = 0; i < recipe->count; i++) {
        free(recipe->lines[i].mapping);
        free(recipe->lines[i].names);
    }
    free(recipe->lines);
    free(recipe->title);
    free(recipe->leave);
}

void recipe_report_release(struct recipe_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        free(report->files[i].name);
        free(report->files[i].mapping);
        free(report->files[i].reason);
        import_report_release(&report->files[i].report);
    }
    free(report->files);
    free(report->title);
    import_report_release(&report->whole);
    *report = (struct recipe_report){ 0 };
}

/* --- reading the recipe --- */
static bool is_yes_or_no(const char *value, bool *yes)
{
    *yes = strcmp(value, "yes") == 0;
    return *yes || strcmp(value, "no") == 0;
}

static enum err read_head(struct recipe *recipe, const char *key, const char *value, struct why *why)
{
    if (strcmp(key, "title") == 0 && !recipe->title)
        return text_copy(&recipe->title, value);
    if (strcmp(key, "leave") == 0 && !recipe->leave)
        return text_copy(&recipe->leave, value);
    if (strcmp(key, "place") == 0 && is_yes_or_no(value, &recipe->place))
        return OK;
    if (strcmp(key, "link") == 0 && is_yes_or_no(value, &recipe->link))
        return OK;
    return why_set(why, E_INVALID, N_("A recipe has no line %s = \"%s\" under [recipe], or has it once."), key, value);
}

static enum err read_line(void *data, const char *section, const char *key, const char *value, struct why *why)
{
    struct recipe *recipe = data;
    struct recipe_line *more;
    enum err e;

    if (strcmp(section, "recipe") == 0)
        return read_head(recipe, key, value, why);
    if (strcmp(section, "files") != 0)
        return why_set(why, E_INVALID, N_("A recipe has the sections [recipe] and [files], not [%s]."), section);
    more = reallocarray(recipe->lines, recipe->count + 1, sizeof *more);
    if (!more)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    recipe->lines = more;
    more[recipe->count++] = (struct recipe_line){ 0 };
    if ((e = text_copy(&more[recipe->count - 1].mapping, key)))
        return e;
    return text_copy(&more[recipe->count - 1].names, value);
}

static enum err path_in(enum err (*base)(struct buf *, struct why *), const char *file, struct buf *out,
                        struct why *why)
{
    struct buf folder = { 0 }, recipes = { 0 };
    enum err e = base(&folder, why);

    if (!e && !(e = path_join(&recipes, buf_text(&folder), "mappings/recipes")))
        e = path_join(out, buf_text(&recipes), file);
    buf_release(&folder);
    buf_release(&recipes);
    return e;
}

/* The user's own recipe of that name, else the shipped one; a name with a / is a path. */
static enum err load_recipe(const char *name, struct recipe *out, struct why *why)
{
    struct buf path = { 0 };
    char file[120];
    enum err e;

    text_print_into(file, sizeof file, "%s.ini", name);
    if (strchr(name, '/'))
        e = buf_add_str(&path, name);
    else if (!(e = path_in(path_config, file, &path, why)) && !path_exists(buf_text(&path))) {
        buf_clear(&path);
        e = path_in(path_assets, file, &path, why);
    }
    if (!e && !path_exists(buf_text(&path)))
        e = why_set(why, E_NOT_FOUND, N_("There is no recipe \"%s\"."), name);
    if (!e)
        e = config_read_ini(buf_text(&path), read_line, out, NULL, why);
    buf_release(&path);
    return e;
}

/* --- the files of the folder --- */
static bool has_name(const char *names, const char *name)
{
    while (names && *names) {
        size_t len = strcspn(names, ";");
        char form[200];

        text_print_into(form, sizeof form, "%.*s", (int)len, names);
        if (fnmatch(form, name, FNM_CASEFOLD) == 0)
            return true;
        names += len + (names[len] == ';');
    }
    return false;
}

static int is_no_hidden_file(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Which line of the recipe a file belongs to: its number; the number of lines: none. */
static size_t line_of(const struct recipe *recipe, const char *name)
{
    size_t line = 0;

    while (line < recipe->count && !has_name(recipe->lines[line].names, name))
        line++;
    return line;
}

static enum err add_file(struct recipe_report *report, const char *name)
{
    struct recipe_file *more = reallocarray(report->files, report->count + 1, sizeof *more);

    if (!more)
        return E_MEMORY;
    report->files = more;
    more[report->count++] = (struct recipe_file){ 0 };
    return text_copy(&more[report->count - 1].name, name);
}

/* In the order in which they are taken: line after line of the recipe, then those no line names, then those left. */
static enum err list_files(const char *folder, const struct recipe *recipe, struct recipe_report *report,
                           struct why *why)
{
    struct dirent **names = NULL;
    int count = scandir(folder, &names, is_no_hidden_file, alphasort);
    enum err e = OK;

    if (count < 0)
        return why_set(why, E_NOT_FOUND, N_("There is no folder \"%s\" that can be read."), folder);
    if (count > FOLDER_FILES_MAX)
        e = why_set(why, E_INVALID,
                    N_("The folder holds more than %d files: put those to be imported in a folder of their own."),
                    FOLDER_FILES_MAX);
    for (size_t line = 0; line <= recipe->count + 1 && !e; line++) {
        for (int i = 0; i < count && !e; i++) {
            bool left = has_name(recipe->leave, names[i]->d_name);

            if ((left ? recipe->count + 1 : line_of(recipe, names[i]->d_name)) != line)
                continue;
            if (!(e = add_file(report, names[i]->d_name)))
                report->files[report->count - 1].left = left;
        }
    }
    for (int i = 0; i < count; i++)
        free(names[i]);
    free(names);
    return e;
}

/* --- which mapping --- */
static enum err not_taken(struct recipe_file *file, const char *reason)
{
    return text_copy(&file->reason, reason);
}

/* The mapping of the recipe's line, or the one that the headings choose; file->reason where there is none. */
static enum err choose(struct store *store, const struct recipe *recipe, const struct sheet_row *headings,
                       struct recipe_file *file, struct mapping *mapping, struct why *why)
{
    size_t line = line_of(recipe, file->name);
    struct buf reason = { 0 };
    enum err e;

    if (line == recipe->count) {
        if ((e = mapping_choose(store_catalogue(store), NULL, headings, mapping, why)))
            return e;
        return mapping->part_count > 0 ? text_copy(&file->mapping, "")
                                       : not_taken(file, _("No mapping is made for a file of this name or with these "
                                                           "headings."));
    }
    if ((e = mapping_load_named(recipe->lines[line].mapping, store_catalogue(store), mapping, why)))
        return e;
    if (!mapping->needs || mapping_fits(mapping, headings))
        return text_copy(&file->mapping, recipe->lines[line].mapping);
    if (!(e = buf_printf(&reason, _("It has not the headings that the mapping \"%s\" needs: %s"),
                         recipe->lines[line].mapping, mapping->needs)))
        e = not_taken(file, buf_text(&reason));
    buf_release(&reason);
    return e;
}

static enum err look_at(struct store *store, const char *folder, const struct recipe *recipe, struct recipe_file *file,
                        struct mapping *mapping, struct why *why)
{
    struct why problem = { 0 };
    struct sheet *sheet = NULL;
    struct buf path = { 0 };
    enum err e;

    if (file->left)
        return not_taken(file, _("The recipe leaves it alone."));
    if (!(e = path_join(&path, folder, file->name)) && !(e = sheet_open(buf_text(&path), NULL, &sheet, &problem)))
        e = choose(store, recipe, sheet_headings(sheet), file, mapping, why);
    else if (problem.code)
        e = problem.code == E_MEMORY ? E_MEMORY : not_taken(file, why_text(&problem));
    sheet_close(sheet);
    buf_release(&path);
    return e;
}

static enum err import_files(struct store *store, const struct import_wish *wish, const struct recipe *recipe,
                             struct recipe_report *report, struct why *why)
{
    struct import_set_file *set = calloc(report->count + 1, sizeof *set);
    size_t count = 0;
    enum err e = set ? OK : E_MEMORY;

    for (size_t i = 0; i < report->count && !e; i++) {
        struct recipe_file *file = &report->files[i];

        set[count].name = file->name;
        set[count].report = &file->report;
        e = look_at(store, wish->path, recipe, file, &set[count].mapping, why);
        if (!e && !file->mapping)
            mapping_release(&set[count].mapping);
        count += !e && file->mapping;
    }
    if (!e && count > 0)
        e = import_folder(store, wish, set, count, &report->whole, why);
    report->taken = count;
    for (size_t i = 0; set && i <= count && i <= report->count; i++)
        mapping_release(&set[i].mapping);
    free(set);
    return e;
}

enum err import_by_recipe(struct store *store, const struct import_wish *wish, const char *name,
                          struct recipe_report *report, struct why *why)
{
    struct recipe recipe = { 0 };
    enum err e;

    *report = (struct recipe_report){ 0 };
    if ((e = load_recipe(name, &recipe, why)) || (e = list_files(wish->path, &recipe, report, why)))
        goto done;
    report->place = recipe.place;
    report->link = recipe.link;
    report->title = recipe.title;
    recipe.title = NULL;
    e = import_files(store, wish, &recipe, report, why);
done:
    recipe_release(&recipe);
    return e == E_MEMORY ? why_set(why, e, "%s", err_text(e)) : e;
}

/* --- duplicates --- */
static enum err count_linked(struct store *store, struct recipe_report *report, struct why *why)
{
    struct same_as same = { 0 };
    enum err e = same_as_load(store, &same, why);

    for (size_t i = 0; i < report->count && !e; i++) {
        struct recipe_file *file = &report->files[i];

        file->linked = 0;
        for (size_t j = 0; j < file->report.record_count; j++)
            file->linked += same_as_is_linked(&same, file->report.records[j]);
    }
    same_as_release(&same);
    return e;
}

enum err recipe_link(struct store *store, struct recipe_report *report, struct why *why)
{
    struct duplicate_pairs pairs = { 0 };
    struct duplicate_wish wish = { 0 };
    struct saved saved = { 0 };
    enum err e = duplicates_find(store, &wish, &pairs, why);

    if (!e && pairs.count > 0)
        e = duplicate_link_all(store, &pairs, DUPLICATE_LIKELY, &report->linked, &saved, why);
    report->linked_entry = saved.entry;
    report->worth_a_look = pairs.in_all > report->linked ? pairs.in_all - report->linked : 0;
    duplicate_pairs_release(&pairs);
    return e ? e : count_linked(store, report, why);
}

/* --- telling --- */
static enum err show_file(const struct recipe_file *file, size_t most, struct buf *out)
{
    enum err e;

    if (!file->mapping)
        return buf_printf(out, file->left ? _("%s was left alone: the recipe says so.\n") : _("%s was not taken. %s\n"),
                          file->name, file->reason);
    if (file->mapping[0])
        e = buf_printf(out, _("%s, by the mapping %s:\n"), file->name, file->mapping);
    else
        e = buf_printf(out, _("%s, by a mapping that fits its headings:\n"), file->name);
    if (!e)
        e = import_report_show(&file->report, most, out);
    if (!e && file->linked > 0)
        e = buf_printf(out, _("Linked as duplicates of others: %zu.\n"), file->linked);
    return e;
}

enum err recipe_report_show(const struct recipe_report *report, size_t most, struct buf *out)
{
    const struct import_report *whole = &report->whole;
    enum err e = OK;

    for (size_t i = 0; i < report->count && !e; i++) {
        if (!(e = show_file(&report->files[i], most, out)))
            e = buf_add_char(out, '\n');
    }
    if (!e)
        e = buf_printf(out, _("Together %zu rows: %zu added, %zu changed, %zu unchanged, %zu refused.\n"), whole->read,
                       whole->added, whole->changed, whole->unchanged, whole->refused);
    for (int i = 0; i < whole->tally_count && !e; i++)
        e = buf_printf(out, _("%s: %zu added, %zu changed, %zu unchanged, %zu refused.\n"),
                       gettext(whole->tallies[i].type->plural), whole->tallies[i].added, whole->tallies[i].changed,
                       whole->tallies[i].unchanged, whole->tallies[i].refused);
    if (!e && report->link && report->linked + report->worth_a_look > 0)
        e = buf_printf(out, _("Linked now, being very likely the same: %zu. Worth a look, as perhaps the same: %zu.\n"),
                       report->linked, report->worth_a_look);
    return e;
}
