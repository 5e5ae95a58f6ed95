/* Files for others that still lie where they were written to: they are not encrypted, and are easily forgotten. */
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/exported_file.h"

#include "due_in.h"

enum { LOOKED_AT = 50 };

/* Those of today are still in somebody's hands. */
enum err collect_exports(struct collect *collect)
{
    struct query query = collect_query(&exported_file_type);
    struct record_page page = { 0 };
    struct due_row *row;
    size_t count = 0;
    enum err e;

    query.which = QUERY_ALL;
    query_narrow_date(&query, "on", FILTER_AT_MOST, days_from(collect->today, -1));
    if ((e = store_page(collect->store, &query, NULL, false, LOOKED_AT, &page, collect->why)))
        return e;
    for (size_t i = 0; i < page.count; i++)
        count += exported_lies_there(&page.records[i]);
    record_page_release(&page);
    if (count > 0 && (row = collect_decide(collect, &exported_file_type, 0)))
        text_print_into(row->text, sizeof row->text,
                        ngettext("%zu exported file lies here unencrypted: still needed?",
                                 "%zu exported files lie here unencrypted: still needed?", count),
                        count);
    return OK;
}
