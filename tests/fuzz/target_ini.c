/*
 * Ini files of all kinds: settings, looks, keys, vocabularies. The first byte says which; the rest is the file. Nothing
 * in one stops the program; what is taken from it is within its bounds, and settings written are read back the same.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "townkeep/base/text.h"
#include "townkeep/config/config.h"
#include "townkeep/draw/event.h"

static void check_notes(struct config_notes *notes)
{
    fuzz_must(notes->count <= CONFIG_NOTES_MAX, "notes are bounded");
    for (size_t i = 0; i < notes->count; i++)
        fuzz_must(text_is_utf8(notes->text[i], strlen(notes->text[i])) && strchr(notes->text[i], 0x1b) == NULL,
                  "a note is text");
    config_notes_release(notes);
}

static void read_settings(const char *path)
{
    struct config config = { 0 }, again = { 0 };
    struct config_notes notes = { 0 }, none = { 0 };
    struct buf printed = { 0 }, printed_again = { 0 };
    char second[256];

    if (config_init(&config, NULL) || config_init(&again, NULL))
        abort();
    fuzz_must(config_load(&config, path, &notes, NULL) == OK, "no file of settings stops the program");
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct setting_row *row = setting_row((enum setting)i);
        int number = row->kind == SETTING_KIND_NUMBER ? config_number(&config, (enum setting)i) : row->least;

        fuzz_must(row->kind != SETTING_KIND_NUMBER || (number >= row->least && number <= row->most),
                  "a number is in its range");
    }
    fuzz_must(config_print(&config, &printed) == OK, "settings can be printed");
    fuzz_file("again.ini", printed.data, printed.len, second);
    fuzz_must(config_load(&again, second, &none, NULL) == OK && none.count == 0, "and read without a complaint");
    fuzz_must(config_print(&again, &printed_again) == OK && strcmp(printed.data, printed_again.data) == 0,
              "and are the same");
    check_notes(&notes);
    check_notes(&none);
    buf_release(&printed);
    buf_release(&printed_again);
    config_release(&config);
    config_release(&again);
}

static void read_looks(const char *path)
{
    struct style_look looks[STYLE_COUNT] = { 0 };
    struct config_notes notes = { 0 };
    struct why why = { 0 };

    if (config_read_theme(path, looks, &notes, &why) == OK)
        for (int i = 0; i < STYLE_COUNT; i++)
            fuzz_must(looks[i].foreground >= -1 && looks[i].foreground <= 15 && looks[i].background >= -1 &&
                          looks[i].background <= 15,
                      "a colour is one of sixteen");
    check_notes(&notes);
}

static void read_keys(const char *path)
{
    struct key_bindings bindings = { 0 };
    struct config_notes notes = { 0 };

    fuzz_must(config_keys(path, &bindings, &notes, NULL) == OK, "no file of keys stops the program");
    for (size_t i = 0; i < bindings.count; i++) {
        fuzz_must(bindings.rows[i].count >= 0 && bindings.rows[i].count <= KEY_BINDING_KEYS, "an action has few keys");
        for (int j = 0; j < bindings.rows[i].count; j++) {
            char name[KEY_NAME_SIZE];
            uint32_t key = 0;

            fuzz_must(key_parse(key_name(bindings.rows[i].keys[j], name, sizeof name), &key) &&
                          key == bindings.rows[i].keys[j],
                      "a key's name says which key");
        }
    }
    check_notes(&notes);
    config_keys_release(&bindings);
}

static void read_words(const char *path)
{
    struct vocabulary_file file = { 0 };
    struct why why = { 0 };
    enum err e = config_read_vocabulary(path, &file, &why);

    fuzz_must(e == OK || why.text[0] != '\0', "a refusal has a sentence");
    for (size_t i = 0; e == OK && i < file.count; i++)
        fuzz_must(file.rows[i].code[0] != '\0' && file.rows[i].order == (int)i + 1, "a word has a code and a place");
    config_vocabulary_release(&file);
}

static void run(const uint8_t *bytes, size_t len)
{
    static void (*const readers[])(const char *) = { read_settings, read_looks, read_keys, read_words };
    char path[256];

    if (len == 0)
        return;
    fuzz_file("file.ini", bytes + 1, len - 1, path);
    readers[bytes[0] % 4](path);
}

static void seeds(fuzz_take *take, void *data)
{
    static const char *const files[] = {
        "\x04[screen]\nlanguage = fr\ntheme=\"night\" ; a note\nascii = yes\n[vault]\nvault = /tmp/x.tkv\n",
        "\x04[lock]\nidle_lock_minutes = 0\nidle_lock_minutes = 99999999999999999999\nnobody = knows\n",
        "\x05[text]\nforeground = 3\nbackground = -1\nbold = yes\n[title]\nforeground = 99\n",
        "\x06[detail]\nedit = e F4 Ctrl-E\nundo = none\nx = \\\xff\n[list]\nfind = /\n",
        "\x07[file]\nlabel = \"Sector\"\n[education]\nlabel = \"Education\"\nparent = "
        "\"\"\naliases=\"school;college\"\n",
        "\x04[a\nb = \"c\nd\n= e\n[]\nf = 'g\n",
    };
    struct config config = { 0 };
    struct buf printed = { 0 };

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        take(data, files[i], strlen(files[i]));
    if (config_init(&config, NULL) || buf_add_char(&printed, 4) || config_print(&config, &printed))
        abort();
    take(data, printed.data, printed.len);
    buf_release(&printed);
    config_release(&config);
}

const struct fuzz_target fuzz_target_ini = { .name = "ini", .most = 8192, .run = run, .seeds = seeds };
