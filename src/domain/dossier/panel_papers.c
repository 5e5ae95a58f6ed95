/* What stands about one item of the panel, read together: the meeting, who sits there, conflicts, what was said. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/panel.h"
#include "townkeep/domain/queries.h"

enum { ROWS_MOST = 400 };

enum err panel_rows(struct store *store, const struct record_type *type, const char *key, int64_t id, bool open,
                    struct record **rows, size_t *count, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    *rows = NULL;
    *count = 0;
    query_init(&query, type);
    query_narrow_number(&query, key, FILTER_IS, id);
    e = store_page(store, &query, NULL, false, ROWS_MOST, &page, why);
    if (!e && page.count > 0) {
        *rows = page.records;
        *count = page.count;
        page = (struct record_page){ 0 };
        qsort(*rows, *count, sizeof **rows, record_compare_ids);
    }
    record_page_release(&page);
    for (size_t i = 0; i < *count && open && !e; i++)
        e = record_open(store, &(*rows)[i], why);
    return e;
}

void panel_rows_release(struct record **rows, size_t *count)
{
    for (size_t i = 0; i < *count; i++)
        record_release(&(*rows)[i]);
    free(*rows);
    *rows = NULL;
    *count = 0;
}

static int compare_positions(const void *a, const void *b)
{
    int64_t first = record_number(a, "position"), second = record_number(b, "position");

    if (first != second)
        return first < second ? -1 : 1;
    return ((const struct record *)a)->id < ((const struct record *)b)->id ? -1 : 1;
}

enum err panel_agenda(struct store *store, int64_t meeting, struct record **items, size_t *count, struct why *why)
{
    enum err e = panel_rows(store, &panel_item_type, "meeting", meeting, false, items, count, why);

    if (!e && *count > 1)
        qsort(*items, *count, sizeof **items, compare_positions);
    return e;
}

enum err panel_papers_load(struct store *store, int64_t item, struct panel_papers *out, struct why *why)
{
    int64_t meeting;
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = store_load(store, &panel_item_type, item, &out->item, why)))
        return e;
    meeting = record_number(&out->item, "meeting");
    if ((e = store_load(store, &panel_meeting_type, meeting, &out->meeting, why)) ||
        (e = panel_rows(store, &panel_member_type, "meeting", meeting, true, &out->members, &out->member_count, why)) ||
        (e = panel_rows(store, &panel_conflict_type, "item", item, true, &out->conflicts, &out->conflict_count, why)) ||
        (e = panel_rows(store, &panel_contribution_type, "item", item, true, &out->contributions,
                        &out->contribution_count, why)))
        return e;
    return panel_rows(store, &panel_action_type, "item", item, true, &out->actions, &out->action_count, why);
}

void panel_papers_release(struct panel_papers *papers)
{
    record_release(&papers->item);
    record_release(&papers->meeting);
    panel_rows_release(&papers->members, &papers->member_count);
    panel_rows_release(&papers->conflicts, &papers->conflict_count);
    panel_rows_release(&papers->contributions, &papers->contribution_count);
    panel_rows_release(&papers->actions, &papers->action_count);
}

struct panel_matter panel_matter_of(const struct panel_papers *papers)
{
    return (struct panel_matter){
        .item = &papers->item,
        .meeting = papers->meeting.type ? &papers->meeting : NULL,
        .members = papers->members,
        .member_count = papers->member_count,
        .conflicts = papers->conflicts,
        .conflict_count = papers->conflict_count,
        .contributions = papers->contributions,
        .contribution_count = papers->contribution_count,
    };
}
