/*
 * What the record of a service says for and against using it for this need. Each question is answered by one function;
 * silence of the record is said too, because an empty field is no yes.
 */
#include <stdarg.h>
#include <string.h>

#include "provider_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

enum {
    PLACES_TRUSTED_DAYS = 60, /* free places change quickly */
    FRESH_DAYS = 180,
    KNOWN_DAYS = 365,
    PLACE_DEPTH = 6, /* site, district, city, region */
    AGE_LIMIT = 130,
};

struct weighing {
    struct store *store;
    const struct provider_need *need;
    const struct record *service;
    struct provider *out;
    struct why *why;
};

void provider_say(struct provider *provider, enum provider_word word, int weight, const char *format, ...)
{
    size_t at = provider->reason_count;
    va_list args;

    provider->fit += weight;
    provider->refused = provider->refused || word == PROVIDER_REFUSES;
    if (provider->reason_count == PROVIDER_REASONS_MAX)
        return;
    while (at > 0 && provider->reasons[at - 1].word > word)
        at--;
    memmove(&provider->reasons[at + 1], &provider->reasons[at],
            (provider->reason_count - at) * sizeof provider->reasons[0]);
    provider->reason_count++;
    provider->reasons[at].word = word;
    va_start(args, format);
    text_print_args_into(provider->reasons[at].text, sizeof provider->reasons[at].text, format, args);
    va_end(args);
}

static bool is(const struct record *record, const char *key, const char *code)
{
    return strcmp(record_text(record, key), code) == 0;
}

static bool lists(const struct record *record, const char *key, const char *code)
{
    return value_list_has(&record->values[field_find(record->type, key)], code);
}

static const char *word_of(const struct weighing *it, const char *list, const char *code)
{
    return vocabulary_label(store_words(it->store), list, code);
}

/* The values of a list for people: "Youth, Family". */
static enum err words_of(const struct weighing *it, const char *key, struct buf *out)
{
    return store_show_value(it->store, it->service, field_find(it->service->type, key), out);
}

/* --- what refuses --- */
static enum err ask_open(const struct weighing *it)
{
    if (is(it->service, "status", "defunct"))
        provider_say(it->out, PROVIDER_REFUSES, 0, "%s", _("closed for good"));
    else if (is(it->service, "status", "inactive"))
        provider_say(it->out, PROVIDER_REFUSES, 0, "%s", _("not offered any more"));
    else if (is(it->service, "status", "temporarily_closed"))
        provider_say(it->out, PROVIDER_REFUSES, 0, "%s", _("closed for a time"));
    return OK;
}

static enum err ask_referrals(const struct weighing *it)
{
    const char *alert = record_text(it->service, "alert");

    if (is(it->service, "takes_referrals", "do_not_refer") && alert[0])
        provider_say(it->out, PROVIDER_REFUSES, 0, _("do not refer: %s"), alert);
    else if (is(it->service, "takes_referrals", "do_not_refer"))
        provider_say(it->out, PROVIDER_REFUSES, 0, "%s", _("do not refer"));
    else if (is(it->service, "takes_referrals", "yes"))
        provider_say(it->out, PROVIDER_FOR, 1, "%s", _("takes referrals"));
    else
        provider_say(it->out, PROVIDER_AGAINST, 0, "%s", _("ask them before you refer"));
    return OK;
}

/* "takes 16 to 25" */
static void ages_in_words(const struct record *service, char *out, size_t size)
{
    long long from = record_number(service, "min_age"), to = record_number(service, "max_age");

    if (record_has(service, "min_age") && record_has(service, "max_age"))
        text_print_into(out, size, _("takes %lld to %lld"), from, to);
    else if (record_has(service, "min_age"))
        text_print_into(out, size, _("takes %lld and older"), from);
    else
        text_print_into(out, size, _("takes up to %lld"), to);
}

static enum err ask_age(const struct weighing *it)
{
    const struct provider_need *need = it->need;
    int64_t from = record_number(it->service, "min_age");
    int64_t to = record_has(it->service, "max_age") ? record_number(it->service, "max_age") : AGE_LIMIT;
    char ages[80];

