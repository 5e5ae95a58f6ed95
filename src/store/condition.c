/*
 * A list's filters as the condition of a WHERE. Words go through the search index: when it names few rows, they are
 * fetched and sorted; otherwise the list is walked in its own order and each row looked for among those named, which is
 * quick exactly when many match.
 */
#include <string.h>

#include "damage_in.h"
#include "query_in.h"

#include "townkeep/base/i18n.h"

void condition_release(struct condition *condition)
{
    buf_release(&condition->sql);
    for (int i = 0; i < condition->count; i++)
        value_release(&condition->values[i]);
    memset(condition, 0, sizeof *condition);
}

/* Append "?N" for a value that is bound later. */
static enum err add_value(struct condition *condition, struct value *value)
{
    if (condition->count == CONDITION_VALUES)
        return E_INVALID;
    condition->values[condition->count++] = *value;
    *value = (struct value){ 0 };
    return buf_printf(&condition->sql, "?%d", condition->count);
}

static enum err add_text_value(struct condition *condition, const char *text)
{
    struct value value = { 0 };
    enum err e = value_set_text(&value, text);

    if (!e && value.form == VALUE_EMPTY) {
        value.form = VALUE_TEXT;
        e = text_copy(&value.text, "");
    }
    if (!e)
        e = add_value(condition, &value);
    value_release(&value);
    return e;
}

void condition_bind(const struct condition *condition, sqlite3_stmt *stmt)
{
    for (int i = 0; i < condition->count; i++)
        value_bind(stmt, i + 1, &condition->values[i]);
}

static bool is_list(enum field_kind kind)
{
    return kind == FIELD_CHOICES || kind == FIELD_REFERENCES || kind == FIELD_TAGS;
}

static enum err add_equal(struct condition *condition, const struct field *field, struct value *value)
{
    struct buf *sql = &condition->sql;
    enum err e;

    if (is_list(field->kind)) {
        if ((e = buf_add_str(sql, "list_has(")) || (e = sql_add_name(sql, field->key)) ||
            (e = buf_add_str(sql, ", ")) || (e = add_value(condition, value)))
            return e;
        return buf_add_char(sql, ')');
    }
    if (kind_is_folded(field->kind)) {
        if ((e = buf_add_str(sql, "fold(")) || (e = sql_add_name(sql, field->key)) ||
            (e = buf_add_str(sql, ") = fold(")) || (e = add_value(condition, value)))
            return e;
        return buf_add_char(sql, ')');
    }
    if ((e = sql_add_name(sql, field->key)) || (e = buf_add_str(sql, " = ")))
        return e;
    return add_value(condition, value);
}

static enum err add_compare(struct condition *condition, const struct field *field, const char *operator,
                            struct value * value)
{
    enum err e;

    if ((e = sql_add_name(&condition->sql, field->key)) || (e = buf_add_str(&condition->sql, operator)))
        return e;
    return add_value(condition, value);
}

/* Few records have a reference that most lack: said as a comparison, those few are found by its index. */
static enum err add_filled(struct condition *condition, const struct field *field, bool filled)
{
    enum err e = sql_add_name(&condition->sql, field->key);
    const char *is_filled = field->kind == FIELD_REFERENCE ? " > 0" : " IS NOT NULL";

    return e ? e : buf_add_str(&condition->sql, filled ? is_filled : " IS NULL");
}

static enum err add_words_of_field(struct condition *condition, const struct field *field, const char *words)
{
    struct buf *sql = &condition->sql;
    enum err e;

    if ((e = buf_add_str(sql, "has_words(")) || (e = sql_add_name(sql, field->key)) || (e = buf_add_str(sql, ", ")) ||
        (e = add_text_value(condition, words)))
        return e;
    return buf_add_char(sql, ')');
}

/* Any searchable field: without an index, each of them in turn. */
static enum err add_words_in_all(struct condition *condition, const struct record_type *type, const char *words)
{
    int count = 0;
    enum err e = buf_add_str(&condition->sql, "has_words(");

