/*
 * What the files of the store share: the open store, one save in progress, and the small helpers over SQLite. Every
 * statement of this room goes through sql_get, so that its failure becomes one of our codes with a sentence.
 */
#ifndef TOWNKEEP_STORE_STORE_IN_H
#define TOWNKEEP_STORE_STORE_IN_H

/* sqlite3.h declares the session extension only when asked. */
#define SQLITE_ENABLE_SESSION        1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include <sqlite3.h>

#include "townkeep/store/entry.h"
#include "townkeep/store/store.h"
#include "townkeep/vault/vault.h"

enum {
    STATEMENT_CACHE = 96,
    CASE_KEY_CACHE = 32,
    PART_SOFT_LIMIT = 1 << 20,  /* a team part is closed and a new one begun past this */
    PART_HARD_LIMIT = 16 << 20, /* no part may be larger */
    LARGE_KEPT = 16,
    DEVICE_FIRST = 1,
    OFFICER_OFFICE_CODE = 0, /* in place of an officer's id: whoever came with a recovery code */
    OFFICER_CASEWORK_CODE = -1,
    SEALED_BLOCK = 64, /* sealed text is padded to a multiple, so that its length tells little */
};

struct statement {
    char *sql; /* owned */
    uint32_t hash;
    sqlite3_stmt *stmt;
    bool busy;
    uint64_t used;
};

struct case_key {
    int64_t case_id;
    struct secret *key; /* owned */
    bool is_known;      /* made here, or found to be the one the history names */
};

/* What the case gate said lately. */
enum { GATE_ANSWERS = 32 };
struct gate_answer {
    int64_t case_id, at;
    enum err answer; /* OK or E_PERMISSION */
    struct why why;
};
struct gate {
    store_case_gate *ask; /* NULL: none is set */
    bool is_asking;
    struct gate_answer answers[GATE_ANSWERS];
    size_t next;
};

/* Why nothing is written until the vault is opened again. */
enum read_only {
    READ_ONLY_NOT,
    READ_ONLY_PLACE,    /* the medium, the folder or the file takes no writing */
    READ_ONLY_UNSYNCED, /* a sync failed: what the disk holds is not known */
    READ_ONLY_DAMAGED,  /* pages could not be read when it was opened */
    READ_ONLY_MET,      /* a damaged page was met later */
    READ_ONLY_COUNT
};

struct roster;
struct losses;
struct names;
struct erasures;
struct damage;
struct store {
    char *path;
    struct vault *vault;
    sqlite3 *db; /* borrowed from the vault */
    const struct catalogue *catalogue;
    struct vocabularies *words;
    char *office, *officer_name;
    bool was_migrated;     /* by this opening */
    char *kept_before;     /* NULL: no tables were changed when it was opened */
    struct newest *newest; /* NULL: nothing is kept outside the vault */
    struct buf notices;    /* one sentence a line, of this opening */
    int failed;            /* wrong passphrases before this opening */
    int64_t failed_since;
    int64_t officer_id;
    unsigned roles;
    struct work_calendar calendar;
    int64_t *holidays;
    uint8_t device_id[ENTRY_DEVICE_ID_SIZE];
    int64_t device;
    int64_t last_id;
    struct kdf_cost cost; /* when set: instead of the level asked for */
    uint32_t schema_version;
    uint8_t dictionary[HASH_SIZE];
    struct secret *team_key, *draft_key;
    struct box_key *box_key; /* NULL while casework is closed */
    struct case_key case_keys[CASE_KEY_CACHE];
    size_t case_key_next;
    struct names *names; /* NULL until somebody searches */
    struct gate gate;
    int64_t access_read_at, access_read_of; /* when the log of who looked was last read, and of which case */
    struct roster *roster;                  /* as replayed from signed entries; NULL when it must be replayed (again) */
    struct losses *losses;                  /* known to be lost, by signed entries; NULL: not read yet */
    struct erasures *erasures;              /* likewise erased */
    struct save *save;
    enum read_only read_only;
    uint64_t damaged_pages, pages;      /* as counted when it was opened READ_ONLY_DAMAGED */
    struct damage *damage;              /* where they lie; NULL: not looked for */
    int64_t large_verified[LARGE_KEPT]; /* large entries found good since the vault was opened */
    size_t large_next;
    sqlite3_stmt *roll_back; /* made when the vault is opened */
    bool must_roll_back;     /* a save ended without the memory to end its transaction */
    struct statement statements[STATEMENT_CACHE];
    uint64_t statement_clock;
};

