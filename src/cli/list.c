/* `townkeep list` and `townkeep find`. Rows are fetched page by page, so that a list of any length takes the same
 * memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/remarks.h"
#include "townkeep/exchange/export.h"

enum { PAGE_ROWS = 500, TABLE_ROWS = 50, FIND_ROWS = 20, FIND_MAX = 500 };

struct listing {
    struct cli *cli;
    const struct record_type *type;
    enum list_format format;
    int fields[FIELDS_MAX];
    size_t field_count; /* 0: all, for CSV and JSON */
    size_t count;
    bool marked; /* a row has a mark */
    bool cut;    /* a table on a terminal: cells are cut to their column */
    struct buf line;
};

/* A table without --fields shows what the screens' list shows. */
static void choose_fields(struct listing *listing)
{
    if (listing->format != LIST_TABLE || listing->field_count > 0)
        return;
    for (int i = 0; i < listing->type->field_count && listing->field_count < FIELDS_MAX; i++) {
        if ((listing->type->fields[i].flags & (FIELD_LISTED | FIELD_SEALED)) == FIELD_LISTED)
            listing->fields[listing->field_count++] = i;
    }
}

static const int *fields_of(const struct listing *listing)
{
    return listing->field_count > 0 ? listing->fields : NULL;
}

/* One cell, padded to its column; line ends become blanks. */
static enum err add_cell(struct listing *listing, char *text, size_t width, bool last)
{
    size_t len = strlen(text), cells;
    enum err e;

    for (char *at = text; *at; at++) {
        if (*at == '\n')
            *at = ' ';
    }
    if (listing->cut && text_width(text) > width) {
        len = text_fit(text, width - 1);
        if ((e = buf_add(&listing->line, text, len)) || (e = buf_add_str(&listing->line, i18n_is_utf8() ? "…" : "~")))
            return e;
        return last ? OK : buf_add_str(&listing->line, "  ");
    }
    cells = text_width(text);
    if ((e = buf_add(&listing->line, text, len)) || last)
        return e;
    for (; cells < width && !e; cells++)
        e = buf_add_char(&listing->line, ' ');
    return e ? e : buf_add_str(&listing->line, "  ");
}

static enum err table_headings(struct listing *listing)
{
    enum err e = OK;

    e = buf_printf(&listing->line, "%-19s  ", "id");
    for (size_t i = 0; i < listing->field_count && !e; i++) {
        const struct field *field = &listing->type->fields[listing->fields[i]];
        char key[100];

        snprintf(key, sizeof key, "%s", field->key);
        e = add_cell(listing, key, (size_t)field_width(field), i + 1 == listing->field_count);
    }
    return e ? e : buf_add_char(&listing->line, '\n');
}

/* "!" behind the id of what needs a second look. */
static enum err table_row(struct listing *listing, const struct record *record, bool mark)
{
    struct buf text = { 0 };
    enum err e = buf_printf(&listing->line, "%-19lld%s", (long long)record->id, mark ? "! " : "  ");

    for (size_t i = 0; i < listing->field_count && !e; i++) {
        const struct field *field = &listing->type->fields[listing->fields[i]];

        buf_clear(&text);
        if (!(e = store_show_value(listing->cli->store, record, listing->fields[i], &text)) &&
            !(e = buf_add_str(&text, "")))
            e = add_cell(listing, text.data, (size_t)field_width(field), i + 1 == listing->field_count);
    }
    buf_release(&text);
    return e ? e : buf_add_char(&listing->line, '\n');
}

static enum err print_row(struct listing *listing, const struct record *record, bool mark)
{
    enum err e;

    buf_clear(&listing->line);
    if (listing->format == LIST_TABLE)
        e = table_row(listing, record, mark);
    else if (listing->format == LIST_CSV)
        e = export_csv_row(record, fields_of(listing), listing->field_count, CSV_AS_IS, "\n", &listing->line);
    else if (!(e = buf_add_str(&listing->line, listing->count > 0 ? ",\n" : "\n")))
        e = export_json_record(record, fields_of(listing), listing->field_count, &listing->line);
    listing->count++;
    listing->marked |= mark;
    return e ? e : cli_data(listing->cli, buf_text(&listing->line), listing->line.len);
}

static enum err print_head(struct listing *listing)
{
    enum err e;

    if (listing->format == LIST_JSON)
        return cli_data(listing->cli, "[", 1);
    e = listing->format == LIST_CSV
            ? export_csv_headings(listing->type, fields_of(listing), listing->field_count, "\n", &listing->line)
            : table_headings(listing);
    return e ? e : cli_data(listing->cli, buf_text(&listing->line), listing->line.len);
}

