/*
 * The N-th call fails, for N = 1, 2, … until the action passes: a read, write, sync, truncation, opening, removal or
 * renaming, by us or by SQLite; or the N-th allocation. Afterwards the whole change is there or none of it, the
 * caller's record is untouched, the sentence fits, nothing is left behind, and the same action passes.
 */
#include <errno.h>
#include <unistd.h>

#include "../../src/store/store_in.h"
#include "../unit/store_office.h"
#include "fault.h"

#define NEVER_MIND ERR_COUNT

enum { WAYS_A_SAMPLE = 4 }; /* of the short form: some for each action, others with another seed */

/* How something fails. */
struct way {
    const char *name;
    bool is_memory;
    enum call call;
    int error;
    bool is_lasting, is_short;
    bool must_pass;    /* what a program has to bear */
    enum err expected; /* the code for the officer; NEVER_MIND: any but damage and passphrase */
    bool may_leave;    /* files that could not be removed */
    bool ends_session; /* nothing more is written until the vault is opened again */
};

static const struct way call_ways[] = {
    { .name = "a read fails", .call = CALL_READ, .error = EIO, .expected = NEVER_MIND },
    { .name = "reads fail from one on", .call = CALL_READ, .error = EIO, .is_lasting = true, .expected = NEVER_MIND },
    { .name = "a read is interrupted", .call = CALL_READ, .error = EINTR, .must_pass = true },
    { .name = "a read is short", .call = CALL_READ, .is_short = true, .must_pass = true },
    { .name = "a write fails", .call = CALL_WRITE, .error = EIO, .expected = E_SYSTEM },
    { .name = "the disk is full for one write", .call = CALL_WRITE, .error = ENOSPC, .expected = E_DISK_FULL },
    { .name = "the disk is full from a write on",
      .call = CALL_WRITE,
      .error = ENOSPC,
      .is_lasting = true,
      .expected = E_DISK_FULL },
    { .name = "the disk is full in half a write",
      .call = CALL_WRITE,
      .error = ENOSPC,
      .is_lasting = true,
      .is_short = true,
      .expected = E_DISK_FULL },
    { .name = "the quota is used up from a write on",
      .call = CALL_WRITE,
      .error = EDQUOT,
      .is_lasting = true,
      .expected = NEVER_MIND },
    { .name = "the disk turns read-only at a write",
      .call = CALL_WRITE,
      .error = EROFS,
      .is_lasting = true,
      .expected = NEVER_MIND },
    { .name = "a write is short", .call = CALL_WRITE, .is_short = true, .must_pass = true },
    { .name = "a write is interrupted", .call = CALL_WRITE, .error = EINTR, .must_pass = true },
    { .name = "a sync fails", .call = CALL_SYNC, .error = EIO, .expected = E_SYSTEM, .ends_session = true },
    { .name = "syncs fail from one on",
      .call = CALL_SYNC,
      .error = EIO,
      .is_lasting = true,
      .expected = E_SYSTEM,
      .ends_session = true },
    { .name = "an opening fails", .call = CALL_OPEN, .error = EMFILE, .expected = NEVER_MIND },
    { .name = "nothing can be opened for writing any more",
      .call = CALL_OPEN,
      .error = EROFS,
      .is_lasting = true,
      .expected = NEVER_MIND,
      .may_leave = true },
    { .name = "a truncation fails", .call = CALL_TRUNCATE, .error = EIO, .expected = NEVER_MIND },
    { .name = "a removal fails", .call = CALL_UNLINK, .error = EACCES, .expected = NEVER_MIND, .may_leave = true },
    { .name = "a renaming fails", .call = CALL_RENAME, .error = EACCES, .expected = E_SYSTEM },
    { .name = "a renaming goes to another disk", .call = CALL_RENAME, .error = EXDEV, .expected = E_SYSTEM },
};

static const struct way memory_ways[] = {
    { .name = "an allocation fails", .is_memory = true, .expected = E_MEMORY },
    { .name = "allocations fail from one on", .is_memory = true, .is_lasting = true, .expected = E_MEMORY },
};

struct attempt {
    struct tally *tally;
    struct place *place;
    const struct action *action;
    const struct way *way;
    int64_t number;
    struct record record, held; /* given, and as it was */
    enum err answer;
    struct why why;
    bool has_record, hit;
};

static void complain(const struct attempt *attempt, const char *what, const struct why *why)
{
    tally_fail(attempt->tally, "%s, %s, number %lld: %s%s%s (answer %d: %s)", attempt->action->name, attempt->way->name,
               (long long)attempt->number, what, why != NULL ? ": " : "", why != NULL ? why_text(why) : "",
               (int)attempt->answer, attempt->why.text);
}

