/*
 * Who is who, from signed entries alone. The tables `officer` (roles) and `officer_key` can be edited by anybody who
 * gets at the open database; what counts is what entries of kind roster say, each signed by someone who was allowed to
 * at that time:
 *
 *   the first entry of the vault   its own officer, with both keys
 *   roles, new officers, new keys  an administrator
 *   admitted_by                    a caseworker who was admitted; nobody admits himself while anybody else could
 *   the recovery code of casework  a caseworker who was admitted; what it signs counts as theirs, but it makes no code
 *
 * A key of a case is wrapped only for officers this replay names, and only after the tables were found to say the same
 * and the chain was found whole, so that nobody's leaving was cut out of it. The order is that of the signed sequence
 * numbers; ids stand in no header.
 */
#include <stdlib.h>
#include <string.h>

#include "store_in.h"

#include "townkeep/base/i18n.h"

void roster_release(struct roster *roster)
{
    free(roster->rows);
    free(roster->officers);
    memset(roster, 0, sizeof *roster);
}

void roster_forget(struct store *store)
{
    if (store->roster)
        roster_release(store->roster);
    free(store->roster);
    store->roster = NULL;
}

unsigned roster_roles(const struct roster *roster, int64_t officer)
{
    for (size_t i = 0; i < roster->officer_count; i++) {
        if (roster->officers[i].officer == officer)
            return roster->officers[i].roles;
    }
    return 0;
}

static struct roster_row *row_of(const struct roster *roster, int64_t id)
{
    for (size_t i = 0; i < roster->row_count; i++) {
        if (roster->rows[i].id == id)
            return &roster->rows[i];
    }
    return NULL;
}

static const struct roster_row *key_in_force(const struct roster *roster, int64_t officer, const uint8_t *sign_public)
{
    for (size_t i = 0; i < roster->row_count; i++) {
        const struct roster_row *row = &roster->rows[i];

        if (row->officer == officer && row->until == 0 && memcmp(row->sign_public, sign_public, SIGN_PUBLIC_SIZE) == 0)
            return row;
    }
    return NULL;
}

static enum err add_row(struct roster *roster, const struct roster_row *row)
{
    struct roster_row *grown;

    if (roster->row_count == ROSTER_MAX)
        return E_INVALID;
    if (!(grown = realloc(roster->rows, (roster->row_count + 1) * sizeof *grown)))
        return E_MEMORY;
    roster->rows = grown;
    roster->rows[roster->row_count++] = *row;
    return OK;
}

static enum err set_roles(struct roster *roster, int64_t officer, unsigned roles)
{
    struct roster_officer *grown;

    for (size_t i = 0; i < roster->officer_count; i++) {
        if (roster->officers[i].officer == officer) {
            roster->officers[i].roles = roles;
            return OK;
        }
    }
    if (roster->officer_count == ROSTER_MAX)
        return E_INVALID;
    if (!(grown = realloc(roster->officers, (roster->officer_count + 1) * sizeof *grown)))
        return E_MEMORY;
    roster->officers = grown;
    roster->officers[roster->officer_count++] = (struct roster_officer){ .officer = officer, .roles = roles };
    return OK;
}

/* --- replaying --- */

struct replay {
    struct store *store;
    struct roster *roster;
    struct buf *lines;
    const struct entry *header;
    int64_t entry;
    bool genesis;
    uint8_t device_id[ENTRY_DEVICE_ID_SIZE]; /* of the first entry */
    unsigned signer_roles;                   /* before this entry */
    bool signer_admitted;                    /* before this entry */
    int roles_column;                        /* of the officer table */
    bool is_founder;                         /* the signer, by the vault's id */
    bool affirms;                            /* the entry of a salvage, which tells keys and roles anew */
    size_t told_before;                      /* length of the lines before the replay */
};

static enum err complain(struct replay *replay, const char *what)
{
    return buf_printf(replay->lines, _("Entry %lld of the history: %s.\n"), (long long)replay->entry, gettext(what));
}

static int64_t column_number(sqlite3_changeset_iter *at, int column, bool after, int64_t otherwise)
{
    sqlite3_value *value = NULL;
    int rc = after ? sqlite3changeset_new(at, column, &value) : sqlite3changeset_old(at, column, &value);

    return rc == SQLITE_OK && value ? sqlite3_value_int64(value) : otherwise;
}

