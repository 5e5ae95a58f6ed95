/*
 * Equality tallies of a whole year, a table for each way of counting: how many of each group came to which outcome. The
 * tallies know of no case, and what is published of them tells no count under five, neither by itself nor beside the
 * totals (disclosure_in.h).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "disclosure_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/numbers.h"
#include "townkeep/domain/queries.h"
#include "townkeep/domain/report.h"

enum { GROUPS_MAX = 40, OUTCOMES_MAX = REPORT_COLUMNS_MAX - 1, PAGE_ROWS = 200 };

struct group {
    char label[64];
    int64_t counts[OUTCOMES_MAX];
};
struct counted {
    const char *kind;                    /* code of the list tally_kind */
    struct group groups[GROUPS_MAX + 1]; /* then all of them; the last that has room takes what has none */
    size_t count;
};

static struct group *group_of(struct counted *counted, const char *label)
{
    for (size_t i = 0; i < counted->count; i++) {
        if (strcmp(counted->groups[i].label, label) == 0)
            return &counted->groups[i];
    }
    if (counted->count == GROUPS_MAX)
        return &counted->groups[GROUPS_MAX - 1];
    snprintf(counted->groups[counted->count].label, sizeof counted->groups[0].label, "%s", label);
    return &counted->groups[counted->count++];
}

static void count_tally(struct counted *counted, const struct record *tally, const struct vocabulary_entry *outcomes,
                        size_t outcome_count, int year)
{
    struct group *group;
    char years[16];

    snprintf(years, sizeof years, "%04d-", year);
    if (strcmp(record_text(tally, "group_kind"), counted->kind) != 0 ||
        strncmp(record_text(tally, "month"), years, strlen(years)) != 0)
        return;
    group = group_of(counted, record_text(tally, "group_label"));
    for (size_t i = 0; i < outcome_count; i++) {
        if (strcmp(outcomes[i].code, record_text(tally, "outcome")) == 0)
            group->counts[i] += record_number(tally, "count");
    }
}

static enum err count_all(struct store *store, struct counted *counted, const struct vocabulary_entry *outcomes,
                          size_t outcome_count, int year, struct why *why)
{
    struct record_page page = { 0 };
    struct record last = { 0 };
    struct query query;
    bool more = true;
    enum err e = OK;

    query_init(&query, &equality_tally_type);
    while (!e && more) {
        e = store_page(store, &query, last.type ? &last : NULL, false, PAGE_ROWS, &page, why);
        for (size_t i = 0; i < page.count; i++)
            count_tally(counted, &page.records[i], outcomes, outcome_count, year);
        more = page.more_after && page.count > 0;
        record_release(&last);
        if (!e && more)
            e = record_copy(&last, &page.records[page.count - 1]);
        record_page_release(&page);
    }
    record_release(&last);
    return e;
}

/* --- what may be told --- */
/* Of one outcome: every group, and all of them, which other reports tell too. */
static enum err settle(const struct counted *counted, size_t outcome, struct disclosure *disclosure,
                       int cells[GROUPS_MAX + 1])
{
    int64_t all = 0;
    enum err e = OK;

    for (size_t i = 0; i < counted->count && !e; i++) {
        e = disclosure_add(disclosure, counted->groups[i].counts[outcome], true, &cells[i]);
        all += counted->groups[i].counts[outcome];
    }
    if (e || (e = disclosure_add(disclosure, all, true, &cells[counted->count])))
        return e;
    return disclosure_sum(disclosure, cells[counted->count], cells, counted->count);
}

static const char *tell(struct report_result *out, const struct disclosure *disclosure, int cell, int64_t value)
{
    switch (disclosure_of(disclosure, cell)) {
    case DISCLOSED:
        return arena_printf(&out->text, "%lld", (long long)value);
    case DISCLOSED_UNDER:
        return "<5";
    case DISCLOSED_NEARLY:
        return arena_printf(&out->text, ">%lld", (long long)disclosure_more_than(disclosure, cell));
    case DISCLOSED_HELD_BACK:
        return "*";
    case DISCLOSED_NOTHING:
        break;
    }
    return "";
}

