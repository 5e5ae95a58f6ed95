/*
 * The encrypted file. A vault is one file wherever it is put: two header copies (key slots), then SQLite's pages, each
 * encrypted and authenticated. What stands beside it while it is open carries its name as a prefix: NAME-journal
 * (encrypted like the rest) and NAME-lock (who holds it).
 *
 * Key hierarchy: passphrase → Argon2id → slot key → { the vault key, the officer's signing seed and the store key | the
 * officer's box seed }. The two halves of a slot are wrapped under different subkeys: unlocking opens only the first;
 * casework is opened with the passphrase again. Page, journal and header keys are derived from the vault key, which can
 * be changed; what the store seals inside the pages is sealed under keys derived from the store key, which stays as
 * long as the vault, because signed entries hold hashes of it.
 *
 * Format: head of src/vault/header.c and src/vault/page.c.
 */
#ifndef TOWNKEEP_VAULT_VAULT_H
#define TOWNKEEP_VAULT_VAULT_H

#include <stdbool.h>
#include <stdint.h>

#include <sqlite3.h>

#include "townkeep/base/err.h"
#include "townkeep/crypt/crypt.h"

enum {
    VAULT_ID_SIZE = 16,
    VAULT_SLOT_COUNT = 24,
    VAULT_PAGE_SIZE = 4096,
    VAULT_RESERVED = NONCE_SIZE + TAG_SIZE, /* bytes at the end of each page */
    VAULT_HEADER_SIZE = 12288,              /* one header copy, with room for all slots */
};

/* A casework recovery slot opens the cases and nothing else: it holds no vault key. */
enum slot_kind { SLOT_FREE = 0, SLOT_OFFICER = 1, SLOT_RECOVERY = 2, SLOT_CASEWORK_RECOVERY = 3 };

struct vault; /* an unlocked, exclusively held vault file */

/* Make a new vault file (refused when `path` exists) with one officer's slot, and open it. `officer_name` is kept in
 * the slot only as a hash bound to this vault. The file gets the first page of an empty database. Keys: a fresh vault
 * key, store key, signing and box seeds. E_CONFLICT when something stands at `path` or at the place of its journal. */
MUST_USE enum err vault_create(const char *path, enum cipher cipher, int64_t officer_id, const char *officer_name,
                               const struct passphrase *passphrase, struct kdf_cost cost, struct vault **out,
                               struct why *why);

/* The same vault once more, without its pages: id, key slots and keys of `from`, in a new file with the first page of
 * an empty database; whoever opens the one opens the other. To salvage a damaged vault into. Errors as vault_create. */
MUST_USE enum err vault_create_again(const struct vault *from, const char *path, struct vault **out, struct why *why);

/* Lock the file for this process and unlock it. `officer_name` may be NULL: every officer slot is then tried in turn.
 * E_NOT_FOUND no such file; E_INVALID not a vault (a plain SQLite file, a folder, an empty file: in words); E_DAMAGED
 * header damaged in both copies, altered by someone without the keys, or the pages cut off; E_SYSTEM a cipher this
 * computer does not have; E_BUSY held by another
 * process, the sentence naming user, computer and since when; E_PASSPHRASE wrong name or passphrase: the same sentence
 * and about the same time for both. A passphrase that reads as a recovery code tries the recovery slots. A vault on a
 * medium, in a folder or of a file that takes no writing is opened to be read (vault_is_read_only), by several at once
 * where they like; a journal that must be played back is then refused by vault_database. */
MUST_USE enum err vault_open(const char *path, const char *officer_name, const struct passphrase *passphrase,
                             struct vault **out, struct why *why);
void vault_close(struct vault *vault); /* wipes keys, releases the lock; close the sqlite3 handle first. NULL allowed */

/* The SQLite connection on this vault: opened through the vault's VFS, main database, journal and temporary files all
 * encrypted. Made at first call, which also plays an interrupted save back; owned by the vault: closed by vault_close
 * (all statements must be finalised before). One thread at a time. Set: journal_mode=DELETE (with
 * locking_mode=EXCLUSIVE the journal is kept between transactions and removed at closing; WAL is refused),
 * synchronous=EXTRA, temp_store=MEMORY, secure_delete=ON, foreign_keys=ON, trusted_schema=OFF, DEFENSIVE, no
 * double-quoted strings, no extension loading, no ATTACH, cell_size_check=ON, a page cache of 32 MiB, extended result
 * codes. E_DAMAGED names the page. */
MUST_USE enum err vault_database(struct vault *vault, sqlite3 **out, struct why *why);
/* What a result code of that connection means, as a code and a sentence ("Page 12 of the vault is damaged …"). OK for
 * SQLITE_OK, SQLITE_ROW and SQLITE_DONE. */
