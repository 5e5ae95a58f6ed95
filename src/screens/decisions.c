/*
 * Decisions of two: what waits for a signature, and what is signed and not carried out. For team leads, reviewers and
 * administrators; of a person nothing is shown but the pseudonym, so it stands without casework being open.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "retention_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/ui/table.h"

enum question { ASKED_SIGN = 1, ASKED_RETURN, ASKED_CARRY, ASKED_CASEWORK, ASKED_PROFILE, ASKED_DELAY };

struct decisions {
    struct screen screen;
    struct table table;
    struct decision_row rows[DECISION_ROWS_MAX];
    size_t count;
    char codes[DIALOG_CHOICES][80]; /* while a choice is asked for */
};

static struct decisions *decisions_of(struct screen *screen)
{
    return (struct decisions *)screen;
}

static const struct decisions *decisions_of_const(const struct screen *screen)
{
    return (const struct decisions *)screen;
}

/* --- loading --- */
static void let_go(struct decisions *decisions)
{
    decision_rows_release(decisions->rows, decisions->count);
    decisions->count = 0;
    table_clear(&decisions->table);
}

static const char *about(const struct record *decision, const struct vocabularies *words)
{
    return record_has(decision, "pseudonym") ? record_text(decision, "pseudonym")
                                             : vocabulary_label(words, "profile", record_text(decision, "value"));
}

static enum err add_row(struct decisions *decisions, struct flow *flow, const struct decision_row *row)
{
    const struct vocabularies *words = flow_words(flow);
    struct buf officer = { 0 };
    enum err e = store_title(flow_store(flow), &officer_type, record_number(&row->record, "proposed_by"), &officer);
    struct table_row line = { .id = row->id };

    line.cells[0] = vocabulary_label(words, "decision_kind", record_text(&row->record, "kind"));
    line.cells[1] = about(&row->record, words);
    line.cells[2] = row->waits ? _("waits for a signature") : _("signed, not yet done");
    line.cells[3] = buf_text(&officer);
    if (!e)
        e = table_add(&decisions->table, TABLE_AFTER, &line);
    buf_release(&officer);
    return e;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct decisions *decisions = decisions_of(screen);
    int64_t at = table_selected_id(&decisions->table);
    enum err e;

    let_go(decisions);
    if (flow_meeting(flow))
        return why_set(why, E_PERMISSION, N_("Casework is not shown in meeting mode. Ctrl-Y ends it."));
    if ((e = decision_open_ones(flow_store(flow), decisions->rows, DECISION_ROWS_MAX, &decisions->count, why)))
        return e;
    for (size_t i = 0; i < decisions->count && !e; i++)
        e = add_row(decisions, flow, &decisions->rows[i]);
    table_select(&decisions->table, at);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static void place(struct screen *screen, struct flow *flow)
{
    (void)flow;
    table_place(&decisions_of(screen)->table, screen->body);
}

static enum err open_decisions(struct screen *screen, struct flow *flow, struct why *why)
{
    struct table *table = &decisions_of(screen)->table;

    table->column_count = 4;
    table->columns[0] = (struct table_column){ .label = N_("Decision"), .width = 24, .field = -1 };
    table->columns[1] = (struct table_column){ .label = N_("About"), .width = 13, .field = -1 };
    table->columns[2] = (struct table_column){ .label = N_("State"), .width = 21, .field = -1 };
    table->columns[3] = (struct table_column){ .label = N_("Proposed by"), .width = 11, .field = -1 };
    table->sort_column = -1;
    table->empty = _("No decision waits.");
    place(screen, flow);
    return load(screen, flow, why);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    let_go(decisions_of(screen));
}

static const struct decision_row *selected(const struct decisions *decisions)
{
    int64_t id = table_selected_id(&decisions->table);

    for (size_t i = 0; i < decisions->count && id; i++) {
        if (decisions->rows[i].id == id)
            return &decisions->rows[i];
    }
    return NULL;
}

/* --- signing and returning --- */
static const char *refuse_answer(const struct screen *screen, const struct flow *flow)
{
    const struct decision_row *row = selected(decisions_of_const(screen));

    if (!row)
        return _("No decision waits.");
    if (!(store_roles(flow_store(flow)) & ROLE_REVIEWER))
        return _("A data-protection reviewer signs it.");
    if (!row->waits)
        return _("It is signed already.");
    return row->mine ? _("You proposed this decision; another officer signs it.") : NULL;
}

static void describe(const struct flow *flow, const struct record *decision, char *out, size_t size)
{
    const struct vocabularies *words = flow_words(flow);

    text_print_into(out, size, _("%s: %s. Due because: %s. Reason: %s. What is there: %s."),
                    vocabulary_label(words, "decision_kind", record_text(decision, "kind")), about(decision, words),
                    vocabulary_label(words, "decision_trigger", record_text(decision, "trigger")),
                    vocabulary_label(words, "decision_reason", record_text(decision, "reason_code")),
                    record_has(decision, "counts") ? record_text(decision, "counts") : "-");
    if (record_has(decision, "until")) {
        size_t used = strlen(out);

        text_print_into(out + used, size - used, _(" Until %s."), record_text(decision, "until"));
    }
}

static void ask_answer(struct screen *screen, struct flow *flow, bool is_signing)
{
    const struct decision_row *row = selected(decisions_of(screen));
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };

