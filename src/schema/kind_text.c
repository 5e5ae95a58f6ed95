/*
 * Text, notes and tags. What is stored is always clean: checking a value means cleaning it again and finding nothing to
 * do. Lengths count characters (code points), not bytes.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

#include "kind_in.h"

enum { TAG_LEN = 80 };

static int count_characters(const char *text)
{
    size_t at = 0;
    int count = 0;

    while (text_next(text, &at) != 0)
        count++;
    return count;
}

static enum text_lines lines_of(const struct field *field)
{
    return field->kind == FIELD_NOTE ? TEXT_MANY_LINES : TEXT_ONE_LINE;
}

static enum err check_length(const struct field *field, const char *text, int most, struct why *why)
{
    int count = count_characters(text);

    if (count <= most)
        return OK;
    return why_set(why, E_INVALID, N_("%s: at most %d characters fit here; this has %d. Shorten it."),
                   kind_label(field), most, count);
}

static enum err check_clean(const struct field *field, const char *text, enum text_lines lines, struct why *why)
{
    struct buf clean = { 0 };
    enum err e = text_clean(&clean, text, strlen(text), lines);
    bool same = !e && strcmp(buf_text(&clean), text) == 0;

    buf_wipe(&clean);
    if (e == E_MEMORY)
        return e;
    return same ? OK
                : why_set(why, E_INVALID, N_("%s: this holds characters that cannot be shown. Type it again."),
                          kind_label(field));
}

enum err kind_read_text(const struct reading *reading, const char *typed, struct value *out, struct why *why)
{
    struct buf clean = { 0 };
    enum err e = text_clean(&clean, typed, strlen(typed), lines_of(reading->field));

    (void)why;
    if (!e)
        e = value_set_text(out, buf_text(&clean));
    buf_wipe(&clean);
    return e;
}

enum err kind_check_text(const struct reading *reading, const struct value *value, struct why *why)
{
    enum err e = check_length(reading->field, value->text, field_max_len(reading->field), why);

    return e ? e : check_clean(reading->field, value->text, lines_of(reading->field), why);
}

/* Append one tag unless the list has it; *tags holds "a;b" so far. */
static enum err add_tag(struct value *tags, const char *item)
{
    struct buf list = { 0 }, clean = { 0 };
    enum err e = text_clean(&clean, item, strlen(item), TEXT_ONE_LINE);

    if (e || clean.len == 0 || value_list_has(tags, buf_text(&clean)))
        goto done;
    if (tags->form == VALUE_TEXT && ((e = buf_add_str(&list, tags->text)) || (e = buf_add_char(&list, ';'))))
        goto done;
    if (!(e = buf_add_str(&list, buf_text(&clean))))
        e = value_set_text(tags, buf_text(&list));
done:
    buf_release(&list);
    buf_release(&clean);
    return e;
}

enum err kind_read_tags(const struct reading *reading, const char *typed, struct value *out, struct why *why)
{
    enum err e = check_length(reading->field, typed, 2 * field_max_len(reading->field), why);
    struct buf item = { 0 };
    bool more = true;

    while (!e && more) {
        e = kind_next_item(&typed, ";\n", &item, &more);
        if (!e && more)
            e = add_tag(out, buf_text(&item));
    }
    buf_release(&item);
    return e;
}

enum err kind_check_tags(const struct reading *reading, const struct value *value, struct why *why)
{
    const char *at = value->text;
    struct buf item = { 0 };
    bool more = true;
    enum err e;

    if (!(e = check_length(reading->field, at, field_max_len(reading->field), why)))
        e = check_clean(reading->field, at, TEXT_ONE_LINE, why);
    while (!e && more) {
        e = kind_next_item(&at, ";", &item, &more);
        if (!e && more && count_characters(buf_text(&item)) > TAG_LEN)
            e = why_set(why, E_INVALID, N_("%s: \"%s\" is too long for one entry; 80 characters fit."),
                        kind_label(reading->field), kind_quoted(buf_text(&item)).text);
    }
    buf_release(&item);
    return e;
}

enum err kind_show_text(const struct reading *reading, const struct value *value, struct buf *out)
{
    (void)reading;
    return buf_add_str(out, value->text);
}

enum err kind_show_items(const struct reading *reading, const struct value *value, struct buf *out)
{
    enum err e = OK;

    (void)reading;
    for (const char *at = value->text; *at && !e; at++)
        e = *at == ';' ? buf_add_str(out, "; ") : buf_add_char(out, *at);
    return e;
}

enum err kind_write_text(const struct value *value, struct buf *out)
{
    return buf_add_str(out, value->text);
}
