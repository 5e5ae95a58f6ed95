/*
 * What a round asks, in the order an officer is asked: sectors and places with nobody, levels that are missing, groups
 * nobody is there for, who has the ear of those that are hard to reach, and who else could hold the map together. Where
 * a whole sector or a whole place is empty it is asked about once, and not for each of its gaps.
 */
#include <stdlib.h>
#include <string.h>

#include "round_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/network.h"

static enum err out_of_memory(struct why *why)
{
    return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
}

struct round_question *round_add_question(struct round *round, const char *question)
{
    if (round->count == round->room) {
        size_t room = 2 * round->room + 64;
        struct round_question *grown = realloc(round->questions, room * sizeof *grown);

        if (!grown)
            return NULL;
        round->questions = grown;
        round->room = room;
    }
    round->questions[round->count] = (struct round_question){
        .question = question, .sector = "", .audience = "", .level = "", .text = "", .known = "", .said = ""
    };
    return &round->questions[round->count++];
}

/* --- what the map knows of it --- */
static enum err tell_known(struct round_job *job, struct round_question *question, size_t there, struct why *why)
{
    if (there == 0)
        return OK;
    question->known = arena_printf(&job->round->text,
                                   ngettext("%zu stakeholder works there on something else.",
                                            "%zu stakeholders work there on other things.", there),
                                   there);
    return question->known ? OK : out_of_memory(why);
}

/* --- sectors and places --- */
struct asking {
    struct round_job *job;
    const struct coverage *all, *level; /* `level`: narrowed to one; NULL while it is asked about none */
};

/* A place of the round that can have a gap. */
static bool is_asked_about(const struct asking *asking, const struct coverage_column *column)
{
    return column->place != 0 && !column->is_wider && round_has_place(asking->job, column->place);
}

static bool is_wanted(const struct round_job *job, const char *key, const char *code)
{
    const struct value *wanted = record_value(&job->round->record, key);

    return wanted->form == VALUE_EMPTY || value_list_has(wanted, code);
}

static bool line_is_asked_about(const struct asking *asking, const struct coverage_line *line)
{
    return line->code && is_wanted(asking->job, "sectors", line->code);
}

static bool has_nobody(const struct asking *asking, size_t line)
{
    for (size_t i = 0; i < asking->all->column_count; i++) {
        if (is_asked_about(asking, &asking->all->columns[i]) && coverage_cell(asking->all, line, i)->count > 0)
            return false;
    }
    return asking->all->lines[line].all.count == 0;
}

static enum err ask_gap(const struct asking *asking, const char *sector, const struct coverage_column *place,
                        struct why *why)
{
    struct round *round = asking->job->round;
    struct round_question *question = round_add_question(round, "gap");
    enum err e;

    if (!question || (sector && !(question->sector = arena_copy(&round->text, sector))))
        return out_of_memory(why);
    question->place = place ? place->place : 0;
    if (place && (e = tell_known(asking->job, question, place->all.count, why)))
        return e;
    return round_word_question(asking->job, question, why);
}

static enum err ask_sector(const struct asking *asking, size_t line, struct why *why)
{
    const struct coverage *all = asking->all;
    enum err e = OK;

    if (has_nobody(asking, line))
        return ask_gap(asking, all->lines[line].code, NULL, why);
    for (size_t i = 0; i < all->column_count && !e; i++) {
        const struct coverage_column *column = &all->columns[i];

        if (is_asked_about(asking, column) && column->all.count > 0 && coverage_is_gap(all, line, i))
            e = ask_gap(asking, all->lines[line].code, column, why);
    }
    return e;
}

static enum err ask_gaps(const struct asking *asking, struct why *why)
{
    const struct coverage *all = asking->all;
    enum err e = OK;

    for (size_t i = 0; i < all->column_count && !e; i++) {
        if (is_asked_about(asking, &all->columns[i]) && all->columns[i].all.count == 0)
            e = ask_gap(asking, NULL, &all->columns[i], why);
    }
    for (size_t i = 0; i < all->line_count && !e; i++) {
        if (line_is_asked_about(asking, &all->lines[i]))
            e = ask_sector(asking, i, why);
    }
    return e;
}

/* --- levels --- */
static enum err ask_level(const struct asking *asking, const char *sector, const struct coverage_column *place,
                          struct why *why)
{
    struct round *round = asking->job->round;
    struct round_question *question = round_add_question(round, "level");

    if (!question || (sector && !(question->sector = arena_copy(&round->text, sector))) ||
        !(question->level = arena_copy(&round->text, asking->level->wish.level)))
        return out_of_memory(why);
    question->place = place ? place->place : 0;
    return round_word_question(asking->job, question, why);
}