/* --- sql.c */
/* A ready statement from the cache; give it back with sql_done (NULL allowed), which also forgets what was bound. */
MUST_USE enum err sql_get(struct store *store, const char *sql, sqlite3_stmt **out, struct why *why);
void sql_done(struct store *store, sqlite3_stmt *stmt);
MUST_USE enum err sql_step(struct store *store, sqlite3_stmt *stmt, bool *row, struct why *why);
/* Step to the end, result ignored, and give back. */
MUST_USE enum err sql_finish(struct store *store, sqlite3_stmt *stmt, struct why *why);
MUST_USE enum err sql_exec(struct store *store, const char *sql, struct why *why);
enum err sql_fail(struct store *store, int code, struct why *why);
void sql_release(struct store *store);
MUST_USE enum err sql_start(struct store *store, struct why *why); /* before anything else here */
const char *sql_text(sqlite3_stmt *stmt, int column);              /* never NULL */
/* End a transaction that is open, if one is. Its statement is made beforehand, to pass without memory; where even that
 * fails, the next statement asked for tries again first. */
void sql_roll_back(struct store *store);
void sql_bind_text(sqlite3_stmt *stmt, int at, const char *text);              /* NULL binds NULL; copied */
void sql_bind_blob(sqlite3_stmt *stmt, int at, const void *bytes, size_t len); /* copied */
/* "name" with quotes, for keys out of the catalogue. */
MUST_USE enum err sql_add_name(struct buf *out, const char *name);
MUST_USE enum err meta_get(struct store *store, const char *key, int64_t *out,
                           struct why *why); /* 0 when there is none */
MUST_USE enum err meta_set(struct store *store, const char *key, int64_t value, struct why *why);
MUST_USE enum err meta_get_bytes(struct store *store, const char *key, void *out, size_t size,
                                 struct why *why); /* E_NOT_FOUND */
MUST_USE enum err meta_get_text(struct store *store, const char *key, char *out, size_t size,
                                struct why *why); /* "" when there is none; cut to fit */
MUST_USE enum err meta_set_text(struct store *store, const char *key, const char *text, struct why *why);
MUST_USE enum err meta_set_bytes(struct store *store, const char *key, const void *bytes, size_t len, struct why *why);

/* --- ids.c */
int64_t id_after(int64_t last, int64_t now, int64_t device);
int64_t id_next(struct store *store);
int64_t id_moment(int64_t id); /* when it was given, by the clock of that device */
/* "R-2026-0042" for the next record of this prefix; the number is used up by reference_take. */
MUST_USE enum err reference_next(struct store *store, const char *prefix, struct buf *out, int64_t *number,
                                 struct why *why);
MUST_USE enum err reference_take(struct store *store, const char *prefix, int64_t number, struct why *why);
void reference_format(const char *prefix, int year, int64_t number, int64_t device, char *out, size_t size);

/* --- migrate.c */
/* Bring the tables up to the newest file in <assets>/schema. Within a transaction and before anything is recorded.
 * *ran: how many files. */
MUST_USE enum err migrate_run(struct store *store, const char *assets, int *ran, struct why *why);
/* How many files there are; E_INVALID in words when the vault is newer than them. */
MUST_USE enum err migrate_pending(struct store *store, const char *assets, int *pending, struct why *why);
/* Every recorded table has an INTEGER PRIMARY KEY and no trigger; fills the dictionary hash. */
MUST_USE enum err migrate_check(struct store *store, struct why *why);
MUST_USE enum err migrate_keep_dictionary(struct store *store, struct why *why);

/* --- keys.c: the keys of cases */
MUST_USE enum err case_key_of(const struct record *record, int64_t *case_id, struct why *why);
/* Borrowed until casework closes or the cache turns over. E_PERMISSION when casework is closed or the officer has no
 * key. */
MUST_USE enum err case_key_open(struct store *store, int64_t case_id, const struct secret **out, struct why *why);
/* Before anything is sealed with it: whether it is the key with which the case began, by the signed header of its first
 * entry. Wrapped keys are anonymous: whoever writes the tables could put one of his own there. E_DAMAGED when it is
 * not. */
MUST_USE enum err case_key_check(struct store *store, int64_t case_id, struct why *why);
/* Open the key kept for the holder of `box` instead, make sure it is the case's, and keep it as above. */
MUST_USE enum err case_key_open_as(struct store *store, int64_t case_id, int64_t holder, const struct box_key *box,
                                   const struct secret **out, struct why *why);
