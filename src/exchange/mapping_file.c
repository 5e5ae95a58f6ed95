/*
 * Mappings as ini files: [mapping] for the whole, [lookup] for other files, one section for each record a row makes
 * ([party], [contact_point-phone]). A line is a field and its pattern; field.words = "theirs=ours;…" maps single
 * values. The reading of ini files is the config room's; it hands over one line after the other.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mapping_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

static enum err replace(char **slot, const char *value)
{
    char *copy = NULL;
    enum err e = text_copy(&copy, value);

    if (e)
        return e;
    free(*slot);
    *slot = copy;
    return OK;
}

static enum err read_separator(struct mapping *mapping, const char *value, struct why *why)
{
    if (strcmp(value, "tab") == 0)
        mapping->separator = '\t';
    else if (value[0] && strchr(",;|", value[0]) && value[1] == '\0')
        mapping->separator = value[0];
    else
        return why_set(why, E_INVALID, N_("\"%s\" is no separator: write , ; | or tab."), value);
    return OK;
}

static enum err read_head(struct mapping_reading *reading, const char *key, const char *value, struct why *why)
{
    struct mapping *mapping = reading->mapping;
    const struct record_type *type;

    if (strcmp(key, "title") == 0)
        return replace(&mapping->title, value);
    if (strcmp(key, "needs") == 0)
        return replace(&mapping->needs, value);
    if (strcmp(key, "empty") == 0)
        return replace(&mapping->empty, value);
    if (strcmp(key, "source") == 0)
        return replace(&mapping->source, value);
    if (strcmp(key, "encoding") == 0)
        return replace(&mapping->encoding, value);
    if (strcmp(key, "separator") == 0)
        return read_separator(mapping, value, why);
    if (strcmp(key, "type") != 0)
        return why_set(why, E_INVALID, N_("A mapping has no line \"%s\" under [mapping]."), key);
    type = catalogue_find(reading->catalogue, value);
    if (!type || mapping->part_count > 0)
        return why_set(why, E_INVALID, N_("\"%s\" is no kind of record, or the second one named under [mapping]."),
                       value);
    return mapping_add_part(mapping, type, "") ? OK : why_set(why, E_MEMORY, N_("There is no memory left."));
}

/* "party" or "contact_point-phone" → its part, made at its first line. */
static struct mapping_part *part_of(struct mapping_reading *reading, const char *section, struct why *why)
{
    struct mapping *mapping = reading->mapping;
    size_t type_len = strcspn(section, "-");
    const char *name = section[type_len] == '-' ? section + type_len + 1 : "";
    size_t name_len = strlen(name);
    char type_key[64], part_name[64];
    const struct record_type *type;
    struct mapping_part *part;

    if (type_len >= sizeof type_key || name_len >= sizeof part_name) {
        why_set(why, E_INVALID, N_("The section [%s] has too long a name."), section);
        return NULL;
    }
    memcpy(type_key, section, type_len);
    type_key[type_len] = '\0';
    memcpy(part_name, name, name_len);
    part_name[name_len] = '\0';
    for (size_t i = 0; i < mapping->part_count; i++) {
        if (strcmp(mapping->parts[i].type->key, type_key) == 0 && strcmp(mapping->parts[i].name, part_name) == 0)
            return &mapping->parts[i];
    }
    type = catalogue_find(reading->catalogue, type_key);
    if (!type || mapping->part_count == 0) {
        why_set(why, E_INVALID, N_("The section [%s] names no kind of record, or stands before [mapping]."), section);
        return NULL;
    }
    part = mapping_add_part(mapping, type, part_name);
    if (!part)
        why_set(why, E_MEMORY, N_("There is no memory left."));
    return part;
}

/* name = "file.csv;column|column;key" */
static enum err read_lookup(struct mapping *mapping, const char *name, const char *value, struct why *why)
{
    char *copy = NULL, *by, *key;
    enum err e = text_copy(&copy, value);

