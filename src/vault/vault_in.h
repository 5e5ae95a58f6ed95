/* What the files of this room share among themselves. The format is told at the heads of header.c, page.c and
 * journal.c. */
#ifndef TOWNKEEP_VAULT_VAULT_IN_H
#define TOWNKEEP_VAULT_VAULT_IN_H

#include "townkeep/vault/vault.h"

enum {
    MAP_BLOCK_SIZE = 4096,
    ROOTS_START = 2 * VAULT_HEADER_SIZE,
    PAGES_START = ROOTS_START + 2 * MAP_BLOCK_SIZE, /* where the first group of pages begins */
    PAGE_FIRST_SIZE = 100,                          /* SQLite's file header */
    GROUP_PAGES = 506,                              /* see freshness.c */
    PAGE_CONTENT = VAULT_PAGE_SIZE - VAULT_RESERVED,
    NAME_HASH_SIZE = 16,
    TEAM_HALF_SIZE = 3 * KEY_SIZE, /* vault key, signing seed, store key */
    STORE_KEY_AT = 2 * KEY_SIZE,
    WRAPPED_TEAM_SIZE = NONCE_SIZE + TEAM_HALF_SIZE + TAG_SIZE,
    WRAPPED_KEY_SIZE = NONCE_SIZE + KEY_SIZE + TAG_SIZE,
    WRAPPED_BOX_SIZE = WRAPPED_KEY_SIZE,
    PENDING_SIZE = WRAPPED_KEY_SIZE + BOX_SEALED_EXTRA,
};

/* Bound to every sealed thing, so that one kind never passes for another. The numbers are part of the format. */
enum file_kind {
    FILE_PAGES = 1,
    FILE_JOURNAL = 2,
    FILE_SUPER_JOURNAL = 3,
    FILE_TEMPORARY = 4,
    FILE_MAP = 5,
    FILE_WAL = 6
};

/* Fixed-width little-endian numbers inside fixed places. */
static inline void put_le(uint8_t *out, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        out[i] = (uint8_t)(value >> (8 * i));
}

static inline uint64_t get_le(const uint8_t *bytes, size_t size)
{
    uint64_t value = 0;

    for (size_t i = size; i > 0; i--)
        value = value << 8 | bytes[i - 1];
    return value;
}

/* --- disk.c --- */
/* pread and pwrite of the whole length; false with errno set (for a short file ENODATA when reading). */
bool read_fully(int fd, void *out, size_t len, int64_t offset);
bool write_fully(int fd, const void *bytes, size_t len, int64_t offset);
bool sync_folder_of(const char *path);

/* --- header.c: two copies of the header --- */
struct slot {
    enum slot_kind kind;
    int64_t officer_id, created;
    struct kdf_cost cost;
    uint8_t salt[SALT_SIZE];
    uint8_t name_hash[NAME_HASH_SIZE];
    uint8_t commitment[HASH_SIZE];
    uint8_t box_public[BOX_PUBLIC_SIZE];
    uint8_t team_half[WRAPPED_TEAM_SIZE];
    uint8_t box_half[WRAPPED_BOX_SIZE];
    bool is_pending; /* the vault key was changed; the new one waits in `pending` */
    uint8_t pending[PENDING_SIZE];
};

struct header {
    uint64_t generation;
    uint8_t id[VAULT_ID_SIZE];
    enum cipher cipher;
    int64_t created;
    uint64_t rekeyed;          /* how often the vault key was changed */
    uint8_t source[HASH_SIZE]; /* of the file it was made from when its key was last changed; else zero */
    struct slot slots[VAULT_SLOT_COUNT];
};

enum header_state {
    HEADER_ABSENT,  /* no header of ours at all */
    HEADER_DAMAGED, /* checksum wrong */
    HEADER_STRANGE, /* checksum right, but says what this program never writes: altered on purpose */
    HEADER_NEWER,   /* of a later format */
    HEADER_SOUND,
};

/* Both copies as they stand in the file; `current` is the sound one with the higher generation. */
struct header_copies {
    uint8_t bytes[2][VAULT_HEADER_SIZE];
    enum header_state state[2];
    int current;
    struct header header; /* of the current copy */
};

enum header_state header_decode(const uint8_t bytes[VAULT_HEADER_SIZE], struct header *out);
void header_encode(const struct header *header, const struct secret *header_key, uint8_t bytes[VAULT_HEADER_SIZE]);
/* Whether the copy was written by someone who held the vault's key. */
bool header_is_authentic(const uint8_t bytes[VAULT_HEADER_SIZE], const struct secret *header_key);
MUST_USE enum err header_read(int fd, struct header_copies *out, struct why *why);
/* In words, what to do with a vault whose cipher is not to be had here. */
MUST_USE enum err header_check_cipher(const struct header *header, bool is_available, struct why *why);
/* Write `header` over the copy that is not current, sync, then over the other, sync; `current` moves. */
MUST_USE enum err header_write(int fd, const struct header *header, const struct secret *header_key, int *current,
                               bool damaged[2], struct why *why);

