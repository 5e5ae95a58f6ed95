/*
 * Which numbers there are, what each is a number of, and the words for every count.
 */
#include "numbers_in.h"
#include "townkeep/base/i18n.h"

#define NONE           \
    {                  \
        -1, -1, -1, -1 \
    }
#define PARTS(...)  \
    {               \
        __VA_ARGS__ \
    }

static const char *const labels[COUNT_SINGLES] = {
    [COUNT_RECEIVED] = N_("Referrals received"),
    [COUNT_RECEIVED_GONE] = N_("of them anonymised since"),
    [COUNT_SCREENED] = N_("Referrals decided"),
    [COUNT_SIGNPOSTED] = N_("signposted or answered by a programme"),
    [COUNT_REASONED] = N_("Unfounded, or out of our mandate"),
    [COUNT_CONTACTED] = N_("Persons spoken with"),
    [COUNT_INVITED] = N_("Persons asked whether they want support"),
    [COUNT_AGREED] = N_("agreed"),
    [COUNT_DECLINED] = N_("declined"),
    [COUNT_EXPECTED] = N_("Sessions kept or missed"),
    [COUNT_KEPT] = N_("kept"),
    [COUNT_MISSED] = N_("missed"),
    [COUNT_CANCELLED] = N_("Sessions cancelled"),
    [COUNT_PROGRESS] = N_("Sessions of which the step is told"),
    [COUNT_STRENGTHS] = N_("Strengths looked at again"),
    [COUNT_REVIEWS_DUE] = N_("Reviews due"),
    [COUNT_REVIEWS_ON_TIME] = N_("held on time"),
    [COUNT_REAFFIRMED] = N_("agreement re-affirmed on time"),
    [COUNT_OVERRIDES] = N_("Reasons given against a nudge or limit"),
    [COUNT_RECUSALS] = N_("Officers who stepped aside"),
    [COUNT_SHARING] = N_("Entries in the log of sharing"),
    [COUNT_OUTSIDE] = N_("Requests of elected officials"),
    [COUNT_OUTSIDE_REFUSED] = N_("refused"),
    [COUNT_RETENTION] = N_("Decisions about old records"),
    [COUNT_RETENTION_ON_TIME] = N_("signed on time"),
    [COUNT_CLOSURES] = N_("Cases closed"),
    [COUNT_OFFERED] = N_("asked for their view"),
    [COUNT_FEEDBACK] = N_("Answers that may be read"),
};

const char *count_label(enum count count)
{
    return _(labels[count]);
}

#define OF_RECEIVED N_("Counted by the quarter a referral was received in. Those anonymised since are among them.")
#define OF_GONE_CASE \
    N_("Of a case that was anonymised since, all is counted in the quarter it was opened in: exact days are gone.")

