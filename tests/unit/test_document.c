/*
 * What stands on the papers that leave the office, and above all what does not: every field that must not be told holds
 * a word here that is looked for afterwards. And the numbered copies: written down before they are given out, to whom
 * they may go, and what became of them.
 */
#include <CUnit/Basic.h>

#include "town.h"
#include "townkeep/domain/document.h"
#include "townkeep/store/access.h"

void suite_document(void);

struct scene {
    struct town *town;
    int64_t episode, meeting, item, member, plan;
    struct document document;
    struct buf text;
};

/* As the program writes records of a case. */
static int64_t add(struct town *town, const struct record_type *type, const char *const *pairs)
{
    struct record record = { 0 };
    struct save *save = NULL;
    struct saved saved;
    int64_t id;

    town_must(town, record_init(&record, type));
    town_must(town, record_start(&record, store_words(town->store), clock_today(), &town->why));
    for (; pairs[0]; pairs += 2)
        town_set(town, &record, pairs[0], pairs[1]);
    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    town_must(town, save_put_by_program(save, &record, NULL, &town->why));
    town_must(town, save_commit(save, NULL, &saved, &town->why));
    id = record.id;
    record_release(&record);
    return id;
}
#define ADD(type, ...) add(scene->town, &(type), (const char *const[]){ __VA_ARGS__, NULL })

static const char *number(int64_t id)
{
    static char texts[8][24];
    static int next;
    char *text = texts[next++ % 8];

    snprintf(text, sizeof texts[0], "%lld", (long long)id);
    return text;
}

static void add_case(struct scene *scene)
{
    const char *area = number(TOWN_ADD(scene->town, place_type, "name", "Harbour quarter", "kind", "neighbourhood"));

    TOWN_ADD(scene->town, party_type, "kind", "org", "name", "Gymnasium Nord", "sectors", "education");
    scene->episode = ADD(episode_type, "pseudonym", "HAZEL-27", "state", "panel_listed", "level", "secondary",
                         "profile", "consent_first", "age_band", "16_17", "area", area, "person_name", "Elias Berg",
                         "other_names", "Eli", "birth", "2009-04-03", "person_contact", "0699 55", "guardian",
                         "Ruth Berg", "guardian_contact", "Seestrasse 9", "safety_note", "SECRETSAFETY");
}

static void add_item_of(struct scene *scene, const char *assessment, const char *group, const char *item,
                        const char *answer, const char *view)
{
    ADD(assessment_item_type, "episode", number(scene->episode), "assessment", assessment, "item_group", group, "item",
        item, "answer", answer, "person_view", view, "seen_on", strcmp(group, "conduct") == 0 ? "2026-11-12" : "",
        "source", "SECRETSOURCE", "note", "SECRETNOTE", "explanation", "SECRETEXPLANATION", "find_out", "SECRETWAY",
        "would_help", "SECRETHELP");
}

static void add_assessment(struct scene *scene)
{
    const char *id =
        number(ADD(assessment_type, "episode", number(scene->episode), "version", "1", "status", "draft", "sources",
                   "school;family", "person_view", "SECRETVIEW", "summary", "SECRETSUMMARY", "worse", "SECRETWORSE",
                   "better", "SECRETBETTER", "unknowns", "SECRETUNKNOWNS", "none_found", "SECRETNONE"));
    char assessment[24];

    snprintf(assessment, sizeof assessment, "%s", id);
    add_item_of(scene, assessment, "conduct", "harm_talk", "reported", "");
    add_item_of(scene, assessment, "conduct", "hate_acts", "not_seen", "");
    add_item_of(scene, assessment, "need", "housing", "pressing", "some");
    add_item_of(scene, assessment, "need", "health", "unknown", "");
    add_item_of(scene, assessment, "vulnerability", "isolated", "yes", "");
    add_item_of(scene, assessment, "protective", "trusted_adult", "strong", "");
}

static void say(struct scene *scene, const char *category, const char *handling, const char *text)
{
    ADD(panel_contribution_type, "episode", number(scene->episode), "item", number(scene->item), "agency", "Clinic",
        "category", category, "handling", handling, "text", text);
}

