/*
 * A pattern and a row become the text of one field. In fields that hold several values a ; in the pattern parts them,
 * and each stands or falls by its own columns: "GB-CHC:{charity};GB-COH:{company}" gives one outside id where only one
 * is known.
 */
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mapping_in.h"
#include "townkeep/base/text.h"

enum { HEADING_MOST = 200 }; /* a longer one is looked for too, with memory */

bool pattern_next(const char **at, struct pattern_piece *piece)
{
    const char *from = *at, *close = *from == '{' ? strchr(from, '}') : NULL;

    if (*from == '\0')
        return false;
    if (close) {
        *piece = (struct pattern_piece){ .text = from + 1, .len = (size_t)(close - from - 1), .column = true };
        *at = close + 1;
        return true;
    }
    piece->text = from;
    piece->len = 1 + strcspn(from + 1, "{");
    piece->column = false;
    *at = from + piece->len;
    return true;
}

static bool piece_is(const struct pattern_piece *piece, const char *name)
{
    return piece->len == strlen(name) && memcmp(piece->text, name, piece->len) == 0;
}

/* {@}, {@place-site} and {@source}: they stand for something, but for no cell of the row. */
static bool is_given(const struct pattern_piece *piece)
{
    return piece->len > 0 && piece->text[0] == '@';
}

bool mapping_rule_is_gentle(const struct mapping_rule *rule)
{
    return rule->pattern[0] == '?' || !pattern_has_columns(rule->pattern);
}

bool mapping_rule_adds(const struct mapping_rule *rule)
{
    return rule->pattern[0] == '+';
}

bool pattern_has_columns(const char *pattern)
{
    struct pattern_piece piece;

    while (pattern_next(&pattern, &piece)) {
        if (piece.column && !is_given(&piece))
            return true;
    }
    return false;
}

bool piece_alternative(const struct pattern_piece *piece, size_t *at, const char **name, size_t *len)
{
    const char *bar;

    if (*at > piece->len)
        return false;
    *name = piece->text + *at;
    bar = memchr(*name, '|', piece->len - *at);
    *len = bar ? (size_t)(bar - *name) : piece->len - *at;
    *at += *len + 1;
    return true;
}

/* #12 → 12; 0 for anything else. */
static size_t column_number(const char *name, size_t len)
{
    size_t number = 0;

    for (size_t i = 1; i < len; i++) {
        if (name[i] < '0' || name[i] > '9' || number > SHEET_COLUMNS_MAX)
            return 0;
        number = number * 10 + (size_t)(name[i] - '0');
    }
    return len > 0 && name[0] == '#' ? number : 0;
}

int column_find(const char *name, size_t len, const struct sheet_row *headings)
{
    size_t number = column_number(name, len);
    char short_name[HEADING_MOST], *copy;
    int found = -1;

    if (len > 0 && name[0] == '#')
        return number >= 1 && number <= headings->count ? (int)number - 1 : -1;
    copy = len < sizeof short_name ? short_name : strndup(name, len);
    if (copy == short_name)
        snprintf(short_name, sizeof short_name, "%.*s", (int)len, name);
    for (size_t i = 0; copy && i < headings->count && found < 0; i++) {
        if (same_folded(headings->cells[i], copy))
            found = (int)i;
    }
    if (copy != short_name)
        free(copy);
    return found;
}

bool mapping_stands_for_nothing(const struct mapping *mapping, const char *text)
{
    const char *at = mapping->empty;
    size_t text_len = strlen(text);

    if (text[strspn(text, " \t")] == '\0')
        return true;
    while (at && *at) {
        size_t len = strcspn(at, ";");

        if (len == text_len && memcmp(at, text, len) == 0)
            return true;
        at += len + (at[len] == ';');
    }
    return false;
}

/* The cell a piece stands for; "" when it is empty or not there. */
static const char *cell_of(const struct mapping_context *context, const struct pattern_piece *piece)
{
    const char *name;
    size_t len, at = 0;

    while (piece_alternative(piece, &at, &name, &len)) {
        int column = column_find(name, len, context->headings);
        const char *cell =
            column >= 0 && (size_t)column < context->row->count ? csv_unguarded(context->row->cells[column]) : "";

        if (!mapping_stands_for_nothing(context->mapping, cell))
            return cell;
    }
    return "";
}

/* --- records that other parts of the row made --- */
static bool is_name_of(const struct mapping_part *part, const char *name, size_t len)
{
    size_t type_len = strlen(part->type->key), name_len = strlen(part->name);

    if (len < type_len || memcmp(name, part->type->key, type_len) != 0)
        return false;
    if (name_len == 0)
        return len == type_len;
    return len == type_len + 1 + name_len && name[type_len] == '-' &&
           memcmp(name + type_len + 1, part->name, name_len) == 0;
}

