/*
 * Sheet F2: what the panel discusses before it knows who it is. Codes and months, no story and no name; the question
 * and the person's own statement are the only free text, and are printed without what tells who it is. Notes, sources
 * by name and the guardian stay in the office.
 */
#include <stdio.h>
#include <string.h>

#include "document_in.h"
#include "townkeep/base/i18n.h"

/* Which answers of a part of the assessment stand on the sheet. */
static bool is_told(const char *group, const char *answer)
{
    static const struct {
        const char *group, *answers[3];
    } told[] = {
        { "conduct", { "seen", "reported" } },       { "need", { "some", "pressing" } },
        { "need_tertiary", { "some", "pressing" } }, { "vulnerability", { "yes" } },
        { "protective", { "some", "strong" } },
    };

    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        for (int k = 0; k < 3 && told[i].answers[k]; k++) {
            if (strcmp(told[i].group, group) == 0 && strcmp(told[i].answers[k], answer) == 0)
                return true;
        }
    }
    return false;
}

/* "Housing: pressing (the person: some), 2026-11" */
static enum err add_item(const struct sources *sources, const struct record *item, struct document *out)
{
    const char *view = record_text(item, "person_view"), *seen_on = record_text(item, "seen_on");
    struct buf text = { 0 };
    enum err e;

    if ((e = document_shown(sources, item, "item", &text)) || (e = buf_add_str(&text, ": ")) ||
        (e = document_shown(sources, item, "answer", &text)))
        goto done;
    if (view[0] &&
        (e = buf_printf(&text, _(" (the person: %s)"), vocabulary_label(sources->words, "assessment_answer", view))))
        goto done;
    if (seen_on[0] && (e = buf_printf(&text, ", %.7s", seen_on)))
        goto done;
    e = document_add(out, DOCUMENT_POINT, buf_text(&text));
done:
    buf_wipe(&text);
    return e;
}

static enum err add_part(const struct sources *sources, const char *group, const char *none, struct document *out)
{
    const struct assessment *assessment = &sources->assessment;
    size_t count = 0;
    enum err e;

    if ((e = document_space(out)) ||
        (e = document_add(out, DOCUMENT_HEADING, vocabulary_label(sources->words, "assessment_group", group))))
        return e;
    for (size_t i = 0; i < assessment->item_count && !e; i++) {
        const struct record *item = &assessment->items[i];

        if (strcmp(record_text(item, "item_group"), group) != 0 || !is_told(group, record_text(item, "answer")))
            continue;
        e = add_item(sources, item, out);
        count++;
    }
    return e || count > 0 ? e : document_add(out, DOCUMENT_TEXT, none);
}

/* R5: what is not known is told as such. */
static enum err add_unknown(const struct sources *sources, struct document *out)
{
    const struct assessment *assessment = &sources->assessment;
    size_t count = 0;
    enum err e;

    if ((e = document_space(out)) || (e = document_add(out, DOCUMENT_HEADING, _("What is not known"))))
        return e;
    for (size_t i = 0; i < assessment->item_count && !e; i++) {
        const struct record *item = &assessment->items[i];
        const char *answer = record_text(item, "answer");

        if (answer[0] != '\0' && strcmp(answer, "unknown") != 0)
            continue;
        e = document_add(out, DOCUMENT_POINT,
                         vocabulary_label(sources->words, "assessment_item", record_text(item, "item")));
        count++;
    }
    return e || count > 0 ? e : document_add(out, DOCUMENT_TEXT, _("Every question has an answer."));
}

static enum err add_assessment(const struct sources *sources, struct document *out)
{
    enum err e;

    if ((e = add_part(sources, "conduct", _("Nothing was seen or reported."), out)) ||
        (e = document_field(out, sources, &sources->assessment.record, "sources", _("Who was asked"))) ||
        (e = add_part(sources, "need", _("No need was found."), out)))
        return e;
    if (assessment_asks(record_text(&sources->episode, "level"), "need_tertiary") &&
        (e = add_part(sources, "need_tertiary", _("No need was found."), out)))
        return e;
    if ((e = add_part(sources, "vulnerability", _("None is known."), out)) ||
        (e = add_part(sources, "protective", _("None was found; where it was looked is told at the meeting."), out)))
        return e;
    return add_unknown(sources, out);
}

static enum err add_codes(const struct sources *sources, const char *key, const char *heading, struct document *out)
{
    const struct record *referral = &sources->referral;
    const struct field *field = &referral->type->fields[field_find(referral->type, key)];
    const char *at = record_text(referral, key), *noticed = record_text(referral, "last_noticed");
    bool dated = strcmp(key, "conduct") == 0 && noticed[0] != '\0';
    enum err e;

    if ((e = document_space(out)) || (e = document_add(out, DOCUMENT_HEADING, heading)))
        return e;
    if (!*at)
        return document_add(out, DOCUMENT_TEXT, _("Nothing was told."));
    while (*at && !e) {
        size_t len = strcspn(at, ";");
        char code[80];

        snprintf(code, sizeof code, "%.*s", (int)len, at);
        e = document_printf(out, DOCUMENT_POINT, dated ? "%s, %.7s" : "%s",
                            vocabulary_label(sources->words, field->vocabulary, code), noticed);
        at += len + (at[len] == ';');
    }
    return e;
}

/* Where the panel meets before the person is asked there is the referral alone. */
static enum err add_referral(const struct sources *sources, struct document *out)
{
    enum err e;

    if (!sources->referral.type)
        return OK;
    if ((e = add_codes(sources, "conduct", _("What was done, as it was referred"), out)) ||
        (e = document_field(out, sources, &sources->referral, "reliability", _("How it is known"))) ||
        (e = add_codes(sources, "needs", _("Support that was asked for"), out)) || (e = document_space(out)))
        return e;
    return document_add(out, DOCUMENT_TEXT,
                        _("There is no assessment yet: strengths and the person's own view are "
                          "not known."));
}

static enum err add_question(const struct sources *sources, struct document *out)
{
    struct buf text = { 0 };
    enum err e = telling_redact(&sources->telling, record_text(&sources->panel.item, "question"), &text);

    if (!e && !(e = document_space(out)) && !(e = document_add(out, DOCUMENT_HEADING, _("Question to the panel"))))
        e = document_add(out, DOCUMENT_TEXT, buf_text(&text));
    buf_wipe(&text);
    return e;
}

static enum err add_head(const struct sources *sources, struct document *out)
{
    const struct record *episode = &sources->episode;
    enum err e;

    if ((e = document_printf(out, DOCUMENT_TITLE, _("Sheet F2, without the name: %s"),
                             record_text(episode, "pseudonym"))) ||
        (e = document_printf(out, DOCUMENT_TEXT, _("For the panel of %s. Age: %s."),
                             record_text(&sources->panel.meeting, "on"),
                             vocabulary_label(sources->words, "referral_age_band", record_text(episode, "age_band")))))
        return e;
    return document_profile(out, sources);
}

enum err sheet_f2(const struct sources *sources, struct document *out)
{
    enum err e;

    out->cases[out->case_count++] = sources->episode.id;
    if ((e = add_head(sources, out)) || (e = add_question(sources, out)) ||
        (e = sources->assessment.record.type ? add_assessment(sources, out) : add_referral(sources, out)) ||
        (e = document_statements(out, sources, &sources->telling)) || (e = document_space(out)))
        return e;
    return document_add(out, DOCUMENT_TEXT,
                        _("Nothing here is added up, and nobody is compared. Do not guess who it is. The name is told "
                          "only to those who stay for sheet F3, after those who know the person have left."));
}
