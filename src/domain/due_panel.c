/* The next meetings of the panel, with how many cases wait for it and whether it may decide; and what was held and not
 * written down. */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/panel.h"

#include "due_in.h"

enum { MEETINGS = 4, LOOK_BACK_DAYS = 60, COUNT_AT_MOST = 99 };

static enum err count_cases(struct collect *collect, int64_t meeting, size_t *count)
{
    struct query query = collect_query(&panel_item_type);
    bool more;

    query_narrow_number(&query, "meeting", FILTER_IS, meeting);
    return store_count(collect->store, &query, COUNT_AT_MOST, count, &more, collect->why);
}

/* Whether those who are expected could decide. */
static enum err has_quorum(struct collect *collect, int64_t meeting, bool *quorum)
{
    struct record *members;
    size_t count;
    struct panel_table table;
    enum err e =
        panel_rows(collect->store, &panel_member_type, "meeting", meeting, false, &members, &count, collect->why);

    table = panel_table_of(members, e ? 0 : count);
    *quorum = panel_has_quorum(&table);
    panel_rows_release(&members, &count);
    return e;
}

static enum err meeting_row(struct collect *collect, const struct record *meeting)
{
    struct due_row *row;
    size_t cases = 0;
    bool quorum = false;
    struct date on;
    enum err e;

    if (!record_date(meeting, "on", &on) || !(row = collect_day(collect, on, meeting->type, meeting->id)))
        return OK;
    if (row->group == DUE_OVERDUE) {
        text_cut_into(row->text, sizeof row->text, _("Panel meeting: write down how it went"));
        return OK;
    }
    if ((e = count_cases(collect, meeting->id, &cases)) || (e = has_quorum(collect, meeting->id, &quorum)))
        return e;
    text_print_into(row->text, sizeof row->text,
                    quorum ? ngettext("Panel meeting: %zu case", "Panel meeting: %zu cases", (unsigned long)cases)
                           : ngettext("Panel meeting: %zu case, no quorum yet",
                                      "Panel meeting: %zu cases, no quorum yet", (unsigned long)cases),
                    cases);
    return OK;
}

enum err collect_panel(struct collect *collect)
{
    struct query query = collect_query(&panel_meeting_type);

    collect_kind(collect, MEETINGS);
    query_narrow(&query, "status", FILTER_IS, "planned");
    query_narrow_date(&query, "on", FILTER_AT_LEAST, days_from(collect->today, -LOOK_BACK_DAYS));
    query_narrow_date(&query, "on", FILTER_AT_MOST, collect->week);
    query_sort(&query, "on", false);
    return collect_rows(collect, &query, MEETINGS, meeting_row);
}
