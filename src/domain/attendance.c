/*
 * One mark for one person and one day of a session. The marks' codes are p, l, e and a: the roster screen types them.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    ATTENDANCE_SESSION,
    ATTENDANCE_PERSON,
    ATTENDANCE_DAY,
    ATTENDANCE_MARK,
    ATTENDANCE_REMARK,
    ATTENDANCE_FIELD_COUNT
};

static const struct field attendance_fields[ATTENDANCE_FIELD_COUNT] = {
    [ATTENDANCE_SESSION] = {
        .key = "session", .label = N_("Session"), .kind = FIELD_REFERENCE, .refers_to = "session",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_ONCE, .width = 28,
        .aliases = "training",
    },
    [ATTENDANCE_PERSON] = {
        .key = "person", .label = N_("Person"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_ONCE, .width = 24,
        .aliases = "participant;name;trainee",
    },
    [ATTENDANCE_DAY] = {
        .key = "day", .label = N_("Day"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED | FIELD_ONCE, .initial = "today",
        .width = 10,
        .aliases = "date;on",
    },
    [ATTENDANCE_MARK] = {
        .key = "mark", .label = N_("Mark"), .kind = FIELD_CHOICE, .vocabulary = "attendance_mark",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 8,
        .aliases = "attendance;status;present",
    },
    [ATTENDANCE_REMARK] = {
        .key = "remark", .label = N_("Remark"), .kind = FIELD_TEXT,
        .flags = FIELD_LISTED, .width = 20,
        .aliases = "remarks;note;comment",
    },
};

static enum err attendance_rule(struct record *attendance, const struct record *before,
                                const struct rule_context *context, struct problems *problems)
{
    (void)before;
    if (rule_is_after_day(attendance, ATTENDANCE_DAY, context->today))
        problems_add(problems, ATTENDANCE_DAY,
                     N_("This day is still to come: mark attendance on the day or afterwards."));
    return OK;
}

const struct record_type attendance_type = {
    .key = "attendance",
    .label = N_("Attendance"),
    .plural = N_("Attendance"),
    .hint = N_("Who was there on one day of a session: present, late, excused or absent."),
    .aliases = "attendances;roster",
    .menu = MENU_TRAINING,
    .fields = attendance_fields,
    .field_count = ATTENDANCE_FIELD_COUNT,
    .title_field = ATTENDANCE_PERSON,
    .subtitle_field = ATTENDANCE_DAY,
    .sort = "day",
    .sort_descending = true,
    .writers = ROLES_OF_TRAINING,
    .match = "session,person,day",
    .rule = attendance_rule,
};
