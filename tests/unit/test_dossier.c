/*
 * The papers of a case by themselves: what an agreement of the person needs and keeps, what is never changed, what
 * must not be asked, and that nothing is added up anywhere.
 */
#include <dirent.h>

#include "rule_cases.h"
#include "townkeep/base/path.h"
#include "townkeep/domain/access_request.h"

void suite_dossier(void);

/* The codes that the tests change to, so that a refusal is never for an unknown word. */
static struct vocabularies *words;

static int start(void)
{
    static const struct vocabulary_entry entries[] = {
        { "consent_purpose", "take_part", "Take part", "", "", "", 0, false },
        { "sharing_basis", "legal_duty", "Legal duty", "", "", "", 0, false },
        { "sharing_told", "yes", "Told", "", "", "", 0, false },
        { "referral_outcome", "returned", "Returned", "", "", "", 0, false },
        { "consent_given_by", "guardian", "Guardian", "", "", "", 0, false },
    };

    return vocabularies_new(entries, sizeof entries / sizeof entries[0], &words) != OK;
}

static int stop(void)
{
    vocabularies_free(words);
    words = NULL;
    return 0;
}

static void what_cannot_be_is_refused(void)
{
    static const struct rule_case wrong[] = {
        { &consent_type, "party", { "purpose=share" } },
        { &consent_type, "with_whom", { "purpose=speak_with_family" } },
        { &consent_type, "child_view", { "given_by=guardian" } },
        { &consent_type, "capacity", { "given_by=other_authorised" } },
        { &consent_type, "limits_reason", { "limits=Do not tell the uncle." } },
        { &consent_type, "on", { "on=2026-11-24" } },
        { &consent_type, "valid_to", { "on=2026-11-20", "valid_to=2026-11-19" } },
        { &consent_type, "withdrawn_on", { "on=2026-11-20", "withdrawn_on=2026-11-24" } },
        { &consent_type, "withdrawn_on", { "on=2026-11-20", "withdrawn_on=2026-11-19" } },
        { &consent_type, "withdrawn_on", { "withdrawn_effect=Nothing was shared." } },
        { &consent_type, "replaced_by", { "replaced_by=5" } },
        { &advice_contact_type, "on", { "on=2026-11-24" } },
        { &advice_contact_type, "referral", { "referral=3" } },
        { &advice_contact_type, "referral", { "referral=3", "caller_agrees=0" } },
        { &contact_attempt_type, "on", { "on=2026-11-24" } },
        { &family_member_type, "on", { "on=2026-11-24" } },
        { &disagreement_type, "on", { "on=2026-11-24" } },
        { &sharing_type, "return_by", { "on=2026-11-20", "return_by=2026-11-19" } },
        { &sharing_type, "acknowledged_on", { "on=2026-11-20", "acknowledged_on=2026-11-19" } },
        { &complaint_type, "received_on", { "received_on=2026-11-24" } },
        { &complaint_type, "answered_on", { "received_on=2026-11-20", "answered_on=2026-11-19", "outcome=upheld" } },
        { &complaint_type, "answer", { "outcome=upheld", "answered_on=2026-11-23" } },
        { &complaint_type, "outcome", { "answered_on=2026-11-23", "answer=We were late." } },
        { &access_request_type, "identity_checked_on", { "paused_on=2026-11-20", "identity_checked_on=2026-11-19" } },
        { &access_request_type, "answered_on", { "outcome=nothing_held" } },
        { &access_request_type, "outcome", { "outcome=given", "answered_on=2026-11-23", "received_on=2026-11-01" } },
        { &decision_type, "signed_by", { "proposed_by=11", "outcome=signed", "signed_by=11" } },
        { &decision_type, "signed_by", { "proposed_by=11", "outcome=signed" } },
        { &decision_type, "carried_at", { "proposed_by=11", "outcome=returned", "signed_by=12", "carried_at=5" } },
        { &casework_limit_type, "amount", { "clock=told", "unit=months", "amount=2" } },
        { &casework_limit_type, "amount", { "clock=screen", "unit=working_days", "amount=0" } },
        { &casework_limit_type, "amount", { "clock=told", "unit=days", "amount=30" } },
        { &casework_limit_type, "amount", { "clock=keep_closed", "unit=months", "amount=13" } },
        { &casework_limit_type, "clock", { "clock=after_6m", "unit=months", "amount=5" } },
        { &casework_limit_type, "urgent_hours", { "clock=plan", "unit=days", "amount=5", "urgent_hours=2" } },
        { &casework_limit_type, "amount", { "clock=complaint", "unit=working_days", "amount=21" } },
    };

    rule_cases_refused(wrong, sizeof wrong / sizeof wrong[0]);
}

