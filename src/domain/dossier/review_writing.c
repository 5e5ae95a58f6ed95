/*
 * A review as it is written: which needs and strengths it asks about, what is missing, and saving all of it at once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"
#include "townkeep/domain/review.h"
#include "townkeep/domain/support_plan.h"

enum { PAGE_MAX = 200 };

static enum err load_page(struct store *store, const struct record_type *type, const char *key, int64_t id,
                          struct record_page *page, struct why *why)
{
    struct query query;

    query_init(&query, type);
    query_narrow_number(&query, key, FILTER_IS, id);
    return store_page(store, &query, NULL, false, PAGE_MAX, page, why);
}

/* --- which ones --- */
enum err review_baseline(struct store *store, int64_t episode, int64_t *id, struct why *why)
{
    struct record_page page = { 0 };
    int64_t lowest = INT64_MAX;
    enum err e = load_page(store, &assessment_type, "episode", episode, &page, why);

    *id = 0;
    for (size_t i = 0; i < page.count && !e; i++) {
        int64_t version = record_number(&page.records[i], "version");

        if (version >= lowest || strcmp(record_text(&page.records[i], "status"), ASSESSMENT_DRAFT) == 0)
            continue;
        lowest = version;
        *id = page.records[i].id;
    }
    record_page_release(&page);
    return e;
}

enum err review_current(struct store *store, const struct record *episode, int64_t *id, struct why *why)
{
    struct record_page page = { 0 };
    const char *newest = record_text(episode, "state_on");
    enum err e = load_page(store, &review_type, "episode", episode->id, &page, why);

    *id = 0;
    for (size_t i = 0; i < page.count && !e; i++) {
        if (strcmp(record_text(&page.records[i], "on"), newest) < 0)
            continue;
        newest = record_text(&page.records[i], "on");
        *id = page.records[i].id;
    }
    record_page_release(&page);
    return e;
}

/* --- what is asked about --- */
static bool asks_about(const struct review_writing *writing, const char *item)
{
    for (size_t i = 0; i < writing->count; i++) {
        if (strcmp(record_text(&writing->changes[i], "item"), item) == 0)
            return true;
    }
    return false;
}

static enum err add_change(struct review_writing *writing, int64_t episode, const char *item)
{
    struct record *grown, *change;
    enum err e;

    if (!item[0] || asks_about(writing, item))
        return OK;
    if (!(grown = realloc(writing->changes, (writing->count + 1) * sizeof *grown)))
        return E_MEMORY;
    writing->changes = grown;
    change = &grown[writing->count];
    if ((e = record_init(change, &review_change_type)))
        return e;
    writing->count++;
    value_set_number(record_value(change, "episode"), episode);
    return value_set_text(record_value(change, "item"), item);
}

/* A need or strength that was there; conduct is looked at in the next assessment. */
static bool was_found(const struct record *item)
{
    static const char *const found[] = { "some", "pressing", "strong", "yes" };

    for (size_t i = 0; i < sizeof found / sizeof found[0]; i++) {
        if (strcmp(record_text(item, "answer"), found[i]) == 0)
            return strcmp(record_text(item, "item_group"), "conduct") != 0;
    }
    return false;
}

static enum err ask_about_baseline(struct review_writing *writing, int64_t episode)
{
    enum err e = OK;

    for (size_t i = 0; i < writing->baseline.item_count && !e; i++) {
        if (was_found(&writing->baseline.items[i]))
            e = add_change(writing, episode, record_text(&writing->baseline.items[i], "item"));
    }
    return e;
}

static enum err ask_about_plan(struct review_writing *writing, struct store *store, int64_t episode, struct why *why)
{
    struct support_plan plan = { 0 };
    int64_t newest;
    enum err e = plan_newest(store, episode, &newest, why);

    if (e || newest == 0 || (e = plan_load(store, newest, &plan, why)))
        return e;
    for (size_t i = 0; i < plan.action_count && !e; i++)
        e = add_change(writing, episode, record_text(&plan.actions[i], "serves"));
    plan_release(&plan);
    return e;
}

/* What was answered already takes the place of what is asked. */
static enum err take_saved(struct review_writing *writing, struct store *store, int64_t episode, struct why *why)
{
    struct record_page page = { 0 };
    enum err e = load_page(store, &review_change_type, "review", writing->review.id, &page, why);

    for (size_t i = 0; i < page.count && !e; i++) {
        struct record saved = { 0 };
        const char *item;

        if ((e = store_load(store, &review_change_type, page.records[i].id, &saved, why)))
            break;
        item = record_text(&saved, "item");
        e = add_change(writing, episode, item);
        for (size_t k = 0; k < writing->count && !e; k++) {
            if (strcmp(record_text(&writing->changes[k], "item"), item) != 0)
                continue;
            record_release(&writing->changes[k]);
            e = record_copy(&writing->changes[k], &saved);
            break;
        }
        record_release(&saved);
    }
    record_page_release(&page);
    return e;
}

static enum err load_review(struct review_writing *writing, struct store *store, int64_t episode, int64_t review,
                            struct why *why)
{
    enum err e;

    if (review)
        return store_load(store, &review_type, review, &writing->review, why);
    if ((e = record_init(&writing->review, &review_type)) ||
        (e = record_start(&writing->review, store_words(store), clock_today(), why)))
        return e;
    value_set_number(record_value(&writing->review, "episode"), episode);
    return OK;
}

