/* `townkeep step`: the workflow of referrals and cases. Without an action it says what can be done now, and why the
 * rest cannot.
 */
#include <stdlib.h>
#include <string.h>

#include "cli_in.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/clocks.h"

/* What runs, the soonest first. */
static enum err list_clocks(struct cli *cli, const struct record_type *type, int64_t id, struct why *why)
{
    struct clock_due due[CLOCKS_DUE_MAX];
    struct casework casework = { 0 };
    struct clock_limits limits;
    struct rule_context context;
    char text[200];
    size_t count = 0;
    enum err e = casework_load(cli->store, type, id, &casework, why);

    casework_context(cli->store, &context);
    if (!e && !(e = clock_limits_load(cli->store, &limits, why)))
        count = casework_due(&casework, &limits, &context, due, CLOCKS_DUE_MAX);
    for (size_t i = 0; i < count && !e; i++)
        e = cli_print(cli, "%-10s %s\n", _("clock"), clock_due_tell(&due[i], &context, text, sizeof text));
    casework_release(&casework);
    return e;
}

static enum err list_steps(struct cli *cli, const struct record_type *type, int64_t id, struct why *why)
{
    struct possible_step *steps = calloc(WORKFLOW_STEPS_MAX, sizeof *steps);
    size_t count = 0;
    enum err e = steps ? list_clocks(cli, type, id, why) : E_MEMORY;

    if (!e)
        e = workflow_possible(cli->store, type, id, steps, &count, why);

    for (size_t i = 0; i < count && !e; i++) {
        e = cli_print(cli, "%-10s %-20s %s%s%s\n",
                      steps[i].ready      ? _("ready")
                      : steps[i].possible ? _("asks")
                                          : _("not now"),
                      steps[i].transition->action, gettext(steps[i].transition->label), steps[i].refusal[0] ? ": " : "",
                      steps[i].refusal);
    }
    free(steps);
    return e;
}

enum err cli_find_subject(struct cli *cli, const char *named, const struct record_type **type, int64_t *id,
                          struct why *why)
{
    *type = &episode_type;
    if (store_find(cli->store, &episode_type, named, id, NULL) == OK)
        return OK;
    *type = &referral_type;
    return store_find(cli->store, &referral_type, named, id, why);
}

/* What the step needs, as it is typed here. */
static enum err say_needs(struct cli *cli, const struct transition *transition)
{
    struct buf keys = { 0 };
    enum err e = OK;

    for (size_t i = 0; transition && i < TRANSITION_NEEDS_MAX && transition->needs[i] && !e; i++)
        e = buf_printf(&keys, "%s%s=…", i ? " " : "", transition->needs[i]);
    if (!e && keys.len > 0)
        cli_say(cli, N_("The step needs: %s"), buf_text(&keys));
    buf_release(&keys);
    return e;
}

enum err cli_read_inputs(struct args *args, int from, struct step_input *inputs, size_t *count, struct why *why)
{
    for (int i = from; i < args->count; i++) {
        char *equals = strchr(args->items[i], '=');

        if (!equals || equals == args->items[i])
            return why_set(why, E_USAGE, N_("\"%s\" must read field=value."), args->items[i]);
        *equals = '\0';
        inputs[(*count)++] = (struct step_input){ .key = args->items[i], .value = equals + 1 };
    }
    return OK;
}

static enum err take_step(struct cli *cli, const struct record_type *type, int64_t id, struct args *args,
                          struct why *why)
{
    struct step_input *inputs = calloc((size_t)args->count, sizeof *inputs);
    struct problems problems = { 0 };
    struct step_taken taken = { 0 };
    size_t count = 0;
    enum err e = inputs ? cli_read_inputs(args, 2, inputs, &count, why) : E_MEMORY;

    if (e)
        goto done;
    e = workflow_step(cli->store, type, id, args->items[1], inputs, count, &taken, &problems, why);
    if (problems.count > 1)
        cli_say_problems(cli, type, &problems);
    if (e == E_INVALID && say_needs(cli, workflow_find(args->items[1])))
        e = E_MEMORY;
    if (e)
        goto done;
    cli_say_text(cli, taken.sentence);
    e = cli_print(cli, "%lld\n", (long long)taken.step);
done:
    free(inputs);
    return e;
}

/* The step may be one of referrals alone. */
static enum err find_subject(struct cli *cli, const struct args *args, const struct record_type **type, int64_t *id,
                             struct why *why)
{
    const struct transition *transition = args->count > 1 ? workflow_find(args->items[1]) : NULL;

    if (!transition || workflow_is_of(transition, &episode_type))
        return cli_find_subject(cli, args->items[0], type, id, why);
    *type = &referral_type;
    return store_find(cli->store, &referral_type, args->items[0], id, why);
}

enum err command_step(struct cli *cli, struct args *args, struct why *why)
{
    const struct record_type *type;
    int64_t id;
    enum err e;

    if ((e = args_check(args, 1, -1, why)) || (e = cli_reading(cli, &referral_type, why)) ||
        (e = find_subject(cli, args, &type, &id, why)))
        return e;
    return args->count == 1 ? list_steps(cli, type, id, why) : take_step(cli, type, id, args, why);
}
