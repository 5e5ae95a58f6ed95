/*
 * A small office for the tests of the store: its own catalogue and tables, so that they depend on no record type of the
 * program. Team records (party, link), a case with sealed fields (referral) and a record of a case (step), beside
 * officer, office and vocabulary.
 */
#ifndef TOWNKEEP_TESTS_STORE_OFFICE_H
#define TOWNKEEP_TESTS_STORE_OFFICE_H

#include <CUnit/Basic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/store/store.h"
#include "unit.h"

enum {
    PARTY_NAME,
    PARTY_KIND,
    PARTY_NOTE,
    PARTY_LANGUAGES,
    PARTY_PARENT,
    PARTY_FOUNDED,
    PARTY_SIZE,
    PARTY_TAGS,
    PARTY_STATE,
    PARTY_CODE,
    PARTY_FRIENDS,
    PARTY_FIELDS
};
static const struct field party_fields[PARTY_FIELDS] = {
    [PARTY_NAME] = { .key = "name",
                     .label = "Name",
                     .kind = FIELD_TEXT,
                     .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED },
    [PARTY_KIND] = { .key = "kind",
                     .label = "Kind",
                     .kind = FIELD_CHOICE,
                     .vocabulary = "kind",
                     .flags = FIELD_FILTERED | FIELD_SORTED },
    [PARTY_NOTE] = { .key = "note", .label = "Note", .kind = FIELD_NOTE, .flags = FIELD_FOUND },
    [PARTY_LANGUAGES] = { .key = "languages", .label = "Languages", .kind = FIELD_CHOICES, .vocabulary = "language" },
    [PARTY_PARENT] = { .key = "parent", .label = "Part of", .kind = FIELD_REFERENCE, .refers_to = "party" },
    [PARTY_FOUNDED] = { .key = "founded", .label = "Founded", .kind = FIELD_DATE, .flags = FIELD_SORTED },
    [PARTY_SIZE] = { .key = "size", .label = "Size", .kind = FIELD_NUMBER, .flags = FIELD_SORTED },
    [PARTY_TAGS] = { .key = "tags", .label = "Tags", .kind = FIELD_TAGS },
    [PARTY_STATE] = { .key = "state", .label = "State", .kind = FIELD_TEXT, .flags = FIELD_BY_PROGRAM },
    [PARTY_CODE] = { .key = "code", .label = "Code", .kind = FIELD_TEXT, .flags = FIELD_ONCE },
    [PARTY_FRIENDS] = { .key = "friends", .label = "Friends", .kind = FIELD_REFERENCES, .refers_to = "party" },
};
/* Sets what is the program's to set. */
static inline enum err party_rule(struct record *party, const struct record *before, const struct rule_context *context,
                                  struct problems *problems)
{
    (void)before;
    (void)context;
    (void)problems;
    return record_number(party, "size") > 100 ? value_set_text(record_value(party, "state"), "large") : OK;
}

static const struct record_type office_party = {
    .key = "party",
    .label = "Party",
    .plural = "Parties",
    .fields = party_fields,
    .field_count = PARTY_FIELDS,
    .title_field = PARTY_NAME,
    .subtitle_field = PARTY_KIND,
    .sort = "name",
    .writers = ROLES_BUT_TRAINER,
    .rule = party_rule,
};

enum { LINK_FROM, LINK_WHAT, LINK_FIELDS };
static const struct field link_fields[LINK_FIELDS] = {
    [LINK_FROM] = { .key = "party",
                    .label = "Party",
                    .kind = FIELD_REFERENCE,
                    .refers_to = "party",
                    .flags = FIELD_REQUIRED | FIELD_SORTED },
    [LINK_WHAT] = { .key = "what", .label = "What", .kind = FIELD_TEXT, .flags = FIELD_FOUND },
};
static const struct record_type office_link = {
    .key = "link",
    .label = "Link",
    .plural = "Links",
    .fields = link_fields,
    .field_count = LINK_FIELDS,
    .title_field = LINK_FROM,
    .subtitle_field = -1,
    .sort = "party",
};