static void arm(const struct way *way, int64_t number)
{
    if (way->is_memory)
        memory_fail(number, way->is_lasting);
    else
        calls_fail(&(struct fault){ .call = way->call,
                                    .at = number,
                                    .error = way->error,
                                    .is_lasting = way->is_lasting,
                                    .is_short = way->is_short });
}

static int64_t disarm(const struct way *way, bool *hit)
{
    return way->is_memory ? memory_end(hit) : calls_end(hit);
}

static bool is_equal(const struct record *a, const struct record *b)
{
    if (a->id != b->id || a->type != b->type)
        return false;
    for (int i = 0; i < a->type->field_count; i++)
        if (!value_equal(&a->values[i], &b->values[i]))
            return false;
    return true;
}

/* --- before and during --- */

static void make_ready(struct attempt *attempt)
{
    struct place *place = attempt->place;
    struct why why = { 0 };

    place_restore(place);
    if (attempt->action->is_making)
        unlink(place->office->vault);
    else if (place_open(place, place->ana, &why) ||
             (attempt->action->has_casework && store_casework_open(place->office->store, place->ana, &why)))
        complain(attempt, "not ready", &why);
    if (attempt->action->prepare != NULL)
        attempt->action->prepare(place);
    attempt->has_record = attempt->action->give != NULL;
    if (!attempt->has_record)
        return;
    attempt->action->give(place, &attempt->record);
    if (record_copy(&attempt->held, &attempt->record))
        abort();
}

static int64_t act(struct attempt *attempt)
{
    int64_t count;

    arm(attempt->way, attempt->number);
    attempt->answer = attempt->action->run(attempt->place, &attempt->record, &attempt->why);
    count = disarm(attempt->way, &attempt->hit);
    return count;
}

/* --- after --- */

static bool is_fitting(const struct way *way, enum err answer, const struct why *why)
{
    /* Of a copy that cannot be read back no more can be said; what cannot be read verify calls damaged. */
    if (way->call == CALL_READ && answer == E_DAMAGED &&
        (strstr(why_text(why), "The copy does not read back") != NULL ||
         strstr(why_text(why), "cannot be read") != NULL || strstr(why_text(why), "Structure:") != NULL))
        return true;
    if (way->expected == NEVER_MIND)
        return answer != E_DAMAGED && answer != E_PASSPHRASE && answer != E_INVALID;
    return answer == way->expected;
}

static void check_answer(const struct attempt *attempt)
{
    if (attempt->answer == OK)
        return;
    if (!attempt->hit)
        complain(attempt, "refused although nothing failed", NULL);
    else if (attempt->way->must_pass)
        complain(attempt, "not borne", NULL);
    else if (!is_fitting(attempt->way, attempt->answer, &attempt->why))
        complain(attempt, "the wrong reason", NULL);
    /* Without memory the code alone must do: its general sentence is always there. */
    if (attempt->why.text[0] == '\0' && attempt->answer != E_MEMORY)
        complain(attempt, "no sentence", NULL);
    if (attempt->has_record && !is_equal(&attempt->record, &attempt->held))
        complain(attempt, "the caller's record was touched", NULL);
}

static void check_making(struct attempt *attempt)
{
    struct place *place = attempt->place;
    struct why why = { 0 };

    place_close(place);
    if (attempt->answer != OK) {
        if (access(place->office->vault, F_OK) == 0 && !attempt->way->may_leave)
            complain(attempt, "a file is left", NULL);
        return;
    }
    if (place_open(place, place->ana, &why))
        complain(attempt, "does not open", &why);
    else if (!place_is_sound(place, &why))
        complain(attempt, "does not verify", &why);
    else if (!attempt->action->is_done(place))
        complain(attempt, "half made", NULL);
}

/* A header copy half written cannot be put right while every write fails; verify says so, and the other one serves. */
static bool is_half_header(const struct attempt *attempt, const struct why *why)
{
    return attempt->way->is_lasting && attempt->way->call == CALL_WRITE && strstr(why_text(why), "header") != NULL;
}

/* Opened anew: whole and sound, and the change there or not. */
static void check_vault(struct attempt *attempt, bool must_be_done)
{
    struct place *place = attempt->place;
    struct why why = { 0 };

    place_close(place);
    if (place_open(place, place->ana, &why) != OK && place_open(place, place->ben, NULL) != OK) {
        complain(attempt, "does not open again", &why);
        return;
    }
    if (!place_is_sound(place, &why) && !is_half_header(attempt, &why))
        complain(attempt, "does not verify", &why);
    if (attempt->action->is_done(place))
        return;
    if (must_be_done)
        complain(attempt, "reported done, but is not", NULL);
    else if (attempt->action->admitted != NULL && strstr(attempt->why.text, attempt->action->admitted) != NULL)
        return;
    else if (attempt->action->is_half_fine != NULL && attempt->action->is_half_fine(place))
        return;
    else if (!place_is_same(place) || (attempt->action->is_undone != NULL && !attempt->action->is_undone(place)))
        complain(attempt, "half done", NULL);
}

