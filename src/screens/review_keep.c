/*
 * A review until it is saved: loading it with what it asks about, one save for all of it, and an encrypted draft. What
 * became of the needs and strengths is kept in one draft, because records that were never saved have no number of their
 * own to keep one under.
 */
#include <stdio.h>
#include <string.h>

#include "review_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

/* --- loading --- */
void reviewing_let_go(struct reviewing *reviewing)
{
    reviewing_close_leaf(reviewing);
    review_release(&reviewing->writing);
    record_release(&reviewing->before);
    table_clear(&reviewing->table);
    wipe(&reviewing->missing, sizeof reviewing->missing);
    wipe(reviewing->pseudonym, sizeof reviewing->pseudonym);
    reviewing->changed = false;
}

/* Whoever opens a review from a list, or its draft from home, knows nothing of its case. */
static enum err find_case(struct reviewing *reviewing, struct store *store, struct why *why)
{
    struct record review = { 0 };
    int64_t kept_at;
    enum err e = OK;

    if (reviewing->episode)
        return OK;
    e = reviewing->id ? store_load(store, &review_type, reviewing->id, &review, why)
                      : store_draft_load(store, &review_type, 0, &review, &kept_at, why);
    if (!e)
        reviewing->episode = record_number(&review, "episode");
    record_release(&review);
    return e;
}

/* The one being written is gone on with; those before it are only read. */
static enum err find_review(struct reviewing *reviewing, struct store *store, struct why *why)
{
    static const char *const states[] = { "active", "paused", "reviewing", "closing" };
    struct record episode = { 0 };
    int64_t current = 0;
    bool may = false;
    enum err e;

    if ((e = store_load(store, &episode_type, reviewing->episode, &episode, why)) ||
        (e = review_current(store, &episode, &current, why)))
        goto done;
    text_cut_into(reviewing->pseudonym, sizeof reviewing->pseudonym, record_text(&episode, "pseudonym"));
    text_cut_into(reviewing->state, sizeof reviewing->state, record_text(&episode, "state"));
    for (int i = 0; i < ARRAY_COUNT(states); i++)
        may = may || strcmp(reviewing->state, states[i]) == 0;
    if (!reviewing->id)
        reviewing->id = current;
    reviewing->is_open = may && store_may_write(store, &review_type) && (!reviewing->id || reviewing->id == current);
done:
    record_release(&episode);
    return e;
}

enum err reviewing_load(struct reviewing *reviewing, struct flow *flow, struct why *why)
{
    struct store *store = flow_store(flow);
    enum err e;

    reviewing_let_go(reviewing);
    if ((e = find_case(reviewing, store, why)) ||
        (e = store_log_view(store, &episode_type, reviewing->episode, "review", why)) ||
        (e = find_review(reviewing, store, why)) ||
        (e = review_load(store, reviewing->episode, reviewing->id, &reviewing->writing, why)))
        return e;
    if (reviewing->id && (e = record_copy(&reviewing->before, &reviewing->writing.review)))
        return why_set(why, e, "%s", err_text(e));
    return (e = reviewing_fill(reviewing, flow)) ? why_set(why, e, "%s", err_text(e)) : OK;
}

void reviewing_touch(struct reviewing *reviewing, struct flow *flow)
{
    reviewing->changed = true;
    reviewing->touched_at = clock_monotonic();
    if (reviewing_fill(reviewing, flow))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
}

/* --- drafts --- */
/* One line a need or strength: its code, what became of it, and the note behind. */
static enum err pack(const struct review_writing *writing, struct buf *out)
{
    enum err e = OK;

    for (size_t i = 0; i < writing->count && !e; i++) {
        const struct record *change = &writing->changes[i];

        e = buf_printf(out, "%s=%s=%s\n", record_text(change, "item"), record_text(change, "change"),
                       record_text(change, "note"));
    }
    return e;
}

static enum err unpack_line(struct review_writing *writing, const char *line, size_t len)
{
    char item[PICKER_CODE_SIZE], change[32], note[800];
    size_t item_len = strcspn(line, "=\n"), change_len = item_len < len ? strcspn(line + item_len + 1, "=\n") : 0;
    size_t note_at = item_len + change_len + 2;
    enum err e = OK;

