/* What is put together for a person who asks: all there is, without what speaks of others, and only what was signed. */
#include "case_town.h"
#include "townkeep/domain/access_bundle.h"
#include "townkeep/domain/document.h"

static const struct passage *passage_of(const struct access_bundle *bundle, const struct record_type *type,
                                        const char *key)
{
    for (size_t i = 0; i < bundle->count; i++) {
        const struct passage *passage = &bundle->passages[i];

        if (passage->type == type && strcmp(type->fields[passage->field].key, key) == 0)
            return passage;
    }
    return NULL;
}

static void bundle_of(int64_t request, struct access_bundle *bundle)
{
    town_must(town, access_bundle_load(town->store, request, bundle, &town->why));
}

static int64_t asked(int64_t episode)
{
    return TOWN_ADD(town, access_request_type, "episode", case_id(episode), "by_whom", "person");
}

/* A draft of a referral, and a request about it. */
static int64_t told(const char *stay_unnamed)
{
    return TOWN_ADD(town, referral_type, "channel", "phone", "referrer_type", "family", "stay_unnamed", stay_unnamed,
                    "person_name", "Milan Dragan", "what_happened", "Told two classmates he would make them pay.");
}

static int64_t asked_of(int64_t referral)
{
    return TOWN_ADD(town, access_request_type, "referral", case_id(referral), "by_whom", "person");
}

/* A type that is made one day is in it by its row in the catalogue; what many people share is not. */
static void every_type_of_a_case_is_in_it(void)
{
    for (size_t i = 0; i < domain_catalogue.count; i++) {
        const struct record_type *type = domain_catalogue.types[i];
        bool is_shared = type == &panel_meeting_type || type == &panel_member_type;

        CU_ASSERT_EQUAL(access_bundle_has(type), type->owner == RECORD_OF_CASE && !is_shared);
    }
}

static void all_records_of_the_person_are_there(void)
{
    int64_t episode = case_opened(case_proposed());
    struct access_bundle bundle;
    const struct passage *passage;

    case_invite(episode);
    case_agree(episode);
    (void)case_assess(episode);
    (void)CASE_PAPER(episode, disagreement_type, "text", "It was a joke.");
    town_as(town, "Ana", true);
    bundle_of(asked(episode), &bundle);
    passage = passage_of(&bundle, &referral_type, "what_happened");
    CU_ASSERT_PTR_NOT_NULL_FATAL(passage);
    CU_ASSERT_PTR_NOT_NULL(strstr(passage->text, "two classmates"));
    CU_ASSERT_EQUAL(passage->choice, PASSAGE_UNDECIDED); /* others are named in it */
    passage = passage_of(&bundle, &disagreement_type, "text");
    CU_ASSERT_PTR_NOT_NULL_FATAL(passage);
    CU_ASSERT_PTR_NOT_NULL_FATAL(passage_of(&bundle, &disagreement_type, "given_by"));
    CU_ASSERT_EQUAL(passage_of(&bundle, &disagreement_type, "given_by")->choice, PASSAGE_KEPT);
    CU_ASSERT_PTR_NOT_NULL(passage_of(&bundle, &episode_step_type, "action"));
    CU_ASSERT_PTR_NOT_NULL(passage_of(&bundle, &referral_step_type, "action"));
    CU_ASSERT_PTR_NOT_NULL(passage_of(&bundle, &assessment_item_type, "answer"));
    CU_ASSERT_PTR_NOT_NULL(passage_of(&bundle, &consent_type, "purpose"));
    access_bundle_release(&bundle);
}

static void who_told_and_wished_to_stay_unnamed_stays_out(void)
{
    struct access_bundle bundle;
    const struct passage *passage;

    bundle_of(asked_of(told("yes")), &bundle);
    passage = passage_of(&bundle, &referral_type, "referrer_type");
    CU_ASSERT_PTR_NOT_NULL_FATAL(passage);
    CU_ASSERT_EQUAL(passage->choice, PASSAGE_OUT);
    CU_ASSERT_EQUAL(passage_choose((struct passage *)passage, PASSAGE_KEPT, &town->why), E_INVALID);
    case_says("stay unnamed");
    access_bundle_release(&bundle);
}

static void decide_all(struct access_bundle *bundle, enum passage_choice choice)
{
    for (size_t i = 0; i < bundle->count; i++) {
        if (bundle->passages[i].choice == PASSAGE_UNDECIDED)
            town_must(town, passage_choose(&bundle->passages[i], choice, &town->why));
    }
}

static void what_was_decided_is_kept_and_holds_for_that_text(void)
{
    int64_t referral = told("no"), request = asked_of(referral);
    struct access_bundle bundle;
    struct passage *passage;
    struct buf shown = { 0 };

    bundle_of(request, &bundle);
    passage = (struct passage *)passage_of(&bundle, &referral_type, "what_happened");
    CU_ASSERT_EQUAL(passage_black_out(passage, "four classmates", &town->why), E_INVALID);
    town_must(town, passage_black_out(passage, "two classmates", &town->why));
    town_must(town, access_bundle_keep(town->store, &bundle, &town->why));
    CU_ASSERT_PTR_NULL(strstr(record_text(&bundle.request, "marks"), "classmates")); /* places, not words */
    access_bundle_release(&bundle);
    bundle_of(request, &bundle);
    passage = (struct passage *)passage_of(&bundle, &referral_type, "what_happened");
    CU_ASSERT_EQUAL(passage->choice, PASSAGE_CUT);
    town_must(town, passage_show(passage, &shown));
    CU_ASSERT_STRING_EQUAL(buf_text(&shown), "Told █████ he would make them pay.");
    buf_release(&shown);
    access_bundle_release(&bundle);
    town_must(town, case_change(&referral_type, referral, "what_happened", "Told two classmates and Ivo he would."));
    bundle_of(request, &bundle);
    CU_ASSERT_EQUAL(passage_of(&bundle, &referral_type, "what_happened")->choice, PASSAGE_UNDECIDED);
    access_bundle_release(&bundle);
}

