/*
 * Starting a record, and everything that can be wrong with one that the tables alone tell. The type's rule goes first,
 * because it may complete fields that are then checked like the others; that references exist and roles suffice is the
 * store's to say.
 */
#include <string.h>

#include "townkeep/base/i18n.h"

#include "kind_in.h"

enum err record_start(struct record *record, const struct vocabularies *words, struct date today, struct why *why)
{
    for (int i = 0; i < record->type->field_count; i++) {
        const struct field *field = &record->type->fields[i];
        enum err e = field->initial ? field_read(field, field->initial, words, today, &record->values[i], why) : OK;
        if (e)
            return e;
    }
    return OK;
}

/* A word out of use stays where it stands, but is not chosen anew. */
static void check_retired(const struct field *field, int index, const struct value *value, const struct value *before,
                          const struct vocabularies *words, struct problems *problems)
{
    const char *at = value->text;
    struct buf item = { 0 };
    bool more = true;

    while (more && kind_next_item(&at, ";", &item, &more) == OK && more) {
        const struct vocabulary_entry *entry = vocabulary_find(words, field->vocabulary, buf_text(&item));
        if (entry && entry->retired && !(before && value_list_has(before, entry->code)))
            problems_add(problems, index, N_("%s: \"%s\" is no longer offered. Choose another word."),
                         kind_label(field), vocabulary_label(words, field->vocabulary, entry->code));
    }
    buf_release(&item);
}

/* E_MEMORY alone: what it finds are problems. */
static enum err check_value(const struct record *record, const struct record *before,
                            const struct rule_context *context, int index, struct problems *problems)
{
    const struct field *field = &record->type->fields[index];
    const struct reading reading = { .field = field, .words = context->words, .today = context->today };
    const struct value *value = &record->values[index], *old = before ? &before->values[index] : NULL;
    struct why why = { 0 };
    enum err e = OK;

    if (value->form == VALUE_EMPTY && (field->flags & FIELD_REQUIRED))
        problems_add(problems, index, N_("%s: this is needed. Fill it in."), kind_label(field));
    else if ((e = kind_check(&reading, value, &why)) == E_MEMORY)
        return e;
    else if (e)
        problems_add(problems, index, "%s", why_text(&why));
    else if (value->form == VALUE_TEXT && (field->kind == FIELD_CHOICE || field->kind == FIELD_CHOICES))
        check_retired(field, index, value, old, context->words, problems);
    if ((field->flags & FIELD_ONCE) && old && old->form != VALUE_EMPTY && !value_equal(value, old))
        problems_add(problems, index, N_("%s: this stays as it was first saved."), kind_label(field));
    return OK;
}

/* Where a problem is told: refusals before warnings, by field, the record as a whole last. */
static int rank(const struct problems *problems, int at)
{
    int field = problems->items[at].field;

    return field < 0 ? INT32_MAX : field;
}

/* Insertion keeps equal ones in the order they were found; there are at most 32. */
static void sort_part(struct problems *problems, int from, int to)
{
    for (int i = from + 1; i < to; i++) {
        for (int j = i; j > from && rank(problems, j - 1) > rank(problems, j); j--) {
            struct problem swap = problems->items[j];
            problems->items[j] = problems->items[j - 1];
            problems->items[j - 1] = swap;
        }
    }
}

enum err record_check(struct record *record, const struct record *before, const struct rule_context *context,
                      struct problems *problems)
{
    enum err e = OK;

    problems->count = problems->warnings = 0;
    if (record->type->rule)
        e = record->type->rule(record, before, context, problems);
    if (e && !problems_refuse(problems))
        return e;
    for (int i = 0; i < record->type->field_count; i++)
        if ((e = check_value(record, before, context, i, problems)))
            return e;
    sort_part(problems, 0, problems->count - problems->warnings);
    sort_part(problems, problems->count - problems->warnings, problems->count);
    return problems_refuse(problems) ? E_INVALID : OK;
}