    if (!record_has(it->service, "min_age") && !record_has(it->service, "max_age"))
        return OK;
    ages_in_words(it->service, ages, sizeof ages);
    if (need->youngest < 0)
        provider_say(it->out, PROVIDER_AGAINST, 0, _("%s; the person's age is not known"), ages);
    else if (need->oldest < from || need->youngest > to)
        provider_say(it->out, PROVIDER_REFUSES, 0, _("%s only"), ages);
    else if (need->youngest < from || need->oldest > to)
        provider_say(it->out, PROVIDER_AGAINST, 0, _("%s; make sure of the person's age"), ages);
    else
        provider_say(it->out, PROVIDER_FOR, 1, "%s", ages);
    return OK;
}

/* --- how well it fits --- */
static enum err ask_area(const struct weighing *it)
{
    for (size_t i = 0; i < it->need->area_count; i++) {
        if (lists(it->service, "areas", it->need->areas[i])) {
            provider_say(it->out, PROVIDER_FOR, 4, _("works in: %s"), word_of(it, "area", it->need->areas[i]));
            return OK;
        }
    }
    if (it->need->area_count > 0)
        provider_say(it->out, PROVIDER_AGAINST, 0, "%s", _("what it works in is not written down"));
    return OK;
}

static enum err ask_level(const struct weighing *it)
{
    const char *level = it->need->level;
    struct buf words = { 0 };
    enum err e = OK;

    if (!level[0])
        return OK;
    if (lists(it->service, "levels", level) || lists(it->service, "levels", "cross_cutting"))
        provider_say(it->out, PROVIDER_FOR, 3, _("level: %s"), word_of(it, "level", level));
    else if (!record_has(it->service, "levels"))
        provider_say(it->out, PROVIDER_AGAINST, 0, "%s", _("its level of prevention is not written down"));
    else if (!(e = words_of(it, "levels", &words)))
        provider_say(it->out, PROVIDER_AGAINST, -2, _("meant for another level: %s"), buf_text(&words));
    buf_release(&words);
    return e;
}

/* Only groups by age: of the others nothing is known of a person here, and nothing shall be. */
static bool reaches_age(const struct record *service, const struct provider_need *need, bool *by_age)
{
    static const struct {
        const char *code;
        int from, to;
    } groups[] = { { "children", 0, 11 },
                   { "adolescents", 12, 17 },
                   { "young_adults", 18, 29 },
                   { "adults", 18, AGE_LIMIT },
                   { "older_people", 65, AGE_LIMIT } };
    bool reached = false;

    *by_age = false;
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (!lists(service, "audience", groups[i].code))
            continue;
        *by_age = true;
        reached = reached || (need->oldest >= groups[i].from && need->youngest <= groups[i].to);
    }
    return reached;
}

static enum err ask_audience(const struct weighing *it)
{
    struct buf words = { 0 };
    bool by_age;
    enum err e = OK;

    if (strcmp(it->need->level, "tertiary") == 0 &&
        (lists(it->service, "audience", "people_leaving") || lists(it->service, "audience", "people_returning")))
        provider_say(it->out, PROVIDER_FOR, 2, "%s", _("meant for people who leave a group or come back"));
    if (it->need->youngest < 0 || lists(it->service, "audience", "everyone"))
        return OK;
    if (!reaches_age(it->service, it->need, &by_age) && by_age && !(e = words_of(it, "audience", &words)))
        provider_say(it->out, PROVIDER_AGAINST, -2, _("meant for: %s"), buf_text(&words));
    buf_release(&words);
    return e;
}

static enum err ask_language(const struct weighing *it)
{
    const char *language = it->need->language;

    if (!language[0])
        return OK;
    if (lists(it->service, "languages", language))
        provider_say(it->out, PROVIDER_FOR, 2, _("speaks %s"), word_of(it, "language", language));
    else if (record_has(it->service, "interpretation"))
        provider_say(it->out, PROVIDER_FOR, 0, _("interpreting: %s"), record_text(it->service, "interpretation"));
    else if (record_has(it->service, "languages"))
        provider_say(it->out, PROVIDER_AGAINST, -2, _("does not speak %s"), word_of(it, "language", language));
    else
        provider_say(it->out, PROVIDER_AGAINST, 0, "%s", _("its languages are not written down"));
    return OK;
}

/* The district itself, or what it is part of. */
static enum err find_place(const struct weighing *it, int64_t *found)
{
    const struct value *places = &it->service->values[field_find(it->service->type, "places")];
    int64_t place = it->need->district;
    enum err e = OK;

    *found = 0;
    for (int depth = 0; depth < PLACE_DEPTH && place != 0 && *found == 0 && !e; depth++) {
        struct record record = { 0 };
        char id[24];

        text_print_into(id, sizeof id, "%lld", (long long)place);
        if (value_list_has(places, id))
            *found = place;
        else if (!(e = store_load(it->store, &place_type, place, &record, it->why)))
            place = record_number(&record, "parent");
        else if (e == E_NOT_FOUND) {
            place = 0;
            e = OK;
        }
        record_release(&record);
    }
    return e;
}

