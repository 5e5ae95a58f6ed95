/*
 * The records of one unlocked vault: open, save, query, search, history, sealed fields, drafts.
 *
 * Every change is one save, one transaction, one signed entry (entry.h). Tables the session extension must see have an
 * INTEGER PRIMARY KEY; no triggers, no UNIQUE beside the key, no cascades, no generated columns (trust.md section 1).
 * Never prints. One thread.
 */
#ifndef TOWNKEEP_STORE_STORE_H
#define TOWNKEEP_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/crypt/crypt.h"
#include "townkeep/schema/schema.h"

struct store;

/* --- opening --- */
struct store_new {
    const char *path;
    const char *office;  /* the office's name */
    const char *officer; /* the first officer: team lead and administrator */
    const struct passphrase *passphrase;
    enum kdf_level kdf;
    enum cipher cipher;   /* 0: XChaCha20-Poly1305, which every computer opens */
    struct kdf_cost cost; /* when set: instead of the level, for this and all later slots of this run (tests) */
    const char *assets;   /* folder with schema/ */
    const struct catalogue *catalogue;         /* borrowed for the store's life */
    const struct vocabulary_entry *vocabulary; /* seeded into the vault */
    size_t vocabulary_count;
    const char *state; /* the person's state folder, see store_opening */
};
/* Make the vault file, the tables, the office, the first officer (device 1) and the vocabularies; leaves it open. On
 * failure no file remains. */
MUST_USE enum err store_create(const struct store_new *fresh, struct store **out, struct why *why);

struct store_opening {
    const char *path;
    const char *officer; /* NULL: whoever's passphrase it is */
    const struct passphrase *passphrase;
    const char *assets;
    const struct catalogue *catalogue;
    const struct vocabulary_entry *vocabulary; /* lists newer than the vault are added to it at migration */
    size_t vocabulary_count;
    struct kdf_cost cost; /* as above */
    /* The person's state folder: there the newest state seen of each vault and the count of wrong passphrases are kept.
     * NULL: nothing is kept and nothing compared. */
    const char *state;
    bool accept_older;         /* open what E_OLDER would refuse, and say so in the history */
    bool only_looking;         /* the same, but tell it in store_notices alone: nothing is noted or recorded */
    bool is_copy;              /* it is one already: none is made before it is migrated */
    const char *backup_folder; /* where it is backed up before it is migrated; NULL, "": a copy is put beside it */
};
/* Errors as vault_open; E_OLDER in words when the file lacks what this person has seen in it, or is a second copy of a
 * vault known at another place; migrates an older vault (in a transaction, as an entry of kind migrate, after an
 * encrypted copy of the file was made); refuses a newer one by name. A vault of which pages are damaged is opened to be
 * read as far as it goes (store_is_damaged); E_DAMAGED only when not even its list of tables can be. */
MUST_USE enum err store_open(const struct store_opening *opening, struct store **out, struct why *why);
void store_close(struct store *store); /* NULL allowed; cancels an open save */

/* Why nothing can be written (the sentence, translated); NULL when it can. Reading goes on; everything that writes
 * refuses with this sentence, looking at a case among it, because a look is written down first. */
const char *store_read_only(const struct store *store);
/* Whether that is because pages cannot be read; how many of how many (0 when that was not counted;
 * NULL: not asked). */
bool store_is_damaged(const struct store *store, uint64_t *damaged, uint64_t *pages);
/* Whether lists of this type leave records out, because they stood on damaged pages. Known after the first list. */
bool store_leaves_out(const struct store *store, const struct record_type *type);
MUST_USE enum err store_require_writable(const struct store *store, struct why *why);
/* How long, in milliseconds, the next try must wait after wrong passphrases; 0 not at all. Whoever asks for passphrases
 * keeps to it. */
int64_t store_unlock_wait(const char *state, const char *vault);
/* How many wrong passphrases were tried before this opening, and since when. They are in the history now. */
int store_failed_unlocks(const struct store *store, int64_t *since);
/* What the officer should know before going on, one translated sentence a line; "" nothing. */
const char *store_notices(const struct store *store);

