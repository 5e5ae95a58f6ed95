/* `townkeep document`: a numbered copy of a paper of a case to a file, and what became of a copy. */
#include <string.h>

#include "cli_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/exchange/document.h"

static enum err take_party(struct cli *cli, const char *name, int64_t *out, struct why *why)
{
    return name ? store_find(cli->store, &party_type, name, out, why) : OK;
}

/* A meeting is named by its day, or its number. */
static enum err find_meeting(struct cli *cli, const char *named, int64_t *id, struct why *why)
{
    char day[DATE_TEXT_SIZE];
    struct date on;

    if (!date_read(named, clock_today(), &on))
        return store_find(cli->store, &panel_meeting_type, named, id, why);
    date_format(on, day);
    return store_find(cli->store, &panel_meeting_type, day, id, why);
}

/* What the document is made from: the meeting that was named, or the newest item or plan of the case. */
static enum err find_subject(struct cli *cli, enum document_kind kind, const char *named, int64_t *id, struct why *why)
{
    bool of_meeting = document_form(kind)->of == &panel_meeting_type;
    enum err e = cli_reading(cli, of_meeting ? &panel_meeting_type : &episode_type, why);

    if (e || of_meeting)
        return e ? e : find_meeting(cli, named, id, why);
    if (document_form(kind)->of == &access_request_type)
        return store_find(cli->store, &access_request_type, named, id, why);
    if ((e = store_find(cli->store, &episode_type, named, id, why)))
        return e;
    return document_subject(cli->store, kind, *id, id, why);
}

static enum err tell_given(struct cli *cli, const struct document_given *given, struct why *why)
{
    enum err e = cli_print(cli, "%lld\n", (long long)given->number);

    if (!e && given->passphrase[0])
        e = cli_print(cli, "%s\n", given->passphrase);
    if (e)
        return why_set(why, e, "%s", err_text(e));
    cli_say(cli, given->passphrase[0]
                     ? N_("The second line is the passphrase of the file, shown only now: tell it by another way.")
                     : N_("The file is readable by anyone who gets hold of it: delete it when it is printed."));
    return OK;
}

static enum err give_out(struct cli *cli, struct args *args, struct why *why)
{
    struct document_wish wish = { .is_sealed = args_flag(args, "--sealed") };
    struct document document = { 0 };
    struct document_given given;
    const char *to, *party;
    enum document_kind kind;
    int64_t subject = 0;
    enum err e;

    if ((e = args_take(args, "--to", &to, why)) || (e = args_take(args, "--party", &party, why)) ||
        (e = args_take_day(args, "--return-by", &wish.copy.return_by, why)) || (e = args_check(args, 3, 3, why)))
        return e;
    if (!document_kind_read(store_words(cli->store), args->items[0], &kind))
        return why_set(why, E_USAGE, N_("There is no paper \"%s\": f2_sheet, f3_sheet, decision_letter, plan, agenda."),
                       args->items[0]);
    wish.copy.to_person = to && strcmp(to, "person") == 0;
    wish.copy.recipient = to && !wish.copy.to_person ? to : "";
    wish.path = args->items[2];
    wish.is_sealed |= document_form(kind)->is_sealed;
    if ((e = take_party(cli, party, &wish.copy.party, why)) ||
        (e = find_subject(cli, kind, args->items[1], &subject, why)) ||
        (e = document_make(cli->store, kind, subject, &document, why)) ||
        (e = document_give(cli->store, &document, &wish, &given, why)))
        goto done;
    e = tell_given(cli, &given, why);
    explicit_bzero(&given, sizeof given);
done:
    document_release(&document);
    return e;
}

/* document returned NUMBER HOW [--on DAY] */
static enum err say_returned(struct cli *cli, struct args *args, struct why *why)
{
    struct date on = clock_today();
    const struct vocabulary_entry *how;
    int64_t number;
    enum err e;

    if ((e = args_take_day(args, "--on", &on, why)) || (e = args_check(args, 3, 3, why)) ||
        (e = cli_reading(cli, &copy_type, why)))
        return e;
    if (!text_to_int(args->items[1], &number))
        return why_set(why, E_USAGE, N_("A copy is named by its number, not \"%s\"."), args->items[1]);
    how = vocabulary_read(store_words(cli->store), "copy_return", args->items[2]);
    if ((e = copy_returned(cli->store, number, how ? how->code : args->items[2], on, why)))
        return e;
    cli_say(cli, N_("Written down."));
    return OK;
}

enum err command_document(struct cli *cli, struct args *args, struct why *why)
{
    if (args->count > 0 && strcmp(args->items[0], "returned") == 0)
        return say_returned(cli, args, why);
    return give_out(cli, args, why);
}
