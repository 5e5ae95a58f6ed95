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

/* --- the table -------------------------------------------------------------------------------------------------------
 */
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

static bool has_conflict(const struct record *member, const struct record *conflicts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (record_number(&conflicts[i], "member") == member->id)
            return true;
    }
    return false;
}

struct panel_table panel_table_of(const struct record *members, size_t member_count, const struct record *conflicts,
                                  size_t conflict_count)
{
    struct panel_table table = { 0 };
    struct disciplines seen = { 0 };

    for (size_t i = 0; i < member_count; i++) {
        const struct record *member = &members[i];
        bool is_member = is_code(member, "presence", "present");

        if ((!is_member && !is_code(member, "presence", "guest")) || has_conflict(member, conflicts, conflict_count))
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

bool panel_has_quorum(const struct panel_table *table)
{
    return table->disciplines >= PANEL_DISCIPLINES_NEEDED && 2 * table->security <= table->present;
}

static void check_table(const struct panel_table *table, struct problems *problems)
{
    if (table->disciplines < PANEL_DISCIPLINES_NEEDED)
        problems_add(problems, -1,
                     ngettext("The panel needs three disciplines at the table; there is %zu.",
                              "The panel needs three disciplines at the table; there are %zu.", table->disciplines),
                     table->disciplines);
    if (2 * table->security > table->present)
        problems_add(problems, -1,
                     N_("More members are of police or security (%zu) than of all other fields (%zu): the others must "
                        "be as many at least."),
                     table->security, table->present - table->security);
    if (table->not_accepted > 0)
        problems_add(problems, -1,
                     ngettext("%zu of those at the table has not accepted confidentiality.",
                              "%zu of those at the table have not accepted confidentiality.", table->not_accepted),
                     table->not_accepted);
}

void panel_meeting_missing(const struct record *meeting, const struct panel_table *table, struct date today,
                           struct problems *problems)
{
    struct date on;

    if (is_code(meeting, "status", "cancelled"))
        problems_add(problems, -1, N_("The meeting was called off: put the case on the agenda of another one."));
    else if (date_parse(record_text(meeting, "on"), false, &on) && date_compare(on, today) > 0)
        problems_add(problems, -1, N_("The meeting lies ahead: the panel decides on its day."));
    if (!is_yes(meeting, "confidentiality_read"))
        problems_add(problems, -1, N_("The rules of confidentiality were not read out in this meeting."));
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

/* --- an item ---------------------------------------------------------------------------------------------------------
 */
size_t panel_disciplines_heard(const struct panel_matter *matter)
{
    struct disciplines heard = { 0 };

    for (size_t i = 0; i < matter->contribution_count; i++)
        add_discipline(&heard, record_text(&matter->contributions[i], "category"));
    return heard.count;
}

size_t panel_must_leave(const struct panel_matter *matter)
{
    size_t count = 0;

    for (size_t i = 0; i < matter->conflict_count; i++)
        count += !is_yes(&matter->conflicts[i], "left_room");
    return count;
}

bool panel_may_name(const struct record *item)
{
    return is_yes(item, "f2_first") && record_has(item, "sharing_basis");
}

static void check_conflicts(const struct panel_matter *matter, struct problems *problems)
{
    size_t staying = panel_must_leave(matter);

    if (!is_yes(matter->item, "conflicts_asked"))
        problems_add(problems, -1, N_("Ask everybody whether they know the person or the family."));
    if (staying > 0)
        problems_add(problems, -1,
                     ngettext("%zu member who declared a conflict has not left the room.",
                              "%zu members who declared a conflict have not left the room.", staying),
                     staying);
}

static void check_discussion(const struct panel_matter *matter, struct problems *problems)
{
    const struct record *item = matter->item;
    size_t heard = panel_disciplines_heard(matter);

    if (!is_yes(item, "f2_first"))
        problems_add(problems, -1, N_("Discuss it without the name first (sheet F2)."));
    if (!is_code(item, "stage", "f2") && !record_has(item, "sharing_basis"))
        problems_add(problems, -1, N_("Say on which basis the person is named to the panel."));
    if (heard < PANEL_DISCIPLINES_NEEDED)
        problems_add(problems, -1,
                     ngettext("Three disciplines must have contributed; %zu has so far.",
                              "Three disciplines must have contributed; %zu have so far.", heard),
                     heard);
    if (!is_yes(item, "explanation_discussed"))
        problems_add(problems, -1, N_("Discuss the ordinary explanation."));
    if (!record_has(item, "options"))
        problems_add(problems, -1, N_("Write down the options, doing nothing among them."));
    if (!is_yes(item, "adopted"))
        problems_add(problems, -1, N_("The panel itself completes the assessment and adopts it."));
}

static void check_decided(const struct record *item, struct problems *problems)
{
    if (!record_has(item, "decision"))
        problems_add(problems, -1, N_("Write down what the panel decided."));
    if (!record_has(item, "reasons"))
        problems_add(problems, -1, N_("Write down the reasons."));
    if (!record_has(item, "agreement"))
        problems_add(problems, -1, N_("Say how it was decided: by consensus, by majority or by the chair."));
    if (!record_has(item, "tells"))
        problems_add(problems, -1, N_("Say who tells the person."));
}

void panel_decision_missing(const struct panel_matter *matter, struct date today, struct problems *problems)
{
    struct panel_table table =
        panel_table_of(matter->members, matter->member_count, matter->conflicts, matter->conflict_count);

    if (!matter->meeting)
        problems_add(problems, -1, N_("The case stands on the agenda of no meeting."));
    else
        panel_meeting_missing(matter->meeting, &table, today, problems);
    check_conflicts(matter, problems);
    check_discussion(matter, problems);
    check_decided(matter->item, problems);
}

void panel_outcome_missing(const struct record *item, const char *decision, const struct vocabularies *words,
                           struct problems *problems)
{
    if (!is_code(item, "decision", decision)) {
        problems_add(problems, -1, N_("The panel decided otherwise: “%s”."),
                     record_has(item, "decision")
                         ? vocabulary_label(words, "panel_decision", record_text(item, "decision"))
                         : _("nothing yet"));
        return;
    }
    if (strcmp(decision, "plan") == 0 && !record_has(item, "lead_agency"))
        problems_add(problems, -1, N_("Name the lead agency."));
    if (strcmp(decision, "plan") == 0 && !record_has(item, "lead_person"))
        problems_add(problems, -1, N_("Name the lead person."));
    if (strcmp(decision, "defer") == 0 && (!record_has(item, "answer_by") || !record_has(item, "answer_on")))
        problems_add(problems, -1, N_("Say who answers the open question, and by which day."));
    if (strcmp(decision, "not_adopt") == 0 && !record_has(item, "other_help"))
        problems_add(problems, -1, N_("Say which other help is offered."));
}
