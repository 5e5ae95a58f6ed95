/* What may leave, for whom: the table against the catalogue, and the gate against records. */
#include "town.h"
#include "townkeep/exchange/profile.h"

/* A type or field that nobody placed would leave unasked, or never. */
static void every_type_and_every_field_is_placed(void)
{
    struct buf mistakes = { 0 };
    int count = profile_check(&domain_catalogue, &mistakes);

    if (count)
        printf("\n%s", buf_text(&mistakes));
    CU_ASSERT_EQUAL(count, 0);
    buf_release(&mistakes);
}

static void a_type_nobody_placed_is_found_and_stays(void)
{
    static const struct field fields[] = { { .key = "name", .label = "Name", .kind = FIELD_TEXT } };
    static const struct record_type fresh = { .key = "fresh", .fields = fields, .field_count = 1 };
    const struct record_type *const types[] = { &fresh };
    const struct catalogue catalogue = { .types = types, .count = 1 };
    struct buf mistakes = { 0 };

    CU_ASSERT_EQUAL(profile_check(&catalogue, &mistakes), 1);
    CU_ASSERT_STRING_EQUAL(buf_text(&mistakes), "fresh has no row\n");
    CU_ASSERT_FALSE(profile_takes_type(PROFILE_TEAM, &fresh));
    CU_ASSERT_FALSE(profile_takes_field(PROFILE_TEAM, &fresh, 0));
    CU_ASSERT_TRUE(profile_takes_field(PROFILE_NONE, &fresh, 0));
    buf_release(&mistakes);
}

static void each_circle_holds_the_one_before(void)
{
    for (size_t i = 0; i < domain_catalogue.count; i++) {
        const struct record_type *type = domain_catalogue.types[i];

        for (int profile = PROFILE_PUBLIC; profile < PROFILE_TEAM; profile++) {
            CU_ASSERT_TRUE(!profile_takes_type((enum profile)profile, type) ||
                           profile_takes_type((enum profile)(profile + 1), type));
            for (int field = 0; field < type->field_count; field++)
                CU_ASSERT_TRUE(!profile_takes_field((enum profile)profile, type, field) ||
                               profile_takes_field((enum profile)(profile + 1), type, field));
        }
    }
}

static void casework_and_what_was_written_for_ourselves_never_leave(void)
{
    for (size_t i = 0; i < domain_catalogue.count; i++) {
        const struct record_type *type = domain_catalogue.types[i];

        if (type->owner == RECORD_OF_CASE || type->readers != 0)
            CU_ASSERT_FALSE(profile_takes_type(PROFILE_TEAM, type));
        for (int field = 0; field < type->field_count; field++) {
            const char *refers_to = type->fields[field].refers_to;

            if (refers_to && strcmp(refers_to, "officer") == 0)
                CU_ASSERT_FALSE(profile_takes_field(PROFILE_TEAM, type, field));
        }
    }
    CU_ASSERT_FALSE(profile_takes_type(PROFILE_TEAM, &task_type));
    CU_ASSERT_FALSE(profile_takes_field(PROFILE_TEAM, &relationship_type, field_find(&relationship_type, "note")));
    CU_ASSERT_FALSE(profile_takes_field(PROFILE_TEAM, &engagement_type, field_find(&engagement_type, "risk_note")));
    CU_ASSERT_FALSE(profile_takes_field(PROFILE_PARTNER, &agreement_type, field_find(&agreement_type, "purposes")));
    CU_ASSERT_TRUE(profile_takes_field(PROFILE_PARTNER, &agreement_type, field_find(&agreement_type, "valid_to")));
}

/* --- the gate --- */
static enum stay judged(struct town *town, enum profile profile, const struct record_type *type, int64_t id,
                        struct record *record)
{
    struct gate *gate;
    enum stay stay;
    int emptied;

