/* Standings from what officers said: see standing.h. */
#include "townkeep/domain/standing.h"

#include <stdlib.h>
#include <string.h>

#include "standing_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

const char *standing_key(enum standing_measure measure)
{
    static const char *const keys[STANDING_MEASURES] = {
        [STANDING_INFLUENCE] = "influence",   [STANDING_INTEREST] = "interest",
        [STANDING_CAPACITY] = "capacity",     [STANDING_TRUST_TOWARD_CITY] = "trust_toward_city",
        [STANDING_CITY_TRUST] = "city_trust",
    };

    return keys[measure];
}

/* --- what is asked of the store --- */
static enum err take_assessment(const struct record *assessment, void *context, struct why *why)
{
    return voices_add(context, assessment, why);
}

/* Of the stakeholder, 0 of all. */
static enum err gather(struct store *store, int64_t party, struct date as_of, struct voices *voices, struct why *why)
{
    struct query query;

    query_init(&query, &party_assessment_type);
    if (party != 0)
        query_narrow_number(&query, "party", FILTER_IS, party);
    query_narrow_date(&query, "on", FILTER_AT_MOST, as_of);
    query_sort(&query, "on", true);
    return query_each(store, &query, take_assessment, voices, why);
}

/* The day before the newest round that had begun by then; zero when there was none. */
static enum err find_since(struct store *store, struct date as_of, struct date *since, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    struct date opened;
    enum err e;

    *since = (struct date){ 0 };
    query_init(&query, &mapping_round_type);
    query_narrow(&query, "status", FILTER_IS_NOT, "planned");
    query_narrow_date(&query, "opened_on", FILTER_AT_MOST, as_of);
    query_sort(&query, "opened_on", true);
    e = store_page(store, &query, NULL, false, 1, &page, why);
    if (!e && page.count > 0 && date_parse(record_text(&page.records[0], "opened_on"), false, &opened))
        *since = days_from(opened, -1);
    record_page_release(&page);
    return e;
}

/* --- from words to standings --- */
static void add_value(struct standing_score *score, int value)
{
    if (value == 0)
        return;
    score->least = score->raters == 0 || value < score->least ? value : score->least;
    score->most = value > score->most ? value : score->most;
    score->raters++;
    score->sum += value;
}

static void add_voice(struct standing *standing, const struct voice *voice)
{
    if (voice->officer == VOICE_OF_ALL) {
        standing->on = voice->on;
        memcpy(standing->stance, voice->stance, sizeof standing->stance);
        memcpy(standing->engagement_now, voice->engagement_now, sizeof standing->engagement_now);
        memcpy(standing->engagement_wanted, voice->engagement_wanted, sizeof standing->engagement_wanted);
        return;
    }
    standing->raters++;
    for (int i = 0; i < STANDING_MEASURES; i++) {
        add_value(&standing->now[i], voice->now[i]);
        add_value(&standing->before[i], voice->before[i]);
    }
}

static enum err put_together(const struct voices *voices, struct standings *out, struct why *why)
{
    size_t parties = 0;

    for (size_t i = 0; i < voices->count; i++)
        parties += voices->items[i].officer == VOICE_OF_ALL;
    if (!(out->rows = calloc(parties + 1, sizeof *out->rows)))
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    for (size_t i = 0; i < voices->count; i++) {
        if (voices->items[i].officer == VOICE_OF_ALL)
            out->rows[out->count++].party = voices->items[i].party;
        add_voice(&out->rows[out->count - 1], &voices->items[i]);
    }
    return OK;
}

enum err standings_load(struct store *store, struct date as_of, struct standings *out, struct why *why)
{
    struct same_as same = { 0 };
    struct voices voices = { .same = &same };
    enum err e;

    *out = (struct standings){ .as_of = as_of };
    if ((e = same_as_load(store, &same, why)) || (e = find_since(store, as_of, &voices.since, why)) ||
        (e = gather(store, 0, as_of, &voices, why)))
        goto done;
    out->since = voices.since;
    voices_sort(&voices);
    e = put_together(&voices, out, why);
done:
    voices_release(&voices);
    same_as_release(&same);
    return e;
}