    if (!row)
        return;
    text_cut_into(dialog.title, sizeof dialog.title,
                  is_signing ? _("Sign this decision?") : _("Return this decision?"));
    describe(flow, &row->record, dialog.text, sizeof dialog.text);
    text_cut_into(dialog.yes_label, sizeof dialog.yes_label, is_signing ? _("Sign") : _("Return it"));
    flow_ask(flow, &dialog, is_signing ? ASKED_SIGN : ASKED_RETURN);
}

static void run_sign(struct screen *screen, struct flow *flow)
{
    ask_answer(screen, flow, true);
}

static void run_return(struct screen *screen, struct flow *flow)
{
    ask_answer(screen, flow, false);
}

/* --- carrying out --- */
static const char *refuse_carry(const struct screen *screen, const struct flow *flow)
{
    const struct decision_row *row = selected(decisions_of_const(screen));

    if (!row || !row->to_carry_out)
        return _("Nothing is signed that could be carried out.");
    return store_roles(flow_store(flow)) & ROLE_LEAD ? NULL : _("A team lead carries it out.");
}

static void run_carry(struct screen *screen, struct flow *flow)
{
    const struct decision_row *row = selected(decisions_of(screen));

    if (store_casework_is_open(flow_store(flow)))
        carry_ask(flow, &row->record, ASKED_CARRY);
    else
        flow_open_casework(flow, ASKED_CASEWORK);
}

/* --- what concerns the office --- */
static const char *refuse_office(const struct screen *screen, const struct flow *flow)
{
    (void)screen;
    return store_roles(flow_store(flow)) & ROLE_LEAD ? NULL : _("Only a team lead proposes this.");
}

/* The entries of a list, or those of it that are for `parent`, as a choice. */
static void ask_list(struct decisions *decisions, struct flow *flow, struct dialog *dialog, const char *list,
                     const char *parent, int question)
{
    size_t count;
    const struct vocabulary_entry *entries = vocabulary_entries(flow_words(flow), list, &count);

    for (size_t i = 0; i < count && dialog->choice_count < DIALOG_CHOICES; i++) {
        if (entries[i].retired || (entries[i].parent[0] && strcmp(entries[i].parent, parent) != 0))
            continue;
        text_cut_into(decisions->codes[dialog->choice_count], sizeof decisions->codes[0], entries[i].code);
        text_cut_into(dialog->choices[dialog->choice_count++], sizeof dialog->choices[0],
                      vocabulary_label(flow_words(flow), list, entries[i].code));
    }
    flow_ask(flow, dialog, question);
}

static void run_profile(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CHOICE };

    text_cut_into(dialog.title, sizeof dialog.title, _("Order of steps"));
    text_cut_into(dialog.text, sizeof dialog.text,
                  _("Whether the person is asked before the panel hears of them, or after. A data-protection reviewer "
                    "signs; each panel sheet says which it is."));
    ask_list(decisions_of(screen), flow, &dialog, "profile", "", ASKED_PROFILE);
}

static void run_delay(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CHOICE };

    text_cut_into(dialog.title, sizeof dialog.title, _("Delay what is late"));
    text_cut_into(dialog.text, sizeof dialog.text,
                  _("New cases may begin for another 30 days although decisions are late. Why are they?"));
    ask_list(decisions_of(screen), flow, &dialog, "decision_reason", DECISION_DELAY, ASKED_DELAY);
}