static const struct coverage_tally *same_cell(const struct asking *asking, const struct coverage_line *line,
                                              const struct coverage_column *column)
{
    const struct coverage *level = asking->level;
    size_t at_line = 0, at_column = 0;

    while (at_line < level->line_count &&
           (!level->lines[at_line].code || strcmp(level->lines[at_line].code, line->code) != 0))
        at_line++;
    while (at_column < level->column_count && level->columns[at_column].place != column->place)
        at_column++;
    return at_line < level->line_count && at_column < level->column_count ? coverage_cell(level, at_line, at_column)
                                                                          : NULL;
}

/* Where the round names its levels it is asked for every sector that is there at all, but not at this level. */
static enum err ask_level_of_sector(const struct asking *asking, size_t line, struct why *why)
{
    const struct coverage *all = asking->all;
    enum err e = OK;

    for (size_t i = 0; i < all->column_count && !e; i++) {
        const struct coverage_column *column = &all->columns[i];
        const struct coverage_tally *cell;

        if (!is_asked_about(asking, column) || coverage_cell(all, line, i)->count == 0)
            continue;
        cell = same_cell(asking, &all->lines[line], column);
        if (!cell || cell->count == 0)
            e = ask_level(asking, all->lines[line].code, column, why);
    }
    return e;
}

/* Else for every place with nobody at this level. */
static enum err ask_level_of_places(const struct asking *asking, struct why *why)
{
    const struct coverage *level = asking->level;
    enum err e = OK;

    if (level->all.count == 0)
        return ask_level(asking, NULL, NULL, why);
    for (size_t i = 0; i < level->column_count && !e; i++) {
        if (is_asked_about(asking, &level->columns[i]) && level->columns[i].all.count == 0)
            e = ask_level(asking, NULL, &level->columns[i], why);
    }
    return e;
}

static enum err ask_one_level(struct asking *asking, struct why *why)
{
    enum err e = OK;

    if (!record_has(&asking->job->round->record, "levels"))
        return ask_level_of_places(asking, why);
    for (size_t i = 0; i < asking->all->line_count && !e; i++) {
        if (line_is_asked_about(asking, &asking->all->lines[i]))
            e = ask_level_of_sector(asking, i, why);
    }
    return e;
}

static enum err ask_levels(struct asking *asking, const struct coverage_wish *wish, struct why *why)
{
    size_t count;
    const struct vocabulary_entry *entries = vocabulary_entries(store_words(asking->job->store), "level", &count);
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++) {
        struct coverage_wish narrowed = *wish;
        struct coverage level = { 0 };

        if (entries[i].retired || strcmp(entries[i].code, "cross_cutting") == 0 ||
            !is_wanted(asking->job, "levels", entries[i].code))
            continue;
        text_cut_into(narrowed.level, sizeof narrowed.level, entries[i].code);
        if (!(e = coverage_load(asking->job->store, &narrowed, &level, why))) {
            asking->level = &level;
            e = ask_one_level(asking, why);
            asking->level = NULL;
        }
        coverage_release(&level);
    }
    return e;
}

/* --- groups --- */
static int compare_candidates(const void *a, const void *b)
{
    const struct round_candidate *left = a, *right = b;

    if (left->trust != right->trust)
        return left->trust > right->trust ? -1 : 1;
    return (left->party > right->party) - (left->party < right->party);
}

static enum err name_candidates(struct round_job *job, struct round_group *group, struct round_question *question,
                                struct why *why)
{
    enum { TRUSTED = 4 };
    int64_t *ids = arena_alloc(&job->round->text, (group->count + 1) * sizeof *ids);
    size_t trusted = 0;

    if (!ids)
        return out_of_memory(why);
    if (group->count > 1)
        qsort(group->candidates, group->count, sizeof *group->candidates, compare_candidates);
    for (size_t i = 0; i < group->count; i++) {
        ids[i] = group->candidates[i].party;
        trusted += group->candidates[i].trust >= TRUSTED;
    }
    question->candidates = ids;
    question->candidate_count = group->count;
    question->known =
        arena_printf(&job->round->text,
                     ngettext("%zu stakeholder is there for them; trusted both ways: %zu.",
                              "%zu stakeholders are there for them; trusted both ways: %zu.", group->count),
                     group->count, trusted);
    return question->known ? OK : out_of_memory(why);
}

static enum err ask_group(struct round_job *job, struct round_group *group, struct why *why)
{
    bool is_reached = group->count > 0;
    struct round_question *question;
    enum err e;

