/*
 * HSDS 3.0 as a tabular data package (openreferral/specification, 2024-05): every table and column, and which field of
 * which record it is. Import and export both read this, so a column that comes in goes out again. HOW_KEPT: no field
 * here says the same; the cell is kept beside the record and given back.
 *
 * What the standard puts into a table of its own and we into a field (a phone or an address of the record itself) is a
 * second view of that table. Contact points of other kinds than telephones have no table there and stay.
 */
#include "directory_in.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define ID                                                                    \
    {                                                                         \
        .heading = "id", .how = HOW_ID, .flags = COLUMN_NEEDED | COLUMN_SHOWN \
    }
#define KEPT(name)                       \
    {                                    \
        .heading = name, .how = HOW_KEPT \
    }

/* --- records --- */
static const struct column organizations[] = {
    ID,
    { .heading = "name", .how = HOW_FIELD, .field = "name", .flags = COLUMN_NEEDED },
    { .heading = "alternate_name", .how = HOW_FIELD, .field = "alt_names" },
    { .heading = "description",
      .how = HOW_FIELD,
      .field = "description",
      .otherwise = "{name}",
      .flags = COLUMN_NEEDED },
    { .heading = "email", .how = HOW_FIELD, .field = "email" },
    { .heading = "website", .how = HOW_FIELD, .field = "website" },
    KEPT("tax_status"),
    KEPT("tax_id"),
    { .heading = "year_incorporated", .how = HOW_YEAR, .field = "founded", .flags = COLUMN_NUMBER },
    { .heading = "legal_status", .how = HOW_FIELD, .field = "legal_form" },
    KEPT("logo"),
    KEPT("uri"),
    { .heading = "parent_organization_id", .how = HOW_LINK, .field = "parent", .sheet = "organizations" },
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
    { .heading = "name", .how = HOW_FIELD, .field = "title", .flags = COLUMN_NEEDED },
    KEPT("alternate_name"),
    { .heading = "description", .how = HOW_KEPT, .otherwise = "{title}", .flags = COLUMN_NEEDED },
};
static const struct view program_views[] = {
    { .kind = VIEW_RECORD, .type = "programme", .fixed = "status=active", .name_from = "alternate_name;id" },
};

static const struct column services[] = {
    ID,
    { .heading = "organization_id",
      .how = HOW_LINK,
      .field = "party",
      .sheet = "organizations",
      .flags = COLUMN_NEEDED },
    { .heading = "program_id", .how = HOW_LINK, .field = "programme", .sheet = "programs" },
    { .heading = "name", .how = HOW_FIELD, .field = "name", .flags = COLUMN_NEEDED },
    { .heading = "alternate_name", .how = HOW_FIELD, .field = "alt_names" },
    { .heading = "description", .how = HOW_FIELD, .field = "description" },
    { .heading = "url", .how = HOW_FIELD, .field = "website" },
    { .heading = "email", .how = HOW_FIELD, .field = "email" },
    { .heading = "status",
      .how = HOW_WORD,
      .field = "status",
      .words = "temporarily closed=temporarily_closed",
      .otherwise = "active",
      .flags = COLUMN_NEEDED },
    { .heading = "interpretation_services", .how = HOW_FIELD, .field = "interpretation" },
    { .heading = "application_process", .how = HOW_FIELD, .field = "how_to_access" },
    { .heading = "fees_description", .how = HOW_FIELD, .field = "fees" },
    { .heading = "wait_time", .how = HOW_FIELD, .field = "wait_time" },
    KEPT("fees"),
    { .heading = "accreditations", .how = HOW_FIELD, .field = "accreditation" },
    { .heading = "eligibility_description", .how = HOW_FIELD, .field = "eligibility" },
    { .heading = "minimum_age", .how = HOW_FIELD, .field = "min_age", .flags = COLUMN_NUMBER },
    { .heading = "maximum_age", .how = HOW_FIELD, .field = "max_age", .flags = COLUMN_NUMBER },
    { .heading = "assured_date", .how = HOW_FIELD, .field = "verified_on" },
    KEPT("assurer_email"),
    KEPT("licenses"),
    { .heading = "alert", .how = HOW_FIELD, .field = "alert" },
    KEPT("last_modified"),
};
static const struct view service_views[] = {
    { .kind = VIEW_RECORD, .type = "service", .name_from = "alternate_name;id" },
};

