/*
 * Places: districts, neighbourhoods, sites and venues, one inside another. Coordinates are decimal degrees (WGS 84).
 * Codes of other registers stand in ext_ids as SCHEME:code, so that an import finds the place again.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    PLACE_NAME,
    PLACE_KIND,
    PLACE_PARENT,
    PLACE_ALT_NAMES,
    PLACE_ADDRESS,
    PLACE_POSTCODE,
    PLACE_POSTCODES,
    PLACE_ADDRESS_HIDDEN,
    PLACE_EXT_IDS,
    PLACE_LATITUDE,
    PLACE_LONGITUDE,
    PLACE_POPULATION,
    PLACE_ACCESS,
    PLACE_NOTE,
    PLACE_SOURCE,
    PLACE_FIELD_COUNT
};

static const struct field place_fields[PLACE_FIELD_COUNT] = {
    [PLACE_NAME] = {
        .key = "name", .label = N_("Name"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .width = 30,
        .aliases = "place;location;area_name;area name;venue;facility;community_hub",
    },
    [PLACE_KIND] = {
        .key = "kind", .label = N_("Kind"), .kind = FIELD_CHOICE, .vocabulary = "place_kind",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "site", .width = 14,
        .aliases = "location_type;place kind",
    },
    [PLACE_PARENT] = {
        .key = "parent", .label = N_("Part of"), .kind = FIELD_REFERENCE, .refers_to = "place",
        .back = N_("Places in it"),
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 18,
        .hint = N_("The larger place this one lies in."),
        .aliases = "within;district",
    },
    [PLACE_ALT_NAMES] = {
        .key = "alt_names", .label = N_("Other names"), .kind = FIELD_TAGS,
        .flags = FIELD_FOUND | FIELD_MORE,
        .hint = N_("Names in other languages and scripts, or what people call it."),
        .aliases = "alternate_name;alternative name;other names",
    },
    [PLACE_ADDRESS] = {
        .key = "address", .label = N_("Address"), .kind = FIELD_TEXT,
        .flags = FIELD_LISTED | FIELD_FOUND, .max_len = 300, .width = 24,
        .aliases = "street address;address_1;street",
    },
    [PLACE_POSTCODE] = {
        .key = "postcode", .label = N_("Postcode"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND | FIELD_MORE, .max_len = 20,
        .aliases = "postal_code;postal code;zip",
    },
    [PLACE_POSTCODES] = {
        .key = "postcodes", .label = N_("Postcodes here"), .kind = FIELD_TAGS,
        .flags = FIELD_MORE,
        .hint = N_("How postcodes of this place begin, as in M33;WA15 7: who has such a postcode is placed here."),
    },
    [PLACE_ADDRESS_HIDDEN] = {
        .key = "address_hidden", .label = N_("Address not given out"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_MORE,
        .hint = N_("For a refuge and other places that must not be found."),
    },
    [PLACE_EXT_IDS] = {
        .key = "ext_ids", .label = N_("Codes elsewhere"), .kind = FIELD_TAGS,
        .flags = FIELD_FOUND | FIELD_MORE,
        .hint = N_("Scheme and code, as in GSS:E08000009."),
        .aliases = "area_code;area code;geographic code;external_identifier",
    },
    [PLACE_LATITUDE] = {
        .key = "latitude", .label = N_("Latitude"), .kind = FIELD_DECIMAL,
        .flags = FIELD_MORE, .min = -90, .max = 90,
        .aliases = "lat;y",
    },
    [PLACE_LONGITUDE] = {
        .key = "longitude", .label = N_("Longitude"), .kind = FIELD_DECIMAL,
        .flags = FIELD_MORE, .min = -180, .max = 180,
        .aliases = "lon;lng;long;x",
    },
    [PLACE_POPULATION] = {
        .key = "population", .label = N_("Population"), .kind = FIELD_NUMBER,
        .flags = FIELD_MORE, .min = 0, .max = 2000000000,
        .aliases = "residents;inhabitants",
    },
    [PLACE_ACCESS] = {
        .key = "access", .label = N_("Access"), .kind = FIELD_NOTE,
        .flags = FIELD_MORE,
        .hint = N_("How to get in and what the building offers: step-free entrance, hearing loop, buses."),
        .aliases = "accessibility;transportation",
    },
    [PLACE_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND | FIELD_MORE,
        .aliases = "notes;comments;short_desc",
    },
    [PLACE_SOURCE] = {
        .key = "source", .label = N_("Source"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
        .hint = N_("Where this was learned: a person, a register, a file and its date."),
        .aliases = "data source",
    },
};

static enum err place_rule(struct record *place, const struct record *before, const struct rule_context *context,
                           struct problems *problems)
{
    (void)before;
    (void)context;
    rule_not_itself(place, PLACE_PARENT, problems, N_("A place cannot be part of itself: name the larger place."));
    if (rule_is_empty(place, PLACE_LATITUDE) != rule_is_empty(place, PLACE_LONGITUDE))
        problems_add(problems, rule_is_empty(place, PLACE_LATITUDE) ? PLACE_LATITUDE : PLACE_LONGITUDE,
                     N_("Latitude and longitude go together: give both or neither."));
    return OK;
}

const struct record_type place_type = {
    .key = "place",
    .label = N_("Place"),
    .plural = N_("Places"),
    .hint = N_("A district, neighbourhood, site or venue. Stakeholders work in places; meetings and trainings are held "
               "in them."),
    .aliases = "places;location",
    .menu = MENU_STAKEHOLDERS,
    .fields = place_fields,
    .field_count = PLACE_FIELD_COUNT,
    .title_field = PLACE_NAME,
    .subtitle_field = PLACE_KIND,
    .sort = "name",
    .match = "ext_ids|name,kind",
    .rule = place_rule,
};