const char *store_path(const struct store *store);
/* The vault's own number, the same in every copy of it: STORE_VAULT_ID_SIZE bytes, no secret. */
enum { STORE_VAULT_ID_SIZE = 16 };
const uint8_t *store_vault_id(const struct store *store);
/* The copy of the vault as it was before this opening brought its tables up to date; NULL when it did not. */
const char *store_kept_before(const struct store *store);
const struct catalogue *store_catalogue(const struct store *store);
/* Stable for the store's life; its entries and labels are not: a save of a word replaces them. */
const struct vocabularies *store_words(const struct store *store);
const char *store_office(const struct store *store); /* the office's name */
int64_t store_officer_id(const struct store *store);
const char *store_officer_name(const struct store *store);
unsigned store_roles(const struct store *store); /* ROLE_ bits of the officer who unlocked */
const struct work_calendar *store_calendar(const struct store *store);
bool store_may_read(const struct store *store, const struct record_type *type);
bool store_may_write(const struct store *store, const struct record_type *type);
/* E_PERMISSION with a sentence when not. */
MUST_USE enum err store_require(const struct store *store, unsigned roles, struct why *why);

/* --- casework: sealed fields --- */
/* Closed after unlock. Opening takes the officer's passphrase again, and a casework role. */
MUST_USE enum err store_casework_open(struct store *store, const struct passphrase *passphrase, struct why *why);
void store_casework_close(struct store *store);
bool store_casework_is_open(const struct store *store);
/* Who may open which case. E_PERMISSION with a sentence: this officer may not; then sealed fields of the case and what
 * its history says stay closed, as if the key were not held, and an officer's save_put on it refuses with that
 * sentence (save_put_by_program does not ask). `type` owns the case. The gate may read, with sealed fields closed; what
 * it says stands for a minute or until the next save. NULL: the catalogue's, and without one whoever holds a key. */
typedef enum err store_case_gate(struct store *store, const struct record_type *type, int64_t case_id, struct why *why);
void store_set_case_gate(struct store *store, store_case_gate *gate);
/* Write "this officer looked" into the log, before the text is shown; at most one entry for a record and purpose in 15
 * minutes. Refuses with the gate's sentence. */
MUST_USE enum err store_log_view(struct store *store, const struct record_type *type, int64_t id, const char *purpose,
                                 struct why *why);

/* --- reading --- */
/* Sealed fields are VALUE_CLOSED unless casework is open, this officer holds the case's key and the gate lets him
 * through. */
MUST_USE enum err store_load(struct store *store, const struct record_type *type, int64_t id, struct record *out,
                             struct why *why);
/* What stands for a record in lists: its title (never a sealed one), "" when it is gone. */
MUST_USE enum err store_title(struct store *store, const struct record_type *type, int64_t id, struct buf *out);
/* One field for people, references as titles; a closed value as "(sealed)". */
MUST_USE enum err store_show_value(struct store *store, const struct record *record, int field, struct buf *out);
/* field_read, with references found by id, reference code (R-2026-0042) or title: exact (folded) first, else the one
 * beginning with those words; E_INVALID in words when none or several fit. */
MUST_USE enum err store_read_value(struct store *store, const struct field *field, const char *typed, struct value *out,
                                   struct why *why);
/* A record by id, reference or title, as above. */
MUST_USE enum err store_find(struct store *store, const struct record_type *type, const char *named, int64_t *id,
                             struct why *why);

