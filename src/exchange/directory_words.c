/* Days and times as the files of Ohana have them: January 01, 1970; 12/24/2015, the month first; 4:00 PM; 3pm. */
#include <ctype.h>
#include <string.h>

#include "directory_in.h"
#include "townkeep/base/text.h"

/* One to `most` digits at *at. */
static bool take_number(const char **at, int most, int *out)
{
    int digits = 0;

    for (*out = 0; digits < most && isdigit((unsigned char)**at); digits++)
        *out = *out * 10 + (*(*at)++ - '0');
    return digits > 0;
}

static bool take_text(const char **at, const char *text)
{
    size_t len = strlen(text);

    if (strncmp(*at, text, len) != 0)
        return false;
    *at += len;
    return true;
}

static bool take_month(const char **at, int *out)
{
    static const char *const months[] = { "january", "february", "march",     "april",   "may",      "june",
                                          "july",    "august",   "september", "october", "november", "december" };

    for (int i = 0; i < 12; i++) {
        size_t len = strlen(months[i]);

        if (strncasecmp(*at, months[i], len) == 0 && (*at)[len] == ' ') {
            *at += len + 1;
            *out = i + 1;
            return true;
        }
    }
    return false;
}

static bool take_american(const char **at, struct date *out)
{
    if (!take_number(at, 2, &out->month) || !take_text(at, "/") || !take_number(at, 2, &out->day) ||
        !take_text(at, "/") || !take_number(at, 4, &out->year))
        return false;
    if (out->year < 100) /* of this century */
        out->year += 2000;
    return true;
}

static bool take_written_out(const char **at, struct date *out)
{
    return take_month(at, &out->month) && take_number(at, 2, &out->day) && take_text(at, ", ") &&
           take_number(at, 4, &out->year);
}

bool day_words(const char *text, struct date *out)
{
    const char *at = text;
    struct date check;

    *out = (struct date){ 0 };
    if (!take_written_out(&at, out)) {
        at = text;
        if (!take_american(&at, out))
            return false;
    }
    check = *out;
    check.year = check.year < 1000 ? 2000 : check.year; /* "0001" stands for every year, leap years among them */
    return *at == '\0' && date_is_valid(check);
}

/* "am" or "pm" to the hour of twelve. */
static bool add_half(const char *text, int *hour)
{
    bool is_afternoon = text_equal_ignoring_case(text, "pm");

    if ((!is_afternoon && !text_equal_ignoring_case(text, "am")) || *hour < 1 || *hour > 12)
        return false;
    *hour = *hour % 12 + (is_afternoon ? 12 : 0);
    return true;
}

/* HH:MM, with seconds and an offset that are dropped; or of twelve hours with am and pm. */
bool time_words(const char *text, int *minutes)
{
    int hour, minute = 0;

    if (!take_number(&text, 2, &hour) || (take_text(&text, ":") && !take_number(&text, 2, &minute)))
        return false;
    text += strspn(text, " ");
    if (text[0] && !strchr(":Z+-", text[0]) && !add_half(text, &hour))
        return false;
    *minutes = hour * 60 + minute;
    return hour < 24 && minute < 60;
}