static size_t part_of_piece(const struct mapping *mapping, const struct pattern_piece *piece)
{
    size_t part = 0;

    if (piece->len == 1)
        return 0;
    while (part < mapping->part_count && !is_name_of(&mapping->parts[part], piece->text + 1, piece->len - 1))
        part++;
    return part;
}

int mapping_next_part(const struct mapping *mapping, const struct mapping_rule *rule, const char **at)
{
    struct pattern_piece piece;

    *at = *at ? *at : rule->pattern;
    while (pattern_next(at, &piece)) {
        if (piece.column && is_given(&piece) && !piece_is(&piece, "@source"))
            return (int)part_of_piece(mapping, &piece);
    }
    return -1;
}

/* A text in the size of an id; "" while the record is not made. */
static const char *made_id(const struct mapping_context *context, const struct pattern_piece *piece, char out[24])
{
    size_t part = part_of_piece(context->mapping, piece);

    out[0] = '\0';
    if (context->made && part < context->mapping->part_count && context->made[part] != 0)
        snprintf(out, 24, "%lld", (long long)context->made[part]);
    return out;
}

/* Where the joining of one stretch stands. */
struct joining {
    struct buf between; /* literal text that waits for the column after it to turn out filled */
    size_t start;       /* where the stretch begins in the text */
    bool column_seen;
    bool any; /* a column of the row was filled */
    bool last_filled;
};

static enum err join_literal(struct joining *joining, const struct pattern_piece *piece, const struct buf *out)
{
    /* Between an empty first column and the next one nothing stands. */
    if (joining->column_seen && out->len == joining->start)
        return OK;
    return buf_add(&joining->between, piece->text, piece->len);
}

static enum err join_column(const struct mapping_context *context, struct joining *joining,
                            const struct pattern_piece *piece, struct buf *out)
{
    char id[24];
    const char *text;
    enum err e = OK;

    text = piece_is(piece, "@source") ? context->source
           : is_given(piece)          ? made_id(context, piece, id)
                                      : cell_of(context, piece);
    joining->column_seen = true;
    joining->last_filled = text[0] != '\0';
    if (joining->last_filled && !(e = buf_add_str(out, buf_text(&joining->between))))
        e = buf_add_str(out, text);
    joining->any = joining->any || (joining->last_filled && !is_given(piece));
    /* What stood before an empty column goes with it, unless it began the stretch. */
    if (joining->last_filled || out->len > joining->start)
        buf_clear(&joining->between);
    return e;
}

static enum err add_stretch(const struct mapping_context *context, const char *pattern, struct buf *out, bool *filled)
{
    struct joining joining = { .start = out->len, .last_filled = true };
    bool columns = pattern_has_columns(pattern);
    struct pattern_piece piece;
    enum err e = OK;

    while (!e && pattern_next(&pattern, &piece))
        e = piece.column ? join_column(context, &joining, &piece, out) : join_literal(&joining, &piece, out);
    if (!e && joining.last_filled)
        e = buf_add_str(out, buf_text(&joining.between));
    if (!e && columns && !joining.any && out->len > joining.start) {
        out->len = joining.start;
        out->data[joining.start] = '\0';
    }
    *filled = *filled || joining.any;
    buf_release(&joining.between);
    return e;
}

bool mapping_holds_several(const struct field *field)
{
    return field->kind == FIELD_CHOICES || field->kind == FIELD_REFERENCES || field->kind == FIELD_TAGS;
}

static enum err add_stretches(const struct mapping_context *context, const char *pattern, struct buf *out, bool *filled)
{
    enum err e = OK;

    while (!e && *pattern) {
        size_t len = strcspn(pattern, ";"), before = out->len, mark;
        char *stretch = strndup(pattern, len);

        if (!stretch)
            return E_MEMORY;
        e = before > 0 ? buf_add_char(out, ';') : OK;
        mark = out->len;
        if (!e)
            e = add_stretch(context, stretch, out, filled);
        if (!e && out->len == mark && mark > before) {
            out->len = before;
            out->data[before] = '\0';
        }
        free(stretch);
        pattern += len + (pattern[len] == ';');
    }
    return e;
}

static enum err map_word(const struct mapping_rule *rule, struct buf *out)
{
    const char *to = NULL, *rest = NULL;