static const struct column locations[] = {
    ID,
    { .heading = "location_type", .how = HOW_KEPT, .otherwise = "physical", .flags = COLUMN_NEEDED | COLUMN_SHOWN },
    KEPT("url"),
    { .heading = "organization_id", .how = HOW_WORKS_HERE, .sheet = "organizations", .flags = COLUMN_SHOWN },
    { .heading = "name", .how = HOW_FIELD, .field = "name", .flags = COLUMN_SHOWN },
    { .heading = "alternate_name", .how = HOW_FIELD, .field = "alt_names" },
    { .heading = "description", .how = HOW_LINES, .field = "note" },
    { .heading = "transportation", .how = HOW_LINES, .field = "access" },
    { .heading = "latitude", .how = HOW_FIELD, .field = "latitude", .flags = COLUMN_NUMBER },
    { .heading = "longitude", .how = HOW_FIELD, .field = "longitude", .flags = COLUMN_NUMBER },
    KEPT("external_identifier"),
    KEPT("external_identifier_type"),
};
static const struct column party_location[] = {
    { .heading = "organization_id", .how = HOW_SELF, .sheet = "organizations" },
    { .heading = "name", .how = HOW_SHOWN, .field = "name" },
};
static const struct column service_location[] = {
    { .heading = "organization_id", .how = HOW_LINK, .field = "party", .sheet = "organizations" },
    { .heading = "name", .how = HOW_SHOWN, .field = "name" },
};
static const struct view location_views[] = {
    { .kind = VIEW_RECORD, .type = "place", .which = WHICH_SITES, .name_from = "alternate_name;url;id" },
    { .kind = VIEW_RECORD,
      .type = "party",
      .which = WHICH_ADDRESSED,
      .columns = party_location,
      .column_count = LENGTH(party_location) },
    { .kind = VIEW_RECORD,
      .type = "service",
      .which = WHICH_ADDRESSED,
      .columns = service_location,
      .column_count = LENGTH(service_location) },
};

/* The first address of a place is its address; further ones are kept. */
static const struct column addresses[] = {
    ID,
    { .heading = "location_id", .how = HOW_SELF, .sheet = "locations" },
    KEPT("attention"),
    { .heading = "address_1",
      .how = HOW_ADDRESS,
      .field = "address",
      .words = "1",
      .otherwise = "unknown",
      .flags = COLUMN_NEEDED },
    { .heading = "address_2", .how = HOW_ADDRESS, .field = "address", .words = "2" },
    { .heading = "city",
      .how = HOW_ADDRESS,
      .field = "address",
      .words = "city",
      .otherwise = "unknown",
      .flags = COLUMN_NEEDED },
    { .heading = "region", .how = HOW_ADDRESS, .field = "address", .words = "region" },
    { .heading = "state_province",
      .how = HOW_ADDRESS,
      .field = "address",
      .words = "state",
      .otherwise = "unknown",
      .flags = COLUMN_NEEDED },
    { .heading = "postal_code", .how = HOW_FIELD, .field = "postcode", .otherwise = "unknown", .flags = COLUMN_NEEDED },
    { .heading = "country", .how = HOW_KEPT, .otherwise = "@country", .flags = COLUMN_NEEDED },
    { .heading = "address_type", .how = HOW_KEPT, .otherwise = "physical", .flags = COLUMN_NEEDED },
};
static const struct column service_address[] = {
    { .heading = "location_id", .how = HOW_SELF, .sheet = "locations" },
    { .heading = "address_1", .how = HOW_ADDRESS, .field = "address", .words = "1" },
    { .heading = "address_2", .how = HOW_ADDRESS, .field = "address", .words = "2" },
    { .heading = "city", .how = HOW_ADDRESS, .field = "address", .words = "city" },
    { .heading = "region", .how = HOW_ADDRESS, .field = "address", .words = "region" },
    { .heading = "state_province", .how = HOW_ADDRESS, .field = "address", .words = "state" },
};
static const struct view address_views[] = {
    { .kind = VIEW_PART, .type = "place", .which = WHICH_ADDRESSED },
    { .kind = VIEW_PART,
      .type = "party",
      .which = WHICH_ADDRESSED,
      .columns = addresses,
      .column_count = LENGTH(addresses) },
    { .kind = VIEW_PART,
      .type = "service",
      .which = WHICH_ADDRESSED,
      .columns = service_address,
      .column_count = LENGTH(service_address) },
};