/* A fresh key for a new case, wrapped for every admitted caseworker. */
MUST_USE enum err case_key_make(struct store *store, int64_t case_id, struct why *why);
MUST_USE enum err case_key_wrap(struct store *store, int64_t case_id, const struct secret *key, int64_t officer,
                                const uint8_t box_public[BOX_PUBLIC_SIZE], struct why *why);
void case_keys_forget(struct store *store);
/* names.c: of a type of cases, ids whose one-line sealed texts have the words, where this officer may open the case.
 * Casework open. What was saved is told to it; when casework closes it is all forgotten. */
MUST_USE enum err names_find(struct store *store, const struct record_type *type, const char *words, size_t limit,
                             int64_t *ids, size_t *count, struct why *why);
void names_saved(struct store *store, int64_t record);
void names_forget(struct store *store);
/* E_PERMISSION "Open casework first …". */
MUST_USE enum err casework_require(const struct store *store, struct why *why);

/* --- gate.c */
/* Before something of a case is opened for the officer, or written by him. `type`: of the record at hand, NULL: not
 * known. E_PERMISSION with the gate's sentence. */
MUST_USE enum err gate_pass(struct store *store, const struct record_type *type, int64_t case_id, struct why *why);
void gate_forget(struct store *store);
/* The type of a case that owns itself; NULL when there is no such case (any more). */
MUST_USE enum err case_type_of(struct store *store, int64_t case_id, const struct record_type **out, struct why *why);

/* --- history.c */
/* The name of an officer, for people. */
MUST_USE enum err history_officer(struct store *store, int64_t officer, char *out, size_t size);

/* --- access.c */
struct access_note {
    int kind; /* enum access_kind */
    int64_t case_id, record;
    const struct record_type *type; /* NULL: of no one record */
    const char *purpose;
};
/* What everybody who opens the vault reads of it in the history. */
const char *access_sentence(int kind); /* enum access_kind */
MUST_USE enum err access_note(struct save *save, const struct access_note *note, struct why *why);
/* Only for those who may read the log of this case (0: of all); that it is read stands in it once in a while. */
MUST_USE enum err access_read(struct store *store, int64_t case_id, struct why *why);
/* Only the entry; a case's `note` goes into the log of who looked. */
MUST_USE enum err log_access(struct store *store, const char *sentence, const struct access_note *note,
                             struct why *why);
/* The log as a table, for what goes through all tables. */
extern const struct record_type access_table;

/* --- column.c: values in columns */
bool kind_is_text(enum field_kind kind);
/* Whether lists sort and compare this kind by its folded text. */
bool kind_is_folded(enum field_kind kind);
void value_bind(sqlite3_stmt *stmt, int at, const struct value *value);
MUST_USE enum err value_column(sqlite3_stmt *stmt, int column, const struct field *field, struct value *out);
/* In place of a field: the column archive_reason, which is sealed in records of a case. */
enum { SEALED_REASON = -1 };
/* A sealed field's stored bytes: bound to table, record and column, so that a blob moved elsewhere does not open. */
MUST_USE enum err sealed_write(const struct record_type *type, int64_t id, int field, const struct value *value,
                               const struct secret *key, struct buf *out);
MUST_USE enum err sealed_read(const struct record_type *type, int64_t id, int field, const void *bytes, size_t len,
                              const struct secret *key, struct value *out);
/* Appends: "id", archived_at, archived_by, archive_reason, import_batch, then the fields; `open`: sealed columns
 * themselves, else whether filled. */
MUST_USE enum err columns_add(struct buf *sql, const struct record_type *type, bool open);
/* A row of those columns. key NULL: sealed fields come closed. */
MUST_USE enum err record_column(struct store *store, sqlite3_stmt *stmt, const struct record_type *type,
                                const struct secret *key, struct record *out, struct why *why);
/* As store_load, for the program's own use: no role asked. Sealed fields come closed, or open where the key is held:
 * for the officer's eyes if the gate lets him through, for the program's own use in any case. */
enum sealed_for { SEALED_FOR_NOBODY, SEALED_FOR_OFFICER, SEALED_FOR_PROGRAM };
MUST_USE enum err record_fetch(struct store *store, const struct record_type *type, int64_t id,
                               enum sealed_for open_for, struct record *out, struct why *why);
