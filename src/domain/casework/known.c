/* The search for a person who is known already. */
#include "townkeep/domain/known.h"

#include "casework_in.h"

#include <stdio.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/store/access.h"

/* More than are shown: the case of a referral that is found too stands for both. */
enum { KNOWN_ASKED = 2 * KNOWN_MOST };

static bool is_there(const struct known *out, size_t count, const struct record_type *type, int64_t id)
{
    for (size_t i = 0; i < count; i++) {
        if (out[i].type == type && out[i].id == id)
            return true;
    }
    return false;
}

static void describe(const struct record *record, const struct rule_context *context, struct known *out)
{
    const char *state = record_text(record, "state");

    *out = (struct known){ .type = record->type,
                           .id = record->id,
                           .has_ended = case_state_is_end(case_state_read(state)) };
    text_print_into(out->line, sizeof out->line, "%s · %s · %s · %s", record_text(record, "reference"),
                    record_text(record, "pseudonym"), vocabulary_label(context->words, "referral_state", state),
                    record_text(record, "state_on"));
}

/* The case a referral became stands for it. */
static enum err add(struct store *store, const struct record_type *type, int64_t id, struct known *out, size_t *count,
                    struct why *why)
{
    struct record record = { 0 };
    struct rule_context context;
    int64_t episode;
    enum err e;

    casework_context(store, &context);
    if ((e = store_load(store, type, id, &record, why)))
        return e;
    episode = type == &referral_type ? record_number(&record, "episode") : 0;
    if (episode != 0) {
        record_release(&record);
        if (is_there(out, *count, &episode_type, episode))
            return OK;
        if ((e = store_load(store, &episode_type, episode, &record, why)))
            return e;
    }
    if (!is_there(out, *count, record.type, record.id))
        describe(&record, &context, &out[(*count)++]);
    record_release(&record);
    return OK;
}

enum { NAME_BYTES = 3 /* shorter words begin too many others */ };

/* The reason stands in the log where every officer reads it, so it must not say who was looked for. */
static bool names_somebody(const char *reason, const char *name)
{
    char word[64];

    for (const char *at = name + strspn(name, " \t"); *at != '\0'; at += strspn(at, " \t")) {
        size_t len = strcspn(at, " \t");

        text_print_into(word, sizeof word, "%.*s", (int)len, at);
        if (len >= NAME_BYTES && text_has_words(reason, word))
            return true;
        at += len;
    }
    return false;
}

enum err known_by_name(struct store *store, const char *name, const char *reason, struct known out[KNOWN_MOST],
                       size_t *count, struct why *why)
{
    static const struct record_type *const types[] = { &episode_type, &referral_type };
    enum err e = OK;

    *count = 0;
    if (reason && names_somebody(reason, name))
        return why_set(why, E_INVALID,
                       N_("The reason is read by every officer: say it without the name of the person."));
    for (size_t t = 0; t < sizeof types / sizeof types[0] && !e; t++) {
        int64_t ids[KNOWN_ASKED];
        size_t found = 0;

        e = store_search_sealed(store, types[t], name, reason ? reason : _("search before a new referral"), KNOWN_ASKED,
                                ids, &found, why);
        for (size_t i = 0; i < found && *count < KNOWN_MOST && !e; i++)
            e = add(store, types[t], ids[i], out, count, why);
    }
    return e;
}

/* Each search goes through cases and referrals, so that one of the two counts it. */
const char *known_searches(struct store *store, char *out, size_t size)
{
    int64_t since = clock_now() - (int64_t)KNOWN_DAYS * 24 * 60 * 60 * 1000;
    size_t count = 0;

    out[0] = '\0';
    if (!store_own_searches(store, &referral_type, since, &count, NULL))
        text_print_into(out, size,
                        ngettext("You searched by name %zu time in the last %d days.",
                                 "You searched by name %zu times in the last %d days.", (unsigned long)count),
                        count, KNOWN_DAYS);
    return out;
}

enum err known_not_searched(struct store *store, int64_t referral, struct why *why)
{
    return store_log(store, ENTRY_VIEW, _("A new referral was begun without a search by name."), referral, why);
}