/* --- paper.c: a header copy as lines a person can type again */
MUST_USE enum err paper_write(const uint8_t header[VAULT_HEADER_SIZE], struct buf *out, size_t *lines); /* appends */
/* E_INVALID names the line that is wrong or missing. */
MUST_USE enum err paper_read(const char *text, uint8_t header[VAULT_HEADER_SIZE], struct why *why);

/* --- slots.c: what a passphrase opens --- */
struct slot_keys {
    struct secret *team_half; /* TEAM_HALF_SIZE; NULL in a casework recovery slot */
    struct secret *box_seed;  /* NULL in an office recovery slot */
};
void slot_keys_release(struct slot_keys *keys);
MUST_USE enum err slot_name_hash(const uint8_t id[VAULT_ID_SIZE], const char *officer_name, uint8_t out[NAME_HASH_SIZE],
                                 struct why *why);
/* Fill the slot's salt, commitment and wrapped halves; kind, officer id and cost are set before. */
MUST_USE enum err slot_wrap(struct slot *slot, const uint8_t id[VAULT_ID_SIZE], const struct passphrase *passphrase,
                            const struct slot_keys *keys, struct why *why);
/* Another team half under the slot's key; nothing waits any more. */
MUST_USE enum err slot_wrap_team(struct slot *slot, const uint8_t id[VAULT_ID_SIZE], const struct secret *slot_key,
                                 const struct secret *team_half, struct why *why);
/* rekey.c: put the vault key that waits in the slot into the team half, in place of the older one. */
MUST_USE enum err slot_take_pending(const struct slot *slot, const uint8_t id[VAULT_ID_SIZE],
                                    const struct secret *slot_key, struct secret *team_half, struct why *why);
/* The slot's own key from the passphrase. E_PASSPHRASE (no sentence) when it is not this slot's. */
MUST_USE enum err slot_unlock(const struct slot *slot, const uint8_t id[VAULT_ID_SIZE],
                              const struct passphrase *passphrase, struct secret **slot_key, struct why *why);
MUST_USE enum err slot_open_team(const struct slot *slot, const uint8_t id[VAULT_ID_SIZE],
                                 const struct secret *slot_key, struct secret **out, struct why *why);
MUST_USE enum err slot_open_box(const struct slot *slot, const uint8_t id[VAULT_ID_SIZE], const struct secret *slot_key,
                                struct secret **out, struct why *why);
/* What a casework code signs with, made from the only secret its slot holds. */
MUST_USE enum err slot_code_sign_key(const struct secret *box_seed, struct sign_key **out, struct why *why);
/* The code a slot of this kind is opened with; CODE_NONE: a passphrase. */
enum code_kind slot_code_kind(enum slot_kind kind);
/* Public halves of what the slot's keys make. */
MUST_USE enum err slot_public_keys(const struct slot_keys *keys, struct new_slot *out, struct why *why);
/* Fresh seeds beside the vault's two keys. */
MUST_USE enum err slot_keys_make(const struct secret *vault_key, const struct secret *store_key, enum slot_kind kind,
                                 struct slot_keys *out, struct why *why);

/* --- hold.c: one process at a time --- */
struct hold {
    int fd; /* of NAME-lock; -1 when not held */
    char *path;
};
/* Lock NAME-lock and the vault file itself (`file`). E_BUSY names the holder. */
MUST_USE enum err hold_take(const char *vault_path, int file, struct hold *out, struct why *why);
/* The same for a vault that is only read: many readers may share it, and no file is made. */
MUST_USE enum err hold_share(const char *vault_path, int file, struct why *why);
void hold_release(struct hold *hold);

/* --- freshness.c: which version of each page is the newest --- */
enum { MAP_HEAD_SIZE = 8 + TAG_SIZE };
struct map_head { /* counter and tag of a map block */
    uint8_t bytes[MAP_HEAD_SIZE];
};
struct map_group; /* of GROUP_PAGES pages */

struct freshness {
    bool is_loaded;
    bool is_lost;             /* no root in the file fits its map */
    uint64_t counter;         /* of the root that counts; grows with each sync */
    uint64_t highest;         /* the higher counter of the two in the file */
    int root;                 /* which of the two counts */
    struct map_group *groups; /* and with the same index: */
    struct map_head *heads;   /* of each group's block that counts; zero: none */
    struct map_head *flushed; /* as the flush still waiting for its sync wrote them */
    size_t group_count, group_room;
    bool is_dirty, is_flushed;
    uint8_t journal_salt[SALT_SIZE];      /* of the journal going on; zero: none */
    uint8_t root_journal_salt[SALT_SIZE]; /* of the journal under which the root was written */
    uint64_t header_generation;           /* as the root knew it */
    int64_t written_at;                   /* milliseconds */
};

