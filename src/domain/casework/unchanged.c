/*
 * A second officer signs what was proposed. The papers a proposal rests on can still be corrected while it waits, so
 * before a signature counts the history is asked whether one of them has changed since: then it must be read and
 * proposed again.
 */
#include "take_in.h"

#include <stdlib.h>

#include "townkeep/base/i18n.h"

enum { AT_A_TIME = 16 };

static bool is_change(const struct history_row *row)
{
    return row->kind != ENTRY_VIEW && row->kind != ENTRY_EXPORT;
}

/* Entries are numbered in time, as records are: what came after the proposal has a higher number than its event. */
static enum err changed_after(struct store *store, const struct record *paper, int64_t proposal, bool *changed,
                              struct why *why)
{
    struct history_row *rows = calloc(AT_A_TIME, sizeof *rows);
    int64_t before = 0;
    size_t count = AT_A_TIME;
    enum err e = rows ? OK : E_MEMORY;

    *changed = paper->id > proposal;
    while (!e && !*changed && count == AT_A_TIME) {
        e = store_history(store, paper->type, paper->id, before, AT_A_TIME, rows, &count, why);
        for (size_t i = 0; i < count && !e && !*changed; i++)
            *changed = rows[i].entry > proposal && is_change(&rows[i]);
        if (count == 0 || rows[count - 1].entry <= proposal)
            break;
        before = rows[count - 1].entry;
    }
    free(rows);
    return e;
}

static enum err check_type(struct taking *taking, const struct record_type *type, int64_t proposal,
                           struct problems *problems, struct why *why)
{
    size_t count;
    const struct record *papers = casework_papers(&taking->casework, type, &count);
    bool changed = false;
    enum err e = OK;

    for (size_t i = 0; i < count && !changed && !e; i++)
        e = changed_after(taking->store, &papers[i], proposal, &changed, why);
    if (!e && changed)
        problems_add(problems, -1,
                     N_("%s: what was proposed has changed since. Read it, return the proposal, and let it be proposed "
                        "again."),
                     _(type->label));
    return e;
}

enum err unchanged_check(struct taking *taking, const struct record *waiting, struct problems *problems,
                         struct why *why)
{
    const struct transition *proposed = workflow_find(record_text(waiting, "action"));
    enum err e = OK;

    for (size_t i = 0; proposed && i < TRANSITION_PAPERS_MAX && proposed->rests_on[i] && !e; i++)
        e = check_type(taking, proposed->rests_on[i], waiting->id, problems, why);
    return e;
}
