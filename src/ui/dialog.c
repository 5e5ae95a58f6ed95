/* A question in a box. Every key that is not an answer is swallowed: nothing below a question may move. */
#include "townkeep/ui/dialog.h"

#include <stdio.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/ui/frame.h"

enum { DIALOG_WIDTH = 64 };

void dialog_release(struct dialog *dialog)
{
    line_release(&dialog->line);
    explicit_bzero(dialog, sizeof *dialog);
}

static bool has_line(const struct dialog *dialog)
{
    return dialog->kind == DIALOG_PROMPT || dialog->kind == DIALOG_TYPED;
}

static bool is_letter(uint32_t key, uint32_t letter)
{
    return key == letter || (letter >= 'a' && letter <= 'z' && key == letter - 'a' + 'A');
}

static void answer_line(struct dialog *dialog)
{
    const char *typed = line_text(&dialog->line);

    if (dialog->kind == DIALOG_PROMPT ? typed[0] != '\0' : strcmp(typed, dialog->typed) == 0)
        dialog->answer = DIALOG_YES;
}

static void answer_letter(struct dialog *dialog, uint32_t key)
{
    if (dialog->kind == DIALOG_CONFIRM && is_letter(key, dialog->yes_key))
        dialog->answer = DIALOG_YES;
    if (dialog->kind == DIALOG_LEAVE)
        dialog->answer = is_letter(key, 'k')   ? DIALOG_KEEP
                         : is_letter(key, 's') ? DIALOG_SAVE
                         : is_letter(key, 'd') ? DIALOG_DISCARD
                                               : DIALOG_OPEN;
    if (dialog->kind == DIALOG_CHOICE && key >= '1' && key < '1' + (uint32_t)dialog->choice_count) {
        dialog->chosen = (int)(key - '1');
        dialog->answer = DIALOG_CHOSEN;
    }
}

/* Choices: the arrows move a mark, Enter takes what is marked. Nothing that does harm is asked this way. */
static bool handle_choice(struct dialog *dialog, uint32_t key)
{
    if (key == PRESS_ENTER)
        dialog->answer = DIALOG_CHOSEN;
    else if (key == PRESS_DOWN && dialog->chosen + 1 < dialog->choice_count)
        dialog->chosen++;
    else if (key == PRESS_UP && dialog->chosen > 0)
        dialog->chosen--;
    return key == PRESS_ENTER || key == PRESS_DOWN || key == PRESS_UP;
}

bool dialog_handle(struct dialog *dialog, const struct event *event)
{
    if (event->kind == EVENT_PASTE)
        return !has_line(dialog) || line_handle(&dialog->line, event) != LINE_IGNORED;
    if (event->kind != EVENT_KEY)
        return false;
    if (dialog->kind == DIALOG_CHOICE && handle_choice(dialog, event->key))
        return true;
    switch (event->key) {
    case PRESS_ESCAPE:
        dialog->answer = dialog->kind == DIALOG_LEAVE ? DIALOG_KEEP : DIALOG_NO;
        return true;
    case PRESS_ENTER:
        if (dialog->kind == DIALOG_MESSAGE)
            dialog->answer = DIALOG_NO;
        if (has_line(dialog))
            answer_line(dialog);
        return true;
    case PRESS_DOWN:
    case PRESS_PAGE_DOWN:
        dialog->first++;
        return true;
    case PRESS_UP:
    case PRESS_PAGE_UP:
        dialog->first -= dialog->first > 0;
        return true;
    default:
        break;
    }
    if (has_line(dialog))
        line_handle(&dialog->line, event);
    else
        answer_letter(dialog, event->key);
    return true;
}

static int text_rows(const struct dialog *dialog, int width)
{
    return (int)text_wrap(dialog->text, (size_t)width, NULL, 0);
}

