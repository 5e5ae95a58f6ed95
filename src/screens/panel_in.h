/* A meeting of the panel on the screen: what its files share. panel.c is the screen, panel_keys.c its keys,
 * panel_keep.c reads and writes. */
#ifndef TOWNKEEP_SCREENS_PANEL_IN_H
#define TOWNKEEP_SCREENS_PANEL_IN_H

#include "townkeep/domain/panel.h"
#include "townkeep/screens/screen.h"
#include "townkeep/ui/picker.h"
#include "townkeep/ui/table.h"

struct meeting {
    struct screen screen;
    int64_t id;
    struct record record;
    struct record *items; /* in the order of the agenda, sealed fields closed */
    size_t item_count;
    struct record *members;
    size_t member_count;
    struct panel_table seated;
    struct table agenda, people;
    bool in_people; /* the people have the arrows */
    struct picker picker;
    bool picking;   /* a case for the agenda */
    char head[200]; /* day, hour, place, chair */
};

enum { MEETING_ASKED_ARCHIVE = 1, MEETING_ACTIONS = 14 };
extern const struct action meeting_actions[MEETING_ACTIONS];
/* Say why it failed, where it did; then all find their place again. */
void meeting_tell(struct meeting *meeting, struct flow *flow, enum err e, const struct why *why);

/* Everything, in the same place. */
MUST_USE enum err meeting_load(struct meeting *meeting, struct flow *flow, struct why *why);
void meeting_let_go(struct meeting *meeting);
/* Those at the table as rows "Dr Weber, Health centre": by name, which lists of members cannot show. */
MUST_USE enum err panel_offer_members(struct picker *picker, const char *title, const struct record *members,
                                      size_t count, const struct vocabularies *words);
/* The cases that are listed for the panel and not on this agenda yet. */
MUST_USE enum err meeting_offer_cases(struct meeting *meeting, struct flow *flow, struct why *why);

/* --- one save each --- */
/* Swap the selected item with the one before (-1) or behind (1). */
MUST_USE enum err meeting_move(struct meeting *meeting, struct flow *flow, int by, struct why *why);
/* A choice or a yes of the selected member. */
MUST_USE enum err meeting_mark(struct meeting *meeting, struct flow *flow, const char *presence, struct why *why);
MUST_USE enum err meeting_accept(struct meeting *meeting, struct flow *flow, struct why *why);
/* Confidentiality was read out, or not; the meeting was held. */
MUST_USE enum err meeting_read_out(struct meeting *meeting, struct flow *flow, struct why *why);
MUST_USE enum err meeting_held(struct meeting *meeting, struct flow *flow, struct why *why);

#endif