static void add_panel(struct scene *scene)
{
    scene->meeting = ADD(panel_meeting_type, "on", "today", "chair", "Councillor Voss", "status", "planned",
                         "confidentiality_read", "yes");
    scene->member = ADD(panel_member_type, "meeting", number(scene->meeting), "person", "Dr Weber", "agency", "Clinic",
                        "discipline", "health", "confidentiality", "yes");
    scene->item = ADD(panel_item_type, "episode", number(scene->episode), "meeting", number(scene->meeting), "position",
                      "2", "stage", "f3", "question", "What does Elias need since 12 November at Gymnasium Nord?",
                      "f2_first", "yes", "sharing_basis", "consent", "options", "SECRETOPTIONS", "explanation",
                      "SECRETORDINARY", "decision", "plan", "reasons", "You asked for help.", "agreement", "majority",
                      "dissent", "SECRETDISSENT", "lead_person", "Mira Dahl", "tells", "Mira, this week");
    say(scene, "health", "panel_only", "SECRETPANEL");
    say(scene, "education", "plan", "A place in the workshop");
    say(scene, "youth", "person", "The club keeps a place for you");
    say(scene, "social", "oral_only", "");
    ADD(panel_conflict_type, "episode", number(scene->episode), "item", number(scene->item), "member",
        number(ADD(panel_member_type, "meeting", number(scene->meeting), "person", "Uta Klein", "agency", "School",
                   "discipline", "education", "confidentiality", "yes")),
        "declared", "SECRETCONFLICT", "left_room", "yes");
    ADD(panel_action_type, "episode", number(scene->episode), "item", number(scene->item), "what", "SECRETACTION",
        "due", "today");
    ADD(disagreement_type, "episode", number(scene->episode), "text", "I never said that, Elias Berg says.");
}

static void add_plan(struct scene *scene)
{
    scene->plan = ADD(support_plan_type, "episode", number(scene->episode), "version", "1", "status", "draft", "aim",
                      "Play football again", "lead_person", "Mira Dahl", "unintended", "SECRETRISK", "benefits",
                      "SECRETGAIN", "intensity_reason", "SECRETWHY", "over_reason", "SECRETOVER", "notes",
                      "SECRETNOTES", "exit_criteria", "A season in the team");
    ADD(plan_action_type, "episode", number(scene->episode), "plan", number(scene->plan), "kind", "sport_culture",
        "serves", "belonging", "what", "Training twice a week", "note_back", "SECRETBACK");
}

static struct scene *begin(void)
{
    struct scene *scene = calloc(1, sizeof *scene);

    CU_ASSERT_PTR_NOT_NULL_FATAL(scene);
    scene->town = town_begin();
    add_case(scene);
    add_assessment(scene);
    add_panel(scene);
    add_plan(scene);
    return scene;
}

static void end(struct scene *scene)
{
    document_release(&scene->document);
    buf_release(&scene->text);
    town_end(scene->town);
    free(scene);
}

static void make(struct scene *scene, enum document_kind kind, int64_t id)
{
    document_release(&scene->document);
    buf_clear(&scene->text);
    town_must(scene->town, document_make(scene->town->store, kind, id, &scene->document, &scene->town->why));
    for (size_t i = 0; i < scene->document.count; i++)
        CU_ASSERT_EQUAL(buf_printf(&scene->text, "%s\n", scene->document.lines[i].text), OK);
}

static bool has(const struct scene *scene, const char *words)
{
    return strstr(buf_text(&scene->text), words) != NULL;
}

/* None of these stands on it; NULL after the last. */
static void has_none(const struct scene *scene, const char *const *words)
{
    for (; *words; words++) {
        if (has(scene, *words))
            printf("\n    “%s” stands on it", *words);
        CU_ASSERT_FALSE(has(scene, *words));
    }
}
#define NONE(...) has_none(scene, (const char *const[]){ __VA_ARGS__, NULL })
#define NO_NAME   NONE("Elias", "Berg", "Eli", "Ruth", "2009", "0699", "Seestrasse", "Harbour", "Gymnasium")

/* --- the sheets --- */
static void the_first_sheet_names_nobody_and_tells_no_story(void)
{
    struct scene *scene = begin();

    make(scene, DOCUMENT_F2_SHEET, scene->item);
    NO_NAME;
    NONE("SECRET", "-11-12", "12 November", "Clinic", "Mira", "Voss");
    CU_ASSERT_TRUE(has(scene, "HAZEL-27"));
    CU_ASSERT_TRUE(has(scene, "16 to 17"));
    CU_ASSERT_TRUE(has(scene, "Spoke of harming a person or group: Reported, 2026-11"));
    CU_ASSERT_FALSE(has(scene, "Harassed"));
    CU_ASSERT_TRUE(has(scene, "Housing: Pressing (the person: Some)"));
    CU_ASSERT_TRUE(has(scene, "Isolated: Yes"));
    CU_ASSERT_TRUE(has(scene, "One adult who is trusted: Strong"));
    CU_ASSERT_TRUE(has(scene, "What is not known\nBody and health\n"));
    CU_ASSERT_TRUE(has(scene, "What does […] need since November at […]?"));
    CU_ASSERT_TRUE(has(scene, "I never said that, […] […] says."));
    end(scene);
}