static enum err fill_column(const struct counted *counted, size_t outcome, struct report_result *out,
                            const char **const *rows)
{
    struct disclosure *disclosure = NULL;
    int cells[GROUPS_MAX + 1];
    int64_t all = 0;
    enum err e = disclosure_new(&disclosure);

    if (!e && !(e = settle(counted, outcome, disclosure, cells)))
        e = disclosure_settle(disclosure);
    for (size_t i = 0; i <= counted->count && !e; i++) {
        int64_t value = i < counted->count ? counted->groups[i].counts[outcome] : all;

        all += value;
        if (!(rows[i][outcome + 1] = tell(out, disclosure, cells[i], value)))
            e = E_MEMORY;
    }
    disclosure_free(disclosure);
    return e;
}

static enum err add_sheet(const struct counted *counted, const struct vocabulary_entry *outcomes, size_t outcome_count,
                          const struct vocabularies *words, struct report_result *out)
{
    struct report_column columns[REPORT_COLUMNS_MAX] = { { "group", _("Group"), false } };
    const char **rows[GROUPS_MAX + 1], *key, *title;
    struct report_sheet *sheet;
    enum err e = OK;

    for (size_t i = 0; i < outcome_count; i++) {
        const char *code = arena_copy(&out->text, outcomes[i].code);
        const char *label = arena_copy(&out->text, vocabulary_label(words, "tally_outcome", outcomes[i].code));

        columns[i + 1] = (struct report_column){ code ? code : "", label ? label : "", true };
    }
    key = arena_copy(&out->text, counted->kind);
    title = arena_copy(&out->text, vocabulary_label(words, "tally_kind", counted->kind));
    if (!key || !title)
        return E_MEMORY;
    sheet = report_add_sheet(out, key, title, columns, outcome_count + 1, counted->count + 1);
    for (size_t i = 0; sheet && i <= counted->count && !e; i++) {
        if (!(rows[i] = report_add_row(sheet)) ||
            !(rows[i][0] = arena_copy(&out->text, i < counted->count ? counted->groups[i].label : _("All"))))
            e = E_MEMORY;
    }
    for (size_t i = 0; sheet && i < outcome_count && !e; i++)
        e = fill_column(counted, i, out, rows);
    return sheet ? e : E_MEMORY;
}

static enum err add_kind(struct store *store, const char *kind, int year, struct report_result *out, struct why *why)
{
    struct counted *counted = calloc(1, sizeof *counted);
    size_t outcome_count;
    const struct vocabulary_entry *outcomes = vocabulary_entries(store_words(store), "tally_outcome", &outcome_count);
    enum err e = counted ? OK : E_MEMORY;

    outcome_count = outcome_count < OUTCOMES_MAX ? outcome_count : OUTCOMES_MAX;
    if (counted)
        counted->kind = kind;
    if (!e)
        e = count_all(store, counted, outcomes, outcome_count, year, why);
    if (!e && counted->count > 0 && (e = add_sheet(counted, outcomes, outcome_count, store_words(store), out)))
        e = why_set(why, e, N_("There is no memory left for the report."));
    if (!e && counted->count > 0)
        out->sheets[out->count - 1].note =
            arena_printf(&out->text, _("Tallies of the year %d, as people named themselves; of no case."), year);
    free(counted);
    return e == E_MEMORY ? why_set(why, e, N_("There is no memory left for the report.")) : e;
}

enum err report_equality(struct store *store, const struct report_wish *wish, struct report_result *out,
                         struct why *why)
{
    int year = date_is_valid(wish->to)     ? wish->to.year
               : date_is_valid(wish->from) ? wish->from.year
                                           : clock_today().year;
    size_t count;
    const struct vocabulary_entry *kinds = vocabulary_entries(store_words(store), "tally_kind", &count);
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++)
        e = add_kind(store, kinds[i].code, year, out, why);
    if (!e && out->count == 0)
        e = why_set(why, E_NOT_FOUND, N_("There are no tallies of the year %d."), year);
    out->legend = numbers_legend();
    return e;
}
