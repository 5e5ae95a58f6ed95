/* A month to pick a day from: arrows move by day and week, PageUp/PageDown by month, Home today. Weekends and holidays
 * are dimmed. */
#ifndef TOWNKEEP_UI_CALENDAR_H
#define TOWNKEEP_UI_CALENDAR_H

#include "townkeep/base/date.h"
#include "townkeep/draw/event.h"
#include "townkeep/draw/grid.h"

struct calendar {
    struct date day, today;
    const struct work_calendar *work; /* may be NULL; borrowed */
};
enum calendar_result { CALENDAR_IGNORED, CALENDAR_TAKEN, CALENDAR_CHOSEN, CALENDAR_CANCELLED };

enum { CALENDAR_WIDTH = 32, CALENDAR_HEIGHT = 12 };
void calendar_init(struct calendar *calendar, struct date day, struct date today, const struct work_calendar *work);
enum calendar_result calendar_handle(struct calendar *calendar, const struct event *event);
void calendar_draw(const struct calendar *calendar, struct grid *grid, struct area within); /* a box in the middle */

#endif
