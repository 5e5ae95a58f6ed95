/* The answers of a round: read and put to their questions, written, and the words of both. */
#include <stdlib.h>
#include <string.h>

#include "round_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

static enum err out_of_memory(struct why *why)
{
    return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
}

/* --- words --- */
static const char *word(const struct round_job *job, const char *list, const char *code)
{
    return vocabulary_label(store_words(job->store), list, code);
}

static const char *word_gap(struct round_job *job, const struct round_question *question, const char *place)
{
    struct arena *text = &job->round->text;

    if (question->sector[0] == '\0')
        return arena_printf(text, _("Who works in %s at all?"), place);
    if (question->place == 0)
        return arena_printf(text, _("Who works on “%s”? Nobody is on the map."), word(job, "sector", question->sector));
    return arena_printf(text, _("Who works on “%s” in %s?"), word(job, "sector", question->sector), place);
}

static const char *word_level(struct round_job *job, const struct round_question *question, const char *place)
{
    struct arena *text = &job->round->text;
    const char *level = word(job, "level", question->level);

    if (question->sector[0] != '\0')
        return arena_printf(text, _("Who works on “%s” in %s at the level “%s”?"),
                            word(job, "sector", question->sector), place, level);
    if (question->place == 0)
        return arena_printf(text, _("Who works at the level “%s”? Nobody is on the map."), level);
    return arena_printf(text, _("Who in %s works at the level “%s”?"), place, level);
}

static const char *word_group(struct round_job *job, const struct round_question *question)
{
    const char *group = word(job, "audience", question->audience);

    if (strcmp(question->question, "intermediary") == 0)
        return arena_printf(&job->round->text, _("Who has the ear of “%s”, and the trust of both sides?"), group);
    return arena_printf(&job->round->text, _("Who is there for “%s”? Nobody is on the map."), group);
}

enum err round_word_question(struct round_job *job, struct round_question *question, struct why *why)
{
    struct buf place = { 0 };
    enum err e = question->place ? store_title(job->store, &place_type, question->place, &place) : OK;

    if (e)
        why_set(why, e, "%s", err_text(e));
    else if (strcmp(question->question, "gap") == 0)
        question->text = word_gap(job, question, buf_text(&place));
    else if (strcmp(question->question, "level") == 0)
        question->text = word_level(job, question, buf_text(&place));
    else if (question->audience[0] != '\0')
        question->text = word_group(job, question);
    else if (strcmp(question->question, "bridge") == 0)
        question->text = arena_copy(&job->round->text, _("Who else could link those whom one alone holds together?"));
    else
        question->text = arena_copy(&job->round->text, word(job, "mapping_question", question->question));
    buf_release(&place);
    return e ? e : question->text ? OK : out_of_memory(why);
}

/* "Somebody found: Youth House (Ana, 2026-11-20)". */
static enum err word_answer(struct round_job *job, const struct record *answer, const char **said, struct why *why)
{
    struct buf party = { 0 }, officer = { 0 };
    const char *kind = word(job, "mapping_answer_kind", record_text(answer, "answer"));
    enum err e;

    if ((e = store_title(job->store, &party_type, record_number(answer, "party"), &party)) ||
        (e = store_title(job->store, &officer_type, record_number(answer, "by"), &officer)))
        why_set(why, e, "%s", err_text(e));
    else if (!(*said = arena_printf(&job->round->text, "%s%s%s (%s, %s)", kind, party.len > 0 ? ": " : "",
                                    buf_text(&party), buf_text(&officer), record_text(answer, "on"))))
        e = out_of_memory(why);
    buf_release(&party);
    buf_release(&officer);
    return e;
}

enum err round_question_words(struct store *store, const struct record *answer, struct buf *out, struct why *why)
{
    struct round round = { 0 };
    struct round_job job = { .store = store, .round = &round };
    struct round_question question = { .question = record_text(answer, "question"),
                                       .sector = record_text(answer, "sector"),
                                       .audience = record_text(answer, "audience"),
                                       .level = record_text(answer, "level"),
                                       .place = record_number(answer, "place") };
    enum err e = round_word_question(&job, &question, why);

    if (!e && (e = buf_add_str(out, question.text)))
        why_set(why, e, "%s", err_text(e));
    round_release(&round);
    return e;
}

/* --- reading --- */
static bool answers(const struct record *answer, const struct round_question *question)
{
    return strcmp(record_text(answer, "question"), question->question) == 0 &&
           strcmp(record_text(answer, "sector"), question->sector) == 0 &&
           strcmp(record_text(answer, "audience"), question->audience) == 0 &&
           strcmp(record_text(answer, "level"), question->level) == 0 &&
           record_number(answer, "place") == question->place;
}

static enum round_state state_of(const struct record *answer)
{
    const char *kind = record_text(answer, "answer");

    if (strcmp(kind, "later") == 0)
        return ROUND_LATER;
    return strcmp(kind, "asked") == 0 ? ROUND_ASKED : ROUND_ANSWERED;
}

/* The gap is filled since: the question stays, with its answer. NULL without memory. */
static struct round_question *add_answered(struct round_job *job, const struct record *answer)
{
    struct arena *text = &job->round->text;
    const char *code = arena_copy(text, record_text(answer, "question"));
    struct round_question *question = code ? round_add_question(job->round, code) : NULL;

