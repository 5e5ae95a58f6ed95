/*
 * Versions of an assessment: loading one with its items, beginning the next from the one before, and what changed
 * between two. A version is never rewritten after the panel has it, so every judgement can be read as it was made.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/assessment.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

/* --- one version --- */
void assessment_release(struct assessment *assessment)
{
    record_release(&assessment->record);
    for (size_t i = 0; i < assessment->item_count; i++)
        record_release(&assessment->items[i]);
    free(assessment->items);
    memset(assessment, 0, sizeof *assessment);
}

/* A list holds sealed values closed, so each item is loaded by itself. */
static enum err load_items_of(struct store *store, const struct record_page *page, struct assessment *out,
                              struct why *why)
{
    struct record *grown = realloc(out->items, (out->item_count + page->count) * sizeof *grown);
    enum err e = OK;

    if (!grown)
        return E_MEMORY;
    out->items = grown;
    for (size_t i = 0; i < page->count && !e; i++) {
        e = store_load(store, &assessment_item_type, page->records[i].id, &out->items[out->item_count], why);
        out->item_count += e == OK;
    }
    return e;
}

static int place_of(const struct vocabularies *words, const struct record *item)
{
    const struct vocabulary_entry *entry = vocabulary_find(words, "assessment_item", record_text(item, "item"));

    return entry ? entry->order : INT32_MAX;
}

/* Insertion: the items come nearly in order, because they are made in order. */
static void order_items(const struct vocabularies *words, struct assessment *assessment)
{
    for (size_t i = 1; i < assessment->item_count; i++) {
        struct record item = assessment->items[i];
        int place = place_of(words, &item);
        size_t at = i;

        while (at > 0 && place_of(words, &assessment->items[at - 1]) > place) {
            assessment->items[at] = assessment->items[at - 1];
            at--;
        }
        assessment->items[at] = item;
    }
}

static enum err load_items(struct store *store, struct assessment *out, struct why *why)
{
    enum { AT_A_TIME = 64 };
    struct record_page page = { 0 };
    struct record anchor = { 0 };
    struct query query;
    bool more = true;
    enum err e = OK;

    query_init(&query, &assessment_item_type);
    query_narrow_number(&query, "assessment", FILTER_IS, out->record.id);
    while (more && !e) {
        e = store_page(store, &query, anchor.type ? &anchor : NULL, false, AT_A_TIME, &page, why);
        if (!e && page.count > 0)
            e = load_items_of(store, &page, out, why);
        more = !e && page.more_after && page.count > 0;
        record_release(&anchor);
        if (more)
            e = record_copy(&anchor, &page.records[page.count - 1]);
        record_page_release(&page);
    }
    record_release(&anchor);
    if (!e)
        order_items(store_words(store), out);
    return e;
}

enum err assessment_load(struct store *store, int64_t id, struct assessment *out, struct why *why)
{
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = store_load(store, &assessment_type, id, &out->record, why)) || (e = load_items(store, out, why)))
        assessment_release(out);
    return e;
}

/* The highest number below `below`. */
static enum err find_version(struct store *store, int64_t episode, int64_t below, int64_t *id, struct why *why)
{
    enum { VERSIONS_MAX = 100 }; /* a version a quarter for 25 years */
    struct record_page page = { 0 };
    struct query query;
    int64_t highest = 0;
    enum err e;

    *id = 0;
    query_init(&query, &assessment_type);
    query.which = QUERY_ALL;
    query_narrow_number(&query, "episode", FILTER_IS, episode);
    e = store_page(store, &query, NULL, false, VERSIONS_MAX, &page, why);
    for (size_t i = 0; i < page.count && !e; i++) {
        int64_t version = record_number(&page.records[i], "version");

        if (version <= highest || version >= below)
            continue;
        highest = version;
        *id = page.records[i].id;
    }
    record_page_release(&page);
    return e;
}

enum err assessment_newest(struct store *store, int64_t episode, int64_t *id, struct why *why)
{
    return find_version(store, episode, INT64_MAX, id, why);
}

enum err assessment_before(struct store *store, const struct assessment *assessment, int64_t *id, struct why *why)
{
    return find_version(store, record_number(&assessment->record, "episode"),
                        record_number(&assessment->record, "version"), id, why);
}

