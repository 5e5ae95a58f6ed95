/*
 * The figures an anonymised record leaves behind. They name nobody; but somebody who knows a person's age, who called
 * and by which way could still find the one row that fits. So a row keeps its codes only when it could be any of five:
 * else the age band goes, then who called, then the way, then why it was closed, until that is so.
 */
#include "decision_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/numbers.h"

enum { COULD_BE_ANY_OF = 5 };

/* What somebody might know of a person; those that may go come first, in the order in which they do. */
static const char *const known[] = {
    "age_band", "source", "channel", "closure_reason", "level", "decision", "subject"
};
enum { KNOWN_COUNT = sizeof known / sizeof known[0], MAY_GO = 4 };

void figures_release(struct figures *figures)
{
    for (size_t i = 0; i < figures->count; i++)
        record_release(&figures->rows[i]);
    free(figures->rows);
    memset(figures, 0, sizeof *figures);
}

/* An empty code may have been any: that row could be this person too. */
static bool could_be(const struct record *row, const struct record *other)
{
    for (int i = 0; i < KNOWN_COUNT; i++) {
        if (record_has(row, known[i]) && record_has(other, known[i]) &&
            strcmp(record_text(row, known[i]), record_text(other, known[i])) != 0)
            return false;
    }
    return true;
}

static size_t alike(const struct record *row, const struct record *rows, size_t count)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        found += could_be(row, &rows[i]);
    return found;
}

/* `rows`: what earlier records left. */
static void generalise(struct record *row, const struct record *rows, size_t count)
{
    for (int i = 0; i < MAY_GO && alike(row, rows, count) + 1 < COULD_BE_ANY_OF; i++)
        value_release(record_value(row, known[i]));
}

static enum err add_figures(struct store *store, const struct record *member, struct figures *out, struct why *why)
{
    struct casework casework = { 0 };
    struct record *row = &out->rows[out->count];
    enum err e;

    if (member->type != &referral_type && member->type != &episode_type)
        return OK;
    if ((e = casework_load(store, member->type, member->id, &casework, why)))
        return e;
    e = numbers_keep(store, &casework, row, why);
    if (e)
        record_release(row);
    else
        out->count++;
    casework_release(&casework);
    return e == E_NOT_FOUND ? OK : e; /* never counted */
}

/* All that there are; there is one for each record that was ever anonymised. */
static enum err load_left(struct store *store, struct record **rows, size_t *count, struct why *why)
{
    struct query query;

    query_init(&query, &closed_case_type);
    query.which = QUERY_ALL;
    return all_rows(store, &query, rows, count, why);
}

enum err figures_make(struct store *store, const struct retention_scope *scope, struct figures *out, struct why *why)
{
    struct record *left = NULL;
    size_t left_count = 0;
    enum err e = OK;

    memset(out, 0, sizeof *out);
    if (!(out->rows = calloc(scope->count + 1, sizeof *out->rows)))
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    for (size_t i = 0; i < scope->count && !e; i++)
        e = add_figures(store, &scope->members[i], out, why);
    if (!e)
        e = load_left(store, &left, &left_count, why);
    for (size_t i = 0; i < out->count && !e; i++)
        generalise(&out->rows[i], left, left_count);
    for (size_t i = 0; i < left_count; i++)
        record_release(&left[i]);
    free(left);
    return e;
}
