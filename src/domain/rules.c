/*
 * Checks that several record types share. They are pure: they look at the record, at what it was, and at today; what
 * needs other records is the store's. Days compare as text, because YYYY, YYYY-MM and YYYY-MM-DD sort like the days
 * they stand for.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/rules.h"

bool rule_is_empty(const struct record *record, int field)
{
    return record->values[field].form == VALUE_EMPTY;
}

static const char *text_at(const struct record *record, int field)
{
    const struct value *value = &record->values[field];

    return value->form == VALUE_TEXT ? value->text : "";
}

void rule_not_itself(const struct record *record, int field, struct problems *problems, const char *sentence)
{
    const struct value *value = &record->values[field];

    if (record->id != 0 && value->form == VALUE_NUMBER && value->number == record->id)
        problems_add(problems, field, "%s", gettext(sentence));
}

/* "2026" and "2026-04" overlap: only what both dates say is compared. */
static int compare_days(const char *a, const char *b)
{
    size_t a_len = strlen(a), b_len = strlen(b);

    return strncmp(a, b, a_len < b_len ? a_len : b_len);
}

void rule_in_order(const struct record *record, int earlier, int later, struct problems *problems, const char *sentence)
{
    if (!rule_is_empty(record, earlier) && !rule_is_empty(record, later) &&
        compare_days(text_at(record, later), text_at(record, earlier)) < 0)
        problems_add(problems, later, "%s", gettext(sentence));
}

bool rule_is_after_day(const struct record *record, int field, struct date day)
{
    char text[DATE_TEXT_SIZE];

    date_format(day, text);
    return compare_days(text_at(record, field), text) > 0;
}

bool rule_is_before_day(const struct record *record, int field, struct date day)
{
    char text[DATE_TEXT_SIZE];

    date_format(day, text);
    return !rule_is_empty(record, field) && compare_days(text_at(record, field), text) < 0;
}

bool rule_holds_on(const struct record *record, int from, int to, struct date day)
{
    return !rule_is_after_day(record, from, day) && !rule_is_before_day(record, to, day);
}

static bool ends_before(const struct record *a, int to, const struct record *b, int from)
{
    return !rule_is_empty(a, to) && !rule_is_empty(b, from) && compare_days(text_at(a, to), text_at(b, from)) < 0;
}

bool rule_overlap(const struct record *a, const struct record *b, int from, int to)
{
    return !ends_before(a, to, b, from) && !ends_before(b, to, a, from);
}

bool rule_is_less(const struct record *record, int field, int other)
{
    const struct value *a = &record->values[field], *b = &record->values[other];

    return a->form == VALUE_NUMBER && b->form == VALUE_NUMBER && a->number < b->number;
}

enum err rule_set_day(struct record *record, int field, struct date day)
{
    return value_set_day(&record->values[field], day);
}

void rule_stays_here(const struct record *record, int sens, struct problems *problems, const char *sentence)
{
    const char *text = text_at(record, sens);

    if (strcmp(text, "team") != 0 && strcmp(text, "restricted") != 0)
        problems_add(problems, sens, "%s", gettext(sentence));
}

void rule_email(const struct record *record, int field, struct problems *problems)
{
    const char *text = text_at(record, field), *at = strchr(text, '@');

    if (*text && (!at || at == text || at[1] == '\0' || strchr(text, ' ')))
        problems_warn(problems, field, N_("This does not look like an e-mail address; check it before relying on it."));
}

enum err rule_verified(struct record *record, const struct record *before, const struct rule_context *context, int on,
                       int by, struct problems *problems)
{
    bool is_new = !rule_is_empty(record, on) && (!before || !value_equal(&record->values[on], &before->values[on]));
    bool is_named = before && !value_equal(&record->values[by], &before->values[by]);

    if (rule_is_after_day(record, on, context->today))
        problems_add(problems, on, N_("The day of verifying lies in the future; check the date."));
    if (is_new && context->officer_id != 0 && (rule_is_empty(record, by) || (before && !is_named)))
        value_set_number(&record->values[by], context->officer_id);
    return OK;
}