    if (e)
        return e;
    by = strchr(copy, ';');
    key = by ? strchr(by + 1, ';') : NULL;
    if (!key || strchr(copy, '/')) {
        e = why_set(why, E_INVALID,
                    N_("\"%s\" under [lookup] must read: file;column of this file;column of the other file."), value);
        goto done;
    }
    *by++ = '\0';
    *key++ = '\0';
    e = mapping_add_lookup(mapping, name, copy, by, key);
done:
    free(copy);
    return e;
}

/* "theirs=ours;theirs=ours" */
static enum err read_words(struct mapping_rule *rule, const char *value, struct why *why)
{
    enum err e = OK;

    while (*value && !e) {
        size_t len = strcspn(value, ";");
        char *pair = strndup(value, len), *equals = pair ? strchr(pair, '=') : NULL;

        if (!equals)
            e = pair ? why_set(why, E_INVALID, N_("\"%s\" must read: their word=our word."), pair) : E_MEMORY;
        if (equals) {
            *equals = '\0';
            e = mapping_add_word(rule, pair, equals + 1);
        }
        free(pair);
        value += len + (value[len] == ';');
    }
    return e;
}

enum err mapping_read_line(void *data, const char *section, const char *key, const char *value, struct why *why)
{
    struct mapping_reading *reading = data;
    const char *dot = strchr(key, '.');
    struct mapping_part *part;
    struct mapping_rule *rule;
    char field_key[64];
    int field;

    if (strcmp(section, "mapping") == 0)
        return read_head(reading, key, value, why);
    if (strcmp(section, "lookup") == 0)
        return read_lookup(reading->mapping, key, value, why);
    part = part_of(reading, section, why);
    if (!part)
        return why ? why->code : E_INVALID;
    snprintf(field_key, sizeof field_key, "%.*s", (int)(dot ? (size_t)(dot - key) : strlen(key)), key);
    field = field_find(part->type, field_key);
    if (!mapping_may_fill(part->type, field) || (dot && strcmp(dot, ".words") != 0 && strcmp(dot, ".like") != 0))
        return why_set(why, E_INVALID, N_("\"%s\" is no field of %s that an import can fill."), key, part->type->key);
    if (!dot)
        return mapping_rule_set(part, field, value);
    rule = mapping_rule_for(part, field);
    if (!rule)
        return E_MEMORY;
    return strcmp(dot, ".like") == 0 ? replace(&rule->like, value) : read_words(rule, value, why);
}

static enum err check_rule(const struct mapping *mapping, const struct mapping_part *part,
                           const struct mapping_rule *rule, struct why *why)
{
    const struct field *field = &part->type->fields[rule->field];
    const char *at = NULL;
    int named;

    if (!rule->pattern)
        return why_set(why, E_INVALID, N_("The mapping has a list of values for \"%s\" and no column for it."),
                       field->key);
    if (mapping_rule_adds(rule) && !mapping_holds_several(field))
        return why_set(why, E_INVALID, N_("\"%s\" holds one value: a pattern with + adds to a list."), field->key);
    while ((named = mapping_next_part(mapping, rule, &at)) >= 0) {
        if ((size_t)named == mapping->part_count)
            return why_set(why, E_INVALID, N_("The mapping names in \"%s\" a section that it does not have: %s"),
                           field->key, rule->pattern);
    }
    return OK;
}

enum err mapping_check(const struct mapping *mapping, struct why *why)
{
    size_t order[MAPPING_PARTS_MAX];
    enum err e = OK;

