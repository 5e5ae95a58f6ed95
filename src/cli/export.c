/* `townkeep export`: records into a file for others. */
#include "townkeep/exchange/export.h"
#include "cli_in.h"

enum err command_export(struct cli *cli, struct args *args, struct why *why)
{
    const struct record_type *type;
    struct export_wish wish = { 0 };
    int fields[FIELDS_MAX];
    const char *format;
    struct query query;
    size_t count = 0;
    enum err e;

    wish.replace = args_flag(args, "--replace");
    wish.mark = args_flag(args, "--bom");
    if ((e = args_take(args, "--format", &format, why)) || (e = args_take_number(args, "--limit", &wish.limit, why)))
        return e;
    if (format && !export_format_find(format, &wish.format))
        return why_set(why, E_USAGE, N_("--format is csv or json, not \"%s\"."), format);
    if (args->count == 0)
        return args_check(args, 2, 2, why);
    if ((e = cli_type(cli, args->items[0], &type, why)) || (e = cli_take_query(cli, args, type, &query, why)) ||
        (e = cli_take_fields(args, type, fields, &wish.field_count, why)) || (e = args_check(args, 2, 2, why)))
        return e;
    wish.path = args->items[1];
    wish.fields = wish.field_count > 0 ? fields : NULL;
    if ((e = export_file(cli->store, &query, &wish, &count, why)))
        return e;
    cli_say(cli, N_("The file is readable by anyone who gets hold of it: delete it when it has served its purpose."));
    return cli_print(cli, "%zu\n", count);
}
