/*
 * Going through the vault for stakeholders that may be there twice, in slices: read what they say, count the words,
 * find who is worth comparing, compare. Only numbers are kept while comparing; reasons are written for the pairs that
 * are given.
 */
#include <stdlib.h>
#include <string.h>

#include "duplicates_in.h"
#include "townkeep/base/date.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

enum { PAGE_ROWS = 500, SLICE_MILLISECONDS = 40 };

struct candidate {
    uint32_t a, b; /* indexes of cards */
    int likeness;
};
struct decided {
    int64_t a, b;
};

struct duplicate_job {
    struct store *store;
    struct duplicate_wish wish;
    enum { JOB_EXTRAS, JOB_PARTIES, JOB_BLOCKS, JOB_PAIRS, JOB_DONE } stage;
    struct extras extras;
    struct record last; /* of the page before */
    struct cards cards;
    struct decided *decided; /* owned, by ids */
    size_t decided_count, decided_room;
    struct blocks *blocks;
    uint32_t at; /* next card to compare */
    struct candidate *found;
    size_t found_count, found_room;
    struct duplicate_pairs out;
};

void duplicate_pairs_release(struct duplicate_pairs *pairs)
{
    free(pairs->items);
    *pairs = (struct duplicate_pairs){ 0 };
}

/* --- what was decided --- */
static int compare_decided(const void *a, const void *b)
{
    const struct decided *first = a, *second = b;

    if (first->a != second->a)
        return first->a < second->a ? -1 : 1;
    return (first->b > second->b) - (first->b < second->b);
}

static enum err take_decision(const struct record *decision, void *context, struct why *why)
{
    struct duplicate_job *job = context;

    if (job->decided_count == job->decided_room) {
        size_t room = job->decided_room ? job->decided_room * 2 : 64;
        struct decided *decided = realloc(job->decided, room * sizeof *decided);

        if (!decided)
            return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
        job->decided = decided;
        job->decided_room = room;
    }
    job->decided[job->decided_count++] =
        (struct decided){ record_number(decision, "party_a"), record_number(decision, "party_b") };
    return OK;
}

static bool is_decided(const struct duplicate_job *job, int64_t a, int64_t b)
{
    const struct decided key = { a, b };

    return job->decided_count > 0 &&
           bsearch(&key, job->decided, job->decided_count, sizeof key, compare_decided) != NULL;
}

static enum err read_extras(struct duplicate_job *job, struct why *why)
{
    struct query query;
    enum err e;

    query_init(&query, &duplicate_decision_type);
    if ((e = query_each(job->store, &query, take_decision, job, why)))
        return e;
    if (job->decided_count > 1)
        qsort(job->decided, job->decided_count, sizeof *job->decided, compare_decided);
    job->stage = JOB_PARTIES;
    return extras_load(job->store, &job->extras, why);
}

/* --- who is there --- */
static enum err read_parties(struct duplicate_job *job, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &party_type);
    e = store_page(job->store, &query, job->last.type ? &job->last : NULL, false, PAGE_ROWS, &page, why);
    record_release(&job->last);
    job->last = (struct record){ 0 };
    for (size_t i = 0; i < page.count && !e; i++) {
        if (!record_has(&page.records[i], "same_as"))
            e = cards_add_party(&job->cards, &page.records[i], &job->extras);
    }
    if (!e && page.more_after && page.count > 0)
        e = record_copy(&job->last, &page.records[page.count - 1]);
    else if (!e)
        job->stage = JOB_BLOCKS;
    record_page_release(&page);
    return e;
}

static enum err make_blocks(struct duplicate_job *job)
{
    extras_release(&job->extras);
    cards_weigh(&job->cards);
    job->out.records = job->cards.count;
    job->stage = JOB_PAIRS;
    return blocks_make(&job->cards, &job->blocks);
}

/* --- comparing --- */
static enum err keep(struct duplicate_job *job, uint32_t a, uint32_t b, int likeness)
{
    if (job->found_count == job->found_room) {
        size_t room = job->found_room ? job->found_room * 2 : 256;
        struct candidate *found = realloc(job->found, room * sizeof *found);

        if (!found)
            return E_MEMORY;
        job->found = found;
        job->found_room = room;
    }
    job->found[job->found_count++] = (struct candidate){ a, b, likeness };
    return OK;
}

static enum err compare_card(struct duplicate_job *job, uint32_t card)
{
    const struct card *ours = &job->cards.items[card];
    const uint32_t *others;
    size_t count;
    enum err e = blocks_of(job->blocks, card, &others, &count);

