/* `townkeep show`: one record. Who looks into casework is in the log before the text is shown. */
#include <stdlib.h>
#include <string.h>

#include "cli_in.h"
#include "townkeep/domain/remarks.h"
#include "townkeep/exchange/export.h"

/* "Label   value", further lines of a note set in under the first. */
static enum err show_field(struct cli *cli, const struct record *record, int field)
{
    struct buf text = { 0 };
    const char *line;
    enum err e = store_show_value(cli->store, record, field, &text);

    if (e || text.len == 0)
        goto done;
    e = cli_print(cli, "%-24s ", record->type->fields[field].key);
    for (line = buf_text(&text); !e && *line;) {
        size_t len = strcspn(line, "\n");

        if (!(e = cli_data(cli, line, len)))
            e = cli_data(cli, "\n", 1);
        line += len + (line[len] == '\n');
        if (!e && *line)
            e = cli_print(cli, "%-24s ", "");
    }
done:
    buf_release(&text);
    return e;
}

/* What other records say of it, before its own fields; "!" marks what needs a second look. */
static enum err show_remarks(struct cli *cli, const struct record *record, struct why *why)
{
    struct remarks *remarks = malloc(sizeof *remarks);
    enum err e = remarks ? remarks_of(cli->store, record, clock_today(), remarks, why) : E_MEMORY;

    for (size_t i = 0; !e && i < remarks->count; i++) {
        const struct remark *remark = &remarks->items[i];

        e = cli_print(cli, "%s%-*s %s\n", remark->warns ? "! " : "", remark->warns ? 22 : 24, remark->key,
                      remark->text);
    }
    free(remarks);
    return e;
}

static enum err show_table(struct cli *cli, const struct record *record, struct why *why)
{
    enum err e = cli_print(cli, "%-24s %lld\n", "id", (long long)record->id);

    if (!e)
        e = show_remarks(cli, record, why);
    for (int i = 0; i < record->type->field_count && !e; i++)
        e = show_field(cli, record, i);
    if (!e && record->archived_at)
        e = cli_print(cli, "%-24s %s\n", _("archived"), record->archive_reason ? record->archive_reason : "");
    return e;
}

static enum err show_record(struct cli *cli, const struct record *record, enum list_format format, struct why *why)
{
    struct buf out = { 0 };
    int fields[FIELDS_MAX];
    size_t count = 0;
    enum err e;

    if (format == LIST_TABLE)
        return show_table(cli, record, why);
    for (int i = 0; i < record->type->field_count && count < FIELDS_MAX; i++)
        fields[count++] = i;
    if (format == LIST_JSON)
        e = export_json_record(record, fields, count, &out) ? E_MEMORY : buf_add_char(&out, '\n');
    else if (!(e = export_csv_headings(record->type, fields, count, "\n", &out)))
        e = export_csv_row(record, fields, count, CSV_AS_IS, "\n", &out);
    if (!e)
        e = cli_data(cli, buf_text(&out), out.len);
    buf_wipe(&out);
    return e;
}

enum err command_show(struct cli *cli, struct args *args, struct why *why)
{
    const struct record_type *type;
    struct record record = { 0 };
    enum list_format format;
    int64_t id;
    enum err e;

    if ((e = cli_take_format(args, &format, why)) || (e = args_check(args, 2, 2, why)) ||
        (e = cli_type(cli, args->items[0], &type, why)) || (e = cli_reading(cli, type, why)) ||
        (e = store_find(cli->store, type, args->items[1], &id, why)))
        return e;
    if (type->owner == RECORD_OF_CASE &&
        (e = store_log_view(cli->store, type, id, _("shown on the command line"), why)))
        return e;
    if ((e = store_load(cli->store, type, id, &record, why)) || (e = show_record(cli, &record, format, why)))
        goto done;
    if (record_has_closed(&record))
        e = why_set(why, E_PERMISSION, N_("Sealed fields stay closed: you do not hold the key of this case."));
done:
    record_release(&record);
    return e;
}