/* Filters, joined by "and". `value` as field_read reads it, except FILTER_WORDS. */
enum filter_test {
    FILTER_IS, /* equal; for lists: contains */
    FILTER_IS_NOT,
    FILTER_WORDS, /* every word begins a word of the text, case and accents ignored (field -1: any FIELD_FOUND field) */
    FILTER_AT_LEAST, /* numbers and dates */
    FILTER_AT_MOST,
    FILTER_EMPTY,
    FILTER_FILLED,
};
struct filter {
    int field; /* index, or -1 */
    enum filter_test test;
    char value[256];
};
enum { QUERY_FILTERS = 8 };
struct query {
    const struct record_type *type;
    struct filter filters[QUERY_FILTERS];
    int filter_count;
    int sort_field; /* index of a FIELD_SORTED field, or of a reference: both have an index */
    bool descending;
    enum { QUERY_IN_USE, QUERY_ARCHIVED, QUERY_ALL } which;
    const int64_t *ids; /* only these of them: borrowed; NULL all */
    size_t id_count;
};
void query_init(struct query *query, const struct record_type *type); /* the type's own order, in use */
/* "name~words", "sector=education", "sector!=x", "on>=2026-01-01", "on<=…", "due=" (empty), "due!=" (filled), "~words"
 * (anywhere). E_INVALID in words. */
MUST_USE enum err query_add_filter(struct query *query, const char *text, const struct vocabularies *words,
                                   struct why *why);
/* The filter in words, for the top line: "sector education · name has 'faith'". */
MUST_USE enum err query_describe(const struct query *query, const struct vocabularies *words, struct buf *out);

struct record_page {
    struct record *records; /* owned */
    size_t count;
    bool more_before, more_after;
};
void record_page_release(struct record_page *page);
/* Keyset paging: rows after (or before) the row of `anchor` in the query's order; anchor NULL starts at the beginning
 * (or the end). Rows come in the query's order either way. Cost does not grow with the table. Sealed fields come closed
 * (lists never open them). */
MUST_USE enum err store_page(struct store *store, const struct query *query, const struct record *anchor,
                             bool backwards, size_t limit, struct record_page *out, struct why *why);
/* Up to `most` matching rows are counted; *more when there are more. Without filters exact and immediate. */
MUST_USE enum err store_count(struct store *store, const struct query *query, size_t most, size_t *count, bool *more,
                              struct why *why);

/* Full-text search over everything the officer may read. */
struct found {
    const struct record_type *type;
    int64_t id;
    char title[160];
    char excerpt[160]; /* the text around the words, when they are not in the title */
};
/* Every word is a prefix; user text is never FTS syntax. `type` NULL: all types. */
MUST_USE enum err store_search(struct store *store, const struct record_type *type, const char *words, size_t limit,
                               struct found *out, size_t *count, struct why *why);
/* Over sealed fields, decrypted in memory: casework open, and a reason, which goes into the log before the answer is
 * given. Only the cases whose keys this officer holds. Matches with text_has_words on any sealed one-line field of the
 * type. */
MUST_USE enum err store_search_sealed(struct store *store, const struct record_type *type, const char *words,
                                      const char *reason, size_t limit, int64_t *ids, size_t *count, struct why *why);

/* --- saving --- */
enum entry_kind {
    ENTRY_CHANGE,
    ENTRY_UNDO,
    ENTRY_RESOLVE,
    ENTRY_VIEW,
    ENTRY_EXPORT,
    ENTRY_IMPORT,
    ENTRY_MIGRATE,
    ENTRY_ROSTER,
    ENTRY_ERASE,
    ENTRY_CHECKPOINT,
    ENTRY_RESTORE,
    ENTRY_ALARM,   /* what was noticed at unlocking: wrong passphrases, an older file gone on with */
    ENTRY_SALVAGE, /* the vault was made from what could be read of a damaged one; names what of the history is lost */
    ENTRY_KIND_COUNT
};
struct save;
struct saved {
    int64_t entry;      /* id of the entry */
    int fields_changed; /* in all records */
    int records_added, records_changed;
};
/* One at a time. */
MUST_USE enum err save_begin(struct store *store, enum entry_kind kind, struct save **out, struct why *why);
/* Add (id 0: a new id is set) or change a record. Checks it (record_check, references exist, roles, FIELD_BY_PROGRAM
 * untouched unless by the rule or `by_program`: tried by an officer, a problem), with all problems in *problems (may be
 * NULL) and the first in *why. A VALUE_CLOSED field keeps what is stored. A record whose stored form equals the given
 * one is left alone. On refusal the save goes on without it. */
