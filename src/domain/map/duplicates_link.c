/*
 * Deciding about a pair. A link is three changes in one save: the other record says what it is the same as, it is
 * archived with the reason, and the decision is written down; undoing that save, or duplicate_unlink, brings all back.
 * What hangs on the other record stays there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duplicates_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"
#include "townkeep/domain/same_as.h"

/* --- which of two --- */
static int filled(const struct record *party)
{
    int count = 0;

    for (int i = 0; i < party->type->field_count; i++)
        count += party->values[i].form != VALUE_EMPTY;
    return count;
}

/* Above 0: the first is the better one to keep. A record with much more in it first, then the one verified last, then
 * the one that has a little more, then the older one. */
static int64_t compare_worth(const struct record *a, const struct record *b)
{
    enum { MUCH = 3 };
    int more = filled(a) - filled(b);
    int later = strcmp(record_text(a, "verified_on"), record_text(b, "verified_on"));

    if (more >= MUCH || more <= -MUCH)
        return more;
    return later ? later : more ? more : b->id - a->id;
}

enum err duplicate_propose(struct store *store, int64_t a, int64_t b, int64_t *main, struct why *why)
{
    struct record first = { 0 }, second = { 0 };
    enum err e = store_load(store, &party_type, a, &first, why);

    if (!e && !(e = store_load(store, &party_type, b, &second, why)))
        *main = compare_worth(&first, &second) >= 0 ? a : b;
    record_release(&first);
    record_release(&second);
    return e;
}

/* --- the decision --- */
static enum err find_decision(struct store *store, int64_t a, int64_t b, struct record *out, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &duplicate_decision_type);
    query_narrow_number(&query, "party_a", FILTER_IS, a < b ? a : b);
    query_narrow_number(&query, "party_b", FILTER_IS, a < b ? b : a);
    e = store_page(store, &query, NULL, false, 1, &page, why);
    if (!e)
        e = page.count > 0 ? record_copy(out, &page.records[0]) : record_init(out, &duplicate_decision_type);
    record_page_release(&page);
    return e;
}

/* The reasons for it, as many as fit. */
static enum err say_reasons(const struct duplicate_pair *pair, char *out, size_t size)
{
    enum { MOST_LEFT = 2 }; /* for what a sentence in another language may add */
    struct buf all = { 0 };
    enum err e = OK;

    for (int i = 0; pair && i < pair->reason_count && !e; i++) {
        struct buf one = { 0 };

        e = duplicate_reason_say(&pair->reasons[i], &one);
        if (!e && all.len + one.len + MOST_LEFT < size)
            e = buf_printf(&all, "%s%s", all.len > 0 ? " " : "", buf_text(&one));
        buf_release(&one);
    }
    text_cut_into(out, size, buf_text(&all));
    buf_release(&all);
    return e;
}

static enum err write_decision(struct store *store, struct save *save, int64_t a, int64_t b, const char *what,
                               const struct duplicate_pair *pair, struct why *why)
{
    struct record decision = { 0 };
    char reasons[290];
    enum err e;

    if ((e = find_decision(store, a, b, &decision, why)) || (e = say_reasons(pair, reasons, sizeof reasons)))
        goto done;
    if (decision.id == 0) {
        value_set_number(record_value(&decision, "party_a"), a < b ? a : b);
        value_set_number(record_value(&decision, "party_b"), a < b ? b : a);
    }
    if (pair)
        value_set_number(record_value(&decision, "likeness"), pair->likeness);
    if ((e = value_set_text(record_value(&decision, "decision"), what)) ||
        (e = value_set_text(record_value(&decision, "why"), reasons)) ||
        (e = value_set_day(record_value(&decision, "on"), clock_today())))
        goto done;
    e = save_put(save, &decision, NULL, why);
done:
    record_release(&decision);
    return e;
}

/* --- linking --- */
static enum err check_link(const struct record *main, const struct record *other, struct why *why)
{
    if (main->id == other->id)
        return why_set(why, E_INVALID, N_("These are one record already: name two different ones."));
    if (record_has(other, "same_as"))
        return why_set(why, E_CONFLICT, N_("\"%s\" is linked already: take that apart first."),
                       record_text(other, "name"));
    if (record_has(main, "same_as") || main->archived_at)
        return why_set(
            why, E_CONFLICT,
            N_("\"%s\" is archived, so nothing can be linked to it: keep the other one, or take it back into "
               "use first."),
            record_text(main, "name"));
    return OK;
}

