/*
 * When a panel may decide on a case: who must sit at the table, what must have been asked and said, and what each
 * decision needs. Records are made here, without a vault.
 */
#include "rule_cases.h"
#include "townkeep/domain/panel.h"

void suite_panel_rules(void);

static const struct date monday = { 2026, 11, 23 };

enum { MEMBERS = 6, SAID = 4 };
struct scene {
    struct record item, meeting, members[MEMBERS], conflicts[1], contributions[SAID];
    struct panel_matter matter;
};

static void fill(struct record *record, const struct record_type *type, int64_t id, const char *const *fields)
{
    rule_fill(record, type, fields);
    record->id = id;
}

#define FIELDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void set(struct record *record, const char *key, const char *text)
{
    CU_ASSERT_EQUAL_FATAL(value_set_text(record_value(record, key), text), OK);
}

static void set_number(struct record *record, const char *key, int64_t number)
{
    value_set_number(record_value(record, key), number);
}

static void seat(struct record *member, int64_t id, const char *discipline, const char *security)
{
    fill(member, &panel_member_type, id, FIELDS(discipline, security, "presence=present", "confidentiality=1"));
}

/* Four members of four disciplines, one of them of the police; a guest and an apology. Three have spoken, and all was
 * asked. */
static struct scene *begin(void)
{
    struct scene *scene = calloc(1, sizeof *scene);

    CU_ASSERT_PTR_NOT_NULL_FATAL(scene);
    fill(&scene->meeting, &panel_meeting_type, 1, FIELDS("on=2026-11-23", "status=held", "confidentiality_read=1"));
    seat(&scene->members[0], 11, "discipline=education", "security=0");
    seat(&scene->members[1], 12, "discipline=health", "security=0");
    seat(&scene->members[2], 13, "discipline=social", "security=0");
    seat(&scene->members[3], 14, "discipline=security", "security=1");
    fill(&scene->members[4], &panel_member_type, 15,
         FIELDS("discipline=youth", "security=0", "presence=guest", "confidentiality=1"));
    fill(&scene->members[5], &panel_member_type, 16, FIELDS("discipline=housing", "security=0", "presence=apology"));
    fill(&scene->item, &panel_item_type, 2,
         FIELDS("f2_first=1", "stage=f3", "sharing_basis=consent", "conflicts_asked=1", "explanation_discussed=1",
                "options=Nothing; a mentor", "adopted=1", "decision=plan"));
    set(&scene->item, "reasons", "He asks for help.");
    set(&scene->item, "agreement", "consensus");
    set(&scene->item, "tells", "Ana, this week");
    fill(&scene->conflicts[0], &panel_conflict_type, 3, FIELDS("item=2", "member=11", "left_room=1"));
    fill(&scene->contributions[0], &panel_contribution_type, 21,
         FIELDS("item=2", "category=education", "handling=plan"));
    fill(&scene->contributions[1], &panel_contribution_type, 22,
         FIELDS("item=2", "category=health", "handling=panel_only"));
    fill(&scene->contributions[2], &panel_contribution_type, 23,
         FIELDS("item=2", "category=social", "handling=oral_only"));
    fill(&scene->contributions[3], &panel_contribution_type, 24, FIELDS("item=2", "category=health", "handling=plan"));
    scene->matter = (struct panel_matter){ .item = &scene->item,
                                           .is_assessed = true,
                                           .meeting = &scene->meeting,
                                           .members = scene->members,
                                           .member_count = MEMBERS,
                                           .conflicts = scene->conflicts,
                                           .contributions = scene->contributions,
                                           .contribution_count = SAID };
    return scene;
}

static void end(struct scene *scene)
{
    record_release(&scene->item);
    record_release(&scene->meeting);
    record_release(&scene->conflicts[0]);
    for (int i = 0; i < MEMBERS; i++)
        record_release(&scene->members[i]);
    for (int i = 0; i < SAID; i++)
        record_release(&scene->contributions[i]);
    free(scene);
}

static const struct problems *missing(const struct scene *scene)
{
    static struct problems problems;

    problems = (struct problems){ 0 };
    panel_decision_missing(&scene->matter, monday, &problems);
    return &problems;
}

/* Whether exactly one thing is missing, and it is said with these words. */
static bool lacks_only(const struct scene *scene, const char *words)
{
    const struct problems *problems = missing(scene);
    bool is_so = problems->count == 1 && strstr(problems->items[0].text, words) != NULL;

    for (int i = 0; i < problems->count && !is_so; i++)
        printf("\n    %s", problems->items[i].text);
    return is_so;
}