MUST_USE enum err save_put(struct save *save, struct record *record, struct problems *problems, struct why *why);
MUST_USE enum err save_put_by_program(struct save *save, struct record *record, struct problems *problems,
                                      struct why *why);
MUST_USE enum err save_archive(struct save *save, const struct record_type *type, int64_t id, const char *reason,
                               struct why *why);
MUST_USE enum err save_unarchive(struct save *save, const struct record_type *type, int64_t id, struct why *why);
/* Write the entry and commit; once it answers OK the change is on the disk. `sentence` NULL: made from what was changed
 * ("Added Youth House"). A save that changed nothing makes no entry (saved->entry 0). The save is gone either way. */
MUST_USE enum err save_commit(struct save *save, const char *sentence, struct saved *out, struct why *why);
void save_cancel(struct save *save); /* NULL allowed */
/* begin, put, commit. */
MUST_USE enum err store_put(struct store *store, struct record *record, struct problems *problems, struct saved *out,
                            struct why *why);
/* Only the entry, for views, exports and the like: no rows. */
MUST_USE enum err store_log(struct store *store, enum entry_kind kind, const char *sentence, int64_t case_id,
                            struct why *why);

/* --- history and undo --- */
struct history_row {
    int64_t entry; /* id */
    int64_t device, seq;
    int64_t at; /* milliseconds */
    char officer[120];
    enum entry_kind kind;
    char sentence[240];
    int64_t undone_by; /* entry id; 0 */
    bool verified; /* signature, chain link and part hashes checked now; of a large import once while the vault is open
                    */
};
/* Newest first; type NULL: everything this officer may see; before 0 from the newest. */
MUST_USE enum err store_history(struct store *store, const struct record_type *type, int64_t id, int64_t before,
                                size_t limit, struct history_row *out, size_t *count, struct why *why);
struct change {
    const struct record_type *type;
    int64_t id;
    enum { CHANGE_ADDED, CHANGE_EDITED, CHANGE_REMOVED } what;
    int field;            /* index; -1 archiving and other columns of the store */
    char *before, *after; /* for people; owned; "(sealed)" when closed */
};
/* What an entry changed; of a case only while casework is open. Release with changes_release. */
MUST_USE enum err store_changes(struct store *store, int64_t entry, struct change **out, size_t *count,
                                struct why *why);
void changes_release(struct change *changes, size_t count);
/* Apply the inverse as a new entry of kind undo. E_CONFLICT when later entries touched the same fields, naming who and
 * when. */
MUST_USE enum err store_undo(struct store *store, int64_t entry, struct saved *out, struct why *why);
/* The newest change by this officer on this device that stands; 0 none. Undos are left out, so that undoing again walks
 * further back. */
MUST_USE enum err store_last_entry(struct store *store, int64_t *entry, struct why *why);

/* --- drafts: what is half typed, kept encrypted in the vault --- */
/* One draft for each (officer, type, record id; 0 = a new one). Values as field_write text. Drafts of case types are
 * sealed to the officer's own public key: keeping needs nothing open, reading needs casework open. Not in the history.
 */
MUST_USE enum err store_draft_keep(struct store *store, const struct record *record, struct why *why);
MUST_USE enum err store_draft_load(struct store *store, const struct record_type *type, int64_t id, struct record *out,
                                   int64_t *kept_at, struct why *why); /* E_NOT_FOUND when none */
MUST_USE enum err store_draft_drop(struct store *store, const struct record_type *type, int64_t id, struct why *why);
struct draft_row {
    const struct record_type *type;
    int64_t id, kept_at;
};
MUST_USE enum err store_drafts(struct store *store, size_t limit, struct draft_row *out, size_t *count,
                               struct why *why);

/* --- over a lock: what a screen must know again, sealed in memory with a key that goes with the lock --- */
/* Into *sealed, and wiped where it was. Without memory it is gone. */
void store_put_aside(struct store *store, void *bytes, size_t len, struct buf *sealed);
/* Back again, zeroed where nothing was put aside; *sealed is empty after. */
bool store_take_back(struct store *store, struct buf *sealed, void *bytes, size_t len);
void store_put_text_aside(struct store *store, struct buf *text, struct buf *sealed);
void store_take_text_back(struct store *store, struct buf *sealed, struct buf *text);

