/*
 * Stakeholders: organisations, units, bodies, informal groups, and people in a public or professional role. A
 * training's participant is a party of kind person. The main phone, mail and address stand here, where a spreadsheet
 * has them; further ones are contact points. A person who was referred never becomes a party, and nothing here holds
 * faith, opinion or origin.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    PARTY_NAME,
    PARTY_KIND,
    PARTY_ORG_TYPE,
    PARTY_ACRONYM,
    PARTY_ALT_NAMES,
    PARTY_PARENT,
    PARTY_JOB_TITLE,
    PARTY_DEPARTMENT,
    PARTY_SECTORS,
    PARTY_LEVELS,
    PARTY_AUDIENCE,
    PARTY_LANGUAGES,
    PARTY_PLACES,
    PARTY_DESCRIPTION,
    PARTY_PHONE,
    PARTY_EMAIL,
    PARTY_WEBSITE,
    PARTY_ADDRESS,
    PARTY_POSTCODE,
    PARTY_CONTACT_BY,
    PARTY_BODY_KIND,
    PARTY_MANDATE,
    PARTY_MEETS,
    PARTY_QUORUM,
    PARTY_TERMS,
    PARTY_STATUS,
    PARTY_LEGAL_FORM,
    PARTY_FOUNDED,
    PARTY_STAFF_BAND,
    PARTY_EXT_IDS,
    PARTY_SAME_AS,
    PARTY_FIRST_CONTACT_ON,
    PARTY_VERIFIED_ON,
    PARTY_VERIFIED_BY,
    PARTY_VETTING_ON,
    PARTY_DO_NOT_CONTACT,
    PARTY_SENS,
    PARTY_SOURCE,
    PARTY_FIELD_COUNT
};

static const struct field party_fields[PARTY_FIELD_COUNT] = {
    [PARTY_NAME] = {
        .key = "name", .label = N_("Name"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .width = 32,
        .hint = N_("The name people here use."),
        .aliases = "charity_name;organisation;organization;org name;organisation name;organization name;"
                   "recipient org:name;full name;contact name",
    },
    [PARTY_KIND] = {
        .key = "kind", .label = N_("Kind"), .kind = FIELD_CHOICE, .vocabulary = "party_kind",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "org", .width = 12,
        .aliases = "party kind",
    },
    [PARTY_ORG_TYPE] = {
        .key = "org_type", .label = N_("Type of organisation"), .kind = FIELD_CHOICE, .vocabulary = "org_type",
        .flags = FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 15,
        .aliases = "organisation type;organization type;type",
    },
    [PARTY_ACRONYM] = {
        .key = "acronym", .label = N_("Short name"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND | FIELD_MORE, .max_len = 40,
        .aliases = "abbreviation;short_name",
    },
    [PARTY_ALT_NAMES] = {
        .key = "alt_names", .label = N_("Other names"), .kind = FIELD_TAGS,
        .flags = FIELD_FOUND | FIELD_MORE,
        .hint = N_("Former names and names in other languages and scripts."),
        .aliases = "alternate_name;alternative name;also known as;other names",
    },
    [PARTY_PARENT] = {
        .key = "parent", .label = N_("Part of"), .kind = FIELD_REFERENCE, .refers_to = "party", .among = "kind!=person",
        .back = N_("Units and people of it"),
        .flags = FIELD_FILTERED,
        .hint = N_("The larger organisation, or the one this person works for."),
        .aliases = "parent organisation;parent_organization_id;works for",
    },
    [PARTY_JOB_TITLE] = {
        .key = "job_title", .label = N_("Job title"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND | FIELD_MORE,
        .hint = N_("For a person: what they do there."),
        .aliases = "position;job;role title",
    },
    [PARTY_DEPARTMENT] = {
        .key = "department", .label = N_("Department"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND | FIELD_MORE,
    },
    [PARTY_SECTORS] = {
        .key = "sectors", .label = N_("Sectors"), .kind = FIELD_CHOICES, .vocabulary = "sector",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 15,
        .aliases = "sector;category;theme",
    },
    [PARTY_LEVELS] = {
        .key = "levels", .label = N_("Levels"), .kind = FIELD_CHOICES, .vocabulary = "level",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 10,
        .hint = N_("Several may hold at once: one piece of work can prevent and also help people come back."),
        .aliases = "level;level(s);prevention level",
    },
    [PARTY_AUDIENCE] = {
        .key = "audience", .label = N_("Whom they reach"), .kind = FIELD_CHOICES, .vocabulary = "audience",
        .flags = FIELD_FILTERED | FIELD_MORE,
        .aliases = "populations_served;target group;beneficiaries",
    },
    [PARTY_LANGUAGES] = {
        .key = "languages", .label = N_("Languages"), .kind = FIELD_CHOICES, .vocabulary = "language",
        .flags = FIELD_FILTERED | FIELD_MORE,
        .aliases = "language;languages spoken",
    },
    [PARTY_PLACES] = {
        .key = "places", .label = N_("Where they work"), .kind = FIELD_REFERENCES, .refers_to = "place",
        .flags = FIELD_FILTERED,
        .aliases = "place;works in;area served",
    },
    [PARTY_DESCRIPTION] = {
        .key = "description", .label = N_("What they do"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND,
        .aliases = "charity_activities;activities;about;comments;facilities",
    },
    [PARTY_PHONE] = {
        .key = "phone", .label = N_("Phone"), .kind = FIELD_TEXT,
        .flags = FIELD_LISTED | FIELD_FOUND, .max_len = 60, .width = 16,
        .hint = N_("The main number; more ways to reach them are contact points."),
        .aliases = "telephone;charity_contact_phone;tel;phone number",
    },
    [PARTY_EMAIL] = {
        .key = "email", .label = N_("E-mail"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND,
        .aliases = "mail;e-mail address;charity_contact_email;email address",
    },
    [PARTY_WEBSITE] = {
        .key = "website", .label = N_("Website"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND, .max_len = 300,
        .aliases = "url;web;charity_contact_web;homepage;web address;recipient org:web address",
    },
    [PARTY_ADDRESS] = {
        .key = "address", .label = N_("Address"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND, .max_len = 300,
        .aliases = "charity_contact_address;street address;postal address;recipient org:street address",
    },
    [PARTY_POSTCODE] = {
        .key = "postcode", .label = N_("Postcode"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND | FIELD_MORE, .max_len = 20,
        .aliases = "charity_contact_postcode;postal code;postal_code;zip;recipient org:postal code",
    },
    [PARTY_CONTACT_BY] = {
        .key = "contact_by", .label = N_("Reached through"), .kind = FIELD_REFERENCE, .refers_to = "party", .among = "kind=person",
        .back = N_("Reached through this person"),
        .flags = FIELD_MORE,
        .hint = N_("The person to ask for first, or who can introduce us."),
        .aliases = "contact person;primary contact",
    },
    [PARTY_BODY_KIND] = {
        .key = "body_kind", .label = N_("Kind of body"), .kind = FIELD_CHOICE, .vocabulary = "body_kind",
        .flags = FIELD_FILTERED | FIELD_MORE,
        .hint = N_("For a standing body: a committee, a council, a panel. Who sits in it are its seats."),
        .aliases = "body kind",
    },
    [PARTY_MANDATE] = {
        .key = "mandate", .label = N_("Mandate"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND | FIELD_MORE,
        .hint = N_("For a standing body: what it may decide, and who set it up."),
    },
    [PARTY_MEETS] = {
        .key = "meets", .label = N_("Meets"), .kind = FIELD_CHOICE, .vocabulary = "meeting_frequency",
        .flags = FIELD_MORE,
        .aliases = "frequency",
    },
    [PARTY_QUORUM] = {
        .key = "quorum", .label = N_("Quorum"), .kind = FIELD_NUMBER,
        .flags = FIELD_MORE, .min = 0, .max = 1000,
        .hint = N_("For a standing body: how many seats must be there for it to decide."),
    },
    [PARTY_TERMS] = {
        .key = "terms", .label = N_("Terms of reference"), .kind = FIELD_REFERENCE, .refers_to = "agreement",
        .among = "kind=tor",
        .flags = FIELD_MORE,
        .hint = N_("For a standing body: the agreement that says how it works."),
    },
    [PARTY_STATUS] = {
        .key = "status", .label = N_("Status"), .kind = FIELD_CHOICE, .vocabulary = "party_status",
        .flags = FIELD_REQUIRED | FIELD_FILTERED, .initial = "active",
        .aliases = "state",
    },
    [PARTY_LEGAL_FORM] = {
        .key = "legal_form", .label = N_("Legal form"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
        .aliases = "charity_type;legal_status;legal status",
    },
    [PARTY_FOUNDED] = {
        .key = "founded", .label = N_("Founded"), .kind = FIELD_PARTIAL_DATE,
        .flags = FIELD_MORE,
        .aliases = "date_of_registration;year_incorporated;date_incorporated;established",
    },
    [PARTY_STAFF_BAND] = {
        .key = "staff_band", .label = N_("Size"), .kind = FIELD_CHOICE, .vocabulary = "staff_band",
        .flags = FIELD_MORE,
        .aliases = "staff;employees",
    },
    [PARTY_EXT_IDS] = {
        .key = "ext_ids", .label = N_("Numbers elsewhere"), .kind = FIELD_TAGS,
        .flags = FIELD_FOUND | FIELD_MORE,
        .hint = N_("Register and number, as in GB-CHC:214927 or GB-COH:00738693."),
        .aliases = "identifiers;ext id;recipient org:identifier",
    },
    [PARTY_SAME_AS] = {
        .key = "same_as", .label = N_("The same as"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .back = N_("Duplicates linked to it"),
        .flags = FIELD_FILTERED | FIELD_MORE,
        .hint = N_("Another record of the same stakeholder, which stands for both."),
    },
    [PARTY_FIRST_CONTACT_ON] = {
        .key = "first_contact_on", .label = N_("First contact"), .kind = FIELD_DATE,
        .flags = FIELD_MORE,
        .aliases = "first contact on",
    },
    [PARTY_VERIFIED_ON] = {
        .key = "verified_on", .label = N_("Last verified"), .kind = FIELD_DATE,
        .flags = FIELD_FILTERED | FIELD_SORTED,
        .hint = N_("When somebody last made sure that this is still right."),
        .aliases = "last updated;assured_date",
    },
    [PARTY_VERIFIED_BY] = {
        .key = "verified_by", .label = N_("Verified by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_MORE,
    },
    [PARTY_VETTING_ON] = {
        .key = "vetting_on", .label = N_("Vetting valid until"), .kind = FIELD_DATE,
        .flags = FIELD_MORE,
        .hint = N_("For people who will work with children or with cases: until when their check holds."),
    },
    [PARTY_DO_NOT_CONTACT] = {
        .key = "do_not_contact", .label = N_("Do not contact"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_FILTERED | FIELD_MORE,
        .hint = N_("They asked not to be contacted, or contact could harm them."),
    },
    [PARTY_SENS] = {
        .key = "sens", .label = N_("May be shown to"), .kind = FIELD_CHOICE, .vocabulary = "sens",
        .flags = FIELD_FILTERED | FIELD_MORE, .initial = "team",
        .hint = N_("Public and partner records may leave the office in exports; team and restricted ones stay here."),
        .aliases = "sensitivity;sharing",
    },
    [PARTY_SOURCE] = {
        .key = "source", .label = N_("Source"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
        .hint = N_("Where this was learned: a person, a register, a file and its date."),
        .aliases = "data source",
    },
};

/* What only a standing body has. */
static void check_body(const struct record *party, struct problems *problems)
{
    static const int of_body[] = { PARTY_BODY_KIND, PARTY_MANDATE, PARTY_MEETS, PARTY_QUORUM, PARTY_TERMS };

    if (strcmp(record_text(party, "kind"), "body") == 0)
        return;
    for (size_t i = 0; i < sizeof of_body / sizeof of_body[0]; i++) {
        if (!rule_is_empty(party, of_body[i]))
            problems_warn(problems, of_body[i],
                          N_("%s: only a standing body has this; this record is of another kind."),
                          gettext(party->type->fields[of_body[i]].label));
    }
}