    town_must(town, gate_open(town->store, profile, &gate));
    town_must(town, store_load(town->store, type, id, record, &town->why));
    town_must(town, gate_judge(gate, record, &stay, &town->why));
    if (stay == STAY_NOT)
        town_must(town, gate_strip(gate, record, &emptied, &town->why));
    gate_close(gate);
    return stay;
}

static enum stay stay_of(struct town *town, enum profile profile, const struct record_type *type, int64_t id)
{
    struct record record = { 0 };
    enum stay stay = judged(town, profile, type, id, &record);

    record_release(&record);
    return stay;
}

static void sens_decides_record_by_record(void)
{
    static const char *const marks[] = { "public", "partner", "team", "restricted", "" };
    static const enum stay wanted[][3] = {
        { STAY_NOT, STAY_NOT, STAY_NOT },   { STAY_PARTNER, STAY_NOT, STAY_NOT },
        { STAY_TEAM, STAY_TEAM, STAY_NOT }, { STAY_RESTRICTED, STAY_RESTRICTED, STAY_RESTRICTED },
        { STAY_TEAM, STAY_TEAM, STAY_NOT }, /* nobody said: the team's */
    };
    struct town *town = town_begin();

    for (int i = 0; i < 5; i++) {
        int64_t id = TOWN_ADD(town, party_type, "name", "Youth House", "kind", "org", "sens", marks[i]);

        for (int profile = PROFILE_PUBLIC; profile < PROFILE_COUNT; profile++)
            CU_ASSERT_EQUAL(stay_of(town, (enum profile)profile, &party_type, id), wanted[i][profile - PROFILE_PUBLIC]);
        CU_ASSERT_EQUAL(stay_of(town, PROFILE_NONE, &party_type, id), STAY_NOT);
    }
    town_end(town);
}

static void a_relationship_leaves_only_with_both_ends(void)
{
    struct town *town = town_begin();
    int64_t open, closed;

    TOWN_ADD(town, party_type, "name", "Port School", "kind", "org", "sens", "public");
    TOWN_ADD(town, party_type, "name", "Youth House", "kind", "org", "sens", "public");
    TOWN_ADD(town, party_type, "name", "Quiet Circle", "kind", "org", "sens", "partner");
    open = TOWN_ADD(town, relationship_type, "from_party", "Port School", "type", "funds", "to_party", "Youth House",
                    "sens", "public");
    closed = TOWN_ADD(town, relationship_type, "from_party", "Port School", "type", "funds", "to_party", "Quiet Circle",
                      "sens", "public");
    CU_ASSERT_EQUAL(stay_of(town, PROFILE_PUBLIC, &relationship_type, open), STAY_NOT);
    CU_ASSERT_EQUAL(stay_of(town, PROFILE_PUBLIC, &relationship_type, closed), STAY_OTHER);
    CU_ASSERT_EQUAL(stay_of(town, PROFILE_PARTNER, &relationship_type, closed), STAY_NOT);
    town_end(town);
}

static void tensions_stay_whoever_asks(void)
{
    struct town *town = town_begin();
    int64_t id;

    TOWN_ADD(town, party_type, "name", "Port School", "kind", "org", "sens", "public");
    TOWN_ADD(town, party_type, "name", "Youth House", "kind", "org", "sens", "public");
    id = TOWN_ADD(town, relationship_type, "from_party", "Port School", "type", "in_tension_with", "to_party",
                  "Youth House", "sens", "team");
    for (int profile = PROFILE_PUBLIC; profile < PROFILE_COUNT; profile++)
        CU_ASSERT_EQUAL(stay_of(town, (enum profile)profile, &relationship_type, id), STAY_TENSION);
    town_end(town);
}

