/*
 * A mapping in memory: made by guessing, changed column by column from a screen, asked what it leaves open. The first
 * part is the row's own record; only that one is offered on screen, further parts come from ini files.
 */
#include "mapping_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/text.h"

static void rule_release(struct mapping_rule *rule)
{
    for (size_t i = 0; i < rule->word_count; i++) {
        free(rule->words[i].from);
        free(rule->words[i].to);
    }
    free(rule->words);
    free(rule->pattern);
    free(rule->like);
}

void mapping_release(struct mapping *mapping)
{
    for (size_t i = 0; i < mapping->part_count; i++) {
        for (size_t j = 0; j < mapping->parts[i].rule_count; j++)
            rule_release(&mapping->parts[i].rules[j]);
        free(mapping->parts[i].rules);
        free(mapping->parts[i].name);
    }
    for (size_t i = 0; i < mapping->lookup_count; i++) {
        free(mapping->lookups[i].name);
        free(mapping->lookups[i].file);
        free(mapping->lookups[i].by);
        free(mapping->lookups[i].key);
    }
    free(mapping->lookups);
    free(mapping->parts);
    free(mapping->title);
    free(mapping->needs);
    free(mapping->empty);
    free(mapping->source);
    free(mapping->encoding);
    *mapping = (struct mapping){ 0 };
}

