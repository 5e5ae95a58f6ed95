/* The settings, made from config's one table, and meeting mode under them. Each change is checked, saved and in force
 * at once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flow_in.h"
#include "townkeep/base/text.h"
#include "townkeep/ui/table.h"

enum question { ASKED_VALUE = 1, ASKED_CHOICE };
enum { ROW_MEETING = SETTING_COUNT + 1, HELP_ROWS = 3 };

struct settings {
    struct screen screen;
    struct table table;
};

static struct settings *settings_of(struct screen *screen)
{
    return (struct settings *)screen;
}

static enum setting selected(const struct settings *settings)
{
    return (enum setting)(table_selected_id(&settings->table) - 1);
}

static enum err add_row(struct settings *settings, int64_t id, const char *label, const char *value)
{
    struct table_row row = { .id = id, .cells = { label, value } };

    return table_add(&settings->table, TABLE_AFTER, &row);
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct settings *settings = settings_of(screen);
    int64_t at = table_selected_id(&settings->table);
    char value[300];
    enum err e = OK;

    table_clear(&settings->table);
    for (int i = 0; i < SETTING_COUNT && !e; i++)
        e = add_row(settings, i + 1, _(setting_row((enum setting)i)->label),
                    config_show(flow_config(flow), (enum setting)i, value, sizeof value));
    if (!e)
        e = add_row(settings, ROW_MEETING, _("Meeting mode"), flow_meeting(flow) ? _("yes") : _("no"));
    table_select(&settings->table, at);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static void place(struct screen *screen, struct flow *flow)
{
    struct area body = screen->body;

    (void)flow;
    table_place(&settings_of(screen)->table, (struct area){ body.x, body.y, body.width, body.height - HELP_ROWS - 1 });
}

static enum err open_settings(struct screen *screen, struct flow *flow, struct why *why)
{
    struct settings *settings = settings_of(screen);

    settings->table.column_count = 2;
    settings->table.columns[0] = (struct table_column){ .label = N_("Setting"), .width = 30, .field = -1 };
    settings->table.columns[1] = (struct table_column){ .label = N_("Value"), .width = 40, .field = -1 };
    settings->table.sort_column = -1;
    place(screen, flow);
    return load(screen, flow, why);
}

static void set_value(struct screen *screen, struct flow *flow, const char *value)
{
    enum setting setting = selected(settings_of(screen));
    struct why why = { 0 };

    if (config_set(flow_config(flow), setting, value, &why) || config_save(flow_config(flow), &why) ||
        load(screen, flow, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    flow_config_changed(flow);
    flow_toast(flow, STYLE_GOOD, "%s",
               setting == SETTING_MOUSE || setting == SETTING_VAULT ? _("Saved. It is in force at the next start.")
                                                                    : _("Saved. It is in force now."));
}

static void ask_choice(struct flow *flow, const struct setting_row *row)
{
    struct dialog dialog = { .kind = DIALOG_CHOICE };

    snprintf(dialog.title, sizeof dialog.title, "%s", _(row->label));
    snprintf(dialog.text, sizeof dialog.text, "%s", _(row->help));
    for (int i = 0; i < row->choice_count && i < DIALOG_CHOICES; i++)
        snprintf(dialog.choices[dialog.choice_count++], DIALOG_TITLE_SIZE, "%s", _(row->choices[i].label));
    flow_ask(flow, &dialog, ASKED_CHOICE);
}

static void ask_value(struct flow *flow, enum setting setting)
{
    const struct setting_row *row = setting_row(setting);
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    snprintf(dialog.title, sizeof dialog.title, "%s", _(row->label));
    if (row->kind == SETTING_KIND_NUMBER)
        text_print_into(dialog.text, sizeof dialog.text, _("%s From %d to %d %s."), _(row->help), row->least, row->most,
                        row->unit ? _(row->unit) : "");
    else
        snprintf(dialog.text, sizeof dialog.text, "%s", _(row->help));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Set it"));
    if (line_set(&dialog.line, config_text(flow_config(flow), setting)) == OK)
        flow_ask(flow, &dialog, ASKED_VALUE);
}

static void run_change(struct screen *screen, struct flow *flow)
{
    enum setting setting = selected(settings_of(screen));

    if (table_selected_id(&settings_of(screen)->table) == ROW_MEETING) {
        flow_set_meeting(flow, !flow_meeting(flow));
        flow_refresh(flow);
        return;
    }
    switch (setting_row(setting)->kind) {
    case SETTING_KIND_YES_NO:
        set_value(screen, flow, config_is_on(flow_config(flow), setting) ? "no" : "yes");
        break;
    case SETTING_KIND_CHOICE:
        ask_choice(flow, setting_row(setting));
        break;
    case SETTING_KIND_NUMBER:
    case SETTING_KIND_TEXT:
        ask_value(flow, setting);
        break;
    }
}

static void run_default(struct screen *screen, struct flow *flow)
{
    if (table_selected_id(&settings_of(screen)->table) != ROW_MEETING)
        set_value(screen, flow, setting_row(selected(settings_of(screen)))->fallback);
}

static const struct action actions[] = {
    { .id = "settings.change",
      .keys = { PRESS_FUNCTION(4), 'e' },
      .label = N_("Change"),
      .run = run_change,
      .help = N_("Change the selected setting; Enter does the same."),
      .bar = true },
    { .id = "settings.default",
      .keys = { PRESS_FUNCTION(8), 'd' },
      .label = N_("Default"),
      .run = run_default,
      .help = N_("Set the selected setting as it came with the program."),
      .bar = true },
};

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    enum table_result result = table_handle(&settings_of(screen)->table, event);

    if (result == TABLE_OPENED)
        run_change(screen, flow);
    return result != TABLE_IGNORED;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    const struct setting_row *row = setting_row(selected(settings_of(screen)));

    if (answer->question == ASKED_VALUE && answer->dialog == DIALOG_YES)
        set_value(screen, flow, answer->text);
    else if (answer->question == ASKED_CHOICE && answer->dialog == DIALOG_CHOSEN && answer->chosen < row->choice_count)
        set_value(screen, flow, row->choices[answer->chosen].value);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct settings *settings = (const struct settings *)screen;
    struct area body = screen->body, help = { body.x + 2, body.y + body.height - HELP_ROWS, body.width - 4, HELP_ROWS };

    (void)flow;
    table_draw(&settings->table, grid, true);
    draw_wrapped(grid, help, 0, STYLE_DIM,
                 table_selected_id(&settings->table) == ROW_MEETING
                     ? _("No casework is shown at all, not even a count: for screens that others see. Ctrl-Y does the "
                         "same anywhere.")
                     : _(setting_row(selected(settings))->help));
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Settings")))
        buf_clear(out);
}

static enum err help(const struct screen *screen, struct page *page)
{
    enum err e = page_add(page, STYLE_STRONG, 0, _("Settings"));

    (void)screen;
    for (int i = 0; i < SETTING_COUNT && !e; i++)
        e = page_add_labelled(page, 28, _(setting_row((enum setting)i)->label), _(setting_row((enum setting)i)->help));
    return e;
}

static void close_settings(struct screen *screen)
{
    table_release(&settings_of(screen)->table);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "settings",
    .purpose = N_("How the program looks and behaves on this computer. The vault itself is not touched."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_settings,
    .resume = load,
    .refresh = load,
    .resized = place,
    .handle = handle,
    .answered = answered,
    .draw = draw,
    .title = title,
    .help = help,
    .close = close_settings,
};

struct screen *settings_screen_new(void)
{
    return screen_alloc(sizeof(struct settings), &kind);
}
