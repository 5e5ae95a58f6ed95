/*
 * Choices from a word list, and references to other records. Several choices are held in the list's own order and
 * several references in ascending order, each once, so that equal answers are equal bytes on every device.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

#include "kind_in.h"

enum { CHOICES_MAX = 200, REFERENCES_MAX = 1000 };

/* "choose one of: a, b, c …": the labels still offered, as many as fit. */
static enum err refuse_word(const struct reading *reading, const char *typed, struct why *why)
{
    const struct field *field = reading->field;
    struct buf offered = { 0 };
    size_t count;
    const struct vocabulary_entry *entries = vocabulary_entries(reading->words, field->vocabulary, &count);
    enum err e = OK;

    for (size_t i = 0; i < count && !e && offered.len < 240; i++) {
        if (!entries[i].retired)
            e = buf_printf(&offered, "%s%s", offered.len ? ", " : "",
                           vocabulary_label(reading->words, field->vocabulary, entries[i].code));
    }
    if (!e && offered.len >= 240)
        e = buf_add_str(&offered, " …");
    if (!e)
        e = why_set(why, E_INVALID, N_("%s: \"%s\" is not among the choices. Choose from: %s."), kind_label(field),
                    kind_quoted(typed).text, buf_text(&offered));
    buf_release(&offered);
    return e;
}

enum err kind_read_choice(const struct reading *reading, const char *typed, struct value *out, struct why *why)
{
    const struct vocabulary_entry *entry = vocabulary_read(reading->words, reading->field->vocabulary, typed);

    return entry ? value_set_text(out, entry->code) : refuse_word(reading, typed, why);
}

enum err kind_check_choice(const struct reading *reading, const struct value *value, struct why *why)
{
    if (vocabulary_find(reading->words, reading->field->vocabulary, value->text))
        return OK;
    return refuse_word(reading, value->text, why);
}

enum err kind_show_choice(const struct reading *reading, const struct value *value, struct buf *out)
{
    return buf_add_str(out, vocabulary_label(reading->words, reading->field->vocabulary, value->text));
}

struct picks {
    const struct vocabulary_entry *entries[CHOICES_MAX];
    size_t count;
};

static void pick(struct picks *picks, const struct vocabulary_entry *entry)
{
    for (size_t i = 0; i < picks->count; i++) {
        if (picks->entries[i] == entry)
            return;
    }
    if (picks->count < CHOICES_MAX)
        picks->entries[picks->count++] = entry;
}

/* Each item between `between`; an item that is no word of the list is split again by `finer`, if there is any. */
static enum err pick_items(const struct reading *reading, const char *typed, const char *between, const char *finer,
                           struct picks *picks, struct why *why)
{
    struct buf item = { 0 };
    bool more = true;
    enum err e = OK;

    while (!e && more) {
        const struct vocabulary_entry *entry;
        if ((e = kind_next_item(&typed, between, &item, &more)) || !more)
            break;
        entry = vocabulary_read(reading->words, reading->field->vocabulary, buf_text(&item));
        if (entry)
            pick(picks, entry);
        else if (finer && strpbrk(buf_text(&item), finer))
            e = pick_items(reading, buf_text(&item), finer, NULL, picks, why);
        else
            e = refuse_word(reading, buf_text(&item), why);
    }
    buf_release(&item);
    return e;
}

/* Entries of one list stand in order in one array, so their addresses do. */
static int compare_picks(const void *a, const void *b)
{
    const struct vocabulary_entry *const *left = a, *const *right = b;

    return (*left > *right) - (*left < *right);
}

static enum err join_picks(struct picks *picks, struct value *out)
{
    struct buf list = { 0 };
    enum err e = OK;

    /* NOLINTNEXTLINE(bugprone-sizeof-expression): pointers are what is sorted */
    qsort(picks->entries, picks->count, sizeof picks->entries[0], compare_picks);
    for (size_t i = 0; i < picks->count && !e; i++)
        e = buf_printf(&list, "%s%s", i ? ";" : "", picks->entries[i]->code);
    if (!e)
        e = value_set_text(out, buf_text(&list));
    buf_release(&list);
    return e;
}

