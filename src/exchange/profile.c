/*
 * The table of what may leave, for whom: one row for each record type, every field of it named once. A new type or
 * field that nobody has placed here stays at home, and a test names it.
 *
 * Notes, worries and evidence stay at home for everybody: what was written for ourselves was written without thinking
 * of other readers. So do our own officers' names.
 */
#include <string.h>

#include "profile_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

static const struct profile_row rows[] = {
    /* --- stakeholders --- */
    { .type = "party",
      .least = PROFILE_PUBLIC,
      .by_sens = true,
      .everybody = "name;kind;org_type;acronym;alt_names;parent;job_title;department;sectors;levels;audience;languages;"
                   "places;description;phone;email;website;address;postcode;body_kind;mandate;meets;quorum;status;"
                   "legal_form;founded;ext_ids",
      .partners = "contact_by;terms;staff_band;verified_on",
      .team = "first_contact_on;do_not_contact;sens;source",
      .home = "verified_by;vetting_on;same_as" },
    { .type = "contact_point",
      .least = PROFILE_PUBLIC,
      .by_sens = true,
      .with = "party;service;place",
      .everybody = "party;service;place;channel;value;label;hours;is_public;is_emergency",
      .partners = "verified_on",
      .team = "sens;source",
      .home = "note" },
    { .type = "relationship",
      .least = PROFILE_PUBLIC,
      .by_sens = true,
      .with = "from_party;to_party",
      .everybody = "from_party;type;to_party;direction;valid_from;valid_to",
      .partners = "strength",
      .team = "confidence;sens;source",
      .home = "note" },
    { .type = "engagement",
      .least = PROFILE_PUBLIC,
      .by_sens = true,
      .with = "parties",
      .everybody = "title;held_on;type;parties;body;purpose;place",
      .partners = "absent;starts_at;minutes;activity;reference",
      .team = "summary;mood;next_due;sens",
      .home = "risk_note;officer" },
    { .type = "service",
      .least = PROFILE_PUBLIC,
      .by_sens = true,
      .everybody = "name;party;programme;alt_names;description;levels;areas;audience;eligibility;min_age;max_age;"
                   "languages;interpretation;how_to_access;required_documents;fees;wait_time;places;address;schedule;"
                   "phone;email;website;status;accreditation",
      .partners = "takes_referrals;capacity_available;capacity_max;capacity_on;alert;alert_until;verified_on",
      .team = "address_hidden;sens;source",
      .home = "verified_by" },
    { .type = "agreement",
      .least = PROFILE_PARTNER,
      .with = "parties",
      .partners = "kind;title;status;signed_on;valid_from;valid_to;review_on;renews;legal_basis;data_categories;"
                  "retention_days;parties",
      .team = "purposes;signatories;file_name;file_sha256;where_kept" },
    { .type = "place",
      .least = PROFILE_PUBLIC,
      .everybody = "name;kind;parent;alt_names;address;postcode;postcodes;ext_ids;latitude;longitude;population;access",
      .team = "address_hidden;source",
      .home = "note" },
    { .type = "party_name",
      .least = PROFILE_PUBLIC,
      .by_sens = true,
      .with = "party",
      .everybody = "party;name;acronym;language;script",
      .team = "sens;source" },
    { .type = "seat",
      .least = PROFILE_PUBLIC,
      .by_sens = true,
      .with = "body;party;person",
      .everybody = "body;party;person;role;valid_from;valid_to",
      .team = "sens;source",
      .home = "note" },
    { .type = "opening",
      .least = PROFILE_PUBLIC,
      .with = "service;place",
      .everybody = "service;place;days;opens;closes;closed;valid_from;valid_to;rrule;note" },
    { .type = "signatory", .least = PROFILE_TEAM, .with = "agreement", .team = "agreement;party;person;name;role;on" },
    /* How the office sees others, and how it works on its map, is for itself. */
    { .type = "party_assessment" },
    { .type = "mapping_round" },
    { .type = "mapping_answer" },
    { .type = "duplicate_decision" },
    { .type = "outside_row" },
    /* --- programmes --- */
    { .type = "programme",
      .least = PROFILE_PUBLIC,
      .by_sens = true,
      .everybody = "title;status;levels;areas;city_role;target;audience;places;lead_party;partners;planned_from;"
                   "planned_to;actual_from;actual_to;reference",
      .partners = "visibility;harms;rationale;exit_plan",
      .team = "consulted;sens;source",
      .home = "owner;evidence;do_no_harm" },
    { .type = "activity",
      .least = PROFILE_PUBLIC,
      .by_sens = true,
      .everybody = "title;programme;type;status;planned_on;held_from;held_to;place;lead_party;reference",
      .partners = "hours",
      .team = "cost;sens",
      .home = "lead;note" },
    { .type = "participation_count",
      .least = PROFILE_TEAM,
      .with = "activity",
      .team = "activity;sex;age_band;place;language;group_tag;reached;registered;attended;completed;method;basis;"
              "counted_on;source",
      .home = "note" },
    { .type = "practice",
      .least = PROFILE_PUBLIC,
      .everybody = "city;country;levels;areas;summary;source",
      .partners = "contact",
      .home = "our_note" },
    /* --- training: who took part is nobody else's business --- */
    { .type = "course",
      .least = PROFILE_PUBLIC,
      .everybody = "title;reference;competencies;method;hours;audience;objectives;is_tot;refresher_of;valid_months;"
                   "pass_mark;min_attendance;languages;adapted_from;provider",
      .home = "note" },
    { .type = "session",
      .least = PROFILE_PARTNER,
      .with = "course",
      .partners = "course;starts_on;ends_on;starts_at;ends_at;place;provider;capacity;language;open_to;status;hours;"
                  "reference",
      .team = "cost;activity",
      .home = "trainers;note" },
    { .type = "enrolment" },
    { .type = "attendance" },
    /* --- the office's own --- */
    { .type = "task" },
    { .type = "officer" },
    { .type = "office" },
    { .type = "casework_limit" },
    { .type = "vocabulary" },
    { .type = "legal_register" },
    { .type = "exported_file" },
    { .type = "code_acceptance" },
    /* --- casework --- */
    { .type = "episode" },
    { .type = "episode_step" },
    { .type = "referral" },
    { .type = "referral_step" },
    { .type = "panel_meeting" },
    { .type = "panel_member" },
    { .type = "panel_item" },
    { .type = "panel_conflict" },
    { .type = "panel_contribution" },
    { .type = "panel_action" },
    { .type = "advice_contact" },
    { .type = "contact_attempt" },
    { .type = "consent" },
    { .type = "assessment" },
    { .type = "assessment_item" },
    { .type = "family_member" },
    { .type = "sharing" },
    { .type = "disagreement" },
    { .type = "complaint" },
    { .type = "access_request" },
    { .type = "decision" },
    { .type = "support_plan" },
    { .type = "plan_action" },
    { .type = "support_session" },
    { .type = "review" },
    { .type = "review_change" },
    { .type = "closure" },
    { .type = "copy" },
    { .type = "closed_case" },
    { .type = "equality_tally" },
};
enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