    if (is_reached && !group->is_hard)
        return OK;
    if (!(question = round_add_question(job->round, is_reached ? "intermediary" : "audience")) ||
        !(question->audience = arena_copy(&job->round->text, group->code)))
        return out_of_memory(why);
    if (is_reached && (e = name_candidates(job, group, question, why)))
        return e;
    return round_word_question(job, question, why);
}

/* Groups that are hard to reach first. */
static enum err ask_groups(struct round_job *job, struct why *why)
{
    enum err e = OK;

    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < job->group_count && !e; i++) {
            if (job->groups[i].is_hard == (pass == 0))
                e = ask_group(job, &job->groups[i], why);
        }
    }
    return e;
}

/* --- what holds the map together --- */
/* How many the map loses sight of when this one goes; one alone is no reason to ask. */
enum { CUT_OFF_LEAST = 2 };
struct holding {
    int64_t party;
    size_t cut_off;
};

static int compare_holding(const void *a, const void *b)
{
    const struct holding *left = a, *right = b;

    if (left->cut_off != right->cut_off)
        return left->cut_off > right->cut_off ? -1 : 1;
    return (left->party > right->party) - (left->party < right->party);
}

/* Into `found`, which has room for all that hold something together. */
static enum err find_holding(const struct network *network, const struct network_measures *measures,
                             struct holding *found, size_t *count, struct why *why)
{
    for (size_t i = 0; i < measures->node_count; i++) {
        struct network_loss loss = { 0 };

        if (!measures->nodes[i].holds)
            continue;
        if (network_without(network, i, &loss))
            return out_of_memory(why);
        if (loss.cut_off >= CUT_OFF_LEAST)
            found[(*count)++] = (struct holding){ network->nodes[i].party, loss.cut_off };
    }
    if (*count > 1)
        qsort(found, *count, sizeof *found, compare_holding);
    return OK;
}

static enum err ask_about_holding(struct round_job *job, const struct holding *found, size_t count, struct why *why)
{
    struct round *round = job->round;
    struct round_question *question = round_add_question(round, "bridge");
    int64_t *ids = arena_alloc(&round->text, count * sizeof *ids);

    if (!question || !ids)
        return out_of_memory(why);
    for (size_t i = 0; i < count; i++)
        ids[i] = found[i].party;
    question->candidates = ids;
    question->candidate_count = count;
    question->known =
        arena_printf(&round->text,
                     ngettext("%zu stakeholder alone keeps two or more others in touch with the rest.",
                              "%zu stakeholders alone keep two or more others in touch with the rest.", count),
                     count);
    return question->known ? round_word_question(job, question, why) : out_of_memory(why);
}

/* One question for all of them, those first whose loss would cut off most. */
static enum err ask_bridge(struct round_job *job, struct why *why)
{
    struct network network = { 0 };
    struct network_measures measures = { 0 };
    struct holding *found = NULL;
    size_t count = 0;
    enum err e;

    if ((e = network_load(job->store, job->today, NETWORK_SEATS | NETWORK_PARTS, &network, why)) ||
        (e = network_measure(&network, &measures, why)))
        goto done;
    if (!(found = calloc(measures.holding_count + 1, sizeof *found)))
        e = out_of_memory(why);
    else if (!(e = find_holding(&network, &measures, found, &count, why)) && count > 0)
        e = ask_about_holding(job, found, count, why);
done:
    free(found);
    network_measures_release(&measures);
    network_release(&network);
    return e;
}

/* --- all of it --- */
/* The kind of place the round names; districts where it names none. */
static enum err choose_depth(const struct round_job *job, enum coverage_depth *depth, struct why *why)
{
    int64_t first = strtoll(record_text(&job->round->record, "places"), NULL, 10);
    struct record place = { 0 };
    enum err e;

    *depth = COVERAGE_DISTRICTS;
    if (first == 0)
        return OK;
    if (!(e = store_load(job->store, &place_type, first, &place, why)) &&
        strcmp(record_text(&place, "kind"), "neighbourhood") == 0)
        *depth = COVERAGE_NEIGHBOURHOODS;
    record_release(&place);
    return e == E_NOT_FOUND ? OK : e;
}

enum err round_ask(struct round_job *job, struct why *why)
{
    struct coverage_wish wish = { .as_of = job->today, .measure = COVERAGE_PARTIES, .rows = COVERAGE_SECTORS };
    struct coverage all = { 0 };
    struct asking asking = { .job = job, .all = &all };
    enum err e;

    if ((e = choose_depth(job, &wish.depth, why)) || (e = coverage_load(job->store, &wish, &all, why)) ||
        (e = ask_gaps(&asking, why)) || (e = ask_levels(&asking, &wish, why)))
        goto done;
    if (!(e = ask_groups(job, why)))
        e = ask_bridge(job, why);
done:
    coverage_release(&all);
    return e;
}
