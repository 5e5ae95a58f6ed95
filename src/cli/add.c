/* `townkeep add` and `townkeep set`: one record from field=value pairs or JSON. */
#include "cli_in.h"

enum err command_add(struct cli *cli, struct args *args, struct why *why)
{
    const struct record_type *type;
    struct record record = { 0 };
    struct saved saved = { 0 };
    const char *json;
    enum err e;

    if ((e = args_take(args, "--json", &json, why)) || (e = args_check(args, json ? 1 : 2, -1, why)) ||
        (e = cli_type(cli, args->items[0], &type, why)) || (e = cli_reading(cli, type, why)))
        return e;
    if ((e = record_init(&record, type)) || (e = record_start(&record, store_words(cli->store), clock_today(), why)) ||
        (e = cli_fill_record(cli, &record, args, 1, json, why)) || (e = cli_put(cli, &record, &saved, why)))
        goto done;
    e = cli_print_reference(cli, type, record.id, why);
done:
    record_release(&record);
    return e;
}

enum err command_set(struct cli *cli, struct args *args, struct why *why)
{
    const struct record_type *type;
    struct record record = { 0 };
    struct saved saved = { 0 };
    const char *json;
    int64_t id;
    enum err e;

    if ((e = args_take(args, "--json", &json, why)) || (e = args_check(args, json ? 2 : 3, -1, why)) ||
        (e = cli_type(cli, args->items[0], &type, why)) || (e = cli_reading(cli, type, why)) ||
        (e = store_find(cli->store, type, args->items[1], &id, why)))
        return e;
    if ((e = store_load(cli->store, type, id, &record, why)) ||
        (e = cli_fill_record(cli, &record, args, 2, json, why)) || (e = cli_put(cli, &record, &saved, why)))
        goto done;
    cli_say_saved(cli, &saved);
done:
    record_release(&record);
    return e;
}
