/*
 * Documents: which there are, and the lines they consist of. What stands on each is in a file of its own (sheet_f2.c,
 * sheet_f3.c, letter.c, plan_sheet.c, agenda.c).
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"

static const struct {
    struct document_form form;
    enum err (*load)(struct store *store, int64_t id, struct sources *out, struct why *why);
    enum err (*build)(const struct sources *sources, struct document *out);
} kinds[DOCUMENT_KIND_COUNT] = {
    [DOCUMENT_F2_SHEET] = { { .code = "f2_sheet",
                              .sentence = N_("What the panel needs to know before it is told the name."),
                              .of = &panel_item_type },
                            sources_of_item,
                            sheet_f2 },
    [DOCUMENT_F3_SHEET] = { { .code = "f3_sheet",
                              .sentence = N_("The person by name, for those who sit at the table."),
                              .of = &panel_item_type,
                              .is_sealed = true,
                              .is_for_table = true },
                            sources_of_item,
                            sheet_f3 },
    [DOCUMENT_LETTER] = { { .code = "decision_letter",
                            .sentence = N_("Tells the person what was decided, why, and what they can do about it."),
                            .of = &panel_item_type,
                            .may_be_kept = true },
                          sources_of_item,
                          sheet_letter },
    [DOCUMENT_PLAN] = { { .code = "plan",
                          .sentence = N_("The plan as it is agreed with the person."),
                          .of = &support_plan_type,
                          .may_be_kept = true },
                        sources_of_plan,
                        sheet_plan },
    [DOCUMENT_AGENDA] = { { .code = "agenda",
                            .sentence = N_("The cases of a meeting in their order, by pseudonym."),
                            .of = &panel_meeting_type },
                          sources_of_meeting,
                          sheet_agenda },
    [DOCUMENT_ACCESS] = { .form = { .code = "access_bundle",
                                    .sentence = N_("Everything that is kept about the person, for them."),
                                    .of = &access_request_type,
                                    .is_sealed = true,
                                    .may_be_kept = true } },
};

const struct document_form *document_form(enum document_kind kind)
{
    return &kinds[kind].form;
}

bool document_kind_read(const struct vocabularies *words, const char *typed, enum document_kind *out)
{
    const struct vocabulary_entry *entry = vocabulary_read(words, "copy_kind", typed);

    for (int i = 0; entry && i < DOCUMENT_KIND_COUNT; i++) {
        if (strcmp(kinds[i].form.code, entry->code) == 0) {
            *out = (enum document_kind)i;
            return true;
        }
    }
    return false;
}

void document_release(struct document *document)
{
    for (size_t i = 0; i < document->count; i++) {
        struct buf text = { .data = document->lines[i].text, .len = strlen(document->lines[i].text) };

        text.cap = text.len + 1;
        buf_wipe(&text);
    }
    free(document->lines);
    memset(document, 0, sizeof *document);
}

enum err document_make(struct store *store, enum document_kind kind, int64_t id, struct document *out, struct why *why)
{
    struct sources sources = { 0 };
    enum err e;

    memset(out, 0, sizeof *out);
    out->kind = kind;
    out->subject = id;
    if (kind == DOCUMENT_ACCESS)
        return sheet_access(store, id, out, why);
    if (!(e = kinds[kind].load(store, id, &sources, why))) {
        if (kind == DOCUMENT_F3_SHEET && !panel_may_name(&sources.panel.item))
            e = why_set(why, E_INVALID,
                        N_("The panel is told the name when it has discussed the case without it, and the basis for "
                           "naming is written down."));
        else if (kind == DOCUMENT_LETTER && !record_has(&sources.panel.item, "decision"))
            e = why_set(why, E_INVALID, N_("The panel has decided nothing yet that a letter could tell."));
        else if (kind == DOCUMENT_AGENDA && sources.item_count == 0)
            e = why_set(why, E_INVALID, N_("The agenda is empty: put a case on it first."));
        else if ((e = kinds[kind].build(&sources, out)))
            e = why_set(why, e, "%s", err_text(e));
    }
    sources_release(&sources);
    return e;
}

enum err document_subject(struct store *store, enum document_kind kind, int64_t episode, int64_t *id, struct why *why)
{
    const struct record_type *type = kinds[kind].form.of;
    struct record *rows = NULL;
    size_t count = 0;
    enum err e;

    if (type == &panel_meeting_type)
        return why_set(why, E_USAGE, N_("An agenda is made for a meeting, not for a case."));
    if (type == &access_request_type)
        return why_set(why, E_USAGE, N_("These papers are made for a request, not for a case."));
    if ((e = panel_rows(store, type, "episode", episode, false, &rows, &count, why)))
        return e;
    *id = count > 0 ? rows[count - 1].id : 0;
    panel_rows_release(&rows, &count);
    if (*id)
        return OK;
    return type == &panel_item_type
               ? why_set(why, E_NOT_FOUND, N_("The case is on the agenda of no meeting yet: put it there first."))
               : why_set(why, E_NOT_FOUND, N_("The case has no plan yet."));
}

/* --- lines --- */
static enum err make_room(struct document *document)
{
    size_t room = document->room ? 2 * document->room : 64;
    struct document_line *grown;