static struct panel_table table_of(const struct scene *scene)
{
    return panel_table_of(scene->members, MEMBERS);
}

/* --- the table --- */
static void the_table_is_told_in_one_line(void)
{
    struct scene *scene = begin();
    struct panel_table table = table_of(scene);
    char line[120];

    CU_ASSERT_STRING_EQUAL(panel_summary(&table, line, sizeof line),
                           "4 present, 4 disciplines, 1 of security: quorum met");
    table = panel_table_of(scene->members, 1);
    CU_ASSERT_STRING_EQUAL(panel_summary(&table, line, sizeof line),
                           "1 present, 1 discipline, 0 of security: no quorum");
    end(scene);
}

static void three_disciplines_must_be_there(void)
{
    struct scene *scene = begin();

    set(&scene->members[3], "presence", "absent");
    CU_ASSERT_EQUAL(missing(scene)->count, 0);
    set(&scene->members[2], "presence", "apology");
    CU_ASSERT_TRUE(lacks_only(scene, "at least 3 disciplines present and without a conflict; there were 2."));
    set(&scene->members[2], "presence", "present");
    set(&scene->members[2], "discipline", "health");
    CU_ASSERT_TRUE(lacks_only(scene, "at least 3 disciplines present and without a conflict; there were 2."));
    end(scene);
}

static void security_is_never_the_greater_part(void)
{
    struct scene *scene = begin();

    set_number(&scene->members[2], "security", 1);
    CU_ASSERT_EQUAL(missing(scene)->count, 0); /* two and two */
    set_number(&scene->members[1], "security", 1);
    CU_ASSERT_TRUE(lacks_only(scene, "the most at the table: 3 of them, 1 others"));
    end(scene);
}

static void everybody_at_the_table_accepts_confidentiality(void)
{
    struct scene *scene = begin();

    set_number(&scene->members[4], "confidentiality", 0);
    CU_ASSERT_TRUE(lacks_only(scene, "1 person at the table has not accepted"));
    set_number(&scene->members[4], "confidentiality", 1);
    set_number(&scene->meeting, "confidentiality_read", 0);
    CU_ASSERT_TRUE(lacks_only(scene, "not read out"));
    end(scene);
}

static void only_a_meeting_that_meets_decides(void)
{
    struct scene *scene = begin();

    set(&scene->meeting, "on", "2026-11-24");
    CU_ASSERT_TRUE(lacks_only(scene, "not been held"));
    set(&scene->meeting, "on", "2026-11-23");
    set(&scene->meeting, "status", "planned");
    CU_ASSERT_TRUE(lacks_only(scene, "not been held"));
    set(&scene->meeting, "status", "cancelled");
    CU_ASSERT_TRUE(lacks_only(scene, "called off"));
    scene->matter.meeting = NULL;
    CU_ASSERT_TRUE(lacks_only(scene, "stands on no meeting"));
    end(scene);
}

/* --- the item --- */
static void who_knows_the_person_leaves_and_is_not_counted(void)
{
    struct scene *scene = begin();

    scene->matter.conflict_count = 1;
    CU_ASSERT_EQUAL(missing(scene)->count, 0); /* three disciplines without her */
    set_number(&scene->conflicts[0], "left_room", 0);
    CU_ASSERT_TRUE(lacks_only(scene, "has not left the room"));
    set_number(&scene->conflicts[0], "left_room", 1);
    set(&scene->members[3], "presence", "absent");
    CU_ASSERT_TRUE(lacks_only(scene, "at least 3 disciplines present and without a conflict; there were 2."));
    end(scene);
}

static void three_disciplines_must_have_spoken(void)
{
    struct scene *scene = begin();

    CU_ASSERT_EQUAL(panel_disciplines_heard(&scene->matter), 3);
    scene->matter.contribution_count = 2;
    CU_ASSERT_TRUE(lacks_only(scene, "; 2 did"));
    end(scene);
}

