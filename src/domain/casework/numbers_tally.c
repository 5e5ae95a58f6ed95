/* The counts by quarter: where each stands, which day belongs to which quarter, and walking through the records. */
#include "numbers_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/queries.h"

enum { PAGE_ROWS = 200 };

/* --- groups --- */
struct code {
    const char *code, *label;
};
static const struct code overrides[] = {
    { "break_glass", N_("Opened in an emergency") },
    { "over_limit", N_("More support at once than the limit") },
    { "not_shared", N_("Assessment not shown to the person") },
    { "extended", N_("Screening extended") },
    { "told_later", N_("Person to be told later") },
    { "not_told", N_("Shared without telling the person") },
};
enum { OVERRIDES = sizeof overrides / sizeof overrides[0] };

static const struct {
    const char *list;       /* of the word lists; NULL: overrides */
    const char *parents[2]; /* only codes under one of these; NULL all */
} groups[GROUP_COUNT] = {
    [GROUP_DECISION] = { .list = "screening_decision" },
    [GROUP_REASON] = { .list = "referral_reason", .parents = { "unfounded", "out_of_mandate" } },
    [GROUP_SOURCE] = { .list = "referral_source" },
    [GROUP_SOURCE_SCREENED] = { .list = "referral_source" },
    [GROUP_SOURCE_IN] = { .list = "referral_source" },
    [GROUP_SOURCE_UNFOUNDED] = { .list = "referral_source" },
    [GROUP_CHANNEL] = { .list = "referral_channel" },
    [GROUP_CHANNEL_SCREENED] = { .list = "referral_channel" },
    [GROUP_CHANNEL_IN] = { .list = "referral_channel" },
    [GROUP_PROGRESS] = { .list = "goal_progress" },
    [GROUP_CHANGE] = { .list = "review_change" },
    [GROUP_OVERRIDE] = { .list = NULL },
    [GROUP_SHARING] = { .list = "sharing_direction" },
    [GROUP_CLOSURE] = { .list = "closure_reason" },
    [GROUP_FEEDBACK] = { .list = "closure_feedback" },
};

static enum err new_count(struct tally *tally, const char *code, const char *label, struct why *why)
{
    if (tally->count == TALLY_COUNTS_MAX)
        return why_set(why, E_INVALID, N_("A word list of casework has too many entries to be counted."));
    tally->counts[tally->count++] = (struct tally_count){ .code = code, .label = label };
    return OK;
}

static bool is_under(const struct vocabulary_entry *entry, const char *const parents[2])
{
    return !parents[0] || strcmp(entry->parent, parents[0]) == 0 || strcmp(entry->parent, parents[1]) == 0;
}

static enum err start_list(struct tally *tally, enum group group, struct why *why)
{
    const struct vocabularies *words = store_words(tally->store);
    size_t count;
    const struct vocabulary_entry *entries = vocabulary_entries(words, groups[group].list, &count);
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++) {
        if (strcmp(entries[i].code, "unknown") != 0 && is_under(&entries[i], groups[group].parents))
            e = new_count(tally, entries[i].code, vocabulary_label(words, groups[group].list, entries[i].code), why);
    }
    return e;
}

static enum err start_group(struct tally *tally, enum group group, struct why *why)
{
    enum err e = OK;

    tally->group_first[group] = tally->count;
    if (groups[group].list)
        e = start_list(tally, group, why);
    for (size_t i = 0; i < OVERRIDES && !groups[group].list && !e; i++)
        e = new_count(tally, overrides[i].code, _(overrides[i].label), why);
    if (!e)
        e = new_count(tally, "", group == GROUP_DECISION ? _("not decided") : _("not known"), why);
    tally->group_first[group + 1] = tally->count;
    return e;
}

enum err tally_start(struct tally *tally, struct store *store, struct why *why)
{
    enum err e = clock_limits_load(store, &tally->limits, why);

    tally->store = store;
    for (int i = 0; i < COUNT_SINGLES && !e; i++)
        e = new_count(tally, "", count_label((enum count)i), why);
    for (int i = 0; i < GROUP_COUNT && !e; i++)
        e = start_group(tally, (enum group)i, why);
    return e;
}

size_t tally_group_size(const struct tally *tally, enum group group)
{
    return tally->group_first[group + 1] - tally->group_first[group];
}

size_t tally_find(const struct tally *tally, enum group group, const char *code)
{
    size_t at = tally->group_first[group], last = tally->group_first[group + 1] - 1;

    while (at < last && strcmp(tally->counts[at].code, code) != 0)
        at++;
    return at;
}

/* --- quarters --- */
int tally_quarter(const struct tally *tally, struct date day)
{
    int quarter = (day.year - tally->first_year) * 4 + (day.month - 1) / 3;

    return day.year >= tally->first_year && quarter < (int)tally->quarter_count ? quarter : -1;
}

int tally_quarter_of(const struct tally *tally, const char *quarter)
{
    struct date day = { .month = 1, .day = 1 };

    if (strlen(quarter) != 7 || strspn(quarter, "0123456789") != 4 || quarter[6] < '1' || quarter[6] > '4')
        return -1;
    for (int i = 0; i < 4; i++)
        day.year = day.year * 10 + quarter[i] - '0';
    day.month = (quarter[6] - '1') * 3 + 1;
    return tally_quarter(tally, day);
}

void tally_add(struct tally *tally, enum count count, int quarter, int64_t how_many)
{
    if (quarter >= 0)
        tally->counts[count].in[quarter] += how_many;
}

void tally_add_code(struct tally *tally, enum group group, int quarter, const char *code, int64_t how_many)
{
    if (quarter >= 0)
        tally->counts[tally_find(tally, group, code)].in[quarter] += how_many;
}

void tally_add_days(struct tally *tally, enum span span, int quarter, int64_t days)
{
    if (quarter >= 0 && days >= 0)
        tally->days[span][quarter][days < TALLY_DAYS_MAX ? days : TALLY_DAYS_MAX]++;
}

/* --- records --- */
bool day_of(const struct record *record, const char *key, struct date *out)
{
    return date_parse(record_text(record, key), false, out);
}

bool text_is(const struct record *record, const char *key, const char *code)
{
    return strcmp(record_text(record, key), code) == 0;
}

enum err tally_each(struct tally *tally, struct query *query, tally_row *row, struct why *why)
{
    struct record_page page = { 0 };
    struct record last = { 0 };
    bool more = true;
    enum err e = OK;

    query->which = QUERY_ALL;
    while (more && !e) {
        e = store_page(tally->store, query, last.type ? &last : NULL, false, PAGE_ROWS, &page, why);
        for (size_t i = 0; i < page.count && !e; i++)
            e = row(tally, &page.records[i], why);
        more = page.more_after && page.count > 0;
        record_release(&last);
        if (more && !e)
            e = record_copy(&last, &page.records[page.count - 1]);
        record_page_release(&page);
    }
    record_release(&last);
    return e;
}
