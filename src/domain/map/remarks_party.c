/*
 * Of a stakeholder: what an officer wants to know before calling. Other names, how it was seen last, the seats it holds
 * or has, the last contact and the next one, what is agreed with it, and what it shares without an agreement.
 */
#include <string.h>

#include "remarks_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/agreement.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"
#include "townkeep/domain/standing.h"

enum { NAMES = 6, SEATS = 8, MEMBERS = 100, SHARED = 20, AGREED = 20, LINKED = 4 };

static struct query query_of(const struct remarking *it, const struct record_type *type, const char *key)
{
    struct query query;

    query_init(&query, type);
    query_narrow_number(&query, key, FILTER_IS, it->record->id);
    return query;
}

static bool is(const struct record *record, const char *key, const char *code)
{
    return strcmp(record_text(record, key), code) == 0;
}

/* A field for people, in what room there is. */
static enum err show(const struct remarking *it, const struct record *record, const char *key, char *out, size_t size)
{
    struct buf text = { 0 };
    enum err e = store_show_value(it->store, record, field_find(record->type, key), &text);

    text_cut_into(out, size, buf_text(&text));
    buf_release(&text);
    return e;
}

/* --- names --- */
static enum err tell_name(const struct remarking *it, const struct record *name)
{
    char language[60], script[60];
    enum err e;

    if ((e = show(it, name, "language", language, sizeof language)) ||
        (e = show(it, name, "script", script, sizeof script)))
        return e;
    if (language[0])
        remark_say(it, "other_name", _("Other name"), _("%s (%s, %s)"), record_text(name, "name"), language, script);
    else
        remark_say(it, "other_name", _("Other name"), _("%s (%s)"), record_text(name, "name"), script);
    return OK;
}

static enum err tell_linked(const struct remarking *it, const struct record *linked)
{
    remark_say(it, "stands_for", _("Stands for"), _("%s, another record of the same"), record_text(linked, "name"));
    return OK;
}

static enum err tell_names(const struct remarking *it)
{
    const struct query names = query_of(it, &party_name_type, "party");
    struct query linked = query_of(it, &party_type, "same_as");
    enum err e = remark_rows(it, &names, NAMES, tell_name);

    linked.which = QUERY_ALL; /* what was linked was put away */
    return e ? e : remark_rows(it, &linked, LINKED, tell_linked);
}

/* --- how it is seen --- */
/* "Influence: 3.5 (2–5, 3 officers), Stance: Supportive": where officers disagree, that is to be seen. */
static void show_standing(const struct remarking *it, const struct standing *standing, char *out, size_t size)
{
    char score[60];

    out[0] = '\0';
    for (int i = 0; i < STANDING_MEASURES; i++) {
        int field = field_find(&party_assessment_type, standing_key((enum standing_measure)i));
        size_t used = strlen(out);

        if (standing->now[i].raters > 0)
            text_print_into(out + used, size - used, "%s%s: %s", used ? ", " : "",
                            _(party_assessment_type.fields[field].label),
                            standing_show(&standing->now[i], score, sizeof score));
    }
    if (standing->stance[0]) {
        size_t used = strlen(out);

        text_print_into(out + used, size - used, "%s%s: %s", used ? ", " : "",
                        _(party_assessment_type.fields[field_find(&party_assessment_type, "stance")].label),
                        vocabulary_label(store_words(it->store), "stance", standing->stance));
    }
}

static enum err tell_standing(const struct remarking *it)
{
    struct standing standing = { .party = it->record->id };
    struct standing_word none;
    char text[REMARK_SIZE - 20], day[DATE_TEXT_SIZE];
    enum err e = standing_beside(it->store, it->record->id, 0, it->today, &none, &standing, it->why);

    if (e || standing.raters == 0)
        return e;
    date_format(standing.on, day);
    show_standing(it, &standing, text, sizeof text);
    remark_say(it, "assessed", _("Assessed"), "%s · %s", day, text);
    return OK;
}

/* --- seats --- */
static bool is_held(const struct remarking *it, const struct record *seat)
{
    return rule_holds_on(seat, field_find(seat->type, "valid_from"), field_find(seat->type, "valid_to"), it->today);
}

static enum err tell_seat(const struct remarking *it, const struct record *seat)
{
    char body[120], role[60];
    enum err e;

    if (!is_held(it, seat))
        return OK;
    if ((e = show(it, seat, "body", body, sizeof body)) || (e = show(it, seat, "role", role, sizeof role)))
        return e;
    if (record_has(seat, "valid_from"))
        remark_say(it, "seat", _("Seat"), _("%s: %s since %s"), body, role, record_text(seat, "valid_from"));
    else
        remark_say(it, "seat", _("Seat"), "%s: %s", body, role);
    return OK;
}

/* Those who lead a body by name; how many the others are. */
static enum err tell_office(const struct remarking *it, const struct record *seat)
{
    char who[120], role[60];
    enum err e;

    if (is(seat, "role", "member") || is(seat, "role", "observer") || !is_held(it, seat))
        return OK;
    if ((e = show(it, seat, record_has(seat, "person") ? "person" : "party", who, sizeof who)) ||
        (e = show(it, seat, "role", role, sizeof role)))
        return e;
    remark_say(it, "office", _("Seats"), "%s: %s", role, who);
    return OK;
}

static enum err count_seats(const struct remarking *it, const struct query *query)
{
    struct record_page page = { 0 };
    size_t held = 0;
    enum err e = store_page(it->store, query, NULL, false, MEMBERS, &page, it->why);

