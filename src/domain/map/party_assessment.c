/*
 * How the office sees a stakeholder on a day: influence, interest, capacity, trust both ways, stance. Many stand side
 * by side, each with its day and its rater: nothing is overwritten, so that movement can be seen. For organisations,
 * bodies and people in a role only; it never leaves the office.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    RATED_PARTY,
    RATED_ON,
    RATED_BY,
    RATED_INFLUENCE,
    RATED_INTEREST,
    RATED_CAPACITY,
    RATED_TRUST_TOWARD_CITY,
    RATED_CITY_TRUST,
    RATED_STANCE,
    RATED_ENGAGEMENT_NOW,
    RATED_ENGAGEMENT_WANTED,
    RATED_EVIDENCE,
    RATED_CONFIDENCE,
    RATED_ROUND,
    RATED_SENS,
    RATED_FIELD_COUNT
};

static const struct field party_assessment_fields[RATED_FIELD_COUNT] = {
    [RATED_PARTY] = {
        .key = "party", .label = N_("Stakeholder"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 28,
        .aliases = "organisation",
    },
    [RATED_ON] = {
        .key = "on", .label = N_("Date"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "today",
        .width = 10,
        .aliases = "day;assessed on",
    },
    [RATED_BY] = {
        .key = "by", .label = N_("Assessed by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_LISTED | FIELD_FILTERED | FIELD_BY_PROGRAM, .width = 16,
    },
    [RATED_INFLUENCE] = {
        .key = "influence", .label = N_("Influence"), .kind = FIELD_NUMBER,
        .flags = FIELD_LISTED | FIELD_FILTERED, .min = 1, .max = 5, .width = 9,
        .hint = N_("1 nobody turns to them, 5 what they say moves many people."),
    },
    [RATED_INTEREST] = {
        .key = "interest", .label = N_("Interest"), .kind = FIELD_NUMBER,
        .flags = FIELD_LISTED | FIELD_FILTERED, .min = 1, .max = 5, .width = 8,
        .hint = N_("1 prevention is no concern of theirs, 5 it is at the heart of what they do."),
    },
    [RATED_CAPACITY] = {
        .key = "capacity", .label = N_("Capacity"), .kind = FIELD_NUMBER,
        .flags = FIELD_FILTERED, .min = 1, .max = 5,
        .hint = N_("1 they could take on nothing more, 5 they have people, time and means."),
    },
    [RATED_TRUST_TOWARD_CITY] = {
        .key = "trust_toward_city", .label = N_("Their trust in us"), .kind = FIELD_NUMBER,
        .flags = FIELD_FILTERED, .min = 1, .max = 5,
        .hint = N_("1 none, 5 they come to us by themselves. Leave it empty when it is not known."),
    },
    [RATED_CITY_TRUST] = {
        .key = "city_trust", .label = N_("Our trust in them"), .kind = FIELD_NUMBER,
        .flags = FIELD_FILTERED, .min = 1, .max = 5,
        .hint = N_("1 none, 5 we would send anybody there. Leave it empty when it is not known."),
    },
    [RATED_STANCE] = {
        .key = "stance", .label = N_("Stance"), .kind = FIELD_CHOICE, .vocabulary = "stance",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 12,
        .hint = N_("Toward the prevention work of the city, not toward anything else."),
    },
    [RATED_ENGAGEMENT_NOW] = {
        .key = "engagement_now", .label = N_("Involved now"), .kind = FIELD_CHOICE, .vocabulary = "engagement_level",
        .flags = FIELD_FILTERED,
    },
    [RATED_ENGAGEMENT_WANTED] = {
        .key = "engagement_wanted", .label = N_("Involvement wanted"), .kind = FIELD_CHOICE,
        .vocabulary = "engagement_level", .flags = FIELD_FILTERED,
    },
    [RATED_EVIDENCE] = {
        .key = "evidence", .label = N_("What it rests on"), .kind = FIELD_NOTE,
        .hint = N_("What was seen, heard or read, so that somebody else could come to the same."),
        .aliases = "note;notes",
    },
    [RATED_CONFIDENCE] = {
        .key = "confidence", .label = N_("How sure we are"), .kind = FIELD_CHOICE, .vocabulary = "confidence",
        .flags = FIELD_FILTERED,
    },
    [RATED_ROUND] = {
        .key = "round", .label = N_("Mapping round"), .kind = FIELD_REFERENCE, .refers_to = "mapping_round",
        .flags = FIELD_FILTERED | FIELD_MORE,
    },
    [RATED_SENS] = {
        .key = "sens", .label = N_("May be shown to"), .kind = FIELD_CHOICE, .vocabulary = "sens",
        .flags = FIELD_FILTERED | FIELD_MORE, .initial = "team",
        .hint = N_("An assessment never leaves the office: team or restricted."),
        .aliases = "sensitivity;sharing",
    },
};

static bool says_something(const struct record *assessment)
{
    for (int field = RATED_INFLUENCE; field <= RATED_STANCE; field++) {
        if (!rule_is_empty(assessment, field))
            return true;
    }
    return false;
}

static enum err party_assessment_rule(struct record *assessment, const struct record *before,
                                      const struct rule_context *context, struct problems *problems)
{
    if (!before && rule_is_empty(assessment, RATED_BY) && context->officer_id != 0)
        value_set_number(&assessment->values[RATED_BY], context->officer_id);
    if (rule_is_after_day(assessment, RATED_ON, context->today))
        problems_add(problems, RATED_ON, N_("An assessment is of a day that was: the date lies in the future."));
    if (!says_something(assessment))
        problems_add(problems, RATED_INFLUENCE,
                     N_("Nothing is assessed yet: give influence, interest, capacity, trust or the stance."));
    if (rule_is_empty(assessment, RATED_EVIDENCE))
        problems_warn(problems, RATED_EVIDENCE, N_("Say what it rests on: a number alone convinces nobody later."));
    rule_stays_here(assessment, RATED_SENS, problems,
                    N_("An assessment stays in the team: choose team or restricted."));
    return OK;
}

const struct record_type party_assessment_type = {
    .key = "party_assessment",
    .label = N_("Assessment of a stakeholder"),
    .plural = N_("Assessments of stakeholders"),
    .hint = N_("How the office sees a stakeholder on a day, and what that rests on. A later one stands beside the "
               "earlier ones. It never leaves the office."),
    .aliases = "party_assessments;rating",
    .menu = MENU_STAKEHOLDERS,
    .of_another = true,
    .fields = party_assessment_fields,
    .field_count = RATED_FIELD_COUNT,
    .title_field = RATED_PARTY,
    .subtitle_field = RATED_ON,
    .sort = "on",
    .sort_descending = true,
    .writers = ROLES_BUT_TRAINER,
    .match = "party,on,by",
    .rule = party_assessment_rule,
};
