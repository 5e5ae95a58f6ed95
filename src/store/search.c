/*
 * Search as you type. The index is asked twice, for titles and then for everything, and read in its own order up to a
 * limit, never ranked as a whole: one letter over 100,000 records costs what one word does. Sealed fields are looked
 * through in guarded memory (names.c), after the reason stands in the log.
 */
#include <stdlib.h>
#include <string.h>

#include "store_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/store/access.h"

enum { LOOKED_AT = 4, LOOKED_AT_MAX = 200 };

struct candidate {
    struct found found;
    bool begins; /* the title begins with the words */
};

struct search {
    struct store *store;
    const struct record_type *type; /* NULL: all */
    const char *words;
    struct buf folded;
    struct candidate *candidates; /* owned */
    size_t count, cap;
};

/* --- excerpts --- */

/* A piece of text around the first of the words, cut at characters. */
static void cut_excerpt(const char *text, const char *words, char *out, size_t size)
{
    size_t first = strcspn(words, " "), start = 0, end;
    char word[80];

    text_print_into(word, sizeof word, "%.*s", (int)first, words);
    for (size_t at = 0; text[at] != '\0'; at = text_next_grapheme(text, at)) {
        char ahead[96];

        if (at > 0 && text[at - 1] != ' ' && text[at - 1] != '\n')
            continue;
        text_print_into(ahead, sizeof ahead, "%.*s", (int)strcspn(text + at, " \n"), text + at);
        if (text_has_words(ahead, word)) {
            start = at;
            break;
        }
    }
    for (int back = 0; back < 24 && start > 0; back++)
        start = text_previous_grapheme(text, start);
    while (start > 0 && text[start] != '\0' && text[start - 1] != ' ' && text[start - 1] != '\n')
        start = text_next_grapheme(text, start);
    end = text_fit(text + start, size / 2 - 4);
    while (end > size - 8)
        end = text_previous_grapheme(text + start, end);
    text_print_into(out, size, "%s%.*s%s", start > 0 ? "…" : "", (int)end, text + start,
                    text[start + end] != '\0' ? "…" : "");
    for (char *at = out; *at != '\0'; at++)
        *at = *at == '\n' ? ' ' : *at;
}

static enum err make_excerpt(struct search *search, const struct record *record, struct found *found)
{
    struct buf shown = { 0 };
    enum err e = OK;

    for (int i = 0; i < record->type->field_count && !e && found->excerpt[0] == '\0'; i++) {
        const struct field *field = &record->type->fields[i];

        if (!(field->flags & FIELD_FOUND) || (field->flags & FIELD_SEALED) || record->values[i].form == VALUE_EMPTY)
            continue;
        buf_clear(&shown);
        if ((e = store_show_value(search->store, record, i, &shown)))
            break;
        for (const char *at = buf_text(&search->folded); *at != '\0' && found->excerpt[0] == '\0';) {
            size_t len = strcspn(at, " ");
            char word[80];

            text_print_into(word, sizeof word, "%.*s", (int)len, at);
            if (text_has_words(buf_text(&shown), word))
                cut_excerpt(buf_text(&shown), word, found->excerpt, sizeof found->excerpt);
            at += len + (at[len] == ' ');
        }
    }
    buf_release(&shown);
    return e;
}

static enum err fill_candidate(struct search *search, struct candidate *candidate, bool in_title, struct why *why)
{
    struct record record = { 0 };
    struct buf title = { 0 }, folded = { 0 };
    enum err e;

    if ((e = record_fetch(search->store, candidate->found.type, candidate->found.id, SEALED_FOR_NOBODY, &record,
                          why)) ||
        (e = title_of(search->store, &record, 3, &title)))
        goto done;
    text_cut_into(candidate->found.title, sizeof candidate->found.title, buf_text(&title));
    if (in_title && !(e = text_fold(&folded, buf_text(&title))))
        candidate->begins = strncmp(buf_text(&folded), buf_text(&search->folded), search->folded.len) == 0;
    else if (!in_title)
        e = make_excerpt(search, &record, &candidate->found);
done:
    record_release(&record);
    buf_release(&title);
    buf_release(&folded);
    return e;
}

/* --- asking the index --- */

static bool is_known(const struct search *search, int64_t id)
{
    for (size_t i = 0; i < search->count; i++) {
        if (search->candidates[i].found.id == id)
            return true;
    }
    return false;
}