static bool column_bytes(sqlite3_changeset_iter *at, int column, void *out, int size)
{
    sqlite3_value *value = NULL;

    if (sqlite3changeset_new(at, column, &value) != SQLITE_OK || !value || sqlite3_value_bytes(value) != size)
        return false;
    memcpy(out, sqlite3_value_blob(value), (size_t)size);
    return true;
}

enum { KEY_ID, KEY_OFFICER, KEY_SIGN, KEY_BOX, KEY_ADMITTED, KEY_SINCE, KEY_UNTIL };

static unsigned roles_of(const struct roster *roster, int64_t officer)
{
    return officer == OFFICER_CASEWORK_CODE ? ROLES_OF_CASEWORK : roster_roles(roster, officer);
}

bool roster_is_recipient(const struct roster *roster, const struct roster_row *row)
{
    return row->until == 0 && row->admitted_by != 0 && (roles_of(roster, row->officer) & ROLES_OF_CASEWORK);
}

bool roster_has_recipient(const struct roster *roster)
{
    for (size_t i = 0; i < roster->row_count; i++) {
        if (roster->rows[i].officer != OFFICER_CASEWORK_CODE && roster_is_recipient(roster, &roster->rows[i]))
            return true;
    }
    return false;
}

/* Nobody lets himself in, unless nobody is left who could let anybody in: then there is no key of a case to be had that
 * way either, and an office of one goes on after a lost passphrase. */
static enum err replay_admission(struct replay *replay, int64_t officer, int64_t admitted_by)
{
    bool caseworker = admitted_by == replay->header->officer && (replay->signer_roles & ROLES_OF_CASEWORK);
    bool allowed = replay->genesis          ? admitted_by == officer
                   : admitted_by == officer ? caseworker && !roster_has_recipient(replay->roster)
                                            : caseworker && replay->signer_admitted;

    return admitted_by == 0 || allowed
               ? OK
               : complain(replay, N_("an officer was admitted to casework by someone who may not"));
}

/* The code is a way back to the cases: only who is in may make it, and never the code itself. */
static bool may_give_key(const struct replay *replay, const struct roster_row *row)
{
    if (row->officer == OFFICER_CASEWORK_CODE)
        return replay->header->officer > 0 && row->admitted_by == replay->header->officer;
    return replay->genesis || (replay->signer_roles & ROLE_ADMINISTRATOR);
}

static bool may_take_key(const struct replay *replay, const struct roster_row *row)
{
    return (replay->signer_roles & ROLE_ADMINISTRATOR) ||
           (row->officer == OFFICER_CASEWORK_CODE && replay->header->officer > 0 && replay->signer_admitted &&
            (replay->signer_roles & ROLES_OF_CASEWORK));
}

/* A salvaged vault tells its keys anew where the entries that brought them are lost. An administrator may say so; who
 * is admitted to casework only somebody who is. */
static enum err affirm_key(struct replay *replay, struct roster_row *row)
{
    struct roster_row *known = row_of(replay->roster, row->id);

    if (!replay->signer_admitted && !(known && known->admitted_by == row->admitted_by))
        row->admitted_by = 0;
    row->was_admitted = row->admitted_by != 0 || (known && known->was_admitted);
    if (!known)
        return add_row(replay->roster, row);
    *known = *row;
    return OK;
}

/* What could not be followed without the lost entries. */
static void take_back_lines(struct replay *replay)
{
    if (replay->lines->len > replay->told_before) {
        replay->lines->len = replay->told_before;
        replay->lines->data[replay->told_before] = '\0';
    }
}

static enum err replay_new_key(struct replay *replay, sqlite3_changeset_iter *at)
{
    struct roster_row row = {
        .id = column_number(at, KEY_ID, true, 0),
        .officer = column_number(at, KEY_OFFICER, true, 0),
        .admitted_by = column_number(at, KEY_ADMITTED, true, 0),
        .since = column_number(at, KEY_SINCE, true, 0),
        .until = column_number(at, KEY_UNTIL, true, 0),
    };
    enum err e;

