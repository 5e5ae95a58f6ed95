/*
 * One contact with the person while support runs. What was seen and what the worker thinks of it stand apart. 24
 * hours after it was written, or once it was signed, a note stays as it is; what is learned later is an addendum of
 * its own.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"
#include "townkeep/domain/support_session.h"

enum {
    SESSION_EPISODE,
    SESSION_ON,
    SESSION_KIND,
    SESSION_PLACE,
    SESSION_MINUTES,
    SESSION_PRESENT,
    SESSION_KEPT,
    SESSION_KEPT_REASON,
    SESSION_TOPICS,
    SESSION_PROGRESS,
    SESSION_USEFULNESS,
    SESSION_FACTS,
    SESSION_VIEW,
    SESSION_SAFETY_CONCERN,
    SESSION_WORKER_CARE,
    SESSION_NEXT_ON,
    SESSION_BY,
    SESSION_AT,
    SESSION_SIGNED_ON,
    SESSION_ADDENDUM_OF,
    SESSION_FIELD_COUNT
};

static const struct field support_session_fields[SESSION_FIELD_COUNT] = {
    [SESSION_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 14,
    },
    [SESSION_ON] = {
        .key = "on", .label = N_("Day"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SORTED, .initial = "today", .width = 10,
        .aliases = "date;held_on",
    },
    [SESSION_KIND] = {
        .key = "kind", .label = N_("Kind"), .kind = FIELD_CHOICE, .vocabulary = "session_kind",
        .flags = FIELD_REQUIRED | FIELD_LISTED, .width = 16,
    },
    [SESSION_PLACE] = {
        .key = "place", .label = N_("Where"), .kind = FIELD_CHOICE, .vocabulary = "session_place",
    },
    [SESSION_MINUTES] = {
        .key = "minutes", .label = N_("Minutes"), .kind = FIELD_NUMBER,
        .min = 0, .max = 1440,
    },
    [SESSION_PRESENT] = {
        .key = "present", .label = N_("Who was there"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED, .max_len = 300,
    },
    [SESSION_KEPT] = {
        .key = "kept", .label = N_("Kept"), .kind = FIELD_CHOICE, .vocabulary = "session_kept",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .initial = "kept", .width = 18,
    },
    [SESSION_KEPT_REASON] = {
        .key = "kept_reason", .label = N_("Why it was not kept"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED,
    },
    [SESSION_TOPICS] = {
        .key = "topics", .label = N_("About"), .kind = FIELD_CHOICES, .vocabulary = "assessment_item",
        .parents = "assessment_group",
        .flags = FIELD_SEALED,
    },
    [SESSION_PROGRESS] = {
        .key = "progress", .label = N_("Towards the aim"), .kind = FIELD_CHOICE, .vocabulary = "goal_progress",
        .flags = FIELD_SEALED,
    },
    [SESSION_USEFULNESS] = {
        .key = "usefulness", .label = N_("Of use, 0 to 10"), .kind = FIELD_NUMBER,
        .flags = FIELD_SEALED, .min = 0, .max = 10,
        .hint = N_("What the person says; leave it empty when they were not asked."),
    },
    [SESSION_FACTS] = {
        .key = "facts", .label = N_("What was said and done"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED,
        .hint = N_("What can be sourced: words, deeds, what was agreed. No guesses."),
    },
    [SESSION_VIEW] = {
        .key = "view", .label = N_("The worker's view"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED,
        .hint = N_("What you think of it, apart from the facts."),
    },
    [SESSION_SAFETY_CONCERN] = {
        .key = "safety_concern", .label = N_("Worry about safety"), .kind = FIELD_BOOLEAN,
        .hint = N_("Somebody could come to harm: then act on it today and tell your lead."),
    },
    [SESSION_WORKER_CARE] = {
        .key = "worker_care", .label = N_("Needs a debriefing"), .kind = FIELD_BOOLEAN,
        .hint = N_("After a hard talk: ask for a debriefing."),
    },
    [SESSION_NEXT_ON] = {
        .key = "next_on", .label = N_("Next session on"), .kind = FIELD_DATE,
        .flags = FIELD_SORTED,
    },
    [SESSION_BY] = {
        .key = "by", .label = N_("Written by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_BY_PROGRAM,
    },
    [SESSION_AT] = {
        .key = "at", .label = N_("Written down at"), .kind = FIELD_MOMENT,
        .flags = FIELD_BY_PROGRAM,
    },
    [SESSION_SIGNED_ON] = {
        .key = "signed_on", .label = N_("Signed on"), .kind = FIELD_DATE,
        .flags = FIELD_BY_PROGRAM,
    },
    [SESSION_ADDENDUM_OF] = {
        .key = "addendum_of", .label = N_("Addendum to"), .kind = FIELD_REFERENCE, .refers_to = "support_session",
        .flags = FIELD_ONCE | FIELD_MORE,
    },
};

static void check_frozen(const struct record *session, const struct record *before, const struct rule_context *context,
                         struct problems *problems)
{
    bool is_old = context->now - record_number(before, "at") >= SESSION_OPEN_MILLISECONDS;

    if (!session_is_frozen(before, context->now))
        return;
    for (int i = 0; i < SESSION_FIELD_COUNT; i++) {
        if ((support_session_fields[i].flags & FIELD_BY_PROGRAM) ||
            value_equal(&session->values[i], &before->values[i]))
            continue;
        problems_add(problems, i,
                     is_old ? N_("%s stays as it is: this was written more than 24 hours ago. Write an addendum.")
                            : N_("%s stays as it is: this note was signed. Write an addendum."),
                     _(support_session_fields[i].label));
    }
}

static void check_kept(const struct record *session, struct problems *problems)
{
    bool was_kept = strcmp(record_text(session, "kept"), "kept") == 0;

    if (!was_kept && !rule_is_empty(session, SESSION_USEFULNESS))
        problems_add(problems, SESSION_USEFULNESS, N_("Only a session that took place can be of use; clear it."));
    if (!was_kept && rule_is_empty(session, SESSION_KEPT_REASON))
        problems_warn(problems, SESSION_KEPT_REASON, N_("Say why it was not kept, as far as it is known."));
}

static enum err support_session_rule(struct record *session, const struct record *before,
                                     const struct rule_context *context, struct problems *problems)
{
    if (!before) {
        value_set_number(&session->values[SESSION_AT], context->now);
        if (context->officer_id != 0)
            value_set_number(&session->values[SESSION_BY], context->officer_id);
    }
    if (before)
        check_frozen(session, before, context, problems);
    if (rule_is_after_day(session, SESSION_ON, context->today))
        problems_add(problems, SESSION_ON, N_("The session lies in the future: book it as the next one."));
    rule_in_order(session, SESSION_ON, SESSION_NEXT_ON, problems,
                  N_("The next session lies before this one; check both dates."));
    rule_not_itself(session, SESSION_ADDENDUM_OF, problems, N_("A note cannot be an addendum to itself."));
    check_kept(session, problems);
    nudge_not_recordable(session, before, context, problems);
    return OK;
}

const struct record_type support_session_type = {
    .key = "support_session",
    .label = N_("Session"),
    .plural = N_("Sessions"),
    .hint = N_("One contact with the person: facts and the worker's view apart. After 24 hours a note stays as it "
               "is; write an addendum."),
    .menu = MENU_NONE,
    .fields = support_session_fields,
    .field_count = SESSION_FIELD_COUNT,
    .title_field = SESSION_ON,
    .subtitle_field = -1,
    .sort = "on",
    .sort_descending = true,
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = support_session_rule,
};
