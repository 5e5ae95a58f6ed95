/* `townkeep add` and `townkeep set`: one record from field=value pairs or JSON. */
#include "cli_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/known.h"

/* Before a new referral who is known already is searched for, as in the guided intake; what is found is told. */
static enum err tell_known(struct cli *cli, const struct record *record, struct why *why)
{
    const char *name = record->type == &referral_type ? record_text(record, "person_name") : "";
    struct known known[KNOWN_MOST];
    size_t count = 0;
    enum err e;

    if (!name[0] || !store_casework_is_open(cli->store))
        return OK;
    if ((e = known_by_name(cli->store, name, NULL, known, &count, why)))
        return e;
    for (size_t i = 0; i < count; i++)
        cli_say(cli, N_("Known before? %s"), known[i].line);
    return OK;
}

/* A referral of nobody named was not searched for. */
static enum err note_unsearched(struct cli *cli, const struct record *record, struct why *why)
{
    if (record->type != &referral_type || record_has(record, "person_name"))
        return OK;
    return known_not_searched(cli->store, record->id, why);
}

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
        (e = cli_fill_record(cli, &record, args, 1, json, why)) || (e = tell_known(cli, &record, why)) ||
        (e = cli_put(cli, &record, &saved, why)) || (e = cli_print_reference(cli, type, record.id, why)))
        goto done;
    e = note_unsearched(cli, &record, why);
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
