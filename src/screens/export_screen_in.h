/* Private to the export's screen: export.c what is asked and written, export_page.c what is chosen and shown. */
#ifndef EXPORT_SCREEN_IN_H
#define EXPORT_SCREEN_IN_H

#include "townkeep/exchange/export.h"
#include "townkeep/screens/screen.h"
#include "townkeep/ui/picker.h"
#include "townkeep/ui/table.h"

enum { EXPORT_FIELDS_MOST = 100 };
enum export_row { ROW_RECORDS = 1, ROW_FIELDS, ROW_KIND, ROW_PLACE, ROW_REASON };
enum export_question { ASKED_FILTERS = 1, ASKED_KIND, ASKED_PLACE, ASKED_REASON, ASKED_WRITE };
enum export_kind { KIND_CSV, KIND_CSV_MARKED, KIND_JSON, KIND_COUNT };

struct export_screen {
    struct screen screen;
    const struct record_type *type;
    struct buf filters;                     /* as query_add_filter reads them, one a line */
    struct buf filters_aside, reason_aside; /* while it is locked */
    struct query query;
    struct buf described; /* the filters in words */
    size_t count;
    bool chosen[EXPORT_FIELDS_MOST];
    enum export_kind kind;
    struct buf path, reason;
    bool named; /* the path was typed: it stays when the kind changes */
    struct table table;
    bool picking; /* fields */
    struct picker picker;
    struct export_job *job;
    struct export_wish wish;
    int fields[EXPORT_FIELDS_MOST];
};

int export_field_count(const struct export_screen *export);
bool export_may_leave(const struct export_screen *export, int field); /* a sealed field never */
int export_chosen_count(const struct export_screen *export);
const char *export_kind_shown(enum export_kind kind);
MUST_USE enum err export_page_name(struct export_screen *export); /* <own folder>/party-2026-11-23.csv */
/* Read the filters, and count what fits them. */
MUST_USE enum err export_page_count(struct export_screen *export, struct flow *flow, struct why *why);
MUST_USE enum err export_page_fill(struct export_screen *export);
void export_page_refill(struct export_screen *export, struct flow *flow);
void export_page_place(struct export_screen *export);
void export_page_preview(const struct export_screen *export, struct grid *grid);

#endif
