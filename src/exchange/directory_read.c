/*
 * Cells into fields. Several columns may feed one field (an address, a telephone number, a recurrence rule): they are
 * read together. What cannot be read is the caller's to leave out; the cell is kept all the same.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "directory_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

static const char unknown[] = "unknown";

struct field_work {
    const struct cell_reading *reading;
    const struct field *field;
    struct buf joined; /* of a field that several columns make up */
    struct value *out;
};

static enum err read_text(struct field_work *work, const char *text, struct why *why)
{
    return field_read(work->field, text, store_words(work->reading->directory->store), work->reading->directory->today,
                      work->out, why);
}

/* --- words --- */
/* "theirs=ours;…": ours for theirs into out; false when it is none of them. */
static bool word_of(const char *words, const char *theirs, char *out, size_t size)
{
    size_t len = strlen(theirs);

    for (const char *at = words; at && *at;) {
        size_t whole = strcspn(at, ";"), left = strcspn(at, "=");

        if (left == len && strncasecmp(at, theirs, len) == 0) {
            snprintf(out, size, "%.*s", (int)(whole - left - 1), at + left + 1);
            return true;
        }
        at += whole + (at[whole] == ';');
    }
    return false;
}

static enum err read_word(struct field_work *work, const struct column *column, const char *text, struct why *why)
{
    char ours[80];

    return read_text(work, word_of(column->words, text, ours, sizeof ours) ? ours : text, why);
}

static char *trimmed(const char *text, size_t len)
{
    while (len > 0 && text[len - 1] == ' ')
        len--;
    while (len > 0 && *text == ' ') {
        text++;
        len--;
    }
    return strndup(text, len);
}

static enum err add_word(struct field_work *work, const struct column *column, const char *word)
{
    const struct vocabularies *words = store_words(work->reading->directory->store);
    const struct vocabulary_entry *entry = vocabulary_read(words, work->field->vocabulary, word);
    char ours[80], whole[80];

    if (!entry && word_of(column->words, word, ours, sizeof ours))
        entry = vocabulary_find(words, work->field->vocabulary, ours);
    /* "Chinese (Mandarin)" is Chinese; "108-05" is below "108". */
    snprintf(whole, sizeof whole, "%.*s", (int)strcspn(word, "(-"), word);
    if (!entry && whole[0]) {
        char *begin = trimmed(whole, strlen(whole));

        if (!begin)
            return E_MEMORY;
        entry = vocabulary_read(words, work->field->vocabulary, begin);
        if (!entry && word_of(column->words, begin, ours, sizeof ours))
            entry = vocabulary_find(words, work->field->vocabulary, ours);
        free(begin);
    }
    if (entry)
        return buf_printf(&work->joined, "%s%s", work->joined.len > 0 ? ";" : "", entry->code);
    return word[0] && work->reading->directory->run
               ? import_leave_out(work->reading->directory->run, column->heading, word)
               : OK;
}

static enum err join_words(struct field_work *work, const struct column *column, const char *text)
{
    enum err e = OK;

    while (*text && !e) {
        size_t len = strcspn(text, ",;");
        char *word = trimmed(text, len);

        e = word ? add_word(work, column, word) : E_MEMORY;
        free(word);
        text += len + (text[len] != '\0');
    }
    return e;
}

/* --- days and times --- */
static enum err read_day(struct field_work *work, const char *text, struct why *why)
{
    char iso[DATE_TEXT_SIZE];
    struct date day;

    if (text[0] == '\0' || !day_words(text, &day))
        return read_text(work, text, why);
    if (day.year < 1000)
        return OK;
    date_format(day, iso);
    return read_text(work, iso, why);
}

static enum err read_time(struct field_work *work, const char *text, struct why *why)
{
    int minutes;

    if (!time_words(text, &minutes))
        return read_text(work, text, why);
    value_set_number(work->out, minutes);
    return OK;
}

/* "January 01, 0001": every year. One day is a rule; from one day to another no short rule says, so words do. */
static enum err join_yearly(struct field_work *work)
{
    struct date days[2] = { { 0 } };
    int count = 0;
    bool is_one;

    for (size_t i = 0; i < work->reading->table->column_count && count < 2; i++) {
        const char *text = work->reading->texts[i];

        if (view_column(work->reading->table, work->reading->view, i)->how == HOW_DAY && text[0] &&
            day_words(text, &days[count]) && days[count].year < 1000)
            count++;
    }
    is_one = count == 1 || (days[0].month == days[1].month && days[0].day == days[1].day);
    if (count == 0 || is_one != (strcmp(work->field->key, "rrule") == 0))
        return OK;
    if (is_one)
        return buf_printf(&work->joined, "FREQ=YEARLY;BYMONTH=%d;BYMONTHDAY=%d", days[0].month, days[0].day);
    return buf_printf(&work->joined, _("Every year from %02d-%02d to %02d-%02d"), days[0].month, days[0].day,
                      days[1].month, days[1].day);
}