    for (int i = 0; i < type->field_count && !e; i++) {
        if (!(type->fields[i].flags & FIELD_FOUND) || (type->fields[i].flags & FIELD_SEALED) ||
            !kind_is_text(type->fields[i].kind))
            continue;
        if (!(e = buf_add_str(&condition->sql, count++ > 0 ? " || ' ' || coalesce(" : "coalesce(")) &&
            !(e = sql_add_name(&condition->sql, type->fields[i].key)))
            e = buf_add_str(&condition->sql, ", '')");
    }
    if (!e)
        e = buf_add_str(&condition->sql, count > 0 ? ", " : "'', ");
    if (!e)
        e = add_text_value(condition, words);
    return e ? e : buf_add_char(&condition->sql, ')');
}

/* Of all rows, one in this many is few: fetching and sorting a tenth of a list costs what walking the whole of it does.
 */
enum { CANDIDATES_FEW = 2000, FEW_OF = 10 };

/* The plus keeps SQLite from starting at the candidates: the list is walked, which needs nothing of a row but its place
 * in the sort index. Reading the rows' own text instead is quicker where every other row matches, and ten times slower
 * where the matches stand together at the end of the list. */
static enum err add_candidates(struct condition *condition, const char *match, bool few)
{
    enum err e;

    if ((e = buf_add_str(&condition->sql, few ? "" : "+")) ||
        (e = buf_add_str(&condition->sql, "id IN (SELECT rowid FROM found WHERE found MATCH ")) ||
        (e = add_text_value(condition, match)))
        return e;
    return buf_add_char(&condition->sql, ')');
}

/* How many rows the index names; counting stops beyond `most`. */
static enum err count_candidates(struct store *store, const char *match, int64_t most, int64_t *count, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(store, "SELECT count(*) FROM (SELECT 1 FROM found WHERE found MATCH ?1 LIMIT ?2)", &stmt, why);

    if (e)
        return e;
    sql_bind_text(stmt, 1, match);
    sqlite3_bind_int64(stmt, 2, most + 1);
    *count = 0;
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        *count = sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    return e;
}

static enum err are_few(struct store *store, const struct record_type *type, const char *match, bool *few,
                        struct why *why)
{
    struct type_count all;
    int64_t most, count = 0;
    enum err e = count_read(store, type, &all, why);

    most = all.in_use / FEW_OF > CANDIDATES_FEW ? all.in_use / FEW_OF : CANDIDATES_FEW;
    if (!e)
        e = count_candidates(store, match, most, &count, why);
    *few = count <= most;
    return e;
}

static enum err match_of(const struct query *query, const struct filter *filter, struct buf *match)
{
    char kind[80];
    const char *columns = filter->field >= 0 && filter->field == query->type->title_field ? "title" : "{title body}";
    enum err e;

    if (query->which != QUERY_IN_USE)
        return OK;
    if (filter->field >= 0 && filter->field != query->type->title_field &&
        !(query->type->fields[filter->field].flags & FIELD_FOUND))
        return OK;
    index_kind(query->type, kind);
    if ((e = words_to_match(filter->value, columns, match)) || match->len == 0)
        return e;
    return buf_printf(match, " AND kind : %s", kind);
}

static enum err add_words(struct store *store, const struct query *query, const struct filter *filter,
                          struct condition *condition, struct why *why)
{
    struct buf match = { 0 };
    bool indexed, few = false;
    enum err e;

    if ((e = match_of(query, filter, &match)))
        goto done;
    indexed = match.len > 0;
    if (indexed && (e = are_few(store, query->type, buf_text(&match), &few, why)))
        goto done;
    if (filter->field < 0) {
        e = indexed ? add_candidates(condition, buf_text(&match), few)
                    : add_words_in_all(condition, query->type, filter->value);
        goto done;
    }
    if (indexed && few &&
        ((e = add_candidates(condition, buf_text(&match), true)) || (e = buf_add_str(&condition->sql, " AND "))))
        goto done;
    e = add_words_of_field(condition, &query->type->fields[filter->field], filter->value);
done:
    buf_release(&match);
    return e;
}

