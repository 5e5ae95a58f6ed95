/*
 * What was written to files for others: what, for whom, where to and why, noted before the file was there. Written by
 * the program alone, with the entry of the history that says so; whether the file still lies there is asked of the
 * disk.
 */
#include "townkeep/domain/exported_file.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum {
    EXPORTED_FILE_WHAT,
    EXPORTED_FILE_PATH,
    EXPORTED_FILE_PROFILE,
    EXPORTED_FILE_RECORDS,
    EXPORTED_FILE_REASON,
    EXPORTED_FILE_ON,
    EXPORTED_FILE_BY,
    EXPORTED_FILE_FIELD_COUNT
};
enum { PATH_CHARACTERS = 1000, WHAT_CHARACTERS = 400 };

static const struct field exported_file_fields[EXPORTED_FILE_FIELD_COUNT] = {
    [EXPORTED_FILE_WHAT] = {
        .key = "what", .label = N_("What left"), .kind = FIELD_TEXT, .max_len = WHAT_CHARACTERS,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_BY_PROGRAM, .width = 30,
    },
    [EXPORTED_FILE_PATH] = {
        .key = "path", .label = N_("File"), .kind = FIELD_TEXT, .max_len = PATH_CHARACTERS,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_BY_PROGRAM, .width = 30,
    },
    [EXPORTED_FILE_PROFILE] = {
        .key = "profile", .label = N_("For whom"), .kind = FIELD_CHOICE, .vocabulary = "sens",
        .flags = FIELD_LISTED | FIELD_BY_PROGRAM, .width = 10,
        .hint = N_("Empty: it was written without a profile."),
    },
    [EXPORTED_FILE_RECORDS] = {
        .key = "records", .label = N_("Records"), .kind = FIELD_NUMBER, .flags = FIELD_BY_PROGRAM,
    },
    [EXPORTED_FILE_REASON] = {
        .key = "reason", .label = N_("Reason"), .kind = FIELD_TEXT, .max_len = WHAT_CHARACTERS,
        .flags = FIELD_BY_PROGRAM,
    },
    [EXPORTED_FILE_ON] = {
        .key = "on", .label = N_("Written on"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SORTED | FIELD_BY_PROGRAM, .width = 10,
    },
    /* Signed is the entry of the history, which is of kind export and no change that the officer answers for. */
    [EXPORTED_FILE_BY] = {
        .key = "by", .label = N_("Written by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_LISTED | FIELD_ONCE, .width = 16,
    },
};

const struct record_type exported_file_type = {
    .key = "exported_file",
    .label = N_("Exported file"),
    .plural = N_("Exported files"),
    .hint = N_("What was written to files for others. They are not encrypted: delete them when they have served their "
               "purpose."),
    .menu = MENU_NONE,
    .fields = exported_file_fields,
    .field_count = EXPORTED_FILE_FIELD_COUNT,
    .title_field = EXPORTED_FILE_WHAT,
    .subtitle_field = EXPORTED_FILE_ON,
    .sort = "on",
    .sort_descending = true,
    .is_event = true,
};

/* --- noting one --- */
/* A name may be any bytes; a record holds text. */
static enum err set_text(struct value *value, const char *text, size_t most)
{
    struct buf clean = { 0 };
    enum err e = text_clean(&clean, text, strlen(text), TEXT_ONE_LINE);

    if (e == E_INVALID) {
        buf_clear(&clean);
        e = OK;
        for (; *text && !e; text++)
            e = buf_add_char(&clean, *text >= ' ' && *text < 0x7F ? *text : '?');
    }
    if (!e && clean.len > most)
        clean.data[clean.len = text_cut(clean.data, most)] = '\0';
    if (!e)
        e = value_set_text(value, buf_text(&clean));
    buf_release(&clean);
    return e;
}

/* From the root on: where the program stood is forgotten by tomorrow. */
static enum err set_path(struct value *value, const char *path)
{
    char here[4096];
    struct buf whole = { 0 };
    enum err e;

    if (path[0] == '/' || !getcwd(here, sizeof here))
        return set_text(value, path, PATH_CHARACTERS);
    if (!(e = path_join(&whole, here, path)))
        e = set_text(value, buf_text(&whole), PATH_CHARACTERS);
    buf_release(&whole);
    return e;
}

static enum err fill(struct record *record, struct store *store, const struct exported *exported)
{
    struct value *values = record->values;
    enum err e;

    if ((e = set_text(&values[EXPORTED_FILE_WHAT], exported->what, WHAT_CHARACTERS)) ||
        (e = set_path(&values[EXPORTED_FILE_PATH], exported->path)) ||
        (e = value_set_text(&values[EXPORTED_FILE_PROFILE], exported->profile)) ||
        (e = set_text(&values[EXPORTED_FILE_REASON], exported->reason ? exported->reason : "", WHAT_CHARACTERS)) ||
        (e = value_set_day(&values[EXPORTED_FILE_ON], clock_today())))
        return e;
    if (exported->records > 0)
        value_set_number(&values[EXPORTED_FILE_RECORDS], (int64_t)exported->records);
    if (store_officer_id(store) != 0)
        value_set_number(&values[EXPORTED_FILE_BY], store_officer_id(store));
    return OK;
}

enum err exported_note(struct store *store, const struct exported *exported, const char *sentence, struct why *why)
{
    struct record record = { 0 };
    struct save *save;
    enum err e;

    if ((e = record_init(&record, &exported_file_type)) || (e = fill(&record, store, exported))) {
        record_release(&record);
        return why_set(why, e, "%s", err_text(e));
    }
    if (!(e = save_begin(store, ENTRY_EXPORT, &save, why))) {
        if ((e = save_put_by_program(save, &record, NULL, why)))
            save_cancel(save);
        else
            e = save_commit(save, sentence, NULL, why);
    }
    record_release(&record);
    return e;
}

bool exported_lies_there(const struct record *file)
{
    struct stat status;
    const char *path = record_text(file, "path");

    return path[0] == '/' && lstat(path, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
}