static void what_was_not_in_force_that_day_stays(void)
{
    struct town *town = town_begin();
    struct record record = { 0 };
    struct gate *gate;
    enum stay stay;
    int64_t id;

    TOWN_ADD(town, party_type, "name", "Port School", "kind", "org", "sens", "public");
    TOWN_ADD(town, party_type, "name", "Youth House", "kind", "org", "sens", "public");
    id = TOWN_ADD(town, relationship_type, "from_party", "Port School", "type", "funds", "to_party", "Youth House",
                  "sens", "public", "valid_from", "2024", "valid_to", "2025-03");
    town_must(town, store_load(town->store, &relationship_type, id, &record, &town->why));
    town_must(town, gate_open(town->store, PROFILE_PUBLIC, &gate));
    for (int i = 0; i < 4; i++) {
        static const struct date days[] = { { 2023, 12, 31 }, { 2024, 1, 1 }, { 2025, 3, 31 }, { 2025, 4, 1 } };

        gate_set_day(gate, days[i]);
        town_must(town, gate_judge(gate, &record, &stay, &town->why));
        CU_ASSERT_EQUAL(stay, i == 0 || i == 3 ? STAY_THEN : STAY_NOT);
    }
    gate_close(gate);
    record_release(&record);
    town_end(town);
}

static void numbers_leave_only_where_they_may_be_published(void)
{
    struct town *town = town_begin();
    int64_t open, closed, unwanted;

    TOWN_ADD(town, party_type, "name", "Port School", "kind", "org", "sens", "public");
    TOWN_ADD(town, party_type, "name", "Quiet Circle", "kind", "org", "sens", "public", "do_not_contact", "yes");
    open = TOWN_ADD(town, contact_point_type, "party", "Port School", "channel", "phone", "value", "0161 1",
                    "is_public", "yes", "sens", "public");
    closed = TOWN_ADD(town, contact_point_type, "party", "Port School", "channel", "mobile", "value", "0777 2", "sens",
                      "public");
    unwanted = TOWN_ADD(town, contact_point_type, "party", "Quiet Circle", "channel", "phone", "value", "0161 3",
                        "is_public", "yes", "sens", "public");
    CU_ASSERT_EQUAL(stay_of(town, PROFILE_PUBLIC, &contact_point_type, open), STAY_NOT);
    CU_ASSERT_EQUAL(stay_of(town, PROFILE_PARTNER, &contact_point_type, closed), STAY_PRIVATE);
    CU_ASSERT_EQUAL(stay_of(town, PROFILE_PARTNER, &contact_point_type, unwanted), STAY_NO_CONTACT);
    CU_ASSERT_EQUAL(stay_of(town, PROFILE_TEAM, &contact_point_type, closed), STAY_NOT);
    CU_ASSERT_EQUAL(stay_of(town, PROFILE_TEAM, &contact_point_type, unwanted), STAY_NOT);
    town_end(town);
}

static void a_person_keeps_the_private_number(void)
{
    static const char *const kept[] = { "phone", "email", "address", "postcode" };
    struct town *town = town_begin();
    struct record record = { 0 };
    int64_t id = TOWN_ADD(town, party_type, "name", "Mira Dal", "kind", "person", "sens", "public", "phone", "0777 9",
                          "email", "m@example.org", "address", "Mill Lane 4", "postcode", "M33", "website",
                          "https://example.org", "job_title", "Head");

    CU_ASSERT_EQUAL(judged(town, PROFILE_PARTNER, &party_type, id, &record), STAY_NOT);
    for (int i = 0; i < 4; i++)
        CU_ASSERT_FALSE(record_has(&record, kept[i]));
    CU_ASSERT_STRING_EQUAL(record_text(&record, "website"), "https://example.org");
    CU_ASSERT_STRING_EQUAL(record_text(&record, "job_title"), "Head");
    record_release(&record);
    CU_ASSERT_EQUAL(judged(town, PROFILE_TEAM, &party_type, id, &record), STAY_NOT);
    CU_ASSERT_STRING_EQUAL(record_text(&record, "phone"), "0777 9");
    record_release(&record);
    town_end(town);
}

