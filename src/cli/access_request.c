/*
 * `townkeep access`: a person asks what is kept about them. The papers are gathered, passages that speak of others are
 * decided about one by one, a data-protection reviewer signs, and `townkeep document access_bundle` gives them out.
 */
#include <stdlib.h>
#include <string.h>

#include "cli_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/access_bundle.h"
#include "townkeep/domain/access_request.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/clocks.h"

static const char *choice_words(const struct passage *passage)
{
    static const char *const words[] = { [PASSAGE_UNDECIDED] = N_("TO BE DECIDED"),
                                         [PASSAGE_KEPT] = N_("kept"),
                                         [PASSAGE_CUT] = N_("blacked out in part"),
                                         [PASSAGE_OUT] = N_("left out") };

    return gettext(words[passage->choice]);
}

/* --- where it stands; without a word of the person --- */
static enum err print_due(struct cli *cli, const struct record *request, struct why *why)
{
    struct clock_limits limits;
    char day[DATE_TEXT_SIZE];
    struct date due;
    enum err e = clock_limits_load(cli->store, &limits, why);

    if (e)
        return e;
    if (!access_request_ends(request, &limits, store_calendar(cli->store), &due))
        return cli_print(cli, "%s\n", _("The clock stands still until it is known who asks."));
    date_format(due, day);
    return cli_print(cli, _("To be answered by %s.\n"), day);
}

static const char *next_words(const struct record *request)
{
    if (record_has(request, "answered_on"))
        return _("It is answered.");
    if (!record_has(request, "bundle_on"))
        return _("Next: decide about the passages that speak of others (bundle), then put the papers together (done).");
    return record_has(request, "signed_on")
               ? _("Next: townkeep document access_bundle REFERENCE FILE --to person gives the papers out.")
               : _("Next: a data-protection reviewer who does not handle it signs (sign).");
}

static enum err show(struct cli *cli, int64_t id, struct why *why)
{
    struct record request = { 0 };
    enum err e = store_load(cli->store, &access_request_type, id, &request, why);

    if (!e && !record_has(&request, "answered_on"))
        e = print_due(cli, &request, why);
    if (!e && record_has(&request, "counts"))
        e = cli_print(cli, "%s\n", record_text(&request, "counts"));
    if (!e)
        e = cli_print(cli, "%s\n", next_words(&request));
    record_release(&request);
    return e;
}

/* --- passages --- */
static enum err print_passage(struct cli *cli, const struct passage *passage, size_t number)
{
    struct buf text = { 0 };
    enum err e = passage_show(passage, &text);

    if (!e)
        e = cli_print(cli, "%zu  [%s]  %s, %s%s%s%s: %s\n", number, choice_words(passage),
                      gettext(passage->type->label), gettext(passage->type->fields[passage->field].label),
                      passage->third ? " (" : "", passage->third ? gettext(passage->third) : "",
                      passage->third ? ")" : "", buf_text(&text));
    buf_wipe(&text);
    return e;
}

/* Those that speak of others, or (`all`) every one. */
static enum err print_bundle(struct cli *cli, const struct access_bundle *bundle, bool all)
{
    enum err e = OK;

    for (size_t i = 0; i < bundle->count && !e; i++) {
        if (all || bundle->passages[i].third || bundle->passages[i].choice != PASSAGE_KEPT)
            e = print_passage(cli, &bundle->passages[i], i + 1);
    }
    return e;
}

/* "12" or "12-40", as they are numbered. */
static enum err read_range(const struct access_bundle *bundle, const char *text, size_t *from, size_t *to,
                           struct why *why)
{
    int64_t first, last;
    char start[24];
    const char *dash = strchr(text, '-');

    text_print_into(start, sizeof start, "%.*s", dash ? (int)(dash - text) : (int)strlen(text), text);
    if (!text_to_int(start, &first) || !text_to_int(dash ? dash + 1 : start, &last) || first < 1 || last < first ||
        (size_t)last > bundle->count)
        return why_set(why, E_USAGE, N_("\"%s\" is no number of a passage, nor two with a dash between."), text);
    *from = (size_t)first - 1;
    *to = (size_t)last;
    return OK;
}

static enum err choose(struct access_bundle *bundle, const struct args *args, enum passage_choice choice,
                       struct why *why)
{
    enum err e = OK;

    for (int i = 2; i < args->count && !e; i++) {
        size_t from = 0, to = 0;

        e = read_range(bundle, args->items[i], &from, &to, why);
        for (; !e && from < to; from++)
            e = passage_choose(&bundle->passages[from], choice, why);
    }
    return e;
}

static enum err black_out(struct access_bundle *bundle, const struct args *args, struct why *why)
{
    size_t from = 0, to = 0;
    enum err e = read_range(bundle, args->items[2], &from, &to, why);

    for (int i = 3; i < args->count && !e; i++)
        e = passage_black_out(&bundle->passages[from], args->items[i], why);
    return e;
}

static enum err work(struct cli *cli, int64_t id, struct args *args, bool all, struct why *why)
{
    const char *what = args->items[1];
    struct access_bundle bundle;
    enum err e;

    if ((e = cli_read_casework(cli, why)) || (e = access_bundle_load(cli->store, id, &bundle, why)))
        return e;
    if (strcmp(what, "bundle") == 0) {
        e = print_bundle(cli, &bundle, all);
    } else if (strcmp(what, "done") == 0) {
        if (!(e = access_bundle_finish(cli->store, &bundle, why)))
            cli_say(cli, N_("Put together. Now a data-protection reviewer signs it."));
    } else {
        e = strcmp(what, "black") == 0  ? black_out(&bundle, args, why)
            : strcmp(what, "keep") == 0 ? choose(&bundle, args, PASSAGE_KEPT, why)
                                        : choose(&bundle, args, PASSAGE_OUT, why);
        if (!e && !(e = access_bundle_keep(cli->store, &bundle, why)))
            cli_say(cli, N_("Written down. Passages still to be decided: %zu."), access_bundle_left(&bundle));
    }
    access_bundle_release(&bundle);
    return e;
}

static enum err sign(struct cli *cli, int64_t id, struct why *why)
{
    enum err e = access_request_sign(cli->store, id, why);

    if (!e)
        cli_say(cli, N_("Signed. The officer who handles it can give the papers out."));
    return e;
}

enum err command_access(struct cli *cli, struct args *args, struct why *why)
{
    static const struct {
        const char *name;
        int least, most;
    } ways[] = { { "bundle", 2, 2 }, { "keep", 3, -1 }, { "out", 3, -1 },
                 { "black", 4, -1 }, { "done", 2, 2 },  { "sign", 2, 2 } };
    bool all = args_flag(args, "--all");
    size_t way = 0;
    int64_t id;
    enum err e;

    if ((e = args_check(args, 1, -1, why)) ||
        (e = store_find(cli->store, &access_request_type, args->items[0], &id, why)))
        return e;
    if (args->count == 1)
        return show(cli, id, why);
    while (way < sizeof ways / sizeof ways[0] && strcmp(ways[way].name, args->items[1]) != 0)
        way++;
    if (way == sizeof ways / sizeof ways[0])
        return why_set(why, E_USAGE, N_("A request takes bundle, keep, out, black, done or sign, not \"%s\"."),
                       args->items[1]);
    if ((e = args_check(args, ways[way].least, ways[way].most, why)))
        return e;
    return strcmp(args->items[1], "sign") == 0 ? sign(cli, id, why) : work(cli, id, args, all, why);
}