/* --- officers --- */
/* `record` is of the catalogue's type "officer" with name and roles set. Adds record, slot and keys; when the new
 * officer holds a casework role and the unlocked one has casework open, every case key is handed over. Administrators
 * only. */
MUST_USE enum err store_officer_add(struct store *store, struct record *record, const struct passphrase *passphrase,
                                    enum kdf_level kdf, struct why *why);
/* Take away an officer's slots and case keys and archive the record. Refused for the last administrator and for the
 * last holder of a case's key. */
MUST_USE enum err store_officer_remove(struct store *store, int64_t officer, struct why *why);
/* The name an officer unlocks with and is shown by. Administrators only. */
MUST_USE enum err store_officer_rename(struct store *store, int64_t officer, const char *name, struct why *why);
/* New roles; hands over or takes away case keys. Handing over needs casework open by an officer who holds them: until
 * then the officer waits, see store_grant_keys. */
MUST_USE enum err store_officer_roles(struct store *store, int64_t officer, unsigned roles, struct why *why);
/* Hand every case key this officer holds to `officer`, who must hold a casework role. Needs casework open. *handed: how
 * many. */
MUST_USE enum err store_grant_keys(struct store *store, int64_t officer, size_t *handed, struct why *why);
/* The unlocked officer's own passphrase. */
MUST_USE enum err store_passphrase_change(struct store *store, const struct passphrase *old,
                                          const struct passphrase *fresh, enum kdf_level kdf, struct why *why);
/* Whether this is the unlocked officer's own passphrase; takes as long as unlocking. E_PASSPHRASE; E_PERMISSION for a
 * recovery code. */
MUST_USE enum err store_passphrase_confirm(const struct store *store, const struct passphrase *passphrase,
                                           struct why *why);
/* How many cases only this officer can open. */
MUST_USE enum err store_cases_held_alone(struct store *store, int64_t officer, size_t *count, struct why *why);
/* An administrator (or a recovery code) gives an officer a fresh slot and fresh keys; sealed cases must be handed over
 * again. What only this officer could open nobody can open after it: never refused, because the passphrase may be lost
 * already, so whoever asks says store_cases_held_alone first. */
MUST_USE enum err store_passphrase_reset(struct store *store, int64_t officer, const struct passphrase *fresh,
                                         enum kdf_level kdf, struct why *why);
/* A new recovery code; the older ones stop opening. */
MUST_USE enum err store_recovery_renew(struct store *store, char shown[RECOVERY_TEXT_SIZE], enum kdf_level kdf,
                                       struct why *why);
/* A recovery code for casework, held apart from the office's: the key of every case this officer holds is wrapped to
 * it, and of every case to come. For caseworkers who were admitted, with casework open. The older one stops opening.
 * *cases: how many it opens now. */
MUST_USE enum err store_casework_code_renew(struct store *store, char shown[RECOVERY_TEXT_SIZE], enum kdf_level kdf,
                                            size_t *cases, struct why *why);
/* Take the keys of the cases from the casework code into this officer's own hands: for a caseworker with casework open,
 * whose passphrase is a fresh one. Signed by the code, for everybody to see. *opened: how many cases; *kept_closed: how
 * many of its keys are damaged or not the case's. Both codes are to be renewed afterwards. */
MUST_USE enum err store_casework_code_use(struct store *store, const struct passphrase *code, size_t *opened,
                                          size_t *kept_closed, struct why *why);
/* vault_code_test, written into the history when the code is good. */
MUST_USE enum err store_code_test(struct store *store, const struct passphrase *code, enum code_kind *kind,
                                  struct why *why);
/* The same for a file that is not open, so nothing is written down. */
MUST_USE enum err store_code_test_closed(const char *path, const struct passphrase *code, enum code_kind *kind,
                                         struct why *why);