enum err kind_read_choices(const struct reading *reading, const char *typed, struct value *out, struct why *why)
{
    const struct vocabulary_entry *whole = vocabulary_read(reading->words, reading->field->vocabulary, typed);
    struct picks picks = { .count = 0 };
    enum err e = OK;

    if (whole)
        pick(&picks, whole);
    else
        e = pick_items(reading, typed, ";\n", "/,", &picks, why);
    return e ? e : join_picks(&picks, out);
}

enum err kind_check_choices(const struct reading *reading, const struct value *value, struct why *why)
{
    const struct vocabulary_entry *last = NULL;
    const char *at = value->text;
    struct buf item = { 0 };
    bool more = true;
    enum err e = OK;

    while (!e && more) {
        const struct vocabulary_entry *entry;
        if ((e = kind_next_item(&at, ";", &item, &more)) || !more)
            break;
        entry = vocabulary_find(reading->words, reading->field->vocabulary, buf_text(&item));
        if (!entry)
            e = refuse_word(reading, buf_text(&item), why);
        else if (last && entry == last)
            e = why_set(why, E_INVALID, N_("%s: \"%s\" is chosen twice. Choose it once."), kind_label(reading->field),
                        kind_quoted(buf_text(&item)).text);
        last = entry;
    }
    buf_release(&item);
    return e;
}

enum err kind_show_choices(const struct reading *reading, const struct value *value, struct buf *out)
{
    const char *at = value->text;
    struct buf item = { 0 };
    bool more = true, first = true;
    enum err e = OK;

    while (!e && more) {
        if ((e = kind_next_item(&at, ";", &item, &more)) || !more)
            break;
        e = buf_printf(out, "%s%s", first ? "" : ", ",
                       vocabulary_label(reading->words, reading->field->vocabulary, buf_text(&item)));
        first = false;
    }
    buf_release(&item);
    return e;
}

enum err kind_read_reference(const struct reading *reading, const char *typed, struct value *out, struct why *why)
{
    int64_t id;

    if (!text_to_int(typed, &id) || id <= 0)
        return why_set(why, E_INVALID,
                       N_("%s: \"%s\" is no record's number. Give the number, reference or name of one."),
                       kind_label(reading->field), kind_quoted(typed).text);
    value_set_number(out, id);
    return OK;
}

enum err kind_check_reference(const struct reading *reading, const struct value *value, struct why *why)
{
    if (value->number > 0)
        return OK;
    return why_set(why, E_INVALID, N_("%s: choose a record."), kind_label(reading->field));
}

enum err kind_read_references(const struct reading *reading, const char *typed, struct value *out, struct why *why)
{
    int64_t ids[REFERENCES_MAX] = { 0 };
    struct buf item = { 0 };
    size_t count = 0;
    bool more = true;
    enum err e = OK;

    while (!e && more) {
        if ((e = kind_next_item(&typed, ";,\n", &item, &more)) || !more)
            break;
        if (count == REFERENCES_MAX)
            e = why_set(why, E_INVALID, N_("%s: at most %d records fit here."), kind_label(reading->field),
                        REFERENCES_MAX);
        else if (!text_to_int(buf_text(&item), &ids[count]) || ids[count++] <= 0)
            e = why_set(why, E_INVALID,
                        N_("%s: \"%s\" is no record's number. Give the number, reference or name of one."),
                        kind_label(reading->field), kind_quoted(buf_text(&item)).text);
    }
    buf_release(&item);
    return e ? e : value_set_ids(out, ids, count);
}

/* "12;45": digits, one ';' between, ascending, nothing else. */
static bool is_id_list(const char *at)
{
    int64_t last = 0;

    while (*at) {
        char *end = NULL;
        int64_t id;
        if (*at < '1' || *at > '9')
            return false;
        errno = 0;
        id = strtoll(at, &end, 10);
        if (errno || id <= last || (*end && *end != ';') || (*end == ';' && !end[1]))
            return false;
        last = id;
        at = end + (*end == ';');
    }
    return true;
}

enum err kind_check_references(const struct reading *reading, const struct value *value, struct why *why)
{
    if (is_id_list(value->text))
        return OK;
    return why_set(why, E_INVALID, N_("%s: \"%s\" is no list of records. Choose them again."),
                   kind_label(reading->field), kind_quoted(value->text).text);
}
