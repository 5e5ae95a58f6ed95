/*
 * HSDS 1.x as the Ohana API writes it: every file and column. Its ids are small numbers, told apart by the name of the
 * source. It is read only; what came goes out as HSDS 3.0. A service says only where it is given: who gives it is the
 * organisation of that place.
 */
#include "directory_in.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define ID                             \
    {                                  \
        .heading = "id", .how = HOW_ID \
    }
#define KEPT(name)                       \
    {                                    \
        .heading = name, .how = HOW_KEPT \
    }

static const struct column organizations[] = {
    ID,
    KEPT("accreditations"),
    { .heading = "alternate_name", .how = HOW_FIELD, .field = "alt_names" },
    { .heading = "date_incorporated", .how = HOW_DAY, .field = "founded" },
    { .heading = "description", .how = HOW_FIELD, .field = "description" },
    { .heading = "email", .how = HOW_FIELD, .field = "email" },
    KEPT("funding_sources"),
    { .heading = "legal_status", .how = HOW_FIELD, .field = "legal_form" },
    KEPT("licenses"),
    { .heading = "name", .how = HOW_FIELD, .field = "name" },
    KEPT("tax_id"),
    KEPT("tax_status"),
    { .heading = "website", .how = HOW_FIELD, .field = "website" },
};
static const struct view organization_views[] = {
    { .kind = VIEW_RECORD,
      .type = "party",
      .which = WHICH_ORGANISATIONS,
      .fixed = "kind=org",
      .name_from = "alternate_name;id" },
};

static const struct column programs[] = {
    ID,
    { .heading = "organization_id", .how = HOW_LINK, .field = "lead_party", .sheet = "organizations" },
    { .heading = "name", .how = HOW_FIELD, .field = "title" },
    KEPT("alternate_name"),
};
static const struct view program_views[] = {
    { .kind = VIEW_RECORD, .type = "programme", .fixed = "status=active", .name_from = "alternate_name;id" },
};

static const struct column locations[] = {
    ID,
    { .heading = "organization_id", .how = HOW_WORKS_HERE, .sheet = "organizations" },
    { .heading = "accessibility", .how = HOW_LINES, .field = "access" },
    KEPT("admin_emails"),
    { .heading = "alternate_name", .how = HOW_FIELD, .field = "alt_names" },
    { .heading = "description", .how = HOW_LINES, .field = "note" },
    KEPT("email"),
    KEPT("languages"),
    { .heading = "latitude", .how = HOW_FIELD, .field = "latitude" },
    { .heading = "longitude", .how = HOW_FIELD, .field = "longitude" },
    { .heading = "name", .how = HOW_FIELD, .field = "name" },
    KEPT("short_desc"),
    { .heading = "transportation", .how = HOW_LINES, .field = "access" },
    KEPT("website"),
    KEPT("virtual"),
};
static const struct view location_views[] = {
    { .kind = VIEW_RECORD, .type = "place", .which = WHICH_SITES, .name_from = "alternate_name;short_desc;id" },
};

static const struct column addresses[] = {
    ID,
    { .heading = "location_id", .how = HOW_SELF, .sheet = "locations" },
    { .heading = "address_1", .how = HOW_ADDRESS, .field = "address", .words = "1" },
    { .heading = "address_2", .how = HOW_ADDRESS, .field = "address", .words = "2" },
    { .heading = "city", .how = HOW_ADDRESS, .field = "address", .words = "city" },
    { .heading = "state_province", .how = HOW_ADDRESS, .field = "address", .words = "state" },
    { .heading = "postal_code", .how = HOW_FIELD, .field = "postcode" },
    KEPT("country"),
};
static const struct view address_views[] = {
    { .kind = VIEW_PART, .type = "place", .which = WHICH_ADDRESSED },
};

/* Where post goes, which may be another town. */
static const struct column mail_addresses[] = {
    ID,
    { .heading = "location_id", .how = HOW_LINK, .field = "place", .sheet = "locations" },
    { .heading = "attention", .how = HOW_FIELD, .field = "label" },
    { .heading = "address_1", .how = HOW_ADDRESS, .field = "value", .words = "1" },
    { .heading = "address_2", .how = HOW_ADDRESS, .field = "value", .words = "2" },
    { .heading = "city", .how = HOW_ADDRESS, .field = "value", .words = "city" },
    { .heading = "state_province", .how = HOW_ADDRESS, .field = "value", .words = "state" },
    { .heading = "postal_code", .how = HOW_ADDRESS, .field = "value", .words = "code" },
    KEPT("country"),
};
static const struct view mail_address_views[] = {
    { .kind = VIEW_RECORD, .type = "contact_point", .fixed = "channel=post;is_public=yes" },
};

/* Areas by the beginning of a number of the Open Eligibility taxonomy. */
#define AREAS                                                                                     \
    "101=social_services;102=social_services;103=social_services;104=social_services;106=health;" \
    "107=social_services;108=social_services;109=education;110=business;111=social_services"