void standings_release(struct standings *standings)
{
    if (standings->rows)
        memset(standings->rows, 0, standings->count * sizeof *standings->rows);
    free(standings->rows);
    memset(standings, 0, sizeof *standings);
}

static int compare_parties(const void *a, const void *b)
{
    int64_t left = ((const struct standing *)a)->party, right = ((const struct standing *)b)->party;

    return (left > right) - (left < right);
}

const struct standing *standings_of(const struct standings *standings, int64_t party)
{
    const struct standing key = { .party = party };

    return standings->count > 0 ? bsearch(&key, standings->rows, standings->count, sizeof key, compare_parties) : NULL;
}

/* --- what is told of one --- */
int standing_level(const struct standing_score *score)
{
    return score->raters == 0 ? 0 : (2 * score->sum + score->raters) / (2 * score->raters);
}

int standing_moved(const struct standing *standing, enum standing_measure measure)
{
    const struct standing_score *now = &standing->now[measure], *before = &standing->before[measure];
    int apart;

    if (now->raters == 0 || before->raters == 0)
        return 0;
    apart = 2 * (now->sum * before->raters - before->sum * now->raters);
    if (abs(apart) < now->raters * before->raters)
        return 0;
    return apart > 0 ? 1 : -1;
}

const char *standing_show(const struct standing_score *score, char *out, size_t size)
{
    int tenths;

    if (score->raters == 0) {
        text_cut_into(out, size, "?");
        return out;
    }
    tenths = (20 * score->sum + score->raters) / (2 * score->raters);
    if (score->raters == 1 || score->least == score->most)
        text_print_into(out, size, "%d", score->least);
    else
        text_print_into(out, size, _("%d.%d (%d to %d, of %d)"), tenths / 10, tenths % 10, score->least, score->most,
                        score->raters);
    return out;
}

/* --- one stakeholder, one officer and the others --- */
static void take_own(const struct voice *voice, struct standing_word *own)
{
    own->on = voice->on;
    memcpy(own->stance, voice->stance, sizeof own->stance);
    for (int i = 0; i < STANDING_MEASURES; i++)
        own->values[i] = voice->now[i];
}

static void take_other(const struct voice *voice, struct standing *others)
{
    struct date on = others->on;

    add_voice(others, voice);
    others->on = date_compare(voice->on, on) > 0 ? voice->on : on;
}

/* The newest stance of the others is not the one of all of them: each voice keeps its own. */
static void take_stance(const struct voice *voice, struct date *newest, struct standing *others)
{
    if (voice->stance[0] == '\0' || date_compare(voice->on, *newest) < 0)
        return;
    *newest = voice->on;
    memcpy(others->stance, voice->stance, sizeof others->stance);
}

static bool has_linked(const struct same_as *same, int64_t party)
{
    for (size_t i = 0; i < same->count; i++) {
        if (same->links[i].party != party && same_as_of(same, same->links[i].party) == party)
            return true;
    }
    return false;
}

/* Of a stakeholder with linked duplicates all assessments are walked: only so they come newest first. */
enum err standing_beside(struct store *store, int64_t party, int64_t officer, struct date as_of,
                         struct standing_word *own, struct standing *others, struct why *why)
{
    struct same_as same = { 0 };
    struct voices voices = { .same = &same };
    struct date stance_on = { 0 };
    enum err e;

    *own = (struct standing_word){ 0 };
    *others = (struct standing){ .party = party };
    if (!(e = same_as_load(store, &same, why)))
        e = gather(store, has_linked(&same, party) ? 0 : party, as_of, &voices, why);
    voices_sort(&voices);
    for (size_t i = 0; i < voices.count && !e; i++) {
        const struct voice *voice = &voices.items[i];

        if (voice->party != party)
            continue;
        if (voice->officer == officer) {
            take_own(voice, own);
        } else if (voice->officer != VOICE_OF_ALL) {
            take_other(voice, others);
            take_stance(voice, &stance_on, others);
        }
    }
    voices_release(&voices);
    same_as_release(&same);
    return e;
}