static void before_an_assessment_the_referral_speaks_in_codes(void)
{
    struct scene *scene = begin();
    int64_t referral = TOWN_ADD(scene->town, referral_type, "channel", "phone", "referrer_type", "family",
                                "referrer_name", "SECRETCALLER", "person_name", "Elias Berg", "what_happened",
                                "SECRETSTORY", "last_noticed", "2026-11-12", "conduct", "targeted", "needs", "housing");
    int64_t episode = ADD(episode_type, "pseudonym", "LINNET-3", "state", "panel_listed", "level", "secondary",
                          "profile", "panel_first", "person_name", "Elias Berg", "referral", number(referral));
    int64_t item =
        ADD(panel_item_type, "episode", number(episode), "meeting", number(scene->meeting), "question", "Is it ours?");

    make(scene, DOCUMENT_F2_SHEET, item);
    NO_NAME;
    NONE("SECRET", "-11-12");
    CU_ASSERT_TRUE(has(scene, "What was done, as it was referred\n"));
    CU_ASSERT_TRUE(has(scene, ", 2026-11\n"));
    CU_ASSERT_TRUE(has(scene, "Order of steps in this case: The panel meets first"));
    end(scene);
}

static void the_second_sheet_waits_for_the_first(void)
{
    struct scene *scene = begin();
    int64_t item = ADD(panel_item_type, "episode", number(scene->episode), "meeting", number(scene->meeting),
                       "question", "Again?", "sharing_basis", "consent");

    CU_ASSERT_EQUAL(document_make(scene->town->store, DOCUMENT_F3_SHEET, item, &scene->document, &scene->town->why),
                    E_INVALID);
    CU_ASSERT_EQUAL(scene->document.count, 0);
    make(scene, DOCUMENT_F3_SHEET, scene->item);
    CU_ASSERT_TRUE(has(scene, "Elias Berg"));
    CU_ASSERT_TRUE(has(scene, "SECRETEXPLANATION"));
    CU_ASSERT_TRUE(has(scene, "SECRETPANEL"));
    CU_ASSERT_TRUE(has(scene, "I never said that, Elias Berg says."));
    NONE("0699", "Seestrasse", "SECRETSAFETY", "SECRETDISSENT", "SECRETCONFLICT");
    end(scene);
}

static void the_letter_tells_what_the_person_may_know(void)
{
    struct scene *scene = begin();

    make(scene, DOCUMENT_LETTER, scene->item);
    NONE("SECRET", "workshop", "Ruth", "0699", "Seestrasse", "Uta", "majority");
    CU_ASSERT_TRUE(has(scene, "The club keeps a place for you"));
    CU_ASSERT_TRUE(has(scene, "You asked for help."));
    CU_ASSERT_TRUE(has(scene, "Nothing in it begins before you have agreed."));
    CU_ASSERT_TRUE(has(scene, "You can say no"));
    CU_ASSERT_TRUE(has(scene, "You can complain"));
    CU_ASSERT_TRUE(has(scene, "your own words"));
    CU_ASSERT_TRUE(has(scene, "For the panel: Councillor Voss"));
    CU_ASSERT_TRUE(has(scene, "I never said that"));
    end(scene);
}

static void no_letter_without_a_decision(void)
{
    struct scene *scene = begin();
    int64_t item = ADD(panel_item_type, "episode", number(scene->episode), "meeting", number(scene->meeting),
                       "question", "Again?");

    CU_ASSERT_EQUAL(document_make(scene->town->store, DOCUMENT_LETTER, item, &scene->document, &scene->town->why),
                    E_INVALID);
    end(scene);
}