static void each_question_of_the_item_is_asked(void)
{
    static const struct {
        const char *key, *words;
    } asked[] = {
        { "f2_first", "without the name first" },
        { "sharing_basis", "on which basis" },
        { "conflicts_asked", "conflict of interest" },
        { "explanation_discussed", "ordinary explanation" },
        { "options", "doing nothing among them" },
        { "adopted", "adopts it" },
        { "reasons", "the reasons of" },
        { "agreement", "by consensus" },
    };
    struct scene *scene = begin();

    CU_ASSERT_EQUAL(missing(scene)->count, 0);
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        struct value *value = record_value(&scene->item, asked[i].key), kept = *value;

        *value = (struct value){ 0 };
        CU_ASSERT_TRUE(lacks_only(scene, asked[i].words));
        *value = kept;
    }
    scene->matter.is_assessed = false; /* the panel met before the person was asked */
    set_number(&scene->item, "adopted", 0);
    CU_ASSERT_EQUAL(missing(scene)->count, 0);
    set(&scene->item, "decision", "");
    CU_ASSERT_TRUE(lacks_only(scene, "no decision yet"));
    end(scene);
}

static void what_belongs_to_another_item_does_not_count(void)
{
    struct scene *scene = begin();

    scene->matter.conflict_count = 1;
    set_number(&scene->conflicts[0], "left_room", 0);
    set_number(&scene->conflicts[0], "item", 9);
    CU_ASSERT_EQUAL(missing(scene)->count, 0);
    set_number(&scene->contributions[0], "item", 9);
    CU_ASSERT_TRUE(lacks_only(scene, "; 2 did"));
    end(scene);
}

static void without_a_name_no_basis_is_needed(void)
{
    struct scene *scene = begin();

    set(&scene->item, "stage", "f2");
    set(&scene->item, "sharing_basis", "");
    CU_ASSERT_EQUAL(missing(scene)->count, 0);
    CU_ASSERT_FALSE(panel_may_name(&scene->item));
    set(&scene->item, "sharing_basis", "consent");
    CU_ASSERT_TRUE(panel_may_name(&scene->item));
    set_number(&scene->item, "f2_first", 0);
    CU_ASSERT_FALSE(panel_may_name(&scene->item));
    end(scene);
}

/* --- what follows --- */
static int outcome(const struct scene *scene, const char *decision, const char *words)
{
    struct problems problems = { 0 };

    panel_outcome_missing(&scene->item, decision, &problems);
    return problems.count == 0 ? 0 : strstr(problems.items[0].text, words) ? problems.count : -1;
}

static void each_decision_needs_what_it_needs(void)
{
    struct scene *scene = begin();

    CU_ASSERT_EQUAL(outcome(scene, "plan", "lead agency or the lead person"), 1);
    set(&scene->item, "lead_person", "Mira");
    CU_ASSERT_EQUAL(outcome(scene, "plan", ""), 0);
    set(&scene->item, "tells", "");
    CU_ASSERT_EQUAL(outcome(scene, "plan", "who tells the person"), 1);
    set(&scene->item, "tells", "Mira");
    CU_ASSERT_EQUAL(outcome(scene, "defer", "did not decide to defer"), 1);
    set(&scene->item, "decision", "defer");
    set(&scene->item, "answer_by", "The school");
    CU_ASSERT_EQUAL(outcome(scene, "defer", "day by which"), 1);
    set(&scene->item, "answer_on", "2026-12-10");
    CU_ASSERT_EQUAL(outcome(scene, "defer", ""), 0);
    set(&scene->item, "decision", "not_adopt");
    CU_ASSERT_EQUAL(outcome(scene, "not_adopt", "other help"), 1);
    set(&scene->item, "other_help", "Youth House");
    CU_ASSERT_EQUAL(outcome(scene, "not_adopt", ""), 0);
    end(scene);
}

void suite_panel_rules(void)
{
    CU_pSuite suite = CU_add_suite("panel_rules", NULL, NULL);

    CU_add_test(suite, "the table is told in one line", the_table_is_told_in_one_line);
    CU_add_test(suite, "three disciplines must be there", three_disciplines_must_be_there);
    CU_add_test(suite, "security is never the greater part", security_is_never_the_greater_part);
    CU_add_test(suite, "everybody accepts confidentiality", everybody_at_the_table_accepts_confidentiality);
    CU_add_test(suite, "only a meeting that meets decides", only_a_meeting_that_meets_decides);
    CU_add_test(suite, "who knows the person is not counted", who_knows_the_person_leaves_and_is_not_counted);
    CU_add_test(suite, "three disciplines must have spoken", three_disciplines_must_have_spoken);
    CU_add_test(suite, "each question of the item is asked", each_question_of_the_item_is_asked);
    CU_add_test(suite, "another item does not count", what_belongs_to_another_item_does_not_count);
    CU_add_test(suite, "without a name no basis is needed", without_a_name_no_basis_is_needed);
    CU_add_test(suite, "each decision needs what it needs", each_decision_needs_what_it_needs);
}