enum {
    REFERRAL_REFERENCE,
    REFERRAL_STATE,
    REFERRAL_SOURCE,
    REFERRAL_PERSON,
    REFERRAL_STORY,
    REFERRAL_AGE,
    REFERRAL_FIELDS
};
static const struct field referral_fields[REFERRAL_FIELDS] = {
    [REFERRAL_REFERENCE] = { .key = "reference",
                             .label = "Reference",
                             .kind = FIELD_TEXT,
                             .flags = FIELD_LISTED | FIELD_FOUND | FIELD_SORTED | FIELD_BY_PROGRAM },
    [REFERRAL_STATE] = { .key = "state",
                         .label = "State",
                         .kind = FIELD_TEXT,
                         .flags = FIELD_BY_PROGRAM,
                         .initial = "draft" },
    [REFERRAL_SOURCE] = { .key = "source", .label = "Source", .kind = FIELD_TEXT, .flags = FIELD_FOUND },
    [REFERRAL_PERSON] = { .key = "person", .label = "Person", .kind = FIELD_TEXT, .flags = FIELD_SEALED },
    [REFERRAL_STORY] = { .key = "story", .label = "Story", .kind = FIELD_NOTE, .flags = FIELD_SEALED },
    [REFERRAL_AGE] = { .key = "age", .label = "Age", .kind = FIELD_NUMBER, .flags = FIELD_SEALED, .max = 120 },
};
static const struct record_type office_referral = {
    .key = "referral",
    .label = "Referral",
    .plural = "Referrals",
    .fields = referral_fields,
    .field_count = REFERRAL_FIELDS,
    .title_field = REFERRAL_REFERENCE,
    .subtitle_field = -1,
    .sort = "reference",
    .reference_prefix = "R",
    .owner = RECORD_OF_CASE,
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
};

enum { STEP_REFERRAL, STEP_WHAT, STEP_TEXT, STEP_FIELDS };
static const struct field step_fields[STEP_FIELDS] = {
    [STEP_REFERRAL] = { .key = "referral",
                        .label = "Referral",
                        .kind = FIELD_REFERENCE,
                        .refers_to = "referral",
                        .flags = FIELD_REQUIRED | FIELD_SORTED },
    [STEP_WHAT] = { .key = "what", .label = "What", .kind = FIELD_TEXT },
    [STEP_TEXT] = { .key = "reasons", .label = "Reasons", .kind = FIELD_NOTE, .flags = FIELD_SEALED },
};
static const struct record_type office_step = {
    .key = "step",
    .label = "Step",
    .plural = "Steps",
    .fields = step_fields,
    .field_count = STEP_FIELDS,
    .title_field = STEP_WHAT,
    .subtitle_field = -1,
    .sort = "referral",
    .owner = RECORD_OF_CASE,
    .case_field = "referral",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
};

enum { OFFICER_NAME, OFFICER_ROLES, OFFICER_PHONE, OFFICER_FIELDS };
static const struct field officer_fields[OFFICER_FIELDS] = {
    [OFFICER_NAME] = { .key = "name",
                       .label = "Name",
                       .kind = FIELD_TEXT,
                       .flags = FIELD_REQUIRED | FIELD_FOUND | FIELD_SORTED },
    [OFFICER_ROLES] = { .key = "roles",
                        .label = "Roles",
                        .kind = FIELD_CHOICES,
                        .vocabulary = "role",
                        .flags = FIELD_REQUIRED },
    [OFFICER_PHONE] = { .key = "phone", .label = "Phone", .kind = FIELD_TEXT },
};
static const struct record_type office_officer = {
    .key = "officer",
    .label = "Officer",
    .plural = "Officers",
    .fields = officer_fields,
    .field_count = OFFICER_FIELDS,
    .title_field = OFFICER_NAME,
    .subtitle_field = -1,
    .sort = "name",
    .writers = ROLE_ADMINISTRATOR,
};

