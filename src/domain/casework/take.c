/*
 * Taking a step: inputs read, the step judged, and the one save in which event, signature and referral change together.
 * A step that is proposed leaves the state alone; only the signature moves it.
 */
#include "casework_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

struct taking {
    struct store *store;
    const struct transition *transition;
    struct casework casework;
    struct rule_context context;
    struct record referral; /* as it will be */
    struct record step;
    struct record waiting; /* ANSWER: the step that is answered, as it will be */
};

static void taking_release(struct taking *taking)
{
    casework_release(&taking->casework);
    record_release(&taking->referral);
    record_release(&taking->step);
    record_release(&taking->waiting);
}

static enum err find_action(const char *action, const struct transition **out, struct why *why)
{
    size_t count;
    const struct transition *all = workflow_transitions(&count);
    struct buf names = { 0 };
    enum err e = OK;

    *out = workflow_find(action);
    if (*out)
        return OK;
    for (size_t i = 0; i < count && !e; i++)
        e = buf_printf(&names, "%s%s", i > 0 ? ", " : "", all[i].action);
    e = e ? e : why_set(why, E_INVALID, N_("There is no step “%s”. The steps are: %s."), action, buf_text(&names));
    buf_release(&names);
    return e;
}

/* The field an input names: of the step first, then of the referral; by key, else by label or alias. */
static struct value *find_input(struct taking *taking, const char *key, const struct field **field)
{
    struct record *const records[] = { &taking->step, &taking->referral };