    snprintf(item, sizeof item, "%.*s", (int)item_len, line);
    snprintf(change, sizeof change, "%.*s", (int)change_len, line + item_len + (item_len < len));
    snprintf(note, sizeof note, "%.*s", note_at < len ? (int)(len - note_at) : 0, line + (note_at < len ? note_at : 0));
    for (size_t i = 0; i < writing->count && !e; i++) {
        if (strcmp(record_text(&writing->changes[i], "item"), item) != 0)
            continue;
        if (!(e = value_set_text(record_value(&writing->changes[i], "change"), change)))
            e = value_set_text(record_value(&writing->changes[i], "note"), note);
    }
    wipe(note, sizeof note);
    return e;
}

static enum err unpack(struct review_writing *writing, const char *text)
{
    enum err e = OK;

    while (*text && !e) {
        size_t len = strcspn(text, "\n");

        e = unpack_line(writing, text, len);
        text += len + (text[len] == '\n');
    }
    return e;
}

static enum err keep_changes(struct reviewing *reviewing, struct flow *flow, struct why *why)
{
    struct record packed = { 0 };
    struct buf text = { 0 };
    enum err e;

    if ((e = record_init(&packed, &review_change_type)) || (e = pack(&reviewing->writing, &text)))
        goto done;
    value_set_number(record_value(&packed, "episode"), reviewing->episode);
    if (!(e = value_set_text(record_value(&packed, "note"), buf_text(&text))))
        e = store_draft_keep(flow_store(flow), &packed, why);
done:
    record_release(&packed);
    buf_wipe(&text);
    return e;
}

void reviewing_keep_draft(struct reviewing *reviewing, struct flow *flow)
{
    struct why why = { 0 };

    if (!reviewing->changed)
        return;
    if (store_draft_keep(flow_store(flow), &reviewing->writing.review, &why) || keep_changes(reviewing, flow, &why))
        flow_refuse(flow, &why);
    else
        reviewing->kept_at = clock_monotonic();
}

/* The draft of a new review may be another case's. */
bool reviewing_has_draft(struct reviewing *reviewing, struct flow *flow)
{
    struct record draft = { 0 };
    struct why why = { 0 };
    int64_t kept_at;
    bool ours = reviewing->is_open &&
                store_draft_load(flow_store(flow), &review_type, reviewing->id, &draft, &kept_at, &why) == OK &&
                record_number(&draft, "episode") == reviewing->episode;

    record_release(&draft);
    return ours;
}

enum err reviewing_take_draft(struct reviewing *reviewing, struct flow *flow, struct why *why)
{
    struct record review = { 0 }, packed = { 0 };
    int64_t kept_at;
    enum err e;

    if ((e = store_draft_load(flow_store(flow), &review_type, reviewing->id, &review, &kept_at, why)))
        return e;
    record_release(&reviewing->writing.review);
    reviewing->writing.review = review;
    e = store_draft_load(flow_store(flow), &review_change_type, 0, &packed, &kept_at, why);
    if (!e && record_number(&packed, "episode") == reviewing->episode)
        e = unpack(&reviewing->writing, record_text(&packed, "note"));
    record_release(&packed);
    reviewing->changed = true;
    reviewing->kept_at = clock_monotonic();
    if (e == E_NOT_FOUND)
        e = OK;
    return e ? e : reviewing_fill(reviewing, flow);
}

void reviewing_drop_draft(struct reviewing *reviewing, struct flow *flow)
{
    struct why why = { 0 };

    if (store_draft_drop(flow_store(flow), &review_type, reviewing->id, &why) ||
        store_draft_drop(flow_store(flow), &review_change_type, 0, &why))
        flow_refuse(flow, &why);
    reviewing->kept_at = 0;
}

/* --- saving --- */
bool reviewing_save(struct reviewing *reviewing, struct flow *flow)
{
    struct problems problems = { 0 };
    struct saved saved = { 0 };
    struct why why = { 0 };

    if (review_save(flow_store(flow), &reviewing->writing, reviewing->pseudonym, &problems, &saved, &why)) {
        struct why shown = { 0 };

        if (problems.count && !reviewing_open_leaf(reviewing, flow, LEAF_WORDS, &shown))
            form_problems(&reviewing->form, &problems);
        flow_refuse(flow, &why);
        return false;
    }
    reviewing_drop_draft(reviewing, flow);
    reviewing->id = reviewing->writing.review.id;
    flow_toast_saved(flow, &saved);
    for (int i = problems.count - problems.warnings; i < problems.count; i++)
        flow_toast(flow, STYLE_WARN, "%s", problems.items[i].text);
    if (reviewing_load(reviewing, flow, &why)) {
        flow_refuse(flow, &why);
        return false;
    }
    return true;
}
