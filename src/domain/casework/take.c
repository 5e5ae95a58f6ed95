/*
 * Taking a step: inputs read, the step judged, and the one save in which event, signature and subject change together.
 * A step that is proposed leaves the state alone; only the signature moves it.
 */
#include "take_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/assessment.h"
#include "townkeep/domain/retention.h"
#include "townkeep/store/access.h"

static void taking_release(struct taking *taking)
{
    casework_release(&taking->casework);
    record_release(&taking->subject);
    record_release(&taking->step);
    record_release(&taking->companion);
    record_release(&taking->waiting);
    record_release(&taking->opened);
    for (size_t i = 0; i < taking->beside_count; i++)
        record_release(&taking->beside[i]);
    free(taking->beside);
    buf_release(&taking->told);
}

static enum err find_action(const char *action, const struct record_type *subject, const struct transition **out,
                            struct why *why)
{
    const struct transition *transition;
    struct buf names = { 0 };
    enum err e = OK;

    *out = workflow_find(action);
    if (*out && workflow_is_of(*out, subject))
        return OK;
    for (size_t i = 0; (transition = workflow_transition(i)) && !e; i++) {
        if (workflow_is_of(transition, subject))
            e = buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", transition->action);
    }
    e = e ? e : why_set(why, E_INVALID, N_("There is no step “%s”. The steps are: %s."), action, buf_text(&names));
    buf_release(&names);
    return e;
}

static enum err prepare(struct taking *taking, const struct record_type *type, int64_t id,
                        const struct step_input *inputs, size_t count, struct why *why)
{
    const struct record_type *writes = taking->transition->writes;
    enum err e;

    if ((e = store_require(taking->store, ROLES_OF_CASEWORK, why)))
        return e;
    if (!store_casework_is_open(taking->store))
        return why_set(why, E_PERMISSION, N_("Casework is closed. Open it with your passphrase before taking a step."));
    casework_context(taking->store, &taking->context);
    if ((e = casework_load(taking->store, type, id, &taking->casework, why)) ||
        (e = record_copy(&taking->subject, &taking->casework.subject)) ||
        (e = record_init(&taking->step, casework_steps_of(type))))
        return e;
    if (writes && ((e = record_init(&taking->companion, writes)) ||
                   (e = record_start(&taking->companion, taking->context.words, taking->context.today, why))))
        return e;
    return inputs_read(taking, inputs, count, why);
}

/* Only officers of casework are given a referral; a case is for those who may take its steps. */
static void check_assignee(struct taking *taking, int64_t officer, struct problems *problems)
{
    bool gives_case = casework_is_case(&taking->casework) && strcmp(taking->transition->action, "recuse") != 0;
    unsigned roles = 0, wanted = gives_case ? ROLE_CASE | ROLE_LEAD : ROLES_OF_CASEWORK;
    struct record record = { 0 };

    if (store_load(taking->store, &officer_type, officer, &record, NULL) != OK ||
        roles_read(record_text(&record, "roles"), &roles, NULL) != OK || !(roles & wanted) || record.archived_at != 0)
        problems_add(problems, -1,
                     gives_case ? N_("Name a case officer or team lead who is still in service.")
                                : N_("Name an officer of casework who is still in service."));
    record_release(&record);
}

/* A referral is given to whoever received it, unless somebody is named; whoever steps aside is the officer, unless
 * somebody is named. */
static void complete_officer(struct taking *taking, struct problems *problems)
{
    const struct record *received = casework_last(&taking->casework, "receive");
    struct value *assignee = record_value(&taking->step, "assignee");

    if (assignee->form == VALUE_EMPTY && strcmp(taking->transition->action, "assign") == 0 && received)
        value_set_number(assignee, record_number(received, "officer"));
    if (assignee->form == VALUE_EMPTY && strcmp(taking->transition->action, "recuse") == 0)
        value_set_number(assignee, taking->context.officer_id);
    if (assignee->form == VALUE_NUMBER)
        check_assignee(taking, assignee->number, problems);
}

/* While decisions about what has ended are far too late, no new case begins. */
static enum err check_new_case(struct taking *taking, struct problems *problems)
{
    const struct record *waiting = casework_waiting(&taking->casework);
    struct why why = { .code = OK };
    enum err e = OK;