    if (!question || !(question->sector = arena_copy(text, record_text(answer, "sector"))) ||
        !(question->audience = arena_copy(text, record_text(answer, "audience"))) ||
        !(question->level = arena_copy(text, record_text(answer, "level"))))
        return NULL;
    question->place = record_number(answer, "place");
    return question;
}

static struct round_question *find_question(struct round *round, const struct record *answer)
{
    for (size_t i = 0; i < round->count; i++) {
        if (answers(answer, &round->questions[i]))
            return &round->questions[i];
    }
    return NULL;
}

/* Newest first: of two answers to one question the later one holds. */
static enum err take_answer(const struct record *answer, void *context, struct why *why)
{
    struct round_job *job = context;
    struct round_question *question = find_question(job->round, answer);
    enum err e;

    if (question && question->answer != 0)
        return OK;
    if (!question) {
        if (strcmp(record_text(answer, "answer"), "later") == 0)
            return OK;
        if (!(question = add_answered(job, answer)))
            return out_of_memory(why);
        if ((e = round_word_question(job, question, why)))
            return e;
    }
    question->answer = answer->id;
    question->state = state_of(answer);
    return word_answer(job, answer, &question->said, why);
}

enum err round_read_answers(struct round_job *job, struct why *why)
{
    struct query query;

    query_init(&query, &mapping_answer_type);
    query_narrow_number(&query, "round", FILTER_IS, job->round->record.id);
    query_sort(&query, "on", true);
    return query_each(job->store, &query, take_answer, job, why);
}

/* --- writing --- */
static enum err add_field(struct buf *out, const char *key, const char *code)
{
    return code[0] == '\0' ? OK : buf_printf(out, "%s=%s\n", key, code);
}

static enum err add_place(struct buf *out, const char *key, int64_t place)
{
    return place == 0 ? OK : buf_printf(out, "%s=%lld\n", key, (long long)place);
}

/* Whoever is written down now was made sure of now. */
enum err round_party_fields(const struct round_question *question, struct buf *out)
{
    char today[DATE_TEXT_SIZE];
    enum err e;

    date_format(clock_today(), today);
    if ((e = add_field(out, "verified_on", today)) || (e = add_field(out, "sectors", question->sector)) ||
        (e = add_field(out, "levels", question->level)) || (e = add_field(out, "audience", question->audience)))
        return e;
    return add_place(out, "places", question->place);
}

enum err round_answer_fields(const struct round *round, const struct round_question *question, const char *kind,
                             struct buf *out)
{
    enum err e;

    if ((e = buf_printf(out, "round=%lld\n", (long long)round->record.id)) ||
        (e = add_field(out, "question", question->question)) || (e = add_field(out, "sector", question->sector)) ||
        (e = add_place(out, "place", question->place)) || (e = add_field(out, "audience", question->audience)) ||
        (e = add_field(out, "level", question->level)))
        return e;
    return kind ? add_field(out, "answer", kind) : OK;
}

static enum err begin_answer(struct store *store, const struct round *round, const struct round_question *question,
                             struct record *answer, struct why *why)
{
    enum err e;

    if (question->answer != 0)
        return store_load(store, &mapping_answer_type, question->answer, answer, why);
    if ((e = record_init(answer, &mapping_answer_type)))
        return why_set(why, e, "%s", err_text(e));
    if ((e = record_start(answer, store_words(store), clock_today(), why)))
        return e;
    value_set_number(record_value(answer, "round"), round->record.id);
    if (question->place != 0)
        value_set_number(record_value(answer, "place"), question->place);
    if ((e = value_set_text(record_value(answer, "question"), question->question)) ||
        (e = value_set_text(record_value(answer, "sector"), question->sector)) ||
        (e = value_set_text(record_value(answer, "audience"), question->audience)))
        return why_set(why, e, "%s", err_text(e));
    return (e = value_set_text(record_value(answer, "level"), question->level)) ? why_set(why, e, "%s", err_text(e))
                                                                                : OK;
}

enum err round_answer(struct store *store, const struct round *round, const struct round_question *question,
                      const char *kind, int64_t party, const char *note, struct why *why)
{
    struct record answer = { 0 };
    enum err e = begin_answer(store, round, question, &answer, why);

    if (e)
        goto done;
    value_release(record_value(&answer, "party"));
    if (party != 0)
        value_set_number(record_value(&answer, "party"), party);
    if ((e = value_set_text(record_value(&answer, "answer"), kind)) ||
        (e = value_set_day(record_value(&answer, "on"), clock_today())) ||
        (e = note ? value_set_text(record_value(&answer, "note"), note) : OK))
        why_set(why, e, "%s", err_text(e));
    else
        e = store_put(store, &answer, NULL, NULL, why);
done:
    record_release(&answer);
    return e;
}

enum err round_verify(struct store *store, int64_t party, const char *status, struct why *why)
{
    struct record record = { 0 };
    enum err e = store_load(store, &party_type, party, &record, why);

    if (e)
        goto done;
    if ((e = value_set_day(record_value(&record, "verified_on"), clock_today())) ||
        (e = status ? value_set_text(record_value(&record, "status"), status) : OK))
        why_set(why, e, "%s", err_text(e));
    else
        e = store_put(store, &record, NULL, NULL, why);
done:
    record_release(&record);
    return e;
}