    if (!column_bytes(at, KEY_SIGN, row.sign_public, SIGN_PUBLIC_SIZE) ||
        !column_bytes(at, KEY_BOX, row.box_public, BOX_PUBLIC_SIZE))
        return complain(replay, N_("a key of an officer has the wrong form"));
    if (replay->affirms && (replay->signer_roles & ROLE_ADMINISTRATOR)) {
        take_back_lines(replay);
        return affirm_key(replay, &row);
    }
    if (!may_give_key(replay, &row))
        return complain(replay, row.officer == OFFICER_CASEWORK_CODE
                                    ? N_("a recovery code for casework was made by someone who may not")
                                    : N_("keys were given by someone who was no administrator"));
    row.was_admitted = row.admitted_by != 0;
    if ((e = replay_admission(replay, row.officer, row.admitted_by)))
        return e;
    return add_row(replay->roster, &row);
}

static enum err replay_key_change(struct replay *replay, sqlite3_changeset_iter *at)
{
    struct roster_row *row = row_of(replay->roster, column_number(at, KEY_ID, false, 0));
    sqlite3_value *value = NULL;
    int64_t admitted_by, until;
    enum err e;

    if (!row)
        return complain(replay, N_("it changes a key that was never given"));
    if ((sqlite3changeset_new(at, KEY_SIGN, &value) == SQLITE_OK && value) ||
        (sqlite3changeset_new(at, KEY_BOX, &value) == SQLITE_OK && value) ||
        (sqlite3changeset_new(at, KEY_OFFICER, &value) == SQLITE_OK && value))
        return complain(replay, N_("it rewrites the key of an officer"));
    admitted_by = column_number(at, KEY_ADMITTED, true, row->admitted_by);
    until = column_number(at, KEY_UNTIL, true, row->until);
    if (until != row->until && !may_take_key(replay, row))
        return complain(replay, N_("keys were taken away by someone who was no administrator"));
    if (admitted_by != row->admitted_by && (e = replay_admission(replay, row->officer, admitted_by)))
        return e;
    row->admitted_by = admitted_by;
    row->was_admitted = row->was_admitted || admitted_by != 0;
    row->until = until;
    return OK;
}

static enum err replay_roles(struct replay *replay, sqlite3_changeset_iter *at, int operation)
{
    sqlite3_value *value = NULL;
    int64_t officer = column_number(at, 0, operation == SQLITE_INSERT, 0);
    unsigned roles = 0;
    enum err e = OK;

    if (sqlite3changeset_new(at, replay->roles_column, &value) != SQLITE_OK || !value)
        return OK;
    if (!replay->genesis && !(replay->signer_roles & ROLE_ADMINISTRATOR))
        return complain(replay, N_("roles were given by someone who was no administrator"));
    if (sqlite3_value_type(value) != SQLITE_NULL)
        e = roles_read((const char *)sqlite3_value_text(value), &roles, NULL);
    if (e)
        return e == E_MEMORY ? e : complain(replay, N_("it gives a role that does not exist"));
    return set_roles(replay->roster, officer, roles);
}

static enum err replay_change(struct replay *replay, sqlite3_changeset_iter *at)
{
    const char *table;
    int columns, operation, indirect;

    if (sqlite3changeset_op(at, &table, &columns, &operation, &indirect) != SQLITE_OK)
        return E_DAMAGED;
    if (strcmp(table, "officer_key") == 0 && columns == KEY_UNTIL + 1 && operation != SQLITE_DELETE)
        return operation == SQLITE_INSERT ? replay_new_key(replay, at) : replay_key_change(replay, at);
    if (strcmp(table, "officer_key") == 0)
        return complain(replay, N_("it removes the key of an officer"));
    if (strcmp(table, "officer") == 0 && operation != SQLITE_DELETE && replay->roles_column < columns)
        return replay_roles(replay, at, operation);
    return OK;
}

static enum err replay_changeset(struct replay *replay, const struct part *part)
{
    sqlite3_changeset_iter *at = NULL;
    enum err e = OK;
    int rc;

