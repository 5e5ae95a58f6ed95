/*
 * The numbers of casework: a list with the quarters beside each, Enter shows the table behind one. What may be told is
 * decided before anything comes here (domain/numbers.h); what is shown can be written to a file, and the log says so.
 */
#include "numbers_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file_chooser_in.h"
#include "townkeep/base/path.h"
#include "townkeep/domain/report.h"
#include "townkeep/exchange/report.h"
#include "townkeep/screens/screens.h"

enum { SLICE_MILLISECONDS = 40 };
enum question { ASKED_PLACE = 1, ASKED_REASON };

static struct numbers_screen *numbers_of(struct screen *screen)
{
    return (struct numbers_screen *)screen;
}

static const struct numbers_screen *numbers_of_const(const struct screen *screen)
{
    return (const struct numbers_screen *)screen;
}

/* --- counting --- */
static void forget(struct numbers_screen *numbers)
{
    table_clear(&numbers->table);
    numbers_end(numbers->job);
    numbers->job = NULL;
    numbers_release(&numbers->numbers);
    numbers->counted = false;
}

/* With thousands of cases it takes some seconds, in which keys are answered. */
static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct numbers_screen *numbers = numbers_of(screen);

    (void)why;
    numbers_place(numbers);
    if (!numbers->counted)
        flow_work(flow);
    return OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    if (numbers_of(screen)->shown < 0)
        numbers_of(screen)->list_row = table_selected_id(&numbers_of(screen)->table);
    forget(numbers_of(screen));
    buf_wipe(&numbers_of(screen)->reason);
}

static void fill(struct numbers_screen *numbers, struct flow *flow)
{
    if (numbers->shown >= (int)numbers->numbers.count)
        numbers->shown = -1;
    if (numbers_fill(numbers))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    if (numbers->shown < 0)
        table_select(&numbers->table, numbers->list_row);
}

static enum err count_slice(struct numbers_screen *numbers, struct store *store, bool *more, struct why *why)
{
    int64_t begun = clock_monotonic();
    struct date period = { 0 };
    enum err e = OK;

    *more = true;
    if (!numbers->job)
        e = numbers_start(store, period, period, &numbers->job, why);
    while (!e && *more && clock_monotonic() - begun < SLICE_MILLISECONDS)
        e = numbers_step(numbers->job, more, why);
    return e;
}

static void work(struct screen *screen, struct flow *flow)
{
    struct numbers_screen *numbers = numbers_of(screen);
    struct why why = { 0 };
    bool more;

    if (numbers->counted || !flow_store(flow))
        return;
    if (count_slice(numbers, flow_store(flow), &more, &why)) {
        forget(numbers);
        flow_refuse(flow, &why);
        flow_pop(flow);
        return;
    }
    if (more) {
        flow_work(flow);
        return;
    }
    numbers_take(numbers->job, &numbers->numbers);
    numbers_end(numbers->job);
    numbers->job = NULL;
    numbers->counted = true;
    fill(numbers, flow);
}

/* --- moving --- */
static void show(struct numbers_screen *numbers, struct flow *flow, int shown)
{
    if (numbers->shown < 0)
        numbers->list_row = table_selected_id(&numbers->table);
    numbers->shown = shown;
    fill(numbers, flow);
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct numbers_screen *numbers = numbers_of(screen);
    enum table_result result = numbers->counted ? table_handle(&numbers->table, event) : TABLE_IGNORED;

    if (result == TABLE_OPENED && numbers->shown < 0)
        show(numbers, flow, (int)table_selected_id(&numbers->table) - 1);
    return result != TABLE_IGNORED;
}

static bool leave(struct screen *screen, struct flow *flow)
{
    struct numbers_screen *numbers = numbers_of(screen);

    if (numbers->shown < 0)
        return true;
    show(numbers, flow, -1);
    return false;
}

/* --- into a file --- */
static const struct number *chosen(const struct numbers_screen *numbers)
{
    return numbers_at(numbers, numbers->shown >= 0 ? numbers->shown + 1 : table_selected_id(&numbers->table));
}

/* <own folder>/numbers-agreement-2026-11-23.csv */
static enum err name_file(struct numbers_screen *numbers, struct why *why)
{
    char day[DATE_TEXT_SIZE];
    enum err e;

    date_format(clock_today(), day);
    buf_clear(&numbers->path);
    if ((e = path_home(&numbers->path, why)))
        return e;
    return buf_printf(&numbers->path, "/numbers-%s-%s.csv", chosen(numbers)->key, day);
}

static void ask_line(struct flow *flow, const char *title, const char *text, const char *yes, const struct buf *now,
                     int question)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    snprintf(dialog.title, sizeof dialog.title, "%s", title);
    snprintf(dialog.text, sizeof dialog.text, "%s", text);
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", yes);
    if (line_set(&dialog.line, buf_text(now)) == OK)
        flow_ask(flow, &dialog, question);
}

