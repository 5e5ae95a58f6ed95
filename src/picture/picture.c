/* The table of pictures, and one of them being looked at: loaded, laid out, set otherwise. */
#include "picture_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

static const struct picture *const pictures[] = {
    &influence_picture, &reach_picture, &coverage_picture, &ego_picture,
    &adjacency_picture, &paths_picture, &bridges_picture,  &quality_picture,
};
enum { PICTURES = sizeof pictures / sizeof pictures[0] };

const struct picture *const *pictures_all(size_t *count)
{
    *count = PICTURES;
    return pictures;
}

const struct picture *picture_find(const char *name)
{
    for (size_t i = 0; i < PICTURES; i++) {
        if (strcmp(pictures[i]->name, name) == 0)
            return pictures[i];
    }
    return NULL;
}

const struct picture *picture_around(const struct record_type *type)
{
    for (size_t i = 0; i < PICTURES; i++) {
        if (pictures[i]->centre && pictures[i]->switches[pictures[i]->centre - 1].type == type)
            return pictures[i];
    }
    return NULL;
}

/* --- looking at one --- */
void picture_view_start(struct picture_view *view, const struct picture *picture)
{
    *view = (struct picture_view){ .picture = picture, .wish.as_of = clock_today() };
}

static void forget_canvas(struct picture_view *view)
{
    bool ascii = view->canvas.grid.ascii;

    grid_release(&view->canvas.grid);
    arena_release(&view->canvas.text);
    free(view->canvas.spots);
    view->canvas = (struct canvas){ .grid.ascii = ascii, .head = "", .legend = "", .paper = "" };
}

static void forget_data(struct picture_view *view)
{
    if (view->data)
        view->picture->release(view->data);
    view->data = NULL;
}

enum err picture_load(struct picture_view *view, struct store *store, struct why *why)
{
    forget_canvas(view);
    forget_data(view);
    if (!store_may_read(store, view->picture->type))
        return why_set(why, E_PERMISSION, N_("Your role does not let you see \"%s\"."), gettext(view->picture->label));
    return view->picture->load(store, &view->wish, &view->data, why);
}

enum err picture_lay(struct picture_view *view, int width, int height, bool ascii, struct why *why)
{
    enum err e;

    forget_canvas(view);
    view->canvas.grid.ascii = ascii;
    if ((e = view->picture->lay(view->data, &view->wish, width, height, &view->canvas, why)) == E_MEMORY)
        why_set(why, e, "%s", err_text(e));
    if (!e && view->canvas.first >= view->canvas.count)
        view->canvas.first = 0;
    return e;
}

void picture_view_release(struct picture_view *view)
{
    if (!view->picture)
        return;
    forget_canvas(view);
    forget_data(view);
}

/* --- switches --- */
int picture_switch_find(const struct picture *picture, const char *name)
{
    for (int i = 0; i < picture->switch_count; i++) {
        if (strcmp(picture->switches[i].name, name) == 0)
            return i;
    }
    return -1;
}

enum err picture_setting_show(const struct picture_view *view, int at, struct store *store, struct buf *out)
{
    const struct picture_switch *one = &view->picture->switches[at];
    const struct picture_setting *setting = &view->wish.settings[at];

    if (one->kind == SWITCH_CHOICE)
        return buf_add_str(out, gettext(one->choices[setting->choice].label));
    if (one->kind == SWITCH_WORD)
        return buf_add_str(out, setting->code[0] ? vocabulary_label(store_words(store), one->vocabulary, setting->code)
                                                 : _("all"));
    return setting->id ? store_title(store, one->type, setting->id, out) : buf_add_str(out, "–");
}

/* "services, programmes or people" */
static void list_choices(const struct picture_switch *one, char *out, size_t size)
{
    size_t len = 0;

    for (int i = 0; i < one->choice_count; i++)
        len += text_print_into(out + len, size - len, "%s%s", i > 0 ? ", " : "", one->choices[i].name);
}

static enum err set_choice(const struct picture_switch *one, struct picture_setting *setting, const char *typed,
                           struct why *why)
{
    char names[200];

    for (int i = 0; i < one->choice_count; i++) {
        if (text_equal_ignoring_case(typed, one->choices[i].name) ||
            strcmp(typed, gettext(one->choices[i].label)) == 0) {
            setting->choice = i;
            return OK;
        }
    }
    list_choices(one, names, sizeof names);
    return why_set(why, E_INVALID, N_("%s is one of %s, not \"%s\"."), one->name, names, typed);
}

static enum err set_word(const struct picture_switch *one, struct picture_setting *setting, const char *typed,
                         const struct vocabularies *words, struct why *why)
{
    const struct vocabulary_entry *entry;

    setting->code[0] = '\0';
    if (typed[0] == '\0' || strcmp(typed, "all") == 0)
        return OK;
    if (!(entry = vocabulary_read(words, one->vocabulary, typed)))
        return why_set(why, E_INVALID, N_("%s does not know \"%s\". Give a word of the list \"%s\", or all."),
                       one->name, typed, one->vocabulary);
    text_cut_into(setting->code, sizeof setting->code, entry->code);
    return OK;
}

enum err picture_set(struct picture_view *view, int at, const char *typed, struct store *store, struct why *why)
{
    const struct picture_switch *one = &view->picture->switches[at];
    struct picture_setting *setting = &view->wish.settings[at];

    if (one->kind == SWITCH_CHOICE)
        return set_choice(one, setting, typed, why);
    if (one->kind == SWITCH_WORD)
        return set_word(one, setting, typed, store_words(store), why);
    setting->id = 0;
    return typed[0] ? store_find(store, one->type, typed, &setting->id, why) : OK;
}

/* --- rows for a spreadsheet --- */
enum err picture_table_start(struct picture_table *table, size_t columns, size_t rows)
{
    *table = (struct picture_table){ .columns = columns, .room = rows };
    table->cells = arena_alloc(&table->text, (rows * columns + 1) * sizeof *table->cells);
    return table->cells ? OK : E_MEMORY;
}

const char **picture_table_row(struct picture_table *table)
{
    return table->rows < table->room ? table->cells + table->rows++ * table->columns : NULL;
}

void picture_table_release(struct picture_table *table)
{
    arena_release(&table->text);
    *table = (struct picture_table){ 0 };
}
