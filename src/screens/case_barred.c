/*
 * Stands for a case that is closed to this officer: says why, and what anybody of casework may do all the same. Opening
 * it in an emergency asks for a reason twice, from the list and in words, before anything is opened; whoever works on
 * the case is told.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

enum question { ASKED_CODE = 1, ASKED_REASON };

struct barred {
    struct screen screen;
    int64_t id;
    struct why why;                 /* of the gate */
    char name[120];                 /* reference and pseudonym */
    char refusal[WHY_TEXT_SIZE];    /* why it cannot be opened in an emergency either; "" it can */
    char codes[DIALOG_CHOICES][80]; /* while the question stands */
    int chosen;                     /* of them */
};

static struct barred *barred_of(struct screen *screen)
{
    return (struct barred *)screen;
}

static const struct barred *barred_of_const(const struct screen *screen)
{
    return (const struct barred *)screen;
}

/* --- loading --- */
static enum err judge(struct barred *barred, struct flow *flow, struct why *why)
{
    struct possible_step *steps = calloc(WORKFLOW_STEPS_MAX, sizeof *steps);
    size_t count = 0;
    enum err e;

    if (!steps)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    text_cut_into(barred->refusal, sizeof barred->refusal, _("Your role does not open cases in an emergency."));
    e = workflow_possible(flow_store(flow), &episode_type, barred->id, steps, &count, why);
    for (size_t i = 0; i < count && !e; i++) {
        if (strcmp(steps[i].transition->action, "break_glass") == 0)
            text_cut_into(barred->refusal, sizeof barred->refusal, steps[i].possible ? "" : steps[i].refusal);
    }
    free(steps);
    return e;
}

/* Open by now, after a step was taken here: the page of the case comes in its place. */
static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct barred *barred = barred_of(screen);
    struct record episode = { 0 };
    enum err e;

    barred->why = (struct why){ .code = OK };
    e = casework_may_open(flow_store(flow), &episode_type, barred->id, &barred->why);
    if (e == OK) {
        flow_replace(flow, case_screen_new(barred->id));
        return OK;
    }
    if (e != E_PERMISSION)
        return why_set(why, e, "%s", why_text(&barred->why));
    if ((e = store_load(flow_store(flow), &episode_type, barred->id, &episode, why)))
        return e;
    text_print_into(barred->name, sizeof barred->name, "%s %s", record_text(&episode, "reference"),
                    record_text(&episode, "pseudonym"));
    record_release(&episode);
    return judge(barred, flow, why);
}

/* --- opening it in an emergency --- */
static const char *refuse_open(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return barred_of_const(screen)->refusal[0] ? barred_of_const(screen)->refusal : NULL;
}

/* The reasons the list keeps for this step. */
static void run_open(struct screen *screen, struct flow *flow)
{
    struct barred *barred = barred_of(screen);
    struct dialog dialog = { .kind = DIALOG_CHOICE };
    size_t count;
    const struct vocabulary_entry *entries = vocabulary_entries(flow_words(flow), "referral_reason", &count);

    snprintf(dialog.title, sizeof dialog.title, "%s", _("Open in an emergency"));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             _("The case opens to you for 24 hours. Whoever works on it and the team lead see that you opened it, and "
               "why. What is the reason?"));
    for (size_t i = 0; i < count && dialog.choice_count < DIALOG_CHOICES; i++) {
        if (strcmp(entries[i].parent, "break_glass") != 0 || entries[i].retired)
            continue;
        text_cut_into(barred->codes[dialog.choice_count], sizeof barred->codes[0], entries[i].code);
        text_cut_into(dialog.choices[dialog.choice_count++], sizeof dialog.choices[0],
                      vocabulary_label(flow_words(flow), "referral_reason", entries[i].code));
    }
    flow_ask(flow, &dialog, ASKED_CODE);
}

static void ask_reason(struct barred *barred, struct flow *flow, int chosen)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    barred->chosen = chosen;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Open in an emergency"));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             _("Say in your own words what happened and what you need to see. Esc leaves the case closed."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Open the case"));
    flow_ask(flow, &dialog, ASKED_REASON);
}

static void open_case(struct barred *barred, struct flow *flow, const char *reason)
{
    const struct step_input inputs[] = { { .key = "reason_code", .value = barred->codes[barred->chosen] },
                                         { .key = "reason", .value = reason } };
    struct step_taken taken = { 0 };
    struct problems problems = { 0 };
    struct why why = { 0 };

    if (workflow_step(flow_store(flow), &episode_type, barred->id, "break_glass", inputs, ARRAY_COUNT(inputs), &taken,
                      &problems, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    flow_toast(flow, STYLE_WARN, "%s", taken.sentence);
    flow_replace(flow, case_screen_new(barred->id));
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct barred *barred = barred_of(screen);

    if (answer->question == ASKED_CODE && answer->dialog == DIALOG_CHOSEN)
        ask_reason(barred, flow, answer->chosen);
    else if (answer->question == ASKED_REASON && answer->dialog == DIALOG_YES)
        open_case(barred, flow, answer->text);
}

static void run_steps(struct screen *screen, struct flow *flow)
{
    flow_push(flow, steps_screen_new(&episode_type, barred_of(screen)->id), 0);
}

static const struct action actions[] = {
    { .id = "barred.open",
      .keys = { PRESS_FUNCTION(2), 'o' },
      .label = N_("Emergency"),
      .help = N_("Open the case for 24 hours, with a reason. The officer it is with and the team lead are told."),
      .run = run_open,
      .writes = true,
      .refuses = refuse_open,
      .bar = true },
    { .id = "barred.steps",
      .keys = { PRESS_FUNCTION(4), 's' },
      .label = N_("Next step"),
      .help = N_("The steps that anybody of casework may take: the person withdraws, somebody is in danger."),
      .run = run_steps,
      .bar = true },
};

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct barred *barred = barred_of_const(screen);
    struct area box = area_centred(screen->body, 66, 12), in = area_inside(box, 2);
    int rows;

    (void)flow;
    draw_box(grid, box, _("This case is closed to you"));
    rows = draw_wrapped(grid, in, 0, STYLE_TEXT, why_text(&barred->why));
    in.y += rows + 1;
    in.height -= rows + 1;
    if (!barred->refusal[0])
        draw_wrapped(grid, in, 0, STYLE_TEXT,
                     _("F2 opens it in an emergency. F4 shows what can be done without opening it: the person "
                       "withdraws, or somebody is in danger."));
    else if (strcmp(barred->refusal, why_text(&barred->why)) != 0)
        draw_wrapped(grid, in, 0, STYLE_DIM, barred->refusal);
}

static void title(const struct screen *screen, struct buf *out)
{
    if (buf_add_str(out, barred_of_const(screen)->name))
        buf_clear(out);
}

static void close_barred(struct screen *screen)
{
    free(screen);
}

static const struct screen_kind barred_kind = {
    .name = "barred",
    .purpose = N_("A case you may not open: why, and what can be done all the same."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = load,
    .resume = load,
    .refresh = load,
    .answered = answered,
    .draw = draw,
    .title = title,
    .is_casework = screen_is_always_casework,
    .close = close_barred,
};

struct screen *case_barred_screen_new(int64_t episode)
{
    struct barred *barred = screen_alloc(sizeof *barred, &barred_kind);

    if (barred)
        barred->id = episode;
    return barred ? &barred->screen : NULL;
}
