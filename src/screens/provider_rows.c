/*
 * What is shown of the services that could carry out an action: what is looked for, in words, a row for each service,
 * and all that speaks for and against the selected one.
 */
#include <stdio.h>
#include <string.h>

#include "provider_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum { COLUMN_NAME = 0, COLUMN_BY, COLUMN_VERIFIED, COLUMNS };

static const struct table_column columns[COLUMNS] = {
    [COLUMN_NAME] = { .label = N_("Service"), .width = 26, .field = -1 },
    [COLUMN_BY] = { .label = N_("Offered by"), .width = 24, .field = -1 },
    [COLUMN_VERIFIED] = { .label = N_("Verified"), .width = 10, .field = -1 },
};

/* --- what is looked for --- */
static struct provider_need need_of(const struct providers *providers)
{
    struct provider_need need = providers->whole;

    if (providers->aside[ASIDE_LEVEL])
        need.level[0] = '\0';
    if (providers->aside[ASIDE_AREA])
        need.area_count = 0;
    if (providers->aside[ASIDE_PLACE])
        need.district = 0;
    if (providers->aside[ASIDE_AGE])
        need.youngest = need.oldest = -1;
    if (providers->aside[ASIDE_LANGUAGE])
        need.language[0] = '\0';
    return need;
}

static enum err add_part(struct buf *text, const char *part)
{
    return part[0] ? buf_printf(text, "%s%s", text->len ? " · " : "", part) : OK;
}

static enum err add_areas(const struct provider_need *need, const struct vocabularies *words, struct buf *text)
{
    enum err e = OK;

    for (size_t i = 0; i < need->area_count && !e; i++)
        e = buf_printf(text, "%s%s",
                       i           ? ", "
                       : text->len ? " · "
                                   : "",
                       vocabulary_label(words, "area", need->areas[i]));
    return e;
}

static enum err add_ages(const struct provider_need *need, struct buf *text)
{
    char ages[40];

    if (need->youngest < 0)
        return OK;
    if (need->youngest == need->oldest)
        snprintf(ages, sizeof ages, _("age %d"), need->oldest);
    else
        snprintf(ages, sizeof ages, _("age %d to %d"), need->youngest, need->oldest);
    return add_part(text, ages);
}

static enum err tell_needs(struct providers *providers, struct flow *flow)
{
    struct provider_need need = need_of(providers);
    const struct vocabularies *words = flow_words(flow);
    struct buf text = { 0 }, place = { 0 };
    enum err e = OK;

    if (need.district)
        e = store_title(flow_store(flow), &place_type, need.district, &place);
    if (!e && !(e = add_part(&text, need.level[0] ? vocabulary_label(words, "case_level", need.level) : "")) &&
        !(e = add_areas(&need, words, &text)) && !(e = add_ages(&need, &text)) &&
        !(e = add_part(&text, buf_text(&place))) &&
        !(e = add_part(&text, need.language[0] ? vocabulary_label(words, "language", need.language) : "")))
        e = add_part(&text, providers->free_only ? _("with free places") : "");
    text_cut_into(providers->wanted, sizeof providers->wanted, text.len ? buf_text(&text) : _("every service"));
    buf_release(&text);
    buf_release(&place);
    return e;
}

/* --- rows --- */
void providers_place(struct providers *providers)
{
    struct area body = providers->screen.body;
    int top = body.y + PROVIDER_HEAD_HEIGHT, below = top + PROVIDER_TABLE_HEIGHT + 1;

    table_place(&providers->table, (struct area){ body.x, top, body.width, PROVIDER_TABLE_HEIGHT });
    page_place(&providers->page, (struct area){ body.x, below, body.width, body.y + body.height - below });
}

const struct provider *providers_selected(const struct providers *providers)
{
    int64_t service = table_selected_id(&providers->table);

    for (size_t i = 0; providers->list && i < providers->list->count; i++) {
        if (providers->list->rows[i].service == service)
            return &providers->list->rows[i];
    }
    return NULL;
}

enum err providers_tell_reasons(struct providers *providers)
{
    static const struct {
        enum style style;
        const char *label;
    } words[] = {
        [PROVIDER_REFUSES] = { STYLE_WARN, N_("Not to be used") },
        [PROVIDER_AGAINST] = { STYLE_TEXT, N_("Against") },
        [PROVIDER_FOR] = { STYLE_TEXT, N_("For") },
    };
    const struct provider *provider = providers_selected(providers);
    enum err e = OK;

    page_release(&providers->page);
    for (size_t i = 0; provider && i < provider->reason_count && !e; i++) {
        const struct provider_reason *reason = &provider->reasons[i];
        bool first = i == 0 || provider->reasons[i - 1].word != reason->word;

        e = page_add_labelled(&providers->page, 16, first ? _(words[reason->word].label) : "", reason->text);
    }
    providers_place(providers);
    return e;
}

/* Whether it said that no place is free; unknown is no refusal. */
static enum err is_full(struct store *store, int64_t service, bool *full, struct why *why)
{
    struct record record = { 0 };
    enum err e = store_load(store, &service_type, service, &record, why);

    *full = !e && record_has(&record, "capacity_available") && record_number(&record, "capacity_available") == 0;
    record_release(&record);
    return e;
}

static enum err add_row(struct providers *providers, const struct provider *provider)
{
    struct table_row row = { .id = provider->service,
                             .style = provider->refused ? STYLE_DIM : STYLE_TEXT,
                             .warning = provider->refused ? "x" : NULL };

    row.cells[COLUMN_NAME] = provider->name;
    row.cells[COLUMN_BY] = provider->offered_by;
    row.cells[COLUMN_VERIFIED] = provider->verified_on;
    return table_add(&providers->table, TABLE_AFTER, &row);
}

static enum err fill(struct providers *providers, struct flow *flow, struct why *why)
{
    int64_t kept = table_selected_id(&providers->table);
    enum err e = OK;

    memcpy(providers->table.columns, columns, sizeof columns);
    providers->table.column_count = COLUMNS;
    providers->table.sort_column = -1;
    providers->table.empty = _("No mapped service fits. Leave a part of it aside with its letter, or map a service.");
    table_clear(&providers->table);
    for (size_t i = 0; i < providers->list->count && !e; i++) {
        bool full = false;

        if (providers->free_only)
            e = is_full(flow_store(flow), providers->list->rows[i].service, &full, why);
        if (!e && !full && (e = add_row(providers, &providers->list->rows[i])))
            why_set(why, e, "%s", err_text(e));
    }
    table_select(&providers->table, kept);
    text_print_into(providers->told, sizeof providers->told,
                    ngettext("%zu can be used, of %zu looked at", "%zu can be used, of %zu looked at",
                             (unsigned long)providers->list->usable),
                    providers->list->usable, providers->list->looked_at);
    return e;
}

enum err providers_match(struct providers *providers, struct flow *flow, struct why *why)
{
    struct provider_need need = need_of(providers);
    enum err e;

    if ((e = provider_match(flow_store(flow), &need, providers->list, why)) || (e = fill(providers, flow, why)))
        return e;
    if ((e = tell_needs(providers, flow)) || (e = providers_tell_reasons(providers)))
        why_set(why, e, "%s", err_text(e));
    return e;
}