static enum err add_filter(struct store *store, const struct query *query, const struct filter *filter,
                           struct condition *condition, struct why *why)
{
    const struct field *field = filter->field >= 0 ? &query->type->fields[filter->field] : NULL;
    struct value value = { 0 };
    enum err e;

    if (filter->test == FILTER_WORDS)
        return add_words(store, query, filter, condition, why);
    if (!field)
        return E_INVALID;
    if (filter->test == FILTER_EMPTY || filter->test == FILTER_FILLED)
        return add_filled(condition, field, filter->test == FILTER_FILLED);
    if (field->flags & FIELD_SEALED)
        return why_set(why, E_PERMISSION,
                       N_("%s is sealed: lists cannot be narrowed by it. Search sealed fields instead."),
                       gettext(field->label));
    if ((e = store_read_value(store, field, filter->value, &value, why)))
        return e;
    if (value.form == VALUE_EMPTY)
        e = add_filled(condition, field, filter->test == FILTER_IS_NOT);
    else if (filter->test == FILTER_IS)
        e = add_equal(condition, field, &value);
    else if (filter->test == FILTER_AT_LEAST)
        e = add_compare(condition, field, " >= ", &value);
    else if (filter->test == FILTER_AT_MOST)
        e = add_compare(condition, field, " <= ", &value);
    else if (!(e = buf_add_str(&condition->sql, "NOT coalesce(")) && !(e = add_equal(condition, field, &value)))
        e = buf_add_str(&condition->sql, ", 0)");
    value_release(&value);
    return e;
}

/* " AND id IN (the list)", handed over as one value whatever its length. Many are looked for while the list is walked
 * in its order, few are fetched and sorted: see add_candidates. */
static enum err add_ids(const struct query *query, struct condition *condition)
{
    struct buf list = { 0 };
    enum err e = buf_add_char(&list, '[');

    for (size_t i = 0; i < query->id_count && !e; i++)
        e = buf_printf(&list, "%s%lld", i > 0 ? "," : "", (long long)query->ids[i]);
    if (e || (e = buf_add_char(&list, ']')) ||
        (e = buf_printf(&condition->sql, " AND %sid IN (SELECT value FROM json_each(",
                        query->id_count > CANDIDATES_FEW ? "+" : "")) ||
        (e = add_text_value(condition, buf_text(&list))))
        goto done;
    e = buf_add_str(&condition->sql, "))");
done:
    buf_release(&list);
    return e;
}

enum err condition_make(struct store *store, const struct query *query, struct condition *out, struct why *why)
{
    static const char *const which[] = {
        [QUERY_IN_USE] = "archived_at IS NULL",
        [QUERY_ARCHIVED] = "archived_at IS NOT NULL",
        [QUERY_ALL] = "1",
    };
    enum err e = damage_leave_out(store, query->type->key, &out->sql, why);

    if (!e)
        e = buf_add_str(&out->sql, which[query->which]);
    if (!e && query->ids)
        e = add_ids(query, out);
    for (int i = 0; i < query->filter_count && !e; i++) {
        if (!(e = buf_add_str(&out->sql, " AND ")))
            e = add_filter(store, query, &query->filters[i], out, why);
    }
    if (e == E_INVALID && why && why->text[0] == '\0')
        why_set(why, e, N_("This filter cannot be used here."));
    return e;
}

/* Words typed above a list, alone: the index itself holds exactly the rows, so they are counted there. */
enum err condition_count_in_index(struct store *store, const struct query *query, size_t most, size_t *count,
                                  bool *is_counted, struct why *why)
{
    const struct filter *only = &query->filters[0];
    struct buf match = { 0 };
    int64_t counted = 0;
    enum err e = OK;

    *is_counted = false;
    if (query->ids || query->filter_count != 1 || only->test != FILTER_WORDS || only->field >= 0 || most >= INT32_MAX)
        return OK;
    if (!(e = match_of(query, only, &match)) && match.len > 0 &&
        !(e = count_candidates(store, buf_text(&match), (int64_t)most, &counted, why))) {
        *count = (size_t)counted;
        *is_counted = true;
    }
    buf_release(&match);
    return e;
}
