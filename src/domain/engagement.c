/*
 * Contacts with stakeholders: meetings, calls, visits, messages. What follows from one is a task; when to speak again
 * is next_due.
 */
#include <stdio.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    ENGAGEMENT_TITLE,
    ENGAGEMENT_HELD_ON,
    ENGAGEMENT_TYPE,
    ENGAGEMENT_PARTIES,
    ENGAGEMENT_ABSENT,
    ENGAGEMENT_BODY,
    ENGAGEMENT_PURPOSE,
    ENGAGEMENT_SUMMARY,
    ENGAGEMENT_MOOD,
    ENGAGEMENT_RISK_NOTE,
    ENGAGEMENT_NEXT_DUE,
    ENGAGEMENT_STARTS_AT,
    ENGAGEMENT_MINUTES,
    ENGAGEMENT_PLACE,
    ENGAGEMENT_ACTIVITY,
    ENGAGEMENT_OFFICER,
    ENGAGEMENT_REFERENCE,
    ENGAGEMENT_SENS,
    ENGAGEMENT_FIELD_COUNT
};

static const struct field engagement_fields[ENGAGEMENT_FIELD_COUNT] = {
    [ENGAGEMENT_TITLE] = {
        .key = "title", .label = N_("What it was about"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND, .width = 34,
        .aliases = "subject;topic",
    },
    [ENGAGEMENT_HELD_ON] = {
        .key = "held_on", .label = N_("Date"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "today", .width = 10,
        .aliases = "on;day;held",
    },
    [ENGAGEMENT_TYPE] = {
        .key = "type", .label = N_("Kind"), .kind = FIELD_CHOICE, .vocabulary = "engagement_type",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .initial = "meeting", .width = 14,
        .aliases = "engagement type",
    },
    [ENGAGEMENT_PARTIES] = {
        .key = "parties", .label = N_("With"), .kind = FIELD_REFERENCES, .refers_to = "party",
        .back = N_("Engagements"),
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 24,
        .aliases = "participants;with whom;organisations;stakeholders",
    },
    [ENGAGEMENT_ABSENT] = {
        .key = "absent", .label = N_("Apologies"), .kind = FIELD_REFERENCES, .refers_to = "party",
        .back = N_("Engagements it was absent from"),
        .flags = FIELD_MORE,
        .hint = N_("Who was invited and said they could not come."),
        .aliases = "apologies from;excused",
    },
    [ENGAGEMENT_BODY] = {
        .key = "body", .label = N_("Meeting of"), .kind = FIELD_REFERENCE, .refers_to = "party", .among = "kind=body",
        .back = N_("Meetings of this body"),
        .flags = FIELD_FILTERED | FIELD_MORE,
        .hint = N_("The standing body whose meeting it was."),
        .aliases = "committee",
    },
    [ENGAGEMENT_PURPOSE] = {
        .key = "purpose", .label = N_("Purpose"), .kind = FIELD_CHOICE, .vocabulary = "engagement_purpose",
        .flags = FIELD_FILTERED,
    },
    [ENGAGEMENT_SUMMARY] = {
        .key = "summary", .label = N_("Summary"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND,
        .hint = N_("What was said and agreed; no names of people who may be referred."),
        .aliases = "notes;minutes of meeting;note",
    },
    [ENGAGEMENT_MOOD] = {
        .key = "mood", .label = N_("Mood"), .kind = FIELD_NUMBER,
        .flags = FIELD_MORE, .min = -2, .max = 2,
        .hint = N_("From -2, it went badly, to 2, it went very well."),
    },
    [ENGAGEMENT_RISK_NOTE] = {
        .key = "risk_note", .label = N_("Worries"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND | FIELD_MORE,
        .hint = N_("Anything that could harm them, us or the work if it went on."),
        .aliases = "risk",
    },
    [ENGAGEMENT_NEXT_DUE] = {
        .key = "next_due", .label = N_("Next contact by"), .kind = FIELD_DATE,
        .flags = FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 10,
        .aliases = "follow up;follow-up;next",
    },
    [ENGAGEMENT_STARTS_AT] = {
        .key = "starts_at", .label = N_("Time"), .kind = FIELD_TIME,
        .flags = FIELD_MORE,
        .aliases = "start;start time",
    },
    [ENGAGEMENT_MINUTES] = {
        .key = "minutes", .label = N_("Minutes"), .kind = FIELD_NUMBER,
        .flags = FIELD_MORE, .min = 0, .max = 10000,
        .aliases = "duration",
    },
    [ENGAGEMENT_PLACE] = {
        .key = "place", .label = N_("Place"), .kind = FIELD_REFERENCE, .refers_to = "place",
        .flags = FIELD_FILTERED | FIELD_MORE,
        .aliases = "venue;location",
    },
    [ENGAGEMENT_ACTIVITY] = {
        .key = "activity", .label = N_("Part of activity"), .kind = FIELD_REFERENCE, .refers_to = "activity",
        .flags = FIELD_MORE,
    },
    [ENGAGEMENT_OFFICER] = {
        .key = "officer", .label = N_("Who of us"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_FILTERED,
        .hint = N_("Left empty, it is you."),
        .aliases = "owner;by",
    },
    [ENGAGEMENT_REFERENCE] = {
        .key = "reference", .label = N_("Reference"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND | FIELD_SORTED | FIELD_MORE | FIELD_BY_PROGRAM, .max_len = 40,
    },
    [ENGAGEMENT_SENS] = {
        .key = "sens", .label = N_("May be shown to"), .kind = FIELD_CHOICE, .vocabulary = "sens",
        .flags = FIELD_FILTERED | FIELD_MORE, .initial = "team",
        .hint = N_("Public and partner records may leave the office in exports; team and restricted ones stay here."),
        .aliases = "sensitivity;sharing",
    },
};

/* Somebody who was there sent no apologies. */
static void check_absent(const struct record *engagement, struct problems *problems)
{
    const struct value *parties = &engagement->values[ENGAGEMENT_PARTIES];
    const char *at = record_text(engagement, "absent");

    while (*at) {
        char id[24];
        size_t len = strcspn(at, ";");

        snprintf(id, sizeof id, "%.*s", (int)len, at);
        if (value_list_has(parties, id)) {
            problems_add(problems, ENGAGEMENT_ABSENT,
                         N_("Somebody stands both under With and under Apologies; take them out of one."));
            return;
        }
        at += len + (at[len] == ';');
    }
}

static enum err engagement_rule(struct record *engagement, const struct record *before,
                                const struct rule_context *context, struct problems *problems)
{
    if (!before && rule_is_empty(engagement, ENGAGEMENT_OFFICER) && context->officer_id != 0)
        value_set_number(&engagement->values[ENGAGEMENT_OFFICER], context->officer_id);
    check_absent(engagement, problems);
    rule_in_order(engagement, ENGAGEMENT_HELD_ON, ENGAGEMENT_NEXT_DUE, problems,
                  N_("The next contact lies before this one; check both dates."));
    return OK;
}

const struct record_type engagement_type = {
    .key = "engagement",
    .label = N_("Engagement"),
    .plural = N_("Engagements"),
    .hint = N_("A meeting, call, visit or message with stakeholders: what was said, and what comes next."),
    .aliases = "engagements;meeting;contact_log",
    .menu = MENU_STAKEHOLDERS,
    .fields = engagement_fields,
    .field_count = ENGAGEMENT_FIELD_COUNT,
    .title_field = ENGAGEMENT_TITLE,
    .subtitle_field = ENGAGEMENT_HELD_ON,
    .sort = "held_on",
    .sort_descending = true,
    .reference_prefix = "E",
    .writers = ROLES_BUT_TRAINER,
    .match = "reference|held_on,title",
    .rule = engagement_rule,
};
