/* A running clock in words: "assessment: day 12 of 20". */
#include "casework_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/clocks.h"

/* Further away than this a day says more than counting does. */
enum { COUNTED_DAYS = 45 };

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
    bool is_counted = due->at == 0 && date_to_days(due->on) - date_to_days(due->from) <= COUNTED_DAYS &&
                      date_compare(due->from, context->today) <= 0;
    char when[80];

    date_relative(due->on, context->today, when, sizeof when);
    if (due->overdue)
        text_print_into(out, size, _("%s: late, was due %s!"), label, when);
    else if (is_counted && worked_days(context->calendar, due->from, due->on) > 0)
        text_print_into(out, size, _("%s: day %d of %d"), label,
                        worked_days(context->calendar, due->from, context->today),
                        worked_days(context->calendar, due->from, due->on));
    else
        text_print_into(out, size, "%s: %s", label, when);
    return out;
}
