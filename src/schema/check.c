/*
 * The checker: every mistake that can be made in a record type's table and that the compiler lets pass. It runs as a
 * unit test over the whole catalogue; its lines are for whoever edits a table, so they are not translated.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "townkeep/base/text.h"

#include "kind_in.h"

struct findings {
    struct buf *out;
    int count;
    const struct catalogue *catalogue;
    const struct vocabularies *words;
    const struct record_type *type;
    const struct field *field; /* NULL: the type as a whole */
};

static PRINTF_LIKE(2, 3) void found(struct findings *findings, const char *format, ...)
{
    struct buf line = { 0 };
    char text[300];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    findings->count++;
    if (buf_printf(&line, "%s%s%s: %s\n", findings->type->key ? findings->type->key : "?", findings->field ? "." : "",
                   findings->field ? findings->field->key : "", text) == OK &&
        buf_add(findings->out, line.data, line.len) != OK)
        findings->count++;
    buf_release(&line);
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++) {
        if (strcmp(name, *names) == 0)
            return true;
    }
    return false;
}

static bool is_key(const char *key)
{
    return key && key[0] >= 'a' && key[0] <= 'z' && key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

/* Columns of the store, and words that SQL takes for its own; "on" and "by" are too good names to give up, and the
 * store quotes every name. */
static const char *const taken[] = {
    "id",     "archived_at", "archived_by", "archive_reason", "import_batch", "rowid",  "add",    "all",
    "alter",  "and",         "as",          "between",        "case",         "check",  "column", "constraint",
    "create", "default",     "delete",      "desc",           "distinct",     "drop",   "else",   "end",
    "except", "exists",      "foreign",     "from",           "group",        "having", "in",     "index",
    "insert", "into",        "is",          "join",           "limit",        "not",    "null",   "or",
    "order",  "primary",     "references",  "select",         "set",          "table",  "then",   "to",
    "union",  "unique",      "update",      "using",          "values",       "when",   "where",  "with",
    NULL,
};

/* What this program never records about a person, whatever table somebody adds; and no sum or score stands for one. */
static const char *const never[] = {
    "religion",   "faith",       "belief",           "ethnicity",  "race",      "nationality", "politics", "opinion",
    "sexuality",  "orientation", "migration_status", "disability", "diagnosis", "caste",       "score",    "risk_score",
    "risk_total", NULL,
};

static void check_field_names(struct findings *findings, int index)
{
    const struct record_type *type = findings->type;
    const struct field *field = findings->field;

    if (!is_key(field->key))
        found(findings, "a key is lower case letters, digits and _");
    if (is_one_of(field->key, taken))
        found(findings, "this name is taken by the store or by SQL");
    if (is_one_of(field->key, never))
        found(findings, "this is not recorded here");
    if (field_find(type, field->key) != index)
        found(findings, "there are two fields of this key");
    if (!field->label || !field->label[0])
        found(findings, "the label is missing");
    if (field->hint && (!field->hint[0] || !strchr(".?!", field->hint[strlen(field->hint) - 1])))
        found(findings, "a hint is a sentence");
}

/* Every alias must lead back to its own field, or an import would put a column where nobody looks. */
static void check_field_aliases(struct findings *findings, int index)
{
    const char *at = findings->field->aliases;
    struct buf alias = { 0 };
    bool more = true;

    if (findings->field->label && field_find_heading(findings->type, findings->field->label) != index)
        found(findings, "the label is also another field's name");
    while (at && more && kind_next_item(&at, ";", &alias, &more) == OK && more) {
        if (field_find_heading(findings->type, buf_text(&alias)) != index)
            found(findings, "the alias \"%s\" is also another field's name", buf_text(&alias));
    }
    buf_release(&alias);
}

/* The records offered are told by a field of theirs: "kind=person". */
static void check_field_among(struct findings *findings)
{
    const struct field *field = findings->field;
    const struct record_type *type = field->refers_to ? catalogue_find(findings->catalogue, field->refers_to) : NULL;
    char key[64];

    if (!field->among)
        return;
    snprintf(key, sizeof key, "%.*s", (int)strcspn(field->among, "!=<>~"), field->among);
    if (!type || field_find(type, key) < 0)
        found(findings, "what it is chosen among is no field of the records it refers to");
}

static bool is_number_kind(enum field_kind kind)
{
    return kind == FIELD_NUMBER || kind == FIELD_DECIMAL;
}

static void check_field_flags(struct findings *findings)
{
    const struct field *field = findings->field;
    unsigned flags = field->flags;
    bool is_folded = field_sorts_folded(field);

    if ((flags & FIELD_SEALED) && findings->type->owner != RECORD_OF_CASE)
        found(findings, "only a case's records have sealed fields");
    if ((flags & FIELD_SEALED) && (flags & (FIELD_FOUND | FIELD_SORTED | FIELD_FILTERED | FIELD_LISTED)))
        found(findings, "a sealed field is neither listed, searched, filtered nor sorted");
    if ((flags & FIELD_FOUND) && !is_folded)
        found(findings, "the search takes text, notes and tags only");
    if ((flags & FIELD_SORTED) &&
        (field->kind == FIELD_CHOICES || field->kind == FIELD_REFERENCES || field->kind == FIELD_NOTE))
        found(findings, "a list cannot be sorted by this kind");
    if ((flags & FIELD_UNIQUE) && !(flags & FIELD_SORTED))
        found(findings, "a field that is unique needs the index of a sorted one");
    if (field->kind == FIELD_MOMENT && !(flags & FIELD_BY_PROGRAM))
        found(findings, "a moment is set by the program");
    if ((flags & FIELD_REQUIRED) && (flags & FIELD_MORE) && !field->initial)
        found(findings, "a needed field without a first value cannot hide under more");
}

static void check_field_kind(struct findings *findings)
{
    const struct field *field = findings->field;
    bool is_choice = field->kind == FIELD_CHOICE || field->kind == FIELD_CHOICES;
    bool is_reference = field->kind == FIELD_REFERENCE || field->kind == FIELD_REFERENCES;
    size_t count;

    if (is_choice != (field->vocabulary != NULL))
        found(findings, is_choice ? "the list to choose from is missing" : "only choices have a list");
    if (is_choice && field->vocabulary && findings->words &&
        !vocabulary_entries(findings->words, field->vocabulary, &count))
        found(findings, "there is no list \"%s\"", field->vocabulary);
    if (field->parents &&
        (!is_choice || (findings->words && !vocabulary_entries(findings->words, field->parents, &count))))
        found(findings, "there is no list \"%s\" for wider entries", field->parents);
    if (is_reference != (field->refers_to != NULL))
        found(findings, is_reference ? "the type it refers to is missing" : "only references refer to a type");
    if (is_reference && field->refers_to) {
        const struct record_type *to = catalogue_find(findings->catalogue, field->refers_to);
        if (!to || strcmp(to->key, field->refers_to) != 0)
            found(findings, "there is no type \"%s\"", field->refers_to);
    }
    if (field->min > field->max || ((field->min || field->max) && !is_number_kind(field->kind)))
        found(findings, "the range is wrong");
    if (field->max_len < 0 || field->width < 0)
        found(findings, "a length or width is negative");
}

static void check_field_initial(struct findings *findings)
{
    const struct date day = { 2026, 11, 23 };
    struct value value = { 0 };
    struct why why = { 0 };

    if (!findings->field->initial)
        return;
    if (field_read(findings->field, findings->field->initial, findings->words, day, &value, &why) != OK)
        found(findings, "the first value cannot be read: %s", why_text(&why));
    else if (value.form == VALUE_EMPTY)
        found(findings, "the first value is empty");
    value_release(&value);
}

/* An enum's name without a row leaves a hole, and the rest cannot be looked at. */
static bool has_holes(struct findings *findings)
{
    int count = findings->count;

    for (int i = 0; i < findings->type->field_count; i++) {
        if (!findings->type->fields[i].key)
            found(findings, "field %d has no row", i);
    }
    if (findings->type->field_count == 0)
        found(findings, "there are no fields");
    return findings->count > count;
}

static void check_fields(struct findings *findings)
{
    bool is_listed = false;

    for (int i = 0; i < findings->type->field_count; i++) {
        findings->field = &findings->type->fields[i];
        is_listed |= (findings->field->flags & FIELD_LISTED) != 0;
        check_field_names(findings, i);
        check_field_aliases(findings, i);
        check_field_among(findings);
        check_field_flags(findings);
        check_field_kind(findings);
        check_field_initial(findings);
    }
    findings->field = NULL;
    if (!is_listed)
        found(findings, "no field is listed");
}

static void check_titles(struct findings *findings)
{
    const struct record_type *type = findings->type;
    bool has_title = type->title_field >= 0 && type->title_field < type->field_count;

    if (!has_title || (type->fields[type->title_field].flags & FIELD_SEALED))
        found(findings, "the title is no open field");
    if (has_title && type->fields[type->title_field].kind != FIELD_TEXT &&
        type->fields[type->title_field].kind != FIELD_REFERENCE &&
        type->fields[type->title_field].kind != FIELD_CHOICE && type->fields[type->title_field].kind != FIELD_DATE)
        found(findings, "the title is a text, a day, a choice or a reference");
    if (type->subtitle_field < -1 || type->subtitle_field >= type->field_count ||
        (type->subtitle_field >= 0 && (type->fields[type->subtitle_field].flags & FIELD_SEALED)))
        found(findings, "the subtitle is no open field");
}

static void check_sort(struct findings *findings)
{
    int field = findings->type->sort ? field_find(findings->type, findings->type->sort) : -1;

    if (field < 0 || !(findings->type->fields[field].flags & FIELD_SORTED))
        found(findings, "it is listed by a field that is not sorted");
}

static void check_reference(struct findings *findings)
{
    const unsigned wanted = FIELD_BY_PROGRAM | FIELD_SORTED;
    int field = field_find(findings->type, "reference");

    if (findings->type->reference_prefix && (field < 0 || findings->type->fields[field].kind != FIELD_TEXT ||
                                             (findings->type->fields[field].flags & wanted) != wanted))
        found(findings, "a reference prefix needs a text field \"reference\", by program and sorted");
}

static void check_match(struct findings *findings)
{
    const char *at = findings->type->match;
    struct buf key = { 0 };
    bool more = true;

    while (at && more && kind_next_item(&at, "|,", &key, &more) == OK && more) {
        if (field_find(findings->type, buf_text(&key)) < 0)
            found(findings, "match names no field: \"%s\"", buf_text(&key));
    }
    buf_release(&key);
}

static void check_owner(struct findings *findings)
{
    const struct record_type *type = findings->type, *owner = NULL;
    int field = type->case_field ? field_find(type, type->case_field) : -1;

    if (type->owner == RECORD_OF_TEAM) {
        if (type->case_field)
            found(findings, "a record of the team names no case");
        return;
    }
    if ((type->readers & ~(unsigned)(ROLES_OF_CASEWORK | ROLE_REVIEWER)) != 0 || type->readers == 0)
        found(findings, "a case's records are read by casework roles only");
    if (!type->case_field)
        return;
    if (field >= 0 && type->fields[field].kind == FIELD_REFERENCE && type->fields[field].refers_to)
        owner = catalogue_find(findings->catalogue, type->fields[field].refers_to);
    if (!owner || owner->owner != RECORD_OF_CASE || owner->case_field)
        found(findings, "the case field names no case");
}

static void check_names(struct findings *findings)
{
    const struct record_type *type = findings->type;
    const char *at = type->aliases;
    struct buf alias = { 0 };
    bool more = true;

    if (!is_key(type->key) || is_one_of(type->key, taken))
        found(findings, "a key is lower case letters, digits and _, and no word of SQL");
    if (!type->label || !type->label[0] || !type->plural || !type->plural[0] || !type->hint || !type->hint[0])
        found(findings, "label, plural and hint are needed");
    if (type->menu < 0 || type->menu >= MENU_AREA_COUNT)
        found(findings, "there is no such menu");
    if (catalogue_find(findings->catalogue, type->key) != type)
        found(findings, "there are two types of this key");
    while (at && more && kind_next_item(&at, ";", &alias, &more) == OK && more) {
        if (catalogue_find(findings->catalogue, buf_text(&alias)) != type)
            found(findings, "the alias \"%s\" is also another type's name", buf_text(&alias));
    }
    if (type->readers != 0 && (type->writers & ~type->readers) != 0)
        found(findings, "somebody may write it who may not read it");
    buf_release(&alias);
}

int catalogue_check(const struct catalogue *catalogue, const struct vocabularies *words, struct buf *out)
{
    struct findings findings = { .out = out, .catalogue = catalogue, .words = words };

    for (size_t i = 0; i < catalogue->count; i++) {
        findings.type = catalogue->types[i];
        findings.field = NULL;
        if (has_holes(&findings))
            continue;
        check_fields(&findings);
        check_names(&findings);
        check_titles(&findings);
        check_sort(&findings);
        check_reference(&findings);
        check_match(&findings);
        check_owner(&findings);
    }
    return findings.count;
}
