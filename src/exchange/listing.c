/*
 * A directory to print or to hand out: one line a service beside the organisation that offers it, one line for an
 * organisation without any. Headings are in the program's language, because people read them.
 */
#include <stdlib.h>
#include <string.h>

#include "sharing_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/exchange/sheet.h"

/* A column takes a field of the organisation or of the service, or what hangs on one of them. */
enum special { SPECIAL_NONE, SPECIAL_POINTS, SPECIAL_SERVICE_POINTS, SPECIAL_HOURS };
static const struct column {
    const char *heading, *party, *service;
    enum special special;
} columns[] = {
    { N_("Organisation"), "name", NULL, SPECIAL_NONE },
    { N_("Short name"), "acronym", NULL, SPECIAL_NONE },
    { N_("Type of organisation"), "org_type", NULL, SPECIAL_NONE },
    { N_("Sectors"), "sectors", NULL, SPECIAL_NONE },
    { N_("Where they work"), "places", NULL, SPECIAL_NONE },
    { N_("What they do"), "description", NULL, SPECIAL_NONE },
    { N_("Phone"), "phone", NULL, SPECIAL_NONE },
    { N_("E-mail"), "email", NULL, SPECIAL_NONE },
    { N_("Website"), "website", NULL, SPECIAL_NONE },
    { N_("More ways to reach them"), NULL, NULL, SPECIAL_POINTS },
    { N_("Address"), "address", NULL, SPECIAL_NONE },
    { N_("Postcode"), "postcode", NULL, SPECIAL_NONE },
    { N_("Service"), NULL, "name", SPECIAL_NONE },
    { N_("What it offers"), NULL, "description", SPECIAL_NONE },
    { N_("For whom"), NULL, "audience", SPECIAL_NONE },
    { N_("Who may use it"), NULL, "eligibility", SPECIAL_NONE },
    { N_("From age"), NULL, "min_age", SPECIAL_NONE },
    { N_("To age"), NULL, "max_age", SPECIAL_NONE },
    { N_("Languages"), NULL, "languages", SPECIAL_NONE },
    { N_("How to get it"), NULL, "how_to_access", SPECIAL_NONE },
    { N_("Fees"), NULL, "fees", SPECIAL_NONE },
    { N_("Opening hours"), NULL, NULL, SPECIAL_HOURS },
    { N_("Phone of the service"), NULL, "phone", SPECIAL_NONE },
    { N_("E-mail of the service"), NULL, "email", SPECIAL_NONE },
    { N_("Website of the service"), NULL, "website", SPECIAL_NONE },
    { N_("More ways to reach the service"), NULL, NULL, SPECIAL_SERVICE_POINTS },
    { N_("Address of the service"), NULL, "address", SPECIAL_NONE },
    { N_("Where"), NULL, "places", SPECIAL_NONE },
    { N_("Status"), NULL, "status", SPECIAL_NONE },
};
enum { COLUMN_COUNT = sizeof columns / sizeof columns[0] };

struct listing {
    const struct parcel *parcel;
    struct belongings services, points, service_points, openings;
    struct buf *out;
    struct buf cell;
};

/* "Front desk: 0161 1; 0161 2"; of an organisation those that are no service's. */
static enum err show_points(struct listing *listing, const struct belongings *points, int64_t owner, bool own)
{
    const struct belonging *at = belongings_of(points, owner), *end = belongings_end(points);
    enum err e = OK;

    for (; at && at < end && at->owner == owner && !e; at++) {
        const char *label = record_text(at->record, "label");

        if (!own || !record_has(at->record, "service"))
            e = buf_printf(&listing->cell, "%s%s%s%s", listing->cell.len ? "; " : "", label, label[0] ? ": " : "",
                           record_text(at->record, "value"));
    }
    return e;
}

/* "Monday, Friday 09:00–12:00, by appointment" */
static enum err show_opening(struct listing *listing, const struct record *opening)
{
    static const struct {
        const char *before, *key;
    } pieces[] = { { "", "days" }, { " ", "opens" }, { "–", "closes" }, { ", ", "note" } };
    struct buf piece = { 0 };
    enum err e = listing->cell.len ? buf_add_str(&listing->cell, "; ") : OK;

    if (!e && record_number(opening, "closed") != 0)
        e = buf_printf(&listing->cell, "%s ", _("closed:"));
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces && !e; i++) {
        buf_clear(&piece);
        if (!(e = parcel_show(listing->parcel, opening, pieces[i].key, &piece)) && piece.len > 0)
            e = buf_printf(&listing->cell, "%s%s", pieces[i].before, buf_text(&piece));
    }
    buf_release(&piece);
    return e;
}

/* What was written of a service's hours, then those that were entered one by one. */
static enum err show_hours(struct listing *listing, const struct record *service)
{
    const struct belonging *at = belongings_of(&listing->openings, service->id);
    const struct belonging *end = belongings_end(&listing->openings);
    enum err e = parcel_show(listing->parcel, service, "schedule", &listing->cell);

