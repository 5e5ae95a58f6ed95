/* `townkeep history --access`: who opened which case, when and for what; for those who watch over it without a key. */
#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include "cli_in.h"
#include "townkeep/base/text.h"
#include "townkeep/exchange/sheet.h"
#include "townkeep/store/access.h"

enum { ACCESS_PAGE = 200 };

static const char *kind_code(enum access_kind kind)
{
    static const char *const codes[] = {
        [ACCESS_VIEW] = "view",     [ACCESS_SEARCH] = "search",
        [ACCESS_EXPORT] = "export", [ACCESS_BREAK_GLASS] = "break_glass",
        [ACCESS_LOG] = "log",       [ACCESS_ASIDE] = "aside",
    };

    return kind >= ACCESS_VIEW && kind <= ACCESS_ASIDE ? codes[kind] : "";
}

static enum err print_table(struct cli *cli, const struct access_row *row)
{
    char at[DATE_TIME_TEXT_SIZE];

    moment_format(row->at, at);
    return cli_print(cli, "%s  %-20s  %s%s%s  %s  [%s]\n", at, row->officer, access_kind_words(row->kind),
                     row->purpose[0] ? ": " : "", row->purpose, row->title,
                     row->verified ? _("signature verified") : _("NOT VERIFIED"));
}

static enum err print_csv(struct cli *cli, const struct access_row *row)
{
    char at[DATE_TIME_TEXT_SIZE];
    struct buf line = { 0 };
    enum err e;

    moment_format(row->at, at);
    if ((e = buf_printf(&line, "%lld,%s,", (long long)row->entry, at)) ||
        (e = csv_add(&line, row->officer, CSV_AS_IS)) || (e = buf_printf(&line, ",%s,", kind_code(row->kind))) ||
        (e = csv_add(&line, row->purpose, CSV_AS_IS)) ||
        (e = buf_printf(&line, ",%s,%lld,", row->type ? row->type->key : "", (long long)row->case_id)) ||
        (e = csv_add(&line, row->title, CSV_AS_IS)) || (e = buf_printf(&line, ",%s\n", row->verified ? "yes" : "no")))
        goto done;
    e = cli_data(cli, line.data, line.len);
done:
    buf_release(&line);
    return e;
}

static enum err print_json(struct cli *cli, const struct access_row *row, bool first)
{
    char entry[24], case_id[24], *text;
    json_t *object;
    enum err e;

    snprintf(entry, sizeof entry, "%lld", (long long)row->entry);
    snprintf(case_id, sizeof case_id, "%lld", (long long)row->case_id);
    object = json_pack("{s:s, s:I, s:s, s:s, s:s, s:s?, s:s?, s:s, s:b}", "entry", entry, "at", (json_int_t)row->at,
                       "officer", row->officer, "kind", kind_code(row->kind), "purpose", row->purpose, "type",
                       row->type ? row->type->key : NULL, "case", row->case_id ? case_id : NULL, "title", row->title,
                       "verified", row->verified);
    text = object ? json_dumps(object, JSON_COMPACT) : NULL;
    e = text ? cli_data(cli, first ? "\n" : ",\n", first ? 1 : 2) : E_MEMORY;
    if (!e)
        e = cli_print(cli, "%s", text);
    free(text);
    json_decref(object);
    return e;
}

static enum err print_row(struct cli *cli, const struct access_row *row, enum list_format format, bool first)
{
    if (format == LIST_TABLE)
        return print_table(cli, row);
    return format == LIST_CSV ? print_csv(cli, row) : print_json(cli, row, first);
}

static enum err print_rows(struct cli *cli, int64_t case_id, size_t limit, enum list_format format, struct why *why)
{
    struct access_row *rows = calloc(ACCESS_PAGE, sizeof *rows);
    size_t printed = 0, count = ACCESS_PAGE;
    int64_t before = 0;
    enum err e = rows ? OK : E_MEMORY;

    while (!e && count == ACCESS_PAGE && (limit == 0 || printed < limit)) {
        e = store_access_log(cli->store, case_id, before, ACCESS_PAGE, rows, &count, why);
        for (size_t i = 0; i < count && !e && (limit == 0 || printed < limit); i++) {
            e = print_row(cli, &rows[i], format, printed++ == 0);
            before = rows[i].entry;
        }
    }
    free(rows);
    return e;
}

enum err cli_print_access(struct cli *cli, const char *named, size_t limit, enum list_format format, struct why *why)
{
    int64_t case_id = 0;
    enum err e;

    if (named && (e = store_access_find(cli->store, named, &case_id, why)))
        return e;
    if (format == LIST_CSV)
        e = cli_print(cli, "entry,at,officer,kind,purpose,type,case,title,verified\n");
    else
        e = format == LIST_JSON ? cli_print(cli, "[") : OK;
    if (!e)
        e = print_rows(cli, case_id, limit, format, why);
    return e || format != LIST_JSON ? e : cli_print(cli, "\n]\n");
}
