/* What is missing before the panel can be given an assessment, all of it at once, in an officer's sentences. */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/assessment.h"

/* How many items there are, and the names of the first. */
struct naming {
    char names[160];
    size_t count;
};

static void name(struct naming *naming, const struct record *item, const struct vocabularies *words)
{
    enum { NAMED_MAX = 3 };
    size_t used = strlen(naming->names);

    naming->count++;
    if (naming->count <= NAMED_MAX)
        text_print_into(naming->names + used, sizeof naming->names - used, "%s%s", used > 0 ? ", " : "",
                        vocabulary_label(words, "assessment_item", record_text(item, "item")));
    else if (naming->count == NAMED_MAX + 1)
        text_print_into(naming->names + used, sizeof naming->names - used, " …");
}

static const char *answer_of(const struct record *item)
{
    return record_text(item, "answer");
}

static bool is_in(const struct record *item, const char *group)
{
    return strcmp(record_text(item, "item_group"), group) == 0;
}

typedef bool item_test(const struct record *item);

static bool has_no_answer(const struct record *item)
{
    return !record_has(item, "answer");
}

static bool is_unknown_without_a_way(const struct record *item)
{
    return strcmp(answer_of(item), "unknown") == 0 && !record_has(item, "find_out");
}

static bool is_conduct_that_happened(const struct record *item)
{
    return is_in(item, "conduct") && (strcmp(answer_of(item), "seen") == 0 || strcmp(answer_of(item), "reported") == 0);
}

static bool has_no_day_or_source(const struct record *item)
{
    return is_conduct_that_happened(item) && (!record_has(item, "seen_on") || !record_has(item, "source"));
}

static bool has_no_explanation(const struct record *item)
{
    return is_conduct_that_happened(item) && strcmp(record_text(item, "item"), "moving_away") != 0 &&
           !record_has(item, "explanation");
}

static struct naming name_all(const struct assessment *assessment, const char *level, const struct vocabularies *words,
                              item_test *test)
{
    struct naming naming = { 0 };

    for (size_t i = 0; i < assessment->item_count; i++) {
        const struct record *item = &assessment->items[i];

        if (assessment_asks(level, record_text(item, "item_group")) && test(item))
            name(&naming, item, words);
    }
    return naming;
}

static void check_answers(const struct assessment *assessment, const char *level, const struct vocabularies *words,
                          struct problems *problems)
{
    struct naming open = name_all(assessment, level, words, has_no_answer),
                  unknown = name_all(assessment, level, words, is_unknown_without_a_way);

    if (open.count > 0)
        problems_add(problems, -1,
                     ngettext("%zu question has no answer yet: %s. Unknown is an answer.",
                              "%zu questions have no answer yet: %s. Unknown is an answer.", open.count),
                     open.count, open.names);
    if (unknown.count > 0)
        problems_add(problems, -1,
                     ngettext("%zu answer is unknown without saying how to find out: %s.",
                              "%zu answers are unknown without saying how to find out: %s.", unknown.count),
                     unknown.count, unknown.names);
}

/* Conduct is dated and sourced, and may have an ordinary explanation. */
static void check_conduct(const struct assessment *assessment, const char *level, const struct vocabularies *words,
                          struct problems *problems)
{
    struct naming undated = name_all(assessment, level, words, has_no_day_or_source),
                  unexplained = name_all(assessment, level, words, has_no_explanation);

    if (undated.count > 0)
        problems_add(problems, -1,
                     ngettext("%zu answer on conduct lacks the day or the source: %s.",
                              "%zu answers on conduct lack the day or the source: %s.", undated.count),
                     undated.count, undated.names);
    if (unexplained.count > 0)
        problems_add(problems, -1,
                     ngettext("%zu answer on conduct does not say which ordinary explanation was considered: %s.",
                              "%zu answers on conduct do not say which ordinary explanation was considered: %s.",
                              unexplained.count),
                     unexplained.count, unexplained.names);
}