/* Every other time the officer tries again at once, in the same session. */
static bool try_again(struct attempt *attempt)
{
    struct why why = { 0 };
    enum err e;

    if (attempt->answer == OK || attempt->number % 2 == 0 || attempt->place->office->store == NULL)
        return attempt->answer == OK;
    if (attempt->action->is_half_fine != NULL)
        return false;
    if (attempt->way->ends_session || access(attempt->place->copy, F_OK) == 0)
        return false; /* a copy that is whole stays, and another needs another name */
    if (attempt->action->admitted != NULL && strstr(attempt->why.text, attempt->action->admitted) != NULL)
        return false;
    e = attempt->action->run(attempt->place, &attempt->record, &why);
    if (e)
        complain(attempt, "does not pass afterwards", &why);
    return e == OK;
}

static int64_t attempt_once(struct tally *tally, struct place *place, const struct action *action,
                            const struct way *way, int64_t number, bool *hit)
{
    struct attempt attempt = { .tally = tally, .place = place, .action = action, .way = way, .number = number };
    int64_t failed = tally->failed, count, used = sqlite3_memory_used();

    make_ready(&attempt);
    count = act(&attempt);
    *hit = attempt.hit;
    check_answer(&attempt);
    if (action->is_making)
        check_making(&attempt);
    else
        check_vault(&attempt, try_again(&attempt));
    place_close(place);
    if (sqlite3_memory_used() != used)
        complain(&attempt, "the database library holds memory still", NULL);
    if (attempt.has_record) {
        record_release(&attempt.record);
        record_release(&attempt.held);
    }
    tally->passed += tally->failed == failed;
    return count;
}

/* All numbers until the action passes, or `samples` of them. */
static int64_t loop_way(struct tally *tally, struct place *place, const struct action *action, const struct way *way,
                        int64_t samples, struct chance *chance)
{
    int64_t done = 0, count;
    bool hit = true;

    if (samples == SAMPLES_ALL) {
        for (int64_t number = 1; hit; number++, done++)
            attempt_once(tally, place, action, way, number, &hit);
        return done;
    }
    count = attempt_once(tally, place, action, way, INT64_MAX, &hit);
    for (done = 0; done < samples && done < count; done++) {
        int64_t number = count <= samples ? done + 1 : 1 + (int64_t)chance_below(chance, (uint64_t)count);

        attempt_once(tally, place, action, way, number, &hit);
    }
    return done;
}

static void loop_action(struct tally *tally, struct place *place, const struct action *action, const struct way *ways,
                        size_t way_count, int64_t samples, struct chance *chance)
{
    int64_t done = 0, failed = tally->failed;

    for (size_t j = 0; j < way_count; j++)
        if (samples == SAMPLES_ALL || way_count <= WAYS_A_SAMPLE || chance_below(chance, way_count) < WAYS_A_SAMPLE)
            done += loop_way(tally, place, action, &ways[j], samples, chance);
    printf("  %-16s %6lld faults, %lld wrong\n", action->name, (long long)done, (long long)(tally->failed - failed));
    fflush(stdout);
}

/* The actions of the office, or those of the town. */
static void loop_place(struct tally *tally, bool is_of_town, const struct way *ways, size_t way_count, int64_t samples,
                       struct chance *chance)
{
    const struct action *action;
    struct place place;

    (is_of_town ? place_begin_town : place_begin)(&place);
    calls_watch(place.folder);
    for (size_t i = 0; (action = action_at(i)) != NULL; i++) {
        if (action->is_of_town == is_of_town)
            loop_action(tally, &place, action, ways, way_count, samples, chance);
    }
    place_end(&place);
}

static void loop_all(struct tally *tally, const struct way *ways, size_t way_count, int64_t samples, uint64_t seed)
{
    struct chance chance = { .state = seed };

    loop_place(tally, false, ways, way_count, samples, &chance);
    loop_place(tally, true, ways, way_count, samples, &chance);
}

void fault_calls(struct tally *tally, int64_t samples, uint64_t seed)
{
    loop_all(tally, call_ways, sizeof call_ways / sizeof call_ways[0], samples, seed);
}

void fault_memory(struct tally *tally, int64_t samples, uint64_t seed)
{
    loop_all(tally, memory_ways, sizeof memory_ways / sizeof memory_ways[0], samples, seed);
}