static const struct column services[] = {
    ID,
    { .heading = "location_id", .how = HOW_LINK, .field = "places", .also = "party", .sheet = "locations" },
    { .heading = "program_id", .how = HOW_LINK, .field = "programme", .sheet = "programs" },
    KEPT("accepted_payments"),
    { .heading = "alternate_name", .how = HOW_FIELD, .field = "alt_names" },
    { .heading = "application_process", .how = HOW_FIELD, .field = "how_to_access" },
    { .heading = "description", .how = HOW_FIELD, .field = "description" },
    { .heading = "eligibility", .how = HOW_FIELD, .field = "eligibility" },
    { .heading = "audience", .how = HOW_LINES, .field = "eligibility" },
    { .heading = "email", .how = HOW_FIELD, .field = "email" },
    { .heading = "fees", .how = HOW_FIELD, .field = "fees" },
    KEPT("funding_sources"),
    { .heading = "interpretation_services", .how = HOW_FIELD, .field = "interpretation" },
    KEPT("keywords"),
    { .heading = "languages", .how = HOW_WORDS, .field = "languages" },
    { .heading = "name", .how = HOW_FIELD, .field = "name" },
    { .heading = "required_documents", .how = HOW_FIELD, .field = "required_documents" },
    KEPT("service_areas"),
    { .heading = "status", .how = HOW_FIELD, .field = "status" },
    { .heading = "wait_time", .how = HOW_FIELD, .field = "wait_time" },
    { .heading = "website", .how = HOW_FIELD, .field = "website" },
    { .heading = "taxonomy_ids", .how = HOW_WORDS, .field = "areas", .words = AREAS },
};
static const struct view service_views[] = {
    { .kind = VIEW_RECORD, .type = "service", .name_from = "alternate_name;id" },
};

static const struct column contacts[] = {
    ID,
    { .heading = "location_id", .how = HOW_LINK, .field = "parent", .sheet = "locations" },
    { .heading = "organization_id", .how = HOW_LINK, .field = "parent", .sheet = "organizations" },
    { .heading = "service_id", .how = HOW_LINK, .field = "parent", .sheet = "services" },
    { .heading = "name", .how = HOW_FIELD, .field = "name" },
    { .heading = "title", .how = HOW_FIELD, .field = "job_title" },
    { .heading = "email", .how = HOW_FIELD, .field = "email" },
    { .heading = "department", .how = HOW_FIELD, .field = "department" },
};
static const struct view contact_views[] = {
    { .kind = VIEW_RECORD,
      .type = "party",
      .which = WHICH_PEOPLE,
      .fixed = "kind=person",
      .name_from = "title;department;email;id" },
};

static const struct column phones[] = {
    ID,
    { .heading = "contact_id", .how = HOW_LINK, .field = "party", .sheet = "contacts" },
    { .heading = "location_id", .how = HOW_LINK, .field = "place", .sheet = "locations" },
    { .heading = "organization_id", .how = HOW_LINK, .field = "party", .sheet = "organizations" },
    { .heading = "service_id", .how = HOW_LINK, .field = "service", .sheet = "services" },
    KEPT("country_prefix"),
    { .heading = "department", .how = HOW_FIELD, .field = "label" },
    { .heading = "number", .how = HOW_NUMBER, .field = "value" },
    { .heading = "extension", .how = HOW_EXTENSION, .field = "value" },
    { .heading = "number_type",
      .how = HOW_WORD,
      .field = "channel",
      .words = "voice=phone;hotline=phone;tty=tty;sms=sms;fax=fax" },
    KEPT("vanity_number"),
};
static const struct view phone_views[] = {
    { .kind = VIEW_RECORD, .type = "contact_point", .which = WHICH_CALLED, .fixed = "is_public=yes" },
};

static const struct column regular_schedules[] = {
    ID,
    { .heading = "location_id", .how = HOW_LINK, .field = "place", .sheet = "locations" },
    { .heading = "service_id", .how = HOW_LINK, .field = "service", .sheet = "services" },
    { .heading = "weekday", .how = HOW_FIELD, .field = "days" },
    { .heading = "opens_at", .how = HOW_TIME, .field = "opens" },
    { .heading = "closes_at", .how = HOW_TIME, .field = "closes" },
};
static const struct column holiday_schedules[] = {
    ID,
    { .heading = "location_id", .how = HOW_LINK, .field = "place", .sheet = "locations" },
    { .heading = "service_id", .how = HOW_LINK, .field = "service", .sheet = "services" },
    { .heading = "start_date", .how = HOW_DAY, .field = "valid_from", .also = "rrule" },
    { .heading = "end_date", .how = HOW_DAY, .field = "valid_to", .also = "note" },
    { .heading = "closed", .how = HOW_WORD, .field = "closed", .words = "true=yes;false=no" },
    { .heading = "opens_at", .how = HOW_TIME, .field = "opens" },
    { .heading = "closes_at", .how = HOW_TIME, .field = "closes" },
};
static const struct view opening_views[] = {
    { .kind = VIEW_RECORD, .type = "opening" },
};

static const struct column taxonomy[] = {
    { .heading = "taxonomy_id", .how = HOW_ID },
    KEPT("name"),
    { .heading = "parent_id", .how = HOW_KEPT, .sheet = "taxonomy" },
    KEPT("parent_name"),
};
static const struct view kept_views[] = { { .kind = VIEW_KEPT } };

#define TABLE(column_list, view_list)                                                                          \
    {                                                                                                          \
        .name = #column_list, .columns = column_list, .column_count = LENGTH(column_list), .views = view_list, \
        .view_count = LENGTH(view_list)                                                                        \
    }
static const struct directory_table tables[] = {
    TABLE(organizations, organization_views),
    TABLE(programs, program_views),
    TABLE(locations, location_views),
    TABLE(addresses, address_views),
    TABLE(mail_addresses, mail_address_views),
    TABLE(services, service_views),
    TABLE(contacts, contact_views),
    TABLE(phones, phone_views),
    TABLE(regular_schedules, opening_views),
    TABLE(holiday_schedules, opening_views),
    TABLE(taxonomy, kept_views),
};

const struct standard_rules standard_ohana = {
    .key = "hsds1",
    .title = "HSDS 1.x (Ohana)",
    .tables = tables,
    .table_count = LENGTH(tables),
    .is_counted = true,
};
