/*
 * One version of the assessment of a case: who was asked, what the person says, and the judgement in words. The
 * questions are its items. It is begun by assessment_new_version, changed while it is a draft, and stays as it was once
 * the panel has it. There is no sum and no score, and there never is one.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/assessment.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"

enum {
    ASSESSMENT_EPISODE,
    ASSESSMENT_VERSION,
    ASSESSMENT_STATUS,
    ASSESSMENT_ON,
    ASSESSMENT_BY,
    ASSESSMENT_SOURCES,
    ASSESSMENT_PERSON_VIEW,
    ASSESSMENT_NONE_FOUND,
    ASSESSMENT_SHARED,
    ASSESSMENT_NOT_SHARED_BECAUSE,
    ASSESSMENT_SUMMARY,
    ASSESSMENT_WORSE,
    ASSESSMENT_BETTER,
    ASSESSMENT_UNKNOWNS,
    ASSESSMENT_CHANGES,
    ASSESSMENT_PRIORITY,
    ASSESSMENT_INTENSITY,
    ASSESSMENT_INTENSITY_REASON,
    ASSESSMENT_INTENSITY_UNTIL,
    ASSESSMENT_TOOL,
    ASSESSMENT_TOOL_CERTIFIED,
    ASSESSMENT_CONCLUSION,
    ASSESSMENT_FIELD_COUNT
};

static const struct field assessment_fields[ASSESSMENT_FIELD_COUNT] = {
    [ASSESSMENT_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_BY_PROGRAM | FIELD_ONCE | FIELD_LISTED,
        .aliases = "case",
    },
    [ASSESSMENT_VERSION] = {
        .key = "version", .label = N_("Version"), .kind = FIELD_NUMBER,
        .flags = FIELD_BY_PROGRAM | FIELD_LISTED, .width = 8,
    },
    [ASSESSMENT_STATUS] = {
        .key = "status", .label = N_("State"), .kind = FIELD_CHOICE, .vocabulary = "assessment_status",
        .flags = FIELD_BY_PROGRAM | FIELD_LISTED, .width = 18,
        .hint = N_("Only a draft can be changed; after that a new version is begun."),
    },
    [ASSESSMENT_ON] = {
        .key = "on", .label = N_("Date"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SORTED, .initial = "today",
        .aliases = "day",
    },
    [ASSESSMENT_BY] = {
        .key = "by", .label = N_("Written by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_BY_PROGRAM,
    },
    [ASSESSMENT_SOURCES] = {
        .key = "sources", .label = N_("Who was asked"), .kind = FIELD_CHOICES, .vocabulary = "assessment_source",
        .flags = FIELD_SEALED,
        .hint = N_("Two at least, so that no assessment rests on one voice."),
    },
    [ASSESSMENT_PERSON_VIEW] = {
        .key = "person_view", .label = N_("The person's own view"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
        .hint = N_("In their words: what is going on, what matters to them, what would help."),
    },
    [ASSESSMENT_NONE_FOUND] = {
        .key = "none_found", .label = N_("No strengths found"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED | FIELD_MORE, .max_len = 2000,
        .hint = N_("Only when none was found at all: where it was looked, and who was asked."),
    },
    [ASSESSMENT_SHARED] = {
        .key = "shared", .label = N_("Shown to the person"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_SEALED,
    },
    [ASSESSMENT_NOT_SHARED_BECAUSE] = {
        .key = "not_shared_because", .label = N_("Not shown, because"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
    },
    [ASSESSMENT_SUMMARY] = {
        .key = "summary", .label = N_("Summary"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
        .hint = N_("What follows from all of it, strengths beside needs. Facts with their source, no guesses."),
    },
    [ASSESSMENT_WORSE] = {
        .key = "worse", .label = N_("What would make it worse"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
    },
    [ASSESSMENT_BETTER] = {
        .key = "better", .label = N_("What would make it better"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
    },
    [ASSESSMENT_UNKNOWNS] = {
        .key = "unknowns", .label = N_("What we do not know"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
        .hint = N_("Beside the questions that were answered with unknown: those are listed by themselves."),
    },
    [ASSESSMENT_CHANGES] = {
        .key = "changes", .label = N_("Changed since last time"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
        .hint = N_("What changed since the version before, for the better or the worse."),
    },
    [ASSESSMENT_PRIORITY] = {
        .key = "priority", .label = N_("How soon"), .kind = FIELD_CHOICE, .vocabulary = "response_priority",
        .flags = FIELD_SEALED,
        .hint = N_("How soon support is to begin; it says nothing of the person."),
    },
    [ASSESSMENT_INTENSITY] = {
        .key = "intensity", .label = N_("How much support"), .kind = FIELD_CHOICE, .vocabulary = "support_intensity",
        .flags = FIELD_SEALED,
        .hint = N_("As little as will do."),
    },
    [ASSESSMENT_INTENSITY_REASON] = {
        .key = "intensity_reason", .label = N_("So much, because"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
    },
    [ASSESSMENT_INTENSITY_UNTIL] = {
        .key = "intensity_until", .label = N_("So much until"), .kind = FIELD_DATE,
        .flags = FIELD_SORTED,
        .hint = N_("Three months at most; then it is looked at again."),
    },
    [ASSESSMENT_TOOL] = {
        .key = "tool", .label = N_("Instrument used"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED | FIELD_MORE,
        .hint = N_("An instrument from elsewhere, by name. Its result is not kept here."),
    },
    [ASSESSMENT_TOOL_CERTIFIED] = {
        .key = "tool_certified", .label = N_("Trained in it"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_SEALED | FIELD_MORE,
        .hint = N_("Whether whoever used it is certified for it."),
    },
    [ASSESSMENT_CONCLUSION] = {
        .key = "conclusion", .label = N_("Conclusion of the panel"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED | FIELD_MORE, .max_len = 4000,
        .hint = N_("In the version that the panel completes and adopts."),
    },
};

static bool is_draft(const struct record *assessment)
{
    return paper_is(assessment, ASSESSMENT_STATUS, ASSESSMENT_DRAFT);
}

static void check_frozen(const struct record *assessment, const struct record *before, struct problems *problems)
{
    if (is_draft(before))
        return;
    for (int i = 0; i < ASSESSMENT_FIELD_COUNT; i++) {
        if (!(assessment_fields[i].flags & FIELD_BY_PROGRAM) &&
            !value_equal(&assessment->values[i], &before->values[i]))
            problems_add(problems, i,
                         N_("%s stays as the panel was given it. Begin a new version of the assessment instead."),
                         _(assessment_fields[i].label));
    }
}

/* Support of an intensity is for three months at most. */
static enum err complete_until(struct record *assessment, const struct record *before, struct problems *problems)
{
    bool is_new =
        !before || !value_equal(&assessment->values[ASSESSMENT_INTENSITY], &before->values[ASSESSMENT_INTENSITY]);
    struct date on, latest;

