/*
 * The kinds of field: one row of behaviour each, indexed by the enum, and the calls that go through it. A new kind is a
 * row here, its binding in the store and its editor in the screens.
 */
#include "kind_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

static const struct kind kinds[FIELD_KIND_COUNT] = {
    [FIELD_TEXT] = { .name = NC_("kind", "text"),
                     .form = VALUE_TEXT,
                     .folded = true,
                     .width = 24,
                     .max_len = 200,
                     .read = kind_read_text,
                     .check = kind_check_text,
                     .show = kind_show_text,
                     .write = kind_write_text },
    [FIELD_NOTE] = { .name = NC_("kind", "note"),
                     .form = VALUE_TEXT,
                     .folded = true,
                     .width = 40,
                     .max_len = 20000,
                     .read = kind_read_text,
                     .check = kind_check_text,
                     .show = kind_show_text,
                     .write = kind_write_text },
    [FIELD_NUMBER] = { .name = NC_("kind", "number"),
                       .form = VALUE_NUMBER,
                       .width = 8,
                       .max_len = 20,
                       .read = kind_read_number,
                       .check = kind_check_number,
                       .show = kind_show_number,
                       .write = kind_write_number },
    [FIELD_DECIMAL] = { .name = NC_("kind", "decimal"),
                        .form = VALUE_NUMBER,
                        .width = 12,
                        .max_len = 40,
                        .read = kind_read_decimal,
                        .check = kind_check_decimal,
                        .show = kind_show_decimal,
                        .write = kind_write_decimal },
    [FIELD_DATE] = { .name = NC_("kind", "date"),
                     .form = VALUE_TEXT,
                     .width = 10,
                     .max_len = 40,
                     .read = kind_read_date,
                     .check = kind_check_date,
                     .show = kind_show_text,
                     .write = kind_write_text },
    [FIELD_PARTIAL_DATE] = { .name = NC_("kind", "partial date"),
                             .form = VALUE_TEXT,
                             .width = 10,
                             .max_len = 40,
                             .read = kind_read_date,
                             .check = kind_check_date,
                             .show = kind_show_text,
                             .write = kind_write_text },
    [FIELD_TIME] = { .name = NC_("kind", "time"),
                     .form = VALUE_NUMBER,
                     .width = 5,
                     .max_len = 8,
                     .read = kind_read_time,
                     .check = kind_check_time,
                     .show = kind_show_time,
                     .write = kind_write_time },
    [FIELD_MOMENT] = { .name = NC_("kind", "moment"),
                       .form = VALUE_NUMBER,
                       .width = 16,
                       .max_len = 24,
                       .read = kind_read_moment,
                       .check = kind_check_moment,
                       .show = kind_show_moment,
                       .write = kind_write_moment },
    [FIELD_BOOLEAN] = { .name = NC_("kind", "yes or no"),
                        .form = VALUE_NUMBER,
                        .width = 5,
                        .max_len = 12,
                        .read = kind_read_boolean,
                        .check = kind_check_boolean,
                        .show = kind_show_boolean,
                        .write = kind_write_boolean },
    [FIELD_CHOICE] = { .name = NC_("kind", "choice"),
                       .form = VALUE_TEXT,
                       .width = 16,
                       .max_len = 200,
                       .read = kind_read_choice,
                       .check = kind_check_choice,
                       .show = kind_show_choice,
                       .write = kind_write_text },
    [FIELD_CHOICES] = { .name = NC_("kind", "choices"),
                        .form = VALUE_TEXT,
                        .width = 20,
                        .max_len = 4000,
                        .read = kind_read_choices,
                        .check = kind_check_choices,
                        .show = kind_show_choices,
                        .write = kind_write_text },
    [FIELD_REFERENCE] = { .name = NC_("kind", "reference"),
                          .form = VALUE_NUMBER,
                          .width = 24,
                          .max_len = 200,
                          .read = kind_read_reference,
                          .check = kind_check_reference,
                          .show = kind_show_number,
                          .write = kind_write_number },
    [FIELD_REFERENCES] = { .name = NC_("kind", "references"),
                           .form = VALUE_TEXT,
                           .width = 24,
                           .max_len = 20000,
                           .read = kind_read_references,
                           .check = kind_check_references,
                           .show = kind_show_items,
                           .write = kind_write_text },
    [FIELD_TAGS] = { .name = NC_("kind", "tags"),
                     .form = VALUE_TEXT,
                     .folded = true,
                     .width = 24,
                     .max_len = 4000,
                     .read = kind_read_tags,
                     .check = kind_check_tags,
                     .show = kind_show_items,
                     .write = kind_write_text },
};