static const struct column contacts[] = {
    ID,
    { .heading = "organization_id", .how = HOW_LINK, .field = "parent", .sheet = "organizations" },
    { .heading = "service_id", .how = HOW_LINK, .field = "parent", .sheet = "services" },
    { .heading = "service_at_location_id", .how = HOW_LINK, .field = "parent", .sheet = "service_at_location" },
    { .heading = "location_id", .how = HOW_LINK, .field = "parent", .sheet = "locations" },
    { .heading = "name", .how = HOW_FIELD, .field = "name" },
    { .heading = "title", .how = HOW_FIELD, .field = "job_title" },
    { .heading = "department", .how = HOW_FIELD, .field = "department" },
    { .heading = "email", .how = HOW_FIELD, .field = "email" },
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
    { .heading = "location_id", .how = HOW_LINK, .field = "place", .sheet = "locations" },
    { .heading = "service_id", .how = HOW_LINK, .field = "service", .sheet = "services" },
    { .heading = "organization_id", .how = HOW_LINK, .field = "party", .sheet = "organizations" },
    { .heading = "contact_id", .how = HOW_LINK, .field = "party", .sheet = "contacts" },
    { .heading = "service_at_location_id",
      .how = HOW_LINK,
      .field = "service",
      .also = "place",
      .sheet = "service_at_location" },
    { .heading = "number",
      .how = HOW_NUMBER,
      .field = "value",
      .otherwise = "unknown",
      .flags = COLUMN_NEEDED | COLUMN_NUMBER },
    { .heading = "extension", .how = HOW_EXTENSION, .field = "value", .flags = COLUMN_NUMBER },
    { .heading = "type",
      .how = HOW_WORD,
      .field = "channel",
      .words = "voice=phone;cell=mobile;text=sms;fax=fax;textphone=tty" },
    { .heading = "description", .how = HOW_LABEL, .field = "label", .also = "note" },
};
static const struct column party_phone[] = {
    { .heading = "organization_id", .how = HOW_SELF, .sheet = "organizations" },
    { .heading = "contact_id", .how = HOW_SELF, .sheet = "contacts" },
    { .heading = "number", .how = HOW_FIELD, .field = "phone" },
};
static const struct column service_phone[] = {
    { .heading = "service_id", .how = HOW_SELF, .sheet = "services" },
    { .heading = "number", .how = HOW_FIELD, .field = "phone" },
};
static const struct view phone_views[] = {
    { .kind = VIEW_RECORD, .type = "contact_point", .which = WHICH_CALLED, .fixed = "is_public=yes" },
    { .kind = VIEW_RECORD,
      .type = "party",
      .which = WHICH_PHONED,
      .columns = party_phone,
      .column_count = LENGTH(party_phone) },
    { .kind = VIEW_RECORD,
      .type = "service",
      .which = WHICH_PHONED,
      .columns = service_phone,
      .column_count = LENGTH(service_phone) },
};

static const struct column schedules[] = {
    ID,
    { .heading = "service_id", .how = HOW_LINK, .field = "service", .sheet = "services" },
    { .heading = "location_id", .how = HOW_LINK, .field = "place", .sheet = "locations" },
    { .heading = "service_at_location_id",
      .how = HOW_LINK,
      .field = "service",
      .also = "place",
      .sheet = "service_at_location" },
    { .heading = "valid_from", .how = HOW_FIELD, .field = "valid_from" },
    { .heading = "valid_to", .how = HOW_FIELD, .field = "valid_to" },
    KEPT("dtstart"),
    KEPT("timezone"),
    { .heading = "until", .how = HOW_RULE, .field = "rrule", .words = "UNTIL" },
    { .heading = "count", .how = HOW_RULE, .field = "rrule", .words = "COUNT" },
    { .heading = "wkst", .how = HOW_RULE, .field = "rrule", .words = "WKST" },
    { .heading = "freq", .how = HOW_RULE, .field = "rrule", .also = "days", .words = "FREQ" },
    { .heading = "interval",
      .how = HOW_RULE,
      .field = "rrule",
      .also = "days",
      .words = "INTERVAL",
      .flags = COLUMN_NUMBER },
    { .heading = "byday", .how = HOW_RULE, .field = "rrule", .also = "days", .words = "BYDAY" },
    { .heading = "byweekno", .how = HOW_RULE, .field = "rrule", .words = "BYWEEKNO" },
    { .heading = "bymonthday", .how = HOW_RULE, .field = "rrule", .words = "BYMONTHDAY" },
    { .heading = "byyearday", .how = HOW_RULE, .field = "rrule", .words = "BYYEARDAY" },
    { .heading = "description", .how = HOW_FIELD, .field = "note" },
    { .heading = "opens_at", .how = HOW_TIME, .field = "opens" },
    { .heading = "closes_at", .how = HOW_TIME, .field = "closes" },
    KEPT("schedule_link"),
    KEPT("attending_type"),
    KEPT("notes"),
};
static const struct view schedule_views[] = {
    { .kind = VIEW_RECORD, .type = "opening", .which = WHICH_OPEN },
};