static const struct field office_fields[] = {
    { .key = "name", .label = "Name", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_SORTED },
    { .key = "weekend",
      .label = "Days not worked",
      .kind = FIELD_CHOICES,
      .vocabulary = "weekday",
      .initial = "saturday;sunday" },
    { .key = "holidays", .label = "Holidays", .kind = FIELD_TAGS },
};
static const struct record_type office_office = {
    .key = "office",
    .label = "Office",
    .plural = "Office",
    .fields = office_fields,
    .field_count = 3,
    .title_field = 0,
    .subtitle_field = -1,
    .sort = "name",
    .writers = ROLE_ADMINISTRATOR,
};

static const struct field word_fields[] = {
    { .key = "list", .label = "List", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_SORTED },
    { .key = "code", .label = "Code", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED },
    { .key = "label", .label = "Label", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_FOUND },
    { .key = "label_fr", .label = "In French", .kind = FIELD_TEXT },
    { .key = "parent", .label = "Under", .kind = FIELD_TEXT },
    { .key = "aliases", .label = "Aliases", .kind = FIELD_TAGS },
    { .key = "position", .label = "Position", .kind = FIELD_NUMBER },
    { .key = "retired", .label = "Retired", .kind = FIELD_BOOLEAN },
};
static const struct record_type office_word = {
    .key = "vocabulary",
    .label = "Word",
    .plural = "Words",
    .fields = word_fields,
    .field_count = 8,
    .title_field = 2,
    .subtitle_field = 0,
    .sort = "list",
    .writers = ROLE_ADMINISTRATOR,
};

static const struct record_type *const office_types[] = { &office_party, &office_link,    &office_referral,
                                                          &office_step,  &office_officer, &office_office,
                                                          &office_word };
static const struct catalogue office_catalogue = { .types = office_types,
                                                   .count = sizeof office_types / sizeof office_types[0] };

#define OFFICE_WORD(in, is, shown, at)                                                                   \
    {                                                                                                    \
        .list = in, .code = is, .label = shown, .label_fr = "", .parent = "", .aliases = "", .order = at \
    }
static const struct vocabulary_entry office_words[] = {
    OFFICE_WORD("kind", "school", "School", 1),
    OFFICE_WORD("kind", "club", "Club", 2),
    OFFICE_WORD("kind", "faith", "Faith group", 3),
    OFFICE_WORD("language", "en", "English", 1),
    OFFICE_WORD("language", "fr", "French", 2),
    OFFICE_WORD("language", "pl", "Polish", 3),
    OFFICE_WORD("role", "intake_officer", "intake officer", 1),
    OFFICE_WORD("role", "case_officer", "case officer", 2),
    OFFICE_WORD("role", "team_lead", "team lead", 3),
    OFFICE_WORD("role", "programme_officer", "programme officer", 4),
    OFFICE_WORD("role", "data_protection_reviewer", "data protection reviewer", 5),
    OFFICE_WORD("role", "administrator", "administrator", 6),
    OFFICE_WORD("role", "trainer", "trainer", 7),
    OFFICE_WORD("weekday", "friday", "Friday", 5),
    OFFICE_WORD("weekday", "saturday", "Saturday", 6),
    OFFICE_WORD("weekday", "sunday", "Sunday", 7),
};
enum { OFFICE_WORDS = sizeof office_words / sizeof office_words[0] };