static enum err party_rule(struct record *party, const struct record *before, const struct rule_context *context,
                           struct problems *problems)
{
    bool is_person = strcmp(record_text(party, "kind"), "person") == 0;

    rule_not_itself(party, PARTY_PARENT, problems, N_("A stakeholder cannot be part of itself: name the larger one."));
    rule_not_itself(party, PARTY_CONTACT_BY, problems, N_("Name somebody else to reach this stakeholder through."));
    rule_not_itself(party, PARTY_SAME_AS, problems, N_("Name another record that stands for this one too."));
    rule_email(party, PARTY_EMAIL, problems);
    check_body(party, problems);
    if (!is_person && !rule_is_empty(party, PARTY_JOB_TITLE))
        problems_warn(problems, PARTY_JOB_TITLE,
                      N_("A job title is for a person; this record is not of the kind person."));
    if (rule_is_after_day(party, PARTY_FOUNDED, context->today))
        problems_add(problems, PARTY_FOUNDED, N_("The founding date lies in the future; check the year."));
    return rule_verified(party, before, context, PARTY_VERIFIED_ON, PARTY_VERIFIED_BY, problems);
}

const struct record_type party_type = {
    .key = "party",
    .label = N_("Organisation or person"),
    .plural = N_("Stakeholders"),
    .hint = N_("Everybody the office works with: organisations and their units, standing bodies, informal groups, and "
               "people in a public or professional role. Never a person who was referred."),
    .aliases = "stakeholder;stakeholders;organisation;organization;parties",
    .menu = MENU_STAKEHOLDERS,
    .fields = party_fields,
    .field_count = PARTY_FIELD_COUNT,
    .title_field = PARTY_NAME,
    .subtitle_field = PARTY_KIND,
    .sort = "name",
    .writers = ROLES_BUT_TRAINER,
    .match = "ext_ids|name,kind",
    .rule = party_rule,
};
