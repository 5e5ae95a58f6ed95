/*
 * Between a form and the store: titles of references, rows for the open picker, a new record made on the way, and the
 * draft. Shared by every screen that has a form; ui itself never queries.
 */
#include "townkeep/screens/feed.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/date.h"
#include "townkeep/screens/screens.h"

enum { PICKER_ROWS_FOUND = 50, DRAFT_EVERY = 4000 /* milliseconds */ };

static const struct record_type *refers_to(const struct form *form, struct store *store, int field)
{
    return catalogue_find(store_catalogue(store), form->record->type->fields[field].refers_to);
}

static enum err add_found(struct form *form, const struct found *found)
{
    struct picker_row row = { .id = found->id };

    text_cut_into(row.label, sizeof row.label, found->title);
    text_cut_into(row.detail, sizeof row.detail, found->excerpt);
    return picker_add(&form->picker, &row);
}

/* Searching everything is the quickest; where only some records are offered a query narrows and looks for the words. */
static enum err feed_search(struct form *form, struct store *store, const struct record_type *type, const char *words,
                            struct why *why)
{
    struct found *found = calloc(PICKER_ROWS_FOUND, sizeof *found);
    size_t count = 0;
    enum err e;

    if (!found)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    e = store_search(store, type, words, PICKER_ROWS_FOUND, found, &count, why);
    for (size_t i = 0; i < count && !e; i++)
        e = add_found(form, &found[i]);
    free(found);
    return e;
}

static enum err narrow_query(struct query *query, struct store *store, const char *among, const char *words,
                             struct why *why)
{
    struct buf anywhere = { 0 };
    enum err e = OK;

    if (among)
        e = query_add_filter(query, among, store_words(store), why);
    if (!e && words[0] && !(e = buf_printf(&anywhere, "~%s", words)))
        e = query_add_filter(query, buf_text(&anywhere), store_words(store), why);
    buf_release(&anywhere);
    return e;
}

/* The first records in the type's own order, of those offered, that have the words. */
static enum err feed_first(struct form *form, struct store *store, const struct record_type *type, const char *words,
                           struct why *why)
{
    const char *among = form->record->type->fields[form->request_field].among;
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, type);
    if ((e = narrow_query(&query, store, among, words, why)))
        return e;
    e = store_page(store, &query, NULL, false, PICKER_ROWS_FOUND, &page, why);
    for (size_t i = 0; i < page.count && !e; i++) {
        struct buf title = { 0 };
        struct picker_row row = { .id = page.records[i].id };

        if (!(e = store_title(store, type, page.records[i].id, &title))) {
            text_cut_into(row.label, sizeof row.label, buf_text(&title));
            e = picker_add(&form->picker, &row);
        }
        buf_wipe(&title);
    }
    record_page_release(&page);
    return e;
}

/* --- papers of a case: only those of the same one --- */
/* What tells a paper from others of its kind, beside its title. */
static enum err describe_paper(struct store *store, const struct record *paper, struct buf *out)
{
    const struct record_type *type = paper->type;
    enum err e = OK;

    for (int i = 0; !e && i < type->field_count; i++) {
        const struct field *field = &type->fields[i];

        if (i == type->title_field || paper->values[i].form == VALUE_EMPTY || field->flags & FIELD_SEALED ||
            strcmp(field->key, type->case_field) == 0 ||
            !(field->flags & FIELD_LISTED || field->kind == FIELD_REFERENCE))
            continue;
        if (!(e = buf_add_str(out, out->len ? ", " : "")))
            e = store_show_value(store, paper, i, out);
    }
    return e;
}

static enum err add_paper(struct form *form, struct store *store, const struct record *paper, const char *words)
{
    struct picker_row row = { .id = paper->id };
    struct buf title = { 0 }, detail = { 0 };
    enum err e;

    if (!(e = store_show_value(store, paper, paper->type->title_field, &title)) &&
        !(e = describe_paper(store, paper, &detail)) &&
        (text_has_words(buf_text(&title), words) || text_has_words(buf_text(&detail), words))) {
        text_cut_into(row.label, sizeof row.label, buf_text(&title));
        text_cut_into(row.detail, sizeof row.detail, buf_text(&detail));
        e = picker_add(&form->picker, &row);
    }
    buf_wipe(&title);
    buf_wipe(&detail);
    return e;
}

