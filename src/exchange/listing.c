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

/* A column takes a field of the organisation, of the service, or (further) all numbers beside the main one. */
static const struct column {
    const char *heading, *party, *service;
    bool further;
} columns[] = {
    { N_("Organisation"), "name", NULL, false },
    { N_("Short name"), "acronym", NULL, false },
    { N_("Type of organisation"), "org_type", NULL, false },
    { N_("Sectors"), "sectors", NULL, false },
    { N_("Where they work"), "places", NULL, false },
    { N_("What they do"), "description", NULL, false },
    { N_("Phone"), "phone", NULL, false },
    { N_("E-mail"), "email", NULL, false },
    { N_("Website"), "website", NULL, false },
    { N_("More ways to reach them"), NULL, NULL, true },
    { N_("Address"), "address", NULL, false },
    { N_("Postcode"), "postcode", NULL, false },
    { N_("Service"), NULL, "name", false },
    { N_("What it offers"), NULL, "description", false },
    { N_("For whom"), NULL, "audience", false },
    { N_("Who may use it"), NULL, "eligibility", false },
    { N_("From age"), NULL, "min_age", false },
    { N_("To age"), NULL, "max_age", false },
    { N_("Languages"), NULL, "languages", false },
    { N_("How to get it"), NULL, "how_to_access", false },
    { N_("Fees"), NULL, "fees", false },
    { N_("Opening hours"), NULL, "schedule", false },
    { N_("Phone of the service"), NULL, "phone", false },
    { N_("E-mail of the service"), NULL, "email", false },
    { N_("Website of the service"), NULL, "website", false },
    { N_("Address of the service"), NULL, "address", false },
    { N_("Where"), NULL, "places", false },
    { N_("Status"), NULL, "status", false },
};
enum { COLUMN_COUNT = sizeof columns / sizeof columns[0] };

struct listing {
    const struct parcel *parcel;
    struct belongings services, points;
    struct buf *out;
    struct buf cell;
};

/* "Front desk: 0161 1; 0161 2" */
static enum err show_further(struct listing *listing, const struct record *party)
{
    const struct belonging *at = belongings_of(&listing->points, party->id), *end = belongings_end(&listing->points);
    enum err e = OK;

    for (; at && at < end && at->owner == party->id && !e; at++) {
        const char *label = record_text(at->record, "label");

        e = buf_printf(&listing->cell, "%s%s%s%s", listing->cell.len ? "; " : "", label, label[0] ? ": " : "",
                       record_text(at->record, "value"));
    }
    return e;
}

/* Either may be NULL. */
static enum err show_cell(struct listing *listing, const struct column *column, const struct record *party,
                          const struct record *service)
{
    buf_clear(&listing->cell);
    if (column->further)
        return party ? show_further(listing, party) : OK;
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
        (e = belongings_make(parcel, "contact_point", "party", &listing.points)) || (e = add_headings(&listing)) ||
        (e = add_organisations(&listing)))
        goto done;
    e = add_strays(&listing);
done:
    belongings_release(&listing.services);
    belongings_release(&listing.points);
    buf_wipe(&listing.cell);
    return e;
}
