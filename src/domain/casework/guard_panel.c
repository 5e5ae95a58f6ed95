/*
 * The panel: whether the meeting was one (several disciplines, police and security never the most, conflicts and
 * confidentiality asked), whether the item was discussed as it must be, and what it decided.
 */
#include "guard_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"

enum { DISCIPLINES_NEEDED = 3, ANSWER_WORKING_DAYS = 20, DISCIPLINES_MAX = 32 };

/* Different codes, each counted once. */
struct codes {
    const char *items[DISCIPLINES_MAX];
    size_t count;
};

static void count_code(struct codes *codes, const char *code)
{
    for (size_t i = 0; i < codes->count; i++) {
        if (strcmp(codes->items[i], code) == 0)
            return;
    }
    if (code[0] != '\0' && codes->count < DISCIPLINES_MAX)
        codes->items[codes->count++] = code;
}

/* Who has a stake in the case does not count, whether they left the room or not. */
static bool has_conflict(const struct situation *situation, const struct record *item, const struct record *member)
{
    size_t count;
    const struct record *conflicts = casework_papers(situation->casework, &panel_conflict_type, &count);

    for (size_t i = 0; i < count; i++) {
        if (record_number(&conflicts[i], "item") == item->id && record_number(&conflicts[i], "member") == member->id)
            return true;
    }
    return false;
}

static void check_quorum(const struct situation *situation, const struct record *item, struct problems *problems)
{
    size_t count, security = 0, others = 0, silent = 0;
    const struct record *members = casework_papers(situation->casework, &panel_member_type, &count);
    struct codes disciplines = { 0 };

    for (size_t i = 0; i < count; i++) {
        bool present = record_is(&members[i], "presence", "present"),
             guest = record_is(&members[i], "presence", "guest");

        silent += (present || guest) && !record_yes(&members[i], "confidentiality");
        if (!present || has_conflict(situation, item, &members[i]))
            continue;
        count_code(&disciplines, record_text(&members[i], "discipline"));
        security += record_yes(&members[i], "security");
        others += !record_yes(&members[i], "security");
    }
    if (disciplines.count < DISCIPLINES_NEEDED)
        problems_add(
            problems, -1,
            N_("The panel decides with at least %d disciplines present and without a conflict; there were %zu."),
            DISCIPLINES_NEEDED, disciplines.count);
    if (security > others)
        problems_add(problems, -1, N_("Police and security may not be the most at the table: %zu of them, %zu others."),
                     security, others);
    if (silent > 0)
        problems_add(problems, -1,
                     ngettext("%zu person at the table has not accepted confidentiality.",
                              "%zu people at the table have not accepted confidentiality.", silent),
                     silent);
}

static void check_meeting(const struct situation *situation, const struct record *item, struct problems *problems)
{
    const struct record *meeting = paper_newest(situation, &panel_meeting_type);
    struct date on;

    if (!meeting || meeting->id != record_number(item, "meeting")) {
        problems_add(problems, -1, N_("The item stands on no meeting. Put it on the agenda of one."));
        return;
    }
    if (!record_is(meeting, "status", "held") ||
        (record_day(meeting, "on", &on) && date_compare(on, situation->context->today) > 0))
        problems_add(problems, -1, N_("The meeting has not been held yet."));
    want_yes(meeting, "confidentiality_read", N_("Confidentiality was not read out at the meeting."), problems);
    check_quorum(situation, item, problems);
}

static void check_contributions(const struct situation *situation, const struct record *item, struct problems *problems)
{
    size_t count;
    const struct record *all = casework_papers(situation->casework, &panel_contribution_type, &count);
    struct codes disciplines = { 0 };

    for (size_t i = 0; i < count; i++) {
        if (record_number(&all[i], "item") == item->id)
            count_code(&disciplines, record_text(&all[i], "category"));
    }
    if (disciplines.count < DISCIPLINES_NEEDED)
        problems_add(
            problems, -1,
            N_("At least %d disciplines contribute to a decision; %zu did. What is said for the panel only may "
               "be written down without words."),
            DISCIPLINES_NEEDED, disciplines.count);
}

