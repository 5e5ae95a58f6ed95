/*
 * When a panel may decide. It is no board of security: three disciplines at least, and never more from police and
 * security than from all others together. Who knows the person leaves the room and is not counted.
 */
#include <stdio.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/panel.h"

enum { DISCIPLINES_MAX = 32 };

static bool is_code(const struct record *record, const char *key, const char *code)
{
    return strcmp(record_text(record, key), code) == 0;
}

static bool is_yes(const struct record *record, const char *key)
{
    return record_number(record, key) == 1;
}

/* --- the table --- */
/* Different codes; a list has far fewer than fit. */
struct disciplines {
    const char *codes[DISCIPLINES_MAX];
    size_t count;
};

static void add_discipline(struct disciplines *seen, const char *code)
{
    for (size_t i = 0; i < seen->count; i++) {
        if (strcmp(seen->codes[i], code) == 0)
            return;
    }
    if (code[0] != '\0' && seen->count < DISCIPLINES_MAX)
        seen->codes[seen->count++] = code;
}

static bool is_of(const struct record *record, const struct panel_matter *matter)
{
    return record_number(record, "item") == matter->item->id;
}

bool panel_has_conflict(const struct panel_matter *matter, const struct record *member)
{
    for (size_t i = 0; i < matter->conflict_count; i++) {
        if (is_of(&matter->conflicts[i], matter) && record_number(&matter->conflicts[i], "member") == member->id)
            return true;
    }
    return false;
}

bool panel_sits_there(const struct record *member)
{
    return (is_code(member, "presence", "present") || is_code(member, "presence", "guest")) &&
           is_yes(member, "confidentiality");
}

static struct panel_table count_table(const struct record *members, size_t count, const struct panel_matter *matter)
{
    struct panel_table table = { 0 };
    struct disciplines seen = { 0 };

    for (size_t i = 0; i < count; i++) {
        const struct record *member = &members[i];
        bool is_member = is_code(member, "presence", "present");

        if ((!is_member && !is_code(member, "presence", "guest")) || (matter && panel_has_conflict(matter, member)))
            continue;
        table.not_accepted += !is_yes(member, "confidentiality");
        if (!is_member)
            continue;
        table.present++;
        table.security += is_yes(member, "security");
        add_discipline(&seen, record_text(member, "discipline"));
    }
    table.disciplines = seen.count;
    return table;
}

struct panel_table panel_table_of(const struct record *members, size_t count)
{
    return count_table(members, count, NULL);
}

struct panel_table panel_table_for(const struct panel_matter *matter)
{
    return count_table(matter->members, matter->member_count, matter);
}

bool panel_has_quorum(const struct panel_table *table)
{
    return table->disciplines >= PANEL_DISCIPLINES_NEEDED && 2 * table->security <= table->present;
}

static void check_table(const struct panel_table *table, struct problems *problems)
{
    size_t others = table->present - table->security;

    if (table->disciplines < PANEL_DISCIPLINES_NEEDED)
        problems_add(
            problems, -1,
            N_("The panel decides with at least %d disciplines present and without a conflict; there were %zu."),
            PANEL_DISCIPLINES_NEEDED, table->disciplines);
    if (table->security > others)
        problems_add(problems, -1, N_("Police and security may not be the most at the table: %zu of them, %zu others."),
                     table->security, others);
    if (table->not_accepted > 0)
        problems_add(problems, -1,
                     ngettext("%zu person at the table has not accepted confidentiality.",
                              "%zu people at the table have not accepted confidentiality.", table->not_accepted),
                     table->not_accepted);
}

void panel_meeting_missing(const struct record *meeting, const struct panel_table *table, struct date today,
                           struct problems *problems)
{
    struct date on;

    if (is_code(meeting, "status", "cancelled"))
        problems_add(problems, -1, N_("The meeting was called off: put the case on the agenda of another one."));
    else if (!is_code(meeting, "status", "held") ||
             (date_parse(record_text(meeting, "on"), false, &on) && date_compare(on, today) > 0))
        problems_add(problems, -1, N_("The meeting has not been held yet."));
    if (!is_yes(meeting, "confidentiality_read"))
        problems_add(problems, -1, N_("Confidentiality was not read out at the meeting."));
    check_table(table, problems);
}

const char *panel_summary(const struct panel_table *table, char *out, size_t size)
{
    char disciplines[80];

    snprintf(disciplines, sizeof disciplines, ngettext("%zu discipline", "%zu disciplines", table->disciplines),
             table->disciplines);
    snprintf(out, size, _("%zu present, %s, %zu of security: %s"), table->present, disciplines, table->security,
             panel_has_quorum(table) ? _("quorum met") : _("no quorum"));
    return out;
}

