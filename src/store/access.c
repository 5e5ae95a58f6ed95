/*
 * The log of who looked. What a view says stands in the case's own part of its entry, which a data-protection reviewer
 * cannot open; so each entry has a line in the team's part too, of ids and a purpose alone. The lines are kept in a
 * table to be found quickly; each one shown is looked up again in the entry that was signed.
 */
#include <string.h>

#include "signed_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/store/access.h"

enum { READ_EVERY = 15 * 60 * 1000, ROLES_OF_THE_LOG = ROLE_LEAD | ROLE_REVIEWER };
enum { COLUMN_ID, COLUMN_ENTRY, COLUMN_CASE, COLUMN_KIND, COLUMN_PURPOSE, COLUMN_TYPE, COLUMN_RECORD, COLUMNS };

const struct record_type access_table = {
    .key = "access",
    .label = N_("Look at a case"),
    .plural = N_("Who looked at cases"),
    .owner = RECORD_OF_TEAM,
    .title_field = -1,
    .subtitle_field = -1,
};

const char *access_kind_words(enum access_kind kind)
{
    switch (kind) {
    case ACCESS_VIEW:
        return _("Opened");
    case ACCESS_SEARCH:
        return _("Searched");
    case ACCESS_EXPORT:
        return _("Printed or exported");
    case ACCESS_BREAK_GLASS:
        return _("Opened in an emergency");
    case ACCESS_LOG:
        return _("Read this log");
    case ACCESS_ASIDE:
        return _("Stepped aside");
    }
    return _("(unknown)");
}

/* What the program gives as a purpose, in words. */
static const char *purpose_words(const char *purpose)
{
    static const struct {
        const char *code, *words;
    } known[] = {
        { "opened", N_("its page") },
        { "name", N_("the name was shown") },
        { "shown", N_("the record") },
        { "intake", N_("intake form") },
        { "step", N_("taking a step") },
        { "assessment", N_("assessment") },
        { "access_bundle", N_("papers for a request") },
        { "named", N_("another officer, whom this one named") },
        { "sharing", N_("what was told to others") },
        { "plan", N_("the plan") },
        { "review", N_("a review") },
        { "meeting", N_("a meeting of the panel") },
        { "document", N_("a paper to be given out") },
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(purpose, known[i].code) == 0)
            return gettext(known[i].words);
    }
    return purpose;
}

enum err store_own_searches(struct store *store, const struct record_type *type, int64_t since, size_t *count,
                            struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = false;
    enum err e =
        sql_get(store,
                "SELECT count(*) FROM access a JOIN history h ON h.id = a.entry WHERE a.kind = ?1 AND a.type = "
                "?2 AND h.officer = ?3 AND h.at >= ?4",
                &stmt, why);

    *count = 0;
    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, ACCESS_SEARCH);
    sql_bind_text(stmt, 2, type->key);
    sqlite3_bind_int64(stmt, 3, store->officer_id);
    sqlite3_bind_int64(stmt, 4, since);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        *count = (size_t)sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    return e;
}

/* --- writing --- */

enum err access_note(struct save *save, const struct access_note *note, struct why *why)
{
    struct save_owner *team;
    sqlite3_stmt *stmt;
    enum err e;

    if ((e = save_owner(save, 0, &team, why)) ||
        (e = sql_get(save->store,
                     "INSERT INTO access (id, entry, case_id, kind, purpose, type, record) VALUES (?1, ?2, ?3, ?4, ?5, "
                     "?6, ?7)",
                     &stmt, why)))
        return e;
    sqlite3_bind_int64(stmt, 1, id_next(save->store));
    sqlite3_bind_int64(stmt, 2, save->entry);
    sqlite3_bind_int64(stmt, 3, note->case_id);
    sqlite3_bind_int64(stmt, 4, note->kind);
    sql_bind_text(stmt, 5, note->purpose ? note->purpose : "");
    sql_bind_text(stmt, 6, note->type ? note->type->key : "");
    sqlite3_bind_int64(stmt, 7, note->record);
    return sql_finish(save->store, stmt, why);
}

const char *access_sentence(int kind)
{
    switch (kind) {
    case ACCESS_EXPORT:
        return _("Took something of a case out of the vault");
    case ACCESS_BREAK_GLASS:
        return _("Opened a case in an emergency");
    default:
        return _("Looked at a case");
    }
}

enum err save_log_access(struct save *save, enum access_kind kind, int64_t case_id, const char *purpose,
                         struct why *why)
{
    struct access_note note = { .kind = (int)kind, .case_id = case_id, .purpose = purpose };
    struct why reason = { .code = OK };
    enum err e = save->failed;