/* --- links --- */
static bool holds_several(const struct field *field)
{
    return field->kind == FIELD_REFERENCES || field->kind == FIELD_CHOICES || field->kind == FIELD_TAGS;
}

/* To the places of a service one more. */
static enum err add_link(struct field_work *work, int64_t about, struct why *why)
{
    const struct record *record = work->reading->record;
    struct items more = { 0 };
    char id[24];
    int len = snprintf(id, sizeof id, "%lld", (long long)about);
    enum err e = items_add(&more, id, (size_t)len);

    if (!e)
        e = value_with_items(work->field, &record->values[work->field - record->type->fields], NULL, &more,
                             store_words(work->reading->directory->store), work->out, why);
    items_release(&more);
    return e;
}

static enum err read_link(struct field_work *work, const struct column *column, const char *text, struct why *why)
{
    int64_t about;
    bool is_straight;
    enum err e = directory_reach(work->reading->directory, column->sheet, text, work->field->refers_to, &about,
                                 &is_straight, why);

    /* What follows from another link fills only what no link names itself. */
    if (e || about == 0 || (!is_straight && work->out->form != VALUE_EMPTY))
        return e;
    if (holds_several(work->field))
        return add_link(work, about, why);
    value_set_number(work->out, about);
    return OK;
}

/* --- lines of a note --- */
static enum err read_lines(struct field_work *work, size_t column, const char *text, struct why *why)
{
    const struct cell_reading *reading = work->reading;
    struct items less = { 0 }, more = { 0 };
    struct value now = { 0 };
    enum err e;

    if ((e = items_of_text(text, &more)) || (reading->old && (e = items_of_text(reading->old[column], &less))) ||
        (e = value_copy(&now, work->out)) ||
        (e = value_with_items(work->field, &now, &less, &more, store_words(reading->directory->store), work->out, why)))
        goto done;
done:
    items_release(&less);
    items_release(&more);
    value_release(&now);
    return e;
}

static bool is_short(const struct field *label, const char *text)
{
    return (int)text_width(text) <= field_max_len(label) && !strchr(text, '\n');
}

/* A short text into the label, a long one as lines of the note. */
static enum err read_label(struct field_work *work, const struct column *column, size_t at, const char *text,
                           struct why *why)
{
    const struct record_type *type = work->reading->record->type;
    bool shorter = is_short(&type->fields[field_find(type, column->field)], text);

    if (strcmp(work->field->key, column->field) == 0)
        return shorter ? read_text(work, text, why) : OK;
    return shorter ? OK : read_lines(work, at, text, why);
}

/* --- what several columns make up --- */
static enum err join(struct field_work *work, const char *between, const char *text)
{
    return text[0] ? buf_printf(&work->joined, "%s%s", work->joined.len > 0 ? between : "", text) : OK;
}

/* The number without quotation marks around it, which the example of the standard has. */
static enum err join_number(struct field_work *work, const char *text)
{
    size_t len = strlen(text);

    if (len >= 2 && text[0] == '"' && text[len - 1] == '"')
        return buf_add(&work->joined, text + 1, len - 2);
    return buf_add_str(&work->joined, text);
}

