/* The table of formats for other programs, and how what they write becomes a file or a folder. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "export_in.h"
#include "sharing_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/exported_file.h"

#define TYPES(list, of) .types = list, .type_count = (int)(sizeof(list) / sizeof(list)[0]), .keys = of

static const struct record_type *const card_types[] = { &party_type, &party_name_type, &contact_point_type };
static const struct record_type *const listing_types[] = { &party_type, &service_type, &contact_point_type,
                                                           &opening_type };
static const struct record_type *const hsds_types[] = { &party_type,   &programme_type,     &place_type,
                                                        &service_type, &contact_point_type, &opening_type };
static const struct record_type *const graph_types[] = { &party_type, &relationship_type, &seat_type };

/* Of each of these types what the file says. */
static const char *const card_keys[] = {
    "name;kind;acronym;alt_names;parent;job_title;department;sectors;languages;description;phone;email;website;"
    "address;postcode",
    "party;language;script;name;acronym",
    "party;channel;value;label",
};
static const char *const listing_keys[] = {
    "name;acronym;org_type;sectors;places;description;phone;email;website;address;postcode",
    "party;name;description;audience;eligibility;min_age;max_age;languages;how_to_access;fees;schedule;phone;email;"
    "website;address;places;status",
    "party;service;value;label",
    "service;days;opens;closes;closed;note",
};
static const char *const graphml_keys[] = {
    "name;kind;org_type;acronym;sectors;levels;audience;languages;places;status;website;parent",
    "from_party;type;to_party;direction;strength;valid_from;valid_to",
    "body;party;person;role;valid_from;valid_to",
};
static const char *const kumu_keys[] = {
    "name;kind;org_type;acronym;sectors;levels;audience;languages;places;status;website;parent;description",
    "from_party;type;to_party;direction;strength;valid_from;valid_to",
    "body;party;person;role;valid_from;valid_to",
};
static const char *const dot_keys[] = {
    "name;kind;sectors;parent",
    "from_party;type;to_party;direction;strength",
    "body;party;person;role",
};

static const struct sharing_format formats[] = {
    { .name = "directory",
      .label = N_("A directory: organisations with their services, as a table"),
      .sentence = N_("One line a service, to print or to hand out."),
      .ending = "csv",
      .widest = PROFILE_TEAM,
      .without = PARCEL_WITHOUT_PEOPLE | PARCEL_WITHOUT_CLOSED,
      TYPES(listing_types, listing_keys),
      .write = listing_write },
    { .name = "hsds3",
      .label = N_("A directory of services (HSDS 3.0), as a folder of tables"),
      .sentence = N_("For programs that keep directories of services, and to be imported again."),
      .ending = "",
      .widest = PROFILE_TEAM,
      .without = PARCEL_WITHOUT_NO_CONTACT,
      .rule = hsds3_rule,
      .any_day = true,
      TYPES(hsds_types, NULL),
      .write = hsds3_write },
    { .name = "vcard",
      .label = N_("Address cards (vCard 4)"),
      .sentence = N_("For address books on phones and computers."),
      .ending = "vcf",
      .widest = PROFILE_PARTNER,
      .without = PARCEL_WITHOUT_NO_CONTACT | PARCEL_WITHOUT_CLOSED,
      TYPES(card_types, card_keys),
      .write = vcard_write_4 },
    { .name = "vcard3",
      .label = N_("Address cards for older phones (vCard 3)"),
      .sentence = N_("The same for address books that know no vCard 4."),
      .ending = "vcf",
      .widest = PROFILE_PARTNER,
      .without = PARCEL_WITHOUT_NO_CONTACT | PARCEL_WITHOUT_CLOSED,
      TYPES(card_types, card_keys),
      .write = vcard_write_3 },
    { .name = "kumu",
      .label = N_("The map for Kumu (blueprint)"),
      .sentence = N_("One file to drop onto a map in Kumu."),
      .ending = "json",
      .widest = PROFILE_TEAM,
      .without = PARCEL_WITHOUT_CLOSED,
      TYPES(graph_types, kumu_keys),
      .write = kumu_write_json },
    { .name = "kumu-csv",
      .label = N_("The map for Kumu, as two tables in a folder"),
      .sentence = N_("elements.csv and connections.csv, for Kumu's import of spreadsheets."),
      .ending = "",
      .widest = PROFILE_TEAM,
      .without = PARCEL_WITHOUT_CLOSED,
      TYPES(graph_types, kumu_keys),
      .write = kumu_write_csv },
    { .name = "graphml",
      .label = N_("The map as GraphML"),
      .sentence = N_("For Gephi, yEd, Cytoscape and other programs that draw and measure networks."),
      .ending = "graphml",
      .widest = PROFILE_TEAM,
      .without = PARCEL_WITHOUT_CLOSED,
      TYPES(graph_types, graphml_keys),
      .write = graphml_write },
    { .name = "dot",
      .label = N_("The map for Graphviz (DOT)"),
      .sentence = N_("To be drawn on paper: dot -Tpdf, or fdp for larger maps."),
      .ending = "dot",
      .widest = PROFILE_TEAM,
      .without = PARCEL_WITHOUT_CLOSED,
      TYPES(graph_types, dot_keys),
      .write = dot_write },
};
enum { FORMAT_COUNT = sizeof formats / sizeof formats[0] };

const struct sharing_format *sharing_formats(size_t *count)
{
    *count = FORMAT_COUNT;
    return formats;
}