    if (waiting && strcmp(taking->transition->action, "sign") == 0 && step_is(waiting, "screen_in"))
        e = retention_allows_new_case(taking->store, &why);
    if (e == E_INVALID)
        problems_add(problems, -1, "%s", why_text(&why));
    return e == E_INVALID ? OK : e;
}

/* The event itself. */
static enum err fill_step(struct taking *taking, enum case_state from)
{
    const struct transition *transition = taking->transition;
    struct record *step = &taking->step;
    bool signed_later = transition->signers != 0;
    enum err e = OK;

    put_number(step, taking->subject.type->key, taking->subject.id);
    put_number(step, "at", taking->context.now);
    put_number(step, "officer", taking->context.officer_id);
    if ((e = put_code(step, "action", transition->action)) ||
        (e = put_code(step, "from_state", case_state_code(from))) ||
        (e = put_code(step, "to_state", case_state_code(transition->to))) ||
        (e = put_code(step, "outcome", signed_later ? OUTCOME_WAITING : "")))
        return e;
    if (!record_has(step, "happened_on"))
        e = put_day(step, "happened_on", taking->context.today);
    return e;
}

/* What a transition changes once it takes effect; `step` is the event that does, which may have waited. */
static enum err take_effect(struct taking *taking, const struct transition *transition, const struct record *step,
                            struct date day, struct why *why)
{
    struct record *subject = &taking->subject;
    enum err e = OK;

    if (transition->decision)
        e = put_code(subject, "decision", transition->decision);
    if (!e && transition->effect)
        e = transition->effect(taking, step, day, why);
    if (e || transition->to == CASE_SAME || strcmp(record_text(subject, "state"), case_state_code(transition->to)) == 0)
        return e; /* given to somebody else: in this state since as before */
    if ((e = put_code(subject, "state", case_state_code(transition->to))))
        return e;
    if (record_value(subject, "closed_on") && case_state_is_end(transition->to) && !record_has(subject, "closed_on") &&
        (e = put_day(subject, "closed_on", day)))
        return e;
    return put_day(subject, "state_on", day);
}

/* sign, return, take_back: what becomes of the step that waited. */
static enum err answer(struct taking *taking, const struct record *waiting, struct why *why)
{
    const struct transition *proposed = workflow_find(record_text(waiting, "action"));
    const char *action = taking->transition->action;
    bool is_signed = strcmp(action, "sign") == 0;
    const char *outcome = is_signed                       ? OUTCOME_SIGNED
                          : strcmp(action, "return") == 0 ? OUTCOME_RETURNED
                                                          : OUTCOME_TAKEN_BACK;
    enum err e;

    value_set_number(record_value(&taking->step, "answers"), waiting->id);
    if ((e = record_copy(&taking->waiting, waiting)) || (e = put_code(&taking->waiting, "outcome", outcome)))
        return e;
    put_number(&taking->waiting, "signed_by", taking->context.officer_id);
    put_number(&taking->waiting, "signed_at", taking->context.now);
    if (record_number(&taking->subject, "proposal") == waiting->id)
        value_release(record_value(&taking->subject, "proposal"));
    return is_signed && proposed->kind == TRANSITION_PROPOSAL
               ? take_effect(taking, proposed, &taking->waiting, step_date(&taking->step), why)
               : OK;
}

static enum err change(struct taking *taking, struct why *why)
{
    struct situation situation =
        situation_of(&taking->casework, taking->transition, &taking->subject, &taking->step, &taking->context);
    enum err e = fill_step(taking, situation.state);

    if (e)
        return e;
    if (taking->transition->kind == TRANSITION_ANSWER)
        return answer(taking, situation.waiting, why);
    if (taking->transition->kind == TRANSITION_PROPOSAL)
        return OK;
    return take_effect(taking, taking->transition, &taking->step, step_date(&taking->step), why);
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
    put_name(told_as(taking, out->waiting), record_text(&taking->subject, "pseudonym"), out->sentence,
             sizeof out->sentence);
    if (out->waiting) {
        size_t used = strlen(out->sentence);

        roles_show(taking->transition->signers, roles, sizeof roles);
        text_print_into(out->sentence + used, sizeof out->sentence - used,
                        _(" It waits for the signature of another officer (%s)."), roles);
    }
    if (taking->told.len > 0) {
        size_t used = strlen(out->sentence);

        text_cut_into(out->sentence + used, sizeof out->sentence - used, buf_text(&taking->told));
    }
}