static enum err ask_place(const struct weighing *it)
{
    struct buf words = { 0 };
    int64_t found = 0;
    enum err e;

    if (it->need->district == 0)
        return OK;
    if (!record_has(it->service, "places")) {
        provider_say(it->out, PROVIDER_AGAINST, 0, "%s", _("where it works is not written down"));
        return OK;
    }
    if ((e = find_place(it, &found)))
        goto done;
    e = found != 0 ? store_title(it->store, &place_type, found, &words) : words_of(it, "places", &words);
    if (!e && found != 0)
        provider_say(it->out, PROVIDER_FOR, found == it->need->district ? 2 : 1, _("works in %s"), buf_text(&words));
    else if (!e)
        provider_say(it->out, PROVIDER_AGAINST, -1, _("works elsewhere: %s"), buf_text(&words));
done:
    buf_release(&words);
    return e;
}

/* --- how it stands today --- */
/* Days since a day of the record; -1 when there is none. */
static int64_t days_since(const struct weighing *it, const char *key)
{
    struct date day;

    if (!date_parse(record_text(it->service, key), false, &day))
        return -1;
    return date_to_days(it->need->today) - date_to_days(day);
}

static enum err ask_capacity(const struct weighing *it)
{
    const char *on = record_text(it->service, "capacity_on");
    long long free = record_number(it->service, "capacity_available");
    int64_t days = days_since(it, "capacity_on");

    if (!record_has(it->service, "capacity_available"))
        return OK;
    if (free == 0 && on[0])
        provider_say(it->out, PROVIDER_AGAINST, -3, _("no place free since %s"), on);
    else if (free == 0)
        provider_say(it->out, PROVIDER_AGAINST, -3, "%s", _("no place free"));
    else if (days >= 0 && days <= PLACES_TRUSTED_DAYS)
        provider_say(it->out, PROVIDER_FOR, 2,
                     ngettext("%lld place free on %s", "%lld places free on %s", (unsigned long)free), free, on);
    else
        provider_say(it->out, PROVIDER_AGAINST, 0, "%s", _("its free places were not asked for lately"));
    return OK;
}

static enum err ask_alert(const struct weighing *it)
{
    const char *alert = record_text(it->service, "alert"), *until = record_text(it->service, "alert_until");
    int64_t days = days_since(it, "alert_until");

    if (!alert[0] || days > 0 || is(it->service, "takes_referrals", "do_not_refer"))
        return OK;
    if (until[0])
        provider_say(it->out, PROVIDER_AGAINST, -1, _("until %s: %s"), until, alert);
    else
        provider_say(it->out, PROVIDER_AGAINST, -1, "%s", alert);
    return OK;
}

static enum err ask_freshness(const struct weighing *it)
{
    const char *on = record_text(it->service, "verified_on");
    int64_t days = days_since(it, "verified_on");

    if (days < 0)
        provider_say(it->out, PROVIDER_AGAINST, -2, "%s", _("nobody ever verified this entry"));
    else if (days > KNOWN_DAYS)
        provider_say(it->out, PROVIDER_AGAINST, -1, _("not verified since %s"), on);
    else
        provider_say(it->out, PROVIDER_FOR, days <= FRESH_DAYS ? 2 : 1, _("verified on %s"), on);
    return OK;
}

enum err provider_weigh(struct store *store, const struct provider_need *need, const struct record *service,
                        struct provider *out, struct why *why)
{
    static enum err (*const questions[])(
        const struct weighing *) = { ask_open,  ask_referrals, ask_age,      ask_area,  ask_level,    ask_audience,
                                     ask_place, ask_language,  ask_capacity, ask_alert, ask_freshness };
    const struct weighing it = { .store = store, .need = need, .service = service, .out = out, .why = why };
    enum err e = OK;

    memset(out, 0, sizeof *out);
    out->service = service->id;
    out->party = record_number(service, "party");
    text_cut_into(out->name, sizeof out->name, record_text(service, "name"));
    text_cut_into(out->verified_on, sizeof out->verified_on, record_text(service, "verified_on"));
    for (size_t i = 0; i < sizeof questions / sizeof questions[0] && !e; i++)
        e = questions[i](&it);
    return e;
}