/* What was linked to `other` goes along by itself: same_as is followed. */
static enum err put_link(struct store *store, struct save *save, int64_t main_id, int64_t other_id,
                         const struct duplicate_pair *pair, struct why *why)
{
    struct record main = { 0 }, other = { 0 };
    char reason[200];
    enum err e;

    if ((e = store_load(store, &party_type, main_id, &main, why)) ||
        (e = store_load(store, &party_type, other_id, &other, why)) || (e = check_link(&main, &other, why)))
        goto done;
    text_print_into(reason, sizeof reason, _("The same as %s"), record_text(&main, "name"));
    value_set_number(record_value(&other, "same_as"), main_id);
    if ((e = save_put(save, &other, NULL, why)) || (e = save_archive(save, &party_type, other_id, reason, why)))
        goto done;
    e = write_decision(store, save, main_id, other_id, "same", pair, why);
done:
    record_release(&main);
    record_release(&other);
    return e;
}

static void name_of(struct store *store, int64_t party, char out[DUPLICATE_NAME])
{
    struct buf name = { 0 };

    if (store_title(store, &party_type, party, &name))
        buf_clear(&name);
    text_cut_into(out, DUPLICATE_NAME, buf_text(&name));
    buf_release(&name);
}

enum err duplicate_link(struct store *store, int64_t main, int64_t other, const struct duplicate_pair *pair,
                        struct saved *out, struct why *why)
{
    char names[2][DUPLICATE_NAME], sentence[2 * DUPLICATE_NAME + 60];
    struct save *save = NULL;
    enum err e = save_begin(store, ENTRY_CHANGE, &save, why);

    if (e || (e = put_link(store, save, main, other, pair, why))) {
        save_cancel(save);
        return e;
    }
    name_of(store, main, names[0]);
    name_of(store, other, names[1]);
    text_print_into(sentence, sizeof sentence, _("Linked %s: the same as %s"), names[1], names[0]);
    return save_commit(save, sentence, out, why);
}

/* --- many at once --- */
struct linking {
    const struct duplicate_pairs *pairs;
    int from;
    struct same_as_link *done; /* other, main */
    size_t count;
};

static int64_t main_of(const struct linking *linking, int64_t party)
{
    for (size_t i = 0; i < linking->count; i++) {
        if (linking->done[i].party == party)
            return linking->done[i].same_as;
    }
    return party;
}

static bool is_main(const struct linking *linking, int64_t party)
{
    for (size_t i = 0; i < linking->count; i++) {
        if (linking->done[i].same_as == party)
            return true;
    }
    return false;
}

static const struct duplicate_pair *find_pair(const struct linking *linking, int64_t a, int64_t b)
{
    for (size_t i = 0; i < linking->pairs->count && linking->pairs->items[i].likeness >= linking->from; i++) {
        const struct duplicate_pair *pair = &linking->pairs->items[i];

        if ((pair->a == a && pair->b == b) || (pair->a == b && pair->b == a))
            return pair;
    }
    return NULL;
}

/* When one of the two is linked already, the other must be that likely the same as the one that was kept: what is like
 * something like it is not enough. */
static enum err choose(struct store *store, const struct linking *linking, const struct duplicate_pair **pair,
                       int64_t *main, int64_t *other, struct why *why)
{
    int64_t a = main_of(linking, (*pair)->a), b = main_of(linking, (*pair)->b);
    enum err e = OK;

    *main = *other = 0;
    if (a == b || !(*pair = find_pair(linking, a, b)) || (is_main(linking, a) && is_main(linking, b)))
        return OK;
    if (is_main(linking, a))
        *main = a;
    else if (is_main(linking, b))
        *main = b;
    else
        e = duplicate_propose(store, a, b, main, why);
    *other = *main == a ? b : a;
    return e;
}

static enum err link_each(struct store *store, struct save *save, struct linking *linking, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < linking->pairs->count && linking->pairs->items[i].likeness >= linking->from && !e; i++) {
        const struct duplicate_pair *pair = &linking->pairs->items[i];
        int64_t main, other;

        if ((e = choose(store, linking, &pair, &main, &other, why)) || main == 0)
            continue;
        if (!(e = put_link(store, save, main, other, pair, why)))
            linking->done[linking->count++] = (struct same_as_link){ other, main };
    }
    return e;
}

enum err duplicate_link_all(struct store *store, const struct duplicate_pairs *pairs, int from, size_t *linked,
                            struct saved *out, struct why *why)
{
    struct linking linking = { .pairs = pairs, .from = from };
    struct save *save = NULL;
    char sentence[120];
    enum err e;

    *linked = 0;
    linking.done = calloc(pairs->count + 1, sizeof *linking.done);
    if (!linking.done)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    e = save_begin(store, ENTRY_CHANGE, &save, why);
    if (!e && (e = link_each(store, save, &linking, why))) {
        save_cancel(save);
    } else if (!e) {
        text_print_into(sentence, sizeof sentence,
                        ngettext("Linked %zu duplicate", "Linked %zu duplicates", linking.count), linking.count);
        e = save_commit(save, sentence, out, why);
    }
    if (!e)
        *linked = linking.count;
    free(linking.done);
    return e;
}