/* --- an item --- */
size_t panel_disciplines_heard(const struct panel_matter *matter)
{
    struct disciplines heard = { 0 };

    for (size_t i = 0; i < matter->contribution_count; i++) {
        if (is_of(&matter->contributions[i], matter))
            add_discipline(&heard, record_text(&matter->contributions[i], "category"));
    }
    return heard.count;
}

size_t panel_must_leave(const struct panel_matter *matter)
{
    size_t count = 0;

    for (size_t i = 0; i < matter->conflict_count; i++)
        count += is_of(&matter->conflicts[i], matter) && !is_yes(&matter->conflicts[i], "left_room");
    return count;
}

bool panel_may_name(const struct record *item)
{
    return is_yes(item, "f2_first") && record_has(item, "sharing_basis");
}

static void want(const struct record *item, const char *key, const char *sentence, struct problems *problems)
{
    if (!record_has(item, key))
        problems_add(problems, -1, "%s", gettext(sentence));
}

static void want_yes(const struct record *item, const char *key, const char *sentence, struct problems *problems)
{
    if (!is_yes(item, key))
        problems_add(problems, -1, "%s", gettext(sentence));
}

static void check_conflicts(const struct panel_matter *matter, struct problems *problems)
{
    size_t staying = panel_must_leave(matter);

    want_yes(matter->item, "conflicts_asked", N_("Nobody was asked for a conflict of interest."), problems);
    if (staying > 0)
        problems_add(problems, -1,
                     ngettext("%zu member who declared a conflict has not left the room.",
                              "%zu members who declared a conflict have not left the room.", staying),
                     staying);
}

static void check_heard(const struct panel_matter *matter, struct problems *problems)
{
    size_t heard = panel_disciplines_heard(matter);

    if (heard < PANEL_DISCIPLINES_NEEDED)
        problems_add(
            problems, -1,
            N_("At least %d disciplines contribute to a decision; %zu did. What is said for the panel only may "
               "be written down without words."),
            PANEL_DISCIPLINES_NEEDED, heard);
}

static void check_discussion(const struct panel_matter *matter, struct problems *problems)
{
    const struct record *item = matter->item;

    want_yes(item, "f2_first", N_("The item was not discussed without the name first."), problems);
    if (!is_code(item, "stage", "f2"))
        want(item, "sharing_basis", N_("The name was told: say on which basis."), problems);
    want_yes(item, "explanation_discussed", N_("The ordinary explanation was not weighed."), problems);
    want(item, "options", N_("Write down the options that were weighed, doing nothing among them."), problems);
    want(item, "decision", N_("The item has no decision yet."), problems);
    want(item, "reasons", N_("Write down the reasons of the decision."), problems);
    want(item, "agreement", N_("Say how it was decided: by consensus, by majority or by the chair."), problems);
    if (matter->is_assessed && is_code(item, "decision", "plan"))
        want_yes(item, "adopted",
                 N_("The panel completes the assessment and adopts it, or it cannot decide to offer a plan."),
                 problems);
}

void panel_decision_missing(const struct panel_matter *matter, struct date today, struct problems *problems)
{
    struct panel_table table = panel_table_for(matter);

    if (!matter->meeting)
        problems_add(problems, -1, N_("The item stands on no meeting. Put it on the agenda of one."));
    else
        panel_meeting_missing(matter->meeting, &table, today, problems);
    check_conflicts(matter, problems);
    check_heard(matter, problems);
    check_discussion(matter, problems);
}

void panel_outcome_missing(const struct record *item, const char *decision, struct problems *problems)
{
    bool is_plan = strcmp(decision, "plan") == 0, is_defer = strcmp(decision, "defer") == 0;

    if (!is_code(item, "decision", decision)) {
        problems_add(problems, -1,
                     is_plan    ? N_("The panel did not decide to offer a plan.")
                     : is_defer ? N_("The panel did not decide to defer.")
                                : N_("The panel did not decide against support."));
        return;
    }
    if (is_plan && !record_has(item, "lead_agency"))
        want(item, "lead_person", N_("Name in the item the lead agency or the lead person."), problems);
    if (is_defer) {
        want(item, "answer_by", N_("Name in the item who answers the open question."), problems);
        want(item, "answer_on", N_("Set in the item the day by which the question is answered."), problems);
    }
    if (!is_plan && !is_defer)
        want(item, "other_help", N_("Name in the item the other help the person is offered."), problems);
    want(item, "tells", N_("Name in the item who tells the person of the decision."), problems);
}