static void a_hidden_address_stays(void)
{
    struct town *town = town_begin();
    struct record record = { 0 };
    int64_t id;

    TOWN_ADD(town, party_type, "name", "Youth House", "kind", "org", "sens", "public");
    id = TOWN_ADD(town, service_type, "name", "Refuge", "party", "Youth House", "address", "Mill Lane 4",
                  "address_hidden", "yes", "phone", "0800 1", "sens", "public");

    CU_ASSERT_EQUAL(judged(town, PROFILE_PUBLIC, &service_type, id, &record), STAY_NOT);
    CU_ASSERT_FALSE(record_has(&record, "address"));
    CU_ASSERT_FALSE(record_has(&record, "address_hidden"));
    CU_ASSERT_STRING_EQUAL(record_text(&record, "phone"), "0800 1");
    record_release(&record);
    CU_ASSERT_EQUAL(judged(town, PROFILE_TEAM, &service_type, id, &record), STAY_NOT);
    CU_ASSERT_STRING_EQUAL(record_text(&record, "address"), "Mill Lane 4");
    record_release(&record);
    town_end(town);
}

static void no_reference_names_what_stays(void)
{
    struct town *town = town_begin();
    struct record record = { 0 };
    int64_t closed = TOWN_ADD(town, party_type, "name", "Quiet Circle", "kind", "org", "sens", "restricted");
    int64_t open = TOWN_ADD(town, party_type, "name", "Port School", "kind", "org", "sens", "public");
    int64_t id = TOWN_ADD(town, programme_type, "title", "Evenings", "lead_party", "Quiet Circle", "partners",
                          "Quiet Circle;Port School", "owner", "Ana", "sens", "public");
    char wanted[24];

    CU_ASSERT_EQUAL(judged(town, PROFILE_TEAM, &programme_type, id, &record), STAY_NOT);
    CU_ASSERT_FALSE(record_has(&record, "lead_party"));
    CU_ASSERT_FALSE(record_has(&record, "owner"));
    snprintf(wanted, sizeof wanted, "%lld", (long long)open);
    CU_ASSERT_STRING_EQUAL(record_text(&record, "partners"), wanted);
    CU_ASSERT_NOT_EQUAL(closed, open);
    record_release(&record);
    town_end(town);
}

static void discreet_work_is_shown_to_the_team_alone(void)
{
    struct town *town = town_begin();
    int64_t id = TOWN_ADD(town, programme_type, "title", "Evenings", "visibility", "discreet", "sens", "public");

    CU_ASSERT_EQUAL(stay_of(town, PROFILE_PARTNER, &programme_type, id), STAY_TEAM);
    CU_ASSERT_EQUAL(stay_of(town, PROFILE_TEAM, &programme_type, id), STAY_NOT);
    town_end(town);
}

void suite_profile(void);
void suite_profile(void)
{
    CU_pSuite s = CU_add_suite("profile", NULL, NULL);

    CU_add_test(s, "every type and every field is placed", every_type_and_every_field_is_placed);
    CU_add_test(s, "a type nobody placed is found and stays", a_type_nobody_placed_is_found_and_stays);
    CU_add_test(s, "each circle holds the one before", each_circle_holds_the_one_before);
    CU_add_test(s, "casework and what was written for ourselves never leave",
                casework_and_what_was_written_for_ourselves_never_leave);
    CU_add_test(s, "sens decides record by record", sens_decides_record_by_record);
    CU_add_test(s, "a relationship leaves only with both ends", a_relationship_leaves_only_with_both_ends);
    CU_add_test(s, "tensions stay whoever asks", tensions_stay_whoever_asks);
    CU_add_test(s, "what was not in force that day stays", what_was_not_in_force_that_day_stays);
    CU_add_test(s, "numbers leave only where they may be published", numbers_leave_only_where_they_may_be_published);
    CU_add_test(s, "a person keeps the private number", a_person_keeps_the_private_number);
    CU_add_test(s, "a hidden address stays", a_hidden_address_stays);
    CU_add_test(s, "no reference names what stays", no_reference_names_what_stays);
    CU_add_test(s, "discreet work is shown to the team alone", discreet_work_is_shown_to_the_team_alone);
}