    for (size_t i = 0; i < count && !e; i++) {
        const struct card *theirs = &job->cards.items[others[i]];
        int likeness = cards_score(ours, theirs, NULL);

        job->out.compared++;
        if (likeness >= job->wish.at_least && !is_decided(job, ours->id, theirs->id))
            e = keep(job, card, others[i], likeness);
    }
    return e;
}

/* The likeliest first; cards stand by their ids, so that their order decides what is left. */
static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *first = a, *second = b;

    if (first->likeness != second->likeness)
        return second->likeness - first->likeness;
    if (first->a != second->a)
        return first->a < second->a ? -1 : 1;
    return (first->b > second->b) - (first->b < second->b);
}

static enum err write_pairs(struct duplicate_job *job)
{
    struct duplicate_pairs *out = &job->out;

    if (job->found_count > 1)
        qsort(job->found, job->found_count, sizeof *job->found, compare_candidates);
    out->in_all = job->found_count;
    out->count = job->found_count < job->wish.most ? job->found_count : job->wish.most;
    out->items = calloc(out->count + 1, sizeof *out->items);
    if (!out->items)
        return E_MEMORY;
    for (size_t i = 0; i < out->count; i++) {
        const struct candidate *pair = &job->found[i];

        cards_score(&job->cards.items[pair->a], &job->cards.items[pair->b], &out->items[i]);
    }
    job->stage = JOB_DONE;
    return OK;
}

static enum err compare_some(struct duplicate_job *job)
{
    int64_t until = clock_monotonic() + SLICE_MILLISECONDS;
    enum err e = OK;

    while (job->at < job->cards.count && !e && clock_monotonic() < until)
        e = compare_card(job, job->at++);
    return e || job->at < job->cards.count ? e : write_pairs(job);
}

/* --- the job --- */
enum err duplicates_begin(struct store *store, const struct duplicate_wish *wish, struct duplicate_job **out,
                          struct why *why)
{
    struct duplicate_job *job = calloc(1, sizeof *job);

    *out = job;
    if (!job)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    job->store = store;
    job->wish = *wish;
    if (job->wish.at_least == 0)
        job->wish.at_least = DUPLICATE_SHOWN;
    if (job->wish.most == 0)
        job->wish.most = DUPLICATE_PAIRS;
    return OK;
}

enum err duplicates_step(struct duplicate_job *job, bool *more, struct why *why)
{
    enum err e = OK;

    switch (job->stage) {
    case JOB_EXTRAS:
        e = read_extras(job, why);
        break;
    case JOB_PARTIES:
        e = read_parties(job, why);
        break;
    case JOB_BLOCKS:
        e = make_blocks(job);
        break;
    case JOB_PAIRS:
        e = compare_some(job);
        break;
    case JOB_DONE:
        break;
    }
    *more = !e && job->stage != JOB_DONE;
    return e == E_MEMORY ? why_set(why, e, "%s", err_text(e)) : e;
}

void duplicates_take(struct duplicate_job *job, struct duplicate_pairs *out)
{
    *out = job->out;
    job->out = (struct duplicate_pairs){ 0 };
}

void duplicates_end(struct duplicate_job *job)
{
    if (!job)
        return;
    extras_release(&job->extras);
    record_release(&job->last);
    cards_release(&job->cards);
    blocks_free(job->blocks);
    duplicate_pairs_release(&job->out);
    free(job->decided);
    free(job->found);
    free(job);
}

enum err duplicates_find(struct store *store, const struct duplicate_wish *wish, struct duplicate_pairs *out,
                         struct why *why)
{
    struct duplicate_job *job;
    bool more = true;
    enum err e = duplicates_begin(store, wish, &job, why);

    *out = (struct duplicate_pairs){ 0 };
    if (!job)
        return e;
    while (more && !e)
        e = duplicates_step(job, &more, why);
    if (!e)
        duplicates_take(job, out);
    duplicates_end(job);
    return e;
}

/* --- two alone --- */
enum err duplicate_compare(const struct duplicate_facts *ours, const struct duplicate_facts *theirs,
                           struct duplicate_pair *out)
{
    struct cards cards = { 0 };
    enum err e = cards_add(&cards, ours);

    if (!e && !(e = cards_add(&cards, theirs))) {
        cards_weigh(&cards);
        cards_score(&cards.items[0], &cards.items[1], out);
    }
    cards_release(&cards);
    return e;
}