/* --- taking apart --- */
enum err duplicates_linked(struct store *store, int64_t main, int64_t *ids, size_t most, size_t *count, struct why *why)
{
    struct same_as same;
    enum err e = same_as_load(store, &same, why);

    *count = 0;
    for (size_t i = 0; !e && i < same.count; i++) {
        int64_t party = same.links[i].party;

        if (*count < most && (main == 0 || (party != main && same_as_of(&same, party) == main)))
            ids[(*count)++] = party;
    }
    same_as_release(&same);
    return e;
}

static enum err archive_decision(struct store *store, struct save *save, int64_t a, int64_t b, struct why *why)
{
    struct record decision = { 0 };
    enum err e = find_decision(store, a, b, &decision, why);

    if (!e && decision.id != 0)
        e = save_archive(save, &duplicate_decision_type, decision.id, _("Taken apart again"), why);
    record_release(&decision);
    return e;
}

static enum err put_unlink(struct store *store, struct save *save, const struct record *linked, struct why *why)
{
    struct record other = { 0 };
    enum err e = OK;

    if (!record_has(linked, "same_as"))
        return why_set(why, E_INVALID, N_("\"%s\" is not linked to another stakeholder."), record_text(linked, "name"));
    if (linked->archived_at)
        e = save_unarchive(save, &party_type, linked->id, why);
    if (e || (e = store_load(store, &party_type, linked->id, &other, why)))
        return e;
    value_release(record_value(&other, "same_as"));
    if (!(e = save_put(save, &other, NULL, why)))
        e = archive_decision(store, save, record_number(linked, "same_as"), linked->id, why);
    record_release(&other);
    return e;
}

enum err duplicate_unlink(struct store *store, int64_t id, struct saved *out, struct why *why)
{
    char sentence[DUPLICATE_NAME + 60], name[DUPLICATE_NAME];
    struct record linked = { 0 };
    struct save *save = NULL;
    enum err e;

    if ((e = store_load(store, &party_type, id, &linked, why)) || (e = save_begin(store, ENTRY_CHANGE, &save, why)))
        goto done;
    text_cut_into(name, sizeof name, record_text(&linked, "name"));
    text_print_into(sentence, sizeof sentence, _("Took %s apart again"), name);
    if ((e = put_unlink(store, save, &linked, why)))
        save_cancel(save);
    else
        e = save_commit(save, sentence, out, why);
done:
    record_release(&linked);
    return e;
}

enum err duplicate_dismiss(struct store *store, const struct duplicate_pair *pair, struct saved *out, struct why *why)
{
    char sentence[2 * DUPLICATE_NAME + 60];
    struct save *save = NULL;
    enum err e = save_begin(store, ENTRY_CHANGE, &save, why);

    if (e || (e = write_decision(store, save, pair->a, pair->b, "different", pair, why))) {
        save_cancel(save);
        return e;
    }
    text_print_into(sentence, sizeof sentence, _("%s and %s are two different ones"), pair->names[0], pair->names[1]);
    return save_commit(save, sentence, out, why);
}

/* --- taking over --- */
/* Numbers elsewhere stay with the record they came with: by them an import knows each again. */
bool duplicate_may_take(const struct record *main, const struct record *other, int field)
{
    static const char *const own[] = { "name",   "kind",   "status",      "ext_ids",     "same_as",       "sens",
                                       "source", "parent", "verified_on", "verified_by", "do_not_contact" };
    const struct field *about = &main->type->fields[field];

    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (strcmp(about->key, own[i]) == 0)
            return false;
    }
    return !(about->flags & FIELD_BY_PROGRAM) && main->values[field].form == VALUE_EMPTY &&
           (other->values[field].form == VALUE_TEXT || other->values[field].form == VALUE_NUMBER);
}

enum err duplicate_take_over(struct store *store, int64_t main_id, int64_t other_id, const int *fields, size_t count,
                             struct saved *out, struct why *why)
{
    struct record main = { 0 }, other = { 0 };
    enum err e = store_load(store, &party_type, main_id, &main, why);

    if (!e)
        e = store_load(store, &party_type, other_id, &other, why);
    for (size_t i = 0; i < count && !e; i++) {
        if (duplicate_may_take(&main, &other, fields[i]))
            e = value_copy(&main.values[fields[i]], &other.values[fields[i]]);
    }
    if (!e)
        e = store_put(store, &main, NULL, out, why);
    record_release(&main);
    record_release(&other);
    return e;
}
