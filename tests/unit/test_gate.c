/* The gate of a case: what stays closed to an officer who holds the key and may not pass. */
#include "../../src/store/store_in.h"
#include "store_office.h"

#define REFUSAL "You stepped aside from this case."

/* A gate is a function alone: what it is to answer, and how often it was asked. */
static struct {
    int64_t refused;
    enum err failure;
    int asked;
    bool reads;
    enum value_form seen;
    char type[20];
} gate;

static enum err fake_gate(struct store *store, const struct record_type *type, int64_t case_id, struct why *why)
{
    struct record record;

    gate.asked++;
    text_cut_into(gate.type, sizeof gate.type, type->key);
    if (gate.reads && store_load(store, type, case_id, &record, why) == OK) {
        gate.seen = record.values[REFERRAL_PERSON].form;
        record_release(&record);
    }
    if (gate.failure)
        return gate.failure;
    return case_id == gate.refused ? why_set(why, E_PERMISSION, REFUSAL) : OK;
}

struct cases_of {
    struct office office;
    int64_t mine, other, step;
};

static int64_t add_step(struct office *office, int64_t referral)
{
    struct record step = office_new(&office_step);
    int64_t id = 0;

    value_set_number(record_value(&step, "referral"), referral);
    office_set(&step, "what", "called");
    office_set(&step, "reasons", "first hand");
    if (store_put(office->store, &step, NULL, NULL, &office->why) == OK)
        id = step.id;
    record_release(&step);
    return id;
}

static void begin(struct cases_of *all)
{
    memset(&gate, 0, sizeof gate);
    office_create(&all->office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&all->office, "correct horse battery"), OK);
    all->mine = office_referral_add(&all->office, "Lena Ost", "mine");
    all->other = office_referral_add(&all->office, "Karim Zane", "not for me");
    all->step = add_step(&all->office, all->other);
    CU_ASSERT_NOT_EQUAL_FATAL(all->step, 0);
    gate.refused = all->other;
    store_set_case_gate(all->office.store, fake_gate);
}

static enum value_form form_of(struct office *office, const struct record_type *type, int64_t id, int field)
{
    struct record record;
    enum value_form form = VALUE_EMPTY;

    if (store_load(office->store, type, id, &record, &office->why) == OK) {
        form = record.values[field].form;
        record_release(&record);
    }
    return form;
}

static void sealed_fields_stay_closed(void)
{
    struct cases_of all;
    int64_t ids[4];
    size_t count;

    begin(&all);
    CU_ASSERT_EQUAL(form_of(&all.office, &office_referral, all.other, REFERRAL_SOURCE), VALUE_TEXT);
    CU_ASSERT_EQUAL(form_of(&all.office, &office_referral, all.other, REFERRAL_PERSON), VALUE_CLOSED);
    CU_ASSERT_EQUAL(form_of(&all.office, &office_step, all.step, STEP_TEXT), VALUE_CLOSED);
    CU_ASSERT_EQUAL(form_of(&all.office, &office_referral, all.mine, REFERRAL_PERSON), VALUE_TEXT);
    CU_ASSERT_EQUAL(
        store_search_sealed(all.office.store, &office_referral, "karim", "a call", 4, ids, &count, &all.office.why),
        OK);
    CU_ASSERT_EQUAL(count, 0);
    CU_ASSERT_EQUAL(
        store_search_sealed(all.office.store, &office_referral, "lena", "a call", 4, ids, &count, &all.office.why), OK);
    CU_ASSERT_EQUAL(count, 1);
    office_end(&all.office);
}

static void looking_and_writing_are_refused_in_its_words(void)
{
    struct cases_of all;
    struct record referral;
    struct save *save;

    begin(&all);
    CU_ASSERT_EQUAL(store_log_view(all.office.store, &office_referral, all.other, "planning", &all.office.why),
                    E_PERMISSION);
    CU_ASSERT_STRING_EQUAL(all.office.why.text, REFUSAL);
    CU_ASSERT_EQUAL(store_log_view(all.office.store, &office_referral, all.mine, "planning", &all.office.why), OK);
    CU_ASSERT_EQUAL(add_step(&all.office, all.other), 0);
    CU_ASSERT_STRING_EQUAL(all.office.why.text, REFUSAL);
    CU_ASSERT_NOT_EQUAL(add_step(&all.office, all.mine), 0);
    CU_ASSERT_EQUAL_FATAL(store_load(all.office.store, &office_referral, all.other, &referral, &all.office.why), OK);
    office_set(&referral, "source", "parent");
    CU_ASSERT_EQUAL(store_put(all.office.store, &referral, NULL, NULL, &all.office.why), E_PERMISSION);
    CU_ASSERT_STRING_EQUAL(all.office.why.text, REFUSAL);
    CU_ASSERT_EQUAL_FATAL(save_begin(all.office.store, ENTRY_CHANGE, &save, &all.office.why), OK);
    CU_ASSERT_EQUAL(save_archive(save, &office_step, all.step, NULL, &all.office.why), E_PERMISSION);
    save_cancel(save);
    record_release(&referral);
    office_end(&all.office);
}

