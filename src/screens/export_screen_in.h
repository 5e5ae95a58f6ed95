/*
 * Private to the export's screens: export.c is what is asked, export_choose.c the questions, export_page.c how the
 * choices are shown, export_preview.c what leaves, shown before it is written.
 */
#ifndef EXPORT_SCREEN_IN_H
#define EXPORT_SCREEN_IN_H

#include "townkeep/exchange/export.h"
#include "townkeep/exchange/sharing.h"
#include "townkeep/screens/screen.h"
#include "townkeep/ui/picker.h"
#include "townkeep/ui/table.h"

enum { EXPORT_FIELDS_MOST = 100 };
enum export_row { ROW_RECORDS = 1, ROW_FIELDS, ROW_KIND, ROW_PROFILE, ROW_PLACE, ROW_REASON };
enum export_question { ASKED_FILTERS = 1, ASKED_DAY, ASKED_PROFILE, ASKED_PLACE, ASKED_REASON, ASKED_PREVIEW };
enum export_kind { KIND_CSV, KIND_CSV_MARKED, KIND_JSON, KIND_COUNT };
enum export_picking { PICKING_NOTHING, PICKING_FIELDS, PICKING_KIND };
enum { PROFILE_NOT_SAID = PROFILE_COUNT };

struct export_screen {
    struct screen screen;
    const struct record_type *type;
    const struct sharing_format *format;    /* of another program; NULL: rows of the type, as `kind` */
    struct buf filters;                     /* as query_add_filter reads them, one a line */
    struct buf filters_aside, reason_aside; /* while it is locked */
    struct query query;
    struct buf described; /* the filters in words */
    size_t count;
    bool chosen[EXPORT_FIELDS_MOST];
    enum export_kind kind;
    int profile; /* enum profile, or PROFILE_NOT_SAID */
    enum profile offered[PROFILE_COUNT];
    int offered_count;
    struct date as_of; /* of a map */
    struct buf path, reason;
    bool named; /* the path was typed: it stays when the kind changes */
    struct table table;
    enum export_picking picking;
    struct picker picker;
};

int export_field_count(const struct export_screen *export);
bool export_may_leave(const struct export_screen *export, int field);   /* a sealed field never */
int export_chosen_count(const struct export_screen *export);            /* of those the profile takes */
bool export_takes_field(const struct export_screen *export, int field); /* chosen, and the profile takes it */
const char *export_kind_shown(const struct export_screen *export);
MUST_USE enum err export_page_name(struct export_screen *export); /* <own folder>/party-2026-11-23.csv */
/* Read the filters, and count what fits them. */
MUST_USE enum err export_page_count(struct export_screen *export, struct flow *flow, struct why *why);
MUST_USE enum err export_page_fill(struct export_screen *export);
void export_page_refill(struct export_screen *export, struct flow *flow);
void export_page_place(struct export_screen *export);
void export_page_preview(const struct export_screen *export, struct grid *grid);

void export_open_row(struct export_screen *export, struct flow *flow);
bool export_handle_picker(struct export_screen *export, struct flow *flow, const struct event *event);
void export_offer_profiles(struct export_screen *export); /* drops one that the format does not take */

/* What would leave by these choices; writes it. Left by flow_done when it is written. `from` stays below it. */
struct screen *export_preview_screen_new(const struct export_screen *from);

#endif
