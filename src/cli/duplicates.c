/* `townkeep duplicates`: which stakeholders may be on the map twice and why, linking those that are, and taking a link
 * apart again. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/duplicates.h"
#include "townkeep/exchange/sheet.h"

enum { TABLE_PAIRS = 60 };

struct duplicates_options {
    size_t at_least, most, link_from;
    bool yes;
    const char *unlink;
    enum list_format format;
};

static enum err take_options(struct args *args, struct duplicates_options *options, struct why *why)
{
    enum err e;

    options->at_least = DUPLICATE_SHOWN;
    options->yes = args_flag(args, "--yes");
    if ((e = cli_take_format(args, &options->format, why)))
        return e;
    options->most = options->format == LIST_TABLE ? TABLE_PAIRS : DUPLICATE_PAIRS;
    if ((e = args_take_number(args, "--at-least", &options->at_least, why)) ||
        (e = args_take_number(args, "--limit", &options->most, why)) ||
        (e = args_take_number(args, "--link-from", &options->link_from, why)) ||
        (e = args_take(args, "--unlink", &options->unlink, why)))
        return e;
    if (options->at_least > 100 || options->link_from > 100)
        return why_set(why, E_USAGE, N_("A likeness is a number from 0 to 100."));
    if (options->at_least == 0)
        options->at_least = 1;
    return args_check(args, 0, 0, why);
}

/* --- one pair --- */
static enum err say_reasons(const struct duplicate_pair *pair, const char *between, struct buf *out)
{
    enum err e = OK;

    for (int i = 0; i < pair->reason_count && !e; i++) {
        if (i > 0)
            e = buf_add_str(out, between);
        if (!e)
            e = duplicate_reason_say(&pair->reasons[i], out);
    }
    return e;
}

static enum err print_table(struct cli *cli, const struct duplicate_pair *pair)
{
    struct buf reasons = { 0 };
    enum err e = say_reasons(pair, "\n      ", &reasons);

    if (!e)
        e = cli_print(cli, "%3d  %lld  %s\n     %lld  %s\n      %s\n", pair->likeness, (long long)pair->a,
                      pair->names[0], (long long)pair->b, pair->names[1], buf_text(&reasons));
    buf_release(&reasons);
    return e;
}

static enum err print_csv(struct cli *cli, const struct duplicate_pair *pair)
{
    struct buf line = { 0 }, reasons = { 0 };
    enum err e;

    if ((e = buf_printf(&line, "%d,%lld,", pair->likeness, (long long)pair->a)) ||
        (e = csv_add(&line, pair->names[0], CSV_AS_IS)) || (e = buf_printf(&line, ",%lld,", (long long)pair->b)) ||
        (e = csv_add(&line, pair->names[1], CSV_AS_IS)) || (e = buf_add_char(&line, ',')) ||
        (e = say_reasons(pair, " ", &reasons)) || (e = csv_add(&line, buf_text(&reasons), CSV_AS_IS)) ||
        (e = buf_add_char(&line, '\n')))
        goto done;
    e = cli_data(cli, line.data, line.len);
done:
    buf_release(&line);
    buf_release(&reasons);
    return e;
}

static json_t *json_reasons(const struct duplicate_pair *pair)
{
    json_t *list = json_array();

    for (int i = 0; i < pair->reason_count; i++) {
        struct buf text = { 0 };

        if (!duplicate_reason_say(&pair->reasons[i], &text))
            json_array_append_new(list, json_string(buf_text(&text)));
        buf_release(&text);
    }
    return list;
}

static enum err print_json(struct cli *cli, const struct duplicate_pair *pair, bool first)
{
    char a[24], b[24], *text;
    json_t *object;
    enum err e;

    snprintf(a, sizeof a, "%lld", (long long)pair->a);
    snprintf(b, sizeof b, "%lld", (long long)pair->b);
    object = json_pack("{s:i, s:s, s:s, s:s, s:s, s:o}", "likeness", pair->likeness, "a", a, "a_name", pair->names[0],
                       "b", b, "b_name", pair->names[1], "reasons", json_reasons(pair));
    text = object ? json_dumps(object, JSON_COMPACT) : NULL;
    e = text ? cli_print(cli, "%s%s", first ? "\n" : ",\n", text) : E_MEMORY;
    free(text);
    json_decref(object);
    return e;
}