static void the_program_goes_on_writing(void)
{
    struct cases_of all;
    struct record referral;
    struct save *save;

    begin(&all);
    CU_ASSERT_EQUAL_FATAL(store_load(all.office.store, &office_referral, all.other, &referral, &all.office.why), OK);
    office_set(&referral, "state", "screened");
    CU_ASSERT_EQUAL_FATAL(save_begin(all.office.store, ENTRY_CHANGE, &save, &all.office.why), OK);
    CU_ASSERT_EQUAL(save_put_by_program(save, &referral, NULL, &all.office.why), OK);
    CU_ASSERT_EQUAL(save_commit(save, NULL, NULL, &all.office.why), OK);
    record_release(&referral);
    CU_ASSERT_EQUAL(form_of(&all.office, &office_referral, all.other, REFERRAL_PERSON), VALUE_CLOSED);
    gate.refused = 0;
    CU_ASSERT_EQUAL(form_of(&all.office, &office_referral, all.other, REFERRAL_PERSON), VALUE_CLOSED);
    CU_ASSERT_NOT_EQUAL(add_step(&all.office, all.mine), 0); /* a save: it is asked again */
    CU_ASSERT_EQUAL_FATAL(store_load(all.office.store, &office_referral, all.other, &referral, &all.office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "person"), "Karim Zane");
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "state"), "screened");
    record_release(&referral);
    office_end(&all.office);
}

static void the_history_says_nothing_of_it(void)
{
    struct cases_of all;
    struct history_row rows[4];
    struct change *changes;
    size_t count, changed;

    begin(&all);
    CU_ASSERT_EQUAL_FATAL(
        store_history(all.office.store, &office_referral, all.other, 0, 4, rows, &count, &all.office.why), OK);
    CU_ASSERT_EQUAL_FATAL(count, 2);
    CU_ASSERT_STRING_EQUAL(rows[0].sentence, "(sealed)");
    CU_ASSERT_STRING_EQUAL(rows[1].sentence, "(sealed)");
    CU_ASSERT_EQUAL(store_changes(all.office.store, rows[0].entry, &changes, &changed, &all.office.why), E_PERMISSION);
    CU_ASSERT_STRING_EQUAL(all.office.why.text, REFUSAL);
    CU_ASSERT_EQUAL(store_undo(all.office.store, rows[0].entry, NULL, &all.office.why), E_PERMISSION);
    CU_ASSERT_STRING_EQUAL(all.office.why.text, REFUSAL);
    store_set_case_gate(all.office.store, NULL);
    CU_ASSERT_EQUAL(store_changes(all.office.store, rows[0].entry, &changes, &changed, &all.office.why), OK);
    changes_release(changes, changed);
    office_end(&all.office);
}

static void a_draft_of_the_case_stays_closed(void)
{
    struct cases_of all;
    struct record step = office_new(&office_step), read;
    int64_t kept_at;

    begin(&all);
    value_set_number(record_value(&step, "referral"), all.other);
    office_set(&step, "reasons", "half typed");
    CU_ASSERT_EQUAL_FATAL(store_draft_keep(all.office.store, &step, &all.office.why), OK);
    CU_ASSERT_EQUAL(store_draft_load(all.office.store, &office_step, 0, &read, &kept_at, &all.office.why),
                    E_PERMISSION);
    CU_ASSERT_STRING_EQUAL(all.office.why.text, REFUSAL);
    value_set_number(record_value(&step, "referral"), all.mine);
    CU_ASSERT_EQUAL_FATAL(store_draft_keep(all.office.store, &step, &all.office.why), OK);
    CU_ASSERT_EQUAL(store_draft_load(all.office.store, &office_step, 0, &read, &kept_at, &all.office.why), OK);
    record_release(&read);
    record_release(&step);
    office_end(&all.office);
}

static void it_is_asked_of_the_owner_and_seldom(void)
{
    struct cases_of all;

    begin(&all);
    for (int i = 0; i < 3; i++)
        CU_ASSERT_EQUAL(form_of(&all.office, &office_step, all.step, STEP_TEXT), VALUE_CLOSED);
    CU_ASSERT_EQUAL(gate.asked, 1);
    CU_ASSERT_STRING_EQUAL(gate.type, "referral");
    office_end(&all.office);
}

static void it_may_read_without_asking_itself(void)
{
    struct cases_of all;

    begin(&all);
    gate.reads = true;
    gate.seen = VALUE_EMPTY;
    CU_ASSERT_EQUAL(form_of(&all.office, &office_referral, all.mine, REFERRAL_PERSON), VALUE_TEXT);
    CU_ASSERT_EQUAL(gate.seen, VALUE_CLOSED);
    CU_ASSERT_EQUAL(gate.asked, 1);
    office_end(&all.office);
}

static void without_an_answer_nothing_is_shown(void)
{
    struct cases_of all;
    struct record referral;

    begin(&all);
    gate.failure = E_SYSTEM;
    CU_ASSERT_EQUAL(store_load(all.office.store, &office_referral, all.mine, &referral, &all.office.why), E_SYSTEM);
    gate.failure = OK;
    CU_ASSERT_EQUAL(form_of(&all.office, &office_referral, all.mine, REFERRAL_PERSON), VALUE_TEXT);
    office_end(&all.office);
}

void suite_gate(void);
void suite_gate(void)
{
    CU_pSuite s = CU_add_suite("gate", NULL, NULL);

    CU_add_test(s, "sealed fields stay closed", sealed_fields_stay_closed);
    CU_add_test(s, "looking and writing are refused in its words", looking_and_writing_are_refused_in_its_words);
    CU_add_test(s, "the program goes on writing", the_program_goes_on_writing);
    CU_add_test(s, "the history says nothing of it", the_history_says_nothing_of_it);
    CU_add_test(s, "a draft of the case stays closed", a_draft_of_the_case_stays_closed);
    CU_add_test(s, "it is asked of the owner, and seldom", it_is_asked_of_the_owner_and_seldom);
    CU_add_test(s, "it may read without asking itself", it_may_read_without_asking_itself);
    CU_add_test(s, "without an answer nothing is shown", without_an_answer_nothing_is_shown);
}