MUST_USE enum err record_exists(struct store *store, const struct record_type *type, int64_t id, bool *exists,
                                struct why *why);
/* unique.c: what another record in use holds already. */
MUST_USE enum err unique_check(struct store *store, const struct record *record, struct problems *problems,
                               struct why *why);
/* put.c: what the catalogue has against it, as one sentence; E_INVALID. */
MUST_USE enum err check_catalogue(struct store *store, const struct record *record, const struct record *before,
                                  struct why *why);
MUST_USE enum err title_of(struct store *store, const struct record *record, int depth, struct buf *out);

/* --- index.c: the search index and the counts */
struct save;
struct type_count;
/* `fresh`: the record is not in the index yet. An archived record leaves it. */
MUST_USE enum err index_put(struct store *store, const struct record *record, bool fresh, struct why *why);
void index_kind(const struct record_type *type, char out[80]);
const struct record_type *index_type(const struct store *store, const char *kind);
MUST_USE enum err index_drop(struct store *store, int64_t id, struct why *why);
MUST_USE enum err counts_write(struct save *save, struct why *why);
MUST_USE enum err count_read(struct store *store, const struct record_type *type, struct type_count *out,
                             struct why *why);
/* FTS5 query text for words of a person: every word quoted, a prefix; never syntax. "" when nothing can be searched. */
MUST_USE enum err words_to_match(const char *words, const char *columns, struct buf *out);

/* --- save.c, part.c, log.c */
struct save_owner {
    int64_t owner;
    sqlite3_session *session;
    struct secret *key; /* a copy; NULL for the team */
    bool logged;        /* has something to say without a change of rows */
    char title[160];    /* of the first record touched */
    enum { TOUCH_NONE, TOUCH_ADDED, TOUCH_CHANGED, TOUCH_ARCHIVED, TOUCH_RESTORED, TOUCH_MIXED } touch;
    int64_t record; /* the first touched */
    int touched;    /* records */
    size_t parts;   /* closed so far */
};
struct save {
    struct store *store;
    enum entry_kind kind;
    const struct sign_key *signer; /* borrowed; NULL: the officer who unlocked */
    int64_t signer_id;             /* whose it is, when there is one */
    int64_t entry;
    int64_t undoes;
    const char *plain_sentence; /* borrowed; of the team's part, where a case has one too; NULL: made */
    uint64_t seq;               /* 0 until the chain's head was read */
    uint64_t lamport;
    uint8_t previous[HASH_SIZE];
    struct save_owner *owners; /* owned */
    size_t owner_count, owner_cap, current;
    struct entry_part *parts; /* owned */
    size_t part_count, part_cap;
    bool roster;       /* this save may write roles and keys */
    int64_t chosen_id; /* of the next new record; 0: any */
    bool words_touched, office_touched, roster_touched;
    enum err failed; /* a statement failed halfway: only cancelling is left */
    struct why failure;
    struct type_count *counts; /* owned; one for each type of the catalogue */
    struct saved done;
};
struct type_count {
    int64_t in_use, archived;
};
enum put_by { PUT_BY_OFFICER, PUT_BY_PROGRAM, PUT_BY_ROSTER };
MUST_USE enum err save_put_as(struct save *save, struct record *record, enum put_by by, struct problems *problems,
                              struct why *why);
/* Choose whose part the next writes belong to, opening the session at need. */
MUST_USE enum err save_owner(struct save *save, int64_t owner, struct save_owner **out, struct why *why);
/* Note that the entry speaks of this record. */
MUST_USE enum err save_note(struct save *save, int64_t record, struct why *why);
/* The row is taken out and put in again, which the entry records: for rows of which no entry tells any more. */
MUST_USE enum err save_tell_anew(struct save *save, int64_t owner, const struct record_type *type, int64_t id,
                                 struct why *why);
/* Close a part when it has grown past the soft limit. */
MUST_USE enum err save_relieve(struct save *save, struct why *why);
void save_count(struct save *save, const struct record_type *type, int64_t in_use, int64_t archived);
/* Tell the owner's sentence what happened to this record. */
MUST_USE enum err save_touch(struct save *save, struct save_owner *owner, const struct record *record, int touch,
                             struct why *why);
/* "Open casework first" for a case's record, and no key, no writing. */
MUST_USE enum err require_writer(const struct store *store, const struct record_type *type, struct why *why);
/* save_archive and save_unarchive; by_roster: an officer leaves, asked elsewhere whether that is allowed. */
MUST_USE enum err save_set_archived(struct save *save, const struct record_type *type, int64_t id, const char *reason,
                                    bool archive, bool by_roster, struct why *why);
