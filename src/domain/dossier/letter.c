/*
 * The letter in which the person reads what the panel decided: what, why, what comes next, and what they can do if they
 * see it differently. Plain words, no name (it is written in by hand), and nothing that was told to the panel alone.
 */
#include <string.h>

#include "document_in.h"
#include "townkeep/base/i18n.h"

static enum err add_head(const struct sources *sources, struct document *out)
{
    char today[DATE_TEXT_SIZE];
    enum err e;

    date_format(sources->today, today);
    if ((e = document_add(out, DOCUMENT_TITLE, store_office(sources->store))) ||
        (e = document_printf(out, DOCUMENT_TEXT, _("%s · our sign for you: %s"), today,
                             record_text(&sources->episode, "pseudonym"))) ||
        (e = document_space(out)) ||
        (e = document_add(out, DOCUMENT_TEXT, _("Dear ______________________________ (written in by hand),"))) ||
        (e = document_space(out)))
        return e;
    return document_printf(out, DOCUMENT_TEXT,
                           _("On %s people from several services met to talk about whether support would be of use to "
                             "you. This letter tells you what they decided."),
                           record_text(&sources->panel.meeting, "on"));
}

static enum err add_plan_decision(const struct sources *sources, struct document *out)
{
    const struct record *item = &sources->panel.item;
    struct buf agency = { 0 };
    enum err e = document_shown(sources, item, "lead_agency", &agency);

    if (!e &&
        !(e = document_add(out, DOCUMENT_TEXT,
                           _("We would like to make a plan of support together with you. Nothing in it begins "
                             "before you have agreed."))) &&
        record_has(item, "lead_person"))
        e = document_printf(out, DOCUMENT_TEXT, _("Who speaks with you about it: %s%s%s."),
                            record_text(item, "lead_person"), agency.len > 0 ? ", " : "", buf_text(&agency));
    buf_wipe(&agency);
    return e;
}

static enum err add_decision(const struct sources *sources, struct document *out)
{
    const struct record *item = &sources->panel.item;
    const char *decision = record_text(item, "decision");
    enum err e;

    if ((e = document_space(out)) || (e = document_add(out, DOCUMENT_HEADING, _("What was decided"))))
        return e;
    if (strcmp(decision, "plan") == 0)
        return add_plan_decision(sources, out);
    if (strcmp(decision, "defer") == 0)
        return document_printf(out, DOCUMENT_TEXT,
                               _("Nothing yet. A question is still open; it is to be answered by %s, and then they "
                                 "meet again."),
                               record_text(item, "answer_on"));
    if ((e = document_add(out, DOCUMENT_TEXT, _("No plan is made. That is no judgement of you."))))
        return e;
    return record_has(item, "other_help")
               ? document_printf(out, DOCUMENT_TEXT, _("This help is open to you: %s"), record_text(item, "other_help"))
               : OK;
}

/* Only what was marked so; not what the plan or the panel alone may have. */
static enum err add_told(const struct sources *sources, struct document *out)
{
    const struct panel_papers *panel = &sources->panel;
    bool any = false;
    enum err e = OK;

    for (size_t i = 0; i < panel->contribution_count && !e; i++) {
        const struct record *contribution = &panel->contributions[i];

        if (strcmp(record_text(contribution, "handling"), "person") != 0)
            continue;
        if (!any && !(e = document_space(out)))
            e = document_add(out, DOCUMENT_HEADING, _("What the services told, and you may know"));
        any = true;
        if (!e)
            e = document_printf(out, DOCUMENT_POINT, "%s: %s", record_text(contribution, "agency"),
                                record_text(contribution, "text"));
    }
    return e;
}

static enum err add_next(const struct sources *sources, struct document *out)
{
    const struct record *item = &sources->panel.item;
    enum err e;

    if ((e = document_space(out)) || (e = document_add(out, DOCUMENT_HEADING, _("What comes next"))))
        return e;
    if (record_has(item, "tells") && (e = document_printf(out, DOCUMENT_TEXT, _("Who explains this letter to you: %s."),
                                                          record_text(item, "tells"))))
        return e;
    return record_has(item, "next_look")
               ? document_printf(out, DOCUMENT_TEXT, _("On %s they look at it again."), record_text(item, "next_look"))
               : document_add(out, DOCUMENT_TEXT, _("No day is set to look at it again."));
}

/* Where complaints go; the office itself when no other place is named. */
static enum err add_complaint(const struct sources *sources, struct document *out)
{
    static const char *const places[] = { "complaints_to", "address", "email", "phone" };
    const char *to = "";

    for (size_t i = 0; i < sizeof places / sizeof places[0] && sources->office.type && !to[0]; i++)
        to = record_text(&sources->office, places[i]);
    return document_printf(out, DOCUMENT_POINT,
                           _("You can complain about the decision or about what is written down. Somebody who had no "
                             "part in it answers within a month. Complaints go to: %s"),
                           to[0] ? to : store_office(sources->store));
}

static enum err add_rights(const struct sources *sources, struct document *out)
{
    enum err e;

    if ((e = document_space(out)) || (e = document_add(out, DOCUMENT_HEADING, _("What you can do"))) ||
        (e = document_add(out, DOCUMENT_POINT,
                          _("Support is your choice. You can say no, and you can stop at any time, without a reason. "
                            "Nothing happens to you because you do."))) ||
        (e = document_add(out, DOCUMENT_POINT,
                          _("If you see it differently, tell us. We write down your own words, change nothing in them, "
                            "and pass them on with everything we pass on about you."))) ||
        (e = document_add(out, DOCUMENT_POINT,
                          _("You can ask what is written down about you, and get a copy within a month."))))
        return e;
    if ((e = add_complaint(sources, out)) || !sources->office.type ||
        !record_has(&sources->office, "data_protection_contact"))
        return e;
    return document_printf(out, DOCUMENT_POINT, _("Questions about data protection: %s"),
                           record_text(&sources->office, "data_protection_contact"));
}

enum err sheet_letter(const struct sources *sources, struct document *out)
{
    enum err e;

    out->cases[out->case_count++] = sources->episode.id;
    if ((e = add_head(sources, out)) || (e = add_decision(sources, out)) ||
        (e = document_field(out, sources, &sources->panel.item, "reasons", _("Why"))) || (e = add_told(sources, out)) ||
        (e = add_next(sources, out)) || (e = add_rights(sources, out)) ||
        (e = document_statements(out, sources, NULL)) || (e = document_space(out)))
        return e;
    return document_printf(out, DOCUMENT_TEXT, _("For the panel: %s"), record_text(&sources->panel.meeting, "chair"));
}
