/* The network of a day as it is read from the records, and the chains between two stakeholders: a small town whose
 * answers are counted by hand. */
#include <CUnit/Basic.h>

#include "network_help.h"
#include "town.h"

void suite_network(void);

static const struct date may = { 2024, 5, 1 };

static struct town *begin(void)
{
    clock_fix(INT64_C(1795435200000)); /* Monday 2026-11-23, noon */
    return town_begin();
}

static void end(struct town *town)
{
    town_end(town);
    clock_fix(-1);
}

static int64_t add_party(struct town *town, const char *name, const char *kind)
{
    return TOWN_ADD(town, party_type, "kind", kind, "name", name);
}

static void load(struct town *town, struct date as_of, unsigned wish, struct network *network)
{
    town_must(town, network_load(town->store, as_of, wish, network, &town->why));
}

static const struct tie *find_tie(const struct network *network, int64_t record, enum tie_origin origin)
{
    for (size_t i = 0; i < network->tie_count; i++) {
        if (network->ties[i].record == record && network->ties[i].origin == origin)
            return &network->ties[i];
    }
    return NULL;
}

static bool leads(const struct network *network, const struct tie *tie, int64_t from, int64_t to)
{
    return tie && network->nodes[tie->from].party == from && network->nodes[tie->to].party == to;
}

/* --- what is on the map --- */
static void ties_hold_from_their_first_day_to_their_last(void)
{
    static const struct {
        const char *from, *to;
        bool holds;
    } cases[] = {
        { "", "", true },
        { "2024", "", true },
        { "2024-05", "2024-05", true },
        { "2024-05-01", "2024-05-01", true },
        { "2024-05-02", "", false },
        { "2024-06", "", false },
        { "2025", "", false },
        { "", "2024-04-30", false },
        { "", "2024-04", false },
        { "", "2023", false },
        { "2023", "2024", true },
    };
    struct town *town = begin();
    int64_t a = add_party(town, "School", "org"), b = add_party(town, "Club", "org"), ties[11];
    struct network network;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ties[i] = TOWN_ADD(town, relationship_type, "from_party", "School", "type", "funds", "to_party", "Club",
                           "valid_from", cases[i].from, "valid_to", cases[i].to);
    load(town, may, 0, &network);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CU_ASSERT_EQUAL(leads(&network, find_tie(&network, ties[i], TIE_RELATIONSHIP), a, b), cases[i].holds);
    CU_ASSERT_EQUAL(network.node_count, 2);
    network_release(&network);
    end(town);
}

static void direction_strength_and_doubt_are_kept(void)
{
    struct town *town = begin();
    int64_t a = add_party(town, "School", "org"), b = add_party(town, "Club", "org"), back, both;
    struct network network;
    const struct tie *tie;

    back = TOWN_ADD(town, relationship_type, "from_party", "School", "type", "funds", "to_party", "Club", "direction",
                    "back", "strength", "4", "confidence", "low");
    both = TOWN_ADD(town, relationship_type, "from_party", "School", "type", "coordinates_with", "to_party", "Club",
                    "direction", "both");
    load(town, clock_today(), 0, &network);
    tie = find_tie(&network, back, TIE_RELATIONSHIP);
    CU_ASSERT(leads(&network, tie, b, a));
    CU_ASSERT_PTR_NOT_NULL_FATAL(tie);
    CU_ASSERT(tie->strength == 4 && tie->flags == TIE_UNSURE);
    CU_ASSERT_STRING_EQUAL(tie->type, "funds");
    tie = find_tie(&network, both, TIE_RELATIONSHIP);
    CU_ASSERT(leads(&network, tie, a, b) && tie->strength == 0 && tie->flags == TIE_BOTH_WAYS);
    network_release(&network);
    end(town);
}

static void information_is_shared_with_an_agreement_or_marked(void)
{
    struct town *town = begin();
    int64_t tie;
    struct network network;

    add_party(town, "School", "org");
    add_party(town, "Police", "org");
    tie = TOWN_ADD(town, relationship_type, "from_party", "School", "type", "shares_information_with", "to_party",
                   "Police");
    TOWN_ADD(town, agreement_type, "kind", "data_sharing", "title", "Sharing", "status", "active", "parties", "Police",
             "signed_on", "2026-01-10", "valid_from", "2026-01-10", "valid_to", "2026-12-31", "legal_basis", "Act",
             "purposes", "Safety", "data_categories", "names");
    load(town, clock_today(), NETWORK_AGREEMENTS, &network);
    CU_ASSERT_PTR_NOT_NULL_FATAL(find_tie(&network, tie, TIE_RELATIONSHIP));
    CU_ASSERT_EQUAL(network.ties[0].flags, 0);
    network_release(&network);
    load(town, may, NETWORK_AGREEMENTS, &network);
    CU_ASSERT_EQUAL(network.ties[0].flags, TIE_WITHOUT_AGREEMENT);
    network_release(&network);
    end(town);
}