static const struct action actions[] = {
    { .id = "decisions.sign",
      .keys = { PRESS_FUNCTION(2), 's' },
      .label = N_("Sign"),
      .help = N_("Agree to the selected decision, and to what was proposed with it."),
      .run = run_sign,
      .writes = true,
      .refuses = refuse_answer,
      .bar = true },
    { .id = "decisions.return",
      .keys = { PRESS_FUNCTION(4), 'r' },
      .label = N_("Return"),
      .help = N_("Do not agree; it is decided anew."),
      .run = run_return,
      .writes = true,
      .refuses = refuse_answer,
      .bar = true },
    { .id = "decisions.carry",
      .keys = { PRESS_FUNCTION(8), 'c' },
      .label = N_("Carry out"),
      .help = N_("What is signed is done; of a record it cannot be taken back."),
      .run = run_carry,
      .writes = true,
      .refuses = refuse_carry,
      .bar = true },
    { .id = "decisions.profile",
      .keys = { 'p' },
      .label = N_("Order of steps"),
      .help = N_("Propose another order of steps for the cases that begin from now on."),
      .run = run_profile,
      .writes = true,
      .refuses = refuse_office,
      .bar = true },
    { .id = "decisions.delay",
      .keys = { 'd' },
      .label = N_("Delay"),
      .help = N_("Let new cases begin for 30 days although decisions about ended records are far too late."),
      .run = run_delay,
      .writes = true,
      .refuses = refuse_office,
      .bar = true },
};

/* --- answers --- */
static enum err decide(struct decisions *decisions, struct flow *flow, const struct answer *answer,
                       struct decision_done *done, struct why *why)
{
    enum { DELAY_DAYS = 30 };
    struct store *store = flow_store(flow);
    int64_t id = table_selected_id(&decisions->table);

    switch (answer->question) {
    case ASKED_SIGN:
        return decision_sign(store, id, done, why);
    case ASKED_RETURN:
        return decision_return(store, id, done, why);
    case ASKED_PROFILE:
        return decision_propose_profile(store, decisions->codes[answer->chosen], "other", done, why);
    default:
        return decision_delay(store, date_from_days(date_to_days(clock_today()) + DELAY_DAYS),
                              decisions->codes[answer->chosen], done, why);
    }
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct decisions *decisions = decisions_of(screen);
    const struct decision_row *row = selected(decisions);
    struct decision_done done;
    struct why why = { .code = OK };

    if (answer->dialog != DIALOG_YES && answer->dialog != DIALOG_CHOSEN)
        return;
    if (answer->question == ASKED_CASEWORK) {
        if (row && row->to_carry_out)
            carry_ask(flow, &row->record, ASKED_CARRY);
        return;
    }
    if (answer->question == ASKED_CARRY) {
        if (row)
            (void)carry_out(flow, row->id, record_text(&row->record, "pseudonym"));
    } else if (decide(decisions, flow, answer, &done, &why)) {
        flow_refuse(flow, &why);
        return;
    } else {
        flow_toast(flow, STYLE_GOOD, "%s", done.sentence);
    }
    flow_refresh(flow);
}

/* --- events and drawing --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct decisions *decisions = decisions_of(screen);
    enum table_result result = table_handle(&decisions->table, event);
    char text[DIALOG_TEXT_SIZE];

    if (result == TABLE_OPENED && selected(decisions)) {
        describe(flow, &selected(decisions)->record, text, sizeof text);
        flow_tell(flow, _("Decision of two"), text);
    }
    return result != TABLE_IGNORED;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    table_draw(&decisions_of_const(screen)->table, grid, true);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Decisions of two")))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Enter tells all that is known of one. No text about a person stands here.")))
        buf_clear(out);
}

static void close_decisions(struct screen *screen)
{
    let_go(decisions_of(screen));
    table_release(&decisions_of(screen)->table);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "decisions",
    .purpose = N_("What two people decide: one has proposed it, another signs, and then it is carried out. It is about "
                  "records that ended, and about the office's order of steps."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_decisions,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .answered = answered,
    .resized = place,
    .draw = draw,
    .title = title,
    .hint = hint,
    .is_casework = screen_is_always_casework,
    .close = close_decisions,
};

struct screen *decisions_screen_new(void)
{
    return screen_alloc(sizeof(struct decisions), &kind);
}