    if (e)
        reason = save->failure;
    else if ((e = access_note(save, &note, &reason)))
        save_fail(save, e, &reason);
    else if (!save->plain_sentence)
        save->plain_sentence = access_sentence((int)kind);
    if (e && why)
        *why = reason;
    return e;
}

/* --- reading --- */

struct line {
    int64_t id;
    const struct access_row *row;
    const char *purpose, *type;
    bool found;
};

static bool is_text(sqlite3_value *value, const char *text)
{
    return value && sqlite3_value_text(value) && strcmp((const char *)sqlite3_value_text(value), text) == 0;
}

static enum err compare_line(void *context, sqlite3_changeset_iter *at, int64_t entry)
{
    struct line *line = context;
    const struct access_row *row = line->row;

    (void)entry;
    line->found = line->found ||
                  (signed_number(at, COLUMN_ID, 0) == line->id && signed_number(at, COLUMN_ENTRY, 0) == row->entry &&
                   signed_number(at, COLUMN_CASE, -1) == row->case_id &&
                   signed_number(at, COLUMN_KIND, 0) == (int64_t)row->kind &&
                   signed_number(at, COLUMN_RECORD, -1) == row->record &&
                   is_text(signed_value(at, COLUMN_PURPOSE), line->purpose) &&
                   is_text(signed_value(at, COLUMN_TYPE), line->type));
    return OK;
}

static enum err verify_line(struct store *store, sqlite3_stmt *stmt, struct access_row *row, struct why *why)
{
    struct line line = {
        .id = sqlite3_column_int64(stmt, 0), .row = row, .purpose = sql_text(stmt, 4), .type = sql_text(stmt, 5)
    };
    const struct signed_table table = { .table = "access", .columns = COLUMNS, .each = compare_line, .context = &line };
    bool good;
    enum err e = chain_verify(store, row->entry, &good, NULL, why);

    if (e || !good)
        return e;
    e = signed_rows_of(store, row->entry, &table, why);
    row->verified = line.found;
    return e;
}

/* The case as it is called without opening it; no role asked. */
static enum err title_case(struct store *store, struct access_row *row, struct why *why)
{
    const struct record_type *type;
    struct record record = { 0 };
    struct buf title = { 0 };
    enum err e;

    if (row->case_id == 0)
        return OK;
    if ((e = case_type_of(store, row->case_id, &type, why)))
        return e;
    if (!type) {
        text_cut_into(row->title, sizeof row->title, _("(erased)"));
        return OK;
    }
    if ((e = record_fetch(store, type, row->case_id, SEALED_FOR_NOBODY, &record, why)))
        return e;
    if (!(e = title_of(store, &record, 3, &title)))
        text_print_into(row->title, sizeof row->title, "%s%s%s", buf_text(&title),
                        title.len > 0 && record_has(&record, "pseudonym") && record_has(&record, "reference") ? " "
                                                                                                              : "",
                        record_has(&record, "pseudonym") ? record_text(&record, "reference") : "");
    record_release(&record);
    buf_release(&title);
    return e;
}

static enum err fill_row(struct store *store, sqlite3_stmt *stmt, struct access_row *out, struct why *why)
{
    enum err e;

    *out = (struct access_row){
        .entry = sqlite3_column_int64(stmt, 1),
        .case_id = sqlite3_column_int64(stmt, 2),
        .kind = (enum access_kind)sqlite3_column_int(stmt, 3),
        .type = type_of_table(store->catalogue, sql_text(stmt, 5)),
        .record = sqlite3_column_int64(stmt, 6),
        .at = sqlite3_column_int64(stmt, 7),
    };
    text_cut_into(out->purpose, sizeof out->purpose,
                  out->kind == ACCESS_EXPORT ? vocabulary_label(store->words, "copy_kind", sql_text(stmt, 4))
                                             : purpose_words(sql_text(stmt, 4)));
    if ((e = history_officer(store, sqlite3_column_int64(stmt, 8), out->officer, sizeof out->officer)) ||
        (e = title_case(store, out, why)))
        return e;
    return verify_line(store, stmt, out, why);
}

static const char all_sql[] = "SELECT a.id, a.entry, a.case_id, a.kind, a.purpose, a.type, a.record, h.at, h.officer "
                              "FROM access a JOIN history h ON h.id = a.entry WHERE a.entry < ?1 ORDER BY a.entry DESC";
static const char case_sql[] = "SELECT a.id, a.entry, a.case_id, a.kind, a.purpose, a.type, a.record, h.at, h.officer "
                               "FROM access a JOIN history h ON h.id = a.entry WHERE a.case_id = ?2 AND a.entry < ?1 "
                               "ORDER BY a.entry DESC";