static const struct number_kind kinds[] = {
    {
        .key = "received",
        .label = N_("Referrals received"),
        .of = OF_RECEIVED,
        .whole = COUNT_RECEIVED,
        .parts = PARTS(COUNT_RECEIVED_GONE, -1, -1, -1),
        .groups = { -1, -1, -1 },
        .share = -1,
        .span = -1,
    },
    {
        .key = "days_to_screen",
        .label = N_("Days to the decision"),
        .of = N_("Days from receiving to the decision that took effect: half of the decisions were faster than the "
                 "median. Of the referrals received in the quarter and decided by now."),
        .whole = COUNT_RECEIVED,
        .parts = PARTS(COUNT_RECEIVED_GONE, COUNT_SCREENED, -1, -1),
        .groups = { -1, -1, -1 },
        .share = -1,
        .span = SPAN_SCREEN,
    },
    {
        .key = "days_to_contact",
        .label = N_("Days to the first contact"),
        .of = N_("Days from receiving to the first time somebody spoke with the person. Of the referrals received in "
                 "the quarter that were screened in."),
        .whole = COUNT_RECEIVED,
        .parts = PARTS(COUNT_RECEIVED_GONE, COUNT_CONTACTED, -1, -1),
        .groups = { -1, -1, -1 },
        .share = -1,
        .span = SPAN_CONTACT,
    },
    {
        .key = "decisions",
        .label = N_("What was decided"),
        .of = OF_RECEIVED,
        .whole = COUNT_RECEIVED,
        .parts = PARTS(COUNT_RECEIVED_GONE, -1, -1, -1),
        .groups = { GROUP_DECISION, -1, -1 },
        .share = -1,
        .span = -1,
    },
    {
        .key = "signposted",
        .label = N_("Signposted to other help"),
        .of = N_("Of the referrals received in the quarter and decided by now."),
        .whole = COUNT_SCREENED,
        .parts = PARTS(COUNT_SIGNPOSTED, -1, -1, -1),
        .groups = { -1, -1, -1 },
        .share = COUNT_SIGNPOSTED,
        .span = -1,
    },
    {
        .key = "reasons",
        .label = N_("Reasons for screening out"),
        .of = N_("Of the referrals received in the quarter that were found unfounded or out of our mandate. "
                 "Signposted and linked ones need no reason of the list."),
        .whole = COUNT_REASONED,
        .parts = NONE,
        .groups = { GROUP_REASON, -1, -1 },
        .share = -1,
        .span = -1,
    },
    {
        .key = "screened_in_by_source",
        .label = N_("Screened in, by who calls"),
        .of = N_("For each kind of caller: referrals received in the quarter, decided by now, screened in. Large "
                 "differences ask whether the same is decided for all."),
        .whole = COUNT_RECEIVED,
        .parts = NONE,
        .groups = { GROUP_SOURCE, GROUP_SOURCE_SCREENED, GROUP_SOURCE_IN },
        .share = 1,
        .span = -1,
    },
    {
        .key = "screened_in_by_channel",
        .label = N_("Screened in, by the way it came"),
        .of = N_("For each way: referrals received in the quarter, decided by now, screened in."),
        .whole = COUNT_RECEIVED,
        .parts = NONE,
        .groups = { GROUP_CHANNEL, GROUP_CHANNEL_SCREENED, GROUP_CHANNEL_IN },
        .share = 1,
        .span = -1,
    },
    {
        .key = "unfounded_by_source",
        .label = N_("Unfounded, by who calls"),
        .of = N_("For each kind of caller: referrals received in the quarter and decided by now, and those that were "
                 "unfounded. Where many are, offer a training; never look for the caller."),
        .whole = COUNT_SCREENED,
        .parts = NONE,
        .groups = { GROUP_SOURCE_SCREENED, GROUP_SOURCE_UNFOUNDED, -1 },
        .share = 0,
        .span = -1,
    },
    {
        .key = "agreement",
        .label = N_("Agreement to support"),
        .of =
            N_("Of the persons asked in the quarter; some have not answered yet. Of a case that was anonymised since, "
               "in the quarter it was opened in."),
        .whole = COUNT_INVITED,
        .parts = PARTS(COUNT_AGREED, COUNT_DECLINED, -1, -1),
        .groups = { -1, -1, -1 },
        .share = COUNT_AGREED,
        .span = -1,
    },
    {
        .key = "sessions",
        .label = N_("Sessions"),
        .of = OF_GONE_CASE,
        .whole = COUNT_EXPECTED,
        .parts = PARTS(COUNT_KEPT, COUNT_CANCELLED, -1, -1),
        .groups = { -1, -1, -1 },
        .share = -1,
        .span = -1,
        .by_month = true,
    },
    {
        .key = "missed",
        .label = N_("Sessions missed"),
        .of = N_("Of the sessions of the quarter that were kept or missed; one that was cancelled before is not among "
                 "them."),
        .whole = COUNT_EXPECTED,
        .parts = PARTS(COUNT_MISSED, -1, -1, -1),
        .groups = { -1, -1, -1 },
        .share = COUNT_MISSED,
        .span = -1,
    },
    {
        .key = "goal_steps",
        .label = N_("Steps towards the aim"),
        .of =
            N_("Of the kept sessions of the quarter whose notes you may open and that tell a step. Of a case that was "
               "anonymised since, only steps forward are left."),
        .whole = COUNT_PROGRESS,
        .parts = NONE,
        .groups = { GROUP_PROGRESS, -1, -1 },
        .share = -1,
        .span = -1,
        .is_sealed = true,
    },
    {
        .key = "strengths",
        .label = N_("Strengths in reviews"),
        .of = N_("Of the strengths that reviews of the quarter looked at again and that you may open."),
        .whole = COUNT_STRENGTHS,
        .parts = NONE,
        .groups = { GROUP_CHANGE, -1, -1 },
        .share = -1,
        .span = -1,
        .is_sealed = true,
    },
    {
        .key = "reviews",
        .label = N_("Reviews on time"),
        .of = N_("Of the reviews that were due in the quarter: the first as long after support began as the office has "
                 "set, then on the day "
                 "the review before it set."),
        .whole = COUNT_REVIEWS_DUE,
        .parts = PARTS(COUNT_REVIEWS_ON_TIME, -1, -1, -1),
        .groups = { -1, -1, -1 },
        .share = COUNT_REVIEWS_ON_TIME,
        .span = -1,
    },
    {
        .key = "reaffirmed",
        .label = N_("Agreement re-affirmed on time"),
        .of = N_("Of the reviews that were due in the quarter: held on time, and the person agreed again. Of a case "
                 "that was anonymised since, it is not known any more."),
        .whole = COUNT_REVIEWS_DUE,
        .parts = PARTS(COUNT_REAFFIRMED, -1, -1, -1),
        .groups = { -1, -1, -1 },
        .share = COUNT_REAFFIRMED,
        .span = -1,
    },
    {
        .key = "closures",
        .label = N_("Why cases were closed"),
        .of = N_("Of the cases closed in the quarter."),
        .whole = COUNT_CLOSURES,
        .parts = NONE,
        .groups = { GROUP_CLOSURE, -1, -1 },
        .share = -1,
        .span = -1,
    },
    {
        .key = "feedback_offered",
        .label = N_("Asked for their view"),
        .of = N_("Of the cases closed in the quarter."),
        .whole = COUNT_CLOSURES,
        .parts = PARTS(COUNT_OFFERED, -1, -1, -1),
        .groups = { -1, -1, -1 },
        .share = COUNT_OFFERED,
        .span = -1,
    },
    {
        .key = "feedback",
        .label = N_("What people said of it"),
        .of = N_("Of the answers given at closings of the quarter that you may open."),
        .whole = COUNT_FEEDBACK,
        .parts = NONE,
        .groups = { GROUP_FEEDBACK, -1, -1 },
        .share = -1,
        .span = -1,
        .is_sealed = true,
    },
    {
        .key = "overrides",
        .label = N_("Against a nudge or limit"),
        .of =
            N_("Times a reason was given in the quarter to go on against a nudge or beyond a limit; of a case that was "
               "anonymised since, in the quarter it was opened in and of unknown kind."),
        .whole = COUNT_OVERRIDES,
        .parts = NONE,
        .groups = { GROUP_OVERRIDE, -1, -1 },
        .share = -1,
        .span = -1,
    },
    {
        .key = "recusals",
        .label = N_("Officers who stepped aside"),
        .of = OF_GONE_CASE,
        .whole = COUNT_RECUSALS,
        .parts = NONE,
        .groups = { -1, -1, -1 },
        .share = -1,
        .span = -1,
    },
    {
        .key = "sharing",
        .label = N_("Shared, received, refused"),
        .of = OF_GONE_CASE,
        .whole = COUNT_SHARING,
        .parts = NONE,
        .groups = { GROUP_SHARING, -1, -1 },
        .share = -1,
        .span = -1,
    },
    {
        .key = "outside",
        .label = N_("Requests of elected officials"),
        .of = N_("Of the entries in the log of sharing: what elected officials or their staff asked for, and how much "
                 "of it was refused."),
        .whole = COUNT_OUTSIDE,
        .parts = PARTS(COUNT_OUTSIDE_REFUSED, -1, -1, -1),
        .groups = { -1, -1, -1 },
        .share = COUNT_OUTSIDE_REFUSED,
        .span = -1,
    },
    {
        .key = "retention",
        .label = N_("Decisions about old records"),
        .of = N_("Of the records that became due in the quarter to be kept, anonymised or erased, and about which was "
                 "decided: signed within the time the office has for it."),
        .whole = COUNT_RETENTION,
        .parts = PARTS(COUNT_RETENTION_ON_TIME, -1, -1, -1),
        .groups = { -1, -1, -1 },
        .share = COUNT_RETENTION_ON_TIME,
        .span = -1,
        .is_of_decisions = true,
    },
};

const struct number_kind *number_kinds(size_t *count)
{
    *count = sizeof kinds / sizeof kinds[0];
    return kinds;
}
