/*
 * The fields of a referral: what is asked at intake, and the screening checklist.
 *
 * Who somebody is and what was told about them is sealed under the referral's own key; codes, days and the pseudonym
 * stay open, so that lists, clocks and figures need no key. What must not be recorded (faith, opinion, origin, papers,
 * diagnosis) has no field here, and never gets one.
 */
#include "casework_in.h"

#include "townkeep/base/i18n.h"

#define BY_PROGRAM FIELD_BY_PROGRAM
#define SEALED     FIELD_SEALED

/* An answer and the note beside it. */
#define QUESTION(number, short_label, note_label, question) \
    [REFERRAL_Q1 + 2 * ((number)-1)] = {                                                                           \
        .key = "q" #number, .label = short_label, .kind = FIELD_CHOICE, .vocabulary = "screening_answer",          \
        .hint = question,                                                                                          \
    },                                                                                                             \
    [REFERRAL_Q1_NOTE + 2 * ((number)-1)] = {                                                                      \
        .key = "q" #number "_note", .label = note_label, .kind = FIELD_NOTE, .flags = FIELD_SEALED, .max_len = 2000, \
    }

const struct field referral_fields[REFERRAL_FIELD_COUNT] = {
    [REFERRAL_REFERENCE] = {
        .key = "reference", .label = N_("Reference"), .kind = FIELD_TEXT,
        .flags = BY_PROGRAM | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .max_len = 20, .width = 11,
        .hint = N_("The number the referrer is given."),
    },
    [REFERRAL_PSEUDONYM] = {
        .key = "pseudonym", .label = N_("Pseudonym"), .kind = FIELD_TEXT,
        .flags = BY_PROGRAM | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .max_len = 20, .width = 14,
        .hint = N_("The name used everywhere instead of the person's own."),
    },
    [REFERRAL_STATE] = {
        .key = "state", .label = N_("State"), .kind = FIELD_CHOICE, .vocabulary = "referral_state",
        .flags = BY_PROGRAM | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 14,
        .hint = N_("What the last signed step left the referral in."),
    },
    [REFERRAL_STATE_ON] = {
        .key = "state_on", .label = N_("In this state since"), .kind = FIELD_DATE,
        .flags = BY_PROGRAM | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED,
    },
    [REFERRAL_STARTED_ON] = {
        .key = "started_on", .label = N_("Started"), .kind = FIELD_DATE,
        .flags = BY_PROGRAM | FIELD_FILTERED | FIELD_SORTED,
    },
    [REFERRAL_STARTED_BY] = {
        .key = "started_by", .label = N_("Started by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = BY_PROGRAM,
    },
    [REFERRAL_RECEIVED_ON] = {
        .key = "received_on", .label = N_("Received"), .kind = FIELD_DATE,
        .flags = BY_PROGRAM | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED,
    },
    [REFERRAL_ASSIGNEE] = {
        .key = "assignee", .label = N_("With"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = BY_PROGRAM | FIELD_LISTED | FIELD_FILTERED, .width = 14,
        .hint = N_("The officer who screens it."),
    },
    [REFERRAL_TOLD_ON] = {
        .key = "told_on", .label = N_("Person told on"), .kind = FIELD_DATE,
        .flags = BY_PROGRAM | FIELD_FILTERED | FIELD_SORTED,
        .hint = N_("The day the person or guardian learned that this record exists."),
    },
    [REFERRAL_PROPOSAL] = {
        .key = "proposal", .label = N_("Waits for a signature"), .kind = FIELD_REFERENCE,
        .refers_to = "referral_step",
        .flags = BY_PROGRAM,
    },
    [REFERRAL_DECISION] = {
        .key = "decision", .label = N_("Decision"), .kind = FIELD_CHOICE, .vocabulary = "screening_decision",
        .flags = BY_PROGRAM | FIELD_FILTERED,
    },

    [REFERRAL_CHANNEL] = {
        .key = "channel", .label = N_("Came by"), .kind = FIELD_CHOICE, .vocabulary = "referral_channel",
        .flags = FIELD_REQUIRED | FIELD_FILTERED, .width = 10,
    },
    [REFERRAL_OPERATOR] = {
        .key = "operator", .label = N_("Line run by"), .kind = FIELD_CHOICE, .vocabulary = "referral_operator",
        .initial = "city",
        .hint = N_("Whose telephone, desk or form it came to first."),
    },
    [REFERRAL_REFERRER_TYPE] = {
        .key = "referrer_type", .label = N_("Who is calling"), .kind = FIELD_CHOICE,
        .vocabulary = "referral_source",
        .flags = FIELD_REQUIRED | FIELD_FILTERED, .width = 16,
        .aliases = "referrer",
    },
    [REFERRAL_REFERRER_NAME] = {
        .key = "referrer_name", .label = N_("Caller's name"), .kind = FIELD_TEXT,
        .flags = SEALED, .max_len = 120,
        .hint = N_("Leave empty when the caller does not want to be named."),
    },
    [REFERRAL_REFERRER_CONTACT] = {
        .key = "referrer_contact", .label = N_("Reach the caller"), .kind = FIELD_TEXT,
        .flags = SEALED,
        .hint = N_("Telephone or address, and when it is safe to call."),
    },
    [REFERRAL_RELATION] = {
        .key = "relation", .label = N_("Caller's relation"), .kind = FIELD_TEXT,
        .flags = SEALED, .max_len = 120,
        .hint = N_("What the caller is to the person: sister, class teacher, trainer, neighbour."),
    },
    [REFERRAL_HOW_KNOWN] = {
        .key = "how_known", .label = N_("How is it known"), .kind = FIELD_CHOICE,
        .vocabulary = "referral_how_known",
        .hint = N_("How the caller came to know what happened."),
    },
    [REFERRAL_RELIABILITY] = {
        .key = "reliability", .label = N_("Source"), .kind = FIELD_CHOICE, .vocabulary = "referral_reliability",
        .hint = N_("First-hand, or told by somebody who can be asked."),
    },
    [REFERRAL_MAY_CONTACT] = {
        .key = "may_contact", .label = N_("May we call back"), .kind = FIELD_BOOLEAN,
        .hint = N_("Whether the caller agrees to be asked again."),
    },
    [REFERRAL_STAY_UNNAMED] = {
        .key = "stay_unnamed", .label = N_("Wants to stay unnamed"), .kind = FIELD_BOOLEAN,
        .aliases = "anonymity",
        .hint = N_("Then the name is never told to the person or the partners."),
    },
    [REFERRAL_WANTS_FEEDBACK] = {
        .key = "wants_feedback", .label = N_("Wishes an answer"), .kind = FIELD_BOOLEAN,
        .hint = N_("Whether the caller wants to hear that it was looked at. What is decided about the person is "
                   "not told."),
    },

    [REFERRAL_PERSON_NAME] = {
        .key = "person_name", .label = N_("Person's name"), .kind = FIELD_TEXT,
        .flags = SEALED, .max_len = 120,
        .aliases = "name;person",
    },
    [REFERRAL_OTHER_NAMES] = {
        .key = "other_names", .label = N_("Other names"), .kind = FIELD_TEXT,
        .flags = SEALED | FIELD_MORE, .max_len = 120,
    },
    [REFERRAL_BIRTH] = {
        .key = "birth", .label = N_("Born"), .kind = FIELD_PARTIAL_DATE,
        .flags = SEALED,
        .hint = N_("The year is enough."),
    },
    [REFERRAL_AGE_BAND] = {
        .key = "age_band", .label = N_("Age band"), .kind = FIELD_CHOICE, .vocabulary = "referral_age_band",
        .hint = N_("Worked out when the year of birth is known."),
    },
    [REFERRAL_PERSON_CONTACT] = {
        .key = "person_contact", .label = N_("Reach the person"), .kind = FIELD_TEXT,
        .flags = SEALED,
        .hint = N_("Nobody calls the person before it is agreed who speaks first."),
    },
    [REFERRAL_LANGUAGE] = {
        .key = "language", .label = N_("Speaks best"), .kind = FIELD_TEXT,
        .flags = SEALED, .max_len = 60,
        .hint = N_("Only to speak with the person: the language for a first talk."),
    },
    [REFERRAL_INTERPRETER] = {
        .key = "interpreter", .label = N_("Interpreter needed"), .kind = FIELD_BOOLEAN,
        .flags = SEALED,
    },
    [REFERRAL_GUARDIAN] = {
        .key = "guardian", .label = N_("Guardian"), .kind = FIELD_TEXT,
        .flags = SEALED, .max_len = 120,
        .hint = N_("For a person under 18: who has custody."),
    },
    [REFERRAL_GUARDIAN_CONTACT] = {
        .key = "guardian_contact", .label = N_("Reach the guardian"), .kind = FIELD_TEXT,
        .flags = SEALED | FIELD_MORE,
    },
    [REFERRAL_AREA] = {
        .key = "area", .label = N_("District"), .kind = FIELD_REFERENCE, .refers_to = "place",
        .flags = FIELD_MORE,
        .hint = N_("Only the district, to know which team and which services are near."),
    },

    [REFERRAL_WHAT_HAPPENED] = {
        .key = "what_happened", .label = N_("What was seen or heard"), .kind = FIELD_NOTE,
        .flags = SEALED,
        .hint = N_("Who did what, when, and who saw it. Facts with their source, no guesses."),
    },
    [REFERRAL_WHERE_HAPPENED] = {
        .key = "where_happened", .label = N_("Where"), .kind = FIELD_TEXT,
        .flags = SEALED,
        .hint = N_("School yard, workplace, a chat group. “Not known” is an answer."),
    },
    [REFERRAL_FIRST_NOTICED] = {
        .key = "first_noticed", .label = N_("First noticed"), .kind = FIELD_PARTIAL_DATE,
        .hint = N_("A year or a month is enough."),
    },
    [REFERRAL_LAST_NOTICED] = {
        .key = "last_noticed", .label = N_("Last noticed"), .kind = FIELD_PARTIAL_DATE,
        .hint = N_("The last day something was seen or heard; at least the month."),
    },
    [REFERRAL_CONDUCT] = {
        .key = "conduct", .label = N_("What was done"), .kind = FIELD_CHOICES, .vocabulary = "referral_conduct",
        .hint = N_("What the person did, said or was subjected to. Leave empty when it is about help alone."),
    },
    [REFERRAL_NEEDS] = {
        .key = "needs", .label = N_("Support asked for"), .kind = FIELD_CHOICES, .vocabulary = "referral_need",
        .hint = N_("What the person or the family says they need."),
    },
    [REFERRAL_WORRY] = {
        .key = "worry", .label = N_("Caller's worry"), .kind = FIELD_NOTE,
        .flags = SEALED, .max_len = 4000,
        .hint = N_("What the caller is afraid will happen."),
    },
    [REFERRAL_WOULD_HELP] = {
        .key = "would_help", .label = N_("What would help"), .kind = FIELD_NOTE,
        .flags = SEALED, .max_len = 4000,
        .hint = N_("What the caller, or the person, thinks would help."),
    },
    [REFERRAL_ASKS_FOR_HELP] = {
        .key = "asks_for_help", .label = N_("Asks for help"), .kind = FIELD_BOOLEAN,
        .hint = N_("Whether the person asks for support, themself or through somebody they sent."),
    },
    [REFERRAL_TOLD] = {
        .key = "told", .label = N_("Knows of the referral"), .kind = FIELD_CHOICE, .vocabulary = "referral_told",
        .hint = N_("Has the person been told that this referral is being made?"),
    },
    [REFERRAL_TOLD_BECAUSE] = {
        .key = "told_because", .label = N_("Not told, because"), .kind = FIELD_NOTE,
        .flags = SEALED, .max_len = 2000,
    },

    [REFERRAL_SAFETY] = {
        .key = "safety", .label = N_("Danger now"), .kind = FIELD_CHOICE, .vocabulary = "referral_safety",
        .hint = N_("Is anybody in danger at this moment, the person included? If so: the emergency number first."),
    },
    [REFERRAL_SAFETY_ACTION] = {
        .key = "safety_action", .label = N_("What was done about it"), .kind = FIELD_NOTE,
        .flags = SEALED, .max_len = 2000,
        .hint = N_("Who was called, when, and what they said; or how it is being found out."),
    },
    [REFERRAL_URGENCY] = {
        .key = "urgency", .label = N_("Urgency"), .kind = FIELD_CHOICE, .vocabulary = "referral_urgency",
        .flags = FIELD_LISTED | FIELD_FILTERED, .initial = "routine", .width = 9,
        .hint = N_("Urgent is assigned within three hours, all else within one working day."),
    },
    [REFERRAL_URGENT_NEEDS] = {
        .key = "urgent_needs", .label = N_("Cannot wait"), .kind = FIELD_CHOICES, .vocabulary = "referral_need",
        .hint = N_("Needs that cannot wait for screening: a roof, food, a child's care."),
    },
    [REFERRAL_SERVICES_INVOLVED] = {
        .key = "services_involved", .label = N_("Already involved"), .kind = FIELD_CHOICES,
        .vocabulary = "referral_service",
        .hint = N_("Services that already know the person, as far as the caller knows."),
    },

    [REFERRAL_STRENGTHS] = {
        .key = "strengths", .label = N_("Strengths"), .kind = FIELD_NOTE,
        .flags = SEALED, .max_len = 4000,
        .hint = N_("Who the person trusts, what they are good at, what goes well. “None known to the caller” is "
                   "an answer."),
    },

    QUESTION(1, N_("1 Facts checked"), N_("Note on 1"),
             N_("Were the facts checked with the caller?")),
    QUESTION(2, N_("2 A second source"), N_("Note on 2"),
             N_("Is there a second source?")),
    QUESTION(3, N_("3 Right person"), N_("Note on 3"),
             N_("Is it the right person?")),
    QUESTION(4, N_("4 In our mandate"), N_("Note on 4"),
             N_("Is it in our area and age mandate?")),
    QUESTION(5, N_("5 Something done"), N_("Note on 5"),
             N_("Is it about something the person did, said or was subjected to?")),
    QUESTION(6, N_("6 Ordinary explanation"), N_("Note on 6"),
             N_("Was an ordinary explanation considered?")),
    QUESTION(7, N_("7 Same for anybody"), N_("Note on 7"),
             N_("Would we decide the same for someone of another faith, origin or opinion?")),
    QUESTION(8, N_("8 Better placed service"), N_("Note on 8"),
             N_("Is another service better placed?")),
    QUESTION(9, N_("9 Already known"), N_("Note on 9"),
             N_("Is the person already known or a referral open?")),
    QUESTION(10, N_("10 Settling a score"), N_("Note on 10"),
             N_("Is there any sign of settling a score or silencing somebody?")),
    QUESTION(11, N_("11 Danger now"), N_("Note on 11"),
             N_("Is anybody in danger now?")),
    QUESTION(12, N_("12 Least intrusive"), N_("Note on 12"),
             N_("Is the next step the least intrusive one that can help?")),
    [REFERRAL_BASIS] = {
        .key = "basis", .label = N_("Basis for support"), .kind = FIELD_CHOICE, .vocabulary = "screening_basis",
        .hint = N_("Which of the four grounds this referral is screened in on."),
    },
    [REFERRAL_TERTIARY_BASIS] = {
        .key = "tertiary_basis", .label = N_("Return or release"), .kind = FIELD_CHOICES,
        .vocabulary = "screening_tertiary",
        .flags = FIELD_MORE,
        .hint = N_("For people coming back: release, return, probation, a returnee's family, the wish to leave "
                   "a group."),
    },
    [REFERRAL_SOURCES_CONTACTED] = {
        .key = "sources_contacted", .label = N_("Sources contacted"), .kind = FIELD_NOTE,
        .flags = SEALED, .max_len = 4000,
        .hint = N_("Who was asked, when, and what they said."),
    },
    [REFERRAL_OTHER_HELP] = {
        .key = "other_help", .label = N_("Help offered instead"), .kind = FIELD_TEXT,
        .flags = SEALED,
        .hint = N_("The service or person the referral is signposted to, and how the hand-over was made."),
    },
    [REFERRAL_PROGRAMME] = {
        .key = "programme", .label = N_("Community response"), .kind = FIELD_REFERENCE, .refers_to = "programme",
        .flags = FIELD_MORE,
        .hint = N_("The programme that answers it for the whole group."),
    },
    [REFERRAL_LINKED_TO] = {
        .key = "linked_to", .label = N_("Already open as"), .kind = FIELD_REFERENCE, .refers_to = "referral",
        .flags = FIELD_MORE,
        .hint = N_("The earlier referral this one belongs to."),
    },
    [REFERRAL_FEEDBACK] = {
        .key = "feedback", .label = N_("Answer to the caller"), .kind = FIELD_CHOICE,
        .vocabulary = "referral_feedback",
        .hint = N_("What the caller hears, and why when nothing."),
    },
    [REFERRAL_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = BY_PROGRAM,
        .hint = N_("The case that was opened when the referral was screened in, or that it was linked to."),
    },
    [REFERRAL_EARLIER_EPISODE] = {
        .key = "earlier_episode", .label = N_("Earlier case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_MORE,
        .hint = N_("An earlier case of this person. What is new is taken in as a new referral, and opens a new case."),
    },
};

const struct intake_step intake_steps[INTAKE_STEP_COUNT] = {
    { .title = N_("Caller"),
      .hint = N_("Who is telling, and how they know. The caller may stay unnamed."),
      .fields = { "channel", "operator", "referrer_type", "referrer_name", "referrer_contact", "relation", "how_known",
                  "reliability", "may_contact", "stay_unnamed", "wants_feedback" } },
    { .title = N_("Person"),
      .hint = N_("Only what is needed to find the right person and to speak with them. An age band is enough."),
      .fields = { "person_name", "other_names", "birth", "age_band", "person_contact", "language", "interpreter",
                  "guardian", "guardian_contact", "area" } },
    { .title = N_("What happened"),
      .hint =
          N_("What was done, said or suffered, with the day. Not recorded: faith, opinion, origin, dress, diagnosis."),
      .fields = { "what_happened", "where_happened", "first_noticed", "last_noticed", "conduct", "needs",
                  "asks_for_help", "worry", "would_help", "told", "told_because" } },
    { .title = N_("Safety"),
      .hint = N_("If somebody is in danger now, call the emergency number first; the safety step stays open."),
      .fields = { "safety", "safety_action", "urgency", "urgent_needs", "services_involved" } },
    { .title = N_("Strengths"),
      .hint = N_("What is good in this person's life is as much a fact as the concern."),
      .fields = { "strengths" } },
    { .title = N_("Review"),
      .hint = N_("Read it back to the caller. What is missing is named; then receive it and tell the reference.") },
};

const struct screening_question screening_questions[SCREENING_QUESTION_COUNT] = {
    { "q1", "q1_note", N_("Were the facts checked with the caller?"),
      N_("Called back, words repeated, days set right. Yes only when somebody spoke with the caller again.") },
    { "q2", "q2_note", N_("Is there a second source?"),
      N_("Somebody else who saw or heard it themself; the same story told twice is one source.") },
    { "q3", "q3_note", N_("Is it the right person?"),
      N_("Same name, brothers, shared accounts: how do we know who it was?") },
    { "q4", "q4_note", N_("Is it in our area and age mandate?"),
      N_("Lives or is active here, and of an age this office may work with.") },
    { "q5", "q5_note", N_("Is it about something the person did, said or was subjected to?"),
      N_("Not only about who somebody is, what they believe, or whom they know.") },
    { "q6", "q6_note", N_("Was an ordinary explanation considered?"),
      N_("A joke, a school task, research, faith, protest, a special interest, grief. Say in the note which, and why "
         "not.") },
    { "q7", "q7_note", N_("Would we decide the same for someone of another faith, origin or opinion?"),
      N_("Tell the story again with another name. If the answer changes, so must the decision.") },
    { "q8", "q8_note", N_("Is another service better placed?"),
      N_("School, youth work, health, debt advice: help that does not need a file here.") },
    { "q9", "q9_note", N_("Is the person already known or a referral open?"),
      N_("Search by reference and pseudonym; a search by name asks for a reason.") },
    { "q10", "q10_note", N_("Is there any sign of settling a score or silencing somebody?"),
      N_("A quarrel, custody, rent, an election, a complaint the person made.") },
    { "q11", "q11_note", N_("Is anybody in danger now?"),
      N_("Asked again, because it may have changed since the call.") },
    { "q12", "q12_note", N_("Is the next step the least intrusive one that can help?"),
      N_("Advice before a service, a service before a case. Say what was weighed.") },
};
