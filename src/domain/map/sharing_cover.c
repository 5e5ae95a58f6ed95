/*
 * Who may share information because an agreement on sharing data says so: see agreement.h. All such agreements are read
 * once; an office has a handful.
 */
#include <stdlib.h>
#include <string.h>

#include "townkeep/domain/agreement.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"
#include "townkeep/domain/rules.h"

/* The next id of a list "id;id"; false at its end. */
static bool next_id(const char **at, int64_t *id)
{
    char *end;

    if (**at == '\0')
        return false;
    *id = strtoll(*at, &end, 10);
    if (end == *at)
        return false;
    *at = end + (*end == ';');
    return true;
}

static enum err add_party(struct sharing_cover *cover, int64_t party, struct why *why)
{
    if (cover->count == cover->room) {
        size_t room = 2 * cover->room + 32;
        int64_t *grown = realloc(cover->parties, room * sizeof *grown);

        if (!grown)
            return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
        cover->parties = grown;
        cover->room = room;
    }
    cover->parties[cover->count++] = same_as_of(&cover->same, party);
    return OK;
}

static enum err add_agreement(const struct record *agreement, void *context, struct why *why)
{
    struct sharing_cover *cover = context;
    const char *at = record_text(agreement, "parties");
    int64_t party;
    enum err e = OK;

    while (!e && agreement_holds(agreement, cover->day) && next_id(&at, &party))
        e = add_party(cover, party, why);
    return e;
}

static int compare_parties(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

static struct query agreements_on_sharing(void)
{
    struct query query;

    query_init(&query, &agreement_type);
    query_narrow(&query, "kind", FILTER_IS, "data_sharing");
    return query;
}

enum err sharing_cover_load(struct store *store, struct date day, struct sharing_cover *out, struct why *why)
{
    const struct query query = agreements_on_sharing();
    enum err e;

    memset(out, 0, sizeof *out);
    out->day = day;
    if ((e = same_as_load(store, &out->same, why)) || (e = query_each(store, &query, add_agreement, out, why)))
        return e;
    if (out->count > 0)
        qsort(out->parties, out->count, sizeof *out->parties, compare_parties);
    return OK;
}

void sharing_cover_release(struct sharing_cover *cover)
{
    free(cover->parties);
    same_as_release(&cover->same);
    memset(cover, 0, sizeof *cover);
}

static bool is_covered(const struct sharing_cover *cover, int64_t party)
{
    int64_t key = same_as_of(&cover->same, party);

    return cover->count > 0 && bsearch(&key, cover->parties, cover->count, sizeof key, compare_parties);
}

bool sharing_covers(const struct sharing_cover *cover, int64_t party, int64_t other)
{
    return is_covered(cover, party) || is_covered(cover, other);
}

/* Two who share information on that day, by what the relationship says. */
static bool says_shared(const struct record *relationship, struct date day)
{
    const struct record_type *type = relationship->type;

    return strcmp(record_text(relationship, "type"), "shares_information_with") == 0 &&
           rule_holds_on(relationship, field_find(type, "valid_from"), field_find(type, "valid_to"), day);
}

bool sharing_is_uncovered(const struct sharing_cover *cover, const struct record *relationship)
{
    return says_shared(relationship, cover->day) &&
           !sharing_covers(cover, record_number(relationship, "from_party"), record_number(relationship, "to_party"));
}

enum err sharing_without_agreement(struct store *store, const struct record *relationship, struct date day, bool *out,
                                   struct why *why)
{
    struct sharing_cover cover = { .count = 0 };
    enum err e = OK;

    *out = false;
    if (!says_shared(relationship, day))
        return OK;
    if (!(e = sharing_cover_load(store, day, &cover, why)))
        *out = sharing_is_uncovered(&cover, relationship);
    sharing_cover_release(&cover);
    return e;
}

/* --- when it ended --- */
struct ending {
    const struct same_as *same;
    int64_t party, other;
    struct date day, last;
};

static bool is_of_either(const struct ending *ending, const struct record *agreement)
{
    const char *at = record_text(agreement, "parties");
    int64_t party;

    while (next_id(&at, &party)) {
        party = same_as_of(ending->same, party);
        if (party == ending->party || party == ending->other)
            return true;
    }
    return false;
}

static enum err look_at_ending(const struct record *agreement, void *context, struct why *why)
{
    struct ending *ending = context;
    struct date last;

    (void)why;
    if (date_parse(record_text(agreement, "valid_to"), false, &last) && record_has(agreement, "signed_on") &&
        date_compare(last, ending->day) < 0 && date_compare(last, ending->last) > 0 && is_of_either(ending, agreement))
        ending->last = last;
    return OK;
}

enum err sharing_ended_on(struct store *store, const struct record *relationship, struct date day, struct date *out,
                          struct why *why)
{
    const struct query query = agreements_on_sharing();
    struct same_as same = { 0 };
    struct ending ending = { .same = &same, .day = day };
    enum err e = same_as_load(store, &same, why);

    ending.party = same_as_of(&same, record_number(relationship, "from_party"));
    ending.other = same_as_of(&same, record_number(relationship, "to_party"));
    if (!e)
        e = query_each(store, &query, look_at_ending, &ending, why);
    *out = ending.last;
    same_as_release(&same);
    return e;
}
