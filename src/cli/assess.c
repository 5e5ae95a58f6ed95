/*
 * `townkeep assess`: the assessment of a case. Without answers it shows the newest version and says what is missing
 * before the panel may see it; --new begins a version, --changes compares it with the one before.
 */
#include <stdlib.h>
#include <string.h>

#include "cli_in.h"
#include "townkeep/domain/assessment.h"
#include "townkeep/domain/catalogue.h"

static const char *question_label(const struct cli *cli, const char *code)
{
    return vocabulary_label(store_words(cli->store), "assessment_item", code);
}

static enum err show_answers(struct cli *cli, const struct assessment *assessment)
{
    enum err e = cli_print(cli, "%-20s %lld\n", "id", (long long)assessment->record.id);

    if (!e)
        e = cli_print(cli, "%-20s %lld\n", "version", (long long)record_number(&assessment->record, "version"));
    if (!e)
        e = cli_print(cli, "%-20s %s\n", "status", record_text(&assessment->record, "status"));
    for (size_t i = 0; i < assessment->item_count && !e; i++) {
        const struct record *item = &assessment->items[i];

        e = cli_print(cli, "%-20s %-10s %s\n", record_text(item, "item"),
                      record_has(item, "answer") ? record_text(item, "answer") : "-",
                      question_label(cli, record_text(item, "item")));
    }
    return e;
}

static void say_missing(struct cli *cli, const struct record *episode, const struct assessment *assessment)
{
    struct problems problems = { 0 };

    assessment_problems(assessment, record_text(episode, "level"), store_words(cli->store), &problems);
    for (int i = 0; i < problems.count; i++)
        cli_say_text(cli, problems.items[i].text);
}

static enum err show_newest(struct cli *cli, const struct record *episode, int64_t id, struct why *why)
{
    struct assessment assessment;
    enum err e = assessment_load(cli->store, id, &assessment, why);

    if (e)
        return e;
    if (!(e = show_answers(cli, &assessment)) &&
        strcmp(record_text(&assessment.record, "status"), ASSESSMENT_DRAFT) == 0)
        say_missing(cli, episode, &assessment);
    assessment_release(&assessment);
    return e;
}

/* --- what changed --- */
static enum err print_changes(struct cli *cli, const struct assessment *older, const struct assessment *newer)
{
    size_t max = older->item_count + newer->item_count, count;
    struct assessment_change *changes = calloc(max + 1, sizeof *changes);
    enum err e = changes ? OK : E_MEMORY;

    count = changes ? assessment_changes(older, newer, changes, max) : 0;
    for (size_t i = 0; i < count && !e; i++) {
        e = cli_print(cli, "%-20s %-10s %-10s %s\n", changes[i].item, changes[i].before[0] ? changes[i].before : "-",
                      changes[i].after[0] ? changes[i].after : "-", question_label(cli, changes[i].item));
    }
    free(changes);
    return e;
}

static enum err show_changes(struct cli *cli, int64_t id, struct why *why)
{
    struct assessment older = { 0 }, newer;
    int64_t before = 0;
    enum err e = assessment_load(cli->store, id, &newer, why);

    if (e || (e = assessment_before(cli->store, &newer, &before, why)))
        goto done;
    if (before == 0)
        e = why_set(why, E_NOT_FOUND, N_("This is the first version: there is none to compare it with."));
    else if (!(e = assessment_load(cli->store, before, &older, why)))
        e = print_changes(cli, &older, &newer);
done:
    assessment_release(&older);
    assessment_release(&newer);
    return e;
}

/* --- answering --- */
/* "question" or "question.field", cut in place, to the item and the field of it. */
static enum err find_answer(const struct cli *cli, const struct assessment *assessment, char *name, size_t *item,
                            int *field, struct why *why)
{
    char *dot = strchr(name, '.');
    const struct vocabulary_entry *entry;

    if (dot)
        *dot = '\0';
    *field = field_find(&assessment_item_type, dot ? dot + 1 : "answer");
    if (*field < 0)
        return why_set(why, E_INVALID,
                       N_("A question has no field “%s”. `townkeep help add assessment_item` lists them."), dot + 1);
    entry = vocabulary_read(store_words(cli->store), "assessment_item", name);
    for (*item = 0; entry && *item < assessment->item_count; ++*item) {
        if (strcmp(record_text(&assessment->items[*item], "item"), entry->code) == 0)
            return OK;
    }
    return why_set(why, E_INVALID, N_("This assessment has no question “%s”."), name);
}

