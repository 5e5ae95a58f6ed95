/*
 * Sheet F3: the person by name, for those who sit at the table when the case is called. Who it is and what was found,
 * strengths beside needs; no way to reach the person, whom nobody at the table needs to call.
 */
#include <string.h>

#include "document_in.h"
#include "townkeep/base/i18n.h"

/* "label: text" behind what stands there, when there is a text. */
static enum err add_detail(const struct sources *sources, const struct record *item, const char *key, struct buf *out)
{
    enum err e;

    if (!record_has(item, key))
        return OK;
    if ((e = buf_printf(out, ". %s: ", gettext(item->type->fields[field_find(item->type, key)].label))))
        return e;
    return document_shown(sources, item, key, out);
}

static enum err add_item(const struct sources *sources, const struct record *item, struct document *out)
{
    static const char *const details[] = { "person_view", "seen_on", "source",  "explanation",
                                           "would_help",  "note",    "find_out" };
    struct buf text = { 0 };
    enum err e;

    if ((e = document_shown(sources, item, "item", &text)) || (e = buf_add_str(&text, ": ")) ||
        (e = document_shown(sources, item, "answer", &text)))
        goto done;
    for (size_t i = 0; i < sizeof details / sizeof details[0] && !e; i++)
        e = add_detail(sources, item, details[i], &text);
    if (!e)
        e = document_add(out, DOCUMENT_POINT, buf_text(&text));
done:
    buf_wipe(&text);
    return e;
}

/* Answers that say there is nothing are left out, those that say it is not known are not. */
static bool is_worth_telling(const struct record *item)
{
    const char *answer = record_text(item, "answer");

    return answer[0] != '\0' && strcmp(answer, "none") != 0 && strcmp(answer, "no") != 0 &&
           strcmp(answer, "not_seen") != 0;
}

static enum err add_items(const struct sources *sources, struct document *out)
{
    const struct assessment *assessment = &sources->assessment;
    const char *group = "";
    enum err e = OK;

    for (size_t i = 0; i < assessment->item_count && !e; i++) {
        const struct record *item = &assessment->items[i];
        const char *of = record_text(item, "item_group");

        if (!is_worth_telling(item))
            continue;
        if (strcmp(of, group) != 0 && !(e = document_space(out)))
            e = document_add(out, DOCUMENT_HEADING, vocabulary_label(sources->words, "assessment_group", of));
        group = of;
        e = e ? e : add_item(sources, item, out);
    }
    return e;
}

static enum err add_assessment(const struct sources *sources, struct document *out)
{
    static const char *const fields[] = { "person_view", "summary", "worse", "better", "unknowns", "none_found" };
    const struct record *assessment = &sources->assessment.record;
    enum err e = OK;

    if (!assessment->type)
        return OK;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && !e; i++)
        e = document_field(out, sources, assessment, fields[i],
                           gettext(assessment->type->fields[field_find(assessment->type, fields[i])].label));
    return e ? e : add_items(sources, out);
}

/* What was said when it was called before; what was for ears alone was never written down. */
static enum err add_contributions(const struct sources *sources, struct document *out)
{
    const struct panel_papers *panel = &sources->panel;
    bool any = false;
    enum err e = OK;

    for (size_t i = 0; i < panel->contribution_count && !e; i++) {
        const struct record *contribution = &panel->contributions[i];

        if (strcmp(record_text(contribution, "handling"), "oral_only") == 0)
            continue;
        if (!any && !(e = document_space(out)))
            e = document_add(out, DOCUMENT_HEADING, _("What was said at the table"));
        any = true;
        if (!e)
            e = document_printf(
                out, DOCUMENT_POINT, "%s (%s): %s", record_text(contribution, "agency"),
                vocabulary_label(sources->words, "panel_handling", record_text(contribution, "handling")),
                record_text(contribution, "text"));
    }
    return e;
}

static enum err add_head(const struct sources *sources, struct document *out)
{
    static const char *const fields[] = { "person_name", "other_names", "birth", "age_band", "guardian" };
    const struct record *episode = &sources->episode;
    enum err e;

    if ((e = document_printf(out, DOCUMENT_TITLE, _("Sheet F3, named: %s"), record_text(episode, "pseudonym"))) ||
        (e = document_printf(out, DOCUMENT_TEXT,
                             _("Only for those who sit at the table of the panel of %s. Give it back at the end; do "
                               "not copy it, take no picture of it, and tell nobody."),
                             record_text(&sources->panel.meeting, "on"))) ||
        (e = document_profile(out, sources)))
        return e;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && !e; i++)
        e = document_field(out, sources, episode, fields[i],
                           gettext(episode->type->fields[field_find(episode->type, fields[i])].label));
    if (!e)
        e = document_field(out, sources, &sources->panel.item, "sharing_basis", _("Basis for naming"));
    return e ? e : document_field(out, sources, &sources->panel.item, "question", _("Question to the panel"));
}

enum err sheet_f3(const struct sources *sources, struct document *out)
{
    enum err e;

    out->cases[out->case_count++] = sources->episode.id;
    if ((e = add_head(sources, out)) || (e = add_assessment(sources, out)) || (e = add_contributions(sources, out)))
        return e;
    return document_statements(out, sources, NULL);
}