#define OFFICE_KEPT "archived_at INTEGER, archived_by INTEGER, archive_reason TEXT, import_batch INTEGER);\n"
static const char office_tables[] =
    "CREATE TABLE party (id INTEGER PRIMARY KEY NOT NULL, name TEXT, kind TEXT, note TEXT, languages TEXT, parent "
    "INTEGER, founded TEXT, "
    "size INTEGER, tags TEXT, state TEXT, code TEXT, friends TEXT, " OFFICE_KEPT
    "CREATE INDEX party_by_name ON party (fold(name), id); CREATE INDEX party_by_kind ON party (kind, id);\n"
    "CREATE INDEX party_by_founded ON party (founded, id); CREATE INDEX party_by_size ON party (size, id);\n"
    "CREATE INDEX party_of_parent ON party (parent);\n"
    "CREATE TABLE link (id INTEGER PRIMARY KEY NOT NULL, party INTEGER, what TEXT, " OFFICE_KEPT
    "CREATE INDEX link_by_party ON link (party, id);\n"
    "CREATE TABLE referral (id INTEGER PRIMARY KEY NOT NULL, reference TEXT, state TEXT, source TEXT, person BLOB, "
    "story BLOB, "
    "age BLOB, " OFFICE_KEPT "CREATE INDEX referral_by_reference ON referral (fold(reference), id);\n"
    "CREATE TABLE step (id INTEGER PRIMARY KEY NOT NULL, referral INTEGER, what TEXT, reasons BLOB, " OFFICE_KEPT
    "CREATE INDEX step_by_referral ON step (referral, id);\n"
    "CREATE TABLE officer (id INTEGER PRIMARY KEY NOT NULL, name TEXT, roles TEXT, phone TEXT, " OFFICE_KEPT
    "CREATE INDEX officer_by_name ON officer (fold(name), id);\n"
    "CREATE TABLE office (id INTEGER PRIMARY KEY NOT NULL, name TEXT, weekend TEXT, holidays TEXT, " OFFICE_KEPT
    "CREATE INDEX office_by_name ON office (fold(name), id);\n"
    "CREATE TABLE vocabulary (id INTEGER PRIMARY KEY NOT NULL, list TEXT, code TEXT, label TEXT, label_fr TEXT, parent "
    "TEXT, "
    "aliases TEXT, position INTEGER, retired INTEGER, " OFFICE_KEPT
    "CREATE INDEX vocabulary_by_list ON vocabulary (fold(list), id);\n";

/* One temporary folder with tables and a vault. */
struct office {
    char folder[UNIT_PATH_SIZE], vault[UNIT_PATH_SIZE], assets[UNIT_PATH_SIZE], state[UNIT_PATH_SIZE];
    bool has_state, accept_older, only_looking; /* see store_opening */
    struct store *store;
    struct why why;
};

static inline struct passphrase *office_passphrase(const char *text)
{
    struct passphrase *passphrase = NULL;

    if (crypt_start(NULL) || passphrase_new(&passphrase, NULL) || passphrase_add(passphrase, text, strlen(text)))
        abort();
    return passphrase;
}

static inline struct kdf_cost office_cost(void)
{
    return (struct kdf_cost){ .operations = 1, .memory = 8 << 20 };
}

static inline void office_write(const struct office *office, const char *name, const char *text, size_t len)
{
    struct buf path = { 0 };
    struct why why;

    if (buf_printf(&path, "%s/schema/%s", office->assets, name) || path_write_file(buf_text(&path), text, len, &why))
        abort();
    buf_release(&path);
}

static inline void office_make_assets(struct office *office)
{
    struct buf own = { 0 }, path = { 0 };
    struct why why;

    unit_folder(office->folder);
    unit_path(office->folder, "office.tkv", office->vault);
    unit_path(office->folder, "assets", office->assets);
    unit_path(office->folder, "state", office->state);
    if (buf_printf(&path, "%s/schema", office->assets) || path_make_folders(buf_text(&path), &why) ||
        path_read_file("assets/schema/0000_store.sql", 1 << 20, &own, &why))
        abort();
    office_write(office, "0000_store.sql", own.data, own.len);
    office_write(office, "0001_test.sql", office_tables, sizeof office_tables - 1);
    buf_release(&own);
    buf_release(&path);
}

static inline void office_create_as(struct office *office, bool has_state)
{
    struct passphrase *passphrase = office_passphrase("correct horse battery");
    enum err e;

    memset(office, 0, sizeof *office);
    office->has_state = has_state;
    office_make_assets(office);
    e = store_create(&(struct store_new){ .path = office->vault,
                                          .office = "Hazel",
                                          .officer = "Ana",
                                          .passphrase = passphrase,
                                          .cost = office_cost(),
                                          .assets = office->assets,
                                          .catalogue = &office_catalogue,
                                          .vocabulary = office_words,
                                          .vocabulary_count = OFFICE_WORDS,
                                          .state = office->has_state ? office->state : NULL },
                     &office->store, &office->why);
    passphrase_free(passphrase);
    if (e)
        printf("\n    %s", why_text(&office->why));
    CU_ASSERT_EQUAL_FATAL(e, OK);
}

