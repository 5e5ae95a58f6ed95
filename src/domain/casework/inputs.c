/* What was typed with a step, put where it belongs: into the event, what is written with it, or the referral or case.
 */
#include "take_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"

static bool is_asked(const struct transition *transition, const char *key)
{
    for (size_t i = 0; i < TRANSITION_NEEDS_MAX && transition->needs[i]; i++) {
        if (strcmp(transition->needs[i], key) == 0)
            return true;
    }
    for (size_t i = 0; i < TRANSITION_KEYS_MAX && transition->asks[i]; i++) {
        if (strcmp(transition->asks[i], key) == 0)
            return true;
    }
    return false;
}

/* The step and the referral both have the question of danger: it goes to the step where the step asks it. */
static bool belongs_elsewhere(const struct taking *taking, const struct record *record, const char *key)
{
    return record == &taking->step && field_find(taking->subject.type, key) >= 0 && !is_asked(taking->transition, key);
}

/* The field an input names: by key, else by label or alias; of what is written with the step first, then of the step,
 * then of the subject. */
static struct value *find_input(struct taking *taking, const char *key, const struct field **field)
{
    struct record *const records[] = { &taking->companion, &taking->step, &taking->subject };

    for (int by_heading = 0; by_heading < 2; by_heading++) {
        for (size_t i = 0; i < sizeof records / sizeof records[0]; i++) {
            const struct record_type *type = records[i]->type;
            int at = !type ? -1 : by_heading ? field_find_heading(type, key) : field_find(type, key);

            if (at < 0 || belongs_elsewhere(taking, records[i], type->fields[at].key))
                continue;
            *field = &type->fields[at];
            return &records[i]->values[at];
        }
    }
    return NULL;
}

static enum err read_answers(struct taking *taking, const char *action, struct why *why)
{
    const struct record *waiting = casework_answered(&taking->casework, action);

    if (!waiting)
        return why_set(why, E_INVALID, N_("No step “%s” waits for a signature here."), action);
    value_set_number(record_value(&taking->step, "answers"), waiting->id);
    return OK;
}

static enum err read_input(struct taking *taking, const struct step_input *input, struct why *why)
{
    const struct field *field = NULL;
    struct value *value, fresh = { 0 };
    enum err e;

    if (taking->transition->kind == TRANSITION_ANSWER && strcmp(input->key, "answers") == 0)
        return read_answers(taking, input->value, why);
    /* What is written with a step has a day too, and gets the step's. */
    value = find_input(taking, strcmp(input->key, "on") == 0 ? "happened_on" : input->key, &field);
    if (!value)
        return why_set(why, E_INVALID, N_("A step has no field “%s”."), input->key);
    if (field->flags & FIELD_BY_PROGRAM)
        return why_set(why, E_INVALID, N_("%s is set by the program and cannot be given."), _(field->label));
    if ((e = store_read_value(taking->store, field, input->value, &fresh, why)))
        return e;
    value_release(value);
    *value = fresh;
    return OK;
}

enum err inputs_read(struct taking *taking, const struct step_input *inputs, size_t count, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++)
        e = read_input(taking, &inputs[i], why);
    return e;
}