    for (; at && at < end && at->owner == service->id && !e; at++)
        e = show_opening(listing, at->record);
    return e;
}

static enum err show_special(struct listing *listing, enum special special, const struct record *party,
                             const struct record *service)
{
    if (special == SPECIAL_POINTS)
        return party ? show_points(listing, &listing->points, party->id, true) : OK;
    if (!service)
        return OK;
    return special == SPECIAL_HOURS ? show_hours(listing, service)
                                    : show_points(listing, &listing->service_points, service->id, false);
}

/* Either may be NULL. */
static enum err show_cell(struct listing *listing, const struct column *column, const struct record *party,
                          const struct record *service)
{
    buf_clear(&listing->cell);
    if (column->special != SPECIAL_NONE)
        return show_special(listing, column->special, party, service);
    if (column->party)
        return party ? parcel_show(listing->parcel, party, column->party, &listing->cell) : OK;
    return service ? parcel_show(listing->parcel, service, column->service, &listing->cell) : OK;
}

static enum err add_line(struct listing *listing, const struct record *party, const struct record *service)
{
    enum err e = OK;

    for (int i = 0; i < COLUMN_COUNT && !e; i++) {
        if ((e = show_cell(listing, &columns[i], party, service)) || (i > 0 && (e = buf_add_char(listing->out, ','))) ||
            (e = csv_add(listing->out, buf_text(&listing->cell), CSV_GUARDED)))
            break;
    }
    return e ? e : buf_add_str(listing->out, "\r\n");
}

static enum err add_headings(struct listing *listing)
{
    enum err e = OK;

    for (int i = 0; i < COLUMN_COUNT && !e; i++) {
        if (i == 0 || !(e = buf_add_char(listing->out, ',')))
            e = csv_add(listing->out, gettext(columns[i].heading), CSV_GUARDED);
    }
    return e ? e : buf_add_str(listing->out, "\r\n");
}

static enum err add_organisation(struct listing *listing, const struct record *party)
{
    const struct belonging *at = belongings_of(&listing->services, party->id),
                           *end = belongings_end(&listing->services);
    enum err e = OK;

    if (!at)
        return add_line(listing, party, NULL);
    for (; at < end && at->owner == party->id && !e; at++)
        e = add_line(listing, party, at->record);
    return e;
}

/* Services of somebody who is not in this file stand at its end. */
static enum err add_strays(struct listing *listing)
{
    const struct parcel_part *parties = parcel_part_of(listing->parcel, "party");
    const struct parcel_part *services = parcel_part_of(listing->parcel, "service");
    enum err e = OK;

    for (size_t i = 0; i < services->count && !e; i++) {
        if (!parcel_find(parties, record_number(&services->records[i], "party")))
            e = add_line(listing, NULL, &services->records[i]);
    }
    return e;
}

/* --- in the order of their names --- */
struct named {
    char *key; /* owned */
    const struct record *party;
};

static int compare_names(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = strcmp(x->key, y->key);

    return order ? order : (x->party->id > y->party->id) - (x->party->id < y->party->id);
}

static enum err sort_parties(const struct parcel_part *parties, struct named *names)
{
    enum err e = OK;

    for (size_t i = 0; i < parties->count && !e; i++) {
        struct buf key = { 0 };

        e = text_fold(&key, record_text(&parties->records[i], "name"));
        if (!e)
            e = buf_add_char(&key, ' '); /* so that there is a text to take */
        names[i] = (struct named){ buf_take(&key), &parties->records[i] };
        buf_release(&key);
    }
    if (!e)
        qsort(names, parties->count, sizeof *names, compare_names);
    return e;
}

static enum err add_organisations(struct listing *listing)
{
    const struct parcel_part *parties = parcel_part_of(listing->parcel, "party");
    struct named *names = calloc(parties->count + 1, sizeof *names);
    enum err e = names ? sort_parties(parties, names) : E_MEMORY;

    for (size_t i = 0; i < parties->count && !e; i++)
        e = add_organisation(listing, names[i].party);
    for (size_t i = 0; names && i < parties->count; i++)
        free(names[i].key);
    free(names);
    return e;
}

enum err listing_write(const struct parcel *parcel, struct sharing_files *files, struct why *why)
{
    struct listing listing = { .parcel = parcel, .out = sharing_add(files, "") };
    enum err e;

    (void)why;
    if ((e = belongings_make(parcel, "service", "party", &listing.services)) ||
        (e = belongings_make(parcel, "contact_point", "party", &listing.points)) ||
        (e = belongings_make(parcel, "contact_point", "service", &listing.service_points)) ||
        (e = belongings_make(parcel, "opening", "service", &listing.openings)) || (e = add_headings(&listing)) ||
        (e = add_organisations(&listing)))
        goto done;
    e = add_strays(&listing);
done:
    belongings_release(&listing.services);
    belongings_release(&listing.points);
    belongings_release(&listing.service_points);
    belongings_release(&listing.openings);
    buf_wipe(&listing.cell);
    return e;
}
