/* `townkeep report`: what the office shows to others, from the table of reports. */
#include "townkeep/domain/report.h"
#include "cli_in.h"
#include "townkeep/exchange/report.h"

static enum err list_reports(struct cli *cli)
{
    size_t count;
    const struct report *reports = reports_all(&count);
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++)
        e = cli_print(cli, "%-10s %s\n", reports[i].name, gettext(reports[i].sentence));
    return e;
}

static enum err take_wish(struct args *args, struct report_wish *wish, enum report_format *format, struct why *why)
{
    const char *name;
    enum err e;

    *wish = (struct report_wish){ 0 };
    *format = REPORT_TABLE;
    if ((e = args_take_day(args, "--from", &wish->from, why)) || (e = args_take_day(args, "--to", &wish->to, why)) ||
        (e = args_take(args, "--format", &name, why)))
        return e;
    if (name && !report_format_find(name, format))
        return why_set(why, E_USAGE, N_("--format is table, csv, json or markdown, not \"%s\"."), name);
    return OK;
}

/* A report of the vault needs it open, and of casework that too; the others are made without any. */
static enum err prepare(struct cli *cli, const struct report *report, struct why *why)
{
    enum err e;

    if (!report->needs_vault)
        return OK;
    if ((e = cli_unlock(cli, why)) || !report->type)
        return e;
    return cli_reading(cli, report->type, why);
}

static enum err put_out(struct cli *cli, const struct report *report, const char *path, const struct buf *text,
                        struct why *why)
{
    enum err e;

    if (!path)
        return cli_data(cli, buf_text(text), text->len);
    e = report_save(report->needs_vault ? cli->store : NULL, gettext(report->label), path, NULL, text, why);
    if (!e && report->needs_vault)
        cli_say(cli,
                N_("The file is readable by anyone who gets hold of it: delete it when it has served its purpose."));
    return e;
}

enum err command_report(struct cli *cli, struct args *args, struct why *why)
{
    struct report_result result = { 0 };
    const struct report *report;
    struct buf text = { 0 };
    enum report_format format;
    struct report_wish wish;
    enum err e;

    if ((e = take_wish(args, &wish, &format, why)) || (e = args_check(args, 0, 2, why)))
        return e;
    if (args->count == 0)
        return list_reports(cli);
    report = report_find(args->items[0]);
    if (!report)
        return why_set(why, E_USAGE, N_("There is no report \"%s\". `townkeep report` lists them."), args->items[0]);
    if ((e = prepare(cli, report, why)) || (e = report_make(report, cli->store, &wish, &result, why)) ||
        (e = report_write(&result, format, &text)) ||
        (e = put_out(cli, report, args->count > 1 ? args->items[1] : NULL, &text, why)))
        goto done;
done:
    buf_release(&text);
    report_result_release(&result);
    return e;
}
