/* A round of mapping in a small town whose gaps are counted by hand: what it asks, what its answers do, whom it wants
 * verified, and how far it has come. */
#include <CUnit/Basic.h>

#include "town.h"
#include "townkeep/domain/round.h"

void suite_round(void);

/* Two districts; a youth club in the Old Port, for young people, at the level primary; sports nowhere. */
static struct town *begin(void)
{
    struct town *town;

    clock_fix(INT64_C(1795435200000)); /* Monday 2026-11-23, noon */
    town = town_begin();
    TOWN_ADD(town, place_type, "name", "Talvin", "kind", "city");
    TOWN_ADD(town, place_type, "name", "Old Port", "kind", "district", "parent", "Talvin");
    TOWN_ADD(town, place_type, "name", "Hill", "kind", "district", "parent", "Talvin");
    TOWN_ADD(town, party_type, "name", "Youth Club", "sectors", "youth", "levels", "primary", "places", "Old Port",
             "audience", "adolescents", "verified_on", "2026-01-10");
    TOWN_ADD(town, party_type, "name", "Choir", "sectors", "culture", "levels", "primary", "places", "Hill");
    return town;
}

static void end(struct town *town)
{
    town_end(town);
    clock_fix(-1);
}

static int64_t add_round(struct town *town)
{
    return TOWN_ADD(town, mapping_round_type, "title", "November", "opened_on", "2026-11-20", "sectors",
                    "youth;culture;sports", "audience", "adolescents;newcomers");
}

static struct round load(struct town *town)
{
    struct round round = { 0 };

    town_must(town, round_load(town->store, 0, &round, &town->why));
    return round;
}

static const struct round_question *find(const struct round *round, const char *words)
{
    for (size_t i = 0; i < round->count; i++) {
        if (strstr(round->questions[i].text, words))
            return &round->questions[i];
    }
    return NULL;
}

static const struct round_question *must_find(const struct round *round, const char *words)
{
    const struct round_question *question = find(round, words);

    if (!question) {
        printf("\n    no question has \"%s\"", words);
        abort();
    }
    return question;
}

static size_t count_of(const struct round *round, const char *question)
{
    size_t count = 0;

    for (size_t i = 0; i < round->count; i++)
        count += strcmp(round->questions[i].question, question) == 0;
    return count;
}

/* Youth is missing on the Hill, culture in the Old Port, sports everywhere, which is one question: three gaps. Nobody
 * works at the levels secondary and tertiary: two. */
static void gaps_are_asked_about(void)
{
    struct town *town = begin();
    struct round round;

    add_round(town);
    round = load(town);
    CU_ASSERT_EQUAL(count_of(&round, "gap"), 3);
    CU_ASSERT_PTR_NOT_NULL(find(&round, "Who works on “Youth” in Hill?"));
    CU_ASSERT_PTR_NOT_NULL(find(&round, "in Old Port?"));
    CU_ASSERT_PTR_NOT_NULL(find(&round, "Who works on “Sports”? Nobody is on the map."));
    CU_ASSERT_EQUAL(count_of(&round, "level"), 2);
    CU_ASSERT_PTR_NULL(find(&round, "“Primary"));
    CU_ASSERT_STRING_EQUAL(must_find(&round, "in Hill?")->known, "1 stakeholder works there on something else.");
    round_release(&round);
    end(town);
}

/* Where the round names a level it is asked for the sectors that are there, place by place. */
static void a_level_of_the_round_is_asked_for_each_sector(void)
{
    struct town *town = begin();
    struct round round;

    TOWN_ADD(town, mapping_round_type, "title", "November", "levels", "secondary", "sectors", "youth;culture", "places",
             "Old Port");
    round = load(town);
    CU_ASSERT_EQUAL(count_of(&round, "level"), 1);
    CU_ASSERT_PTR_NOT_NULL(find(&round, "Who works on “Youth” in Old Port at the level “Secondary"));
    CU_ASSERT_EQUAL(count_of(&round, "gap"), 1); /* culture; the Hill is not in the round */
    round_release(&round);
    end(town);
}

/* Newcomers: nobody is there. Young people: somebody is, so it is asked who has their ear. Groups that are not hard to
 * reach are asked about only where nobody is there for them. */