/* Rows under the text: a blank one and the line to type in, or the choices. */
static int extra_rows(const struct dialog *dialog)
{
    if (has_line(dialog))
        return 2 + (dialog->kind == DIALOG_TYPED);
    return dialog->kind == DIALOG_CHOICE ? 1 + dialog->choice_count : 0;
}

static void draw_extra(const struct dialog *dialog, struct grid *grid, struct area inside, int y)
{
    if (dialog->kind == DIALOG_TYPED)
        draw_printf(grid, inside.x, y++, inside.width, STYLE_STRONG, _("Type %s, then Enter:"), dialog->typed);
    if (has_line(dialog))
        line_draw(&dialog->line, grid, inside.x, y, inside.width, true);
    for (int i = 0; dialog->kind == DIALOG_CHOICE && i < dialog->choice_count; i++) {
        bool marked = i == dialog->chosen;

        draw_text(grid, inside.x, y + i, 1, STYLE_TEXT, marked ? draw_mark(grid, MARK_SELECTED) : " ");
        draw_printf(grid, inside.x + 1, y + i, 2, STYLE_KEY, "%d", i + 1);
        draw_text(grid, inside.x + 4, y + i, inside.width - 4, marked ? STYLE_SELECTED : STYLE_TEXT,
                  dialog->choices[i]);
        if (marked)
            grid_cursor(grid, inside.x, y + i);
    }
}

void dialog_draw(const struct dialog *dialog, struct grid *grid, struct area within)
{
    int text_width_inside = (within.width < DIALOG_WIDTH ? within.width : DIALOG_WIDTH) - 4;
    int rows = text_rows(dialog, text_width_inside), extra = extra_rows(dialog);
    struct area box = area_centred(within, DIALOG_WIDTH, rows + extra + 2 + (extra > 0));
    struct area inside = { box.x + 2, box.y + 1, box.width - 4, box.height - 2 };
    int shown = inside.height - extra - (extra > 0), first = dialog->first;

    if (first > rows - shown)
        first = rows - shown;
    if (first < 0)
        first = 0;
    draw_box(grid, box, dialog->title);
    draw_wrapped(grid, (struct area){ inside.x, inside.y, inside.width, shown }, first, STYLE_TEXT, dialog->text);
    if (rows > first + shown)
        draw_text(grid, box.x + box.width - 2, inside.y + shown - 1, 1, STYLE_DIM, draw_mark(grid, MARK_MORE_DOWN));
    grid_cursor(grid, inside.x, inside.y);
    draw_extra(dialog, grid, inside, inside.y + shown + (extra > 0));
}

static int add_hint(struct key_hint *hints, int count, int max, uint32_t key, const char *label)
{
    if (count >= max)
        return count;
    key_name(key, hints[count].key, KEY_NAME_SIZE);
    hints[count].label = label;
    hints[count].refused = false;
    hints[count].press = key;
    return count + 1;
}

int dialog_hints(const struct dialog *dialog, struct key_hint *hints, int max)
{
    int count = 0;

    switch (dialog->kind) {
    case DIALOG_MESSAGE:
        return add_hint(hints, count, max, PRESS_ESCAPE, _("Close"));
    case DIALOG_CONFIRM:
        count = add_hint(hints, count, max, dialog->yes_key, dialog->yes_label);
        break;
    case DIALOG_LEAVE:
        count = add_hint(hints, count, max, 's', dialog->yes_label[0] ? dialog->yes_label : _("Save"));
        count = add_hint(hints, count, max, 'd', _("Discard what was typed"));
        return add_hint(hints, count, max, PRESS_ESCAPE, _("Keep editing"));
    case DIALOG_PROMPT:
    case DIALOG_TYPED:
        count = add_hint(hints, count, max, PRESS_ENTER, dialog->yes_label);
        break;
    case DIALOG_CHOICE:
        count = add_hint(hints, count, max, PRESS_ENTER, _("Take it"));
        break;
    }
    return add_hint(hints, count, max, PRESS_ESCAPE, dialog->no_label[0] ? dialog->no_label : _("Leave it"));
}