/* --- all of them --- */
static enum err print_pairs(struct cli *cli, const struct duplicate_pairs *pairs, enum list_format format)
{
    enum err e = OK;

    if (format == LIST_CSV)
        e = cli_print(cli, "likeness,a,a_name,b,b_name,reasons\n");
    else if (format == LIST_JSON)
        e = cli_print(cli, "[");
    for (size_t i = 0; i < pairs->count && !e; i++) {
        const struct duplicate_pair *pair = &pairs->items[i];

        e = format == LIST_TABLE ? print_table(cli, pair)
            : format == LIST_CSV ? print_csv(cli, pair)
                                 : print_json(cli, pair, i == 0);
    }
    return e || format != LIST_JSON ? e : cli_print(cli, "%s]\n", pairs->count > 0 ? "\n" : "");
}

static void say_count(const struct cli *cli, const struct duplicate_pairs *pairs)
{
    if (pairs->in_all == 0)
        cli_say(cli, N_("No two of %zu stakeholders look like one."), pairs->records);
    else if (pairs->in_all > pairs->count)
        cli_say(cli, N_("There are %zu such pairs; --limit 0 lists them all."), pairs->in_all);
}

static enum err link_pairs(struct cli *cli, const struct duplicates_options *options,
                           const struct duplicate_pairs *pairs, struct why *why)
{
    struct saved saved = { 0 };
    size_t linked = 0;
    enum err e;

    if (!options->yes) {
        e = print_pairs(cli, pairs, options->format);
        if (!e)
            cli_say(cli, N_("Nothing was linked: these %zu pairs are what --yes would link. Read them first."),
                    pairs->count);
        return e;
    }
    if ((e = duplicate_link_all(cli->store, pairs, (int)options->link_from, &linked, &saved, why)))
        return e;
    if ((e = cli_print(cli, "%zu\n", linked)))
        return e;
    if (saved.entry)
        cli_say(cli, N_("`townkeep undo %lld` takes them all apart again, --unlink one of them."),
                (long long)saved.entry);
    return OK;
}

/* What is linked is archived, so that no list has it: it is looked for among those that are, by number or name. */
static enum err find_linked(struct cli *cli, const char *named, int64_t *id, struct why *why)
{
    enum { LINKED_MOST = 4000 };
    int64_t *ids;
    size_t count = 0;
    enum err e;

    *id = 0;
    if (text_to_int(named, id))
        return OK;
    ids = calloc(LINKED_MOST, sizeof *ids);
    e = ids ? duplicates_linked(cli->store, 0, ids, LINKED_MOST, &count, why) : E_MEMORY;
    for (size_t i = 0; i < count && *id == 0 && !e; i++) {
        struct buf name = { 0 };

        e = store_title(cli->store, &party_type, ids[i], &name);
        if (!e && strcmp(buf_text(&name), named) == 0)
            *id = ids[i];
        buf_release(&name);
    }
    free(ids);
    return e || *id ? e : why_set(why, E_NOT_FOUND, N_("No stakeholder called \"%s\" is linked."), named);
}

static enum err unlink_one(struct cli *cli, const char *named, struct why *why)
{
    struct saved saved = { 0 };
    int64_t id = 0;
    enum err e;

    if ((e = find_linked(cli, named, &id, why)) || (e = duplicate_unlink(cli->store, id, &saved, why)))
        return e;
    cli_say(cli, N_("It stands by itself again."));
    return OK;
}

enum err command_duplicates(struct cli *cli, struct args *args, struct why *why)
{
    struct duplicates_options options = { 0 };
    struct duplicate_pairs pairs = { 0 };
    struct duplicate_wish wish;
    enum err e;

    if ((e = take_options(args, &options, why)) || (e = cli_reading(cli, &party_type, why)))
        return e;
    if (options.unlink)
        return unlink_one(cli, options.unlink, why);
    wish = (struct duplicate_wish){ .at_least = (int)(options.link_from ? options.link_from : options.at_least),
                                    .most = options.link_from || options.most == 0 ? SIZE_MAX : options.most };
    if ((e = duplicates_find(cli->store, &wish, &pairs, why)))
        return e;
    if (options.link_from)
        e = link_pairs(cli, &options, &pairs, why);
    else if (!(e = print_pairs(cli, &pairs, options.format)))
        say_count(cli, &pairs);
    duplicate_pairs_release(&pairs);
    return e;
}
