/*
 * Figures small enough to stand in a line. The larger pictures (matrices, maps, trends) are drawn by those who know the
 * records, out of text, rules and these.
 */
#include <math.h>
#include <string.h>

#include "cell_in.h"
#include "townkeep/draw/grid.h"

enum { BAR_STEPS = 8 };

static const char *const bar_full[BAR_STEPS] = {
    "\u2581", "\u2582", "\u2583", "\u2584", "\u2585", "\u2586", "\u2587", "\u2588",
};
static const char *const bar_ascii[BAR_STEPS] = { ".", ":", "-", "=", "+", "*", "#", "@" };

static double largest_of(const double *values, size_t count)
{
    double largest = 0;

    for (size_t i = 0; i < count; i++) {
        if (isfinite(values[i]) && values[i] > largest)
            largest = values[i];
    }
    return largest;
}

static int step_of(double value, double largest)
{
    if (value <= 0 || largest <= 0)
        return 0;
    if (value >= largest)
        return BAR_STEPS - 1;
    return (int)(value / largest * (BAR_STEPS - 1) + 0.5);
}

int draw_sparkline(struct grid *grid, int x, int y, int width, enum style style, const double *values, size_t count)
{
    size_t room = width > 0 ? (size_t)width : 0;
    double largest;

    if (count > room) {
        values += count - room;
        count = room;
    }
    largest = largest_of(values, count);
    for (size_t i = 0; i < count; i++) {
        struct cell cell = { .text = " ", .width = 1, .style = (unsigned char)style };

        if (!isnan(values[i])) {
            const char *bar = (grid->ascii ? bar_ascii : bar_full)[step_of(values[i], largest)];

            memcpy(cell.text, bar, strlen(bar));
        }
        cell_put(grid, x + (int)i, y, &cell);
    }
    return (int)count;
}

int draw_bar(struct grid *grid, int x, int y, int width, enum style style, double value, double largest)
{
    static const char *const parts[BAR_STEPS] = {
        "", "\u258f", "\u258e", "\u258d", "\u258c", "\u258b", "\u258a", "\u2589",
    };
    double share = isfinite(value) && value > 0 && largest > 0 ? (value < largest ? value / largest : 1) : 0;
    int eighths = width > 0 ? (int)(share * width * BAR_STEPS + 0.5) : 0, used = 0;

    if (share > 0 && eighths == 0 && width > 0)
        eighths = 1;
    if (grid->ascii && eighths > 0)
        eighths = eighths < BAR_STEPS ? BAR_STEPS : (eighths + BAR_STEPS / 2) / BAR_STEPS * BAR_STEPS;
    for (; eighths > 0; eighths -= BAR_STEPS, used++) {
        struct cell cell = { .width = 1, .style = (unsigned char)style };
        const char *text = grid->ascii ? "#" : eighths >= BAR_STEPS ? "\u2588" : parts[eighths];

        memcpy(cell.text, text, strlen(text));
        cell_put(grid, x + used, y, &cell);
    }
    return used;
}