    for (int by_heading = 0; by_heading < 2; by_heading++) {
        for (size_t i = 0; i < 2; i++) {
            const struct record_type *type = records[i]->type;
            int at = by_heading ? field_find_heading(type, key) : field_find(type, key);

            if (at < 0)
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
    value = find_input(taking, input->key, &field);
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

static enum err prepare(struct taking *taking, int64_t referral, const struct step_input *inputs, size_t count,
                        struct why *why)
{
    enum err e;

    if ((e = store_require(taking->store, ROLES_OF_CASEWORK, why)))
        return e;
    if (!store_casework_is_open(taking->store))
        return why_set(why, E_PERMISSION, N_("Casework is closed. Open it with your passphrase before taking a step."));
    casework_context(taking->store, &taking->context);
    if ((e = casework_load(taking->store, referral, &taking->casework, why)) ||
        (e = record_copy(&taking->referral, &taking->casework.referral)) ||
        (e = record_init(&taking->step, &referral_step_type)))
        return e;
    for (size_t i = 0; i < count && !e; i++)
        e = read_input(taking, &inputs[i], why);
    return e;
}

/* Only officers of casework are given a referral. */
static void check_assignee(struct taking *taking, int64_t officer, struct problems *problems)
{
    struct record record = { 0 };
    unsigned roles = 0;

    if (store_load(taking->store, &officer_type, officer, &record, NULL) != OK ||
        roles_read(record_text(&record, "roles"), &roles, NULL) != OK || !(roles & ROLES_OF_CASEWORK) ||
        record.archived_at != 0)
        problems_add(problems, -1,
                     N_("A referral is given to an officer of casework who is still in service. Name another."));
    record_release(&record);
}

/* Given to whoever received it, unless somebody is named. */
static void complete_assignment(struct taking *taking, struct problems *problems)
{
    const struct record *received = casework_last(&taking->casework, "receive");
    struct value *assignee = record_value(&taking->step, "assignee");

    if (strcmp(taking->transition->action, "assign") != 0)
        return;
    if (assignee->form == VALUE_EMPTY && received)
        value_set_number(assignee, record_number(received, "officer"));
    if (assignee->form == VALUE_NUMBER)
        check_assignee(taking, assignee->number, problems);
}

static enum err set_code(struct record *record, const char *key, const char *code)
{
    return value_set_text(record_value(record, key), code);
}

static enum err set_day(struct record *record, const char *key, struct date day)
{
    char text[DATE_TEXT_SIZE];

    date_format(day, text);
    return value_set_text(record_value(record, key), text);
}

/* The event itself. */
static enum err fill_step(struct taking *taking, enum case_state from)
{
    const struct transition *transition = taking->transition;
    struct record *step = &taking->step;
    bool signed_later = transition->signers != 0;
    enum err e = OK;

    value_set_number(record_value(step, "referral"), taking->referral.id);
    value_set_number(record_value(step, "at"), taking->context.now);
    value_set_number(record_value(step, "officer"), taking->context.officer_id);
    if ((e = set_code(step, "action", transition->action)) ||
        (e = set_code(step, "from_state", case_state_code(from))) ||
        (e = set_code(step, "to_state", case_state_code(transition->to))) ||
        (e = set_code(step, "outcome", signed_later ? OUTCOME_WAITING : "")))
        return e;
    if (!record_has(step, "happened_on"))
        e = set_day(step, "happened_on", taking->context.today);
    return e;
}

/* A call of last week that is written down today was also started last week. */
static enum err set_received(struct record *referral, struct date day)
{
    struct date started;

    if (date_parse(record_text(referral, "started_on"), false, &started) && date_compare(day, started) < 0) {
        enum err e = set_day(referral, "started_on", day);

        if (e)
            return e;
    }
    return set_day(referral, "received_on", day);
}

/* What a transition changes once it takes effect. */
static enum err take_effect(struct taking *taking, const struct transition *transition, struct date day)
{
    struct record *referral = &taking->referral;
    enum err e = OK;

    if (transition->decision)
        e = set_code(referral, "decision", transition->decision);
    if (!e && strcmp(transition->action, "told") == 0)
        e = set_day(referral, "told_on", day);
    if (!e && transition->to == CASE_RECEIVED)
        e = set_received(referral, day);
    if (e || transition->to == CASE_SAME)
        return e;
    if (record_has(&taking->step, "assignee"))
        value_set_number(record_value(referral, "assignee"), record_number(&taking->step, "assignee"));
    if (strcmp(record_text(referral, "state"), case_state_code(transition->to)) == 0)
        return OK; /* given to somebody else: in this state since as before */
    if ((e = set_code(referral, "state", case_state_code(transition->to))))
        return e;
    return set_day(referral, "state_on", day);
}

/* sign, return, take_back: what becomes of the step that waited. */
static enum err answer(struct taking *taking, const struct record *waiting)
{
    const struct transition *proposed = workflow_find(record_text(waiting, "action"));
    const char *action = taking->transition->action;
    bool is_signed = strcmp(action, "sign") == 0;
    const char *outcome = is_signed                       ? OUTCOME_SIGNED
                          : strcmp(action, "return") == 0 ? OUTCOME_RETURNED
                                                          : OUTCOME_TAKEN_BACK;
    enum err e;

    value_set_number(record_value(&taking->step, "answers"), waiting->id);
    if ((e = record_copy(&taking->waiting, waiting)) || (e = set_code(&taking->waiting, "outcome", outcome)))
        return e;
    value_set_number(record_value(&taking->waiting, "signed_by"), taking->context.officer_id);
    value_set_number(record_value(&taking->waiting, "signed_at"), taking->context.now);
    if (record_number(&taking->referral, "proposal") == waiting->id)
        value_release(record_value(&taking->referral, "proposal"));
    return is_signed && proposed->kind == TRANSITION_PROPOSAL ? take_effect(taking, proposed, step_date(&taking->step))
                                                              : OK;
}

static enum err change(struct taking *taking)
{
    struct situation situation =
        situation_of(&taking->casework, taking->transition, &taking->referral, &taking->step, &taking->context);
    enum err e = fill_step(taking, situation.state);

    if (e)
        return e;
    if (taking->transition->kind == TRANSITION_ANSWER)
        return answer(taking, situation.waiting);
    if (taking->transition->kind == TRANSITION_PROPOSAL)
        return OK;
    return take_effect(taking, taking->transition, step_date(&taking->step));
}

/* --- what happened, in a sentence --- */
static const char *told_as(const struct taking *taking, bool waits)
{
    const struct transition *transition = taking->transition, *proposed;

    if (transition->kind == TRANSITION_ANSWER && strcmp(transition->action, "sign") == 0) {
        proposed = workflow_find(record_text(&taking->waiting, "action"));
        return proposed && proposed->kind == TRANSITION_PROPOSAL ? _(proposed->done) : _(transition->done);
    }
    return waits && transition->proposed ? _(transition->proposed) : _(transition->done);
}

/* The table's sentences all hold one %s for the pseudonym; put it in without trusting a translation as a format. */
static void put_name(const char *sentence, const char *name, char *out, size_t size)
{
    const char *mark = strstr(sentence, "%s");

    if (mark)
        text_print_into(out, size, "%.*s%s%s", (int)(mark - sentence), sentence, name, mark + 2);
    else
        text_cut_into(out, size, sentence);
}

static void tell(const struct taking *taking, struct step_taken *out)
{
    char roles[120];

    out->waiting = taking->transition->signers != 0;
    put_name(told_as(taking, out->waiting), record_text(&taking->referral, "pseudonym"), out->sentence,
             sizeof out->sentence);
    if (out->waiting) {
        size_t used = strlen(out->sentence);

        roles_show(taking->transition->signers, roles, sizeof roles);
        text_print_into(out->sentence + used, sizeof out->sentence - used,
                        _(" It waits for the signature of another officer (%s)."), roles);
    }
}

/* --- the save --- */
/* The event before the referral, because the referral may name the event it waits for. */
static enum err put_all(struct taking *taking, struct save *save, struct problems *problems, struct why *why)
{
    enum err e = save_put_by_program(save, &taking->step, problems, why);

    if (e)
        return e;
    if (taking->transition->kind == TRANSITION_PROPOSAL && taking->transition->to != CASE_SAME)
        value_set_number(record_value(&taking->referral, "proposal"), taking->step.id);
    if (taking->waiting.type && (e = save_put_by_program(save, &taking->waiting, problems, why)))
        return e;
    return save_put_by_program(save, &taking->referral, problems, why);
}

static enum err save_all(struct taking *taking, struct step_taken *out, struct problems *problems, struct why *why)
{
    struct save *save = NULL;
    enum err e = save_begin(taking->store, ENTRY_CHANGE, &save, why);

    if (e)
        return e;
    tell(taking, out);
    if ((e = put_all(taking, save, problems, why))) {
        save_cancel(save);
        return e;
    }
    out->step = taking->step.id;
    return save_commit(save, out->sentence, &out->saved, why);
}

static enum err refuse(const struct taking *taking, const struct problems *problems, struct why *why)
{
    const struct transition *transition = taking->transition;
    enum err code = taking->context.roles & transition->who ? E_INVALID : E_PERMISSION;
    char text[WHY_TEXT_SIZE];

    if (transition->kind == TRANSITION_ANSWER && casework_waiting(&taking->casework) &&
        record_number(casework_waiting(&taking->casework), "officer") == taking->context.officer_id &&
        strcmp(transition->action, "take_back") != 0)
        code = E_PERMISSION;
    problems_join(problems, text, sizeof text);
    return why_set(why, code, "%s", text);
}

enum err workflow_step(struct store *store, int64_t referral, const char *action, const struct step_input *inputs,
                       size_t input_count, struct step_taken *out, struct problems *problems, struct why *why)
{
    struct problems own = { 0 }, *all = problems ? problems : &own;
    struct taking taking = { .store = store };
    enum err e;

    memset(out, 0, sizeof *out);
    memset(all, 0, sizeof *all);
    if ((e = find_action(action, &taking.transition, why)) ||
        (e = prepare(&taking, referral, inputs, input_count, why)))
        goto done;
    complete_assignment(&taking, all);
    workflow_check(&taking.casework, taking.transition, &taking.referral, &taking.step, &taking.context, all);
    if (all->count > 0) {
        e = refuse(&taking, all, why);
        goto done;
    }
    if (!(e = change(&taking)))
        e = save_all(&taking, out, problems, why);
done:
    taking_release(&taking);
    return e;
}
