/*
 * `townkeep import`: a file with the mapping that fits it, the folder of a directory of services, or a folder of files
 * by a recipe. The report goes to standard output; what could not be taken is in the file of refused rows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/duplicates.h"
#include "townkeep/exchange/directory.h"
#include "townkeep/exchange/import.h"

enum { REFUSALS_SHOWN = 20 };
#define RECIPE_USUAL "town"

static bool tell_progress(void *data, uint64_t done, uint64_t whole, size_t rows)
{
    (void)data;
    fprintf(stderr, "\r%zu (%d %%) ", rows, whole > 0 ? (int)(done * 100 / whole) : 0);
    return true;
}

static enum err print_text(struct cli *cli, enum err e, struct buf *text, const struct import_report *report,
                           bool dry_run)
{
    if (!e)
        e = cli_data(cli, buf_text(text), text->len);
    if (!e && dry_run)
        cli_say(cli, N_("This was a trial: nothing was changed."));
    else if (!e && report->entry)
        cli_say(cli, N_("`townkeep undo %lld` takes the import back."), (long long)report->entry);
    buf_release(text);
    return e;
}

static enum err print_report(struct cli *cli, const struct import_report *report, bool dry_run)
{
    struct buf text = { 0 };
    enum err e = import_report_show(report, REFUSALS_SHOWN, &text);

    return print_text(cli, e, &text, report, dry_run);
}

/* --map Heading=field, over whatever was found. */
static enum err map_column(struct mapping *mapping, const struct sheet_row *headings, const char *text, struct why *why)
{
    const char *equals = strrchr(text, '=');
    const struct record_type *type = mapping->parts[0].type;
    int field = equals ? field_find(type, equals + 1) : -1;
    enum err e;

    if (!equals || (field < 0 && equals[1] != '\0') || (equals[1] != '\0' && !mapping_may_fill(type, field)))
        return why_set(why, E_USAGE, N_("--map \"%s\" must read COLUMN=field, with a field of %s that can be filled."),
                       text, type->key);
    for (size_t i = 0; i < headings->count; i++) {
        if (strlen(headings->cells[i]) != (size_t)(equals - text) ||
            strncmp(headings->cells[i], text, (size_t)(equals - text)) != 0)
            continue;
        e = mapping_assign(mapping, headings, i, field);
        return e == E_INVALID ? why_set(why, E_USAGE, N_("--map \"%s\" cannot be done."), text) : e;
    }
    return why_set(why, E_INVALID, N_("The file has no column \"%.*s\"."), (int)(equals - text), text);
}

static enum err choose_mapping(const struct record_type *type, const char *named, const struct sheet_row *headings,
                               struct mapping *mapping, struct why *why)
{
    enum err e;

    if (named && strchr(named, '/'))
        e = mapping_load(named, &domain_catalogue, mapping, why);
    else if (named)
        e = mapping_load_named(named, &domain_catalogue, mapping, why);
    else
        e = mapping_choose(&domain_catalogue, type, headings, mapping, why);
    if (!e && mapping->part_count > 0 && mapping->parts[0].type != type)
        return why_set(why, E_USAGE, N_("The mapping is for %s, not for %s."), mapping->parts[0].type->key, type->key);
    if (e || mapping->part_count > 0)
        return e;
    return (e = mapping_start(mapping, type)) ? e : mapping_guess(mapping, headings);
}

/* What the command line says about the file; all options are taken before the words are looked at, so that order never
 * matters. */
enum { MAPS_MAX = 128 };
struct import_options {
    const char *named, *recipe;
    bool place;       /* give places afterwards */
    size_t link_from; /* link duplicates of this likeness afterwards; 0 none */
    struct sheet_wish shape;
    const char *maps[MAPS_MAX];
    size_t map_count;
};

static enum err take_shape(struct args *args, struct sheet_wish *wish, struct why *why)
{
    const char *separator;
    enum err e;

