/*
 * The records a document is built from, all opened at once. Where one stays sealed there is no document: a name that
 * cannot be read cannot be left out either.
 */
#include <string.h>

#include "document_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

enum { PAGE_ROWS = 100 };

void sources_release(struct sources *sources)
{
    record_release(&sources->office);
    record_release(&sources->episode);
    record_release(&sources->referral);
    panel_papers_release(&sources->panel);
    assessment_release(&sources->assessment);
    record_release(&sources->plan);
    panel_rows_release(&sources->actions, &sources->action_count);
    panel_rows_release(&sources->statements, &sources->statement_count);
    panel_rows_release(&sources->items, &sources->item_count);
    telling_release(&sources->telling);
}

static enum err load_office(struct sources *sources, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &office_type);
    if (!(e = store_page(sources->store, &query, NULL, false, 1, &page, why)) && page.count > 0)
        e = record_copy(&sources->office, &page.records[0]);
    record_page_release(&page);
    return e;
}

static enum err begin(struct store *store, struct sources *out, struct why *why)
{
    memset(out, 0, sizeof *out);
    out->store = store;
    out->words = store_words(store);
    out->today = clock_today();
    out->telling.today = out->today;
    if (!store_casework_is_open(store))
        return why_set(why, E_PERMISSION, N_("Open casework first: documents are made from sealed records."));
    return load_office(out, why);
}

static enum err require_open(const struct record *record, struct why *why)
{
    return record_has_closed(record)
               ? why_set(why, E_PERMISSION, N_("This case is closed to you, so nothing of it can be given out."))
               : OK;
}

/* --- what tells who it is --- */
static enum err add_place(struct sources *sources)
{
    int64_t area = record_number(&sources->episode, "area");
    struct buf title = { 0 };
    enum err e = area ? store_title(sources->store, &place_type, area, &title) : OK;

    if (!e)
        e = telling_add_whole(&sources->telling, buf_text(&title));
    buf_wipe(&title);
    return e;
}

/* Every school that is mapped: which of them it is would tell. */
static enum err add_schools(struct sources *sources, struct why *why)
{
    struct record_page page = { 0 };
    struct record last = { 0 };
    struct query query;
    bool more = true;
    enum err e = OK;

    query_init(&query, &party_type);
    query_narrow(&query, "sectors", FILTER_IS, "education");
    query_narrow(&query, "kind", FILTER_IS, "org");
    while (!e && more) {
        e = store_page(sources->store, &query, last.type ? &last : NULL, false, PAGE_ROWS, &page, why);
        for (size_t i = 0; i < page.count && !e; i++) {
            if (!(e = telling_add_whole(&sources->telling, record_text(&page.records[i], "name"))))
                e = telling_add_whole(&sources->telling, record_text(&page.records[i], "acronym"));
        }
        more = page.more_after && page.count > 0;
        record_release(&last);
        if (!e && more)
            e = record_copy(&last, &page.records[page.count - 1]);
        record_page_release(&page);
    }
    record_release(&last);
    return e;
}

static enum err add_telling(struct sources *sources, struct why *why)
{
    static const char *const names[] = { "person_name", "other_names", "guardian" };
    static const char *const whole[] = { "person_contact", "guardian_contact" };
    enum err e = OK;

    for (size_t i = 0; i < sizeof names / sizeof names[0] && !e; i++)
        e = telling_add_name(&sources->telling, record_text(&sources->episode, names[i]));
    for (size_t i = 0; i < sizeof whole / sizeof whole[0] && !e; i++)
        e = telling_add_whole(&sources->telling, record_text(&sources->episode, whole[i]));
    return e || (e = add_place(sources)) ? e : add_schools(sources, why);
}

/* --- one case --- */
static enum err load_assessment(struct sources *sources, struct why *why)
{
    int64_t id = 0;
    enum err e = assessment_newest(sources->store, sources->episode.id, &id, why);

    return e || id == 0 ? e : assessment_load(sources->store, id, &sources->assessment, why);
}

static enum err load_episode(struct sources *sources, int64_t id, struct why *why)
{
    struct store *store = sources->store;
    int64_t referral;
    enum err e;

    if ((e = store_log_view(store, &episode_type, id, "document", why)) ||
        (e = store_load(store, &episode_type, id, &sources->episode, why)) ||
        (e = require_open(&sources->episode, why)))
        return e;
    referral = record_number(&sources->episode, "referral");
    if (referral && (e = store_load(store, &referral_type, referral, &sources->referral, why)))
        return e;
    if ((e = load_assessment(sources, why)) || (e = panel_rows(store, &disagreement_type, "episode", id, true,
                                                               &sources->statements, &sources->statement_count, why)))
        return e;
    return add_telling(sources, why);
}

enum err sources_of_item(struct store *store, int64_t item, struct sources *out, struct why *why)
{
    enum err e = begin(store, out, why);

    if (e || (e = panel_papers_load(store, item, &out->panel, why)))
        return e;
    return load_episode(out, record_number(&out->panel.item, "episode"), why);
}

/* With what the panel said last, some of which may go into the plan. */
enum err sources_of_plan(struct store *store, int64_t plan, struct sources *out, struct why *why)
{
    int64_t episode, item = 0;
    struct why none = { 0 };
    enum err e = begin(store, out, why);

    if (e || (e = store_load(store, &support_plan_type, plan, &out->plan, why)))
        return e;
    episode = record_number(&out->plan, "episode");
    if ((e = load_episode(out, episode, why)) ||
        (e = panel_rows(store, &plan_action_type, "plan", plan, true, &out->actions, &out->action_count, why)))
        return e;
    e = document_subject(store, DOCUMENT_F2_SHEET, episode, &item, &none);
    if (e == E_NOT_FOUND)
        return OK;
    return e ? why_set(why, e, "%s", why_text(&none)) : panel_papers_load(store, item, &out->panel, why);
}

/* --- a meeting --- */
enum err sources_of_meeting(struct store *store, int64_t meeting, struct sources *out, struct why *why)
{
    enum err e = begin(store, out, why);

    if (e || (e = store_log_view(store, &panel_meeting_type, meeting, "document", why)) ||
        (e = store_load(store, &panel_meeting_type, meeting, &out->panel.meeting, why)) ||
        (e = panel_agenda(store, meeting, &out->items, &out->item_count, why)))
        return e;
    return OK;
}