static void a_linked_duplicate_gives_its_ties_to_the_other(void)
{
    struct town *town = begin();
    int64_t a = add_party(town, "School", "org"), b = add_party(town, "Club", "org"), tie, own;
    int64_t twin = TOWN_ADD(town, party_type, "kind", "org", "name", "The Club", "same_as", "Club");
    struct network network;

    tie = TOWN_ADD(town, relationship_type, "from_party", "School", "type", "hosts", "to_party", "The Club");
    own = TOWN_ADD(town, relationship_type, "from_party", "Club", "type", "hosts", "to_party", "The Club");
    load(town, clock_today(), 0, &network);
    CU_ASSERT_EQUAL(network.node_count, 2);
    CU_ASSERT_EQUAL(network_find(&network, twin), network_find(&network, b));
    CU_ASSERT(leads(&network, find_tie(&network, tie, TIE_RELATIONSHIP), a, b));
    CU_ASSERT_PTR_NULL(find_tie(&network, own, TIE_RELATIONSHIP));
    network_release(&network);
    end(town);
}

static void a_closed_one_is_there_only_in_the_past(void)
{
    struct town *town = begin();
    int64_t tie;
    struct network network;

    add_party(town, "School", "org");
    TOWN_ADD(town, party_type, "kind", "org", "name", "Old club", "status", "closed");
    tie = TOWN_ADD(town, relationship_type, "from_party", "School", "type", "hosts", "to_party", "Old club");
    load(town, clock_today(), 0, &network);
    CU_ASSERT_EQUAL(network.node_count, 1);
    CU_ASSERT_PTR_NULL(find_tie(&network, tie, TIE_RELATIONSHIP));
    network_release(&network);
    load(town, may, 0, &network);
    CU_ASSERT_EQUAL(network.node_count, 2);
    CU_ASSERT_PTR_NOT_NULL(find_tie(&network, tie, TIE_RELATIONSHIP));
    network_release(&network);
    end(town);
}

static void seats_and_parts_are_ties_where_wished(void)
{
    struct town *town = begin();
    int64_t body = add_party(town, "Safety forum", "body"), school = add_party(town, "School", "org"), seat;
    int64_t unit = TOWN_ADD(town, party_type, "kind", "unit", "name", "Sports", "parent", "School");
    int64_t person = add_party(town, "Ida Berg", "person");
    struct network network;

    seat = TOWN_ADD(town, seat_type, "body", "Safety forum", "party", "School", "person", "Ida Berg", "role", "chair",
                    "valid_from", "2025");
    load(town, clock_today(), 0, &network);
    CU_ASSERT(network.node_count == 4 && network.tie_count == 0);
    network_release(&network);
    load(town, clock_today(), NETWORK_SEATS | NETWORK_PARTS, &network);
    CU_ASSERT_EQUAL(network.tie_count, 3);
    CU_ASSERT(leads(&network, find_tie(&network, seat, TIE_SEAT), person, body));
    CU_ASSERT(leads(&network, &network.ties[1], school, body));
    CU_ASSERT(leads(&network, find_tie(&network, 0, TIE_PART), unit, school));
    network_release(&network);
    load(town, may, NETWORK_SEATS, &network);
    CU_ASSERT_EQUAL(network.tie_count, 0);
    network_release(&network);
    end(town);
}

static void trust_is_the_lower_of_the_two(void)
{
    struct town *town = begin();
    int64_t school = add_party(town, "School", "org"), club = add_party(town, "Club", "org");
    struct network network;

    TOWN_ADD(town, party_assessment_type, "party", "School", "trust_toward_city", "4", "city_trust", "2", "influence",
             "3", "evidence", "Talks");
    load(town, clock_today(), NETWORK_TRUST, &network);
    CU_ASSERT_EQUAL(network.nodes[network_find(&network, school)].trust, 2);
    CU_ASSERT_EQUAL(network.nodes[network_find(&network, club)].trust, 0);
    network_release(&network);
    end(town);
}

