/* The canvas a picture is laid out on, and how the cursor goes from spot to spot: by where spots stand, so that a
 * picture says where things are and never how one gets there. */
#include "townkeep/picture/picture.h"

#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/text.h"

enum { PRINT_SIZE = 1024 };

enum err canvas_size(struct canvas *canvas, int width, int height)
{
    enum err e = grid_resize(&canvas->grid, width < 1 ? 1 : width, height < 1 ? 1 : height);

    if (!e)
        grid_clear(&canvas->grid);
    return e;
}

struct spot *canvas_spot(struct canvas *canvas, struct area area)
{
    if (canvas->count == canvas->room) {
        size_t room = canvas->room ? canvas->room * 2 : 64;
        struct spot *spots = realloc(canvas->spots, room * sizeof *spots);

        if (!spots)
            return NULL;
        canvas->spots = spots;
        canvas->room = room;
    }
    canvas->spots[canvas->count] = (struct spot){ .area = area, .sentence = "" };
    return &canvas->spots[canvas->count++];
}

const char *canvas_print(struct canvas *canvas, const char *format, ...)
{
    char text[PRINT_SIZE];
    const char *kept;
    va_list list;

    va_start(list, format);
    text_print_args_into(text, sizeof text, format, list);
    va_end(list);
    kept = arena_copy(&canvas->text, text);
    return kept ? kept : "";
}

enum err canvas_ids(struct canvas *canvas, struct spot *spot, const struct record_type *type, const int64_t *ids,
                    size_t count)
{
    int64_t *kept = arena_alloc(&canvas->text, (count + 1) * sizeof *kept);

    if (!kept)
        return E_MEMORY;
    if (count > 0)
        memcpy(kept, ids, count * sizeof *kept);
    spot->type = type;
    spot->ids = kept;
    spot->id_count = count;
    return OK;
}

static int by_number(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;

    return first < second ? -1 : first > second;
}

enum err canvas_records(const struct canvas *canvas, const struct record_type *type, int64_t **ids, size_t *count)
{
    size_t all = 0, kept = 0;

    for (size_t i = 0; i < canvas->count; i++)
        all += canvas->spots[i].type == type ? canvas->spots[i].id_count : 0;
    *count = 0;
    if (!(*ids = calloc(all + 1, sizeof **ids)))
        return E_MEMORY;
    for (size_t i = 0; i < canvas->count; i++) {
        const struct spot *spot = &canvas->spots[i];

        for (size_t at = 0; spot->type == type && at < spot->id_count; at++)
            (*ids)[kept++] = spot->ids[at];
    }
    qsort(*ids, kept, sizeof **ids, by_number);
    for (size_t i = 0; i < kept; i++) {
        if (*count == 0 || (*ids)[*count - 1] != (*ids)[i])
            (*ids)[(*count)++] = (*ids)[i];
    }
    return OK;
}

/* --- moving --- */
static int distance(int at, int from, int length)
{
    return at < from ? from - at : at >= from + length ? at - (from + length - 1) : 0;
}

static bool share_a_row(const struct area *a, const struct area *b)
{
    return a->y < b->y + b->height && b->y < a->y + a->height;
}

/* How far `to` lies from `from` that way, LONG_MAX when it does not lie there at all. What stands in the same column
 * (up and down) or row (left and right) comes before all else, the next of it first; of the rest what begins soonest,
 * then what is least aside. */
static long reach(const struct area *from, const struct area *to, enum canvas_way way, int x, int y)
{
    static const long step = 10000;
    bool is_down = way == CANVAS_UP || way == CANVAS_DOWN;
    int gap = way == CANVAS_UP     ? from->y - (to->y + to->height)
              : way == CANVAS_DOWN ? to->y - (from->y + from->height)
              : way == CANVAS_LEFT ? from->x - (to->x + to->width)
                                   : to->x - (from->x + from->width);
    int aside = is_down ? distance(x, to->x, to->width) : distance(y, to->y, to->height);

    if (gap < 0)
        return LONG_MAX;
    if (is_down ? aside == 0 : share_a_row(from, to))
        return gap;
    return is_down ? step * (1 + gap) + aside : step * (1 + aside) + gap;
}

static size_t end_of_row(const struct canvas *canvas, size_t from, bool last)
{
    const struct area *row = &canvas->spots[from].area;
    size_t best = from;

    for (size_t i = 0; i < canvas->count; i++) {
        const struct area *area = &canvas->spots[i].area;
        int ahead = area->x - canvas->spots[best].area.x;

        if (share_a_row(row, area) && (last ? ahead > 0 : ahead < 0))
            best = i;
    }
    return best;
}

static size_t nearest(const struct canvas *canvas, size_t from, enum canvas_way way, int x, int y)
{
    long least = LONG_MAX;
    size_t best = from;

    for (size_t i = 0; i < canvas->count; i++) {
        long far = reach(&canvas->spots[from].area, &canvas->spots[i].area, way, x, y);

        if (far < least) {
            least = far;
            best = i;
        }
    }
    return best;
}

size_t canvas_move(const struct canvas *canvas, size_t from, enum canvas_way way, int *x, int *y)
{
    bool is_level = way != CANVAS_UP && way != CANVAS_DOWN;
    const struct area *area;
    size_t to;

    if (from >= canvas->count)
        return from;
    to = way == CANVAS_ROW_START || way == CANVAS_ROW_END ? end_of_row(canvas, from, way == CANVAS_ROW_END)
                                                          : nearest(canvas, from, way, *x, *y);
    area = &canvas->spots[to].area;
    if (is_level)
        *x = area->x + area->width / 2;
    if (!is_level || !share_a_row(area, &canvas->spots[from].area))
        *y = area->y + area->height / 2;
    return to;
}