/* E_DISK_FULL and the like stay with the save: the commit refuses. */
enum err save_fail(struct save *save, enum err e, const struct why *why);

/* --- part.c */
enum { PART_PRESENT, PART_WITHHELD, PART_ERASED }; /* history_part.state */
struct part {
    struct buf plain; /* wiped on release */
    int64_t undoes;
    const char *sentence; /* into plain, terminated */
    const void *changeset;
    size_t changeset_len;
};
void part_release(struct part *part);
/* Append a sentence as text of one line, whatever bytes it has. */
MUST_USE enum err sentence_clean(struct buf *out, const char *sentence);
/* Encrypt what the owner's session recorded (and the sentence) as the next part, and store it. Nothing recorded and
 * nothing logged: no part. */
MUST_USE enum err part_close(struct save *save, struct save_owner *owner, const char *sentence, bool last,
                             struct why *why);
/* Decrypt a stored part. E_NOT_FOUND when withheld or erased, E_PERMISSION without the key, E_DAMAGED when it does not
 * authenticate. */
MUST_USE enum err part_open(struct store *store, const struct entry *header, int64_t entry, size_t number,
                            struct part *out, struct why *why);
void key_id_of(const struct secret *key, uint8_t out[HASH_SIZE]);

/* --- chain.c */
/* The header of an entry, read and checked against its hash. */
MUST_USE enum err chain_header(struct store *store, int64_t entry, struct entry *out, struct why *why);
/* Read the head of this device's chain into the save. */
MUST_USE enum err chain_begin(struct save *save, struct why *why);
/* Write the signed header of the save. */
MUST_USE enum err chain_write(struct save *save, struct why *why);
/* Signature, link to the entry before, part hashes. false: *what says what is wrong. */
MUST_USE enum err chain_verify(struct store *store, int64_t entry, bool *good, struct buf *what, struct why *why);
/* The same without its parts. */
MUST_USE enum err chain_verify_link(struct store *store, int64_t entry, bool *good, struct why *why);
/* Every entry of each device from the first on is there and names the hash of the one before, and the newest of each
 * officer bears that officer's signature: what was cut out or put back differently is told in `lines`. Hashes alone for
 * all the others; verify checks every signature. */
MUST_USE enum err chain_check_whole(struct store *store, struct buf *lines, struct why *why);
/* The newest own entry: what is checked at every opening. */
MUST_USE enum err chain_check_head(struct store *store, struct why *why);

/* --- roster.c: who is who, from signed entries alone */
enum { ROSTER_MAX = 512 };
struct roster_row { /* one public key */
    int64_t id, officer;
    uint8_t sign_public[SIGN_PUBLIC_SIZE], box_public[BOX_PUBLIC_SIZE];
    int64_t admitted_by;
    int64_t since, until;
    bool was_admitted; /* ever */
};
struct roster_officer {
    int64_t officer;
    unsigned roles;
};
struct roster {
    struct roster_row *rows; /* owned */
    size_t row_count;
    struct roster_officer *officers; /* owned */
    size_t officer_count;
};
void roster_release(struct roster *roster);
/* Replay every roster entry, checking that each was signed by someone who was allowed to at that time. Findings one a
 * line in `lines`. */
MUST_USE enum err roster_replay(struct store *store, struct roster *out, struct buf *lines, struct why *why);
/* The tables say what the roster says. */
MUST_USE enum err roster_compare(struct store *store, const struct roster *roster, struct buf *lines, struct why *why);
/* Both, once after each change: before a key is wrapped for anybody. Kept in store->roster. */
MUST_USE enum err roster_trust(struct store *store, struct why *why);
/* The roster changed: replay it before it is trusted again. */
void roster_forget(struct store *store);
/* Whether keys of new cases are wrapped for this key; and whether there is anybody at all they are wrapped for. */
bool roster_is_recipient(const struct roster *roster, const struct roster_row *row);
bool roster_has_recipient(const struct roster *roster);
unsigned roster_roles(const struct roster *roster, int64_t officer);

/* --- replay.c: the tables against the history. Findings one a line in `lines`. */
MUST_USE enum err replay_compare(struct store *store, struct buf *lines, struct why *why);
/* The tables as the history has them, in a database in memory of the same names and columns; the caller closes it, also
 * after a failure. */