/* Unknown where the map is damaged, unread where the disk failed. */
enum page_age { PAGE_NEWEST, PAGE_OLD, PAGE_AGE_UNKNOWN, PAGE_AGE_UNREAD, PAGE_AGE_NO_MEMORY };

/* What the file says. Never fails for what it finds there: E_SYSTEM when it cannot be read, E_MEMORY. */
MUST_USE enum err freshness_load(struct vault *vault);
void freshness_release(struct freshness *freshness);
/* Whether page `number`, which authenticated with `tag`, is the one last written there. */
enum page_age freshness_of(struct vault *vault, uint64_t number, const uint8_t tag[TAG_SIZE]);
/* Page `number` is being written with `tag`. E_MEMORY, E_SYSTEM; E_DAMAGED when the map of its group is. */
MUST_USE enum err freshness_note(struct vault *vault, uint64_t number, const uint8_t tag[TAG_SIZE]);
void freshness_cut(struct vault *vault, uint64_t pages); /* the file now has so many pages */
/* Write what changed, beside what counted until now; false with errno. After the next sync of the file has succeeded,
 * freshness_settle makes it count; when that sync failed, leave it out. */
MUST_USE bool freshness_flush(struct vault *vault);
void freshness_settle(struct vault *vault);
bool freshness_is_whole(struct vault *vault); /* the map can be read from the first page to the last */
/* Read anew when another process has written since. */
MUST_USE enum err freshness_refresh(struct vault *vault);
/* Whether a journal begun at `counter` with `salt` can be the one an interruption left: false for an older one. */
bool freshness_fits_journal(const struct vault *vault, uint64_t counter, const uint8_t salt[SALT_SIZE]);

/* --- the open vault --- */
/* Sizes of a vault's files in bytes, and what SQLite is told about them. The program's vaults have those of
 * vault_geometry; SQLite's own tests ask for others. */
struct geometry {
    int page;       /* as SQLite sees it */
    int span;       /* what a page takes in the file; nonce and tag are its end */
    int sector;     /* what SQLite takes for a sector, and the payload of a journal's block: at most VAULT_PAGE_SIZE */
    bool is_strict; /* one page size, nonce and tag in bytes SQLite leaves free, and no write-ahead log */
};
extern const struct geometry vault_geometry;

struct vault {
    char *path; /* absolute, no symbolic links */
    int fd;     /* headers, checking, copying; closed last: closing it drops the locks SQLite holds on the file */
    bool is_read_only; /* the medium, the folder or the file takes no writing */
    struct hold hold;
    struct header header;
    int current_copy;
    bool header_damaged[2];
    int slot;
    struct secret *vault_key, *store_key, *header_key;
    struct sign_key *sign_key;
    struct sealer *pages, *journals, *temporaries;
    struct sqlite3_vfs vfs;       /* registered under vfs_name while vfs.zName is set */
    struct sqlite3_vfs *real_vfs; /* the default one, which does the input and output */
    char vfs_name[48];
    sqlite3 *database;
    struct freshness freshness;
    struct geometry geometry;
    uint8_t first[PAGE_FIRST_SIZE]; /* the beginning of page 1 as last read or written, while has_first */
    bool has_first;
    uint64_t bad_page; /* the page last read that did not authenticate or was not the newest; 0 none */
    bool is_bad_old;   /* that page is authentic, but an older one */
    bool is_journal_bad;
};

/* vault.c */
struct vault *vault_new(void); /* closed, with nothing in it; NULL without memory */
enum err vault_no_memory(struct why *why);
enum err vault_refuse_writing(struct why *why); /* of a vault that is only read */
/* Open the file, or for reading only where it takes no writing. */
MUST_USE enum err vault_open_file(struct vault *vault, const char *path, struct why *why);
/* Unlock `vault->header`, whose bytes these are. Caller frees the slot's key, on failure too. */
MUST_USE enum err vault_unlock(struct vault *vault, const uint8_t bytes[VAULT_HEADER_SIZE], const char *officer_name,
                               const struct passphrase *passphrase, struct secret **slot_key, struct why *why);
/* change.c: the slot key of the officer who unlocked, the passphrase given again. */
MUST_USE enum err vault_unlock_own(const struct vault *vault, const struct passphrase *passphrase,
                                   struct secret **slot_key, struct why *why);
/* The vault key that waited in the slot has been taken: wrap it as any other. Where that cannot be written it waits on.
 */
void vault_settle_pending(struct vault *vault, const struct secret *slot_key);
/* Take what a slot's team half holds (vault key, seed of the signing key, store key) and derive everything from it. */
MUST_USE enum err vault_take_team_half(struct vault *vault, const struct secret *team_half, struct why *why);
/* Header, slot and keys of another open vault, for a file that takes its place. */
MUST_USE enum err vault_take_keys_of(struct vault *vault, const struct vault *from, struct why *why);

