/* What leaves, put together and told before anything is written. */
#include "town.h"
#include "townkeep/exchange/parcel.h"

struct fixture {
    struct town *town;
    struct parcel_wish wish;
    struct parcel parcel;
    struct buf told;
};
static const struct record_type *const map_types[] = { &party_type, &relationship_type };

static void begin(struct fixture *f)
{
    *f = (struct fixture){ .town = town_begin() };
    f->wish = (struct parcel_wish){ .profile = PROFILE_PUBLIC, .types = map_types, .type_count = 2 };
    TOWN_ADD(f->town, party_type, "name", "Port School", "kind", "org", "sens", "public", "source", "the register");
    TOWN_ADD(f->town, party_type, "name", "Youth House", "kind", "org", "sens", "public");
    TOWN_ADD(f->town, party_type, "name", "Mira Dal", "kind", "person", "sens", "public", "phone", "0777 9");
    TOWN_ADD(f->town, party_type, "name", "Quiet Circle", "kind", "org", "sens", "restricted");
    TOWN_ADD(f->town, party_type, "name", "Band", "kind", "informal_group");
    TOWN_ADD(f->town, relationship_type, "from_party", "Port School", "type", "funds", "to_party", "Youth House",
             "sens", "public");
    TOWN_ADD(f->town, relationship_type, "from_party", "Port School", "type", "funds", "to_party", "Band", "sens",
             "public");
}

static void end(struct fixture *f)
{
    parcel_release(&f->parcel);
    buf_release(&f->told);
    town_end(f->town);
}

static void pack(struct fixture *f)
{
    parcel_release(&f->parcel);
    town_must(f->town, parcel_pack(f->town->store, &f->wish, &f->parcel, &f->town->why));
}

static enum err tell(void *data, bool is_heading, const char *text)
{
    struct fixture *f = data;

    return buf_printf(&f->told, "%s%s\n", is_heading ? "" : "  ", text);
}

static bool told(const struct fixture *f, const char *words)
{
    return strstr(buf_text(&f->told), words) != NULL;
}

static void what_leaves_and_what_stays_adds_up(void)
{
    const struct parcel_part *parties, *links;
    struct fixture f;

    begin(&f);
    pack(&f);
    parties = parcel_part_of(&f.parcel, "party");
    links = parcel_part_of(&f.parcel, "relationship");
    CU_ASSERT_EQUAL(parties->leave, 3);
    CU_ASSERT_EQUAL(parties->count, 3);
    CU_ASSERT_EQUAL(parties->lighter, 1);
    CU_ASSERT_EQUAL(parties->stay[STAY_RESTRICTED], 1);
    CU_ASSERT_EQUAL(parties->stay[STAY_TEAM], 1);
    CU_ASSERT_EQUAL(links->leave, 1);
    CU_ASSERT_EQUAL(links->stay[STAY_OTHER], 1);
    CU_ASSERT_EQUAL(parcel_leaving(&f.parcel), 4);
    CU_ASSERT_PTR_NULL(parcel_part_of(&f.parcel, "service"));
    for (size_t i = 0; i < parties->count; i++) {
        CU_ASSERT_PTR_EQUAL(parcel_find(parties, parties->records[i].id), &parties->records[i]);
        CU_ASSERT_FALSE(record_has(&parties->records[i], "source"));
        CU_ASSERT_FALSE(record_has(&parties->records[i], "phone"));
    }
    CU_ASSERT_PTR_NULL(parcel_find(parties, 1));
    end(&f);
}

static void the_preview_says_so_in_words(void)
{
    struct buf summary = { 0 };
    struct fixture f;

    begin(&f);
    pack(&f);
    town_must(f.town, parcel_tell(&f.parcel, tell, &f));
    CU_ASSERT_TRUE(told(&f, "Stakeholders: 3 leave, 2 stay\n"));
    CU_ASSERT_TRUE(told(&f, "  Fields: Name, Kind,"));
    CU_ASSERT_TRUE(told(&f, "  These stay: Reached through,"));
    CU_ASSERT_TRUE(told(&f, "  1 leaves without something of its own"));
    CU_ASSERT_TRUE(told(&f, "  First: Mira Dal; Port School; Youth House\n"));
    CU_ASSERT_TRUE(told(&f, "  Stay here: 1 for the team only, 1 restricted.\n"));
    CU_ASSERT_TRUE(told(&f, "Relationships: 1 leave, 1 stay\n"));
    CU_ASSERT_TRUE(told(&f, "  Stay here: 1 because what they belong to stays.\n"));
    CU_ASSERT_FALSE(told(&f, "Quiet Circle"));
    town_must(f.town, parcel_summary(&f.parcel, &summary));
    CU_ASSERT_STRING_EQUAL(buf_text(&summary), "Stakeholders 3, Relationships 1");
    buf_release(&summary);
    end(&f);
}

static void a_query_chooses_among_what_may_leave(void)
{
    struct query query;
    struct fixture f;

    begin(&f);
    query_init(&query, &party_type);
    town_must(f.town, query_add_filter(&query, "kind=org", store_words(f.town->store), &f.town->why));
    f.wish = (struct parcel_wish){ .profile = PROFILE_PUBLIC, .query = &query };
    pack(&f);
    CU_ASSERT_EQUAL(parcel_leaving(&f.parcel), 2);
    f.wish.limit = 1;
    f.wish.only_counts = true;
    pack(&f);
    CU_ASSERT_EQUAL(f.parcel.parts[0].leave, 1);
    CU_ASSERT_EQUAL(f.parcel.parts[0].count, 0);
    end(&f);
}

static void some_parties_alone_take_what_joins_them(void)
{
    int64_t only[2];
    struct fixture f;

    begin(&f);
    town_must(f.town, store_find(f.town->store, &party_type, "Port School", &only[0], &f.town->why));
    town_must(f.town, store_find(f.town->store, &party_type, "Mira Dal", &only[1], &f.town->why));
    f.wish.only = only;
    f.wish.only_count = 2;
    pack(&f);
    CU_ASSERT_EQUAL(parcel_part_of(&f.parcel, "party")->leave, 2);
    CU_ASSERT_EQUAL(parcel_part_of(&f.parcel, "relationship")->leave, 0);
    end(&f);
}

void suite_parcel(void);
void suite_parcel(void)
{
    CU_pSuite s = CU_add_suite("parcel", NULL, NULL);

    CU_add_test(s, "what leaves and what stays adds up", what_leaves_and_what_stays_adds_up);
    CU_add_test(s, "the preview says so in words", the_preview_says_so_in_words);
    CU_add_test(s, "a query chooses among what may leave", a_query_chooses_among_what_may_leave);
    CU_add_test(s, "some parties alone take what joins them", some_parties_alone_take_what_joins_them);
}
