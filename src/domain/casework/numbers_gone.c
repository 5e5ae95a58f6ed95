/* Counting the figures that records left behind (numbers_keep.c), as if the records were there still. */
#include "numbers_in.h"

static int64_t figure(const struct record *closed, const char *key)
{
    return record_has(closed, key) ? record_number(closed, key) : -1;
}

static void count_gone_referral(struct tally *tally, const struct record *closed, int quarter)
{
    const char *decision = record_text(closed, "decision"), *source = record_text(closed, "source"),
               *channel = record_text(closed, "channel");
    bool screened = decision[0] != '\0', in = text_is(closed, "decision", "screen_in"),
         unfounded = text_is(closed, "decision", "unfounded");

    tally_add(tally, COUNT_RECEIVED, quarter, 1);
    tally_add(tally, COUNT_RECEIVED_GONE, quarter, 1);
    tally_add(tally, COUNT_SCREENED, quarter, screened);
    tally_add(tally, COUNT_SIGNPOSTED, quarter,
              text_is(closed, "decision", "signpost") || text_is(closed, "decision", "community"));
    tally_add_code(tally, GROUP_DECISION, quarter, decision, 1);
    tally_add_code(tally, GROUP_SOURCE, quarter, source, 1);
    tally_add_code(tally, GROUP_SOURCE_SCREENED, quarter, source, screened);
    tally_add_code(tally, GROUP_SOURCE_IN, quarter, source, in);
    tally_add_code(tally, GROUP_SOURCE_UNFOUNDED, quarter, source, unfounded);
    tally_add_code(tally, GROUP_CHANNEL, quarter, channel, 1);
    tally_add_code(tally, GROUP_CHANNEL_SCREENED, quarter, channel, screened);
    tally_add_code(tally, GROUP_CHANNEL_IN, quarter, channel, in);
    if (unfounded || text_is(closed, "decision", "out_of_mandate")) {
        tally_add(tally, COUNT_REASONED, quarter, 1);
        tally_add_code(tally, GROUP_REASON, quarter, record_text(closed, "reason_code"), 1);
    }
    tally_add_days(tally, SPAN_SCREEN, quarter, figure(closed, "days_to_screen"));
    tally_add(tally, COUNT_CONTACTED, quarter, figure(closed, "days_to_contact") >= 0);
    tally_add_days(tally, SPAN_CONTACT, quarter, figure(closed, "days_to_contact"));
}

static void count_gone_support(struct tally *tally, const struct record *closed, int quarter)
{
    int64_t sessions = record_number(closed, "sessions"), missed = record_number(closed, "missed"),
            progress = record_number(closed, "progress"), steps = record_number(closed, "steps_forward"),
            strengths = record_number(closed, "strengths"), better = record_number(closed, "strengths_better");

    tally_add(tally, COUNT_EXPECTED, quarter, sessions);
    tally_add(tally, COUNT_KEPT, quarter, sessions - missed);
    tally_add(tally, COUNT_MISSED, quarter, missed);
    tally_add(tally, COUNT_CANCELLED, quarter, record_number(closed, "cancelled"));
    tally_add(tally, COUNT_PROGRESS, quarter, progress);
    tally_add_code(tally, GROUP_PROGRESS, quarter, "step", steps);
    tally_add_code(tally, GROUP_PROGRESS, quarter, "", progress - steps);
    tally_add(tally, COUNT_STRENGTHS, quarter, strengths);
    tally_add_code(tally, GROUP_CHANGE, quarter, "better", better);
    tally_add_code(tally, GROUP_CHANGE, quarter, "", strengths - better);
    tally_add(tally, COUNT_REVIEWS_DUE, quarter, record_number(closed, "reviews"));
    tally_add(tally, COUNT_REVIEWS_ON_TIME, quarter, record_number(closed, "reviews_on_time"));
}

static void count_gone_log(struct tally *tally, const struct record *closed, int quarter)
{
    static const char *const directions[][2] = { { "out", "shared_out" },
                                                 { "in", "shared_in" },
                                                 { "refused", "refused" } };

    for (size_t i = 0; i < sizeof directions / sizeof directions[0]; i++) {
        tally_add(tally, COUNT_SHARING, quarter, record_number(closed, directions[i][1]));
        tally_add_code(tally, GROUP_SHARING, quarter, directions[i][0], record_number(closed, directions[i][1]));
    }
    tally_add(tally, COUNT_OUTSIDE, quarter, record_number(closed, "outside"));
    tally_add(tally, COUNT_OUTSIDE_REFUSED, quarter, record_number(closed, "outside_refused"));
    tally_add(tally, COUNT_OVERRIDES, quarter, record_number(closed, "overrides"));
    tally_add_code(tally, GROUP_OVERRIDE, quarter, "", record_number(closed, "overrides"));
    tally_add(tally, COUNT_RECUSALS, quarter, record_number(closed, "recusals"));
}

static void count_gone_case(struct tally *tally, const struct record *closed, int quarter)
{
    if (record_has(closed, "agreed")) {
        tally_add(tally, COUNT_INVITED, quarter, 1);
        tally_add(tally, COUNT_AGREED, quarter, record_number(closed, "agreed") == 1);
    }
    count_gone_support(tally, closed, quarter);
    if (!record_has(closed, "closure_reason"))
        return;
    tally_add(tally, COUNT_CLOSURES, quarter, 1);
    tally_add_code(tally, GROUP_CLOSURE, quarter, record_text(closed, "closure_reason"), 1);
    tally_add(tally, COUNT_OFFERED, quarter, record_number(closed, "offered") == 1);
    tally_add(tally, COUNT_FEEDBACK, quarter, record_has(closed, "feedback"));
    if (record_has(closed, "feedback"))
        tally_add_code(tally, GROUP_FEEDBACK, quarter, record_text(closed, "feedback"), 1);
}

enum err tally_closed(struct tally *tally, const struct record *closed, struct why *why)
{
    int quarter = tally_quarter_of(tally, record_text(closed, "quarter"));

    (void)why;
    if (quarter < 0)
        return OK;
    if (text_is(closed, "subject", "referral"))
        count_gone_referral(tally, closed, quarter);
    else
        count_gone_case(tally, closed, quarter);
    count_gone_log(tally, closed, quarter);
    return OK;
}