static void the_office_is_found_by_its_name(void)
{
    struct town *town = begin();
    int64_t office = add_party(town, "OLD Port", "org");
    struct network network;

    add_party(town, "Old Port School", "org");
    load(town, clock_today(), 0, &network);
    CU_ASSERT_EQUAL(network_own(&network, town->store), network_find(&network, office));
    network_release(&network);
    add_party(town, "Old Port", "unit"); /* the same name again */
    load(town, clock_today(), 0, &network);
    CU_ASSERT_EQUAL(network_own(&network, town->store), NETWORK_NOBODY);
    network_release(&network);
    end(town);
}

/* --- chains --- */
static const struct network_path *chain(const struct network_paths *paths, size_t at, size_t length)
{
    static const struct network_path none;

    CU_ASSERT_FATAL(at < paths->count);
    CU_ASSERT_EQUAL(paths->paths[at].count, length);
    return paths->paths[at].count == length ? &paths->paths[at] : &none;
}

/*
 * 0 wants to reach 5. They know each other a little (refers_to, strength 1). 1 coordinates with 0 and is trusted
 * intermediary for 5; 2 knows both, less sure; 3 is in tension with 5; 4 must not be contacted.
 */
static void make_chains(struct network *network)
{
    hand_nodes(network, 6);
    network->nodes[1].trust = 5;
    network->nodes[2].trust = 2;
    network->nodes[4].do_not_contact = true;
    network->nodes[4].trust = 5;
    hand_tie(network, 0, "refers_to", 5, 1, 0);
    hand_tie(network, 0, "coordinates_with", 1, 5, TIE_BOTH_WAYS);
    hand_tie(network, 1, "trusted_intermediary_for", 5, 4, 0);
    hand_tie(network, 2, "funds", 0, 3, 0);
    hand_tie(network, 2, "hosts", 5, 0, TIE_UNSURE);
    hand_tie(network, 0, "coordinates_with", 3, 5, 0);
    hand_tie(network, 3, "in_tension_with", 5, 5, 0);
    hand_tie(network, 0, "coordinates_with", 4, 5, 0);
    hand_tie(network, 4, "trusted_intermediary_for", 5, 5, 0);
    CU_ASSERT_EQUAL_FATAL(network_link(network), OK);
}

static void trusted_ways_come_first(void)
{
    struct network network;
    struct network_paths paths;
    const struct network_path *path;

    make_chains(&network);
    CU_ASSERT_EQUAL_FATAL(network_paths(&network, 0, 5, &paths), OK);
    CU_ASSERT_EQUAL_FATAL(paths.count, 3);
    path = chain(&paths, 0, 2); /* 14 + 0, through 5: 0, 10 + 4 */
    CU_ASSERT(path->cost == 28 && path->hops[0].to == 1 && path->hops[1].tie == 2 && !path->hops[1].against);
    path = chain(&paths, 1, 1); /* 20 + 16 */
    CU_ASSERT(path->cost == 36 && path->hops[0].tie == 0);
    path = chain(&paths, 2, 2); /* 20 + 8, through 2: 12, 20 + 12 + 6 */
    CU_ASSERT(path->cost == 78 && path->hops[0].to == 2 && path->hops[0].against && !path->hops[1].against);
    network_release(&network);
}

/* Against the way it reads an intermediary is one whom somebody knows: 20 + 4, through 5: 0, 14. */
static void the_other_way_round_an_intermediary_is_no_better(void)
{
    struct network network;
    struct network_paths paths;

    make_chains(&network);
    CU_ASSERT_EQUAL_FATAL(network_paths(&network, 5, 0, &paths), OK);
    CU_ASSERT_EQUAL_FATAL(paths.count, 3);
    CU_ASSERT(chain(&paths, 0, 1)->cost == 36);
    CU_ASSERT(chain(&paths, 1, 2)->cost == 38 && paths.paths[1].hops[0].against);
    network_release(&network);
}

