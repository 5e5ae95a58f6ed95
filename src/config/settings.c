/*
 * The one table of settings, and setting and asking them. The file they live in is settings_file.c's; what they do is
 * left to those who ask. To add a setting: a name in config.h, a row here, and run the unit test once to see what
 * config/townkeep.ini should say.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/config/config.h"

#define CHOICES(rows) .choices = rows, .choice_count = (int)(sizeof(rows) / sizeof((rows)[0]))

enum { PATH_TEXT_MAX = 700 /* with every byte escaped, still one line of the file */ };

static const struct setting_choice language_choices[] = {
    { "", N_("the system's") },
    { "en", N_("English") },
    { "fr", N_("French") },
};
static const struct setting_choice theme_choices[] = {
    { "default", N_("the terminal's own colours") },
    { "dark", N_("dark") },
    { "light", N_("light") },
    { "mono", N_("no colours") },
    { "high_contrast", N_("high contrast") },
};
static const struct setting_choice ascii_choices[] = {
    { "auto", N_("as the terminal needs") },
    { "on", N_("always") },
    { "off", N_("never") },
};

static const struct setting_choice locked_memory_choices[] = {
    { "warn", N_("wished for") },
    { "require", N_("needed") },
};

static const struct setting_row setting_rows[SETTING_COUNT] = {
    [SETTING_LANGUAGE] = {
        .section = "screen", .key = "language", .label = N_("Language"), .kind = SETTING_KIND_CHOICE, .fallback = "",
        .help = N_("The language of the program; nothing between the quotes takes the system's."), CHOICES(language_choices),
    },
    [SETTING_THEME] = {
        .section = "screen", .key = "theme", .label = N_("Theme"), .kind = SETTING_KIND_CHOICE, .fallback = "default",
        .help = N_("How the screens look. With NO_COLOR set in the environment it is always mono."), CHOICES(theme_choices),
    },
    [SETTING_ASCII] = {
        .section = "screen", .key = "ascii", .label = N_("Plain lines and marks"), .kind = SETTING_KIND_CHOICE, .fallback = "auto",
        .help = N_("Draw lines, bars and marks with the characters of a typewriter, for fonts that lack others."),
        CHOICES(ascii_choices),
    },
    [SETTING_MOUSE] = {
        .section = "screen", .key = "mouse", .label = N_("Mouse"), .kind = SETTING_KIND_YES_NO, .fallback = "no",
        .help = N_("Let clicks work on everything shown; marking text with the mouse then needs the Shift key."),
    },
    [SETTING_IDLE_LOCK_MINUTES] = {
        .section = "safety", .key = "idle_lock_minutes", .label = N_("Lock when idle"), .kind = SETTING_KIND_NUMBER, .fallback = "5",
        .help = N_("After so long without a key the screen is blanked and the passphrase is asked for; drafts are kept."),
        .least = 1, .most = 15, .unit = N_("minutes"),
    },
    [SETTING_CASEWORK_CLOSE_MINUTES] = {
        .section = "safety", .key = "casework_close_minutes", .label = N_("Close casework"), .kind = SETTING_KIND_NUMBER,
        .fallback = "10",
        .help = N_("After so long without work on a referral or case, casework closes and needs the passphrase again."),
        .least = 1, .most = 30, .unit = N_("minutes"),
    },
    [SETTING_NAME_SHOWN_SECONDS] = {
        .section = "safety", .key = "name_shown_seconds", .label = N_("Show a name for"), .kind = SETTING_KIND_NUMBER, .fallback = "20",
        .help = N_("How long a referred person's name stays on the screen once it was asked for."),
        .least = 5, .most = 60, .unit = N_("seconds"),
    },
    [SETTING_LOCKED_MEMORY] = {
        .section = "safety", .key = "locked_memory", .label = N_("Keys out of swap"), .kind = SETTING_KIND_CHOICE, .fallback = "warn",
        .help = N_("Where a computer does not let keys be kept out of swap: warn and go on, or (require) open no vault on it."),
        CHOICES(locked_memory_choices),
    },
    [SETTING_VAULT] = {
        .section = "files", .key = "vault", .label = N_("Vault"), .kind = SETTING_KIND_TEXT, .fallback = "",
        .help = N_("The vault opened last, and offered the next time."), .most = PATH_TEXT_MAX,
    },
    [SETTING_BACKUP_FOLDER] = {
        .section = "files", .key = "backup_folder", .label = N_("Backup folder"), .kind = SETTING_KIND_TEXT, .fallback = "",
        .help = N_("Where backups go by themselves: a folder on another disk or stick. Empty: none are made."),
        .most = PATH_TEXT_MAX,
    },
    [SETTING_BACKUP_MINUTES] = {
        .section = "files", .key = "backup_minutes", .label = N_("Back up every"), .kind = SETTING_KIND_NUMBER, .fallback = "30",
        .help = N_("After so long with changes a backup is made in a pause of typing; another is made at leaving."),
        .least = 5, .most = 240, .unit = N_("minutes"),
    },
};

const struct setting_row *setting_row(enum setting setting)
{
    return &setting_rows[setting];
}

static enum err check_number(const struct setting_row *row, const char *value, char *canonical, size_t size,
                             struct why *why)
{
    int64_t number;

