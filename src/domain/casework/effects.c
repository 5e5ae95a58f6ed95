/* What changes beside the state when a step takes effect, one function a step that changes more. */
#include "take_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"

enum err put_code(struct record *record, const char *key, const char *code)
{
    return value_set_text(record_value(record, key), code);
}

enum err put_day(struct record *record, const char *key, struct date day)
{
    return value_set_day(record_value(record, key), day);
}

void put_number(struct record *record, const char *key, int64_t number)
{
    value_set_number(record_value(record, key), number);
}

enum err taking_add(struct taking *taking, struct record *record)
{
    struct record *grown = realloc(taking->beside, (taking->beside_count + 1) * sizeof *grown);

    if (!grown) {
        record_release(record);
        return E_MEMORY;
    }
    taking->beside = grown;
    grown[taking->beside_count++] = *record;
    *record = (struct record){ 0 };
    return OK;
}

/* --- of a referral --- */
/* A call of last week that is written down today was also started last week. */
enum err effect_received(struct taking *taking, const struct record *step, struct date day, struct why *why)
{
    struct record *referral = &taking->subject;
    struct date started;

    (void)step;
    (void)why;
    if (date_parse(record_text(referral, "started_on"), false, &started) && date_compare(day, started) < 0) {
        enum err e = put_day(referral, "started_on", day);

        if (e)
            return e;
    }
    return put_day(referral, "received_on", day);
}

enum err effect_assigned(struct taking *taking, const struct record *step, struct date day, struct why *why)
{
    (void)day;
    (void)why;
    if (record_has(step, "assignee"))
        put_number(&taking->subject, "assignee", record_number(step, "assignee"));
    return OK;
}

/* What was found to be known already goes on in the case it is known by. */
enum err effect_linked(struct taking *taking, const struct record *step, struct date day, struct why *why)
{
    struct record other = { 0 };
    enum err e = store_load(taking->store, &referral_type, record_number(&taking->subject, "linked_to"), &other, why);

    (void)step;
    (void)day;
    if (!e && record_has(&other, "episode"))
        put_number(&taking->subject, "episode", record_number(&other, "episode"));
    record_release(&other);
    return e;
}

enum err effect_screened_in(struct taking *taking, const struct record *step, struct date day, struct why *why)
{
    (void)step;
    return opening_prepare(taking, day, why);
}

/* --- of both --- */
/* A case has no day of its own for this: what the person is told of is the record, which began with the referral. */
enum err effect_told(struct taking *taking, const struct record *step, struct date day, struct why *why)
{
    struct record referral = { 0 };
    enum err e;

    (void)step;
    (void)why;
    if (!casework_is_case(&taking->casework))
        return put_day(&taking->subject, "told_on", day);
    if (!taking->casework.origin.type)
        return OK;
    if ((e = record_copy(&referral, &taking->casework.origin)) || (e = put_day(&referral, "told_on", day))) {
        record_release(&referral);
        return e;
    }
    return taking_add(taking, &referral);
}

enum err step_copy(const struct record *step, const struct record_type *subject, int64_t id, struct record *out)
{
    enum err e = record_init(out, casework_steps_of(subject));

    for (int i = 0; i < STEP_FIELD_COUNT && !e; i++) {
        if (i != STEP_SUBJECT && i != STEP_FROM_STATE && i != STEP_TO_STATE && i != STEP_ANSWERS &&
            step->values[i].form != VALUE_CLOSED)
            e = value_copy(&out->values[i], &step->values[i]);
    }
    value_set_number(&out->values[STEP_SUBJECT], id);
    return e;
}

enum err taking_add_event(struct taking *taking, const struct record *step, const struct record_type *subject,
                          int64_t id)
{
    struct record copy = { 0 };
    enum err e = step_copy(step, subject, id, &copy);

    if (e) {
        record_release(&copy);
        return e;
    }
    return taking_add(taking, &copy);
}

/* From the referral and its case alike: they tell of the same person. */
enum err effect_recused(struct taking *taking, const struct record *step, struct date day, struct why *why)
{
    bool of_case = casework_is_case(&taking->casework);
    int64_t other = record_number(&taking->subject, of_case ? "referral" : "episode");
    int64_t officer = record_number(step, "assignee");

    (void)day;
    (void)why;
    if (of_case && record_number(&taking->subject, "owner") == officer)
        value_release(record_value(&taking->subject, "owner"));
    return other == 0 ? OK : taking_add_event(taking, step, of_case ? &referral_type : &episode_type, other);
}
