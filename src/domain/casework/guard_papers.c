/* What the guards of a case share: finding its papers and asking one thing of each. */
#include "guard_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"

const struct record *paper_newest(const struct situation *situation, const struct record_type *type)
{
    size_t count;
    const struct record *papers = casework_papers(situation->casework, type, &count);

    return count > 0 ? &papers[count - 1] : NULL;
}

const struct record *step_done_last(const struct casework *casework, const char *action)
{
    for (size_t i = casework->step_count; i > 0; i--) {
        if (step_is(&casework->steps[i - 1], action) && step_took_effect(&casework->steps[i - 1]))
            return &casework->steps[i - 1];
    }
    return NULL;
}

bool record_is(const struct record *record, const char *key, const char *code)
{
    return strcmp(record_text(record, key), code) == 0;
}

bool record_yes(const struct record *record, const char *key)
{
    return record_number(record, key) == 1 || record_closed(record, key);
}

bool record_closed(const struct record *record, const char *key)
{
    int field = field_find(record->type, key);

    return field >= 0 && record->values[field].form == VALUE_CLOSED;
}

bool record_day(const struct record *record, const char *key, struct date *out)
{
    return date_parse(record_text(record, key), false, out);
}

bool is_tertiary_case(const struct situation *situation)
{
    return record_is(situation->subject, "level", "tertiary");
}

bool is_under_age(const struct record *episode)
{
    return record_is(episode, "age_band", "under_12") || record_is(episode, "age_band", "12_15") ||
           record_is(episode, "age_band", "16_17");
}

void want(const struct record *record, const char *key, const char *sentence, struct problems *problems)
{
    if (!record_has(record, key))
        problems_add(problems, -1, "%s", gettext(sentence));
}

void want_yes(const struct record *record, const char *key, const char *sentence, struct problems *problems)
{
    if (!record_yes(record, key))
        problems_add(problems, -1, "%s", gettext(sentence));
}

/* What was agreed for the time after the support goes on when it has ended; all else ends with it. */
static bool is_for_afterwards(const struct record *consent)
{
    return record_is(consent, "purpose", "contact_after") || record_is(consent, "purpose", "evaluation") ||
           record_is(consent, "purpose", "feedback");
}

static bool holds(const struct record *consent, bool has_ended, struct date today)
{
    struct date given, until;

    if (record_has(consent, "withdrawn_on") || record_has(consent, "replaced_by"))
        return false;
    if (record_day(consent, "on", &given) && date_compare(given, today) > 0)
        return false;
    if (record_day(consent, "valid_to", &until))
        return date_compare(until, today) >= 0;
    return !has_ended || is_for_afterwards(consent);
}

const struct record *consent_in_force(const struct casework *casework, const char *purpose, int64_t party,
                                      struct date today)
{
    size_t count;
    const struct record *consents = casework_papers(casework, &consent_type, &count);
    bool has_ended = case_state_is_end(casework_state(casework));

    for (size_t i = count; i > 0; i--) {
        const struct record *consent = &consents[i - 1];

        if (record_is(consent, "purpose", purpose) && (party == 0 || record_number(consent, "party") == party) &&
            holds(consent, has_ended, today))
            return consent;
    }
    return NULL;
}
