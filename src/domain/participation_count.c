/*
 * How many people an activity reached, registered, saw and kept to the end: numbers only, never names. An empty
 * breakdown field means "all": that row is the total, and no total is ever added up from parts.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/participation.h"
#include "townkeep/domain/rules.h"

enum {
    PARTICIPATION_COUNT_ACTIVITY,
    PARTICIPATION_COUNT_SEX,
    PARTICIPATION_COUNT_AGE_BAND,
    PARTICIPATION_COUNT_PLACE,
    PARTICIPATION_COUNT_LANGUAGE,
    PARTICIPATION_COUNT_GROUP_TAG,
    PARTICIPATION_COUNT_REACHED,
    PARTICIPATION_COUNT_REGISTERED,
    PARTICIPATION_COUNT_ATTENDED,
    PARTICIPATION_COUNT_COMPLETED,
    PARTICIPATION_COUNT_METHOD,
    PARTICIPATION_COUNT_BASIS,
    PARTICIPATION_COUNT_COUNTED_ON,
    PARTICIPATION_COUNT_NOTE,
    PARTICIPATION_COUNT_SOURCE,
    PARTICIPATION_COUNT_FIELD_COUNT
};

static const struct field participation_count_fields[PARTICIPATION_COUNT_FIELD_COUNT] = {
    [PARTICIPATION_COUNT_ACTIVITY] = {
        .key = "activity", .label = N_("Activity"), .kind = FIELD_REFERENCE, .refers_to = "activity",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 30,
    },
    [PARTICIPATION_COUNT_SEX] = {
        .key = "sex", .label = N_("Sex"), .kind = FIELD_CHOICE, .vocabulary = "sex",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 8,
        .hint = N_("Leave the breakdown empty to give the total."),
        .aliases = "gender",
    },
    [PARTICIPATION_COUNT_AGE_BAND] = {
        .key = "age_band", .label = N_("Age band"), .kind = FIELD_CHOICE, .vocabulary = "age_band",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 8,
        .aliases = "age;age group",
    },
    [PARTICIPATION_COUNT_PLACE] = {
        .key = "place", .label = N_("Where from"), .kind = FIELD_REFERENCE, .refers_to = "place",
        .flags = FIELD_FILTERED | FIELD_MORE,
        .aliases = "area;neighbourhood",
    },
    [PARTICIPATION_COUNT_LANGUAGE] = {
        .key = "language", .label = N_("Language"), .kind = FIELD_CHOICE, .vocabulary = "language",
        .flags = FIELD_FILTERED | FIELD_MORE,
    },
    [PARTICIPATION_COUNT_GROUP_TAG] = {
        .key = "group_tag", .label = N_("Group"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND | FIELD_MORE, .max_len = 80,
        .hint = N_("A group by what it does: class 7b, the evening team. Never by faith, opinion or origin."),
        .aliases = "group",
    },
    [PARTICIPATION_COUNT_REACHED] = {
        .key = "reached", .label = N_("Reached"), .kind = FIELD_NUMBER,
        .flags = FIELD_LISTED, .min = 0, .max = 2000000000, .width = 9,
    },
    [PARTICIPATION_COUNT_REGISTERED] = {
        .key = "registered", .label = N_("Registered"), .kind = FIELD_NUMBER,
        .flags = FIELD_LISTED, .min = 0, .max = 2000000000, .width = 10,
    },
    [PARTICIPATION_COUNT_ATTENDED] = {
        .key = "attended", .label = N_("Attended"), .kind = FIELD_NUMBER,
        .flags = FIELD_LISTED, .min = 0, .max = 2000000000, .width = 9,
        .aliases = "count;number;participants",
    },
    [PARTICIPATION_COUNT_COMPLETED] = {
        .key = "completed", .label = N_("Completed"), .kind = FIELD_NUMBER,
        .flags = FIELD_LISTED, .min = 0, .max = 2000000000, .width = 9,
    },
    [PARTICIPATION_COUNT_METHOD] = {
        .key = "method", .label = N_("Counted how"), .kind = FIELD_CHOICE, .vocabulary = "count_method",
        .flags = FIELD_REQUIRED, .initial = "counted",
    },
    [PARTICIPATION_COUNT_BASIS] = {
        .key = "basis", .label = N_("Counts"), .kind = FIELD_CHOICE, .vocabulary = "count_basis",
        .flags = FIELD_REQUIRED | FIELD_MORE, .initial = "unique",
        .hint = N_("The same person coming five times is one person or five attendances."),
    },
    [PARTICIPATION_COUNT_COUNTED_ON] = {
        .key = "counted_on", .label = N_("Counted on"), .kind = FIELD_DATE,
        .flags = FIELD_FILTERED | FIELD_MORE,
        .aliases = "date;on",
    },
    [PARTICIPATION_COUNT_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_NOTE,
        .flags = FIELD_MORE,
        .aliases = "notes",
    },
    [PARTICIPATION_COUNT_SOURCE] = {
        .key = "source", .label = N_("Source"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
        .hint = N_("Where this was learned: a person, a register, a file and its date."),
        .aliases = "data source",
    },
};

static enum err participation_count_rule(struct record *count, const struct record *before,
                                         const struct rule_context *context, struct problems *problems)
{
    (void)before;
    (void)context;
    if (rule_is_empty(count, PARTICIPATION_COUNT_REACHED) && rule_is_empty(count, PARTICIPATION_COUNT_REGISTERED) &&
        rule_is_empty(count, PARTICIPATION_COUNT_ATTENDED) && rule_is_empty(count, PARTICIPATION_COUNT_COMPLETED))
        problems_add(problems, PARTICIPATION_COUNT_ATTENDED,
                     N_("Give at least one number: reached, registered, attended or completed."));
    if (rule_is_less(count, PARTICIPATION_COUNT_REACHED, PARTICIPATION_COUNT_ATTENDED))
        problems_add(problems, PARTICIPATION_COUNT_REACHED,
                     N_("Whoever attended was reached: reached cannot be less than attended."));
    if (rule_is_less(count, PARTICIPATION_COUNT_ATTENDED, PARTICIPATION_COUNT_COMPLETED))
        problems_add(problems, PARTICIPATION_COUNT_COMPLETED,
                     N_("More people completed than attended; check both numbers."));
    return OK;
}

bool participation_is_total(const struct record *count)
{
    static const char *const dimensions[] = { "sex", "age_band", "place", "language", "group_tag" };

    for (size_t i = 0; i < sizeof dimensions / sizeof dimensions[0]; i++) {
        if (record_has(count, dimensions[i]))
            return false;
    }
    return true;
}

int64_t participation_people(const struct record *count)
{
    static const char *const measures[] = { "reached", "attended", "registered", "completed" };

    for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++) {
        if (record_has(count, measures[i]))
            return record_number(count, measures[i]);
    }
    return 0;
}

const struct record_type participation_count_type = {
    .key = "participation_count",
    .label = N_("Participation count"),
    .plural = N_("Participation counts"),
    .hint = N_("How many people an activity reached. A row with no breakdown is the total; totals are never added up "
               "from their parts."),
    .aliases = "count;counts;participation;participation_counts",
    .menu = MENU_PROGRAMMES,
    .fields = participation_count_fields,
    .field_count = PARTICIPATION_COUNT_FIELD_COUNT,
    .title_field = PARTICIPATION_COUNT_ACTIVITY,
    .subtitle_field = PARTICIPATION_COUNT_ATTENDED,
    .sort = "activity",
    .writers = ROLES_BUT_TRAINER,
    .match = "activity,sex,age_band,place,language,group_tag",
    .rule = participation_count_rule,
};
