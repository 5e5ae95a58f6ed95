/*
 * Which questions a case asks, and which answers fit which: conduct is seen or reported, needs press, strengths are
 * strong. An answer that fits another part would read as a weight, so it is refused.
 */
#include <stdio.h>
#include <string.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/i18n.h"
#include "townkeep/domain/assessment.h"

static const struct {
    const char *group;
    bool tertiary_only;
    const char *answers[6], *views[6]; /* NULL behind the last */
} groups[] = {
    { "conduct", false, { "seen", "reported", "not_seen", "unknown" }, { NULL } },
    { "need",
      false,
      { "none", "some", "pressing", "unknown", "declined" },
      { "none", "some", "pressing", "unknown", "declined" } },
    { "need_tertiary",
      true,
      { "none", "some", "pressing", "unknown", "declined" },
      { "none", "some", "pressing", "unknown", "declined" } },
    { "vulnerability", false, { "yes", "no", "unknown", "declined" }, { "yes", "no", "unknown", "declined" } },
    { "protective",
      false,
      { "none", "some", "strong", "unknown", "declined" },
      { "none", "some", "strong", "unknown", "declined" } },
};
enum { GROUP_COUNT = sizeof groups / sizeof groups[0] };

static int find_group(const char *group)
{
    for (int i = 0; i < GROUP_COUNT; i++) {
        if (strcmp(groups[i].group, group) == 0)
            return i;
    }
    return -1;
}

bool assessment_asks(const char *level, const char *group)
{
    int at = find_group(group);

    return at >= 0 && (!groups[at].tertiary_only || strcmp(level, "tertiary") == 0);
}

const char *const *assessment_answers(const char *group, bool view)
{
    static const char *const nothing[] = { NULL };
    int at = find_group(group);

    if (at < 0)
        return nothing;
    return view ? groups[at].views : groups[at].answers;
}

static bool is_among(const char *const *answers, const char *answer)
{
    for (; *answers; answers++) {
        if (strcmp(*answers, answer) == 0)
            return true;
    }
    return false;
}

bool assessment_answer_fits(const char *group, const char *answer)
{
    return is_among(assessment_answers(group, false), answer);
}

bool assessment_view_fits(const char *group, const char *answer)
{
    return is_among(assessment_answers(group, true), answer);
}

void assessment_tell_answers(const struct record *item, int field, const struct vocabularies *words,
                             struct problems *problems)
{
    bool view = strcmp(item->type->fields[field].key, "person_view") == 0;
    const char *const *answers = assessment_answers(record_text(item, "item_group"), view);
    struct buf fitting = { 0 };

    for (size_t i = 0; answers[i]; i++) {
        if (buf_printf(&fitting, "%s%s", i > 0 ? ", " : "", vocabulary_label(words, "assessment_answer", answers[i])))
            break;
    }
    if (!answers[0])
        problems_add(problems, field,
                     N_("What the person says of it is written into the note here, not as an answer."));
    else
        problems_add(problems, field, N_("This answer fits another question. Here it is one of: %s."),
                     buf_text(&fitting));
    buf_release(&fitting);
}
