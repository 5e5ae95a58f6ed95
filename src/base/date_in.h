/* The names of months and weekdays, shared by what reads dates and what writes them. */
#ifndef TOWNKEEP_BASE_DATE_IN_H
#define TOWNKEEP_BASE_DATE_IN_H

/* In English, marked for translation: gettext gives them in the program's language. */
extern const char *const date_month_names[12];
extern const char *const date_weekday_names[7]; /* Monday first */

#endif
