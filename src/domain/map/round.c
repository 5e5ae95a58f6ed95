/* A round from its records: see round.h. */
#include "townkeep/domain/round.h"

#include <stdlib.h>
#include <string.h>

#include "round_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

/* --- which round --- */
static enum err find_running(struct store *store, struct record_page *page, struct why *why)
{
    struct query query;

    query_init(&query, &mapping_round_type);
    query_narrow(&query, "status", FILTER_IS, "running");
    query_sort(&query, "opened_on", true);
    return store_page(store, &query, NULL, false, 1, page, why);
}

enum err round_running(struct store *store, int64_t *id, struct why *why)
{
    struct record_page page = { 0 };
    enum err e = find_running(store, &page, why);

    *id = !e && page.count > 0 ? page.records[0].id : 0;
    record_page_release(&page);
    return e;
}

static enum err count_today(struct store *store, struct round_today *out, struct why *why)
{
    struct query query;
    bool more;

    query_init(&query, &party_type);
    query_narrow_date(&query, "verified_on", FILTER_IS, clock_today());
    return store_count(store, &query, out->daily, &out->done, &more, why);
}

enum err round_today(struct store *store, struct round_today *out, struct why *why)
{
    struct record_page page = { 0 };
    enum err e = find_running(store, &page, why);

    *out = (struct round_today){ 0 };
    if (!e && page.count > 0) {
        out->id = page.records[0].id;
        out->daily = (size_t)record_number(&page.records[0], "daily");
        text_cut_into(out->title, sizeof out->title, record_text(&page.records[0], "title"));
        e = count_today(store, out, why);
    }
    record_page_release(&page);
    return e;
}

/* --- groups --- */
static enum err make_groups(struct round_job *job, struct why *why)
{
    const struct value *hard = record_value(&job->round->record, "audience");
    size_t count;
    const struct vocabulary_entry *entries = vocabulary_entries(store_words(job->store), "audience", &count);

    if (!(job->groups = calloc(count + 1, sizeof *job->groups)))
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    for (size_t i = 0; i < count; i++) {
        bool is_hard = value_list_has(hard, entries[i].code);

        if (strcmp(entries[i].code, "everyone") != 0 && (!entries[i].retired || is_hard))
            job->groups[job->group_count++] = (struct round_group){ .code = entries[i].code, .is_hard = is_hard };
    }
    return OK;
}

/* --- in which order --- */
/* What is open is asked as it came, what was put off after it; then what waits for somebody, then what is answered. */
static enum err sort_questions(struct round *round, struct why *why)
{
    struct round_question *sorted = calloc(round->count + 1, sizeof *sorted);
    size_t at = 0;

    if (!sorted)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    for (int state = ROUND_OPEN; state <= ROUND_ANSWERED; state++) {
        for (size_t i = 0; i < round->count; i++) {
            if ((int)round->questions[i].state == state)
                sorted[at++] = round->questions[i];
        }
        if (state == ROUND_LATER)
            round->open = at;
    }
    free(round->questions);
    round->questions = sorted;
    round->room = round->count;
    return OK;
}

static void count_progress(struct round *round)
{
    struct round_progress *progress = &round->progress;

    progress->daily = (size_t)record_number(&round->record, "daily");
    progress->questions = round->count;
    progress->answered = round->count - round->open;
    for (size_t i = 0; i < round->count; i++)
        progress->asked += round->questions[i].state == ROUND_ASKED;
}

/* --- all of it --- */
static void job_release(struct round_job *job)
{
    for (size_t i = 0; i < job->group_count; i++)
        free(job->groups[i].candidates);
    free(job->groups);
    free(job->places);
    free(job->stale);
    offers_release(&job->offers);
    same_as_release(&job->same);
    standings_release(&job->standings);
}

static enum err work_out(struct round_job *job, struct why *why)
{
    enum err e;

    if ((e = make_groups(job, why)) || (e = same_as_load(job->store, &job->same, why)) ||
        (e = standings_load(job->store, job->today, &job->standings, why)) ||
        (e = offers_read(job->store, &job->same, &job->offers, why)) || (e = round_read_places(job, why)) ||
        (e = round_read_parties(job, why)) || (e = round_ask(job, why)) || (e = round_read_answers(job, why)))
        return e;
    return sort_questions(job->round, why);
}

enum err round_load(struct store *store, int64_t id, struct round *out, struct why *why)
{
    struct round_job job = { .store = store, .round = out, .today = clock_today() };
    enum err e;

    memset(out, 0, sizeof *out);
    if (id == 0 && (e = round_running(store, &id, why)))
        return e;
    if (id == 0)
        return E_NOT_FOUND;
    if ((e = store_load(store, &mapping_round_type, id, &out->record, why)))
        return e;
    out->is_running = strcmp(record_text(&out->record, "status"), "running") == 0;
    if (!date_parse(record_text(&out->record, "opened_on"), false, &out->opened))
        out->opened = job.today;
    if (!(e = work_out(&job, why)))
        count_progress(out);
    job_release(&job);
    return e;
}

void round_release(struct round *round)
{
    record_release(&round->record);
    free(round->questions);
    free(round->queue);
    arena_release(&round->text);
    memset(round, 0, sizeof *round);
}