static bool tells(const struct document *document, const char *words)
{
    for (size_t i = 0; i < document->count; i++) {
        if (strstr(document->lines[i].text, words))
            return true;
    }
    return false;
}

static void nothing_leaves_but_what_another_signed(void)
{
    int64_t episode = case_opened(case_proposed()), request = asked(episode);
    struct copy_wish wish = { .to_person = true };
    struct document document = { 0 };
    struct access_bundle bundle;
    struct record record = { 0 };

    (void)town_officer(town, "Dora", "data_protection_reviewer");
    bundle_of(request, &bundle);
    CU_ASSERT_EQUAL(access_bundle_finish(town->store, &bundle, &town->why), E_INVALID);
    case_says("not decided yet");
    CU_ASSERT_EQUAL(access_request_sign(town->store, request, &town->why), E_PERMISSION); /* a lead is no reviewer */
    decide_all(&bundle, PASSAGE_OUT);
    town_must(town, access_bundle_finish(town->store, &bundle, &town->why));
    access_bundle_release(&bundle);
    CU_ASSERT_EQUAL(document_make(town->store, DOCUMENT_ACCESS, request, &document, &town->why), E_INVALID);
    document_release(&document);
    town_as(town, "Dora", false);
    town_must(town, access_request_sign(town->store, request, &town->why));
    CU_ASSERT_EQUAL(access_request_sign(town->store, request, &town->why), E_INVALID);
    town_as(town, "Ana", true);
    town_must(town, document_make(town->store, DOCUMENT_ACCESS, request, &document, &town->why));
    CU_ASSERT_FALSE(tells(&document, "classmates"));
    CU_ASSERT_TRUE(tells(&document, "left out"));
    CU_ASSERT_EQUAL(document.case_count, 1);
    town_must(town, copy_record(town->store, &document, &wish, 7, "", &town->why));
    document_release(&document);
    town_must(town, store_load(town->store, &access_request_type, request, &record, &town->why));
    CU_ASSERT_EQUAL(record_number(&record, "bundle_copy"), 7);
    CU_ASSERT_EQUAL(record_number(&record, "signed_by") != town->ana, true);
    record_release(&record);
}

static void what_was_written_since_is_signed_anew(void)
{
    int64_t episode = case_opened(case_proposed()), request = asked(episode);
    struct document document = { 0 };
    struct access_bundle bundle;

    (void)town_officer(town, "Dora", "data_protection_reviewer");
    bundle_of(request, &bundle);
    decide_all(&bundle, PASSAGE_OUT);
    town_must(town, access_bundle_finish(town->store, &bundle, &town->why));
    access_bundle_release(&bundle);
    town_as(town, "Dora", false);
    town_must(town, access_request_sign(town->store, request, &town->why));
    case_invite(episode);
    town_as(town, "Ana", true);
    CU_ASSERT_EQUAL(document_make(town->store, DOCUMENT_ACCESS, request, &document, &town->why), E_CONFLICT);
    case_says("since the papers were signed");
    document_release(&document);
    town_as(town, "Boris", true);
    bundle_of(request, &bundle);
    CU_ASSERT_EQUAL(access_bundle_keep(town->store, &bundle, &town->why), E_PERMISSION); /* Ana handles it */
    access_bundle_release(&bundle);
}

static void what_is_closed_to_the_officer_is_not_put_together(void)
{
    int64_t episode = case_opened(case_proposed()), request = asked(episode);
    struct access_bundle bundle;

    (void)town_officer(town, "Cleo", "case_officer");
    town_as(town, "Cleo", true);
    CU_ASSERT_EQUAL(access_bundle_load(town->store, request, &bundle, &town->why), E_PERMISSION);
    store_casework_close(town->store);
    CU_ASSERT_EQUAL(access_bundle_load(town->store, request, &bundle, &town->why), E_PERMISSION);
}

void suite_access_bundle(void);
void suite_access_bundle(void)
{
    CU_pSuite suite = CU_add_suite_with_setup_and_teardown("access_bundle", NULL, NULL, case_town_begin, case_town_end);

    CU_add_test(suite, "every type of a case is in it", every_type_of_a_case_is_in_it);
    CU_add_test(suite, "all records of the person are there", all_records_of_the_person_are_there);
    CU_add_test(suite, "who told and wished to stay unnamed stays out", who_told_and_wished_to_stay_unnamed_stays_out);
    CU_add_test(suite, "what was decided is kept and holds for that text",
                what_was_decided_is_kept_and_holds_for_that_text);
    CU_add_test(suite, "nothing leaves but what another signed", nothing_leaves_but_what_another_signed);
    CU_add_test(suite, "what was written since is signed anew", what_was_written_since_is_signed_anew);
    CU_add_test(suite, "what is closed to the officer is not put together",
                what_is_closed_to_the_officer_is_not_put_together);
}