static void nobody_is_reached_over_tension_or_against_their_wish(void)
{
    struct network network;
    struct network_paths paths;

    hand_nodes(&network, 4);
    network.nodes[1].do_not_contact = true;
    hand_tie(&network, 0, "coordinates_with", 1, 5, 0);
    hand_tie(&network, 1, "coordinates_with", 2, 5, 0);
    hand_tie(&network, 2, "in_tension_with", 0, 5, 0);
    hand_tie(&network, 2, "counter_to", 0, 5, 0);
    CU_ASSERT_EQUAL_FATAL(network_link(&network), OK);
    CU_ASSERT_EQUAL_FATAL(network_paths(&network, 0, 2, &paths), OK);
    CU_ASSERT_EQUAL(paths.count, 0);
    CU_ASSERT_EQUAL_FATAL(network_paths(&network, 0, 1, &paths), OK);
    CU_ASSERT_EQUAL(paths.count, 1);
    CU_ASSERT_EQUAL_FATAL(network_paths(&network, 0, 3, &paths), OK);
    CU_ASSERT_EQUAL(paths.count, 0);
    CU_ASSERT_EQUAL_FATAL(network_paths(&network, 0, 0, &paths), OK);
    CU_ASSERT_EQUAL(paths.count, 0);
    network_release(&network);
}

/* A second tie between the same two is no second chain, and a chain is followed for twelve hops. */
static void chains_differ_by_people_and_end_after_twelve_hops(void)
{
    struct network network;
    struct network_paths paths;

    hand_nodes(&network, 14);
    for (size_t n = 0; n < 13; n++) {
        hand_tie(&network, n, "coordinates_with", n + 1, 5, 0);
        hand_tie(&network, n + 1, "funds", n, 5, 0);
    }
    CU_ASSERT_EQUAL_FATAL(network_link(&network), OK);
    CU_ASSERT_EQUAL_FATAL(network_paths(&network, 0, 12, &paths), OK);
    CU_ASSERT_EQUAL(paths.count, 1);
    CU_ASSERT_EQUAL(chain(&paths, 0, 12)->hops[11].to, 12);
    CU_ASSERT_EQUAL_FATAL(network_paths(&network, 0, 13, &paths), OK);
    CU_ASSERT_EQUAL(paths.count, 0);
    network_release(&network);
}

/* Against a search over all chains without a repeat, in networks small enough for that. */
enum { SMALL = 8 };
static int hand_cost(const struct tie *tie, size_t from)
{
    bool against = tie->from != from && !(tie->flags & TIE_BOTH_WAYS);
    int cost = strcmp(tie->type, "trusted_intermediary_for") == 0 ? (against ? 20 : 10)
               : strcmp(tie->type, "coordinates_with") == 0       ? 14
                                                                  : 20;

    cost += 4 * (5 - (tie->strength ? tie->strength : 2));
    return cost + (tie->flags & TIE_UNSURE ? 6 : 0);
}

static int cheapest(const struct network *network, size_t at, size_t to, size_t start, bool *seen)
{
    int best = 1000000;

    if (at == to)
        return 0;
    if (at != start && network->nodes[at].do_not_contact)
        return best;
    seen[at] = true;
    for (size_t i = 0; i < network->tie_count; i++) {
        const struct tie *tie = &network->ties[i];
        size_t next = tie->from == at ? tie->to : tie->from;
        int trust = network->nodes[at].trust ? network->nodes[at].trust : 3, cost;

        if ((tie->from != at && tie->to != at) || seen[next] || strcmp(tie->type, "in_tension_with") == 0)
            continue;
        cost = hand_cost(tie, at) + (at != start ? 4 * (5 - trust) : 0) + cheapest(network, next, to, start, seen);
        best = cost < best ? cost : best;
    }
    seen[at] = false;
    return best;
}

static uint32_t draw(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % below;
}

static void the_first_chain_is_the_cheapest_of_all(void)
{
    static const char *const types[] = { "trusted_intermediary_for", "coordinates_with", "hosts", "in_tension_with" };
    uint32_t state = 5;
    size_t found = 0, none = 0;

    for (int round = 0; round < 300; round++) {
        struct network network;
        struct network_paths paths;
        bool seen[SMALL] = { false };
        int best;

        hand_nodes(&network, SMALL);
        for (size_t n = 0; n < SMALL; n++) {
            network.nodes[n].trust = (uint8_t)draw(&state, 6);
            network.nodes[n].do_not_contact = draw(&state, 6) == 0;
        }
        for (int i = 0; i < 10; i++)
            hand_tie(&network, draw(&state, SMALL), types[draw(&state, 4)], draw(&state, SMALL), (int)draw(&state, 6),
                     draw(&state, 4) /* both ways, unsure */);
        CU_ASSERT_EQUAL_FATAL(network_link(&network), OK);
        CU_ASSERT_EQUAL_FATAL(network_paths(&network, 0, SMALL - 1, &paths), OK);
        best = cheapest(&network, 0, SMALL - 1, 0, seen);
        CU_ASSERT_EQUAL(paths.count > 0 ? paths.paths[0].cost : 1000000, best);
        found += paths.count > 0;
        none += paths.count == 0;
        network_release(&network);
    }
    CU_ASSERT(found > 100 && none > 20);
}