static bool is_plain(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return *text == '\0';
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* As text_fold has it: blanks are one, those at the end none. */
static char next_folded(const char **at)
{
    char c = **at;

    if (c == '\0')
        return '\0';
    ++*at;
    if (!is_blank(c))
        return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    while (is_blank(**at))
        ++*at;
    return **at ? ' ' : '\0';
}

static bool same_plain(const char *a, const char *b)
{
    char c;

    while (is_blank(*a))
        a++;
    while (is_blank(*b))
        b++;
    do {
        if ((c = next_folded(&a)) != next_folded(&b))
            return false;
    } while (c);
    return true;
}

/* Nearly all headings are plain: they are compared without memory, which could end and leave a column out. */
bool same_folded(const char *a, const char *b)
{
    struct buf folded[2] = { { 0 }, { 0 } };
    bool same;

    if (is_plain(a) && is_plain(b))
        return same_plain(a, b);
    same = !text_fold(&folded[0], a) && !text_fold(&folded[1], b) &&
           strcmp(buf_text(&folded[0]), buf_text(&folded[1])) == 0;
    buf_release(&folded[0]);
    buf_release(&folded[1]);
    return same;
}

struct mapping_part *mapping_add_part(struct mapping *mapping, const struct record_type *type, const char *name)
{
    struct mapping_part *more = reallocarray(mapping->parts, mapping->part_count + 1, sizeof *more);
    struct mapping_part *part;

    if (!more)
        return NULL;
    mapping->parts = more;
    part = &more[mapping->part_count];
    *part = (struct mapping_part){ .type = type };
    if (text_copy(&part->name, name))
        return NULL;
    mapping->part_count++;
    return part;
}

enum err mapping_add_lookup(struct mapping *mapping, const char *name, const char *file, const char *by,
                            const char *key)
{
    struct mapping_lookup *more = reallocarray(mapping->lookups, mapping->lookup_count + 1, sizeof *more), *lookup;
    enum err e;

    if (!more)
        return E_MEMORY;
    mapping->lookups = more;
    lookup = &more[mapping->lookup_count++];
    *lookup = (struct mapping_lookup){ 0 };
    if ((e = text_copy(&lookup->name, name)) || (e = text_copy(&lookup->file, file)) ||
        (e = text_copy(&lookup->by, by)))
        return e;
    return text_copy(&lookup->key, key);
}

enum err mapping_start(struct mapping *mapping, const struct record_type *type)
{
    *mapping = (struct mapping){ 0 };
    return mapping_add_part(mapping, type, "") ? OK : E_MEMORY;
}

const struct mapping_rule *mapping_rule_find(const struct mapping_part *part, int field)
{
    for (size_t i = 0; i < part->rule_count; i++) {
        if (part->rules[i].field == field)
            return &part->rules[i];
    }
    return NULL;
}

struct mapping_rule *mapping_rule_for(struct mapping_part *part, int field)
{
    struct mapping_rule *more;

    for (size_t i = 0; i < part->rule_count; i++) {
        if (part->rules[i].field == field)
            return &part->rules[i];
    }
    more = reallocarray(part->rules, part->rule_count + 1, sizeof *more);
    if (!more)
        return NULL;
    part->rules = more;
    more[part->rule_count] = (struct mapping_rule){ .field = field };
    return &more[part->rule_count++];
}

enum err mapping_rule_set(struct mapping_part *part, int field, const char *pattern)
{
    struct mapping_rule *rule = mapping_rule_for(part, field);
    char *copy = NULL;
    enum err e;

    if (!rule)
        return E_MEMORY;
    if ((e = text_copy(&copy, pattern)))
        return e;
    free(rule->pattern);
    rule->pattern = copy;
    return OK;
}

enum err mapping_add_word(struct mapping_rule *rule, const char *from, const char *to)
{
    struct mapping_word *more = reallocarray(rule->words, rule->word_count + 1, sizeof *more);
    enum err e;

    if (!more)
        return E_MEMORY;
    rule->words = more;
    more[rule->word_count] = (struct mapping_word){ 0 };
    if ((e = text_copy(&more[rule->word_count].from, from)))
        return e;
    if ((e = text_copy(&more[rule->word_count].to, to))) {
        free(more[rule->word_count].from);
        return e;
    }
    rule->word_count++;
    return OK;
}

void mapping_rule_drop(struct mapping_part *part, int field)
{
    for (size_t i = 0; i < part->rule_count; i++) {
        if (part->rules[i].field != field)
            continue;
        rule_release(&part->rules[i]);
        part->rule_count--;
        memmove(&part->rules[i], &part->rules[i + 1], (part->rule_count - i) * sizeof part->rules[i]);
        return;
    }
}

bool mapping_may_fill(const struct record_type *type, int field)
{
    return field >= 0 && field < type->field_count && !(type->fields[field].flags & FIELD_BY_PROGRAM);
}

/* {Heading}, or {#N} where the heading cannot stand in a pattern: empty, with braces, or the same as an earlier one. */
static enum err column_pattern(const struct sheet_row *headings, size_t column, struct buf *out)
{
    const char *heading = headings->cells[column];
    bool plain = heading[0] != '\0' && heading[0] != '#' && heading[0] != '@' && !strpbrk(heading, "{}|\"\n");

    for (size_t i = 0; i < column && plain; i++)
        plain = !same_folded(headings->cells[i], heading);
    return plain ? buf_printf(out, "{%s}", heading) : buf_printf(out, "{#%zu}", column + 1);
}

bool rule_is_column(const struct mapping_rule *rule, const struct sheet_row *headings, size_t column)
{
    const char *at = rule->pattern;
    struct pattern_piece piece;

    while (pattern_next(&at, &piece)) {
        const char *name;
        size_t len, alternative = 0;

        while (piece.column && piece_alternative(&piece, &alternative, &name, &len)) {
            if (column_find(name, len, headings) == (int)column)
                return true;
        }
    }
    return false;
}

int mapping_field_of_column(const struct mapping *mapping, const struct sheet_row *headings, size_t column)
{
    for (size_t i = 0; i < mapping->parts[0].rule_count; i++) {
        if (rule_is_column(&mapping->parts[0].rules[i], headings, column))
            return mapping->parts[0].rules[i].field;
    }
    return -1;
}

enum err mapping_assign(struct mapping *mapping, const struct sheet_row *headings, size_t column, int field)
{
    struct mapping_part *own = &mapping->parts[0];
    struct buf pattern = { 0 };
    int before;
    enum err e = OK;

    while ((before = mapping_field_of_column(mapping, headings, column)) >= 0)
        mapping_rule_drop(own, before);
    if (field < 0)
        return OK;
    if (!mapping_may_fill(own->type, field))
        return E_INVALID;
    if (!(e = column_pattern(headings, column, &pattern)))
        e = mapping_rule_set(own, field, buf_text(&pattern));
    buf_release(&pattern);
    return e;
}

enum err mapping_guess(struct mapping *mapping, const struct sheet_row *headings)
{
    struct mapping_part *own = &mapping->parts[0];

    for (size_t i = 0; i < headings->count; i++) {
        int field = headings->cells[i][0] ? field_find_heading(own->type, headings->cells[i]) : -1;
        enum err e;

        if (field < 0 || !mapping_may_fill(own->type, field) || mapping_rule_find(own, field))
            continue;
        if ((e = mapping_assign(mapping, headings, i, field)))
            return e;
    }
    return OK;
}

enum err mapping_fix(struct mapping *mapping, int field, const char *value)
{
    if (!value || value[0] == '\0') {
        mapping_rule_drop(&mapping->parts[0], field);
        return OK;
    }
    if (!mapping_may_fill(mapping->parts[0].type, field) || strpbrk(value, "{}\"\n"))
        return E_INVALID;
    return mapping_rule_set(&mapping->parts[0], field, value);
}

const char *mapping_fixed(const struct mapping *mapping, int field)
{
    const struct mapping_rule *rule = mapping_rule_find(&mapping->parts[0], field);

    if (!rule || pattern_has_columns(rule->pattern))
        return NULL;
    return rule->pattern + (mapping_rule_adds(rule) ? 1 : 0);
}

int mapping_missing(const struct mapping *mapping)
{
    const struct mapping_part *own = &mapping->parts[0];

    for (int i = 0; i < own->type->field_count; i++) {
        const struct field *field = &own->type->fields[i];

        if ((field->flags & FIELD_REQUIRED) && mapping_may_fill(own->type, i) && !field->initial &&
            !mapping_rule_find(own, i))
            return i;
    }
    return -1;
}

/* Part `part` behind those it names. Depth: a part being placed that is met again closes a circle. */
static bool place_part(const struct mapping *mapping, size_t part, bool *begun, bool *placed, size_t *order,
                       size_t *count)
{
    if (placed[part])
        return true;
    if (begun[part])
        return false;
    begun[part] = true;
    for (size_t i = 0; i < mapping->parts[part].rule_count; i++) {
        const char *at = NULL;
        int named;

        while ((named = mapping_next_part(mapping, &mapping->parts[part].rules[i], &at)) >= 0) {
            if ((size_t)named < mapping->part_count && !place_part(mapping, (size_t)named, begun, placed, order, count))
                return false;
        }
    }
    placed[part] = true;
    order[(*count)++] = part;
    return true;
}

bool mapping_order(const struct mapping *mapping, size_t order[MAPPING_PARTS_MAX])
{
    bool begun[MAPPING_PARTS_MAX] = { false }, placed[MAPPING_PARTS_MAX] = { false };
    size_t count = 0;

    for (size_t i = 0; i < mapping->part_count && i < MAPPING_PARTS_MAX; i++) {
        if (!place_part(mapping, i, begun, placed, order, &count))
            return false;
    }
    return true;
}

bool mapping_fits(const struct mapping *mapping, const struct sheet_row *headings)
{
    const char *at = mapping->needs;

    if (!at || *at == '\0')
        return false;
    while (*at) {
        size_t len = strcspn(at, ";");

        if (len > 0 && column_find(at, len, headings) < 0)
            return false;
        at += len + (at[len] == ';');
    }
    return true;
}