    if (!date_parse(record_text(assessment, "on"), false, &on))
        return OK;
    latest = date_add_months(on, ASSESSMENT_MONTHS_OF_INTENSITY);
    if (rule_is_after_day(assessment, ASSESSMENT_INTENSITY_UNTIL, latest))
        problems_add(problems, ASSESSMENT_INTENSITY_UNTIL,
                     N_("How much support is needed is judged for three months at most. Choose an earlier day."));
    if (!is_new || rule_is_empty(assessment, ASSESSMENT_INTENSITY) ||
        !rule_is_empty(assessment, ASSESSMENT_INTENSITY_UNTIL))
        return OK;
    return rule_set_day(assessment, ASSESSMENT_INTENSITY_UNTIL, latest);
}

/* Much support without haste, or haste with little support, is asked about. */
static void hint_mismatch(const struct record *assessment, const struct record *before, struct problems *problems)
{
    bool is_light = paper_is(assessment, ASSESSMENT_INTENSITY, "light");
    bool is_much = paper_is(assessment, ASSESSMENT_INTENSITY, "combined") ||
                   paper_is(assessment, ASSESSMENT_INTENSITY, "intensive");

    if (before && value_equal(&assessment->values[ASSESSMENT_INTENSITY], &before->values[ASSESSMENT_INTENSITY]) &&
        value_equal(&assessment->values[ASSESSMENT_PRIORITY], &before->values[ASSESSMENT_PRIORITY]))
        return;
    if (paper_is(assessment, ASSESSMENT_PRIORITY, "immediate") && is_light)
        problems_warn(problems, ASSESSMENT_INTENSITY,
                      N_("Support is to begin at once, but it is advice alone. Is that enough?"));
    if (paper_is(assessment, ASSESSMENT_PRIORITY, "none") && !rule_is_empty(assessment, ASSESSMENT_INTENSITY))
        problems_warn(problems, ASSESSMENT_INTENSITY, N_("No support is needed, yet some is named. Which is it?"));
    if (paper_is(assessment, ASSESSMENT_PRIORITY, "routine") && is_much)
        problems_warn(problems, ASSESSMENT_INTENSITY,
                      N_("This is much support for something that can wait. Would less do?"));
}

static enum err assessment_rule(struct record *assessment, const struct record *before,
                                const struct rule_context *context, struct problems *problems)
{
    enum err e = paper_start(assessment, before, context, ASSESSMENT_BY, ASSESSMENT_ON);

    if (!before && rule_is_empty(assessment, ASSESSMENT_EPISODE))
        problems_add(problems, -1,
                     N_("An assessment is begun from its case, so that it has all its questions: on the page of the "
                        "case, or with “townkeep assess”."));
    if (before)
        check_frozen(assessment, before, problems);
    paper_not_ahead(assessment, ASSESSMENT_ON, context, problems);
    e = e ? e : complete_until(assessment, before, problems);
    hint_mismatch(assessment, before, problems);
    nudge_not_recordable(assessment, before, context, problems);
    return e;
}

const struct record_type assessment_type = {
    .key = "assessment",
    .label = N_("Assessment"),
    .plural = N_("Assessments"),
    .hint = N_("What was done, what is needed and what is strong, side by side, with the person's own view. It is a "
               "judgement in words: nothing is added up and nobody is compared."),
    .menu = MENU_NONE,
    .fields = assessment_fields,
    .field_count = ASSESSMENT_FIELD_COUNT,
    .title_field = ASSESSMENT_STATUS,
    .subtitle_field = ASSESSMENT_ON,
    .sort = "on",
    .sort_descending = true,
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = assessment_rule,
};
