/* A running clock in words: "assessment: day 12 of 20"; where no working days are counted, or none has passed, when it
 * ends. */
#include "casework_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/clocks.h"

/* Worked days after `from`, up to and with `to`. */
static int worked_days(const struct work_calendar *calendar, struct date from, struct date to)
{
    int64_t last = date_to_days(to);
    int count = 0;

    for (int64_t day = date_to_days(from) + 1; day <= last; day++)
        count += work_calendar_is_worked(calendar, date_from_days(day));
    return count;
}

const char *clock_due_tell(const struct clock_due *due, const struct rule_context *context, char *out, size_t size)
{
    const char *label = _(casework_clocks[due->clock].label);
    int day = worked_days(context->calendar, due->from, context->today);
    char when[80];

    date_relative(due->on, context->today, when, sizeof when);
    if (due->overdue)
        text_print_into(out, size, _("%s: late, was due %s!"), label, when);
    else if (due->unit == LIMIT_WORKING_DAYS && day > 0)
        text_print_into(out, size, _("%s: day %d of %d"), label, day,
                        worked_days(context->calendar, due->from, due->on));
    else
        text_print_into(out, size, "%s: %s", label, when);
    return out;
}