/* --- the next version --- */
struct beginning {
    struct store *store;
    struct record episode;
    struct assessment before; /* all zero: there is none */
    struct record head;
};

static void beginning_release(struct beginning *beginning)
{
    record_release(&beginning->episode);
    assessment_release(&beginning->before);
    record_release(&beginning->head);
}

/* An assessment is made with the person's agreement, and no longer than the case goes on. */
static enum err require_state(const struct record *episode, struct why *why)
{
    static const char *const agreed[] = { "assessing",   "panel_listed", "panel_decided", "deferred", "planning",
                                          "plan_agreed", "active",       "paused",        "reviewing" };
    const char *state = record_text(episode, "state");

    for (size_t i = 0; i < sizeof agreed / sizeof agreed[0]; i++) {
        if (strcmp(state, agreed[i]) == 0)
            return OK;
    }
    if (strcmp(state, "screened_in") == 0 || strcmp(state, "invited") == 0)
        return why_set(why, E_INVALID,
                       N_("The person has not agreed yet. An assessment is begun once the person agrees to take "
                          "part."));
    return why_set(why, E_INVALID, N_("This case has ended. Take in what is new as a new referral."));
}

static bool any_closed(const struct assessment *assessment)
{
    bool closed = record_has_closed(&assessment->record);

    for (size_t i = 0; i < assessment->item_count && !closed; i++)
        closed = record_has_closed(&assessment->items[i]);
    return closed;
}

static enum err load_before(struct beginning *beginning, struct why *why)
{
    int64_t newest;
    enum err e = assessment_newest(beginning->store, beginning->episode.id, &newest, why);

    if (e || newest == 0)
        return e;
    if ((e = assessment_load(beginning->store, newest, &beginning->before, why)))
        return e;
    if (any_closed(&beginning->before))
        return why_set(why, E_PERMISSION, N_("You cannot open the assessment of this case."));
    return OK;
}

static enum err prepare(struct beginning *beginning, int64_t episode, struct why *why)
{
    enum err e;

    if ((e = store_require(beginning->store, ROLES_OF_CASEWORK, why)))
        return e;
    if (!store_casework_is_open(beginning->store))
        return why_set(why, E_PERMISSION, N_("Casework is closed. Open it with your passphrase first."));
    if ((e = store_load(beginning->store, &episode_type, episode, &beginning->episode, why)) ||
        (e = require_state(&beginning->episode, why)) ||
        (e = store_log_view(beginning->store, &episode_type, episode, "assessment", why)))
        return e;
    return load_before(beginning, why);
}

/* What is still so until somebody changes it; what must be judged anew, with a reason, starts empty. */
static enum err fill_head(struct beginning *beginning)
{
    static const char *const kept[] = { "sources", "person_view", "none_found", "summary",       "worse",
                                        "better",  "unknowns",    "tool",       "tool_certified" };
    const struct record *before = &beginning->before.record;
    struct record *head = &beginning->head;
    enum err e = record_init(head, &assessment_type);

    for (size_t i = 0; before->type && i < sizeof kept / sizeof kept[0] && !e; i++) {
        int at = field_find(&assessment_type, kept[i]);

        e = value_copy(&head->values[at], &before->values[at]);
    }
    if (e)
        return e;
    value_set_number(record_value(head, "episode"), beginning->episode.id);
    value_set_number(record_value(head, "version"), before->type ? record_number(before, "version") + 1 : 1);
    return value_set_text(record_value(head, "status"), ASSESSMENT_DRAFT);
}

static const struct record *find_item(const struct assessment *assessment, const char *code)
{
    for (size_t i = 0; i < assessment->item_count; i++) {
        if (strcmp(record_text(&assessment->items[i], "item"), code) == 0)
            return &assessment->items[i];
    }
    return NULL;
}

static enum err put_item(const struct beginning *beginning, const struct vocabulary_entry *entry, struct save *save,
                         struct why *why)
{
    const struct record *before = find_item(&beginning->before, entry->code);
    struct record item = { 0 };
    enum err e = before ? record_copy(&item, before) : record_init(&item, &assessment_item_type);