static enum err print_page(struct listing *listing, const struct record_page *page, struct why *why)
{
    bool *marks = calloc(page->count + 1, sizeof *marks);
    enum err e = marks ? OK : E_MEMORY;

    if (!e && listing->format == LIST_TABLE)
        e = remarks_mark(listing->cli->store, page->records, page->count, clock_today(), marks, why);
    for (size_t i = 0; i < page->count && !e; i++)
        e = print_row(listing, &page->records[i], marks[i]);
    free(marks);
    return e;
}

static enum err print_rows(struct listing *listing, const struct query *query, size_t limit, bool *more,
                           struct why *why)
{
    struct record_page page = { 0 };
    struct record last = { 0 };
    enum err e = OK;

    *more = true;
    while (*more && !e && (limit == 0 || listing->count < limit)) {
        size_t want = limit == 0 || limit - listing->count > PAGE_ROWS ? PAGE_ROWS : limit - listing->count;

        e = store_page(listing->cli->store, query, last.type ? &last : NULL, false, want, &page, why);
        if (!e)
            e = print_page(listing, &page, why);
        *more = page.more_after && page.count > 0;
        record_release(&last);
        if (*more && !e)
            e = record_copy(&last, &page.records[page.count - 1]);
        record_page_release(&page);
    }
    record_release(&last);
    return e;
}

enum err command_list(struct cli *cli, struct args *args, struct why *why)
{
    struct listing listing = { .cli = cli };
    struct query query;
    size_t limit;
    bool more;
    enum err e;

    if ((e = cli_take_format(args, &listing.format, why)))
        return e;
    limit = listing.format == LIST_TABLE ? TABLE_ROWS : 0;
    if ((e = args_take_number(args, "--limit", &limit, why)))
        return e;
    if (args->count == 0)
        return args_check(args, 1, 1, why);
    if ((e = cli_type(cli, args->items[0], &listing.type, why)) ||
        (e = cli_take_query(cli, args, listing.type, &query, why)) ||
        (e = cli_take_fields(args, listing.type, listing.fields, &listing.field_count, why)) ||
        (e = args_check(args, 1, 1, why)))
        return e;
    if (!store_may_read(cli->store, listing.type))
        return why_set(why, E_PERMISSION, N_("Your role does not let you see \"%s\"."), gettext(listing.type->plural));
    listing.cut = listing.format == LIST_TABLE && !cli->in_run && isatty(STDOUT_FILENO);
    choose_fields(&listing);
    if (!(e = print_head(&listing)) && !(e = print_rows(&listing, &query, limit, &more, why))) {
        if (listing.format == LIST_JSON)
            e = cli_print(cli, "%s]\n", listing.count > 0 ? "\n" : "");
        if (listing.marked)
            cli_say(cli, N_("! marks what needs a second look; `townkeep show` says why."));
        if (more)
            cli_say(cli, N_("There are more; --limit 0 lists them all."));
    }
    buf_release(&listing.line);
    if (!e && store_leaves_out(cli->store, listing.type))
        e = why_set(why, E_DAMAGED,
                    N_("Records that stood on damaged pages are left out: `townkeep verify` says which, `townkeep "
                       "salvage` makes a whole vault of the rest."));
    return e;
}

enum err command_find_words(struct cli *cli, struct args *args, struct why *why)
{
    static const char separator[] = "\t";
    const struct record_type *type = NULL;
    struct found found[FIND_MAX];
    size_t limit = FIND_ROWS, count = 0;
    struct buf words = { 0 };
    const char *type_name;
    enum err e;

    if ((e = args_take(args, "--type", &type_name, why)) || (e = args_take_number(args, "--limit", &limit, why)) ||
        (e = args_check(args, 1, -1, why)) || (type_name && (e = cli_type(cli, type_name, &type, why))))
        return e;
    for (int i = 0; i < args->count && !e; i++)
        e = buf_printf(&words, "%s%s", i > 0 ? " " : "", args->items[i]);
    if (!e)
        e = store_search(cli->store, type, buf_text(&words), limit == 0 || limit > FIND_MAX ? FIND_MAX : limit, found,
                         &count, why);
    for (size_t i = 0; i < count && !e; i++)
        e = cli_print(cli, "%s%s%lld%s%s%s%s\n", found[i].type->key, separator, (long long)found[i].id, separator,
                      found[i].title, separator, found[i].excerpt);
    if (!e && count == 0)
        cli_say(cli, N_("Nothing was found."));
    buf_release(&words);
    return e;
}