/* A new key for a vault that is closed: see vault_rekey_start and what follows it. Who may do it is asked before; it
 * is noted in the history afterwards. */
struct rekey;
MUST_USE enum err store_rekey_start(const char *path, const char *officer, const struct passphrase *passphrase,
                                    enum cipher cipher, struct rekey **out, struct why *why);
MUST_USE enum err store_rekey_step(struct rekey *rekey, bool *more, struct why *why);
void store_rekey_position(const struct rekey *rekey, uint64_t *done, uint64_t *pages);
void store_rekey_end(struct rekey *rekey);
bool store_rekey_is_unfinished(const char *path);
MUST_USE enum err store_rekey_discard(const char *path, struct why *why);
MUST_USE enum err store_note_rekey(struct store *store, struct why *why);
enum cipher store_cipher(const struct store *store); /* of the vault */
struct code_state {
    int64_t made_at, tested_at, used_at; /* milliseconds; 0 never. The last two: since it was made */
};
MUST_USE enum err store_code_state(struct store *store, enum code_kind kind, struct code_state *out, struct why *why);
/* Officers with a casework role who do not hold every case key yet. */
MUST_USE enum err store_officers_waiting(struct store *store, size_t limit, int64_t *ids, size_t *count,
                                         struct why *why);

/* --- the whole vault --- */
/* Of any bytes, to know later whether they are the same: 64 hexadecimal digits. */
enum { STORE_FINGERPRINT_SIZE = 2 * HASH_SIZE + 1 };
void store_fingerprint(const void *bytes, size_t len, char out[STORE_FINGERPRINT_SIZE]);
/* The vault's header as a text to print (vault_header_restore takes it back). Administrators; written into the
 * history. */
MUST_USE enum err store_header_sheet(struct store *store, struct buf *out, struct why *why);
struct verify_report {
    uint64_t pages, bad_pages;
    uint64_t entries, bad_entries;
    uint64_t records;
    int64_t first_bad_entry;
    struct buf lines;      /* one sentence a finding */
    struct buf known;      /* how the vault was salvaged, one line for each time; no finding */
    uint64_t known_losses; /* entries, parts and rows that are missing since, by signed entries */
};
void verify_report_release(struct verify_report *report);
/* Every page, both headers, SQLite's own integrity and foreign-key checks, every entry's signature, chain link and part
 * hashes, the search index against the records. E_DAMAGED with the first finding, all of them in the report. */
/* The pages alone, of a vault that cannot be opened as records: one line for each damaged place, what stood there in
 * it. E_DAMAGED with the first finding. */
struct vault;
MUST_USE enum err store_tell_damage(struct vault *vault, const struct catalogue *catalogue, struct buf *lines,
                                    struct why *why);
MUST_USE enum err store_verify(struct store *store, struct verify_report *out, struct why *why);
/* Write everything that can be read of this vault, and what its history can give back, to a new one at `path`: with the
 * same id, key slots and case keys, sealed fields as they are, indexes and counts made anew, and a signed entry that
 * names what of the history is lost. Nothing is written to this vault. E_CONFLICT when something stands at `path`. */
struct salvaging {
    const char *path;
    const char *assets;
    const char *state;                   /* as in struct store_opening: the new place becomes known there; NULL */
    const struct passphrase *passphrase; /* when given: cases too get back from their history what it has, as far as
                                            this officer's keys reach. Nothing of them is shown. NULL allowed */
};
struct salvage_report {
    uint64_t damaged, pages; /* pages that could not be read, of how many */
    size_t copied, restored; /* rows of records: as they stood, and from the history */
    size_t lost_records;     /* those that an index still knows of */
    size_t lost_entries, lost_parts;
    struct buf lost;     /* one sentence a line: what is lost; nothing of casework but counts and references */
    struct buf findings; /* what verify says of the new vault, one line a finding; empty when it is sound */
};
void salvage_report_release(struct salvage_report *report);
MUST_USE enum err store_salvage(struct store *store, const struct salvaging *how, struct salvage_report *out,
                                struct why *why);
#endif
