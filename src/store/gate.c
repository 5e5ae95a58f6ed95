/*
 * Who may open which case is casework's own business, not the store's: the domain gives a gate, and the store asks it
 * before anything sealed is opened for an officer's eyes, and before an officer writes to a case. What the gate says
 * stands for a short while, or until something is saved: a lead who hands a case over, an officer who steps aside, are
 * saves.
 *
 * While the gate is being asked it may read records itself, with their sealed fields closed, so that it never comes to
 * ask itself.
 */
#include <string.h>

#include "store_in.h"

#include "townkeep/base/i18n.h"

enum { STANDS_FOR = 60 * 1000 };

void store_set_case_gate(struct store *store, store_case_gate *gate)
{
    gate_forget(store);
    store->gate.ask = gate;
}

void gate_forget(struct store *store)
{
    memset(store->gate.answers, 0, sizeof store->gate.answers);
    store->gate.next = 0;
}

static store_case_gate *gate_of(const struct store *store)
{
    return store->gate.ask ? store->gate.ask : store->catalogue->may_open;
}

/* The type that owns the cases this type belongs to. */
static const struct record_type *type_of_owner(const struct store *store, const struct record_type *type)
{
    if (!type->case_field)
        return type;
    return catalogue_find(store->catalogue, type->fields[field_find(type, type->case_field)].refers_to);
}

enum err case_type_of(struct store *store, int64_t case_id, const struct record_type **out, struct why *why)
{
    bool exists = false;
    enum err e = OK;

    *out = NULL;
    for (size_t i = 0; i < store->catalogue->count && !exists && !e; i++) {
        const struct record_type *type = store->catalogue->types[i];

        if (type->owner != RECORD_OF_CASE || type->case_field)
            continue;
        if (!(e = record_exists(store, type, case_id, &exists, why)) && exists)
            *out = type;
    }
    return e;
}

static const struct gate_answer *find_answer(const struct gate *gate, int64_t case_id)
{
    int64_t now = clock_now();

    for (size_t i = 0; i < GATE_ANSWERS; i++) {
        const struct gate_answer *answer = &gate->answers[i];

        if (answer->case_id == case_id && now >= answer->at && now - answer->at < STANDS_FOR)
            return answer;
    }
    return NULL;
}

static const struct gate_answer *keep_answer(struct gate *gate, int64_t case_id, enum err e, const struct why *why)
{
    struct gate_answer *answer = &gate->answers[gate->next];

    *answer = (struct gate_answer){ .case_id = case_id, .at = clock_now(), .answer = e, .why = *why };
    gate->next = (gate->next + 1) % GATE_ANSWERS;
    return answer;
}

/* What is no yes or no is no answer. */
static enum err ask(struct store *store, const struct record_type *type, int64_t case_id,
                    const struct gate_answer **out, struct why *why)
{
    struct why reason = { .code = OK };
    enum err e;

    store->gate.is_asking = true;
    e = gate_of(store)(store, type, case_id, &reason);
    store->gate.is_asking = false;
    if (e && e != E_PERMISSION) {
        why_set(why, e, "%s", reason.code ? why_text(&reason) : err_text(e));
        return e;
    }
    *out = keep_answer(&store->gate, case_id, e, &reason);
    return OK;
}

enum err gate_pass(struct store *store, const struct record_type *type, int64_t case_id, struct why *why)
{
    const struct gate_answer *answer = find_answer(&store->gate, case_id);
    enum err e = OK;

    if (!gate_of(store) || case_id == 0)
        return OK;
    if (store->gate.is_asking)
        return why_set(why, E_PERMISSION, N_("This case is closed while it is found out who may open it."));
    if (!answer) {
        if (type)
            type = type_of_owner(store, type);
        else if ((e = case_type_of(store, case_id, &type, why)))
            return e;
        if (!type)
            return OK; /* there is nothing to open */
        if ((e = ask(store, type, case_id, &answer, why)))
            return e;
    }
    return answer->answer ? why_set(why, answer->answer, "%s", why_text(&answer->why)) : OK;
}
