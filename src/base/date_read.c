/*
 * Dates as officers type them. What is typed is folded, cut into numbers and words, and read as the first form that
 * fits; the day stands before the month, always, because a guess between the two would be wrong half the time.
 * What could mean two things ("ju") is refused rather than guessed.
 */
#include <stdlib.h>
#include <string.h>

#include "date_in.h"
#include "townkeep/base/date.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum { TOKEN_MAX = 5, WORD_SIZE = 40, HALF_A_YEAR = 183, SHORTEST_NAME = 3 };

struct token {
    int number; /* -1 for a word */
    int digits;
    char word[WORD_SIZE];
};

struct tokens {
    struct token at[TOKEN_MAX];
    size_t count;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_separator(char c)
{
    return c == ' ' || c == '.' || c == '/' || c == '-' || c == ',';
}

static bool take_number(const char **at, struct token *token)
{
    static const char *const ordinals[] = { "st", "nd", "rd", "th", "er", "e" };

    for (; is_digit(**at); ++*at) {
        if (++token->digits > 4)
            return false;
        token->number = token->number * 10 + (**at - '0');
    }
    for (size_t i = 0; i < sizeof ordinals / sizeof ordinals[0]; i++) {
        size_t len = strlen(ordinals[i]);

        if (strncmp(*at, ordinals[i], len) == 0 && ((*at)[len] == '\0' || is_separator((*at)[len]))) {
            *at += len;
            break;
        }
    }
    return true;
}

static bool take_word(const char **at, struct token *token)
{
    size_t len = 0;

    token->number = -1;
    while (**at && !is_digit(**at) && !is_separator(**at)) {
        if (len + 1 == WORD_SIZE)
            return false;
        token->word[len++] = *(*at)++;
    }
    return true;
}

static bool tokenize(const char *folded, struct tokens *tokens)
{
    const char *at = folded;

    for (;;) {
        struct token *token = &tokens->at[tokens->count];

        while (is_separator(*at))
            at++;
        if (*at == '\0')
            return tokens->count > 0;
        if (tokens->count == TOKEN_MAX || !(is_digit(*at) ? take_number(&at, token) : take_word(&at, token)))
            return false;
        tokens->count++;
    }
}

/* Whether `word` is `name` in full (2), a beginning of it (1) or neither (0). */
static int matches(const char *word, const char *name)
{
    struct buf folded = { 0 };
    size_t len = strlen(word);
    int how = 0;

    if (text_fold(&folded, name) == OK && strncmp(buf_text(&folded), word, len) == 0)
        how = folded.len == len ? 2 : len >= SHORTEST_NAME;
    buf_release(&folded);
    return how;
}

/* Which of `names` the word means, in English or in the program's language; -1 for none, or more than one. */
static int find_name(const char *word, const char *const *names, int count)
{
    int found = -1, best = 0;

    for (int i = 0; i < count; i++) {
        int english = matches(word, names[i]), own = matches(word, gettext(names[i]));
        int how = english > own ? english : own;

        if (how == 0 || how < best)
            continue;
        found = how > best ? i : -1;
        best = how;
    }
    return found;
}

static bool is_word(const char *folded, const char *english)
{
    return matches(folded, english) == 2 || matches(folded, gettext(english)) == 2;
}

/* today, tomorrow, yesterday, +7, -2, a weekday. */
static bool read_relative(const char *folded, struct date today, struct date *out)
{
    int64_t days = date_to_days(today), count;
    int weekday;

    if (is_word(folded, N_("today"))) {
        count = 0;
    } else if (is_word(folded, N_("tomorrow"))) {
        count = 1;
    } else if (is_word(folded, N_("yesterday"))) {
        count = -1;
    } else if ((folded[0] == '+' || folded[0] == '-') && is_digit(folded[1])) {
        if (!text_to_int(folded, &count) || count > 99999 || count < -99999)
            return false;
    } else {
        weekday = find_name(folded, date_weekday_names, 7);
        if (weekday < 0)
            return false;
        count = (weekday - date_weekday(today) + 6) % 7 + 1;
    }
    *out = date_from_days(days + count);
    return true;
}

/* The year that brings day and month nearest to today; false when none is within half a year. */
static bool nearest_year(struct date *date, struct date today)
{
    int64_t best = HALF_A_YEAR + 1;
    struct date candidate = *date;

    for (int year = today.year - 1; year <= today.year + 1; year++) {
        int64_t away;

        candidate.year = year;
        if (!date_is_valid(candidate))
            continue;
        away = llabs((long long)(date_to_days(candidate) - date_to_days(today)));
        if (away < best) {
            best = away;
            *date = candidate;
        }
    }
    return best <= HALF_A_YEAR;
}

/* Two digits mean a year within twenty years of today; others (a year of birth?) must be written out. */
static bool read_year(const struct token *token, struct date today, int *year)
{
    if (token->number < 0)
        return false;
    *year = token->number;
    if (token->digits == 4)
        return true;
    if (token->digits != 2)
        return false;
    *year += today.year / 100 * 100;
    if (*year > today.year + 50)
        *year -= 100;
    else if (*year < today.year - 50)
        *year += 100;
    return abs(*year - today.year) <= 20;
}

/* Day and month, either of them first when the month is a name. */
static bool read_day_and_month(const struct token *first, const struct token *second, struct date *date)
{
    const struct token *day = first, *month = second;

    if (first->number < 0) {
        day = second;
        month = first;
    }
    if (day->number < 0 || day->digits > 2)
        return false;
    date->day = day->number;
    if (month->number >= 0 && month->digits > 2)
        return false;
    date->month = month->number >= 0 ? month->number : find_name(month->word, date_month_names, 12) + 1;
    return date->month > 0;
}

static bool read_parts(const struct token *token, size_t count, struct date today, struct date *date)
{
    if (count == 3 && token[0].digits == 4 && token[1].number >= 0 && token[2].number >= 0) {
        *date = (struct date){ token[0].number, token[1].number, token[2].number };
        return token[1].digits <= 2 && token[2].digits <= 2;
    }
    if ((count != 2 && count != 3) || !read_day_and_month(&token[0], &token[1], date))
        return false;
    return count == 3 ? read_year(&token[2], today, &date->year) : nearest_year(date, today);
}

bool date_read(const char *typed, struct date today, struct date *out)
{
    struct tokens tokens = { 0 };
    struct buf folded = { 0 };
    struct date date = { 0 };
    size_t first = 0;
    int weekday = -1;
    bool found = false;

    if (text_fold(&folded, typed) != OK || folded.len == 0)
        goto done;
    if ((found = read_relative(buf_text(&folded), today, &date)))
        goto done;
    if (!is_digit(folded.data[0]) && is_separator(folded.data[0]))
        goto done;
    if (!tokenize(buf_text(&folded), &tokens))
        goto done;
    /* A weekday may stand before the date, when it is the right one. */
    if (tokens.count > 2 && tokens.at[0].number < 0 &&
        (weekday = find_name(tokens.at[0].word, date_weekday_names, 7)) >= 0 && tokens.at[1].number >= 0 &&
        tokens.at[2].digits != 4)
        first = 1;
    found = read_parts(tokens.at + first, tokens.count - first, today, &date) && date_is_valid(date) &&
            (first == 0 || date_weekday(date) == weekday);
done:
    if (found)
        *out = date;
    buf_release(&folded);
    return found;
}
