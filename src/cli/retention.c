/*
 * `townkeep retention`: what has ended and is due for a decision, what would go, and the decisions of two about it and
 * about the office's order of steps. A reviewer sees the decisions alone.
 */
#include <stdlib.h>
#include <string.h>

#include "cli_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/decision.h"

static const char *backup_folder(const struct cli *cli)
{
    return config_text(&cli->config, SETTING_BACKUP_FOLDER);
}

/* --- list --- */
static enum err print_queue(struct cli *cli, struct why *why)
{
    struct retention_item *items = calloc(DECISION_ROWS_MAX, sizeof *items);
    size_t count = 0;
    bool more = false;
    enum err e = items ? retention_queue(cli->store, items, DECISION_ROWS_MAX, &count, &more, why) : E_MEMORY;

    for (size_t i = 0; i < count && !e; i++) {
        const struct retention_item *item = &items[i];
        char due[DATE_TEXT_SIZE];

        date_format(item->due, due);
        e = cli_print(cli, "%-8s %-10s %-28s %-16s %s\n", "record", due, item->name, item->state,
                      item->kind[0]    ? item->kind
                      : item->late > 0 ? "late"
                                       : "-");
    }
    if (!e && more)
        cli_say(cli, N_("There are more; these are the oldest."));
    free(items);
    return e;
}

static enum err print_decisions(struct cli *cli, struct why *why)
{
    struct decision_row *rows = calloc(DECISION_ROWS_MAX, sizeof *rows);
    size_t count = 0;
    enum err e = rows ? decision_open_ones(cli->store, rows, DECISION_ROWS_MAX, &count, why) : E_MEMORY;

    for (size_t i = 0; i < count && !e; i++) {
        const struct record *decision = &rows[i].record;

        e = cli_print(
            cli, "%-8s %lld %-10s %-14s %-10s %s\n", "decision", (long long)rows[i].id, record_text(decision, "kind"),
            record_has(decision, "pseudonym") ? record_text(decision, "pseudonym") : record_text(decision, "value"),
            rows[i].waits ? "waits" : "signed", record_text(decision, "counts"));
    }
    if (rows)
        decision_rows_release(rows, count);
    free(rows);
    return e;
}

static enum err list(struct cli *cli, struct args *args, struct why *why)
{
    enum err e = args_check(args, 0, 1, why);

    if (!e && (store_roles(cli->store) & ROLES_OF_CASEWORK))
        e = print_queue(cli, why);
    if (!e && store_may_read(cli->store, &decision_type))
        e = print_decisions(cli, why);
    return e;
}

/* --- dry run --- */
static enum err print_run(struct cli *cli, const struct retention_dry_run *run)
{
    char until[DATE_TEXT_SIZE];
    enum err e = OK;

    for (size_t i = 0; i < run->row_count && !e; i++)
        e = cli_print(cli, "%-22s %zu\n", run->rows[i].type->key, run->rows[i].count);
    if (!e)
        e = cli_print(cli, "%-22s %zu\n", "copies-out", run->copies_out);
    if (!e)
        e = cli_print(cli, "%-22s %zu\n", "shares", run->shares);
    if (!e)
        e = cli_print(cli, "%-22s %zu\n", "backups", run->backups);
    if (!e && run->backups > 0) {
        date_format(run->backups_until, until);
        e = cli_print(cli, "%-22s %s\n", "backups-until", until);
    }
    if (run->backup_trouble[0])
        cli_say_text(cli, run->backup_trouble);
    return e;
}

static void say_obstacles(struct cli *cli, const struct problems *problems)
{
    for (int i = 0; i < problems->count; i++)
        cli_say_text(cli, problems->items[i].text);
}

static enum err find(struct cli *cli, struct args *args, int least, const struct record_type **type, int64_t *id,
                     struct why *why)
{
    enum err e = args_check(args, least, -1, why);

    if (e || (e = cli_reading(cli, &referral_type, why)))
        return e;
    return cli_find_subject(cli, args->items[1], type, id, why);
}

static enum err dry_run(struct cli *cli, struct args *args, struct why *why)
{
    struct retention_scope scope = { 0 };
    struct retention_dry_run run;
    struct problems problems = { 0 };
    const struct record_type *type;
    int64_t id;
    enum err e;

