/* Days and times as the files of Ohana have them: January 01, 1970; 12/24/2015, the month first; 4:00 PM; 3pm. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "directory_in.h"
#include "townkeep/base/text.h"

static int month_of(const char *name)
{
    static const char *const months[] = { "january", "february", "march",     "april",   "may",      "june",
                                          "july",    "august",   "september", "october", "november", "december" };

    for (int i = 0; i < 12; i++) {
        if (text_equal_ignoring_case(name, months[i]))
            return i + 1;
    }
    return 0;
}

/* The whole text is one of these; a year of two digits is of this century. */
bool day_words(const char *text, struct date *out)
{
    char month[12];
    int end = 0;
    struct date check;

    *out = (struct date){ 0 };
    if (sscanf(text, "%11[A-Za-z] %2d, %4d%n", month, &out->day, &out->year, &end) == 3 && text[end] == '\0')
        out->month = month_of(month);
    else if (sscanf(text, "%2d/%2d/%4d%n", &out->month, &out->day, &out->year, &end) != 3 || text[end] != '\0')
        return false;
    else if (out->year < 100)
        out->year += 2000;
    check = *out;
    check.year = check.year < 1000 ? 2000 : check.year; /* "0001" stands for every year, leap years among them */
    return date_is_valid(check);
}

/* HH:MM, with seconds and an offset that are dropped; or of twelve hours with am and pm. */
bool time_words(const char *text, int *minutes)
{
    int hour = 0, minute = 0, end = 0;
    char half = 0;

    if (sscanf(text, "%2d:%2d%n", &hour, &minute, &end) != 2 && sscanf(text, "%2d%n", &hour, &end) != 1)
        return false;
    text += end;
    text += strspn(text, " ");
    if (text[0] && tolower((unsigned char)text[1]) == 'm' && text[2] == '\0')
        half = (char)tolower((unsigned char)text[0]);
    else if (text[0] && !strchr(":Z+-", text[0]))
        return false;
    if (half && (hour < 1 || hour > 12 || (half != 'a' && half != 'p')))
        return false;
    if (half)
        hour = hour % 12 + (half == 'p' ? 12 : 0);
    *minutes = hour * 60 + minute;
    return hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
}