static void what_is_right_passes(void)
{
    static const struct rule_case right[] = {
        { &consent_type, "", { "purpose=share", "party=3", "given_by=person", "on=2026-11-23" } },
        { &consent_type,
          "",
          { "purpose=take_part", "given_by=guardian", "child_view=“I want to go to boxing.”", "valid_to=2027-05-23" } },
        { &consent_type, "", { "on=2026-11-20", "withdrawn_on=2026-11-20", "withdrawn_effect=The school was told." } },
        { &advice_contact_type, "", { "referral=3", "caller_agrees=1" } },
        { &contact_attempt_type, "", { "on=2026-11-23", "way=phone", "result=no_answer" } },
        { &disagreement_type, "", { "text=I am a Muslim and I prayed at lunch, that is all.", "given_by=person" } },
        { &complaint_type, "", { "received_on=2026-11-01", "text=You wrote that I am an immigrant." } },
        { &access_request_type, "", { "received_on=2026-11-01", "answered_on=2026-11-23", "outcome=nothing_held" } },
        { &access_request_type,
          "",
          { "received_on=2026-11-01", "identity_checked_on=2026-11-05", "signed_on=2026-11-20", "outcome=given",
            "answered_on=2026-11-23" } },
        { &decision_type, "", { "proposed_by=11", "outcome=signed", "signed_by=12", "carried_at=5" } },
        { &casework_limit_type, "", { "clock=screen", "unit=working_days", "amount=30" } },
        { &casework_limit_type, "", { "clock=told", "unit=days", "amount=10" } },
    };

    rule_cases_pass(right, sizeof right / sizeof right[0]);
}

static void who_writes_is_written_down(void)
{
    CU_ASSERT_EQUAL(rule_case_number(&advice_contact_type, "taken_by", "minutes=10"), RULE_OFFICER);
    CU_ASSERT_EQUAL(rule_case_number(&contact_attempt_type, "officer", "way=phone"), RULE_OFFICER);
    CU_ASSERT_EQUAL(rule_case_number(&disagreement_type, "recorded_by", "given_by=person"), RULE_OFFICER);
    CU_ASSERT_EQUAL(rule_case_number(&access_request_type, "handler", "by_whom=person"), RULE_OFFICER);
    CU_ASSERT_TRUE(rule_case_fills(&sharing_type, "at", "direction=out"));
    CU_ASSERT_TRUE(rule_case_fills(&consent_type, "on", "purpose=take_part"));
}

/* Whether changing a saved record so is refused, by the rule or because the field is typed once. */
static bool is_refused(const struct record_type *type, const char *const *stored, const char *key, const char *text)
{
    struct rule_context context = rule_context();
    struct problems problems = { 0 };
    struct record before = { 0 }, after = { 0 };
    int field = field_find(type, key);
    bool refused = false;

    CU_ASSERT_FATAL(field >= 0);
    context.words = words;
    rule_fill(&before, type, stored);
    CU_ASSERT_EQUAL_FATAL(record_copy(&after, &before), OK);
    if (field_is_text(&type->fields[field]))
        CU_ASSERT_EQUAL(value_set_text(&after.values[field], text), OK);
    if (!field_is_text(&type->fields[field]))
        value_set_number(&after.values[field], atoll(text));
    CU_ASSERT_NOT_EQUAL(record_check(&after, &before, &context, &problems), E_MEMORY);
    for (int i = 0; i < problems.count - problems.warnings; i++)
        refused = refused || problems.items[i].field == field;
    record_release(&before);
    record_release(&after);
    return refused;
}

static void an_agreement_stays_as_it_was_given(void)
{
    static const char *const given[RULE_PAIRS] = { "episode=3", "purpose=share", "party=4",       "given_by=person",
                                                   "how=paper", "on=2026-11-02", "form_version=2" };

    CU_ASSERT_TRUE(is_refused(&consent_type, given, "party", "9"));
    CU_ASSERT_TRUE(is_refused(&consent_type, given, "purpose", "take_part"));
    CU_ASSERT_TRUE(is_refused(&consent_type, given, "on", "2026-11-03"));
    CU_ASSERT_TRUE(is_refused(&consent_type, given, "limits", "Not to the uncle."));
    CU_ASSERT_TRUE(is_refused(&consent_type, given, "valid_to", "2027-11-02"));
    CU_ASSERT_FALSE(is_refused(&consent_type, given, "withdrawn_on", "2026-11-23"));
    CU_ASSERT_FALSE(is_refused(&consent_type, given, "replaced_by", "8"));
}

