/* Everything wrong with a record at once: refusals first, warnings after them. */
#include <stdarg.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/schema/schema.h"

/* Where the next problem goes, or NULL when there is no room for it. */
static struct problem *make_room(struct problems *problems, bool warning)
{
    int refusals = problems->count - problems->warnings;

    if (problems->count == PROBLEMS_MAX) {
        if (warning || problems->warnings == 0)
            return NULL;
        problems->count--;
        problems->warnings--;
    }
    if (!warning)
        memmove(&problems->items[refusals + 1], &problems->items[refusals],
                (size_t)problems->warnings * sizeof problems->items[0]);
    problems->count++;
    problems->warnings += warning;
    return &problems->items[warning ? problems->count - 1 : refusals];
}

static PRINTF_LIKE(4, 0) void add(struct problems *problems, bool warning, int field, const char *format, va_list args)
{
    struct problem *problem = make_room(problems, warning);

    if (!problem)
        return;
    problem->field = field;
    text_print_args_into(problem->text, sizeof problem->text, gettext(format), args);
}

void problems_add(struct problems *problems, int field, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add(problems, false, field, format, args);
    va_end(args);
}

void problems_warn(struct problems *problems, int field, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add(problems, true, field, format, args);
    va_end(args);
}

bool problems_refuse(const struct problems *problems)
{
    return problems->count > problems->warnings;
}