static const char *const weekdays[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
static const char *const weekday_codes[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

static const char *part_of(const struct cell_reading *reading, const char *part)
{
    for (size_t i = 0; i < reading->table->column_count; i++) {
        const struct column *column = view_column(reading->table, reading->view, i);

        if (column->how == HOW_RULE && strcmp(column->words, part) == 0)
            return reading->texts[i];
    }
    return "";
}

static int weekday_of(const char *code, size_t len)
{
    for (int i = 0; i < 7; i++) {
        if (len == 2 && strncasecmp(code, weekday_codes[i], 2) == 0)
            return i;
    }
    return -1;
}

/* Whether the rule says no more than which days of each week, which go to the field of that name. */
static bool is_weekly(const struct cell_reading *reading)
{
    const char *freq = part_of(reading, "FREQ"), *interval = part_of(reading, "INTERVAL");
    const char *days = part_of(reading, "BYDAY");

    if ((freq[0] && strcasecmp(freq, "WEEKLY") != 0) || (interval[0] && strcmp(interval, "1") != 0) || !days[0])
        return false;
    while (*days) {
        size_t len = strcspn(days, ", ");

        if (len > 0 && weekday_of(days, len) < 0)
            return false;
        days += len + (days[len] != '\0');
    }
    return true;
}

static enum err join_days(struct field_work *work, const struct column *column, const char *text)
{
    enum err e = OK;

    if (strcmp(column->words, "BYDAY") != 0 || !is_weekly(work->reading))
        return OK;
    while (*text && !e) {
        size_t len = strcspn(text, ", ");
        int day = weekday_of(text, len);

        if (day >= 0)
            e = join(work, ";", weekdays[day]);
        text += len + (text[len] != '\0');
    }
    return e;
}

static bool has_more_than_days(const struct cell_reading *reading)
{
    static const char *const others[] = { "UNTIL", "COUNT", "WKST", "BYWEEKNO", "BYMONTHDAY", "BYYEARDAY" };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (part_of(reading, others[i])[0])
            return true;
    }
    return false;
}

/* FREQ stands first, as RFC 5545 would have it. */
static enum err join_rule(struct field_work *work, const struct column *column, const char *text)
{
    struct buf first = { 0 };
    enum err e = OK;

    if (text[0] == '\0' || (is_weekly(work->reading) && !has_more_than_days(work->reading)))
        return OK;
    if (strcmp(column->words, "FREQ") != 0)
        return buf_printf(&work->joined, "%s%s=%s", work->joined.len > 0 ? ";" : "", column->words, text);
    if (!(e = buf_printf(&first, "FREQ=%s%s%s", text, work->joined.len > 0 ? ";" : "", buf_text(&work->joined)))) {
        buf_release(&work->joined);
        work->joined = first;
        return OK;
    }
    buf_release(&first);
    return e;
}

/* --- one column --- */
static enum err read_column(struct field_work *work, size_t at, const struct column *column, struct why *why)
{
    const char *text = work->reading->texts[at];
    bool is_also = column->also && strcmp(column->also, work->field->key) == 0;

    switch (column->how) {
    case HOW_FIELD:
        return text[0] && strcmp(text, unknown) != 0 ? read_text(work, text, why) : OK;
    case HOW_YEAR:
        return read_text(work, text, why);
    case HOW_WORD:
        return read_word(work, column, text, why);
    case HOW_WORDS:
        return join_words(work, column, text);
    case HOW_DAY:
        return is_also ? join_yearly(work) : read_day(work, text, why);
    case HOW_TIME:
        return read_time(work, text, why);
    case HOW_LINK:
        return read_link(work, column, text, why);
    case HOW_LINES:
        return read_lines(work, at, text, why);
    case HOW_LABEL:
        return read_label(work, column, at, text, why);
    case HOW_ADDRESS:
        return strcmp(text, unknown) != 0 ? join(work, ", ", text) : OK;
    case HOW_NUMBER:
        return join_number(work, text);
    case HOW_EXTENSION:
        return text[0] ? buf_printf(&work->joined, ", ext. %s", text) : OK;
    case HOW_RULE:
        return is_also ? join_days(work, column, text) : join_rule(work, column, text);
    default:
        return OK;
    }
}

static bool is_lines(const struct column *column, const char *key)
{
    return column->how == HOW_LINES || (column->how == HOW_LABEL && strcmp(column->also, key) == 0);
}

/* The first of the columns that lend a name, when the title stayed empty. */
static enum err lend_name(struct field_work *work, struct why *why)
{
    const struct cell_reading *reading = work->reading;
    const char *at = reading->view->name_from;
    enum err e = OK;

    while (at && *at && work->out->form == VALUE_EMPTY && !e) {
        char heading[64];
        int column;

        snprintf(heading, sizeof heading, "%.*s", (int)strcspn(at, ";"), at);
        column = table_column(reading->table, heading);
        if (column >= 0 && reading->texts[column][0] && read_text(work, reading->texts[column], why) == E_MEMORY)
            e = E_MEMORY;
        at += strcspn(at, ";");
        at += *at == ';';
    }
    return e;
}

enum err cells_read(const struct cell_reading *reading, const char *key, struct value *out, struct why *why)
{
    const struct record_type *type = reading->record->type;
    int field = field_find(type, key);
    struct field_work work = { .reading = reading, .field = &type->fields[field], .out = out };
    enum err e = OK;

    value_release(out);
    for (size_t i = 0; i < reading->table->column_count && !e; i++) {
        const struct column *column = view_column(reading->table, reading->view, i);

        if (!column_feeds(column, key))
            continue;
        /* Lines are added to what stands there. */
        if (is_lines(column, key) && out->form == VALUE_EMPTY)
            e = value_copy(out, &reading->record->values[field]);
        if (!e)
            e = read_column(&work, i, column, why);
    }
    if (!e && work.joined.len > 0)
        e = read_text(&work, buf_text(&work.joined), why);
    if (!e && field == type->title_field)
        e = lend_name(&work, why);
    buf_release(&work.joined);
    return e;
}

/* --- whether a record still says it --- */
bool field_is_initial(const struct record *record, const char *key)
{
    int field = field_find(record->type, key);
    const struct field *of = &record->type->fields[field];
    const struct value *value = &record->values[field];

    return value->form == VALUE_EMPTY ||
           (of->initial && value->form == VALUE_TEXT && strcmp(value->text, of->initial) == 0);
}

enum err cells_hold(const struct cell_reading *reading, const char *key, bool *hold, struct why *why)
{
    int field = field_find(reading->record->type, key);
    struct value value = { 0 };
    struct why problem = { 0 };
    enum err e = cells_read(reading, key, &value, &problem);

    if (e == E_INVALID || (!e && value.form == VALUE_EMPTY))
        *hold = field_is_initial(reading->record, key);
    else
        *hold = !e && value_equal(&value, &reading->record->values[field]);
    value_release(&value);
    return e == E_INVALID || !e ? OK : why_set(why, e, "%s", why_text(&problem));
}
