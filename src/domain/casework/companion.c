/*
 * What is written with a step: the row in the log of sharing. Its direction follows from the step; an agreement that is
 * not named is looked up, that of the person among the case's papers, that of the agencies among the office's.
 */
#include "take_in.h"

#include <string.h>

#include "townkeep/domain/agreement.h"

static const char *direction_of(const char *action)
{
    return strcmp(action, "receive_info") == 0 ? "in" : strcmp(action, "share_refused") == 0 ? "refused" : "out";
}

/* So that the guard finds it among the papers. */
static enum err add_agreement(struct taking *taking, int64_t id, struct why *why)
{
    struct record agreement = { 0 };
    enum err e = store_load(taking->store, &agreement_type, id, &agreement, why);

    if (e)
        return e;
    if ((e = casework_add_paper(&taking->casework, &agreement)))
        record_release(&agreement);
    return e;
}

static enum err find_agreement(struct taking *taking, struct why *why)
{
    struct record *sharing = &taking->companion;
    int64_t party = record_number(sharing, "agency"), id = record_number(sharing, "agreement");
    enum err e = OK;

    if (id == 0 && party != 0 && strcmp(record_text(sharing, "basis"), "public_task") == 0 &&
        (e = agreement_in_force(taking->store, party, "data_sharing", taking->context.today, &id, why)))
        return e;
    if (id == 0)
        return OK;
    put_number(sharing, "agreement", id);
    return add_agreement(taking, id, why);
}

enum err companion_complete(struct taking *taking, struct why *why)
{
    struct record *sharing = &taking->companion;
    const struct record *consent;
    enum err e;

    if (sharing->type != &sharing_type)
        return OK;
    if ((e = put_code(sharing, "direction", direction_of(taking->transition->action))) ||
        (e = put_code(sharing, "on", "")))
        return e;
    if (strcmp(record_text(sharing, "basis"), "consent") == 0 && !record_has(sharing, "consent")) {
        consent = consent_in_force(&taking->casework, "share", record_number(sharing, "agency"), taking->context.today);
        if (consent)
            put_number(sharing, "consent", consent->id);
    }
    return find_agreement(taking, why);
}

enum err companion_put(struct taking *taking, struct save *save, struct problems *problems, struct why *why)
{
    struct record *companion = &taking->companion;
    enum err e;

    if (!companion->type)
        return OK;
    put_number(companion, "step", taking->step.id);
    put_number(companion, "episode", taking->subject.id);
    put_number(companion, "at", taking->context.now);
    put_number(companion, "officer", taking->context.officer_id);
    if ((e = put_code(companion, "on", record_text(&taking->step, "happened_on"))))
        return e;
    return save_put_by_program(save, companion, problems, why);
}