    if ((e = args_take(args, "--encoding", &wish->encoding, why)) ||
        (e = args_take(args, "--separator", &separator, why)) || !separator)
        return e;
    wish->separator = strcmp(separator, "tab") == 0 ? '\t' : separator[0];
    if (separator[0] == '\0' || !strchr(",;|\t", wish->separator) || (separator[1] != '\0' && wish->separator != '\t'))
        return why_set(why, E_USAGE, N_("--separator is , ; | or tab."));
    return OK;
}

static enum err take_options(struct args *args, struct import_options *options, struct import_wish *wish,
                             struct why *why)
{
    const char *map;
    enum err e;

    wish->dry_run = args_flag(args, "--dry-run");
    options->place = args_flag(args, "--place");
    wish->refused_file = !args_flag(args, "--no-refused-file");
    if ((e = args_take(args, "--mapping", &options->named, why)) ||
        (e = args_take(args, "--recipe", &options->recipe, why)) ||
        (e = args_take(args, "--source", &wish->source, why)) || (e = args_take(args, "--sens", &wish->sens, why)) ||
        (e = args_take_number(args, "--link-duplicates", &options->link_from, why)) ||
        (e = take_shape(args, &options->shape, why)))
        return e;
    if (options->link_from > 100)
        return why_set(why, E_USAGE, N_("A likeness is a number from 0 to 100."));
    if (wish->sens && strcmp(wish->sens, "public") != 0 && strcmp(wish->sens, "partner") != 0 &&
        strcmp(wish->sens, "team") != 0)
        return why_set(why, E_USAGE, N_("--sens is public, partner or team, not \"%s\"."), wish->sens);
    while (!(e = args_take(args, "--map", &map, why)) && map) {
        if (options->map_count == MAPS_MAX)
            return why_set(why, E_USAGE, N_("--map stands there too often: use a mapping."));
        options->maps[options->map_count++] = map;
    }
    return e ? e : args_check(args, 2, 2, why);
}

/* The mapping for this file, with what the options say about it. */
static enum err prepare_mapping(const struct record_type *type, const char *path, const struct import_options *options,
                                struct mapping *mapping, struct why *why)
{
    struct sheet *sheet = NULL;
    enum err e;

    if ((e = sheet_open(path, &options->shape, &sheet, why)) ||
        (e = choose_mapping(type, options->named, sheet_headings(sheet), mapping, why)))
        goto done;
    for (size_t i = 0; i < options->map_count && !e; i++)
        e = map_column(mapping, sheet_headings(sheet), options->maps[i], why);
    if (options->shape.separator)
        mapping->separator = options->shape.separator;
    if (!e && options->shape.encoding) {
        free(mapping->encoding);
        mapping->encoding = NULL;
        e = text_copy(&mapping->encoding, options->shape.encoding);
    }
done:
    sheet_close(sheet);
    return e;
}

static enum err import_one(struct cli *cli, const char *what, const struct import_options *options,
                           const struct import_wish *wish, struct import_report *report, struct why *why)
{
    const struct record_type *type = NULL;
    enum directory_standard standard;
    struct mapping mapping = { 0 };
    struct import_wish mapped = *wish;
    enum err e;

    if (directory_standard_find(what, &standard))
        return directory_import(cli->store, wish, standard, report, why);
    if ((e = cli_type(cli, what, &type, why)) || (e = import_type_check(type, why)) ||
        (e = prepare_mapping(type, wish->path, options, &mapping, why)))
        goto done;
    mapped.mapping = &mapping;
    e = import_file(cli->store, &mapped, report, why);
done:
    mapping_release(&mapping);
    return e;
}

static enum err print_recipe(struct cli *cli, const struct recipe_report *report, bool dry_run, clock_t before)
{
    struct buf text = { 0 };
    enum err e = recipe_report_show(report, REFUSALS_SHOWN, &text);

    if (!e)
        e = buf_printf(&text, _("In %.1f seconds of this computer's time.\n"),
                       (double)(clock() - before) / CLOCKS_PER_SEC);
    e = print_text(cli, e, &text, &report->whole, dry_run);
    if (!e && report->linked_entry)
        cli_say(cli, N_("`townkeep undo %lld` takes the links apart."), (long long)report->linked_entry);
    return e;
}