static const struct {
    const char *name, *label;
} profiles[PROFILE_COUNT] = {
    [PROFILE_NONE] = { "", N_("Without a profile: all that is chosen") },
    [PROFILE_PUBLIC] = { "public", N_("Everybody: what is marked public") },
    [PROFILE_PARTNER] = { "partner", N_("Partners: what is marked public or for partners") },
    [PROFILE_TEAM] = { "team", N_("The team: everything but what is restricted") },
};

static const char *const stays[STAY_COUNT] = {
    [STAY_NOT] = N_("leave"),
    [STAY_TYPE] = N_("of a kind that never leaves this way"),
    [STAY_PARTNER] = N_("for partners only"),
    [STAY_TEAM] = N_("for the team only"),
    [STAY_RESTRICTED] = N_("restricted"),
    [STAY_PRIVATE] = N_("not to be published"),
    [STAY_NO_CONTACT] = N_("not to be contacted"),
    [STAY_HIDDEN] = N_("where the address is not given out"),
    [STAY_TENSION] = N_("about a tension"),
    [STAY_SAME] = N_("the same as another record"),
    [STAY_PERSON] = N_("about people, for whom this file has no place"),
    [STAY_CLOSED] = N_("closed"),
    [STAY_OTHER] = N_("because what they belong to stays"),
    [STAY_THEN] = N_("not in force on that day"),
    [STAY_PEOPLE] = N_("about people who are not public"),
    [STAY_NOBODY] = N_("of no organisation that leaves"),
    [STAY_KIND] = N_("of a kind for which this file has no place"),
    [STAY_NAMED] = N_("told by name only, where a service covers them"),
};

