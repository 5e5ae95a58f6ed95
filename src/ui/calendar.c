/* A month to pick a day from. The first column is Monday; days not worked are dimmed, the chosen one has brackets as
 * well as its colour. */
#include "townkeep/ui/calendar.h"

#include <stdio.h>

#include "townkeep/base/i18n.h"
#include "townkeep/ui/frame.h"

void calendar_init(struct calendar *calendar, struct date day, struct date today, const struct work_calendar *work)
{
    *calendar = (struct calendar){ .day = date_is_valid(day) ? day : today, .today = today, .work = work };
}

static void move_days(struct calendar *calendar, int64_t days)
{
    struct date to = date_from_days(date_to_days(calendar->day) + days);

    if (date_is_valid(to))
        calendar->day = to;
}

static void move_months(struct calendar *calendar, int months)
{
    struct date to = date_add_months(calendar->day, months);

    if (date_is_valid(to))
        calendar->day = to;
}

enum calendar_result calendar_handle(struct calendar *calendar, const struct event *event)
{
    if (event->kind != EVENT_KEY)
        return CALENDAR_IGNORED;
    switch (event->key) {
    case PRESS_LEFT:
        move_days(calendar, -1);
        break;
    case PRESS_RIGHT:
        move_days(calendar, 1);
        break;
    case PRESS_UP:
        move_days(calendar, -7);
        break;
    case PRESS_DOWN:
        move_days(calendar, 7);
        break;
    case PRESS_PAGE_UP:
        move_months(calendar, -1);
        break;
    case PRESS_PAGE_DOWN:
        move_months(calendar, 1);
        break;
    case PRESS_HOME:
        calendar->day = calendar->today;
        break;
    case PRESS_ENTER:
        return CALENDAR_CHOSEN;
    case PRESS_ESCAPE:
        return CALENDAR_CANCELLED;
    default:
        return CALENDAR_IGNORED;
    }
    return CALENDAR_TAKEN;
}

static void draw_day(const struct calendar *calendar, struct grid *grid, struct date day, int x, int y)
{
    bool chosen = date_compare(day, calendar->day) == 0,
         worked = !calendar->work || work_calendar_is_worked(calendar->work, day);
    enum style style = chosen                                    ? STYLE_SELECTED
                       : date_compare(day, calendar->today) == 0 ? STYLE_STRONG
                       : worked                                  ? STYLE_TEXT
                                                                 : STYLE_DIM;

    draw_printf(grid, x, y, 4, style, chosen ? "[%2d]" : " %2d ", day.day);
    if (chosen)
        grid_cursor(grid, x + 1, y);
}

void calendar_draw(const struct calendar *calendar, struct grid *grid, struct area within)
{
    static const char *const weekdays[7] = { N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su") };
    struct area box = area_centred(within, CALENDAR_WIDTH, CALENDAR_HEIGHT);
    struct date day = { calendar->day.year, calendar->day.month, 1 };
    int row = box.y + 2;
    char title[80], heading[80], relative[80];

    snprintf(title, sizeof title, "%04d-%02d", day.year, day.month);
    draw_box(grid, box, title);
    for (int i = 0; i < 7; i++)
        draw_text(grid, box.x + 3 + 4 * i, box.y + 1, 3, STYLE_DIM, _(weekdays[i]));
    for (; date_is_valid(day); day.day++) {
        int column = date_weekday(day);

        draw_day(calendar, grid, day, box.x + 2 + 4 * column, row);
        row += column == 6;
    }
    draw_text(grid, box.x + 2, box.y + box.height - 3, box.width - 4, STYLE_STRONG,
              date_long(calendar->day, heading, sizeof heading));
    draw_text(grid, box.x + 2, box.y + box.height - 2, box.width - 4, STYLE_DIM,
              date_relative(calendar->day, calendar->today, relative, sizeof relative));
}