static enum err ask(struct search *search, const char *columns, bool in_title, struct why *why)
{
    struct buf match = { 0 };
    sqlite3_stmt *stmt = NULL;
    bool row = true;
    char kind[80];
    enum err e = words_to_match(search->words, columns, &match);

    if (e || match.len == 0)
        goto done;
    if (search->type) {
        index_kind(search->type, kind);
        if ((e = buf_printf(&match, " AND kind : %s", kind)))
            goto done;
    }
    if ((e = sql_get(search->store, "SELECT rowid, kind FROM found WHERE found MATCH ?1", &stmt, why)))
        goto done;
    sql_bind_text(stmt, 1, buf_text(&match));
    while (!e && search->count < search->cap && !(e = sql_step(search->store, stmt, &row, why)) && row) {
        struct candidate candidate = { .found = { .id = sqlite3_column_int64(stmt, 0) } };

        candidate.found.type = index_type(search->store, sql_text(stmt, 1));
        if (!candidate.found.type || !store_may_read(search->store, candidate.found.type) ||
            is_known(search, candidate.found.id))
            continue;
        if (!(e = fill_candidate(search, &candidate, in_title, why)))
            search->candidates[search->count++] = candidate;
    }
    sql_done(search->store, stmt);
done:
    buf_release(&match);
    return e;
}

static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;
    int order;

    if (left->begins != right->begins)
        return left->begins ? -1 : 1;
    order = strcmp(left->found.title, right->found.title);
    return order != 0 ? order : (left->found.id > right->found.id) - (left->found.id < right->found.id);
}

static enum err search_all(struct search *search, size_t limit, struct why *why)
{
    size_t most = limit * LOOKED_AT < LOOKED_AT_MAX ? limit * LOOKED_AT : LOOKED_AT_MAX;
    enum err e;

    search->cap = most > limit ? most : limit;
    if (!(search->candidates = calloc(search->cap + 1, sizeof *search->candidates)))
        return E_MEMORY;
    if ((e = text_fold(&search->folded, search->words)) || (e = ask(search, "title", true, why)))
        return e;
    qsort(search->candidates, search->count, sizeof *search->candidates, compare_candidates);
    if (search->count >= limit)
        return OK;
    search->cap = limit;
    return ask(search, "{title body}", false, why);
}

enum err store_search(struct store *store, const struct record_type *type, const char *words, size_t limit,
                      struct found *out, size_t *count, struct why *why)
{
    struct search search = { .store = store, .type = type, .words = words };
    enum err e = OK;

    *count = 0;
    if (type && !store_may_read(store, type))
        return why_set(why, E_PERMISSION,
                       N_("Your role does not let you see these records (%s). Ask an administrator of the office."),
                       gettext(type->plural));
    if (limit > 0 && !(e = search_all(&search, limit, why))) {
        *count = search.count < limit ? search.count : limit;
        for (size_t i = 0; i < *count; i++)
            out[i] = search.candidates[i].found;
    }
    free(search.candidates);
    buf_release(&search.folded);
    return e;
}

/* --- sealed fields --- */

static enum err log_reason(struct store *store, const struct record_type *type, const char *reason, struct why *why)
{
    struct buf sentence = { 0 };
    enum err e;

    if (reason[strspn(reason, " \t")] == '\0')
        return why_set(why, E_INVALID, N_("Say why you search sealed fields; the reason goes into the log."));
    /* The words searched for are the person's name: they stay out of the log. */
    if (!(e = buf_printf(&sentence, _("Searched sealed fields of %s: %s"), gettext(type->plural), reason)))
        e = log_access(store, buf_text(&sentence), &(struct access_note){ .kind = ACCESS_SEARCH, .type = type }, why);
    buf_release(&sentence);
    return e;
}

enum err store_search_sealed(struct store *store, const struct record_type *type, const char *words, const char *reason,
                             size_t limit, int64_t *ids, size_t *count, struct why *why)
{
    enum err e;

    *count = 0;
    if (type->owner != RECORD_OF_CASE)
        return why_set(why, E_INVALID, N_("%s have no sealed fields."), gettext(type->plural));
    if (!store_may_read(store, type))
        return why_set(why, E_PERMISSION,
                       N_("Your role does not let you see these records (%s). Ask an administrator of the office."),
                       gettext(type->plural));
    if ((e = casework_require(store, why)) || (e = log_reason(store, type, reason, why)))
        return e;
    return names_find(store, type, words, limit, ids, count, why);
}