static enum err read_answers(struct cli *cli, struct assessment *assessment, struct args *args, bool *touched,
                             struct why *why)
{
    for (int i = 1; i < args->count; i++) {
        char *equals = strchr(args->items[i], '=');
        size_t item = 0;
        int field = 0;
        enum err e;

        if (!equals || equals == args->items[i])
            return why_set(why, E_USAGE, N_("\"%s\" must read question=answer."), args->items[i]);
        *equals = '\0';
        if ((e = find_answer(cli, assessment, args->items[i], &item, &field, why)) ||
            (e = store_read_value(cli->store, &assessment_item_type.fields[field], equals + 1,
                                  &assessment->items[item].values[field], why)))
            return e;
        touched[item] = true;
    }
    return OK;
}

/* All in one save, or nothing. */
static enum err save_answers(struct cli *cli, struct assessment *assessment, const bool *touched, struct why *why)
{
    struct save *save = NULL;
    struct saved saved = { 0 };
    enum err e = save_begin(cli->store, ENTRY_CHANGE, &save, why);

    if (e)
        return e;
    for (size_t i = 0; i < assessment->item_count && !e; i++) {
        struct problems problems = { 0 };

        if (!touched[i])
            continue;
        e = save_put(save, &assessment->items[i], &problems, why);
        if (problems.count > 0)
            cli_say_problems(cli, &assessment_item_type, &problems);
    }
    if (e) {
        save_cancel(save);
        return e;
    }
    if (!(e = save_commit(save, NULL, &saved, why)))
        cli_say_saved(cli, &saved);
    return e;
}

static enum err answer(struct cli *cli, int64_t id, struct args *args, struct why *why)
{
    struct assessment assessment;
    bool *touched = NULL;
    enum err e = assessment_load(cli->store, id, &assessment, why);

    if (e)
        return e;
    touched = calloc(assessment.item_count + 1, sizeof *touched);
    e = touched ? read_answers(cli, &assessment, args, touched, why) : E_MEMORY;
    if (!e)
        e = save_answers(cli, &assessment, touched, why);
    free(touched);
    assessment_release(&assessment);
    return e;
}

/* The version that is shown, compared or answered. */
static enum err choose_version(struct cli *cli, int64_t episode, bool fresh, int64_t *id, struct why *why)
{
    enum err e;

    if (fresh)
        return assessment_new_version(cli->store, episode, id, why);
    if ((e = store_log_view(cli->store, &episode_type, episode, "assessment", why)) ||
        (e = assessment_newest(cli->store, episode, id, why)))
        return e;
    return *id ? OK
               : why_set(why, E_NOT_FOUND,
                         N_("This case has no assessment yet. `townkeep assess CASE --new` begins it."));
}

enum err command_assess(struct cli *cli, struct args *args, struct why *why)
{
    bool fresh = args_flag(args, "--new"), changes = args_flag(args, "--changes");
    struct record episode = { 0 };
    int64_t id, version = 0;
    enum err e;

    if ((e = args_check(args, 1, changes ? 1 : -1, why)) || (e = cli_reading(cli, &episode_type, why)) ||
        (e = store_find(cli->store, &episode_type, args->items[0], &id, why)) ||
        (e = choose_version(cli, id, fresh, &version, why)) ||
        (e = store_load(cli->store, &episode_type, id, &episode, why)))
        goto done;
    if (args->count > 1 && (e = answer(cli, version, args, why)))
        goto done;
    if (changes)
        e = show_changes(cli, version, why);
    else if (args->count == 1)
        e = show_newest(cli, &episode, version, why);
done:
    record_release(&episode);
    return e;
}
