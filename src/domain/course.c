/*
 * What can be taught. Holding it is a session; its attendance threshold and the certificate's months are used there.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    COURSE_TITLE,
    COURSE_REFERENCE,
    COURSE_COMPETENCIES,
    COURSE_METHOD,
    COURSE_HOURS,
    COURSE_AUDIENCE,
    COURSE_OBJECTIVES,
    COURSE_IS_TOT,
    COURSE_REFRESHER_OF,
    COURSE_VALID_MONTHS,
    COURSE_PASS_MARK,
    COURSE_MIN_ATTENDANCE,
    COURSE_LANGUAGES,
    COURSE_ADAPTED_FROM,
    COURSE_PROVIDER,
    COURSE_NOTE,
    COURSE_FIELD_COUNT
};

static const struct field course_fields[COURSE_FIELD_COUNT] = {
    [COURSE_TITLE] = {
        .key = "title", .label = N_("Title"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .width = 36,
        .aliases = "name;course;course title",
    },
    [COURSE_REFERENCE] = {
        .key = "reference", .label = N_("Code"), .kind = FIELD_TEXT,
        .flags = FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .max_len = 40, .width = 10,
        .hint = N_("The short code of your catalogue, if you use one."),
        .aliases = "code;course code",
    },
    [COURSE_COMPETENCIES] = {
        .key = "competencies", .label = N_("What is learned"), .kind = FIELD_TAGS,
        .flags = FIELD_FOUND,
        .hint = N_("Each thing a participant can do afterwards."),
        .aliases = "competency;topics;skills",
    },
    [COURSE_METHOD] = {
        .key = "method", .label = N_("Method"), .kind = FIELD_CHOICE, .vocabulary = "training_method",
        .flags = FIELD_LISTED | FIELD_FILTERED, .initial = "classroom", .width = 14,
        .aliases = "type",
    },
    [COURSE_HOURS] = {
        .key = "hours", .label = N_("Hours"), .kind = FIELD_DECIMAL,
        .flags = FIELD_LISTED, .min = 0, .max = 10000, .width = 6,
    },
    [COURSE_AUDIENCE] = {
        .key = "audience", .label = N_("For whom"), .kind = FIELD_CHOICES, .vocabulary = "sector",
        .flags = FIELD_FILTERED,
        .aliases = "sectors;job titles",
    },
    [COURSE_OBJECTIVES] = {
        .key = "objectives", .label = N_("Aims and content"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND,
        .aliases = "description",
    },
    [COURSE_IS_TOT] = {
        .key = "is_tot", .label = N_("Trains trainers"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 8,
        .aliases = "tot;train the trainer",
    },
    [COURSE_REFRESHER_OF] = {
        .key = "refresher_of", .label = N_("Refreshes"), .kind = FIELD_REFERENCE, .refers_to = "course",
        .flags = FIELD_MORE,
    },
    [COURSE_VALID_MONTHS] = {
        .key = "valid_months", .label = N_("Certificate valid (months)"), .kind = FIELD_NUMBER,
        .flags = FIELD_MORE, .min = 0, .max = 600,
        .hint = N_("Empty: it does not run out."),
    },
    [COURSE_PASS_MARK] = {
        .key = "pass_mark", .label = N_("Pass mark"), .kind = FIELD_NUMBER,
        .flags = FIELD_MORE, .min = 0, .max = 100,
        .aliases = "pass",
    },
    [COURSE_MIN_ATTENDANCE] = {
        .key = "min_attendance", .label = N_("Attendance needed (%)"), .kind = FIELD_NUMBER,
        .flags = FIELD_MORE, .initial = "80", .min = 0, .max = 100,
        .aliases = "min_attendance_pct",
    },
    [COURSE_LANGUAGES] = {
        .key = "languages", .label = N_("Languages"), .kind = FIELD_CHOICES, .vocabulary = "language",
        .flags = FIELD_FILTERED | FIELD_MORE,
        .aliases = "language",
    },
    [COURSE_ADAPTED_FROM] = {
        .key = "adapted_from", .label = N_("Adapted from"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE, .max_len = 300,
    },
    [COURSE_PROVIDER] = {
        .key = "provider", .label = N_("Usually given by"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .flags = FIELD_FILTERED | FIELD_MORE,
        .aliases = "organisation;provider",
    },
    [COURSE_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_NOTE,
        .flags = FIELD_MORE,
        .aliases = "notes",
    },
};

static enum err course_rule(struct record *course, const struct record *before, const struct rule_context *context,
                            struct problems *problems)
{
    (void)before;
    (void)context;
    rule_not_itself(course, COURSE_REFRESHER_OF, problems,
                    N_("A course cannot refresh itself: name the course it refreshes."));
    return OK;
}

const struct record_type course_type = {
    .key = "course",
    .label = N_("Course"),
    .plural = N_("Courses"),
    .hint = N_("What can be taught. Each time it is held is a training session."),
    .aliases = "courses",
    .menu = MENU_TRAINING,
    .fields = course_fields,
    .field_count = COURSE_FIELD_COUNT,
    .title_field = COURSE_TITLE,
    .subtitle_field = COURSE_REFERENCE,
    .sort = "title",
    .writers = ROLES_OF_TRAINING,
    .match = "reference|title",
    .rule = course_rule,
};