bool profile_find(const char *name, enum profile *out)
{
    for (int i = PROFILE_PUBLIC; i < PROFILE_COUNT; i++) {
        if (strcmp(name, profiles[i].name) == 0) {
            *out = (enum profile)i;
            return true;
        }
    }
    return false;
}

const char *profile_name(enum profile profile)
{
    return profiles[profile].name;
}

const char *profile_label(enum profile profile)
{
    return profiles[profile].label;
}

const char *stay_label(enum stay stay)
{
    return stays[stay];
}

const struct profile_row *profile_row_of(const struct record_type *type)
{
    for (int i = 0; i < ROW_COUNT; i++) {
        if (strcmp(rows[i].type, type->key) == 0)
            return &rows[i];
    }
    return NULL;
}

bool profile_takes_type(enum profile profile, const struct record_type *type)
{
    const struct profile_row *row = profile_row_of(type);

    return profile == PROFILE_NONE || (row && row->least != PROFILE_NONE && profile >= row->least);
}

bool profile_takes_field(enum profile profile, const struct record_type *type, int field)
{
    const struct profile_row *row = profile_row_of(type);
    const char *key = type->fields[field].key;

    if (type->fields[field].flags & FIELD_SEALED)
        return false;
    if (profile == PROFILE_NONE)
        return true;
    if (!row || !profile_takes_type(profile, type))
        return false;
    return text_list_has(row->everybody, key) || (profile >= PROFILE_PARTNER && text_list_has(row->partners, key)) ||
           (profile >= PROFILE_TEAM && text_list_has(row->team, key));
}

/* --- the checker --- */
static int check_list(const struct record_type *type, const char *list, struct buf *out)
{
    int wrong = 0;

    while (list && *list) {
        int len = (int)strcspn(list, ";");
        char key[80] = "";

        if (len < (int)sizeof key)
            memcpy(key, list, (size_t)len);
        if (field_find(type, key) < 0 && ++wrong && buf_printf(out, "%s has no field %.*s\n", type->key, len, list))
            return wrong;
        list += len + (list[len] == ';');
    }
    return wrong;
}

static int check_fields(const struct record_type *type, const struct profile_row *row, struct buf *out)
{
    const char *const lists[] = { row->everybody, row->partners, row->team, row->home };
    int wrong = check_list(type, row->with, out);

    for (int i = 0; i < 4; i++)
        wrong += check_list(type, lists[i], out);
    for (int field = 0; row->least != PROFILE_NONE && field < type->field_count; field++) {
        int named = 0;

        for (int i = 0; i < 4; i++)
            named += text_list_has(lists[i], type->fields[field].key);
        if (named != 1 && ++wrong &&
            buf_printf(out, "%s.%s stands in %d lists\n", type->key, type->fields[field].key, named))
            return wrong;
    }
    return wrong;
}

int profile_check(const struct catalogue *catalogue, struct buf *out)
{
    int wrong = 0;

    for (size_t i = 0; i < catalogue->count; i++) {
        const struct profile_row *row = profile_row_of(catalogue->types[i]);

        if (row)
            wrong += check_fields(catalogue->types[i], row, out);
        else if (++wrong && buf_printf(out, "%s has no row\n", catalogue->types[i]->key))
            return wrong;
        if (row && row->by_sens && field_find(catalogue->types[i], "sens") < 0 && ++wrong &&
            buf_printf(out, "%s has no sens\n", catalogue->types[i]->key))
            return wrong;
    }
    return wrong;
}