    if (part->changeset_len == 0)
        return OK;
    rc = sqlite3changeset_start(&at, (int)part->changeset_len, (void *)(uintptr_t)part->changeset);
    if (rc != SQLITE_OK)
        return rc == SQLITE_NOMEM ? E_MEMORY : E_DAMAGED;
    while (!e && sqlite3changeset_next(at) == SQLITE_ROW)
        e = replay_change(replay, at);
    rc = sqlite3changeset_finalize(at);
    if (rc != SQLITE_OK && !e)
        e = rc == SQLITE_NOMEM ? E_MEMORY : complain(replay, N_("what it changed cannot be read"));
    return e;
}

static void look_at_signer(struct replay *replay)
{
    const struct roster_row *key = key_in_force(replay->roster, replay->header->officer, replay->header->officer_key);

    replay->signer_roles = roles_of(replay->roster, replay->header->officer);
    if (key && replay->header->officer == OFFICER_OFFICE_CODE)
        replay->signer_roles = ROLE_ADMINISTRATOR;
    if (!key)
        replay->signer_roles = 0;
    replay->signer_admitted = key && key->admitted_by != 0;
    replay->affirms = replay->header->kind == ENTRY_SALVAGE;
    /* Nobody but who made the vault can be known by its id alone. */
    if (replay->affirms && replay->is_founder && !key) {
        replay->signer_roles = ROLE_ADMINISTRATOR;
        replay->signer_admitted = true;
    }
}

/* The first entry is the one whose signer the vault's id names; all others are of the same device until a second one is
 * let in by an entry of its own. */
static enum err place_entry(struct replay *replay)
{
    const struct entry *header = replay->header;
    uint8_t id[VAULT_ID_SIZE];

    replay->genesis = false;
    vault_id_of(header->officer_key, id);
    replay->is_founder = memcmp(id, header->vault_id, VAULT_ID_SIZE) == 0;
    if (header->kind == ENTRY_SALVAGE && replay->roster->row_count == 0)
        memcpy(replay->device_id, header->device_id, ENTRY_DEVICE_ID_SIZE);
    if (replay->roster->row_count == 0 && header->seq == 1 && memcmp(id, header->vault_id, VAULT_ID_SIZE) == 0) {
        replay->genesis = true;
        memcpy(replay->device_id, header->device_id, ENTRY_DEVICE_ID_SIZE);
    } else if (memcmp(replay->device_id, header->device_id, ENTRY_DEVICE_ID_SIZE) != 0) {
        return complain(replay, N_("it changes officers on a device that was never let in"));
    }
    return OK;
}

static enum err replay_entry(struct replay *replay, int64_t entry, struct why *why)
{
    struct entry header = { 0 };
    struct part part = { 0 };
    bool good;
    enum err e;

    if ((e = chain_verify(replay->store, entry, &good, replay->lines, why)) || !good)
        return e;
    if ((e = chain_header(replay->store, entry, &header, why)))
        return e;
    replay->entry = entry;
    /* cppcheck-suppress autoVariables ; forgotten again below, before it is released */
    replay->header = &header;
    if ((e = place_entry(replay)))
        goto done;
    look_at_signer(replay);
    for (size_t i = 0; i < header.part_count && !e; i++) {
        if (header.parts[i].owner != 0)
            continue;
        if (!(e = part_open(replay->store, &header, entry, i, &part, why)))
            e = replay_changeset(replay, &part);
        else if (e == E_NOT_FOUND)
            e = OK; /* known to be lost */
        part_release(&part);
    }
done:
    replay->header = NULL;
    entry_release(&header);
    return e;
}

/* Where the roles stand among the officer table's columns: columns are only ever added behind. */
static enum err find_roles_column(struct store *store, int *column, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(store, "SELECT cid FROM pragma_table_info('officer') WHERE name = 'roles'", &stmt, why);

    if (e)
        return e;
    if (!(e = sql_step(store, stmt, &row, why)))
        *column = row ? sqlite3_column_int(stmt, 0) : 1 << 16;
    sql_done(store, stmt);
    return e;
}

_Static_assert(ENTRY_ROSTER == 7, "the kind named in SQL below and in the index history_of_roster");

