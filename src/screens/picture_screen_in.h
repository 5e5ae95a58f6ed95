/* A picture's screen, shared by the screen (picture.c), what is switched on it (picture_switch.c), its drawing
 * (picture_draw.c) and the way into a file (picture_out.c). */
#ifndef TOWNKEEP_SCREENS_PICTURE_SCREEN_IN_H
#define TOWNKEEP_SCREENS_PICTURE_SCREEN_IN_H

#include "townkeep/picture/picture.h"
#include "townkeep/screens/screen.h"
#include "townkeep/ui/picker.h"

enum picture_question {
    ASKED_FRESH = 1,
    ASKED_ADDED,
    ASKED_SWITCH,
    ASKED_DAY,
    ASKED_FORMAT,
    ASKED_PLACE,
    ASKED_REASON
};
enum { SHOWN_SIZE = 160, CANVAS_BELOW = 2 /* the row of switches and the legend's */ };

struct picture_screen {
    struct screen screen;
    struct picture_view view;
    size_t at;                                /* the spot of the cursor */
    int goal_x, goal_y;                       /* see canvas_move */
    int scroll_x, scroll_y;                   /* of the part that is not frozen */
    char shown[PICTURE_SWITCHES][SHOWN_SIZE]; /* how each switch is set, for people */
    struct picker picker;                     /* open while picking >= 0 */
    int picking;                              /* the switch being set */
    int format;                               /* of the file being written */
    struct buf path, reason;
};

static inline struct picture_screen *picture_of(struct screen *screen)
{
    return (struct picture_screen *)screen;
}

static inline const struct picture_screen *picture_of_const(const struct screen *screen)
{
    return (const struct picture_screen *)screen;
}

/* The spot of the cursor; NULL when the picture has none. */
static inline const struct spot *picture_spot(const struct picture_screen *picture)
{
    return picture->at < picture->view.canvas.count ? &picture->view.canvas.spots[picture->at] : NULL;
}

/* --- picture.c --- */
/* Load and lay out again, or only the latter; the cursor stays where it was as far as it can. */
MUST_USE enum err picture_reload(struct picture_screen *picture, struct flow *flow, struct why *why);
MUST_USE enum err picture_lay_again(struct picture_screen *picture, const struct flow *flow, struct why *why);

/* --- picture_switch.c --- */
/* The switch of this key is set to its next choice, or a box of them opened; false when there is none of this key. */
bool picture_switch_key(struct picture_screen *picture, struct flow *flow, uint32_t key);
void picture_switch_ask(struct picture_screen *picture, struct flow *flow);
void picture_switch_turn(struct picture_screen *picture, struct flow *flow, int at);
/* Into the switch for which the picture has a centre. */
void picture_switch_centre(struct picture_screen *picture, struct flow *flow, int64_t id);
bool picture_picker_handle(struct picture_screen *picture, struct flow *flow, const struct event *event);
void picture_ask_day(struct picture_screen *picture, struct flow *flow);
void picture_take_day(struct picture_screen *picture, struct flow *flow, const char *typed);
MUST_USE enum err picture_show_settings(struct picture_screen *picture, struct store *store);

/* --- picture_draw.c --- */
/* Where the canvas is shown, under the row of switches and over the legend. */
struct area picture_window(const struct picture_screen *picture);
/* Scroll until the spot of the cursor is seen. */
void picture_scroll(struct picture_screen *picture);
void picture_draw(const struct picture_screen *picture, struct grid *grid);
/* The spot shown at a cell of the screen; false where there is none. */
bool picture_spot_at(const struct picture_screen *picture, int x, int y, size_t *spot);

/* --- picture_out.c --- */
void picture_ask_format(struct picture_screen *picture, struct flow *flow);
void picture_out_answered(struct picture_screen *picture, struct flow *flow, const struct answer *answer);

#endif