static void check_discussion(const struct situation *situation, const struct record *item, struct problems *problems)
{
    want_yes(item, "f2_first", N_("The item was not discussed without the name first."), problems);
    want_yes(item, "conflicts_asked", N_("Nobody was asked for a conflict of interest."), problems);
    want_yes(item, "explanation_discussed", N_("The ordinary explanation was not weighed."), problems);
    want(item, "options", N_("Write down the options that were weighed, doing nothing among them."), problems);
    want(item, "decision", N_("The item has no decision yet."), problems);
    want(item, "reasons", N_("Write down the reasons of the decision."), problems);
    want(item, "agreement", N_("Say how it was decided: by consensus, by majority or by the chair."), problems);
    if (!record_is(item, "stage", "f2"))
        want(item, "sharing_basis", N_("The name was told: say on which basis."), problems);
    /* Where the panel meets before the person was asked there is nothing to adopt yet. */
    if (record_is(item, "decision", "plan") && record_has(situation->subject, "agreed_on"))
        want_yes(item, "adopted",
                 N_("The panel completes the assessment and adopts it, or it cannot decide to offer a plan."),
                 problems);
}

/* A decision is taken once: after a deferral the panel looks at a new item. */
static void check_is_new(const struct situation *situation, const struct record *item, struct problems *problems)
{
    const struct record *decided = casework_last(situation->casework, "panel_decide");

    if (decided && item->id < decided->id)
        problems_add(problems, -1,
                     N_("The newest item was decided already. Put the case on the agenda of a new meeting."));
}

void guard_panel_decide(const struct situation *situation, struct problems *problems)
{
    const struct record *item = paper_newest(situation, &panel_item_type);

    if (!item) {
        problems_add(problems, -1, N_("The case stands on no agenda. Put it on that of a meeting."));
        return;
    }
    check_is_new(situation, item, problems);
    check_meeting(situation, item, problems);
    check_contributions(situation, item, problems);
    check_discussion(situation, item, problems);
}

/* --- what was decided --- */
static const struct record *decided(const struct situation *situation, const char *code, const char *sentence,
                                    struct problems *problems)
{
    const struct record *item = paper_newest(situation, &panel_item_type);

    if (item && record_is(item, "decision", code))
        return item;
    problems_add(problems, -1, "%s", gettext(sentence));
    return NULL;
}

void guard_defer(const struct situation *situation, struct problems *problems)
{
    const struct record *item = decided(situation, "defer", N_("The panel did not decide to defer."), problems);
    struct date on, today = situation->context->today;

    if (casework_last(situation->casework, "defer"))
        problems_add(problems, -1, N_("It was deferred once already. Decide with what is known."));
    if (!item)
        return;
    want(item, "answer_by", N_("Name in the item who answers the open question."), problems);
    if (!record_day(item, "answer_on", &on))
        problems_add(problems, -1, N_("Set in the item the day by which the question is answered."));
    else if (date_compare(on, today) < 0 ||
             date_compare(on, work_calendar_add(situation->context->calendar, today, ANSWER_WORKING_DAYS)) > 0)
        problems_add(problems, -1, N_("The answer is due within %d working days from today."), ANSWER_WORKING_DAYS);
}

void guard_not_adopt(const struct situation *situation, struct problems *problems)
{
    const struct record *item =
        decided(situation, "not_adopt", N_("The panel did not decide against support."), problems);

    if (item)
        want(item, "other_help", N_("Name in the item the other help the person is offered."), problems);
}

void guard_plan(const struct situation *situation, struct problems *problems)
{
    const struct record *item = decided(situation, "plan", N_("The panel did not decide to offer a plan."), problems);

    if (!record_has(situation->subject, "agreed_on"))
        problems_add(problems, -1,
                     N_("The person has not agreed to take part yet. Invite them; a plan is made with them."));
    if (!item)
        return;
    if (!record_has(item, "lead_agency") && !record_has(item, "lead_person"))
        problems_add(problems, -1, N_("Name in the item the lead agency or the lead person."));
    want(item, "tells", N_("Name in the item who tells the person of the decision."), problems);
}