enum err roster_replay(struct store *store, struct roster *out, struct buf *lines, struct why *why)
{
    struct replay replay = { .store = store, .roster = out, .lines = lines };
    sqlite3_stmt *stmt = NULL;
    bool row = true;
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = find_roles_column(store, &replay.roles_column, why)) || (e = chain_check_whole(store, lines, why)) ||
        (e = sql_get(store, "SELECT id FROM history WHERE kind IN (7, 12) ORDER BY seq, id", &stmt, why)))
        return e;
    replay.told_before = lines->len;
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row)
        e = replay_entry(&replay, sqlite3_column_int64(stmt, 0), why);
    sql_done(store, stmt);
    if (e)
        roster_release(out);
    return e;
}

/* --- comparing --- */

static bool same_key(sqlite3_stmt *stmt, const struct roster_row *row)
{
    return row->officer == sqlite3_column_int64(stmt, 1) && sqlite3_column_bytes(stmt, 2) == SIGN_PUBLIC_SIZE &&
           memcmp(sqlite3_column_blob(stmt, 2), row->sign_public, SIGN_PUBLIC_SIZE) == 0 &&
           sqlite3_column_bytes(stmt, 3) == BOX_PUBLIC_SIZE &&
           memcmp(sqlite3_column_blob(stmt, 3), row->box_public, BOX_PUBLIC_SIZE) == 0 &&
           row->admitted_by == sqlite3_column_int64(stmt, 4) && row->until == sqlite3_column_int64(stmt, 5);
}

static enum err compare_keys(struct store *store, const struct roster *roster, struct buf *lines, struct why *why)
{
    sqlite3_stmt *stmt;
    size_t count = 0;
    bool row = true;
    enum err e =
        sql_get(store, "SELECT id, officer, sign_public, box_public, admitted_by, coalesce(until, 0) FROM officer_key",
                &stmt, why);

    while (!e && !(e = sql_step(store, stmt, &row, why)) && row) {
        struct roster_row *signed_row = row_of(roster, sqlite3_column_int64(stmt, 0));

        count++;
        if (!signed_row || !same_key(stmt, signed_row))
            e = buf_printf(lines, _("A key of officer %lld is not the one that was signed.\n"),
                           (long long)sqlite3_column_int64(stmt, 1));
    }
    sql_done(store, stmt);
    if (!e && count < roster->row_count)
        e = buf_add_str(lines, _("A key of an officer was taken out of the vault without a signature.\n"));
    return e;
}

static enum err compare_roles(struct store *store, const struct roster *roster, struct buf *lines, struct why *why)
{
    sqlite3_stmt *stmt;
    size_t count = 0;
    bool row = true;
    enum err e = sql_get(store, "SELECT id, roles FROM officer", &stmt, why);

    while (!e && !(e = sql_step(store, stmt, &row, why)) && row) {
        unsigned roles = 0;

        count++;
        if (roles_read(sql_text(stmt, 1), &roles, NULL) || roles != roster_roles(roster, sqlite3_column_int64(stmt, 0)))
            e = buf_printf(lines, _("The roles of officer %lld are not those that were signed.\n"),
                           (long long)sqlite3_column_int64(stmt, 0));
    }
    sql_done(store, stmt);
    if (!e && count < roster->officer_count)
        e = buf_add_str(lines, _("An officer was taken out of the vault without a signature.\n"));
    return e;
}

enum err roster_compare(struct store *store, const struct roster *roster, struct buf *lines, struct why *why)
{
    enum err e = compare_keys(store, roster, lines, why);

    return e ? e : compare_roles(store, roster, lines, why);
}

enum err roster_trust(struct store *store, struct why *why)
{
    struct roster *roster = store->roster;
    struct buf lines = { 0 };
    enum err e;

    if (roster)
        return OK;
    if (!(roster = calloc(1, sizeof *roster)))
        return E_MEMORY;
    if (!(e = roster_replay(store, roster, &lines, why)) && !(e = roster_compare(store, roster, &lines, why)) &&
        lines.len > 0)
        e = why_set(why, E_DAMAGED, N_("No key is handed over. %.*s Run verify."), (int)strcspn(buf_text(&lines), "\n"),
                    buf_text(&lines));
    buf_release(&lines);
    store->roster = roster;
    if (e)
        roster_forget(store);
    return e;
}