static void the_plan_holds_what_was_agreed_and_no_more(void)
{
    struct scene *scene = begin();

    make(scene, DOCUMENT_PLAN, scene->plan);
    NONE("SECRET", "Ruth", "0699", "Seestrasse", "The club keeps");
    CU_ASSERT_TRUE(has(scene, "Play football again"));
    CU_ASSERT_TRUE(has(scene, "Training twice a week"));
    CU_ASSERT_TRUE(has(scene, "A place in the workshop"));
    CU_ASSERT_TRUE(has(scene, "I never said that"));
    end(scene);
}

static void the_agenda_names_cases_alone(void)
{
    struct scene *scene = begin();

    make(scene, DOCUMENT_AGENDA, scene->meeting);
    NO_NAME;
    NONE("SECRET", "What does");
    CU_ASSERT_TRUE(has(scene, "1. HAZEL-27"));
    CU_ASSERT_EQUAL(scene->document.case_count, 1);
    end(scene);
}

static void the_agenda_is_in_the_order_of_calling(void)
{
    struct scene *scene = begin();
    int64_t episode = ADD(episode_type, "pseudonym", "LINNET-3", "state", "panel_listed", "level", "secondary");

    ADD(panel_item_type, "episode", number(episode), "meeting", number(scene->meeting), "position", "1", "question",
        "Is it ours?");
    make(scene, DOCUMENT_AGENDA, scene->meeting);
    CU_ASSERT_TRUE(has(scene, " 1. LINNET-3"));
    CU_ASSERT_TRUE(has(scene, " 2. HAZEL-27"));
    CU_ASSERT_EQUAL(scene->document.case_count, 2);
    town_must(scene->town, copy_record(scene->town->store, &scene->document,
                                       &(struct copy_wish){ .recipient = "Chair", .return_by = { 2099, 1, 1 } }, 7, "",
                                       &scene->town->why));
    CU_ASSERT_EQUAL(copy_returned(scene->town->store, 7, "returned", clock_today(), &scene->town->why), OK);
    end(scene);
}

static void closed_casework_gives_nothing_out(void)
{
    struct scene *scene = begin();

    store_casework_close(scene->town->store);
    for (int kind = 0; kind < DOCUMENT_KIND_COUNT; kind++) {
        int64_t id = kind == DOCUMENT_PLAN ? scene->plan : kind == DOCUMENT_AGENDA ? scene->meeting : scene->item;

        CU_ASSERT_EQUAL(
            document_make(scene->town->store, (enum document_kind)kind, id, &scene->document, &scene->town->why),
            E_PERMISSION);
        CU_ASSERT_EQUAL(scene->document.count, 0);
        document_release(&scene->document);
    }
    end(scene);
}

/* --- copies --- */
static const struct copy_wish to_weber = { .recipient = "Dr Weber, Clinic", .return_by = { 2099, 1, 1 } };

static enum err record(struct scene *scene, const struct copy_wish *wish, int64_t copy)
{
    return copy_record(scene->town->store, &scene->document, wish, copy, "", &scene->town->why);
}

static int64_t next_number(struct scene *scene)
{
    int64_t copy = 0;

    town_must(scene->town, copy_next_number(scene->town->store, &copy, &scene->town->why));
    return copy;
}

static void copies_are_numbered_in_the_whole_office(void)
{
    struct scene *scene = begin();

    make(scene, DOCUMENT_F2_SHEET, scene->item);
    CU_ASSERT_EQUAL(next_number(scene), 1);
    town_must(scene->town, record(scene, &to_weber, 1));
    make(scene, DOCUMENT_AGENDA, scene->meeting);
    CU_ASSERT_EQUAL(next_number(scene), 2);
    town_must(scene->town, record(scene, &to_weber, 2));
    CU_ASSERT_EQUAL(next_number(scene), 3);
    end(scene);
}

static void a_named_sheet_goes_to_who_sits_there_alone(void)
{
    static const struct copy_wish wrong[] = {
        { .recipient = "Somebody else", .return_by = { 2099, 1, 1 } },
        { .recipient = "Uta Klein, School", .return_by = { 2099, 1, 1 } }, /* knows the person */
        { .recipient = "Dr Webers", .return_by = { 2099, 1, 1 } },
        { .recipient = "Dr", .return_by = { 2099, 1, 1 } },
        { .recipient = "Dr Weber, Clinic" },
        { .recipient = "Dr Weber, Clinic", .return_by = { 2020, 1, 1 } },
        { .recipient = "", .return_by = { 2099, 1, 1 } },
        { .recipient = "", .to_person = true },
    };
    struct scene *scene = begin();

    make(scene, DOCUMENT_F3_SHEET, scene->item);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        CU_ASSERT_EQUAL(record(scene, &wrong[i], 1), E_INVALID);
    CU_ASSERT_EQUAL(next_number(scene), 1);
    CU_ASSERT_EQUAL(record(scene, &to_weber, 1), OK);
    end(scene);
}