/* --- items of a list --- */
static const struct column service_at_location[] = {
    ID,
    { .heading = "service_id", .how = HOW_OWNER, .sheet = "services" },
    { .heading = "location_id", .how = HOW_ITEM, .sheet = "locations" },
    KEPT("description"),
};
static const struct view service_at_location_views[] = {
    { .kind = VIEW_ITEMS,
      .type = "service",
      .which = WHICH_SHOWN,
      .field = "places",
      .item = ITEM_PLACE,
      .is_made = true },
};

static const struct column service_areas[] = {
    ID,
    { .heading = "service_id", .how = HOW_OWNER, .sheet = "services" },
    { .heading = "name", .how = HOW_ITEM },
    KEPT("description"),
    KEPT("extent"),
    KEPT("extent_type"),
    KEPT("uri"),
};
static const struct view service_area_views[] = {
    { .kind = VIEW_ITEMS, .type = "service", .field = "places", .item = ITEM_AREA, .is_made = true },
};

static const struct column languages[] = {
    ID,
    { .heading = "service_id", .how = HOW_OWNER, .sheet = "services" },
    { .heading = "location_id", .how = HOW_KEPT, .sheet = "locations" },
    { .heading = "phone_id", .how = HOW_KEPT, .sheet = "phones" },
    { .heading = "name", .how = HOW_ITEM },
    { .heading = "code", .how = HOW_ITEM },
    KEPT("note"),
};
static const struct view language_views[] = {
    { .kind = VIEW_ITEMS, .type = "service", .field = "languages", .item = ITEM_WORD, .is_made = true },
};

static const struct column required_documents[] = {
    ID,
    { .heading = "service_id", .how = HOW_OWNER, .sheet = "services" },
    { .heading = "document", .how = HOW_ITEM },
    KEPT("uri"),
};
static const struct view required_document_views[] = {
    { .kind = VIEW_ITEMS, .type = "service", .field = "required_documents", .item = ITEM_LINES, .is_made = true },
};

/* How one gets into a house is not for everybody to read: what was written here is not made into rows. */
static const struct column accessibility[] = {
    ID,
    { .heading = "location_id", .how = HOW_OWNER, .sheet = "locations" },
    { .heading = "description", .how = HOW_ITEM },
    { .heading = "details", .how = HOW_ITEM },
    KEPT("url"),
};
static const struct view accessibility_views[] = {
    { .kind = VIEW_ITEMS, .type = "place", .field = "access", .item = ITEM_LINES },
};

static const struct column organization_identifiers[] = {
    ID,
    { .heading = "organization_id", .how = HOW_OWNER, .sheet = "organizations" },
    { .heading = "identifier_scheme", .how = HOW_ITEM },
    { .heading = "identifier_type", .how = HOW_ITEM, .flags = COLUMN_NEEDED },
    { .heading = "identifier", .how = HOW_ITEM, .flags = COLUMN_NEEDED },
};
static const struct view organization_identifier_views[] = {
    { .kind = VIEW_ITEMS,
      .type = "party",
      .which = WHICH_ORGANISATIONS,
      .field = "ext_ids",
      .item = ITEM_TAG,
      .is_made = true },
};