MUST_USE enum err vault_derive_keys(struct vault *vault, struct why *why); /* all that hangs on its vault key */

/* database.c */
void vault_database_close(struct vault *vault);

/* memory.c: before SQLite starts. */
void vault_memory_start(void);

/* copy.c */
bool vault_page_is_sound(struct vault *vault, uint64_t number); /* as it stands in the file */

/* vfs.c */
/* Read the real file. A disk that fails is no damage: SQLite's own layer would call some of its errors that. */
int vault_real_read(sqlite3_file *real, void *out, int amount, sqlite3_int64 at);
MUST_USE enum err vault_vfs_register(struct vault *vault, struct why *why);
void vault_vfs_unregister(struct vault *vault);

struct page_file {
    sqlite3_file base; /* first: this is what SQLite holds */
    struct vault *vault;
    sqlite3_file *real; /* the default VFS's file behind ours */
    uint8_t *buffer;    /* one page */
    int buffer_size;
    int lock;        /* SQLite's level */
    bool is_syncing; /* this connection syncs what it saves */
};

struct block_memory;
struct block_file {
    sqlite3_file base; /* first: this is what SQLite holds */
    struct vault *vault;
    struct page_file *pages; /* a journal's: what it is the journal of */
    sqlite3_file *real;
    struct sealer *sealer;
    enum file_kind kind;
    int block; /* payload of one */
    uint8_t salt[SALT_SIZE];
    uint8_t page_nonce[NONCE_SIZE]; /* see journal.c */
    uint64_t found_at;  /* counter of the vault's page nonces when the journal was opened, if it is of this session */
    bool has_prefix;    /* the salt stands in the file */
    bool is_recovering; /* it was there when opened, and no new content was begun */
    bool is_forged;     /* its prefix is damaged */
    bool is_counted;    /* the records since the last header are counted in it */
    int64_t size;       /* logical; -1 not yet known */
    int64_t writing, reading; /* numbers of the blocks in memory; -1 none */
    bool is_dirty;
    struct block_memory *memory;
};

enum { WAL_SALT_SIZE = 8 };
struct wal_file {
    sqlite3_file base; /* first: this is what SQLite holds */
    struct vault *vault;
    sqlite3_file *real;
    uint32_t page_size; /* as the log's header says; 0 not yet known */
    uint8_t salt[WAL_SALT_SIZE];
    int64_t written;                  /* the end of what this connection wrote of this log */
    int64_t joined_unit, joined;      /* of the unit being put together: its number, and how much is there */
    uint8_t *unit, *joining, *sealed; /* one allocation */
};

/* page.c, journal.c: `file` is zeroed, `real` open. Result codes are SQLite's. */
int page_file_init(struct page_file *file, struct vault *vault, sqlite3_file *real);
/* `pages`: the database file a journal belongs to, else NULL. */
int block_file_init(struct block_file *file, struct vault *vault, struct page_file *pages, sqlite3_file *real,
                    enum file_kind kind);
int wal_file_init(struct wal_file *file, struct vault *vault, sqlite3_file *real);
/* Page `number` (from 1): `page` holds a span, changed in place. Says nothing about its age. */
MUST_USE enum err page_open(struct vault *vault, uint64_t number, uint8_t *page);
void page_seal(struct vault *vault, uint64_t number, const uint8_t *plain, uint8_t *page);
const uint8_t *page_tag(const struct vault *vault, const uint8_t *page); /* of a sealed page */
/* Page `number` of the vault's file, or of a copy of it in `fd`, opened into `out`. A page of a group whose map is
 * damaged counts as sound: it authenticates, and nothing says that it is old. */
enum page_state { PAGE_SOUND, PAGE_DAMAGED, PAGE_PUT_BACK, PAGE_UNREAD };
enum page_state page_get(struct vault *vault, int fd, uint64_t number, uint8_t *out);
sqlite3_int64 vault_page_place(const struct vault *vault, uint64_t number); /* where it lies in the file */
/* How many whole pages a file of `length` bytes has; *rest, unless NULL, gets the bytes behind the last. */
uint64_t vault_page_count(const struct vault *vault, int64_t length, int64_t *rest);
/* SQLite's file header as far as a reader must know it before it can read anything: the geometry. */
void page_put_geometry(const struct geometry *geometry, uint8_t plain[PAGE_FIRST_SIZE]);
/* The one page of a database with nothing in it. */
void page_make_first(uint8_t plain[VAULT_PAGE_SIZE]);
/* The only page SQLite never writes: its lock bytes lie there. */
bool page_is_never_written(const struct vault *vault, uint64_t number);

#endif