    if (mapping->part_count == 0)
        return why_set(why, E_INVALID,
                       N_("The mapping does not say what its rows are: write type = … under [mapping]."));
    if (mapping->part_count > MAPPING_PARTS_MAX)
        return why_set(why, E_INVALID, N_("The mapping has more than %d sections."), MAPPING_PARTS_MAX);
    for (size_t i = 0; i < mapping->part_count; i++) {
        const struct mapping_part *part = &mapping->parts[i];

        for (size_t j = 0; j < part->rule_count && !e; j++)
            e = check_rule(mapping, part, &part->rules[j], why);
        if (e)
            return e;
        if (part->rule_count == 0)
            return why_set(why, E_INVALID, N_("The mapping says nothing about \"%s\"."), part->type->key);
    }
    if (!mapping_order(mapping, order))
        return why_set(why, E_INVALID, N_("Sections of the mapping name one another in a circle."));
    return OK;
}

/* key = "value"; the ini reader knows no escapes, so some texts cannot be written. */
static enum err write_line(struct buf *out, const char *key, const char *value, struct why *why)
{
    if (!value)
        return OK;
    if (strpbrk(value, "\"\n\r\\") || strlen(value) > 900)
        return why_set(why, E_INVALID,
                       N_("\"%s\" cannot be kept in a saved mapping: shorten the heading or take out quotation marks."),
                       value);
    return buf_printf(out, "%s = \"%s\"\n", key, value);
}

static enum err write_words(const struct mapping_part *part, const struct mapping_rule *rule, struct buf *out,
                            struct why *why)
{
    struct buf words = { 0 };
    char key[80];
    enum err e = OK;

    snprintf(key, sizeof key, "%s.words", part->type->fields[rule->field].key);
    for (size_t i = 0; i < rule->word_count && !e; i++) {
        const struct mapping_word *word = &rule->words[i];

        if (strpbrk(word->from, "=;") || strchr(word->to, ';'))
            e = why_set(why, E_INVALID, N_("\"%s\" cannot be kept in a saved mapping: it contains = or ;."),
                        word->from);
        else
            e = buf_printf(&words, "%s%s=%s", i > 0 ? ";" : "", word->from, word->to);
    }
    if (!e && rule->word_count > 0)
        e = write_line(out, key, buf_text(&words), why);
    buf_release(&words);
    return e;
}

static enum err write_part(const struct mapping_part *part, struct buf *out, struct why *why)
{
    enum err e = buf_printf(out, "\n[%s%s%s]\n", part->type->key, part->name[0] ? "-" : "", part->name);

    for (size_t i = 0; i < part->rule_count && !e; i++) {
        const char *key = part->type->fields[part->rules[i].field].key;
        char like_key[80];

        snprintf(like_key, sizeof like_key, "%s.like", key);
        if (!(e = write_line(out, key, part->rules[i].pattern, why)) &&
            !(e = write_line(out, like_key, part->rules[i].like, why)))
            e = write_words(part, &part->rules[i], out, why);
    }
    return e;
}

enum err mapping_write(const struct mapping *mapping, struct buf *out, struct why *why)
{
    char separator[2] = { mapping->separator, '\0' };
    enum err e;

    if ((e = buf_add_str(out, "[mapping]\n")) || (e = write_line(out, "title", mapping->title, why)) ||
        (e = write_line(out, "type", mapping->parts[0].type->key, why)) ||
        (e = write_line(out, "needs", mapping->needs, why)) || (e = write_line(out, "empty", mapping->empty, why)) ||
        (e = write_line(out, "source", mapping->source, why)) ||
        (e = write_line(out, "encoding", mapping->encoding, why)))
        return e;
    if (mapping->separator && (e = write_line(out, "separator", mapping->separator == '\t' ? "tab" : separator, why)))
        return e;
    e = mapping->lookup_count > 0 ? buf_add_str(out, "\n[lookup]\n") : OK;
    for (size_t i = 0; i < mapping->lookup_count && !e; i++)
        e = buf_printf(out, "%s = \"%s;%s;%s\"\n", mapping->lookups[i].name, mapping->lookups[i].file,
                       mapping->lookups[i].by, mapping->lookups[i].key);
    for (size_t i = 0; i < mapping->part_count && !e; i++)
        e = write_part(&mapping->parts[i], out, why);
    return e;
}