enum err vault_sqlite_error(const struct vault *vault, int rc, struct why *why);
/* The number (from 1) of the page that last failed to authenticate when SQLite read it (SQLITE_IOERR_DATA); 0 none. */
uint64_t vault_last_bad_page(const struct vault *vault);
/* How many syncs have changed this vault since it was made, and when the last one was (milliseconds): whoever remembers
 * a higher count has seen a newer state of it. */
uint64_t vault_saves(const struct vault *vault);
int64_t vault_saved_at(const struct vault *vault);
/* Rewrite the database without free space (VACUUM, in memory). No transaction may be open. */
MUST_USE enum err vault_compact(struct vault *vault, struct why *why);

/* The id of the vault that stands at `path`, by its header alone. Not for a file this process has open: closing it
 * would drop the locks held on it. E_NOT_FOUND; E_INVALID and E_DAMAGED as vault_open. */
MUST_USE enum err vault_id_at(const char *path, uint8_t out[VAULT_ID_SIZE], struct why *why);

const char *vault_path(const struct vault *vault);
bool vault_is_read_only(const struct vault *vault); /* cannot be written to where it lies */
const uint8_t *vault_id(const struct vault *vault); /* VAULT_ID_SIZE bytes */
/* The id of the vault whose first officer signs with this key. A slot is bound to the id, so whoever unlocked knows by
 * it who alone may have signed the first entry of the history. */
void vault_id_of(const uint8_t sign_public[SIGN_PUBLIC_SIZE], uint8_t out[VAULT_ID_SIZE]);
enum cipher vault_cipher(const struct vault *vault);
uint64_t vault_generation(const struct vault *vault); /* of its header: grows with every change of a slot */
int64_t vault_officer_id(const struct vault *vault);  /* whose slot opened it */
enum slot_kind vault_opened_with(const struct vault *vault);
const struct sign_key *vault_sign_key(const struct vault *vault); /* of the officer who unlocked; borrowed */
/* A key derived from the store key for a purpose of the store's ("team parts", "drafts"). Caller frees. */
MUST_USE enum err vault_derive(const struct vault *vault, const char *purpose, struct secret **out, struct why *why);
/* Open the officer's box key (casework) with the passphrase again: the slot is read anew and the passphrase must be the
 * one of the officer who unlocked. Caller frees. E_PASSPHRASE; E_PERMISSION for a recovery slot, which has none. */
MUST_USE enum err vault_open_box_key(const struct vault *vault, const struct passphrase *passphrase,
                                     struct box_key **out, struct why *why);

/* Key slots. Each change writes the header copy that is not current, syncs it, then the other. */
struct slot_info {
    int index;
    enum slot_kind kind;
    int64_t officer_id; /* 0 for a recovery slot */
    struct kdf_cost cost;
    int64_t created; /* milliseconds */
};
int vault_slots(const struct vault *vault, struct slot_info out[VAULT_SLOT_COUNT]); /* how many are in use */
struct new_slot {
    uint8_t sign_public[SIGN_PUBLIC_SIZE]; /* of the fresh keys wrapped in it */
    uint8_t box_public[BOX_PUBLIC_SIZE];   /* zero for a recovery slot of the office */
};
/* A new officer or recovery slot with fresh seeds; their public halves are returned for the officer's record.
 * E_CONFLICT when all are used. */
MUST_USE enum err vault_add_slot(struct vault *vault, enum slot_kind kind, int64_t officer_id, const char *officer_name,
                                 const struct passphrase *passphrase, struct kdf_cost cost, struct new_slot *out,
                                 struct why *why);
/* The same in place of the slots that officer (or all recovery codes) had, in one write. E_INVALID for the slot the
 * vault was opened with. */
MUST_USE enum err vault_replace_slots(struct vault *vault, enum slot_kind kind, int64_t officer_id,
                                      const char *officer_name, const struct passphrase *passphrase,
                                      struct kdf_cost cost, struct new_slot *out, struct why *why);
/* The name an officer unlocks with. E_NOT_FOUND when the officer has no slot. */
MUST_USE enum err vault_rename_officer(struct vault *vault, int64_t officer_id, const char *officer_name,
                                       struct why *why);
/* The unlocking officer's own passphrase; keeps the officer's keys. E_PASSPHRASE when `old` is not it. */
MUST_USE enum err vault_change_passphrase(struct vault *vault, const struct passphrase *old,
                                          const struct passphrase *fresh, struct kdf_cost cost, struct why *why);
/* Remove an officer's slots. The caller keeps the last-administrator rule; this refuses to remove the last officer
 * slot, and the slots of the officer who unlocked. */
MUST_USE enum err vault_remove_slots(struct vault *vault, int64_t officer_id, struct why *why);
/* Remove all recovery slots of the office (new code printed, used code retired). E_INVALID while the vault is open by
 * one of them. */
