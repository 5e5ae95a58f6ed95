/*
 * The case: one person's voluntary support, from the signature that screened a referral in to the last light check a
 * year after it ended. It begins and moves only through take.c. Who the person is may be learned better while it
 * lives; once it has ended nothing of it is rewritten.
 */
#include "casework_in.h"

#include "townkeep/base/i18n.h"

#define BY_PROGRAM FIELD_BY_PROGRAM
#define SEALED     FIELD_SEALED

static const struct field episode_fields[EPISODE_FIELD_COUNT] = {
    [EPISODE_REFERENCE] = {
        .key = "reference", .label = N_("Reference"), .kind = FIELD_TEXT,
        .flags = BY_PROGRAM | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .max_len = 20, .width = 11,
        .hint = N_("The number of the case on every sheet and letter."),
    },
    [EPISODE_PSEUDONYM] = {
        .key = "pseudonym", .label = N_("Pseudonym"), .kind = FIELD_TEXT,
        .flags = BY_PROGRAM | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .max_len = 20, .width = 14,
        .hint = N_("The name used everywhere instead of the person's own, the same as in the referral."),
    },
    [EPISODE_STATE] = {
        .key = "state", .label = N_("State"), .kind = FIELD_CHOICE, .vocabulary = "referral_state",
        .flags = BY_PROGRAM | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 16,
        .hint = N_("What the last signed step left the case in."),
    },
    [EPISODE_STATE_ON] = {
        .key = "state_on", .label = N_("In this state since"), .kind = FIELD_DATE,
        .flags = BY_PROGRAM | FIELD_LISTED | FIELD_SORTED,
    },
    [EPISODE_OPENED_ON] = {
        .key = "opened_on", .label = N_("Opened"), .kind = FIELD_DATE,
        .flags = BY_PROGRAM | FIELD_FILTERED | FIELD_SORTED,
    },
    [EPISODE_LEVEL] = {
        .key = "level", .label = N_("Kind of support"), .kind = FIELD_CHOICE, .vocabulary = "case_level",
        .flags = BY_PROGRAM | FIELD_LISTED | FIELD_FILTERED, .width = 14,
        .hint = N_("Support that prevents, or support for leaving a group and coming back. It follows from the ground "
                   "the referral was screened in on."),
    },
    [EPISODE_OWNER] = {
        .key = "owner", .label = N_("With"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = BY_PROGRAM | FIELD_LISTED | FIELD_FILTERED, .width = 14,
        .hint = N_("The case officer."),
    },
    [EPISODE_LEAD] = {
        .key = "lead", .label = N_("Team lead"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = BY_PROGRAM,
        .hint = N_("The team lead who gave the case to its officer."),
    },
    [EPISODE_REFERRAL] = {
        .key = "referral", .label = N_("Referral"), .kind = FIELD_REFERENCE, .refers_to = "referral",
        .flags = BY_PROGRAM,
    },
    [EPISODE_EARLIER] = {
        .key = "earlier", .label = N_("Earlier case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = BY_PROGRAM,
    },
    [EPISODE_PROFILE] = {
        .key = "profile", .label = N_("Order of steps"), .kind = FIELD_CHOICE, .vocabulary = "profile",
        .flags = BY_PROGRAM,
        .hint = N_("Whether the person is asked before the panel hears of them; as the office had it when the case "
                   "began."),
    },
    [EPISODE_PROPOSAL] = {
        .key = "proposal", .label = N_("Waits for a signature"), .kind = FIELD_REFERENCE,
        .refers_to = "episode_step",
        .flags = BY_PROGRAM,
    },
    [EPISODE_AGREED_ON] = {
        .key = "agreed_on", .label = N_("Agreed to take part on"), .kind = FIELD_DATE,
        .flags = BY_PROGRAM,
    },
    [EPISODE_CLOSED_ON] = {
        .key = "closed_on", .label = N_("Ended"), .kind = FIELD_DATE,
        .flags = BY_PROGRAM | FIELD_FILTERED | FIELD_SORTED,
    },
    [EPISODE_SHORTENED_ON] = {
        .key = "shortened_on", .label = N_("Story taken away on"), .kind = FIELD_DATE,
        .flags = BY_PROGRAM,
        .hint = N_("When a case ends before there was support, what was told of the person goes at once."),
    },

    [EPISODE_URGENCY] = {
        .key = "urgency", .label = N_("Urgency"), .kind = FIELD_CHOICE, .vocabulary = "referral_urgency",
        .width = 9,
    },
    [EPISODE_AGE_BAND] = {
        .key = "age_band", .label = N_("Age band"), .kind = FIELD_CHOICE, .vocabulary = "referral_age_band",
        .hint = N_("Under 18 all periods of keeping are halved."),
    },
    [EPISODE_AREA] = {
        .key = "area", .label = N_("District"), .kind = FIELD_REFERENCE, .refers_to = "place",
        .flags = FIELD_MORE,
    },
    [EPISODE_PERSON_NAME] = {
        .key = "person_name", .label = N_("Person's name"), .kind = FIELD_TEXT,
        .flags = SEALED, .max_len = 120,
        .aliases = "name;person",
    },
    [EPISODE_OTHER_NAMES] = {
        .key = "other_names", .label = N_("Other names"), .kind = FIELD_TEXT,
        .flags = SEALED | FIELD_MORE, .max_len = 120,
    },
    [EPISODE_BIRTH] = {
        .key = "birth", .label = N_("Born"), .kind = FIELD_PARTIAL_DATE,
        .flags = SEALED,
        .hint = N_("The year is enough."),
    },
    [EPISODE_PERSON_CONTACT] = {
        .key = "person_contact", .label = N_("Reach the person"), .kind = FIELD_TEXT,
        .flags = SEALED,
        .hint = N_("Nobody calls the person before it is agreed who speaks first."),
    },
    [EPISODE_LANGUAGE] = {
        .key = "language", .label = N_("Speaks best"), .kind = FIELD_TEXT,
        .flags = SEALED, .max_len = 60,
    },
    [EPISODE_INTERPRETER] = {
        .key = "interpreter", .label = N_("Interpreter needed"), .kind = FIELD_BOOLEAN,
        .flags = SEALED,
    },
    [EPISODE_GUARDIAN] = {
        .key = "guardian", .label = N_("Guardian"), .kind = FIELD_TEXT,
        .flags = SEALED, .max_len = 120,
        .hint = N_("For a person under 18: who has custody."),
    },
    [EPISODE_GUARDIAN_CONTACT] = {
        .key = "guardian_contact", .label = N_("Reach the guardian"), .kind = FIELD_TEXT,
        .flags = SEALED | FIELD_MORE,
    },

    [EPISODE_SPEAKS_FIRST] = {
        .key = "speaks_first", .label = N_("Who speaks first"), .kind = FIELD_TEXT,
        .flags = SEALED,
        .hint = N_("The person who makes the first contact, and why that one: best somebody who is trusted already."),
    },
    [EPISODE_FIRST_LANGUAGE] = {
        .key = "first_language", .label = N_("Language of the first talk"), .kind = FIELD_TEXT,
        .flags = SEALED, .max_len = 60,
    },
    [EPISODE_SAFETY_NOTE] = {
        .key = "safety_note", .label = N_("Safe to contact"), .kind = FIELD_NOTE,
        .flags = SEALED, .max_len = 2000,
        .hint = N_("When, where and how a contact puts nobody at risk, at home too; who must not learn of it."),
    },
    [EPISODE_LAWFUL_BASIS] = {
        .key = "lawful_basis", .label = N_("Lawful basis"), .kind = FIELD_CHOICE, .vocabulary = "lawful_basis",
        .hint = N_("What the law lets this record be kept on, as the register of the office has it."),
    },
    [EPISODE_NOTICE_VERSION] = {
        .key = "notice_version", .label = N_("Privacy notice"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED, .max_len = 60,
        .hint = N_("Which version of the privacy notice the person is given."),
    },

    [EPISODE_SUPERVISING_AUTHORITY] = {
        .key = "supervising_authority", .label = N_("Supervising authority"), .kind = FIELD_TEXT,
        .flags = SEALED | FIELD_MORE,
        .hint = N_("Probation, the court or another authority that supervises the return or release."),
    },
    [EPISODE_SINGLE_CONTACT] = {
        .key = "single_contact", .label = N_("Single point of contact"), .kind = FIELD_TEXT,
        .flags = SEALED | FIELD_MORE,
        .hint = N_("The one person in the city whom the person, the family and the authorities turn to."),
    },
    [EPISODE_CONDITIONS] = {
        .key = "conditions", .label = N_("Conditions"), .kind = FIELD_NOTE,
        .flags = SEALED | FIELD_MORE, .max_len = 4000,
        .hint = N_("What the release or return asks of the person, and until when."),
    },
    [EPISODE_SECURITY_LIAISON] = {
        .key = "security_liaison", .label = N_("Security services"), .kind = FIELD_NOTE,
        .flags = SEALED | FIELD_MORE, .max_len = 4000,
        .hint = N_("What is told each way, to whom, and on what basis. The person knows of it."),
    },
    [EPISODE_RECEPTION_STEPS] = {
        .key = "reception_steps", .label = N_("Welcome in the community"), .kind = FIELD_NOTE,
        .flags = SEALED | FIELD_MORE, .max_len = 4000,
        .hint = N_("Who prepares neighbours, school or congregation, and how, without telling the person's story."),
    },
    [EPISODE_STIGMA_STEPS] = {
        .key = "stigma_steps", .label = N_("Against stigma"), .kind = FIELD_NOTE,
        .flags = SEALED | FIELD_MORE, .max_len = 4000,
        .hint = N_("What is done with employers, landlords and schools so that the person gets a fair chance."),
    },
    [EPISODE_MEDIA_LINE] = {
        .key = "media_line", .label = N_("If the press asks"), .kind = FIELD_NOTE,
        .flags = SEALED | FIELD_MORE, .max_len = 2000,
        .hint = N_("Who answers and what is said, agreed before anybody asks."),
    },
    [EPISODE_HORIZON_YEARS] = {
        .key = "horizon_years", .label = N_("Years foreseen"), .kind = FIELD_NUMBER,
        .flags = SEALED | FIELD_MORE, .min = 1, .max = 10,
        .hint = N_("How long support may be needed; coming back takes years."),
    },
};

static void check_ended(const struct record *episode, const struct record *before, struct problems *problems)
{
    if (!case_state_is_end(case_state_read(record_text(before, "state"))))
        return;
    for (int i = 0; i < EPISODE_FIELD_COUNT; i++) {
        if (!(episode_fields[i].flags & FIELD_BY_PROGRAM) && !value_equal(&episode->values[i], &before->values[i]))
            problems_add(problems, i,
                         N_("%s stays as it was when the case ended. Take in what is new as a new referral."),
                         _(episode_fields[i].label));
    }
}

/* Only the program sets a state, so nobody makes a case by a form. */
static enum err episode_rule(struct record *episode, const struct record *before, const struct rule_context *context,
                             struct problems *problems)
{
    (void)context;
    if (!before && !record_has(episode, "state"))
        problems_add(problems, -1, N_("A case begins when a referral is screened in and a second officer signs it."));
    if (before)
        check_ended(episode, before, problems);
    return OK;
}

const struct record_type episode_type = {
    .key = "episode",
    .label = N_("Case"),
    .plural = N_("Cases"),
    .hint =
        N_("One person's voluntary support: what was agreed, what is planned, how it goes, how it ended. The person "
           "is known by a pseudonym; all that is told of them opens only to officers who work on the case."),
    .aliases = "case",
    .menu = MENU_REFERRALS,
    .fields = episode_fields,
    .field_count = EPISODE_FIELD_COUNT,
    .title_field = EPISODE_PSEUDONYM,
    .subtitle_field = EPISODE_REFERENCE,
    .sort = "opened_on",
    .sort_descending = true,
    .reference_prefix = "C",
    .owner = RECORD_OF_CASE,
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = episode_rule,
};