static void groups_are_asked_about(void)
{
    struct town *town = begin();
    struct round round;
    const struct round_question *question;

    add_round(town);
    round = load(town);
    question = must_find(&round, "Who is there for “Newcomers”?");
    CU_ASSERT_STRING_EQUAL(question->question, "audience");
    CU_ASSERT_EQUAL(count_of(&round, "intermediary"), 1);
    question = must_find(&round, "Who has the ear of");
    CU_ASSERT_EQUAL_FATAL(question->candidate_count, 1);
    CU_ASSERT_STRING_EQUAL(question->known, "1 stakeholder is there for them; trusted both ways: 0.");
    CU_ASSERT_PTR_NOT_NULL(find(&round, "“Older people”"));
    CU_ASSERT_PTR_NULL(find(&round, "“Everybody”"));
    round_release(&round);
    end(town);
}

/* Club, choir and chess know each other through the council alone: without it two are cut off from the third. */
static void whoever_holds_the_map_together_alone_is_asked_about(void)
{
    struct town *town = begin();
    struct round round;
    int64_t council = TOWN_ADD(town, party_type, "name", "Council");

    add_round(town);
    TOWN_ADD(town, party_type, "name", "Chess");
    TOWN_ADD(town, relationship_type, "from_party", "Youth Club", "type", "coordinates_with", "to_party", "Council");
    TOWN_ADD(town, relationship_type, "from_party", "Chess", "type", "coordinates_with", "to_party", "Council");
    round = load(town);
    CU_ASSERT_EQUAL(count_of(&round, "bridge"), 0);
    round_release(&round);
    TOWN_ADD(town, relationship_type, "from_party", "Choir", "type", "coordinates_with", "to_party", "Council");
    round = load(town);
    CU_ASSERT_EQUAL_FATAL(count_of(&round, "bridge"), 1);
    CU_ASSERT_EQUAL_FATAL(round.questions[round.count - 1].candidate_count, 1);
    CU_ASSERT_EQUAL(round.questions[round.count - 1].candidates[0], council);
    CU_ASSERT_STRING_EQUAL(round.questions[round.count - 1].known,
                           "1 stakeholder alone keeps two or more others in touch with the rest.");
    round_release(&round);
    end(town);
}

static void answer(struct town *town, const char *words, const char *kind, int64_t party)
{
    struct round round = load(town);
    const struct round_question *question = must_find(&round, words);

    town_must(town, round_answer(town->store, &round, question, kind, party, NULL, &town->why));
    round_release(&round);
}

static void an_answer_settles_a_question_and_later_does_not(void)
{
    struct town *town = begin();
    struct round round;
    size_t all, open;

    add_round(town);
    round = load(town);
    all = round.count;
    open = round.open;
    CU_ASSERT_EQUAL(open, all);
    round_release(&round);
    answer(town, "“Youth” in Hill", "nobody", 0);
    answer(town, "“Sports”", "later", 0);
    answer(town, "“Newcomers”", "asked", TOWN_ADD(town, party_type, "name", "Mira's office"));
    round = load(town);
    CU_ASSERT_EQUAL(round.count, all);
    CU_ASSERT_EQUAL(round.open, open - 2);
    CU_ASSERT_EQUAL(round.progress.answered, 2);
    CU_ASSERT_EQUAL(round.progress.asked, 1);
    CU_ASSERT_EQUAL(round.questions[round.open - 1].state, ROUND_LATER); /* asked again behind all others */
    CU_ASSERT_PTR_NOT_NULL(strstr(round.questions[round.open - 1].text, "Sports"));
    CU_ASSERT_STRING_EQUAL(must_find(&round, "“Youth” in Hill")->said, "Nobody known (Ana, 2026-11-23)");
    CU_ASSERT_STRING_EQUAL(must_find(&round, "“Newcomers”")->said,
                           "Asked, no answer yet: Mira's office (Ana, 2026-11-23)");
    round_release(&round);
    answer(town, "“Sports”", "nobody", 0); /* the same answer, changed */
    round = load(town);
    CU_ASSERT_EQUAL(round.count, all);
    CU_ASSERT_EQUAL(round.open, open - 3);
    round_release(&round);
    end(town);
}