    if (!text_to_int(value, &number) || number < row->least || number > row->most)
        return why_set(why, E_INVALID, N_("\"%s\" (%s) takes a number from %d to %d."), _(row->label), row->key,
                       row->least, row->most);
    snprintf(canonical, size, "%d", (int)number);
    return OK;
}

static enum err check_yes_no(const struct setting_row *row, const char *value, char *canonical, size_t size,
                             struct why *why)
{
    static const char *const yes[] = { "yes", "on", "true", "1" };
    static const char *const no[] = { "no", "off", "false", "0" };

    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        bool is_yes = text_equal_ignoring_case(value, yes[i]);

        if (is_yes || text_equal_ignoring_case(value, no[i])) {
            snprintf(canonical, size, "%s", is_yes ? "yes" : "no");
            return OK;
        }
    }
    return why_set(why, E_INVALID, N_("\"%s\" (%s) takes yes or no."), _(row->label), row->key);
}

static enum err check_choice(const struct setting_row *row, const char *value, char *canonical, size_t size,
                             struct why *why)
{
    char list[200] = "";
    size_t used = 0;

    for (int i = 0; i < row->choice_count; i++) {
        const char *choice = row->choices[i].value;

        if (text_equal_ignoring_case(value, choice)) {
            snprintf(canonical, size, "%s", choice);
            return OK;
        }
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "",
                                 choice[0] != '\0' ? choice : "\"\"");
    }
    return why_set(why, E_INVALID, N_("\"%s\" (%s) takes one of: %s."), _(row->label), row->key, list);
}

static enum err check_text(const struct setting_row *row, const char *value, struct why *why)
{
    size_t len = strlen(value);

    if (len > (size_t)row->most)
        return why_set(why, E_INVALID, N_("\"%s\" (%s) takes at most %d bytes. Choose a shorter path."), _(row->label),
                       row->key, row->most);
    if (!text_is_utf8(value, len))
        return why_set(why, E_INVALID, N_("\"%s\" (%s) takes text in UTF-8."), _(row->label), row->key);
    for (const char *at = value; *at != '\0'; at++) {
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            return why_set(why, E_INVALID, N_("\"%s\" (%s) takes one line without control characters."), _(row->label),
                           row->key);
    }
    return OK;
}

enum err config_set(struct config *config, enum setting setting, const char *value, struct why *why)
{
    const struct setting_row *row = &setting_rows[setting];
    char canonical[32] = "";
    char *copy = NULL;
    enum err e = E_INVALID;

    switch (row->kind) {
    case SETTING_KIND_NUMBER:
        e = check_number(row, value, canonical, sizeof canonical, why);
        break;
    case SETTING_KIND_YES_NO:
        e = check_yes_no(row, value, canonical, sizeof canonical, why);
        break;
    case SETTING_KIND_CHOICE:
        e = check_choice(row, value, canonical, sizeof canonical, why);
        break;
    case SETTING_KIND_TEXT:
        e = check_text(row, value, why);
        break;
    }
    if (e == OK && (e = text_copy(&copy, row->kind == SETTING_KIND_TEXT ? value : canonical)) != OK)
        why_set(why, e, "%s", err_text(e));
    if (e != OK)
        return e;
    free(config->text[setting]);
    config->text[setting] = copy;
    return OK;
}

enum err config_init(struct config *config, struct why *why)
{
    enum err e = OK;

    memset(config, 0, sizeof *config);
    for (int i = 0; e == OK && i < SETTING_COUNT; i++)
        e = config_set(config, (enum setting)i, setting_rows[i].fallback, why);
    if (e != OK)
        config_release(config);
    return e;
}

void config_release(struct config *config)
{
    for (int i = 0; i < SETTING_COUNT; i++)
        free(config->text[i]);
    free(config->path);
    memset(config, 0, sizeof *config);
}

const char *config_text(const struct config *config, enum setting setting)
{
    return config->text[setting] != NULL ? config->text[setting] : setting_rows[setting].fallback;
}

int config_number(const struct config *config, enum setting setting)
{
    int64_t number = 0;

    return text_to_int(config_text(config, setting), &number) ? (int)number : 0;
}

bool config_is_on(const struct config *config, enum setting setting)
{
    return strcmp(config_text(config, setting), "yes") == 0;
}

const char *config_show(const struct config *config, enum setting setting, char *out, size_t size)
{
    const struct setting_row *row = &setting_rows[setting];
    const char *text = config_text(config, setting);

    if (row->kind == SETTING_KIND_NUMBER) {
        snprintf(out, size, "%s %s", text, _(row->unit));
        return out;
    }
    if (row->kind == SETTING_KIND_YES_NO)
        text = config_is_on(config, setting) ? _("yes") : _("no");
    for (int i = 0; i < row->choice_count; i++) {
        if (strcmp(text, row->choices[i].value) == 0) {
            text = _(row->choices[i].label);
            break;
        }
    }
    snprintf(out, size, "%s", text);
    return out;
}

bool config_wants_ascii(const struct config *config, bool terminal_is_utf8)
{
    const char *text = config_text(config, SETTING_ASCII);

    return strcmp(text, "auto") == 0 ? !terminal_is_utf8 : strcmp(text, "on") == 0;
}