static enum err read_log(struct store *store, int64_t case_id, int64_t before, size_t limit, struct access_row *out,
                         size_t *count, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(store, case_id ? case_sql : all_sql, &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, before > 0 ? before : INT64_MAX);
    if (case_id)
        sqlite3_bind_int64(stmt, 2, case_id);
    while (!e && *count < limit && !(e = sql_step(store, stmt, &row, why)) && row) {
        if (!(e = fill_row(store, stmt, &out[*count], why)))
            ++*count;
    }
    sql_done(store, stmt);
    return e;
}

/* Who watches is watched. Where nothing can be written the log is all the same there to be read. */
static enum err note_reading(struct store *store, int64_t case_id, struct why *why)
{
    int64_t now = clock_now();
    enum err e;

    if (store_read_only(store) || (store->access_read_of == case_id && store->access_read_at != 0 &&
                                   now - store->access_read_at < READ_EVERY && now >= store->access_read_at))
        return OK;
    e = log_access(store, _("Read the log of who looked at cases"),
                   &(struct access_note){ .kind = ACCESS_LOG, .case_id = case_id }, why);
    if (!e) {
        store->access_read_at = now;
        store->access_read_of = case_id;
    }
    return e;
}

enum err access_read(struct store *store, int64_t case_id, struct why *why)
{
    enum err e = store_require(store, ROLES_OF_THE_LOG, why);

    return e ? e : note_reading(store, case_id, why);
}

enum err store_access_log(struct store *store, int64_t case_id, int64_t before, size_t limit, struct access_row *out,
                          size_t *count, struct why *why)
{
    enum err e;

    *count = 0;
    if ((e = access_read(store, case_id, why)))
        return e;
    return read_log(store, case_id, before, limit, out, count, why);
}

enum err store_access_of_case(struct store *store, int64_t case_id, int64_t before, size_t limit,
                              struct access_row *out, size_t *count, struct why *why)
{
    enum err e;

    *count = 0;
    if (!store_casework_is_open(store))
        return why_set(why, E_PERMISSION, N_("Open casework first."));
    if ((e = gate_pass(store, NULL, case_id, why)))
        return e;
    return read_log(store, case_id, before, limit, out, count, why);
}

/* --- finding a case --- */

static enum err find_by(struct store *store, const struct record_type *type, const char *field, const char *named,
                        int64_t *case_id, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    bool row;
    enum err e;

    if (field_find(type, field) < 0)
        return OK;
    if (!(e = buf_add_str(&sql, "SELECT id FROM ")) && !(e = sql_add_name(&sql, type->key)) &&
        !(e = buf_printf(&sql, " WHERE fold(\"%s\") = fold(?1) OR id = ?2", field)) &&
        !(e = sql_get(store, buf_text(&sql), &stmt, why))) {
        int64_t id = 0;

        sql_bind_text(stmt, 1, named);
        if (text_to_int(named, &id))
            sqlite3_bind_int64(stmt, 2, id);
        if (!(e = sql_step(store, stmt, &row, why)) && row)
            *case_id = sqlite3_column_int64(stmt, 0);
    }
    sql_done(store, stmt);
    buf_release(&sql);
    return e;
}

enum err store_access_find(struct store *store, const char *named, int64_t *case_id, struct why *why)
{
    enum err e = store_require(store, ROLES_OF_THE_LOG, why);

    *case_id = 0;
    for (size_t i = 0; i < store->catalogue->count && !e && *case_id == 0; i++) {
        const struct record_type *type = store->catalogue->types[i];

        if (type->owner != RECORD_OF_CASE || type->case_field)
            continue;
        e = find_by(store, type, "reference", named, case_id, why);
        if (!e && *case_id == 0)
            e = find_by(store, type, "pseudonym", named, case_id, why);
    }
    if (!e && *case_id == 0)
        e = why_set(why, E_NOT_FOUND, N_("There is no case called \"%.100s\". Give its reference or its pseudonym."),
                    named);
    return e;
}

enum err store_last_look(struct store *store, int64_t case_id, int64_t *at, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(store,
                         "SELECT h.at FROM access a JOIN history h ON h.id = a.entry WHERE a.case_id = ?1 AND a.kind = "
                         "?2 AND h.officer = ?3 ORDER BY a.entry DESC LIMIT 1",
                         &stmt, why);

    *at = 0;
    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, case_id);
    sqlite3_bind_int64(stmt, 2, ACCESS_VIEW);
    sqlite3_bind_int64(stmt, 3, store->officer_id);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        *at = sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    return e;
}
