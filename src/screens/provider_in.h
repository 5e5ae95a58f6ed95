/* Choosing a provider: what its files share. provider.c is the screen with its keys, provider_rows.c what it shows. */
#ifndef TOWNKEEP_SCREENS_PROVIDER_IN_H
#define TOWNKEEP_SCREENS_PROVIDER_IN_H

#include "townkeep/domain/provider.h"
#include "townkeep/screens/screen.h"
#include "townkeep/ui/table.h"

enum { PROVIDER_HEAD_HEIGHT = 3, PROVIDER_TABLE_HEIGHT = 8 };
enum provider_aside { ASIDE_LEVEL, ASIDE_AREA, ASIDE_PLACE, ASIDE_AGE, ASIDE_LANGUAGE, ASIDE_COUNT };

struct providers {
    struct screen screen;
    int64_t episode, action; /* action 0: any */
    struct provider_need whole;
    bool aside[ASIDE_COUNT]; /* not asked for now */
    bool free_only;          /* without those that said they have no place */
    struct provider_list *list;
    struct table table;
    struct page page;
    char wanted[240], told[200];
};

/* Look for services again and show them. */
MUST_USE enum err providers_match(struct providers *providers, struct flow *flow, struct why *why);
const struct provider *providers_selected(const struct providers *providers); /* NULL none */
MUST_USE enum err providers_tell_reasons(struct providers *providers);        /* of the selected one */
void providers_place(struct providers *providers);

#endif