const struct kind *kind_of(const struct field *field)
{
    return &kinds[field->kind];
}

const char *field_kind_name(enum field_kind kind)
{
    return i18n_in("kind", kinds[kind].name);
}

int field_width(const struct field *field)
{
    return field->width > 0 ? field->width : kinds[field->kind].width;
}

int field_max_len(const struct field *field)
{
    return field->max_len > 0 ? field->max_len : kinds[field->kind].max_len;
}

bool field_is_text(const struct field *field)
{
    return kinds[field->kind].form == VALUE_TEXT;
}

bool field_sorts_folded(const struct field *field)
{
    return kinds[field->kind].folded;
}

const char *kind_label(const struct field *field)
{
    return gettext(field->label);
}

struct quoted kind_quoted(const char *typed)
{
    static const char dots[] = "…";
    struct quoted quoted = { "" };
    struct buf clean = { 0 };

    if (text_clean(&clean, typed, strlen(typed), TEXT_ONE_LINE) == OK) {
        const char *text = buf_text(&clean);
        bool is_cut = clean.len >= sizeof quoted.text;
        size_t room = is_cut ? sizeof quoted.text - sizeof dots : clean.len, len = 0, next;

        while (text[len] && (next = text_next_grapheme(text, len)) <= room)
            len = next;
        memcpy(quoted.text, text, len);
        memcpy(quoted.text + len, dots, is_cut ? sizeof dots : 0);
    }
    buf_wipe(&clean);
    return quoted;
}

enum err kind_next_item(const char **at, const char *between, struct buf *item, bool *more)
{
    static const char blanks[] = " \t\r\n";

    *more = false;
    buf_clear(item);
    while (**at && !*more) {
        size_t len = strcspn(*at, between), lead = strspn(*at, blanks), tail = len;
        if (lead < len) {
            enum err e;
            while (tail > lead && strchr(blanks, (*at)[tail - 1]))
                tail--;
            if ((e = buf_add(item, *at + lead, tail - lead)))
                return e;
            *more = true;
        }
        *at += len + ((*at)[len] != '\0');
    }
    return OK;
}

enum err kind_check(const struct reading *reading, const struct value *value, struct why *why)
{
    const struct kind *kind = kind_of(reading->field);

    if (value->form == VALUE_EMPTY || value->form == VALUE_CLOSED)
        return OK;
    if (value->form != kind->form || (value->form == VALUE_TEXT && (!value->text || !value->text[0])))
        return why_set(why, E_INVALID, N_("%s: this value is of another kind than the field. Enter it again."),
                       kind_label(reading->field));
    return kind->check(reading, value, why);
}

static bool is_blank(const char *typed)
{
    return typed[strspn(typed, " \t\r\n")] == '\0';
}

enum err field_read(const struct field *field, const char *typed, const struct vocabularies *words, struct date today,
                    struct value *out, struct why *why)
{
    const struct reading reading = { .field = field, .words = words, .today = today };
    struct value read = { 0 };
    enum err e;

    if (is_blank(typed)) {
        value_release(out);
        return OK;
    }
    if (!text_is_utf8(typed, strlen(typed)))
        return why_set(why, E_INVALID, N_("%s: these bytes are no UTF-8 text. Save the file as UTF-8 and try again."),
                       kind_label(field));
    if ((e = kind_of(field)->read(&reading, typed, &read, why)) || (e = kind_check(&reading, &read, why))) {
        value_release(&read);
        return e == E_MEMORY ? why_set(why, e, "%s", err_text(e)) : e;
    }
    value_release(out);
    *out = read;
    return OK;
}

enum err field_show(const struct field *field, const struct value *value, const struct vocabularies *words,
                    struct buf *out)
{
    const struct reading reading = { .field = field, .words = words };

    if (value->form == VALUE_CLOSED)
        return buf_add_str(out, _("(sealed)"));
    if (value->form == VALUE_EMPTY)
        return OK;
    return value->form == kind_of(field)->form ? kind_of(field)->show(&reading, value, out) : E_INVALID;
}

enum err field_write(const struct field *field, const struct value *value, struct buf *out)
{
    if (value->form == VALUE_CLOSED)
        return E_PERMISSION;
    if (value->form == VALUE_EMPTY)
        return OK;
    return value->form == kind_of(field)->form ? kind_of(field)->write(value, out) : E_INVALID;
}