static void a_withdrawal_cannot_be_undone(void)
{
    static const char *const withdrawn[RULE_PAIRS] = {
        "episode=3",     "purpose=take_part", "given_by=person",        "how=paper",
        "on=2026-11-02", "form_version=2",    "withdrawn_on=2026-11-10"
    };

    CU_ASSERT_TRUE(is_refused(&consent_type, withdrawn, "withdrawn_on", ""));
    CU_ASSERT_TRUE(is_refused(&consent_type, withdrawn, "withdrawn_on", "2026-11-20"));
    CU_ASSERT_FALSE(is_refused(&consent_type, withdrawn, "withdrawn_effect", "The school was told."));
}

static void a_statement_of_the_person_is_never_changed(void)
{
    static const char *const said[RULE_PAIRS] = { "episode=3", "given_by=person", "on=2026-11-02",
                                                  "text=It was a joke." };

    for (int i = 0; i < disagreement_type.field_count; i++) {
        const struct field *field = &disagreement_type.fields[i];

        if (!(field->flags & FIELD_BY_PROGRAM))
            CU_ASSERT_TRUE(is_refused(&disagreement_type, said, field->key,
                                      field->kind == FIELD_DATE     ? "2026-11-03"
                                      : field->kind == FIELD_CHOICE ? "guardian"
                                                                    : "7"));
    }
}

static void what_was_shared_stays_and_the_answer_is_added(void)
{
    static const char *const shared[RULE_PAIRS] = { "episode=3",         "direction=out", "on=2026-11-02",
                                                    "what=The address.", "basis=consent", "person_told=later" };

    CU_ASSERT_TRUE(is_refused(&sharing_type, shared, "what", "Nothing."));
    CU_ASSERT_TRUE(is_refused(&sharing_type, shared, "necessity", "Because."));
    CU_ASSERT_TRUE(is_refused(&sharing_type, shared, "basis", "legal_duty"));
    CU_ASSERT_FALSE(is_refused(&sharing_type, shared, "person_told", "yes"));
    CU_ASSERT_FALSE(is_refused(&sharing_type, shared, "acknowledged_on", "2026-11-03"));
}

static void a_decision_is_answered_once(void)
{
    static const char *const signed_once[RULE_PAIRS] = { "kind=keep", "proposed_by=11", "outcome=signed",
                                                         "signed_by=12" };
    static const char *const waiting[RULE_PAIRS] = { "kind=keep", "proposed_by=11", "outcome=waiting" };

    CU_ASSERT_TRUE(is_refused(&decision_type, signed_once, "outcome", "returned"));
    CU_ASSERT_TRUE(is_refused(&decision_type, signed_once, "signed_by", "13"));
    CU_ASSERT_FALSE(is_refused(&decision_type, waiting, "outcome", "returned"));
}

/* --- the clock of a request for access --- */
static void due_is(const char *const *fields, int months, const char *expected)
{
    struct record request = { 0 };
    struct date due;
    char text[DATE_TEXT_SIZE] = "";

    rule_fill(&request, &access_request_type, fields);
    if (access_request_due(&request, months, &due))
        date_format(due, text);
    CU_ASSERT_STRING_EQUAL(text, expected);
    record_release(&request);
}
#define DUE_IS(months, expected, ...) due_is((const char *const[RULE_PAIRS]){ __VA_ARGS__ }, months, expected)

static void the_clock_of_a_request_stops_only_for_who_asks(void)
{
    DUE_IS(1, "2026-12-10", "received_on=2026-11-10");
    DUE_IS(1, "2026-02-28", "received_on=2026-01-31");
    DUE_IS(1, "2027-02-10", "received_on=2026-11-10", "extended=1");
    DUE_IS(1, "", "received_on=2026-11-10", "paused_on=2026-11-12");
    DUE_IS(1, "2026-12-15", "received_on=2026-11-10", "paused_on=2026-11-12", "identity_checked_on=2026-11-17");
    DUE_IS(1, "2026-12-10", "received_on=2026-11-10", "identity_checked_on=2026-11-17");
}

/* --- what is never there --- */
static const struct record_type *const papers[] = {
    &advice_contact_type, &contact_attempt_type, &consent_type,   &assessment_type,   &assessment_item_type,
    &family_member_type,  &sharing_type,         &complaint_type, &disagreement_type,
};

static void every_text_of_a_person_is_sealed(void)
{
    static const char *const open[] = { "reference" };

    for (size_t t = 0; t < sizeof papers / sizeof papers[0]; t++) {
        for (int i = 0; i < papers[t]->field_count; i++) {
            const struct field *field = &papers[t]->fields[i];
            bool may_be_open = field->kind != FIELD_TEXT && field->kind != FIELD_NOTE;

            for (size_t o = 0; o < sizeof open / sizeof open[0]; o++)
                may_be_open = may_be_open || strcmp(field->key, open[o]) == 0;
            if (!may_be_open && !(field->flags & FIELD_SEALED))
                printf("\n    %s.%s is not sealed", papers[t]->key, field->key);
            CU_ASSERT_TRUE(may_be_open || (field->flags & FIELD_SEALED));
        }
    }
}