/* The number of the case that began, which the save has just given. */
static void tell_opened(const struct taking *taking, struct step_taken *out)
{
    size_t used = strlen(out->sentence);

    out->opened = taking->opened.id;
    if (out->opened != 0)
        text_print_into(out->sentence + used, sizeof out->sentence - used, _(" The case is %s."),
                        record_text(&taking->opened, "reference"));
}

/* --- the save --- */
/* The event before what names it: the subject, which waits for it; what is written with it; the case that it opens. */
static enum err put_all(struct taking *taking, struct save *save, struct problems *problems, struct why *why)
{
    enum err e = save_put_by_program(save, &taking->step, problems, why);

    if (e)
        return e;
    if (taking->transition->kind == TRANSITION_PROPOSAL && taking->transition->to != CASE_SAME)
        put_number(&taking->subject, "proposal", taking->step.id);
    if (taking->waiting.type && (e = save_put_by_program(save, &taking->waiting, problems, why)))
        return e;
    if ((e = companion_put(taking, save, problems, why)) || (e = opening_put(taking, save, problems, why)))
        return e;
    for (size_t i = 0; i < taking->beside_count && !e; i++)
        e = save_put_by_program(save, &taking->beside[i], problems, why);
    if (!e && taking->assessment != 0)
        e = assessment_set_status(save, taking->store, taking->assessment, taking->assessment_status, why);
    if (!e && taking->transition->opens)
        e = save_log_access(save, ACCESS_BREAK_GLASS, taking->subject.id, "", why);
    if (!e && step_is(&taking->step, "recuse"))
        e = save_log_access(save, ACCESS_ASIDE, taking->subject.id,
                            record_number(&taking->step, "assignee") == taking->context.officer_id ? "" : "named", why);
    return e ? e : save_put_by_program(save, &taking->subject, problems, why);
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
    tell_opened(taking, out);
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

/* Everything against it, in *problems; an error only when that cannot be told. */
static enum err judge(struct taking *taking, struct problems *problems, struct why *why)
{
    struct situation situation;
    enum err e = companion_complete(taking, why);

    if (e)
        return e;
    complete_officer(taking, problems);
    if ((e = check_new_case(taking, problems)))
        return e;
    workflow_check(&taking->casework, taking->transition, &taking->subject, &taking->step,
                   taking->companion.type ? &taking->companion : NULL, &taking->context, problems);
    if (problems->count > 0 || strcmp(taking->transition->action, "sign") != 0)
        return OK;
    situation = situation_of(&taking->casework, taking->transition, &taking->subject, &taking->step, &taking->context);
    return unchanged_check(taking, situation.waiting, problems, why);
}

/* The step is saved; what this does not come to is done when casework opens next. */
static void shorten_ended(const struct taking *taking, struct step_taken *out)
{
    bool done = false;
    size_t used = strlen(out->sentence);

    if (taking->subject.type != &episode_type ||
        retention_shorten(taking->store, taking->subject.id, NULL, &done, NULL) != OK || !done)
        return;
    text_cut_into(out->sentence + used, sizeof out->sentence - used,
                  _(" What was told of the person is gone; who it was and what was decided stay for now."));
}

enum err workflow_step(struct store *store, const struct record_type *type, int64_t id, const char *action,
                       const struct step_input *inputs, size_t input_count, struct step_taken *out,
                       struct problems *problems, struct why *why)
{
    struct problems own = { 0 }, *all = problems ? problems : &own;
    struct taking taking = { .store = store };
    enum err e;

    memset(out, 0, sizeof *out);
    memset(all, 0, sizeof *all);
    if ((e = find_action(action, type, &taking.transition, why)) ||
        (e = prepare(&taking, type, id, inputs, input_count, why)))
        goto done;
    if ((e = judge(&taking, all, why)))
        goto done;
    if (all->count > 0) {
        e = refuse(&taking, all, why);
        goto done;
    }
    if ((e = change(&taking, why)) || (e = save_all(&taking, out, problems, why)))
        goto done;
    shorten_ended(&taking, out);
done:
    taking_release(&taking);
    return e;
}
