/* Which records have something follow from being saved, and who is asked before. */
#include "townkeep/domain/saving.h"

#include "townkeep/base/i18n.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/duplicates.h"
#include "townkeep/domain/map_check.h"
#include "townkeep/domain/support_session.h"

typedef enum err putting(struct store *store, struct record *record, struct problems *problems, struct saved *out,
                         struct why *why);

static const struct {
    const struct record_type *type;
    putting *put;
} following[] = {
    { &support_session_type, session_save },
};

enum err domain_put(struct store *store, struct record *record, struct problems *problems, struct saved *out,
                    struct why *why)
{
    for (size_t i = 0; i < sizeof following / sizeof following[0]; i++) {
        if (record->type == following[i].type)
            return following[i].put(store, record, problems, out, why);
    }
    return store_put(store, record, problems, out, why);
}

enum err domain_check_saved(struct store *store, const struct record *record, const struct record *before,
                            struct problems *problems, struct why *why)
{
    enum err e = casework_check_saved(store, record, before, problems, why);

    return e ? e : map_check_saved(store, record, before, problems, why);
}

enum err domain_check_new(struct store *store, const struct record *record, struct problems *problems, struct why *why)
{
    enum { NAMED = 2 };
    struct duplicate_pair near[NAMED];
    size_t count = 0;
    enum err e = record->type == &party_type ? duplicates_of(store, record, near, NAMED, &count, why) : OK;

    for (size_t i = 0; i < count && !e; i++) {
        struct buf signs = { 0 };

        e = duplicate_signs_say(&near[i], &signs);
        problems_warn(problems, record->type->title_field, N_("There is already \"%s\" (%s)."), near[i].names[1],
                      buf_text(&signs));
        buf_release(&signs);
    }
    return e;
}
