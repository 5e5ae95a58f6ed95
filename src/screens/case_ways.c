/* What can be added to a case, in the order of the work. Each is one row: a paper filled in on the form, a screen of
 * its own, or a step that writes it. */
#include <stdio.h>

#include "case_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

#define IN(state) (UINT64_C(1) << CASE_##state)

#define WITH_PLAN (IN(PLAN_AGREED) | IN(ACTIVE) | IN(PAUSED) | IN(REVIEWING) | IN(CLOSING))
#define AT_PANEL  (IN(PANEL_LISTED) | IN(PANEL_DECIDED) | IN(DEFERRED))
#define AGREED    (IN(ASSESSING) | AT_PANEL | IN(PLANNING) | WITH_PLAN)
#define ALIVE     (IN(SCREENED_IN) | IN(INVITED) | AGREED)

static struct screen *open_assessment(int64_t episode)
{
    return assessment_screen_new(episode, 0);
}

static struct screen *open_letter(int64_t episode)
{
    return document_screen_new_of(DOCUMENT_LETTER, episode);
}

static struct screen *open_plan_paper(int64_t episode)
{
    return document_screen_new_of(DOCUMENT_PLAN, episode);
}

static struct screen *open_copies(int64_t episode)
{
    return copies_screen_new(episode, 0);
}

static struct screen *open_review(int64_t episode)
{
    return review_screen_new(episode, 0);
}

static const struct way ways[] = {
    { .type = &contact_attempt_type,
      .from = IN(SCREENED_IN) | IN(INVITED),
      .later = N_("Attempts to reach the person are written down until the person has answered the invitation.") },
    { .type = &consent_type, .from = ALIVE, .later = N_("The case has ended; nothing is agreed to in it any more.") },
    { .type = &assessment_type,
      .from = AGREED,
      .later = N_("An assessment is begun once the person has agreed to take part."),
      .open = open_assessment },
    { .type = &family_member_type,
      .from = AGREED,
      .later = N_("The family is written down once the person has agreed to take part.") },
    { .label = N_("Before the panel"),
      .help = N_("What the panel was asked and shown, what was said, and what it decided."),
      .type = &panel_item_type,
      .from = AT_PANEL | IN(NOT_ADOPTED),
      .later = N_("The case comes before the panel once it is listed for it."),
      .open = panel_item_screen_new_of },
    { .label = N_("Letter to the person"),
      .help = N_("Tells the person what the panel decided; given out as a numbered copy."),
      .type = &copy_type,
      .from = AT_PANEL | IN(NOT_ADOPTED) | IN(PLANNING) | WITH_PLAN,
      .later = N_("The letter tells what the panel decided; it has not yet."),
      .open = open_letter },
    { .type = &support_plan_type,
      .from = IN(PLANNING) | WITH_PLAN,
      .later = N_("A plan is made with the person once the panel has offered one."),
      .open = plan_screen_new },
    { .label = N_("Plan on paper"),
      .help = N_("The plan for the person or for who carries it; given out as a numbered copy."),
      .type = &copy_type,
      .from = IN(PLANNING) | WITH_PLAN,
      .later = N_("There is no plan yet."),
      .open = open_plan_paper },
    { .type = &support_session_type,
      .from = WITH_PLAN,
      .later = N_("Sessions begin with the plan that the person agreed to."),
      .open = support_sessions_screen_new_adding },
    { .type = &review_type,
      .from = IN(ACTIVE) | IN(PAUSED) | IN(REVIEWING) | IN(CLOSING),
      .later = N_("A review looks at support that has begun."),
      .open = open_review },
    { .type = &panel_action_type,
      .from = AT_PANEL | IN(PLANNING) | WITH_PLAN,
      .later = N_("What the panel asks for is written down once it has met.") },
    { .type = &closure_type,
      .from = IN(ACTIVE) | IN(PAUSED) | IN(REVIEWING) | IN(CLOSING),
      .later = N_("How it ended is written down once support has begun.") },
    { .label = N_("Tell an agency"),
      .help = N_("What is told to whom, on which basis and why nothing less would do."),
      .type = &sharing_type,
      .action = "share" },
    { .label = N_("Refuse to tell"),
      .help = N_("Somebody asked and was not told: who, what, and why not."),
      .type = &sharing_type,
      .action = "share_refused" },
    { .label = N_("Told by an agency"),
      .help = N_("What an agency told the office, and how it may be used."),
      .type = &sharing_type,
      .action = "receive_info" },
    { .type = &disagreement_type },
    { .type = &complaint_type },
    { .type = &access_request_type },
    { .label = N_("Copies given out"),
      .help = N_("Numbered papers and files of this case: who has them, and what became of them."),
      .type = &copy_type,
      .open = open_copies },
};

const struct way *case_ways(size_t *count)
{
    *count = sizeof ways / sizeof ways[0];
    return ways;
}

const char *case_way_refusal(const struct way *way, enum case_state state, const struct store *store)
{
    if (!store_may_write(store, way->type))
        return _("Your role may look at these records, not add to them.");
    return way->from == 0 || way->from & UINT64_C(1) << state ? NULL : _(way->later);
}

struct screen *case_way_open(const struct way *way, int64_t episode)
{
    char fields[64];

    if (way->open)
        return way->open(episode);
    if (way->action)
        return step_screen_new(&episode_type, episode, way->action);
    snprintf(fields, sizeof fields, "episode=%lld", (long long)episode);
    return form_screen_new_with(way->type, fields);
}