static enum err check_folder_options(const struct import_options *options, struct why *why)
{
    if (options->named || options->map_count > 0 || options->shape.encoding || options->shape.separator)
        return why_set(why, E_USAGE,
                       N_("--mapping, --map, --encoding and --separator are for one file; a folder has a --recipe."));
    return OK;
}

/* What was imported is told even where the linking after it is refused. */
static enum err import_folder_of_files(struct cli *cli, const struct import_options *options,
                                       const struct import_wish *wish, struct why *why)
{
    struct recipe_report report = { 0 };
    clock_t before = clock();
    enum err e = check_folder_options(options, why), linked = OK;

    if (e)
        return e;
    e = import_by_recipe(cli->store, wish, options->recipe ? options->recipe : RECIPE_USUAL, &report, why);
    if (wish->progress && report.whole.read > 0)
        fputc('\r', stderr);
    if (!e && report.link && !wish->dry_run)
        linked = recipe_link(cli->store, &report, why);
    if (!e)
        e = print_recipe(cli, &report, wish->dry_run, before);
    if (!e && !linked && (report.place || options->place) && !wish->dry_run)
        e = cli_place(cli, false, why);
    if (!e && report.taken == 0)
        e = why_set(why, E_NOT_FOUND, N_("None of the files in \"%s\" could be taken."), wish->path);
    recipe_report_release(&report);
    return e ? e : linked;
}

/* As a save of its own, which is undone by itself. */
static enum err link_duplicates(struct cli *cli, size_t from, struct why *why)
{
    struct duplicate_wish wish = { .at_least = from < DUPLICATE_SHOWN ? (int)from : DUPLICATE_SHOWN, .most = SIZE_MAX };
    struct duplicate_pairs pairs = { 0 };
    struct saved saved = { 0 };
    size_t linked = 0;
    enum err e = duplicates_find(cli->store, &wish, &pairs, why);

    if (!e)
        e = duplicate_link_all(cli->store, &pairs, (int)from, &linked, &saved, why);
    duplicate_pairs_release(&pairs);
    if (!e)
        e = duplicates_find(cli->store, &(struct duplicate_wish){ 0 }, &pairs, why);
    if (!e)
        e = cli_print(cli, _("Linked as duplicates: %zu. May be there twice: %zu, see `townkeep duplicates`.\n"),
                      linked, pairs.in_all);
    if (!e && saved.entry)
        cli_say(cli, N_("`townkeep undo %lld` takes the links apart."), (long long)saved.entry);
    duplicate_pairs_release(&pairs);
    return e;
}

static enum err import_single(struct cli *cli, const char *what, const struct import_options *options,
                              const struct import_wish *wish, struct why *why)
{
    struct import_report report = { 0 };
    enum err e = import_one(cli, what, options, wish, &report, why);

    if (wish->progress && report.read > 0)
        fputc('\r', stderr);
    if (!e)
        e = print_report(cli, &report, wish->dry_run);
    if (!e && report.read > 0 && report.refused == report.read)
        e = why_set(why, E_INVALID, N_("All %zu rows were refused: nothing was changed."), report.read);
    import_report_release(&report);
    if (!e && options->link_from > 0 && !wish->dry_run)
        e = link_duplicates(cli, options->link_from, why);
    if (!e && options->place && !wish->dry_run)
        e = cli_place(cli, false, why);
    return e;
}

enum err command_import(struct cli *cli, struct args *args, struct why *why)
{
    struct import_options options = { 0 };
    struct import_wish wish = { 0 };
    enum err e;

    if ((e = take_options(args, &options, &wish, why)))
        return e;
    wish.path = args->items[1];
    wish.progress = !cli->in_run && isatty(STDERR_FILENO) ? tell_progress : NULL;
    if (strcmp(args->items[0], "folder") == 0)
        return import_folder_of_files(cli, &options, &wish, why);
    if (options.recipe)
        return why_set(why, E_USAGE, N_("--recipe is for `townkeep import folder`."));
    return import_single(cli, args->items[0], &options, &wish, why);
}