    if (e)
        return e;
    item.id = 0;
    value_set_number(record_value(&item, "episode"), beginning->episode.id);
    value_set_number(record_value(&item, "assessment"), beginning->head.id);
    if (!(e = value_set_text(record_value(&item, "status"), ASSESSMENT_DRAFT)) &&
        !(e = value_set_text(record_value(&item, "item_group"), entry->parent)) &&
        !(e = value_set_text(record_value(&item, "item"), entry->code)))
        e = save_put_by_program(save, &item, NULL, why);
    record_release(&item);
    return e;
}

static enum err put_all(struct beginning *beginning, struct save *save, struct why *why)
{
    const char *level = record_text(&beginning->episode, "level");
    size_t count;
    const struct vocabulary_entry *entries =
        vocabulary_entries(store_words(beginning->store), "assessment_item", &count);
    enum err e = save_put_by_program(save, &beginning->head, NULL, why);

    for (size_t i = 0; i < count && !e; i++) {
        if (!entries[i].retired && assessment_asks(level, entries[i].parent))
            e = put_item(beginning, &entries[i], save, why);
    }
    return e;
}

static enum err save_version(struct beginning *beginning, struct why *why)
{
    struct save *save = NULL;
    char sentence[120];
    enum err e = save_begin(beginning->store, ENTRY_CHANGE, &save, why);

    if (e)
        return e;
    if ((e = put_all(beginning, save, why))) {
        save_cancel(save);
        return e;
    }
    snprintf(sentence, sizeof sentence, _("%s: version %lld of the assessment begun"),
             record_text(&beginning->episode, "pseudonym"), (long long)record_number(&beginning->head, "version"));
    return save_commit(save, sentence, NULL, why);
}

enum err assessment_new_version(struct store *store, int64_t episode, int64_t *id, struct why *why)
{
    struct beginning beginning = { .store = store };
    enum err e;

    *id = 0;
    if ((e = prepare(&beginning, episode, why)))
        goto done;
    if (beginning.before.record.type &&
        strcmp(record_text(&beginning.before.record, "status"), ASSESSMENT_DRAFT) == 0) {
        *id = beginning.before.record.id;
        goto done;
    }
    if (!(e = fill_head(&beginning)) && !(e = save_version(&beginning, why)))
        *id = beginning.head.id;
done:
    beginning_release(&beginning);
    return e;
}

enum err assessment_set_status(struct save *save, struct store *store, int64_t id, const char *status, struct why *why)
{
    struct assessment assessment;
    enum err e = assessment_load(store, id, &assessment, why);

    if (e)
        return e;
    if (!(e = value_set_text(record_value(&assessment.record, "status"), status)))
        e = save_put_by_program(save, &assessment.record, NULL, why);
    for (size_t i = 0; i < assessment.item_count && !e; i++) {
        if (!(e = value_set_text(record_value(&assessment.items[i], "status"), status)))
            e = save_put_by_program(save, &assessment.items[i], NULL, why);
    }
    assessment_release(&assessment);
    return e;
}

/* --- what changed --- */
static struct assessment_change change_of(const struct record *item, const struct record *older,
                                          const struct record *newer)
{
    return (struct assessment_change){
        .item = record_text(item, "item"),
        .group = record_text(item, "item_group"),
        .before = older ? record_text(older, "answer") : "",
        .after = newer ? record_text(newer, "answer") : "",
        .what = !older   ? ASSESSMENT_ITEM_ADDED
                : !newer ? ASSESSMENT_ITEM_REMOVED
                         : ASSESSMENT_ANSWER_CHANGED,
    };
}

size_t assessment_changes(const struct assessment *older, const struct assessment *newer, struct assessment_change *out,
                          size_t max)
{
    size_t count = 0;

    for (size_t i = 0; i < newer->item_count; i++) {
        const struct record *item = &newer->items[i], *before = find_item(older, record_text(item, "item"));

        if (before && strcmp(record_text(before, "answer"), record_text(item, "answer")) == 0)
            continue;
        if (count < max)
            out[count] = change_of(item, before, item);
        count++;
    }
    for (size_t i = 0; i < older->item_count; i++) {
        const struct record *item = &older->items[i];

        if (find_item(newer, record_text(item, "item")))
            continue;
        if (count < max)
            out[count] = change_of(item, item, NULL);
        count++;
    }
    return count;
}