    for (size_t i = 0; i < rule->word_count && !to; i++) {
        if (strcmp(rule->words[i].from, "*") == 0)
            rest = rule->words[i].to;
        else if (same_folded(rule->words[i].from, buf_text(out)))
            to = rule->words[i].to;
    }
    to = to ? to : rest;
    if (!to || out->len == 0)
        return OK;
    buf_clear(out);
    return buf_add_str(out, to);
}

/* Whether a text has one of the forms in `like`, and none of those behind a !. */
static bool is_like(const char *text, const char *like)
{
    bool any_wanted = false, wanted = false, unwanted = false;

    while (*like) {
        size_t len = strcspn(like, ";");
        char form[128];

        text_print_into(form, sizeof form, "%.*s", (int)len, like);
        if (form[0] == '!') {
            unwanted = unwanted || fnmatch(form + 1, text, 0) == 0;
        } else {
            any_wanted = true;
            wanted = wanted || fnmatch(form, text, 0) == 0;
        }
        like += len + (like[len] == ';');
    }
    return !unwanted && (wanted || !any_wanted);
}

enum err mapping_apply(const struct mapping_context *context, const struct field *field,
                       const struct mapping_rule *rule, struct buf *out, bool *filled)
{
    const char *pattern = rule->pattern + (mapping_rule_adds(rule) || rule->pattern[0] == '?');
    size_t before = out->len;
    enum err e;

    *filled = false;
    e = mapping_holds_several(field) ? add_stretches(context, pattern, out, filled)
                                     : add_stretch(context, pattern, out, filled);
    if (!e && rule->like && out->len > before && !is_like(out->data + before, rule->like)) {
        out->len = before;
        out->data[before] = '\0';
        *filled = false;
    }
    return e ? e : map_word(rule, out);
}

const char *mapping_rule_column(const struct mapping_context *context, const struct mapping_rule *rule)
{
    const char *at = rule->pattern;
    struct pattern_piece piece;

    while (pattern_next(&at, &piece)) {
        const char *name;
        size_t len, alternative = 0;

        while (piece.column && piece_alternative(&piece, &alternative, &name, &len)) {
            int column = column_find(name, len, context->headings);

            if (column >= 0)
                return context->headings->cells[column];
        }
    }
    return "";
}

/* --- one file's columns as numbers --- */
static enum err resolve_piece(const struct pattern_piece *piece, const struct sheet_row *headings, struct buf *out)
{
    const char *name;
    size_t len, at = 0;
    enum err e = buf_add_char(out, '{');
    bool first = true;

    while (!e && piece_alternative(piece, &at, &name, &len)) {
        e = buf_printf(out, "%s#%d", first ? "" : "|", column_find(name, len, headings) + 1);
        first = false;
    }
    return e ? e : buf_add_char(out, '}');
}

static enum err resolve_pattern(const char *pattern, const struct sheet_row *headings, struct buf *out)
{
    struct pattern_piece piece;
    enum err e = OK;

    while (!e && pattern_next(&pattern, &piece)) {
        if (piece.column && !is_given(&piece))
            e = resolve_piece(&piece, headings, out);
        else
            e = buf_add(out, piece.text - piece.column, piece.len + (piece.column ? 2U : 0U)); /* braces and all */
    }
    return e;
}

static enum err resolve_part(const struct mapping_part *part, const struct sheet_row *headings,
                             struct mapping_part *out)
{
    struct buf pattern = { 0 };
    enum err e = OK;

    for (size_t i = 0; i < part->rule_count && !e; i++) {
        const struct mapping_rule *rule = &part->rules[i];
        struct mapping_rule *copy;

        buf_clear(&pattern);
        if ((e = resolve_pattern(rule->pattern, headings, &pattern)) ||
            (e = mapping_rule_set(out, rule->field, buf_text(&pattern))))
            break;
        copy = mapping_rule_for(out, rule->field);
        e = rule->like ? text_copy(&copy->like, rule->like) : OK;
        for (size_t j = 0; j < rule->word_count && !e; j++)
            e = mapping_add_word(copy, rule->words[j].from, rule->words[j].to);
    }
    buf_release(&pattern);
    return e;
}

enum err mapping_resolve(const struct mapping *mapping, const struct sheet_row *headings, struct mapping *out)
{
    enum err e = mapping->empty ? text_copy(&out->empty, mapping->empty) : OK;

    for (size_t i = 0; i < mapping->part_count && !e; i++) {
        struct mapping_part *part = mapping_add_part(out, mapping->parts[i].type, mapping->parts[i].name);

        e = part ? resolve_part(&mapping->parts[i], headings, part) : E_MEMORY;
    }
    return e;
}