static void run_write(struct screen *screen, struct flow *flow)
{
    struct numbers_screen *numbers = numbers_of(screen);
    struct why why = { 0 };

    if (name_file(numbers, &why))
        flow_refuse(flow, &why);
    else
        ask_line(flow, _("Where to?"), _("A new file: its full path, or from your own folder on."), _("Take it"),
                 &numbers->path, ASKED_PLACE);
}

static enum err write_file(struct numbers_screen *numbers, struct store *store, const char *reason, struct why *why)
{
    const struct number *number = chosen(numbers);
    struct report_result *result = calloc(1, sizeof *result);
    struct buf text = { 0 };
    enum err e = result && number ? report_of_number(&numbers->numbers, number, result) : E_MEMORY;

    if (!e && !(e = report_write(result, REPORT_CSV, &text)))
        e = report_save(store, number->label, buf_text(&numbers->path), reason, &text, why);
    buf_release(&text);
    if (result)
        report_result_release(result);
    free(result);
    return e;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct numbers_screen *numbers = numbers_of(screen);
    struct why why = { 0 };

    if (answer->dialog == DIALOG_NO || !numbers->counted)
        return;
    if (answer->question == ASKED_PLACE) {
        if (path_of_new_file(answer->text, &numbers->path, &why))
            flow_refuse(flow, &why);
        else
            ask_line(flow, _("Who gets it, and what for?"), _("This stands in the log beside your name."),
                     _("Write it"), &numbers->reason, ASKED_REASON);
        return;
    }
    if (write_file(numbers, flow_store(flow), answer->text, &why))
        flow_refuse(flow, &why);
    else
        flow_toast(flow, STYLE_GOOD, _("Written to %s. Delete it when it has served its purpose."),
                   buf_text(&numbers->path));
}

static const char *refuse_write(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return numbers_of_const(screen)->counted ? NULL : _("The numbers are still being counted.");
}

static void run_again(struct screen *screen, struct flow *flow)
{
    struct numbers_screen *numbers = numbers_of(screen);

    suspend(screen, flow);
    numbers_place(numbers);
    flow_work(flow);
}

static void run_legend(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_tell(flow, _("What the marks mean"), numbers_legend());
}

static const struct action actions[] = {
    { .id = "numbers.write",
      .keys = { PRESS_FUNCTION(6), 'w' },
      .label = N_("To a file"),
      .help = N_("Write the table of this number to a CSV file for somebody else; the log says so."),
      .run = run_write,
      .writes = true,
      .refuses = refuse_write,
      .bar = true },
    { .id = "numbers.legend",
      .keys = { PRESS_FUNCTION(2), 'm' },
      .label = N_("Marks"),
      .help = N_("What <5, >n and * mean."),
      .run = run_legend,
      .bar = true },
    { .id = "numbers.again",
      .keys = { 'r' },
      .label = N_("Count again"),
      .help = N_("Count anew from the records as they are now."),
      .run = run_again,
      .refuses = refuse_write,
      .bar = true },
};

/* --- the frame --- */
static void title(const struct screen *screen, struct buf *out)
{
    const struct numbers_screen *numbers = numbers_of_const(screen);

    if (buf_add_str(out, _("Numbers")) || (numbers->shown >= 0 && numbers->counted &&
                                           buf_printf(out, " › %s", numbers->numbers.numbers[numbers->shown].label)))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    const char *text = numbers_of_const(screen)->shown < 0 ? _("Enter shows the table behind a number.")
                                                           : _("Up and Down choose the row that is drawn.");

    if (buf_add_str(out, text))
        buf_clear(out);
}

/* Which quarters fit depends on the window. */
static void resized(struct screen *screen, struct flow *flow)
{
    struct numbers_screen *numbers = numbers_of(screen);
    int64_t row = table_selected_id(&numbers->table);

    fill(numbers, flow);
    table_select(&numbers->table, row);
}

static void close_numbers(struct screen *screen)
{
    struct numbers_screen *numbers = numbers_of(screen);

    forget(numbers);
    table_release(&numbers->table);
    buf_release(&numbers->path);
    buf_wipe(&numbers->reason);
    free(numbers);
}

static const struct screen_kind numbers_kind = {
    .name = "numbers",
    .purpose = N_("How casework goes, by quarters. Each number says what it is a number of; counts under five are held "
                  "back, and so is what would tell them."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .leave = leave,
    .answered = answered,
    .work = work,
    .resized = resized,
    .draw = numbers_draw,
    .close = close_numbers,
    .title = title,
    .hint = hint,
    .is_casework = screen_is_always_casework,
};

struct screen *numbers_screen_new(void)
{
    struct numbers_screen *numbers = screen_alloc(sizeof *numbers, &numbers_kind);

    if (numbers)
        numbers->shown = -1;
    return numbers ? &numbers->screen : NULL;
}
