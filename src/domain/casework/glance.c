/* A referral or a case as a list may name it: from its events and its title, nothing sealed. */
#include "casework_in.h"

#include <string.h>

#include "townkeep/base/text.h"

/* A referral is theirs who began it and theirs who screen it; a case is of the officer it was given to. */
static bool is_with(const struct casework *casework, int64_t officer)
{
    const struct record *assigned = casework_last(casework, "assign"), *received = casework_last(casework, "receive");

    if (casework_is_case(casework))
        return access_owner(casework->steps, casework->step_count) == officer;
    return (assigned && record_number(assigned, "assignee") == officer) ||
           (received && record_number(received, "officer") == officer);
}

enum err casework_glance(struct store *store, const struct record_type *type, int64_t id, struct glance *out,
                         struct why *why)
{
    struct casework casework = { .subject = { .type = type, .id = id } };
    int64_t officer = store_officer_id(store);
    struct buf title = { 0 };
    enum err e = steps_load(store, type, id, &casework.steps, &casework.step_count, why);

    *out = (struct glance){ .state = CASE_STATE_COUNT };
    if (e || (e = store_title(store, type, id, &title)))
        goto done;
    out->state = casework_state(&casework);
    out->is_aside = access_stepped_aside(casework.steps, casework.step_count, officer);
    out->is_theirs = !out->is_aside && ((store_roles(store) & ROLE_LEAD) || is_with(&casework, officer));
    text_cut_into(out->pseudonym, sizeof out->pseudonym, buf_text(&title));
done:
    buf_release(&title);
    casework_release(&casework);
    return e;
}

bool casework_stepped_aside(const struct casework *casework, int64_t officer)
{
    return access_stepped_aside(casework->steps, casework->step_count, officer);
}