static enum err feed_papers(struct form *form, struct store *store, const struct record_type *type, const char *words,
                            struct why *why)
{
    int own = field_find(form->record->type, type->case_field);
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    if (own < 0 || form->record->values[own].form != VALUE_NUMBER)
        return OK; /* the case is to be chosen first */
    query_init(&query, type);
    query_narrow_number(&query, type->case_field, FILTER_IS, form->record->values[own].number);
    e = store_page(store, &query, NULL, false, PICKER_ROWS_FOUND, &page, why);
    for (size_t i = 0; i < page.count && !e; i++)
        e = add_paper(form, store, &page.records[i], words);
    record_page_release(&page);
    return e;
}

/* From a name alone, that is. Officers come with keys of their own and are made on their own screen. */
static bool may_create(const struct store *store, const struct record_type *type)
{
    return store_may_write(store, type) && type != &officer_type && type->owner == RECORD_OF_TEAM &&
           type->fields[type->title_field].kind == FIELD_TEXT;
}

static enum err feed_rows(struct form *form, struct store *store, struct why *why)
{
    const struct record_type *type = refers_to(form, store, form->request_field);
    const char *words = line_text(&form->picker.words);

    picker_clear_rows(&form->picker);
    form->request = FORM_ASKS_NOTHING;
    if (!type)
        return OK;
    form->picker.may_create = may_create(store, type);
    if (type->case_field)
        return feed_papers(form, store, type, words, why);
    return words[0] && !form->record->type->fields[form->request_field].among
               ? feed_search(form, store, type, words, why)
               : feed_first(form, store, type, words, why);
}

static enum err feed_titles(struct form *form, struct store *store, struct why *why)
{
    enum err e = OK;
    int field;

    while (!e && (field = form_untitled(form)) >= 0) {
        struct buf text = { 0 };

        if (!(e = store_show_value(store, form->record, field, &text)) &&
            (e = form_set_shown(form, field, buf_text(&text))))
            why_set(why, e, "%s", err_text(e));
        buf_wipe(&text);
    }
    return e;
}

enum err form_feed(struct form *form, struct store *store, struct why *why)
{
    enum err e = OK;

    if (form->request == FORM_ASKS_ROWS)
        e = feed_rows(form, store, why);
    else if (form->request == FORM_ASKS_TITLE)
        form->request = FORM_ASKS_NOTHING;
    return e ? e : feed_titles(form, store, why);
}

void form_feed_create(struct form *form, struct flow *flow, int question)
{
    const struct record_type *type = refers_to(form, flow_store(flow), form->request_field);
    const char *among = form->record->type->fields[form->request_field].among;
    struct buf fields = { 0 };

    form->request = FORM_ASKS_NOTHING;
    if (!type || !store_may_write(flow_store(flow), type)) {
        flow_toast(flow, STYLE_WARN, "%s",
                   _("Your role may not make a new record of this kind; choose one that is there."));
        return;
    }
    if (buf_printf(&fields, "%s=%s", type->fields[type->title_field].key, line_text(&form->picker.words)) == OK &&
        (!among || strstr(among, "!=") || buf_printf(&fields, "\n%s", among) == OK))
        flow_push(flow, record_screen_new_with(type, buf_text(&fields)), question);
    buf_wipe(&fields);
}

enum err form_feed_created(struct form *form, struct store *store, const struct answer *answer, struct why *why)
{
    struct buf title = { 0 };
    enum err e;

    if (!answer->type || answer->id == 0)
        return OK;
    if (!(e = store_title(store, answer->type, answer->id, &title)) &&
        (e = form_give(form, form->request_field, answer->id, buf_text(&title))))
        why_set(why, e, "%s", err_text(e));
    buf_wipe(&title);
    return e ? e : form_feed(form, store, why);
}

enum err form_feed_help(const struct record_type *type, struct page *page)
{
    enum err e = page_add(page, STYLE_STRONG, 0, _("Fields"));

    for (int i = 0; i < type->field_count && !e; i++) {
        const struct field *field = &type->fields[i];
        char text[700];

        snprintf(text, sizeof text, "%s%s%s", field->hint ? _(field->hint) : "",
                 field->hint && (field->flags & FIELD_REQUIRED) ? " " : "",
                 field->flags & FIELD_REQUIRED ? _("Must be filled in.") : "");
        e = page_add_labelled(page, 26, _(field->label), text);
    }
    return e;
}

bool form_feed_draft(struct form *form, struct store *store, int64_t *kept_at, struct why *why)
{
    int64_t now = clock_monotonic();

    if (!form->changed || form->changed_at < *kept_at ||
        now - (*kept_at > 0 ? *kept_at : form->changed_at) < DRAFT_EVERY)
        return true;
    if (store_draft_keep(store, form->record, why))
        return false;
    *kept_at = now;
    return true;
}
