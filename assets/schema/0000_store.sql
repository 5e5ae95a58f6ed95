-- What the store keeps for itself. None of these tables is recorded in the history, except officer_key by entries of kind roster, known_loss by
-- entries of kind salvage, tombstone by entries of kind erase, and access.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY NOT NULL,
    value
) WITHOUT ROWID;

-- The devices whose entries this vault has taken in; slot is the device part of record ids. Its own is named by meta 'device'.
CREATE TABLE device_seen (
    slot      INTEGER PRIMARY KEY NOT NULL,
    device_id BLOB NOT NULL,
    name      TEXT NOT NULL,
    seq       INTEGER NOT NULL,
    hash      BLOB NOT NULL,
    lamport   INTEGER NOT NULL
);

-- The names of the recorded tables and columns for each schema an entry was made under.
CREATE TABLE dictionary (
    hash           BLOB PRIMARY KEY NOT NULL,
    schema_version INTEGER NOT NULL,
    names          TEXT NOT NULL
) WITHOUT ROWID;

-- One row a save. The signed form is `header`; the other columns repeat what is looked up often and are checked against it.
CREATE TABLE history (
    id        INTEGER PRIMARY KEY NOT NULL,
    device    INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    officer   INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    lamport   INTEGER NOT NULL,
    kind      INTEGER NOT NULL,
    header    BLOB NOT NULL,
    hash      BLOB NOT NULL,
    signature BLOB NOT NULL,
    undoes    INTEGER,
    undone_by INTEGER
);
CREATE UNIQUE INDEX history_by_device ON history (device, seq);
CREATE INDEX history_of_roster ON history (lamport, device, seq) WHERE kind IN (7, 10, 12);
CREATE INDEX history_of_erase ON history (id) WHERE kind = 8;
CREATE INDEX history_of_salvage ON history (id) WHERE kind = 12;

-- state: 0 present, 1 withheld, 2 erased.
CREATE TABLE history_part (
    entry  INTEGER NOT NULL,
    number INTEGER NOT NULL,
    owner  INTEGER NOT NULL,
    state  INTEGER NOT NULL,
    body   BLOB,
    PRIMARY KEY (entry, number)
) WITHOUT ROWID;

-- What of the history was lost when this vault was salvaged from a damaged one: a part of an entry, or (number NULL) a whole one. Recorded by
-- entries of kind salvage, which are what counts.
CREATE TABLE known_loss (
    id     INTEGER PRIMARY KEY NOT NULL,
    device INTEGER NOT NULL,
    seq    INTEGER NOT NULL,
    number INTEGER,
    owner  INTEGER
);

-- Which cases were erased: kept for ever, so that what comes back from an old backup is erased again. Of the case only its id and the hash of the key
-- that was destroyed. kept: of a case that was reduced, the sealed fields left, "type.field;type.field"; NULL where everything went. entry: the one
-- that erased it. Recorded by entries of kind erase, which are what counts.
CREATE TABLE tombstone (
    id        INTEGER PRIMARY KEY NOT NULL,
    case_id   INTEGER NOT NULL,
    hash      BLOB NOT NULL,
    erased_at INTEGER NOT NULL,
    entry     INTEGER NOT NULL,
    kept      TEXT
);

-- Who opened which case, for what: what a data-protection reviewer reads, who holds no key of a case. Nothing of the case but ids. Recorded in the
-- team's part of the entry.
CREATE TABLE access (
    id      INTEGER PRIMARY KEY NOT NULL,
    entry   INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    kind    INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    type    TEXT NOT NULL,
    record  INTEGER NOT NULL
);
CREATE INDEX access_by_entry ON access (entry);
CREATE INDEX access_of_case ON access (case_id, entry);

-- Which entries speak of a record: the history shown on it.
CREATE TABLE history_row (
    record INTEGER NOT NULL,
    entry  INTEGER NOT NULL,
    PRIMARY KEY (record, entry)
) WITHOUT ROWID;

-- Every public key an officer ever had. admitted_by: the caseworker who hands this officer the keys of cases; 0 nobody yet.
CREATE TABLE officer_key (
    id          INTEGER PRIMARY KEY NOT NULL,
    officer     INTEGER NOT NULL,
    sign_public BLOB NOT NULL,
    box_public  BLOB NOT NULL,
    admitted_by INTEGER NOT NULL,
    since       INTEGER NOT NULL,
    until       INTEGER
);

-- The key of a case, wrapped for each officer who works on it. Never part of an entry: destroying these rows is what erasure means.
CREATE TABLE case_key (
    case_id INTEGER NOT NULL,
    officer INTEGER NOT NULL,
    wrapped BLOB NOT NULL,
    PRIMARY KEY (case_id, officer)
) WITHOUT ROWID;
CREATE INDEX case_key_by_officer ON case_key (officer, case_id);

-- owner: the case it would belong to, 0 none or not known yet: a sealed draft goes with its case.
CREATE TABLE draft (
    officer INTEGER NOT NULL,
    type    TEXT NOT NULL,
    record  INTEGER NOT NULL,
    owner   INTEGER NOT NULL,
    kept_at INTEGER NOT NULL,
    body    BLOB NOT NULL,
    PRIMARY KEY (officer, type, record)
) WITHOUT ROWID;
CREATE INDEX draft_by_owner ON draft (owner) WHERE owner <> 0;

-- Kept in step by every save, so that a list knows its length without counting.
CREATE TABLE record_count (
    type     TEXT PRIMARY KEY NOT NULL,
    in_use   INTEGER NOT NULL,
    archived INTEGER NOT NULL
) WITHOUT ROWID;

-- Words to records (rowid = record id). Sealed fields are never in it. Text is folded before it gets here.
CREATE VIRTUAL TABLE found USING fts5 (
    kind, title, body,
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '1 2'
);