enum err review_load(struct store *store, int64_t episode, int64_t review, struct review_writing *out, struct why *why)
{
    int64_t baseline;
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = load_review(out, store, episode, review, why)) || (e = review_baseline(store, episode, &baseline, why)) ||
        (baseline && (e = assessment_load(store, baseline, &out->baseline, why))) ||
        (e = ask_about_baseline(out, episode)) || (e = ask_about_plan(out, store, episode, why)) ||
        (review && (e = take_saved(out, store, episode, why)))) {
        review_release(out);
        if (e == E_MEMORY)
            why_set(why, e, "%s", err_text(e));
    }
    return e;
}

void review_release(struct review_writing *writing)
{
    record_release(&writing->review);
    for (size_t i = 0; i < writing->count; i++)
        record_release(&writing->changes[i]);
    free(writing->changes);
    assessment_release(&writing->baseline);
    memset(writing, 0, sizeof *writing);
}

const char *review_answer_before(const struct review_writing *writing, const struct record *change)
{
    for (size_t i = 0; i < writing->baseline.item_count; i++) {
        if (strcmp(record_text(&writing->baseline.items[i], "item"), record_text(change, "item")) == 0)
            return record_text(&writing->baseline.items[i], "answer");
    }
    return "";
}

/* --- what is missing --- */
static bool changes_support(const struct record *review)
{
    static const char *const decisions[] = { "adapt", "step_down", "step_up" };

    for (size_t i = 0; i < sizeof decisions / sizeof decisions[0]; i++) {
        if (strcmp(record_text(review, "decision"), decisions[i]) == 0)
            return true;
    }
    return false;
}

static void want(const struct record *review, const char *key, const char *sentence, struct problems *problems)
{
    if (!record_has(review, key))
        problems_add(problems, field_find(review->type, key), "%s", gettext(sentence));
}

void review_missing(const struct review_writing *writing, struct problems *problems)
{
    const struct record *review = &writing->review;
    size_t open = 0;

    for (size_t i = 0; i < writing->count; i++)
        open += !record_has(&writing->changes[i], "change");
    if (open > 0)
        problems_add(problems, -1,
                     ngettext("Of %zu need or strength it is not said what became of it. Unknown is an answer.",
                              "Of %zu needs and strengths it is not said what became of them. Unknown is an answer.",
                              open),
                     open);
    want(review, "took_part", N_("Say whether the person took part in the review."), problems);
    want(review, "changes", N_("Write down what changed; “none” is an answer."), problems);
    want(review, "decision", N_("Write down what the review decided."), problems);
    want(review, "next_on", N_("Set in the review the day of the next one."), problems);
    if (strcmp(record_text(review, "decision"), "close") == 0)
        return;
    if (record_number(review, "reaffirmed") == 0)
        problems_add(problems, field_find(&review_type, "reaffirmed"),
                     N_("The person has not said again that they take part."));
    want(review, "proportionate", N_("Say in the review why support is still needed and in proportion."), problems);
    want(review, "needed_because", N_("Say in the review why the record is still needed."), problems);
    if (!changes_support(review))
        want(review, "unchanged_because", N_("Say in the review why the plan stays as it is."), problems);
}

/* --- saving --- */
/* An answer that was taken away leaves the list; one that was never given is no record. */
static enum err put_change(struct review_writing *writing, struct save *save, struct record *change, struct why *why)
{
    if (!record_has(change, "change"))
        return change->id ? save_archive(save, &review_change_type, change->id, _("answer taken away"), why) : OK;
    value_set_number(record_value(change, "review"), writing->review.id);
    return save_put(save, change, NULL, why);
}

static enum err put_all(struct review_writing *writing, struct save *save, struct problems *problems, struct why *why)
{
    enum err e = save_put(save, &writing->review, problems, why);

    for (size_t i = 0; i < writing->count && !e; i++)
        e = put_change(writing, save, &writing->changes[i], why);
    return e;
}

/* What was not saved is new again, so that the next try adds it. */
static void put_back(struct review_writing *writing, const int64_t *ids)
{
    for (size_t i = 0; i < writing->count; i++)
        writing->changes[i].id = ids[i];
    writing->review.id = ids[writing->count];
}

enum err review_save(struct store *store, struct review_writing *writing, const char *pseudonym,
                     struct problems *problems, struct saved *out, struct why *why)
{
    int64_t *ids = calloc(writing->count + 1, sizeof *ids);
    struct save *save = NULL;
    char sentence[120];
    enum err e;

    if (!ids)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    for (size_t i = 0; i < writing->count; i++)
        ids[i] = writing->changes[i].id;
    ids[writing->count] = writing->review.id;
    if ((e = save_begin(store, ENTRY_CHANGE, &save, why)))
        goto done;
    if ((e = put_all(writing, save, problems, why))) {
        save_cancel(save);
        goto done;
    }
    snprintf(sentence, sizeof sentence, _("%s: review of %s written"), pseudonym, record_text(&writing->review, "on"));
    e = save_commit(save, sentence, out, why);
done:
    if (e)
        put_back(writing, ids);
    free(ids);
    return e;
}
