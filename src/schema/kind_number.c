/*
 * Whole numbers, decimals and yes or no. A decimal is millionths in 64 bits, so that money and coordinates add up;
 * "1,200" could be either of two numbers and is refused rather than guessed.
 */
#include <inttypes.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

#include "kind_in.h"

enum { MILLION = 1000000, DECIMALS = 6 };

static enum err check_range(const struct field *field, int64_t number, int64_t unit, struct why *why)
{
    if ((field->min == 0 && field->max == 0) || (number >= field->min * unit && number <= field->max * unit))
        return OK;
    return why_set(why, E_INVALID, N_("%s: give a number from %lld to %lld."), kind_label(field), (long long)field->min,
                   (long long)field->max);
}

enum err kind_read_number(const struct reading *reading, const char *typed, struct value *out, struct why *why)
{
    int64_t number;

    if (!text_to_int(typed, &number))
        return why_set(why, E_INVALID, N_("%s: \"%s\" is no whole number. Write it in digits, as in 42."),
                       kind_label(reading->field), kind_quoted(typed).text);
    value_set_number(out, number);
    return OK;
}

enum err kind_check_number(const struct reading *reading, const struct value *value, struct why *why)
{
    return check_range(reading->field, value->number, 1, why);
}

enum err kind_show_number(const struct reading *reading, const struct value *value, struct buf *out)
{
    (void)reading;
    return kind_write_number(value, out);
}

enum err kind_write_number(const struct value *value, struct buf *out)
{
    return buf_printf(out, "%" PRId64, value->number);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* One to three digits, a comma, three digits: twelve hundred here, one and a fifth there. "0,125" is clear. */
static bool is_ambiguous(const char *digits)
{
    size_t whole = strspn(digits, "0123456789");

    return whole >= 1 && whole <= 3 && digits[0] != '0' && digits[whole] == ',' &&
           strspn(digits + whole + 1, "0123456789") == 3 && !is_digit(digits[whole + 4]);
}

static bool read_whole(const char **at, int64_t *millionths)
{
    for (; is_digit(**at); ++*at) {
        if (__builtin_mul_overflow(*millionths, 10, millionths) ||
            __builtin_add_overflow(*millionths, (int64_t)(**at - '0') * MILLION, millionths))
            return false;
    }
    return true;
}

/* The part after the point, rounded half up at the sixth place. */
static bool read_fraction(const char **at, int64_t *millionths)
{
    int64_t fraction = 0;
    int places = 0;

    for (; is_digit(**at); ++*at, places++) {
        if (places < DECIMALS)
            fraction = fraction * 10 + (**at - '0');
        else if (places == DECIMALS && **at >= '5')
            fraction++;
    }
    for (int i = places; i < DECIMALS; i++)
        fraction *= 10;
    return places > 0 && !__builtin_add_overflow(*millionths, fraction, millionths);
}

static bool parse_decimal(const char *text, int64_t *out)
{
    bool negative;
    size_t whole;

    text += strspn(text, " \t");
    negative = *text == '-';
    text += *text == '-' || *text == '+';
    whole = strspn(text, "0123456789");
    *out = 0;
    if (is_ambiguous(text) || !read_whole(&text, out))
        return false;
    if (*text == '.' || *text == ',') {
        text++;
        if (!read_fraction(&text, out))
            return false;
    } else if (whole == 0) {
        return false;
    }
    *out = negative ? -*out : *out;
    return text[strspn(text, " \t\r\n")] == '\0';
}

enum err kind_read_decimal(const struct reading *reading, const char *typed, struct value *out, struct why *why)
{
    int64_t number;

    if (!parse_decimal(typed, &number))
        return why_set(why, E_INVALID,
                       N_("%s: \"%s\" is no number. Write it as 1200 or 1.25, without a sign between thousands."),
                       kind_label(reading->field), kind_quoted(typed).text);
    value_set_number(out, number);
    return OK;
}

enum err kind_check_decimal(const struct reading *reading, const struct value *value, struct why *why)
{
    return check_range(reading->field, value->number, MILLION, why);
}

enum err kind_show_decimal(const struct reading *reading, const struct value *value, struct buf *out)
{
    (void)reading;
    return kind_write_decimal(value, out);
}

enum err kind_write_decimal(const struct value *value, struct buf *out)
{
    uint64_t size = value->number < 0 ? 0 - (uint64_t)value->number : (uint64_t)value->number;
    uint64_t fraction = size % MILLION;
    int places = DECIMALS;
    enum err e = buf_printf(out, "%s%" PRIu64, value->number < 0 ? "-" : "", size / MILLION);

    if (e || fraction == 0)
        return e;
    for (; fraction % 10 == 0; places--)
        fraction /= 10;
    return buf_printf(out, ".%0*" PRIu64, places, fraction);
}

static bool is_word(const char *folded, const char *const *words)
{
    for (; *words; words++) {
        if (strcmp(folded, *words) == 0)
            return true;
    }
    return false;
}

/* 1, 0, or -1 for neither. */
static int read_yes_no(const char *folded)
{
    static const char *const yes[] = { "yes", "y", "1", "true", "oui", "o", NULL };
    static const char *const no[] = { "no", "n", "0", "false", "non", NULL };
    struct buf own = { 0 };
    int answer = -1;

    if (is_word(folded, no))
        answer = 0;
    else if (is_word(folded, yes) || (text_fold(&own, _("yes")) == OK && strcmp(folded, buf_text(&own)) == 0))
        answer = 1;
    buf_clear(&own);
    if (answer < 0 && text_fold(&own, _("no")) == OK && strcmp(folded, buf_text(&own)) == 0)
        answer = 0;
    buf_release(&own);
    return answer;
}

enum err kind_read_boolean(const struct reading *reading, const char *typed, struct value *out, struct why *why)
{
    struct buf folded = { 0 };
    enum err e = text_fold(&folded, typed);
    int answer = e ? -1 : read_yes_no(buf_text(&folded));

    buf_release(&folded);
    if (e)
        return e;
    if (answer < 0)
        return why_set(why, E_INVALID, N_("%s: \"%s\" is neither yes nor no. Answer yes or no."),
                       kind_label(reading->field), kind_quoted(typed).text);
    value_set_number(out, answer);
    return OK;
}

enum err kind_check_boolean(const struct reading *reading, const struct value *value, struct why *why)
{
    if (value->number == 0 || value->number == 1)
        return OK;
    return why_set(why, E_INVALID, N_("%s: answer yes or no."), kind_label(reading->field));
}

enum err kind_show_boolean(const struct reading *reading, const struct value *value, struct buf *out)
{
    (void)reading;
    return buf_add_str(out, value->number ? _("yes") : _("no"));
}

enum err kind_write_boolean(const struct value *value, struct buf *out)
{
    return buf_add_str(out, value->number ? "yes" : "no");
}