static void the_person_keeps_the_letter(void)
{
    struct scene *scene = begin();

    make(scene, DOCUMENT_LETTER, scene->item);
    CU_ASSERT_EQUAL(record(scene, &(struct copy_wish){ .recipient = "", .to_person = true }, 1), OK);
    CU_ASSERT_EQUAL(record(scene, &(struct copy_wish){ .recipient = "Dr Weber" }, 2), E_INVALID);
    end(scene);
}

/* The reviewer's log: which case, which paper, who; nothing of either. */
static void a_copy_stands_in_the_log_of_who_looked(void)
{
    struct scene *scene = begin();
    struct access_row rows[4];
    size_t count = 0;

    make(scene, DOCUMENT_F2_SHEET, scene->item);
    CU_ASSERT_EQUAL_FATAL(record(scene, &to_weber, 1), OK);
    town_must(scene->town, store_access_log(scene->town->store, scene->episode, 0, 4, rows, &count, &scene->town->why));
    CU_ASSERT_FATAL(count >= 2); /* that it is read comes first */
    CU_ASSERT_EQUAL(rows[1].kind, ACCESS_EXPORT);
    CU_ASSERT_STRING_EQUAL(rows[1].purpose, vocabulary_label(store_words(scene->town->store), "copy_kind", "f2_sheet"));
    CU_ASSERT_TRUE(rows[1].verified);
    end(scene);
}

static void what_became_of_a_copy_is_said_once(void)
{
    struct scene *scene = begin();
    struct store *store = scene->town->store;
    struct why *why = &scene->town->why;

    make(scene, DOCUMENT_F2_SHEET, scene->item);
    town_must(scene->town, record(scene, &to_weber, 1));
    town_must(scene->town, record(scene, &to_weber, 2));
    CU_ASSERT_EQUAL(copy_returned(store, 3, "returned", clock_today(), why), E_NOT_FOUND);
    CU_ASSERT_EQUAL(copy_returned(store, 1, "eaten", clock_today(), why), E_INVALID);
    CU_ASSERT_EQUAL(copy_returned(store, 1, "never_written", clock_today(), why), E_INVALID);
    CU_ASSERT_EQUAL(copy_returned(store, 1, "destroyed", clock_today(), why), OK);
    CU_ASSERT_EQUAL(copy_returned(store, 1, "lost", clock_today(), why), E_CONFLICT);
    CU_ASSERT_EQUAL(copy_void(store, 2, why), OK);
    CU_ASSERT_EQUAL(copy_returned(store, 2, "returned", clock_today(), why), E_CONFLICT);
    end(scene);
}

void suite_document(void)
{
    CU_pSuite suite = CU_add_suite("document", NULL, NULL);

    CU_add_test(suite, "the first sheet names nobody", the_first_sheet_names_nobody_and_tells_no_story);
    CU_add_test(suite, "before an assessment the referral speaks", before_an_assessment_the_referral_speaks_in_codes);
    CU_add_test(suite, "the second sheet waits for the first", the_second_sheet_waits_for_the_first);
    CU_add_test(suite, "the letter tells what the person may know", the_letter_tells_what_the_person_may_know);
    CU_add_test(suite, "no letter without a decision", no_letter_without_a_decision);
    CU_add_test(suite, "the plan holds what was agreed", the_plan_holds_what_was_agreed_and_no_more);
    CU_add_test(suite, "the agenda names cases alone", the_agenda_names_cases_alone);
    CU_add_test(suite, "the agenda is in the order of calling", the_agenda_is_in_the_order_of_calling);
    CU_add_test(suite, "closed casework gives nothing out", closed_casework_gives_nothing_out);
    CU_add_test(suite, "copies are numbered in the whole office", copies_are_numbered_in_the_whole_office);
    CU_add_test(suite, "a named sheet goes to the table", a_named_sheet_goes_to_who_sits_there_alone);
    CU_add_test(suite, "the person keeps the letter", the_person_keeps_the_letter);
    CU_add_test(suite, "a copy stands in the log of who looked", a_copy_stands_in_the_log_of_who_looked);
    CU_add_test(suite, "what became of a copy is said once", what_became_of_a_copy_is_said_once);
}