/* A question that the case asks and that has no item: the version was begun for another level. */
static void check_complete(const struct assessment *assessment, const char *level, const struct vocabularies *words,
                           struct problems *problems)
{
    size_t count, missing = 0;
    const struct vocabulary_entry *entries = vocabulary_entries(words, "assessment_item", &count);

    for (size_t i = 0; i < count; i++) {
        bool found = entries[i].retired || !assessment_asks(level, entries[i].parent);

        for (size_t k = 0; k < assessment->item_count && !found; k++)
            found = strcmp(record_text(&assessment->items[k], "item"), entries[i].code) == 0;
        missing += !found;
    }
    if (missing > 0)
        problems_add(problems, -1, N_("This version lacks questions that the case asks. Begin a new version."));
}

/* A strength that cannot be read now counts. */
static bool is_strength(const struct record *item)
{
    const char *answer = answer_of(item);

    return is_in(item, "protective") && (strcmp(answer, "some") == 0 || strcmp(answer, "strong") == 0 ||
                                         item->values[field_find(item->type, "answer")].form == VALUE_CLOSED);
}

static void check_strengths(const struct assessment *assessment, struct problems *problems)
{
    bool found = record_has(&assessment->record, "none_found");

    for (size_t i = 0; i < assessment->item_count && !found; i++)
        found = is_strength(&assessment->items[i]);
    if (!found)
        problems_add(problems, field_find(assessment->record.type, "none_found"),
                     N_("No strength is named. Name one, or say where strengths were looked for and not found."));
}

static bool has_sources(const struct record *record)
{
    const struct value *sources = &record->values[field_find(record->type, "sources")];
    size_t count = 0;

    if (sources->form != VALUE_TEXT)
        return sources->form == VALUE_CLOSED;
    for (const char *at = sources->text; at; at = strchr(at, ';'), at = at ? at + 1 : NULL)
        count++;
    return count >= ASSESSMENT_SOURCES_NEEDED;
}

static void need(const struct record *record, const char *key, const char *sentence, struct problems *problems)
{
    if (!record_has(record, key))
        problems_add(problems, field_find(record->type, key), "%s", gettext(sentence));
}

static bool is_shown(const struct record *record)
{
    const struct value *shared = &record->values[field_find(record->type, "shared")];

    return shared->form == VALUE_CLOSED || (shared->form == VALUE_NUMBER && shared->number != 0);
}

static void check_head(const struct record *record, const char *level, struct problems *problems)
{
    if (!has_sources(record))
        problems_add(problems, field_find(record->type, "sources"),
                     N_("An assessment rests on two sources at least. Ask somebody else too."));
    need(record, "person_view", N_("The person's own view is missing."), problems);
    if (!is_shown(record))
        need(record, "not_shared_because", N_("Show the draft to the person, or say why it is not shown to them."),
             problems);
    need(record, "summary", N_("The summary is missing: what follows from all of it."), problems);
    if (record_number(record, "version") > 1)
        need(record, "changes", N_("Say what changed since the version before."), problems);
    need(record, "priority", N_("Say how soon support is to begin."), problems);
    need(record, "intensity", N_("Say how much support is needed."), problems);
    need(record, "intensity_reason", N_("Say why so much support, and not less."), problems);
    if (strcmp(record_text(record, "intensity"), "intensive") == 0 && strcmp(level, "tertiary") != 0)
        problems_add(problems, field_find(record->type, "intensity"),
                     N_("Intensive support is for people who come back or are released. Choose less."));
}

void assessment_problems(const struct assessment *assessment, const char *level, const struct vocabularies *words,
                         struct problems *problems)
{
    check_complete(assessment, level, words, problems);
    check_answers(assessment, level, words, problems);
    check_conduct(assessment, level, words, problems);
    check_strengths(assessment, problems);
    check_head(&assessment->record, level, problems);
}
