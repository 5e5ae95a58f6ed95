/* `townkeep history`: what was done, by whom, when, and whether signature and chain hold. Fetched in pages, newest
 * first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "cli_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/exported_file.h"
#include "townkeep/exchange/sheet.h"

enum { HISTORY_PAGE = 200, HISTORY_ROWS = 50 };

static enum err print_table(struct cli *cli, const struct history_row *row)
{
    char at[DATE_TIME_TEXT_SIZE];

    moment_format(row->at, at);
    return cli_print(cli, "%s  %-20s  %s  [%s]%s  %lld\n", at, row->officer, row->sentence,
                     row->verified ? _("signature verified") : _("NOT VERIFIED"),
                     row->undone_by ? _(" (taken back)") : "", (long long)row->entry);
}

static enum err print_csv(struct cli *cli, const struct history_row *row)
{
    char at[DATE_TIME_TEXT_SIZE];
    struct buf line = { 0 };
    enum err e;

    moment_format(row->at, at);
    if ((e = buf_printf(&line, "%lld,%s,", (long long)row->entry, at)) ||
        (e = csv_add(&line, row->officer, CSV_AS_IS)) || (e = buf_add_char(&line, ',')) ||
        (e = csv_add(&line, row->sentence, CSV_AS_IS)) ||
        (e = buf_printf(&line, ",%s,%lld\n", row->verified ? "yes" : "no", (long long)row->undone_by)))
        goto done;
    e = cli_data(cli, line.data, line.len);
done:
    buf_release(&line);
    return e;
}

static bool is_text(const char *text)
{
    return text_is_utf8(text, strlen(text));
}

static enum err not_text(const struct history_row *row, struct why *why)
{
    return why_set(why, E_DAMAGED, N_("Entry %lld of the history does not hold readable text. Run verify to see more."),
                   (long long)row->entry);
}

static enum err print_json(struct cli *cli, const struct history_row *row, bool first, struct why *why)
{
    char entry[24], undone_by[24], *text;
    json_t *object;
    enum err e;

    /* Ids are texts: many readers of JSON keep only 53 bits of a number. */
    snprintf(entry, sizeof entry, "%lld", (long long)row->entry);
    snprintf(undone_by, sizeof undone_by, "%lld", (long long)row->undone_by);
    object =
        json_pack("{s:s, s:I, s:s, s:s, s:b, s:s?}", "entry", entry, "at", (json_int_t)row->at, "officer", row->officer,
                  "sentence", row->sentence, "verified", row->verified, "undone_by", row->undone_by ? undone_by : NULL);
    text = object ? json_dumps(object, JSON_COMPACT) : NULL;
    e = text ? OK : is_text(row->officer) && is_text(row->sentence) ? E_MEMORY : not_text(row, why);
    if (!e && !(e = cli_data(cli, first ? "\n" : ",\n", first ? 1 : 2)))
        e = cli_print(cli, "%s", text);
    free(text);
    json_decref(object);
    return e;
}

static enum err print_row(struct cli *cli, const struct history_row *row, enum list_format format, bool first,
                          struct why *why)
{
    if (format == LIST_TABLE)
        return print_table(cli, row);
    return format == LIST_CSV ? print_csv(cli, row) : print_json(cli, row, first, why);
}

static enum err print_history(struct cli *cli, const struct record_type *type, int64_t id, size_t limit,
                              enum list_format format, struct why *why)
{
    struct history_row *rows = calloc(HISTORY_PAGE, sizeof *rows);
    size_t printed = 0, count = HISTORY_PAGE;
    int64_t before = 0;
    enum err e = rows ? OK : E_MEMORY;

    while (!e && count == HISTORY_PAGE && (limit == 0 || printed < limit)) {
        e = store_history(cli->store, type, id, before, HISTORY_PAGE, rows, &count, why);
        for (size_t i = 0; i < count && !e && (limit == 0 || printed < limit); i++) {
            e = print_row(cli, &rows[i], format, printed++ == 0, why);
            before = rows[i].entry;
        }
    }
    free(rows);
    return e;
}

/* --- files that were written for others --- */
static enum err print_exported(struct cli *cli, const struct record *file)
{
    const char *path = record_text(file, "path"), *reason = record_text(file, "reason");
    struct buf by = { 0 };
    enum err e = store_title(cli->store, &officer_type, record_number(file, "by"), &by);

    if (!e)
        e = cli_print(cli, "%s  %-20s  %-8s  %s  %s  [%s]%s%s\n", record_text(file, "on"), buf_text(&by),
                      record_has(file, "profile") ? record_text(file, "profile") : "-", record_text(file, "what"), path,
                      exported_lies_there(file) ? _("lies there") : _("gone"), reason[0] ? "  " : "", reason);
    buf_release(&by);
    return e;
}

static enum err print_exports(struct cli *cli, size_t limit, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &exported_file_type);
    query.which = QUERY_ALL;
    e = store_page(cli->store, &query, NULL, false, limit ? limit : HISTORY_PAGE, &page, why);
    for (size_t i = 0; i < page.count && !e; i++)
        e = print_exported(cli, &page.records[i]);
    record_page_release(&page);
    return e;
}

enum err command_history(struct cli *cli, struct args *args, struct why *why)
{
    const struct record_type *type = NULL;
    bool is_access = args_flag(args, "--access"), is_exports = args_flag(args, "--exports");
    size_t limit = HISTORY_ROWS;
    enum list_format format;
    int64_t id = 0;
    enum err e;

    if ((e = cli_take_format(args, &format, why)) || (e = args_take_number(args, "--limit", &limit, why)) ||
        (e = args_check(args, 0, is_access ? 1 : 2, why)))
        return e;
    if (is_exports)
        return print_exports(cli, limit, why);
    if (is_access)
        return cli_print_access(cli, args->count == 1 ? args->items[0] : NULL, limit, format, why);
    if (args->count == 1)
        return why_set(why, E_USAGE, N_("Behind the type belongs the record: its id, reference or name."));
    if (args->count == 2 && ((e = cli_type(cli, args->items[0], &type, why)) || (e = cli_reading(cli, type, why)) ||
                             (e = store_find(cli->store, type, args->items[1], &id, why))))
        return e;
    if (!type && (e = cli_open_casework(cli, why)))
        return e;
    if (format == LIST_CSV)
        e = cli_print(cli, "entry,at,officer,sentence,verified,undone_by\n");
    else if (format == LIST_JSON)
        e = cli_print(cli, "[");
    if (!e)
        e = print_history(cli, type, id, limit, format, why);
    return e || format != LIST_JSON ? e : cli_print(cli, "\n]\n");
}