/* Who was found fills the gap, the question goes, and its answer stays. */
static void what_was_found_stays_answered(void)
{
    struct town *town = begin();
    struct buf fields = { 0 };
    struct round round;
    int64_t found;

    add_round(town);
    round = load(town);
    town_must(town, round_party_fields(must_find(&round, "“Youth” in Hill"), &fields));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&fields), "verified_on=2026-11-23\nsectors=youth\nplaces="));
    buf_release(&fields);
    found = TOWN_ADD(town, party_type, "name", "Hill boxing", "sectors", "youth", "places", "Hill");
    town_must(town, round_answer(town->store, &round, must_find(&round, "“Youth” in Hill"), "found", found,
                                 "Asked the school", &town->why));
    round_release(&round);
    round = load(town);
    CU_ASSERT_EQUAL(must_find(&round, "“Youth” in Hill")->state, ROUND_ANSWERED);
    CU_ASSERT_STRING_EQUAL(must_find(&round, "“Youth” in Hill")->said, "Somebody found: Hill boxing (Ana, 2026-11-23)");
    CU_ASSERT_EQUAL(round.progress.answered, 1);
    round_release(&round);
    end(town);
}

/* Three in scope: the choir, never verified, before the club of January. A church is of no sector of the round. */
static void the_stalest_are_verified_first(void)
{
    struct town *town = begin();
    struct round round;
    struct round_today now;
    int64_t second;

    town_must(town, round_today(town->store, &now, &town->why));
    CU_ASSERT_EQUAL(now.id, 0);
    add_round(town);
    TOWN_ADD(town, party_type, "name", "St Anna", "sectors", "civil_society");
    TOWN_ADD(town, party_type, "name", "Chess", "sectors", "sports", "verified_on", "2026-11-20");
    round = load(town);
    CU_ASSERT_EQUAL(round.progress.parties, 3);
    CU_ASSERT_EQUAL(round.progress.verified, 1);
    CU_ASSERT_EQUAL(round.progress.today, 0);
    CU_ASSERT_EQUAL_FATAL(round.queue_count, 2);
    second = round.queue[1];
    town_must(town, round_verify(town->store, round.queue[0], NULL, &town->why));
    round_release(&round);
    round = load(town);
    CU_ASSERT_EQUAL(round.progress.verified, 2);
    CU_ASSERT_EQUAL(round.progress.today, 1);
    CU_ASSERT_EQUAL_FATAL(round.queue_count, 1);
    CU_ASSERT_EQUAL(round.queue[0], second);
    town_must(town, round_verify(town->store, second, "closed", &town->why));
    round_release(&round);
    round = load(town);
    CU_ASSERT_EQUAL(round.progress.parties, 3);
    CU_ASSERT_EQUAL(round.progress.today, 2); /* who turned out to be closed was verified too */
    CU_ASSERT_EQUAL(round.queue_count, 0);
    round_release(&round);
    town_must(town, round_today(town->store, &now, &town->why));
    CU_ASSERT_STRING_EQUAL(now.title, "November");
    CU_ASSERT_EQUAL(now.done, 2);
    CU_ASSERT_EQUAL(now.daily, 5);
    end(town);
}

static void assessments_since_it_began_count(void)
{
    struct town *town = begin();
    struct round round;

    add_round(town);
    TOWN_ADD(town, party_assessment_type, "party", "Choir", "on", "2026-11-19", "influence", "2", "evidence",
             "Concert");
    TOWN_ADD(town, party_assessment_type, "party", "Youth Club", "on", "2026-11-20", "influence", "2", "evidence",
             "Talk");
    round = load(town);
    CU_ASSERT_EQUAL(round.progress.assessed, 1);
    round_release(&round);
    end(town);
}

void suite_round(void)
{
    CU_pSuite suite = CU_add_suite("round", NULL, NULL);

    CU_add_test(suite, "gaps are asked about", gaps_are_asked_about);
    CU_add_test(suite, "a level of the round is asked for each sector", a_level_of_the_round_is_asked_for_each_sector);
    CU_add_test(suite, "groups are asked about", groups_are_asked_about);
    CU_add_test(suite, "whoever holds the map together alone is asked about",
                whoever_holds_the_map_together_alone_is_asked_about);
    CU_add_test(suite, "an answer settles a question, later does not", an_answer_settles_a_question_and_later_does_not);
    CU_add_test(suite, "what was found stays answered", what_was_found_stays_answered);
    CU_add_test(suite, "the stalest are verified first", the_stalest_are_verified_first);
    CU_add_test(suite, "assessments since it began count", assessments_since_it_began_count);
}