static bool is_day(struct date date, int year, int month, int day)
{
    return date_compare(date, (struct date){ year, month, day }) == 0;
}

static void meet(struct town *town, const char *with, const char *on)
{
    TOWN_ADD(town, engagement_type, "title", "Talk", "held_on", on, "parties", with);
}

static void each_hop_tells_when_they_met(void)
{
    struct town *town = begin();
    int64_t ours = add_party(town, "Old Port", "org"), council, club;
    struct network network;
    struct network_paths paths;
    ptrdiff_t own;

    council = add_party(town, "Council", "body");
    club = add_party(town, "Club", "org");
    TOWN_ADD(town, party_type, "kind", "org", "name", "The Club", "same_as", "Club");
    TOWN_ADD(town, relationship_type, "from_party", "Old Port", "type", "coordinates_with", "to_party", "Council");
    TOWN_ADD(town, relationship_type, "from_party", "Council", "type", "trusted_intermediary_for", "to_party", "Club");
    meet(town, "Council", "2026-03-01");
    meet(town, "Council;The Club", "2026-02-01");
    meet(town, "Council;Club", "2025-02-01");
    meet(town, "Club", "2026-11-20");
    load(town, (struct date){ 2026, 6, 30 }, 0, &network);
    own = network_own(&network, town->store);
    CU_ASSERT_EQUAL_FATAL(own, network_find(&network, ours));
    CU_ASSERT_EQUAL_FATAL(network_paths(&network, (size_t)own, (size_t)network_find(&network, club), &paths), OK);
    town_must(town, network_path_dates(town->store, &network, own, &paths, &town->why));
    CU_ASSERT_EQUAL(chain(&paths, 0, 2)->hops[0].to, (size_t)network_find(&network, council));
    CU_ASSERT(is_day(paths.paths[0].hops[0].together, 2026, 3, 1));
    CU_ASSERT(is_day(paths.paths[0].hops[0].met, 2026, 3, 1));
    CU_ASSERT(is_day(paths.paths[0].hops[1].together, 2026, 2, 1));
    CU_ASSERT(is_day(paths.paths[0].hops[1].met, 2026, 2, 1));
    network_release(&network);
    end(town);
}

void suite_network(void)
{
    CU_pSuite s = CU_add_suite("network", NULL, NULL);

    CU_add_test(s, "ties hold from their first day to their last", ties_hold_from_their_first_day_to_their_last);
    CU_add_test(s, "direction, strength and doubt are kept", direction_strength_and_doubt_are_kept);
    CU_add_test(s, "information is shared with an agreement, or marked",
                information_is_shared_with_an_agreement_or_marked);
    CU_add_test(s, "a linked duplicate gives its ties to the other", a_linked_duplicate_gives_its_ties_to_the_other);
    CU_add_test(s, "a closed one is there only in the past", a_closed_one_is_there_only_in_the_past);
    CU_add_test(s, "seats and parts are ties where wished", seats_and_parts_are_ties_where_wished);
    CU_add_test(s, "trust is the lower of the two", trust_is_the_lower_of_the_two);
    CU_add_test(s, "the office is found by its name", the_office_is_found_by_its_name);
    CU_add_test(s, "trusted ways come first", trusted_ways_come_first);
    CU_add_test(s, "the other way round an intermediary is no better",
                the_other_way_round_an_intermediary_is_no_better);
    CU_add_test(s, "nobody is reached over tension or against their wish",
                nobody_is_reached_over_tension_or_against_their_wish);
    CU_add_test(s, "chains differ by people and end after twelve hops",
                chains_differ_by_people_and_end_after_twelve_hops);
    CU_add_test(s, "the first chain is the cheapest of all", the_first_chain_is_the_cheapest_of_all);
    CU_add_test(s, "each hop tells when they met", each_hop_tells_when_they_met);
}