    if (document->count < document->room)
        return OK;
    if (!(grown = realloc(document->lines, room * sizeof *grown)))
        return E_MEMORY;
    document->lines = grown;
    document->room = room;
    return OK;
}

enum err document_add(struct document *document, enum document_style style, const char *text)
{
    enum err e = make_room(document);

    if (e || (e = text_copy(&document->lines[document->count].text, text)))
        return e;
    document->lines[document->count++].style = style;
    return OK;
}

enum err document_printf(struct document *document, enum document_style style, const char *format, ...)
{
    enum err e = make_room(document);
    va_list args;
    int len;

    if (e)
        return e;
    va_start(args, format);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0 || !(document->lines[document->count].text = malloc((size_t)len + 1)))
        return E_MEMORY;
    va_start(args, format);
    vsnprintf(document->lines[document->count].text, (size_t)len + 1, format, args);
    va_end(args);
    document->lines[document->count++].style = style;
    return OK;
}

enum err document_space(struct document *document)
{
    return document_add(document, DOCUMENT_TEXT, "");
}

enum err document_shown(const struct sources *sources, const struct record *record, const char *key, struct buf *out)
{
    if (!record->type || !record_has(record, key))
        return OK;
    return store_show_value(sources->store, record, field_find(record->type, key), out);
}

enum err document_field(struct document *document, const struct sources *sources, const struct record *record,
                        const char *key, const char *heading)
{
    struct buf text = { 0 };
    enum err e = document_shown(sources, record, key, &text);

    if (!e && text.len > 0 && !(e = document_space(document)) &&
        !(e = document_add(document, DOCUMENT_HEADING, heading)))
        e = document_add(document, DOCUMENT_TEXT, buf_text(&text));
    buf_wipe(&text);
    return e;
}

enum err document_profile(struct document *document, const struct sources *sources)
{
    const char *profile = record_text(&sources->episode, "profile");

    if (!profile[0])
        profile = sources->office.type ? record_text(&sources->office, "profile") : "";
    return document_printf(document, DOCUMENT_TEXT, _("Order of steps in this case: %s."),
                           vocabulary_label(sources->words, "profile", profile));
}

static enum err add_statement(struct document *document, const struct sources *sources, const struct record *statement,
                              const struct telling *telling)
{
    struct buf text = { 0 }, shown = { 0 };
    const char *on = record_text(statement, "on");
    enum err e;

    if ((e = buf_printf(&text, "%.*s, ", telling ? 7 : 10, on)) ||
        (e = document_shown(sources, statement, "given_by", &text)) || (e = buf_add_str(&text, ": ")))
        goto done;
    if (record_has(statement, "about") &&
        ((e = document_shown(sources, statement, "about", &shown)) || (e = buf_add_str(&shown, ": "))))
        goto done;
    if ((e = document_shown(sources, statement, "text", &shown)) ||
        (e = telling ? telling_redact(telling, buf_text(&shown), &text) : buf_add_str(&text, buf_text(&shown))))
        goto done;
    e = document_add(document, DOCUMENT_POINT, buf_text(&text));
done:
    buf_wipe(&text);
    buf_wipe(&shown);
    return e;
}

enum err document_statements(struct document *document, const struct sources *sources, const struct telling *telling)
{
    enum err e = OK;

    if (sources->statement_count == 0)
        return OK;
    if (!(e = document_space(document)))
        e = document_add(document, DOCUMENT_HEADING, _("What the person says against the record, in their own words"));
    for (size_t i = 0; i < sources->statement_count && !e; i++)
        e = add_statement(document, sources, &sources->statements[i], telling);
    return e;
}
