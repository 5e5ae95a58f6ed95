/* What the files that match providers share. */
#ifndef TOWNKEEP_DOMAIN_DOSSIER_PROVIDER_IN_H
#define TOWNKEEP_DOMAIN_DOSSIER_PROVIDER_IN_H

#include "townkeep/domain/provider.h"

/* One thing said of a service; `weight` moves it up or down the list. `format` is translated already. */
void provider_say(struct provider *provider, enum provider_word word, int weight, const char *format, ...)
    PRINTF_LIKE(4, 5);

/* What the service's own record says. */
MUST_USE enum err provider_weigh(struct store *store, const struct provider_need *need, const struct record *service,
                                 struct provider *out, struct why *why);
/* What other records say: the organisation, its agreement with the office, its trained people. */
MUST_USE enum err provider_weigh_party(struct store *store, const struct provider_need *need, struct provider *out,
                                       struct why *why);

#endif