/* --- rows that are only kept: about the record they name first --- */
static const struct column cost_options[] = {
    ID,
    { .heading = "service_id", .how = HOW_KEPT, .sheet = "services" },
    KEPT("valid_from"),
    KEPT("valid_to"),
    KEPT("option"),
    KEPT("currency"),
    { .heading = "amount", .how = HOW_KEPT, .flags = COLUMN_NUMBER },
    KEPT("amount_description"),
};
static const struct column funding[] = {
    ID,
    { .heading = "organization_id", .how = HOW_KEPT, .sheet = "organizations" },
    { .heading = "service_id", .how = HOW_KEPT, .sheet = "services" },
    KEPT("source"),
};
static const struct column attributes[] = {
    ID,
    { .heading = "link_id", .how = HOW_KEPT, .sheet = "*" },
    { .heading = "taxonomy_term_id", .how = HOW_KEPT, .sheet = "taxonomy_terms" },
    { .heading = "link_type", .how = HOW_KEPT, .flags = COLUMN_NEEDED },
    KEPT("link_entity"),
    KEPT("value"),
};
static const struct column taxonomies[] = {
    ID,
    { .heading = "name", .how = HOW_KEPT, .flags = COLUMN_NEEDED },
    { .heading = "description", .how = HOW_KEPT, .flags = COLUMN_NEEDED },
    KEPT("uri"),
    KEPT("version"),
};
static const struct column taxonomy_terms[] = {
    ID,
    KEPT("code"),
    { .heading = "name", .how = HOW_KEPT, .flags = COLUMN_NEEDED },
    { .heading = "description", .how = HOW_KEPT, .flags = COLUMN_NEEDED },
    { .heading = "parent_id", .how = HOW_KEPT, .sheet = "taxonomy_terms" },
    KEPT("taxonomy"),
    KEPT("language"),
    { .heading = "taxonomy_id", .how = HOW_KEPT, .sheet = "taxonomies" },
    KEPT("term_uri"),
};
static const struct column metadata[] = {
    ID,
    { .heading = "resource_id", .how = HOW_KEPT, .sheet = "*", .flags = COLUMN_NEEDED },
    { .heading = "resource_type", .how = HOW_KEPT, .flags = COLUMN_NEEDED },
    { .heading = "last_action_date", .how = HOW_KEPT, .flags = COLUMN_NEEDED },
    { .heading = "last_action_type", .how = HOW_KEPT, .flags = COLUMN_NEEDED },
    { .heading = "field_name", .how = HOW_KEPT, .flags = COLUMN_NEEDED },
    { .heading = "previous_value", .how = HOW_KEPT, .flags = COLUMN_NEEDED },
    { .heading = "replacement_value", .how = HOW_KEPT, .flags = COLUMN_NEEDED },
    { .heading = "updated_by", .how = HOW_KEPT, .flags = COLUMN_NEEDED },
};
static const struct column meta_table_descriptions[] = {
    ID,
    KEPT("name"),
    KEPT("language"),
    KEPT("character_set"),
};
static const struct view kept_views[] = { { .kind = VIEW_KEPT } };

#define TABLE(column_list, alias, view_list)                                                               \
    {                                                                                                      \
        .name = #column_list, .other = alias, .columns = column_list, .column_count = LENGTH(column_list), \
        .views = view_list, .view_count = LENGTH(view_list)                                                \
    }
/* In the order in which rows name each other. */
static const struct directory_table tables[] = {
    TABLE(organizations, "organization", organization_views),
    TABLE(programs, "program", program_views),
    TABLE(locations, "location", location_views),
    TABLE(addresses, "address", address_views),
    TABLE(services, "service", service_views),
    TABLE(service_at_location, "service_at_locations", service_at_location_views),
    TABLE(contacts, "contact", contact_views),
    TABLE(phones, "phone", phone_views),
    TABLE(schedules, "schedule", schedule_views),
    TABLE(languages, "language", language_views),
    TABLE(service_areas, "service_area", service_area_views),
    TABLE(required_documents, "required_document", required_document_views),
    TABLE(accessibility, "accessibilities", accessibility_views),
    TABLE(organization_identifiers, "organization_identifier", organization_identifier_views),
    TABLE(cost_options, "cost_option", kept_views),
    TABLE(funding, "fundings", kept_views),
    TABLE(taxonomies, "taxonomy", kept_views),
    TABLE(taxonomy_terms, "taxonomy_term", kept_views),
    TABLE(attributes, "attribute", kept_views),
    TABLE(metadata, NULL, kept_views),
    TABLE(meta_table_descriptions, "meta_table_description", kept_views),
};

const struct standard_rules standard_hsds3 = {
    .key = "hsds3",
    .title = "HSDS 3.0",
    .tables = tables,
    .table_count = LENGTH(tables),
    .is_packaged = true,
};
