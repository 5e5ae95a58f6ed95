/*
 * Themes: one ini file each, a line a style, "foreground background attributes". A theme can only make things look
 * different, never unreadable for want of a file: looks without any colour are built in and stand under whatever a file
 * says.
 */
#include <stdlib.h>
#include <string.h>

#include "ini_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"

enum { COLOUR_COUNT = 16, WORD_SIZE = 24 };

static const char *const style_names[STYLE_COUNT] = {
    [STYLE_TEXT] = "text",     [STYLE_DIM] = "dim",       [STYLE_STRONG] = "strong",     [STYLE_TITLE] = "title",
    [STYLE_KEY] = "key",       [STYLE_BAR] = "bar",       [STYLE_SELECTED] = "selected", [STYLE_FIELD] = "field",
    [STYLE_ACTIVE] = "active", [STYLE_GOOD] = "good",     [STYLE_WARN] = "warn",         [STYLE_BAD] = "bad",
    [STYLE_LINE] = "line",     [STYLE_ACCENT] = "accent",
};

static const char *const colour_names[COLOUR_COUNT] = {
    "black",       "red",          "green",      "yellow",       "blue",          "magenta",     "cyan",
    "white",       "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta",
    "bright-cyan", "bright-white",
};

#define PLAIN .foreground = -1, .background = -1

static const struct style_look built_in[STYLE_COUNT] = {
    [STYLE_TEXT] = { PLAIN },
    [STYLE_DIM] = { PLAIN, .dim = true },
    [STYLE_STRONG] = { PLAIN, .bold = true },
    [STYLE_TITLE] = { PLAIN, .bold = true },
    [STYLE_KEY] = { PLAIN, .bold = true },
    [STYLE_BAR] = { PLAIN },
    [STYLE_SELECTED] = { PLAIN, .reverse = true },
    [STYLE_FIELD] = { PLAIN, .underline = true },
    [STYLE_ACTIVE] = { PLAIN, .bold = true, .underline = true },
    [STYLE_GOOD] = { PLAIN },
    [STYLE_WARN] = { PLAIN, .bold = true },
    [STYLE_BAD] = { PLAIN, .bold = true },
    [STYLE_LINE] = { PLAIN, .dim = true },
    [STYLE_ACCENT] = { PLAIN, .bold = true },
};

const char *config_style_name(enum style style)
{
    return style_names[style];
}

static bool read_colour(const char *word, short *colour)
{
    if (strcmp(word, "default") == 0) {
        *colour = -1;
        return true;
    }
    for (int i = 0; i < COLOUR_COUNT; i++) {
        if (strcmp(word, colour_names[i]) == 0) {
            *colour = (short)i;
            return true;
        }
    }
    return false;
}

/* One word of a look; colours come in the order foreground, background. */
static bool read_word(const char *word, struct style_look *look, int *colours)
{
    if (strcmp(word, "bold") == 0)
        look->bold = true;
    else if (strcmp(word, "dim") == 0)
        look->dim = true;
    else if (strcmp(word, "reverse") == 0)
        look->reverse = true;
    else if (strcmp(word, "underline") == 0)
        look->underline = true;
    else
        return *colours < 2 && read_colour(word, (*colours)++ == 0 ? &look->foreground : &look->background);
    return true;
}

static bool read_look(const char *text, struct style_look *out)
{
    struct style_look look = { PLAIN };
    int colours = 0;

    while (*(text += strspn(text, " ")) != '\0') {
        char word[WORD_SIZE];
        size_t len = strcspn(text, " ");

        if (len >= sizeof word)
            return false;
        memcpy(word, text, len);
        word[len] = '\0';
        if (!read_word(word, &look, &colours))
            return false;
        text += len;
    }
    *out = look;
    return true;
}

static int style_of(const char *name)
{
    for (int i = 0; i < STYLE_COUNT; i++) {
        if (strcmp(style_names[i], name) == 0)
            return i;
    }
    return -1;
}

static void take_look(const struct ini *ini, const struct ini_entry *entry, struct style_look *looks,
                      struct config_notes *notes)
{
    int style = strcmp(entry->section, "looks") == 0 ? style_of(entry->key) : -1;

    if (entry->key[0] == '\0')
        return;
    if (style < 0)
        notes_add(notes, _("%s: there is no style \"%s\" in [%s]; it was left out."), ini->name, entry->key,
                  entry->section);
    else if (!read_look(entry->value, &looks[style]))
        notes_add(notes,
                  _("%s: the look of \"%s\" is not understood. Write a colour for the letters, one for the ground, and "
                    "bold, dim, "
                    "reverse or underline."),
                  ini->name, entry->key);
}

enum err config_read_theme(const char *path, struct style_look looks[STYLE_COUNT], struct config_notes *notes,
                           struct why *why)
{
    struct ini ini = { 0 };
    enum err e = ini_read(path, &ini, notes, why);

    memcpy(looks, built_in, sizeof built_in);
    for (size_t i = 0; e == OK && i < ini.count; i++)
        take_look(&ini, &ini.entries[i], looks, notes);
    ini_release(&ini);
    return e;
}

/* The person's own file of the theme, else the shipped one; false for neither. */
static bool find_theme(const char *name, struct buf *out)
{
    struct buf file = { 0 };
    struct buf folder = { 0 };
    struct buf themes = { 0 };
    bool found = false;

    if (buf_printf(&file, "%s.ini", name) == OK && config_own_path("themes", buf_text(&file), out, NULL) == OK)
        found = path_exists(buf_text(out));
    if (!found) {
        buf_clear(out);
        found = path_shipped_config(&folder, NULL) == OK && path_join(&themes, buf_text(&folder), "themes") == OK &&
                path_join(out, buf_text(&themes), buf_text(&file)) == OK && path_exists(buf_text(out));
    }
    buf_release(&themes);
    buf_release(&folder);
    buf_release(&file);
    return found;
}

static void take_colours_out(struct style_look looks[STYLE_COUNT])
{
    for (int i = 0; i < STYLE_COUNT; i++) {
        if (looks[i].background >= 0 && !looks[i].reverse && i != STYLE_TEXT)
            looks[i].reverse = true;
        looks[i].foreground = looks[i].background = -1;
    }
}

void config_looks(const struct config *config, struct style_look looks[STYLE_COUNT], struct config_notes *notes)
{
    const char *asked = getenv("NO_COLOR");
    bool without_colour = asked != NULL && asked[0] != '\0';
    struct buf path = { 0 };
    struct why why = { 0 };

    memcpy(looks, built_in, sizeof built_in);
    if (find_theme(without_colour ? "mono" : config_text(config, SETTING_THEME), &path) &&
        config_read_theme(buf_text(&path), looks, notes, &why) != OK)
        notes_add(notes, "%s", why_text(&why));
    if (without_colour)
        take_colours_out(looks);
    buf_release(&path);
}
