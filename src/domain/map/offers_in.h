/*
 * Whom a stakeholder is there for, and in which languages: what its own record says, and what the services it offers
 * and the programmes it leads say. One pass over the services in use, one over the programmes.
 */
#ifndef TOWNKEEP_DOMAIN_OFFERS_IN_H
#define TOWNKEEP_DOMAIN_OFFERS_IN_H

#include "townkeep/domain/same_as.h"
#include "townkeep/schema/schema.h"

struct offer {
    int64_t party;
    const char *audience, *languages;
};
struct offers {
    struct offer *items; /* by stakeholder; owned */
    size_t count, room;
    const struct same_as *same; /* borrowed */
    struct arena text;
};
MUST_USE enum err offers_read(struct store *store, const struct same_as *same, struct offers *out, struct why *why);
void offers_release(struct offers *offers); /* a zeroed one will do */
/* Codes "a;b;c", each once, added to the buffers. */
MUST_USE enum err offers_of(const struct offers *offers, const struct record *party, struct buf *audience,
                            struct buf *languages);

#endif