    if ((e = find(cli, args, 2, &type, &id, why)) || (e = retention_scope(cli->store, type, id, &scope, why)))
        return e;
    if (!(e = retention_dry_run(cli->store, &scope, backup_folder(cli), &run, why)) &&
        !(e = retention_obstacles(cli->store, &scope, &problems, why)) && !(e = print_run(cli, &run)))
        say_obstacles(cli, &problems);
    retention_scope_release(&scope);
    return e;
}

/* --- deciding --- */
static enum err tell(struct cli *cli, const struct decision_done *done)
{
    cli_say_text(cli, done->sentence);
    return cli_print(cli, "%lld\n", (long long)done->id);
}

/* retention propose REF KIND field=value … */
static enum err propose(struct cli *cli, struct args *args, struct why *why)
{
    struct step_input *inputs = calloc((size_t)args->count + 1, sizeof *inputs);
    struct decision_done done;
    const struct record_type *type;
    size_t count = 0;
    int64_t id;
    enum err e = inputs ? find(cli, args, 3, &type, &id, why) : E_MEMORY;

    if (!e && !(e = cli_read_inputs(args, 3, inputs, &count, why)) &&
        !(e = decision_propose(cli->store, type, id, args->items[2], inputs, count, &done, NULL, why)))
        e = tell(cli, &done);
    free(inputs);
    return e;
}

static enum err find_decision(struct cli *cli, struct args *args, int most, int64_t *id, struct why *why)
{
    enum err e = args_check(args, 2, most, why);

    return e ? e : store_find(cli->store, &decision_type, args->items[1], id, why);
}

static enum err sign(struct cli *cli, struct args *args, struct why *why)
{
    struct decision_done done;
    int64_t id;
    enum err e = find_decision(cli, args, 2, &id, why);

    if (!e && !(e = decision_sign(cli->store, id, &done, why)))
        e = tell(cli, &done);
    return e;
}

static enum err give_back(struct cli *cli, struct args *args, struct why *why)
{
    struct decision_done done;
    int64_t id;
    enum err e = find_decision(cli, args, 2, &id, why);

    if (!e && !(e = decision_return(cli->store, id, &done, why)))
        e = tell(cli, &done);
    return e;
}

static enum err carry_out(struct cli *cli, struct args *args, struct why *why)
{
    struct decision_done done;
    int64_t id;
    enum err e = find_decision(cli, args, 3, &id, why);

    if (e || (e = cli_read_casework(cli, why)) ||
        (e = decision_carry_out(cli->store, id, args->count > 2 ? args->items[2] : "", backup_folder(cli), &done, why)))
        return e;
    return tell(cli, &done);
}

static enum err profile(struct cli *cli, struct args *args, struct why *why)
{
    struct decision_done done;
    enum err e = args_check(args, 3, 3, why);

    if (!e && !(e = decision_propose_profile(cli->store, args->items[1], args->items[2], &done, why)))
        e = tell(cli, &done);
    return e;
}

static enum err delay(struct cli *cli, struct args *args, struct why *why)
{
    struct decision_done done;
    struct value value = { 0 };
    struct date until;
    enum err e = args_check(args, 3, 3, why);

    if (e || (e = store_read_value(cli->store, &decision_type.fields[field_find(&decision_type, "until")],
                                   args->items[1], &value, why)))
        return e;
    if (!date_parse(value.form == VALUE_TEXT ? value.text : "", false, &until))
        e = why_set(why, E_USAGE, N_("Name a day: 2026-11-23, or +30."));
    else if (!(e = decision_delay(cli->store, until, args->items[2], &done, why)))
        e = tell(cli, &done);
    value_release(&value);
    return e;
}

enum err command_retention(struct cli *cli, struct args *args, struct why *why)
{
    static const struct {
        const char *name;
        enum err (*run)(struct cli *cli, struct args *args, struct why *why);
    } actions[] = {
        { "list", list },        { "dry-run", dry_run },     { "propose", propose }, { "sign", sign },
        { "return", give_back }, { "carry-out", carry_out }, { "profile", profile }, { "delay", delay },
    };

    if (args->count == 0)
        return list(cli, args, why);
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (strcmp(actions[i].name, args->items[0]) == 0)
            return actions[i].run(cli, args, why);
    }
    return why_set(why, E_USAGE,
                   N_("There is no `retention %s`: it is list, dry-run, propose, sign, return, carry-out, profile or "
                      "delay."),
                   args->items[0]);
}