static void an_advice_has_no_field_for_a_name(void)
{
    static const char *const never[] = { "name", "person", "contact", "phone", "address", "birth", "age" };

    for (int i = 0; i < advice_contact_type.field_count; i++) {
        for (size_t n = 0; n < sizeof never / sizeof never[0]; n++)
            CU_ASSERT_PTR_NULL(strstr(advice_contact_type.fields[i].key, never[n]));
    }
}

/* Registers that outlive a person's record, or are read without casework, hold no text about them. */
static void registers_hold_no_free_text(void)
{
    static const struct record_type *const registers[] = { &access_request_type, &decision_type };

    for (size_t t = 0; t < sizeof registers / sizeof registers[0]; t++) {
        for (int i = 0; i < registers[t]->field_count; i++) {
            const struct field *field = &registers[t]->fields[i];

            CU_ASSERT_NOT_EQUAL(field->kind, FIELD_NOTE);
            CU_ASSERT_TRUE(field->kind != FIELD_TEXT || (field->flags & FIELD_BY_PROGRAM));
        }
    }
}

static int is_schema(const struct dirent *entry)
{
    return strstr(entry->d_name, ".sql") != NULL;
}

/* No column, in any table, whose name is or has one of these words. */
static void names_no_sum(const char *file, const char *sql)
{
    static const char *const never[] = { "score", "total", "rank", "percentile", "rating" };
    const char *letters = "abcdefghijklmnopqrstuvwxyz";

    for (const char *at = sql; *at;) {
        size_t length = strspn(at, letters);

        if (at[0] == '-' && at[1] == '-')
            length = strcspn(at, "\n");
        for (size_t n = 0; n < sizeof never / sizeof never[0] && at[0] != '-'; n++) {
            bool found = length == strlen(never[n]) && strncmp(at, never[n], length) == 0;

            if (found)
                printf("\n    %s: %.30s", file, at);
            CU_ASSERT_FALSE(found);
        }
        at += length > 0 ? length : 1;
    }
}

static void nothing_is_added_up_in_any_table(void)
{
    struct dirent **names = NULL;
    int count = scandir("assets/schema", &names, is_schema, alphasort);

    CU_ASSERT_TRUE(count >= 6);
    for (int i = 0; i < count; i++) {
        struct buf path = { 0 }, sql = { 0 };

        CU_ASSERT_EQUAL_FATAL(path_join(&path, "assets/schema", names[i]->d_name), OK);
        CU_ASSERT_EQUAL_FATAL(path_read_file(buf_text(&path), 1 << 20, &sql, NULL), OK);
        names_no_sum(names[i]->d_name, buf_text(&sql));
        buf_release(&path);
        buf_release(&sql);
        free(names[i]);
    }
    free(names);
}

/* A stakeholder's meeting may have a note on what could go wrong; nobody's record has a risk. */
static void no_case_has_a_risk(void)
{
    for (size_t t = 0; t < domain_catalogue.count; t++) {
        const struct record_type *type = domain_catalogue.types[t];

        for (int i = 0; i < type->field_count && type->owner == RECORD_OF_CASE; i++)
            CU_ASSERT_PTR_NULL(strstr(type->fields[i].key, "risk"));
    }
}

void suite_dossier(void)
{
    CU_pSuite s = CU_add_suite("dossier", start, stop);

    CU_add_test(s, "what cannot be is refused", what_cannot_be_is_refused);
    CU_add_test(s, "what is right passes", what_is_right_passes);
    CU_add_test(s, "who writes is written down", who_writes_is_written_down);
    CU_add_test(s, "an agreement stays as it was given", an_agreement_stays_as_it_was_given);
    CU_add_test(s, "a withdrawal cannot be undone", a_withdrawal_cannot_be_undone);
    CU_add_test(s, "a statement of the person is never changed (R21)", a_statement_of_the_person_is_never_changed);
    CU_add_test(s, "what was shared stays and the answer is added", what_was_shared_stays_and_the_answer_is_added);
    CU_add_test(s, "a decision is answered once", a_decision_is_answered_once);
    CU_add_test(s, "the clock of a request stops only for who asks (R20)",
                the_clock_of_a_request_stops_only_for_who_asks);
    CU_add_test(s, "every text of a person is sealed", every_text_of_a_person_is_sealed);
    CU_add_test(s, "an advice has no field for a name", an_advice_has_no_field_for_a_name);
    CU_add_test(s, "registers hold no free text", registers_hold_no_free_text);
    CU_add_test(s, "nothing is added up in any table (R3)", nothing_is_added_up_in_any_table);
    CU_add_test(s, "no case has a risk (R3)", no_case_has_a_risk);
}