    for (size_t i = 0; i < page.count; i++)
        held += is_held(it, &page.records[i]);
    if (!e && page.count > 0)
        remark_say(it, "seats", _("Seats"), ngettext("%zu%s held today", "%zu%s held today", held), held,
                   page.more_after ? "+" : "");
    record_page_release(&page);
    return e;
}

static enum err tell_seats(const struct remarking *it)
{
    bool is_body = is(it->record, "kind", "body"), is_person = is(it->record, "kind", "person");
    const struct query query = query_of(it, &seat_type, is_person ? "person" : "party"),
                       own = query_of(it, &seat_type, "body");
    enum err e = OK;

    if (is_body && !(e = count_seats(it, &own)))
        e = remark_rows(it, &own, MEMBERS, tell_office);
    return e ? e : remark_rows(it, &query, SEATS, tell_seat);
}

/* --- contacts --- */
static enum err tell_contact(const struct remarking *it, const struct record *engagement)
{
    const char *next = record_text(engagement, "next_due");
    char when[60];
    struct date day;

    remark_say(it, "last_contact", _("Last contact"), "%s · %s", record_text(engagement, "held_on"),
               record_text(engagement, "title"));
    if (!date_parse(next, false, &day))
        return OK;
    date_relative(day, it->today, when, sizeof when);
    if (date_compare(day, it->today) < 0)
        remark_warn(it, "next_contact", _("Next contact"), _("was due on %s (%s)"), next, when);
    else
        remark_say(it, "next_contact", _("Next contact"), _("by %s (%s)"), next, when);
    return OK;
}

static enum err tell_contacts(const struct remarking *it)
{
    const struct query query = query_of(it, &engagement_type, "parties");

    return remark_rows(it, &query, 1, tell_contact);
}

/* --- agreements --- */
static enum err tell_agreement(const struct remarking *it, const struct record *agreement)
{
    const char *last = record_text(agreement, "valid_to");
    char kind[60];
    enum err e = show(it, agreement, "kind", kind, sizeof kind);

    if (e || !is(agreement, "status", "active"))
        return e;
    if (remark_is_before(agreement, "valid_to", it->today))
        remark_warn(it, "agreement", _("Agreement"), _("%s (%s): ran out on %s"), record_text(agreement, "title"), kind,
                    last);
    else if (last[0])
        remark_say(it, "agreement", _("Agreement"), _("%s (%s, until %s)"), record_text(agreement, "title"), kind,
                   last);
    else
        remark_say(it, "agreement", _("Agreement"), "%s (%s)", record_text(agreement, "title"), kind);
    return OK;
}

/* --- what is shared without an agreement --- */
static enum err tell_shared(const struct remarking *it, const struct record *relationship)
{
    const char *other = record_number(relationship, "from_party") == it->record->id ? "to_party" : "from_party";
    char name[120], day[DATE_TEXT_SIZE];
    struct date ended;
    enum err e;

    if ((e = show(it, relationship, other, name, sizeof name)) ||
        (e = sharing_ended_on(it->store, relationship, it->today, &ended, it->why)))
        return e;
    date_format(ended, day);
    if (ended.year != 0)
        remark_warn(it, "no_agreement", _("No agreement in force"),
                    _("shares information with %s (the last one ended %s)"), name, day);
    else
        remark_warn(it, "no_agreement", _("No agreement in force"), _("shares information with %s"), name);
    return OK;
}

static enum err tell_uncovered(const struct remarking *it, const struct record_page *page)
{
    struct sharing_cover cover = { .count = 0 };
    enum err e = page->count > 0 ? sharing_cover_load(it->store, it->today, &cover, it->why) : OK;

    for (size_t i = 0; i < page->count && !e; i++) {
        if (sharing_is_uncovered(&cover, &page->records[i]))
            e = tell_shared(it, &page->records[i]);
    }
    sharing_cover_release(&cover);
    return e;
}

/* It stands first in some relationships and second in others. */
static enum err tell_sharing(const struct remarking *it)
{
    static const char *const ends[] = { "from_party", "to_party" };
    enum err e = OK;

    for (size_t i = 0; i < sizeof ends / sizeof ends[0] && !e; i++) {
        struct query query = query_of(it, &relationship_type, ends[i]);
        struct record_page page = { 0 };

        query_narrow(&query, "type", FILTER_IS, "shares_information_with");
        e = store_page(it->store, &query, NULL, false, SHARED, &page, it->why);
        if (!e)
            e = tell_uncovered(it, &page);
        record_page_release(&page);
    }
    return e;
}

static enum err tell_agreements(const struct remarking *it)
{
    const struct query query = query_of(it, &agreement_type, "parties");
    enum err e = remark_rows(it, &query, AGREED, tell_agreement);

    return e ? e : tell_sharing(it);
}

enum err party_remarks(const struct remarking *it)
{
    static enum err (*const parts[])(const struct remarking *) = {
        tell_names, tell_seats, tell_standing, tell_contacts, tell_agreements,
    };
    enum err e = OK;

    if (record_number(it->record, "do_not_contact"))
        remark_warn(it, "do_not_contact", _("Do not contact"), "%s",
                    _("they asked not to be contacted, or contact could harm them"));
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && !e; i++)
        e = parts[i](it);
    return e;
}

bool party_is_marked(const struct record *party, struct date today)
{
    (void)today;
    return record_number(party, "do_not_contact") != 0;
}