MUST_USE enum err replay_tables(struct store *store, sqlite3 **out, struct why *why);
/* Each officer an event names by the program signed an entry of its case that speaks of it: needs no case's key. */
MUST_USE enum err replay_check_events(struct store *store, struct buf *lines, struct why *why);

/* --- officers.c */
/* The catalogue's type of that key itself (no alias); NULL none. */
const struct record_type *type_of_table(const struct catalogue *catalogue, const char *table);
MUST_USE enum err officer_key_add(struct store *store, int64_t officer, const struct new_slot *keys,
                                  int64_t admitted_by, struct why *why);

/* A save of kind roster, whose rows may hold roles and keys. */
MUST_USE enum err roster_begin(struct store *store, struct save **out, struct why *why);
MUST_USE enum err officer_admit(struct store *store, int64_t officer, int64_t by, struct why *why);
MUST_USE enum err officer_retire_keys(struct store *store, int64_t officer, struct why *why);
struct kdf_cost officer_cost(const struct store *store, enum kdf_level kdf);
/* Whether this officer was admitted to casework, and so may admit others. */
/* Lets a caseworker in where nobody is left who could; nothing otherwise. Casework is open. */
MUST_USE enum err handover_take_up(struct store *store, struct why *why);
bool may_hand_over(struct store *store);
const struct roster_row *roster_key_of(const struct roster *roster, int64_t officer); /* in force; NULL none */
/* Cases whose key `from` holds and `to` does not. */
struct cases {
    int64_t *ids; /* owned */
    size_t count, cap;
};
MUST_USE enum err cases_missing(struct store *store, int64_t from, int64_t to, struct cases *out, struct why *why);

/* --- newest.c, newest_check.c: what this person has seen of the vault */
struct newest;
/* Of an unlocked vault whose history is loaded; `folder` NULL: nothing is kept. */
MUST_USE enum err newest_start(struct store *store, const char *folder, struct why *why);
void newest_settle(struct store *store);               /* it was compared: note it from now on */
void newest_note(struct store *store, bool is_synced); /* nothing before that */
void newest_free(struct newest *newest);

/* --- clock.c */
void clock_tell(struct store *store); /* a notice where this computer's clock cannot be right */

/* --- failures.c: wrong passphrases */
/* The file in the state folder for this vault and purpose. */
MUST_USE enum err state_file(const char *folder, const uint8_t *id, const char *suffix, struct buf *out);
void failures_count(const char *folder, const char *vault); /* one more; `folder` NULL: nothing is counted */
/* The vault is open: take the count over into the history. */
void failures_settle(struct store *store, const char *folder);

/* --- read_only.c */
/* No sentence of this kind replaces an earlier one. */
void read_only_set(struct store *store, enum read_only why);
/* Drafts stay possible where the damage was met while somebody was typing. */
MUST_USE enum err require_drafts(const struct store *store, struct why *why);

/* --- damage_open.c */
/* After open_records answered E_DAMAGED with `why`: open what can be read, or leave it so. */
MUST_USE enum err damage_open(struct store *store, const struct store_opening *opening, struct why *why);

/* --- codes.c: tell who can make a new one that a code was used */
void codes_notice(struct store *store);

/* --- store.c, create.c */
MUST_USE enum err device_load(struct store *store, struct why *why);

/* One more sentence for store_notices; without memory it is left out. Translated already. */
void store_notice(struct store *store, const char *format, ...) PRINTF_LIKE(2, 3);
void store_free(struct store *store);
MUST_USE enum err store_start(struct store *store,
                              struct why *why); /* database, functions and keys of an unlocked vault */
MUST_USE enum err store_new_for(const char *path, const struct catalogue *catalogue, struct store **out);
/* The vocabularies of the vault; of `entries` those it lacks are added, within a save. */
/* E_CONFLICT in words when a word that was there when the words were loaded has gone from the tables, and a record uses
 * it. */
MUST_USE enum err words_check_gone(struct store *store, struct why *why);
MUST_USE enum err words_seed(struct save *save, const struct vocabulary_entry *entries, size_t count, struct why *why);
MUST_USE enum err words_load(struct store *store, struct why *why);
MUST_USE enum err office_load(struct store *store, struct why *why);
MUST_USE enum err officer_load(struct store *store, struct why *why);
MUST_USE enum err store_reload(struct store *store, bool words, bool office, bool roster, struct why *why);

#endif
