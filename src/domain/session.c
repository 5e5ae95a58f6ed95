/*
 * One holding of a course. Its title in lists is the course's. An empty last day becomes the first.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    SESSION_COURSE,
    SESSION_STARTS_ON,
    SESSION_ENDS_ON,
    SESSION_STARTS_AT,
    SESSION_ENDS_AT,
    SESSION_PLACE,
    SESSION_TRAINERS,
    SESSION_PROVIDER,
    SESSION_CAPACITY,
    SESSION_LANGUAGE,
    SESSION_OPEN_TO,
    SESSION_STATUS,
    SESSION_HOURS,
    SESSION_COST,
    SESSION_ACTIVITY,
    SESSION_NOTE,
    SESSION_REFERENCE,
    SESSION_FIELD_COUNT
};

static const struct field session_fields[SESSION_FIELD_COUNT] = {
    [SESSION_COURSE] = {
        .key = "course", .label = N_("Course"), .kind = FIELD_REFERENCE, .refers_to = "course",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 30,
        .aliases = "training;course title",
    },
    [SESSION_STARTS_ON] = {
        .key = "starts_on", .label = N_("First day"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 10,
        .aliases = "start;from;date;start date",
    },
    [SESSION_ENDS_ON] = {
        .key = "ends_on", .label = N_("Last day"), .kind = FIELD_DATE,
        .flags = FIELD_LISTED, .width = 10,
        .hint = N_("Left empty, it is the first day."),
        .aliases = "end;to;end date",
    },
    [SESSION_STARTS_AT] = {
        .key = "starts_at", .label = N_("Begins at"), .kind = FIELD_TIME,
        .flags = FIELD_MORE,
        .aliases = "start time",
    },
    [SESSION_ENDS_AT] = {
        .key = "ends_at", .label = N_("Ends at"), .kind = FIELD_TIME,
        .flags = FIELD_MORE,
        .aliases = "end time",
    },
    [SESSION_PLACE] = {
        .key = "place", .label = N_("Place"), .kind = FIELD_REFERENCE, .refers_to = "place",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 18,
        .aliases = "venue;facility;location",
    },
    [SESSION_TRAINERS] = {
        .key = "trainers", .label = N_("Trainers"), .kind = FIELD_REFERENCES, .refers_to = "party",
        .back = N_("Training sessions as trainer"),
        .flags = FIELD_FILTERED,
        .aliases = "trainer;instructor",
    },
    [SESSION_PROVIDER] = {
        .key = "provider", .label = N_("Given by"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .back = N_("Training sessions it gives"),
        .flags = FIELD_FILTERED,
        .aliases = "organisation;provider",
    },
    [SESSION_CAPACITY] = {
        .key = "capacity", .label = N_("Places"), .kind = FIELD_NUMBER,
        .min = 0, .max = 100000,
    },
    [SESSION_LANGUAGE] = {
        .key = "language", .label = N_("Language"), .kind = FIELD_CHOICE, .vocabulary = "language",
        .flags = FIELD_FILTERED,
    },
    [SESSION_OPEN_TO] = {
        .key = "open_to", .label = N_("Open to"), .kind = FIELD_CHOICES, .vocabulary = "sector",
        .flags = FIELD_FILTERED | FIELD_MORE,
        .aliases = "open_to_sectors",
    },
    [SESSION_STATUS] = {
        .key = "status", .label = N_("Status"), .kind = FIELD_CHOICE, .vocabulary = "session_status",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "planned", .width = 10,
    },
    [SESSION_HOURS] = {
        .key = "hours", .label = N_("Hours"), .kind = FIELD_DECIMAL,
        .flags = FIELD_MORE, .min = 0, .max = 10000,
        .hint = N_("Where they differ from the course."),
    },
    [SESSION_COST] = {
        .key = "cost", .label = N_("Cost"), .kind = FIELD_DECIMAL,
        .flags = FIELD_MORE, .min = 0, .max = 1000000000000,
    },
    [SESSION_ACTIVITY] = {
        .key = "activity", .label = N_("Counts as activity"), .kind = FIELD_REFERENCE, .refers_to = "activity",
        .flags = FIELD_MORE,
    },
    [SESSION_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND,
        .aliases = "notes",
    },
    [SESSION_REFERENCE] = {
        .key = "reference", .label = N_("Reference"), .kind = FIELD_TEXT,
        .flags = FIELD_LISTED | FIELD_FOUND | FIELD_SORTED | FIELD_BY_PROGRAM, .max_len = 40, .width = 12,
    },
};

static enum err session_rule(struct record *session, const struct record *before, const struct rule_context *context,
                             struct problems *problems)
{
    bool is_one_day;

    (void)before;
    if (rule_is_empty(session, SESSION_ENDS_ON)) {
        enum err e = value_copy(&session->values[SESSION_ENDS_ON], &session->values[SESSION_STARTS_ON]);
        if (e)
            return e;
    }
    rule_in_order(session, SESSION_STARTS_ON, SESSION_ENDS_ON, problems,
                  N_("The last day lies before the first; check both dates."));
    is_one_day = value_equal(&session->values[SESSION_STARTS_ON], &session->values[SESSION_ENDS_ON]);
    if (is_one_day && rule_is_less(session, SESSION_ENDS_AT, SESSION_STARTS_AT))
        problems_add(problems, SESSION_ENDS_AT, N_("The session ends before it begins; check both times."));
    if (strcmp(record_text(session, "status"), "held") == 0 &&
        rule_is_after_day(session, SESSION_STARTS_ON, context->today))
        problems_add(problems, SESSION_STATUS,
                     N_("A session that was held cannot begin in the future; its status is planned."));
    return OK;
}

const struct record_type session_type = {
    .key = "session",
    .label = N_("Training session"),
    .plural = N_("Training sessions"),
    .hint = N_("One holding of a course, with its trainers, place, participants and attendance."),
    .aliases = "sessions;training;trainings",
    .menu = MENU_TRAINING,
    .fields = session_fields,
    .field_count = SESSION_FIELD_COUNT,
    .title_field = SESSION_COURSE,
    .subtitle_field = SESSION_STARTS_ON,
    .sort = "starts_on",
    .sort_descending = true,
    .reference_prefix = "S",
    .writers = ROLES_OF_TRAINING,
    .match = "reference|course,starts_on",
    .rule = session_rule,
};
