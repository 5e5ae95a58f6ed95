/*
 * The referral: one concern from one source. Its rule completes what follows from other fields, keeps what was decided
 * from being rewritten, and nudges when a text names what should not be recorded; it never blocks for a word. Its state
 * moves only through workflow.c.
 */
#include "casework_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/papers.h"

bool referral_is(const struct record *referral, enum referral_field field, const char *code)
{
    const struct value *value = &referral->values[field];

    return value->form == VALUE_TEXT && strcmp(value->text, code) == 0;
}

bool referral_lists(const struct record *referral, enum referral_field field, const char *code)
{
    return value_list_has(&referral->values[field], code);
}

bool referral_holds(const struct record *referral, enum referral_field field)
{
    return referral->values[field].form != VALUE_EMPTY;
}

/* What a new referral starts with. */
static enum err start(struct record *referral, const struct rule_context *context)
{
    uint64_t seed = (uint64_t)context->now ^ (uint64_t)referral->id << 20 ^ (uint64_t)clock_monotonic() << 40;
    char pseudonym[PSEUDONYM_SIZE];
    enum err e;

    pseudonym_make(record_text(referral, "reference"), seed, pseudonym);
    if ((e = value_set_text(&referral->values[REFERRAL_PSEUDONYM], pseudonym)) ||
        (e = value_set_text(&referral->values[REFERRAL_STATE], case_state_code(CASE_DRAFT))) ||
        (e = value_set_day(&referral->values[REFERRAL_STATE_ON], context->today)) ||
        (e = value_set_day(&referral->values[REFERRAL_STARTED_ON], context->today)))
        return e;
    value_set_number(&referral->values[REFERRAL_STARTED_BY], context->officer_id);
    return OK;
}

static const char *age_band(int age)
{
    static const struct {
        int below;
        const char *code;
    } bands[] = { { 12, "under_12" }, { 16, "12_15" }, { 18, "16_17" },
                  { 25, "18_24" },    { 40, "25_39" }, { 65, "40_64" } };

    for (size_t i = 0; i < sizeof bands / sizeof bands[0]; i++) {
        if (age < bands[i].below)
            return bands[i].code;
    }
    return "65_over";
}

/* Full years between a partial birth date and today; the younger of two possible ages, so that a child counts as one.
 */
static int age_on(struct date birth, struct date today)
{
    int age = today.year - birth.year;

    if (birth.month == 0 || today.month < birth.month ||
        (today.month == birth.month && (birth.day == 0 || today.day < birth.day)))
        age--;
    return age;
}

/* Told only through an unsealed band from here on. */
static enum err complete(struct record *referral, const struct rule_context *context)
{
    struct value *band = &referral->values[REFERRAL_AGE_BAND], *told = &referral->values[REFERRAL_TOLD];
    const struct value *born = &referral->values[REFERRAL_BIRTH];
    struct date birth;
    enum err e = OK;

    if (band->form == VALUE_EMPTY && born->form == VALUE_TEXT && date_parse(born->text, true, &birth))
        e = value_set_text(band, age_band(age_on(birth, context->today)));
    if (!e && told->form == VALUE_EMPTY && referral_is(referral, REFERRAL_REFERRER_TYPE, "self"))
        e = value_set_text(told, "agrees");
    return e;
}

/* --- dates that cannot be --- */
static bool later_than(const struct record *referral, enum referral_field field, struct date limit)
{
    const struct value *value = &referral->values[field];
    struct date date;

    return value->form == VALUE_TEXT && date_parse(value->text, true, &date) && date_compare(date, limit) > 0;
}

static void check_dates(const struct record *referral, const struct rule_context *context, struct problems *problems)
{
    static const enum referral_field past[] = { REFERRAL_FIRST_NOTICED, REFERRAL_LAST_NOTICED, REFERRAL_BIRTH };
    struct date last;

    for (size_t i = 0; i < sizeof past / sizeof past[0]; i++) {
        if (later_than(referral, past[i], context->today))
            problems_add(problems, (int)past[i], N_("%s lies in the future. Correct the date."),
                         _(referral_fields[past[i]].label));
    }
    if (!date_parse(record_text(referral, "last_noticed"), true, &last))
        return;
    /* "2026" against "2026-03": the missing part must not count as earlier. */
    last.month = last.month ? last.month : 12;
    last.day = last.day ? last.day : 31;
    if (later_than(referral, REFERRAL_FIRST_NOTICED, last))
        problems_add(problems, REFERRAL_FIRST_NOTICED,
                     N_("It was first noticed after it was last noticed. Correct one of the two days."));
}

/* --- what was decided stays as it was signed --- */
/* Who the person is may be learned better while the referral lives, and in its case after; the story and the answers
 * may not change under a signature. */
static bool is_frozen(int field, enum case_state state)
{
    if (referral_fields[field].flags & FIELD_BY_PROGRAM)
        return false;
    return case_state_is_end(state) || state == CASE_SCREENED_IN || field < REFERRAL_PERSON_NAME ||
           field > REFERRAL_AREA;
}

static void check_frozen(const struct record *referral, const struct record *before, struct problems *problems)
{
    enum case_state state = case_state_read(record_text(before, "state"));
    bool waits = record_has(before, "proposal");

    if (!waits && state != CASE_SCREENED_IN && !case_state_is_end(state))
        return;
    for (int i = 0; i < REFERRAL_FIELD_COUNT; i++) {
        const char *label = _(referral_fields[i].label);

        if (!is_frozen(i, state) || value_equal(&referral->values[i], &before->values[i]))
            continue;
        if (waits)
            problems_add(
                problems, i,
                N_("%s stays as it was proposed while the decision waits for a signature. Sign, return or take "
                   "it back first."),
                label);
        else
            problems_add(
                problems, i,
                N_("%s stays as it was signed: this referral is decided. Take in what is new as a new referral."),
                label);
    }
}

static enum err referral_rule(struct record *referral, const struct record *before, const struct rule_context *context,
                              struct problems *problems)
{
    enum err e;

    if (!before && (e = start(referral, context)))
        return e;
    if (before)
        check_frozen(referral, before, problems);
    if ((e = complete(referral, context)))
        return e;
    check_dates(referral, context, problems);
    nudge_not_recordable(referral, before, context, problems);
    return OK;
}

const struct record_type referral_type = {
    .key = "referral",
    .label = N_("Referral"),
    .plural = N_("Referrals"),
    .hint = N_(
        "One concern from one source: what was seen or heard, what help is needed, and what was decided. The person is "
        "known by a pseudonym; name and story open only to officers of casework."),
    .menu = MENU_REFERRALS,
    .fields = referral_fields,
    .field_count = REFERRAL_FIELD_COUNT,
    .title_field = REFERRAL_PSEUDONYM,
    .subtitle_field = REFERRAL_REFERENCE,
    .sort = "started_on",
    .sort_descending = true,
    .reference_prefix = "R",
    .owner = RECORD_OF_CASE,
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = referral_rule,
};