const struct sharing_format *sharing_find(const char *name)
{
    for (int i = 0; i < FORMAT_COUNT; i++) {
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    }
    return NULL;
}

/* --- texts to be files --- */
void sharing_files_release(struct sharing_files *files)
{
    for (int i = 0; i < files->count; i++)
        buf_wipe(&files->items[i].text);
    files->count = 0;
}

struct buf *sharing_add(struct sharing_files *files, const char *name)
{
    if (files->count == SHARING_FILES)
        return NULL;
    snprintf(files->items[files->count].name, SHARING_NAME_SIZE, "%s", name);
    files->items[files->count].text = (struct buf){ 0 };
    return &files->items[files->count++].text;
}

/* --- wishes --- */
enum err sharing_wish(const struct sharing_format *format, enum profile profile, struct date as_of,
                      struct parcel_wish *out, struct why *why)
{
    *out = (struct parcel_wish){ .profile = profile,
                                 .types = format->types,
                                 .type_count = format->type_count,
                                 .keys = format->keys,
                                 .without = format->without,
                                 .rule = format->rule };
    if (!format->any_day)
        out->as_of = as_of;
    if (profile == PROFILE_NONE)
        return why_set(why, E_INVALID, N_("Say first for whom it is: public, partner or team."));
    if (profile > format->widest)
        return why_set(why, E_INVALID,
                       N_("Address cards end up in phones and with those who make them: only what is public or for "
                          "partners goes there."));
    return OK;
}

/* --- saving --- */
/* "Exported dot for public: Stakeholders 12, Relationships 30, to /home/ana/map.dot: the mayor asked" */
static enum err log_sharing(const struct sharing_format *format, const struct parcel *parcel, const char *path,
                            const char *reason, struct why *why)
{
    struct buf sentence = { 0 }, summary = { 0 }, what = { 0 };
    bool has_reason = reason && reason[0];
    enum err e = parcel_summary(parcel, &summary);

    if (!e)
        e = buf_printf(&sentence, _("Exported as %s (profile %s): %s, to %s%s%s"), format->name,
                       profile_name(parcel->profile), buf_text(&summary), path, has_reason ? ": " : "",
                       has_reason ? reason : "");
    if (!e)
        e = buf_printf(&what, "%s (%s)", buf_text(&summary), format->name);
    if (!e)
        e = exported_note(parcel->store,
                          &(struct exported){ .what = buf_text(&what),
                                              .path = path,
                                              .profile = profile_name(parcel->profile),
                                              .reason = reason,
                                              .records = parcel_leaving(parcel) },
                          buf_text(&sentence), why);
    buf_release(&what);
    buf_release(&sentence);
    buf_release(&summary);
    return e;
}

static enum err write_file(const char *path, const struct buf *text, struct why *why)
{
    struct buf temporary = { 0 };
    enum err e = buf_printf(&temporary, "%s.new-%ld", path, (long)getpid());

    if (!e && !(e = path_write_file(buf_text(&temporary), buf_text(text), text->len, why)))
        e = export_settle(buf_text(&temporary), path, false, why);
    if (temporary.len > 0)
        unlink(buf_text(&temporary)); /* the second name after a link; there is none after a rename */
    buf_release(&temporary);
    return e;
}

static enum err write_folder(const char *path, const struct sharing_files *files, struct why *why)
{
    struct buf name = { 0 };
    enum err e = OK;

    if (mkdir(path, 0700) != 0)
        return why_errno(why, errno, N_("The folder %s cannot be made"), path);
    for (int i = 0; i < files->count && !e; i++) {
        buf_clear(&name);
        if (!(e = path_join(&name, path, files->items[i].name)))
            e = write_file(buf_text(&name), &files->items[i].text, why);
    }
    buf_release(&name);
    return e;
}

static bool is_folder(const struct sharing_format *format)
{
    return format->ending[0] == '\0';
}

static enum err check_target(const struct sharing_format *format, const char *path, struct why *why)
{
    if (!is_folder(format))
        return export_check_target(path, false, why);
    return path_exists(path)
               ? why_set(why, E_CONFLICT, N_("\"%s\" is there already: choose a name for a new folder."), path)
               : OK;
}

enum err sharing_save(const struct sharing_format *format, const struct parcel *parcel, const char *path,
                      const char *reason, struct why *why)
{
    struct sharing_files files = { 0 };
    enum err e;

    if ((e = check_target(format, path, why)) || (e = format->write(parcel, &files, why)) ||
        (e = log_sharing(format, parcel, path, reason, why)))
        goto done;
    e = is_folder(format) ? write_folder(path, &files, why) : write_file(path, &files.items[0].text, why);
done:
    sharing_files_release(&files);
    return e == E_MEMORY ? why_set(why, e, N_("There is no memory left to write the file.")) : e;
}

enum err sharing_export(struct store *store, const struct sharing_format *format, const struct parcel_wish *wish,
                        const char *path, const char *reason, size_t *leaving, struct why *why)
{
    struct parcel parcel = { 0 };
    enum err e;

    *leaving = 0;
    if ((e = check_target(format, path, why)) || (e = parcel_pack(store, wish, &parcel, why)))
        return e;
    *leaving = parcel_leaving(&parcel);
    e = sharing_save(format, &parcel, path, reason, why);
    parcel_release(&parcel);
    return e;
}