static inline void office_create(struct office *office)
{
    office_create_as(office, false);
}

/* Leaves a store that is open as it is when the vault cannot be opened. */
static inline enum err office_open(struct office *office, const char *officer, const char *words)
{
    struct passphrase *passphrase = office_passphrase(words);
    struct store *store = NULL;
    enum err e = store_open(&(struct store_opening){ .path = office->vault,
                                                     .officer = officer,
                                                     .passphrase = passphrase,
                                                     .cost = office_cost(),
                                                     .assets = office->assets,
                                                     .catalogue = &office_catalogue,
                                                     .vocabulary = office_words,
                                                     .vocabulary_count = OFFICE_WORDS,
                                                     .state = office->has_state ? office->state : NULL,
                                                     .accept_older = office->accept_older,
                                                     .only_looking = office->only_looking },
                            &store, &office->why);

    passphrase_free(passphrase);
    if (e == OK)
        office->store = store;
    return e;
}

static inline void office_reopen(struct office *office)
{
    enum err e;

    store_close(office->store);
    office->store = NULL;
    e = office_open(office, NULL, "correct horse battery");
    if (e)
        printf("\n    %s", why_text(&office->why));
    CU_ASSERT_EQUAL_FATAL(e, OK);
}

static inline enum err office_casework(struct office *office, const char *words)
{
    struct passphrase *passphrase = office_passphrase(words);
    enum err e = store_casework_open(office->store, passphrase, &office->why);

    passphrase_free(passphrase);
    return e;
}

static inline void office_end(struct office *office)
{
    store_close(office->store);
    unit_folder_remove(office->folder);
}

static inline void office_set(struct record *record, const char *key, const char *text)
{
    if (value_set_text(record_value(record, key), text))
        abort();
}

static inline struct record office_new(const struct record_type *type)
{
    struct record record;

    if (record_init(&record, type))
        abort();
    return record;
}

/* Save a party of that name; its id, 0 when refused. */
static inline int64_t office_party_add(struct office *office, const char *name, const char *kind, const char *note)
{
    struct record party = office_new(&office_party);
    int64_t id = 0;

    office_set(&party, "name", name);
    office_set(&party, "kind", kind);
    office_set(&party, "note", note);
    if (store_put(office->store, &party, NULL, NULL, &office->why) == OK)
        id = party.id;
    record_release(&party);
    return id;
}

/* Take in a referral; casework must be open. */
static inline int64_t office_referral_add(struct office *office, const char *person, const char *story)
{
    struct record referral = office_new(&office_referral);
    int64_t id = 0;

    office_set(&referral, "state", "draft");
    office_set(&referral, "source", "school nurse");
    office_set(&referral, "person", person);
    office_set(&referral, "story", story);
    value_set_number(record_value(&referral, "age"), 15);
    if (store_put(office->store, &referral, NULL, NULL, &office->why) == OK)
        id = referral.id;
    record_release(&referral);
    return id;
}

/* A second officer. */
static inline int64_t office_officer_add(struct office *office, const char *name, const char *roles, const char *words)
{
    struct record officer = office_new(&office_officer);
    struct passphrase *passphrase = office_passphrase(words);
    int64_t id = 0;

    office_set(&officer, "name", name);
    office_set(&officer, "roles", roles);
    if (store_officer_add(office->store, &officer, passphrase, KDF_INTERACTIVE, &office->why) == OK)
        id = officer.id;
    passphrase_free(passphrase);
    record_release(&officer);
    return id;
}

/* Every signature and every page holds. */
static inline void office_expect_sound(struct office *office)
{
    struct verify_report report;

    CU_ASSERT_EQUAL(store_verify(office->store, &report, &office->why), OK);
    if (report.lines.len > 0)
        printf("\n%s", buf_text(&report.lines));
    verify_report_release(&report);
}

#endif
