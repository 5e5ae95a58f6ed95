/* Dates as people read them, in the program's language. Word order is the translator's: the formats use numbered
 * places. */
#include <stdio.h>
#include <stdlib.h>

#include "date_in.h"
#include "townkeep/base/date.h"
#include "townkeep/base/i18n.h"

const char *const date_month_names[12] = {
    N_("January"), N_("February"), N_("March"),     N_("April"),   N_("May"),      N_("June"),
    N_("July"),    N_("August"),   N_("September"), N_("October"), N_("November"), N_("December"),
};

const char *const date_weekday_names[7] = {
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
};

const char *date_long(struct date date, char *out, size_t size)
{
    if (size == 0)
        return out;
    if (date.month < 1 || date.month > 12) {
        snprintf(out, size, "%d", date.year);
    } else if (date.day == 0) {
        /* Translators: a month: "November 2026". */
        snprintf(out, size, _("%1$s %2$d"), gettext(date_month_names[date.month - 1]), date.year);
    } else {
        /* Translators: a day: "Monday 23 November 2026". */
        snprintf(out, size, _("%1$s %2$d %3$s %4$d"), gettext(date_weekday_names[date_weekday(date)]), date.day,
                 gettext(date_month_names[date.month - 1]), date.year);
    }
    return out;
}

const char *date_relative(struct date date, struct date today, char *out, size_t size)
{
    int64_t away = date_to_days(date) - date_to_days(today);
    long count = labs((long)away);

    if (away == 0)
        snprintf(out, size, "%s", _("today"));
    else if (away == 1)
        snprintf(out, size, "%s", _("tomorrow"));
    else if (away == -1)
        snprintf(out, size, "%s", _("yesterday"));
    else if (away > 0)
        snprintf(out, size, ngettext("in %ld day", "in %ld days", (unsigned long)count), count);
    else
        snprintf(out, size, ngettext("%ld day ago", "%ld days ago", (unsigned long)count), count);
    return out;
}