MUST_USE enum err vault_remove_recovery(struct vault *vault, struct why *why);

/* Recovery codes. Test one without opening anything: only whether it is the one a slot was made with. E_INVALID for
 * what is no code, with a sentence that says where to look, before anything is hashed; E_NOT_FOUND where the vault has
 * no code of that kind; E_PASSPHRASE for another vault's or an older one. *kind is known unless E_INVALID. */
MUST_USE enum err vault_code_test(const char *path, const struct passphrase *code, enum code_kind *kind,
                                  struct why *why); /* a file this process does not have open */
MUST_USE enum err vault_code_test_open(const struct vault *vault, const struct passphrase *code, enum code_kind *kind,
                                       struct why *why);
/* When the code of this kind was made; 0 where there is none. `box_public` gets its public key. */
int64_t vault_code_made(const struct vault *vault, enum code_kind kind, uint8_t box_public[BOX_PUBLIC_SIZE]);
/* What the casework code opens: the key cases are wrapped to, and one to sign with. Caller frees both. Errors as
 * above. */
MUST_USE enum err vault_casework_code_open(const struct vault *vault, const struct passphrase *code,
                                           struct box_key **box, struct sign_key **sign, struct why *why);

/* A fresh vault key for a vault that no process has open, and `cipher`: every page is written anew to NAME-rekey, read
 * back, and put in the vault's place. Step by step; whoever ends it before `more` is false leaves the vault as it was,
 * and a later start goes on behind the pages that are done, unless the vault changed meanwhile. Other officers unlock
 * as before; recovery codes of the office open no more, and new ones are to be made. Errors as vault_open; E_PERMISSION
 * for a recovery code; E_DAMAGED for a page that does not open. */
struct rekey;
MUST_USE enum err vault_rekey_start(const char *path, const char *officer_name, const struct passphrase *passphrase,
                                    enum cipher cipher, struct rekey **out, struct why *why);
/* Some pages, a few milliseconds; the step behind the last page reads the whole new file back. */
MUST_USE enum err vault_rekey_step(struct rekey *rekey, bool *more, struct why *why);
void vault_rekey_position(const struct rekey *rekey, uint64_t *done, uint64_t *pages);
void vault_rekey_end(struct rekey *rekey);        /* NULL allowed */
bool vault_rekey_is_unfinished(const char *path); /* NAME-rekey is there */
MUST_USE enum err vault_rekey_discard(const char *path, struct why *why);
uint64_t vault_rekeyed(const struct vault *vault); /* how often its key was changed */

/* The header as it is now, as numbered lines to be printed, appended to `out`; each has check letters of its own. */
MUST_USE enum err vault_header_sheet(const struct vault *vault, struct buf *out, size_t *lines, uint64_t *generation,
                                     struct why *why);
/* Put it back into a file whose two headers are both destroyed. `sheet`: the printed lines, among any other words.
 * E_INVALID names the line that was typed wrong or left out; E_CONFLICT when a header can be read; E_DAMAGED for the
 * sheet of another vault, or from before a rekey; else as vault_open. Nothing is written unless all of it fits. */
MUST_USE enum err vault_header_restore(const char *path, const char *sheet, const char *officer_name,
                                       const struct passphrase *passphrase, struct why *why);

/* The public halves of the unlocking officer's keys (of a fresh vault: the first officer's), as the officer's own
 * passphrase authenticated them; the box half is zero for a recovery slot. */
MUST_USE enum err vault_first_keys(const struct vault *vault, struct new_slot *out);

/* Read every page and check it; `bad` gets the numbers (from 1) of pages that do not authenticate or are not the newest
 * of their number, *bad_count how many there are in all, *pages how many the file has. Header copies are checked too.
 * OK when all are good, else E_DAMAGED with a sentence naming the first place ("page 12", "second header copy"). Reads
 * the file itself, not SQLite's cache. */
struct vault_damage {
    uint64_t pages, bad_count;
    uint64_t bad[64];
    bool is_old[64];     /* that page is authentic, but an older one that was put back */
    bool is_map_damaged; /* of some pages it cannot be said whether they are the newest */
    bool header_damaged[2];
};
MUST_USE enum err vault_check_pages(struct vault *vault, struct vault_damage *out, struct why *why);
/* The pages as they stand in the file, for tree.h: those that do not authenticate cannot be had. The vault must outlive
 * it. */
struct tree_source;
MUST_USE enum err vault_tree_source(struct vault *vault, struct tree_source *out, struct why *why);
void vault_tree_source_release(struct tree_source *source);
/* Copy the vault as it stands to `path` (refused when it exists): ciphertext only, temporary name, synced, renamed,
 * read back and every page authenticated. No transaction may be open. */
MUST_USE enum err vault_copy(struct vault *vault, const char *path, struct why *why);

#endif
