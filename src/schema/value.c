/*
 * One value of a record. Lists (choices, references, tags) are text with ';' between their items; none of the items can
 * hold one. Text is overwritten before it is freed: it may be a person's story.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/schema/schema.h"

void value_release(struct value *value)
{
    if (value->text)
        explicit_bzero(value->text, strlen(value->text));
    free(value->text);
    *value = (struct value){ 0 };
}

enum err value_copy(struct value *to, const struct value *from)
{
    struct value copy = { .form = from->form, .number = from->number };

    if (from->text) {
        enum err e = text_copy(&copy.text, from->text);
        if (e)
            return e;
    }
    value_release(to);
    *to = copy;
    return OK;
}

bool value_equal(const struct value *a, const struct value *b)
{
    if (a->form != b->form)
        return false;
    if (a->form == VALUE_NUMBER)
        return a->number == b->number;
    return a->form != VALUE_TEXT || strcmp(a->text, b->text) == 0;
}

enum err value_set_text(struct value *value, const char *text)
{
    char *copy = NULL;

    if (*text) {
        enum err e = text_copy(&copy, text);
        if (e)
            return e;
    }
    value_release(value);
    value->form = copy ? VALUE_TEXT : VALUE_EMPTY;
    value->text = copy;
    return OK;
}

enum err value_set_day(struct value *value, struct date day)
{
    char text[DATE_TEXT_SIZE];

    date_format(day, text);
    return value_set_text(value, text);
}

void value_set_number(struct value *value, int64_t number)
{
    value_release(value);
    value->form = VALUE_NUMBER;
    value->number = number;
}

bool value_list_has(const struct value *value, const char *item)
{
    return value->form == VALUE_TEXT && text_list_has(value->text, item);
}

static int compare_ids(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

enum err value_set_ids(struct value *value, int64_t *ids, size_t count)
{
    struct buf list = { 0 };
    enum err e = OK;

    qsort(ids, count, sizeof ids[0], compare_ids);
    for (size_t i = 0; i < count && !e; i++) {
        if (i == 0 || ids[i] != ids[i - 1])
            e = buf_printf(&list, "%s%" PRId64, i ? ";" : "", ids[i]);
    }
    if (!e)
        e = value_set_text(value, buf_text(&list));
    buf_release(&list);
    return e;
}
