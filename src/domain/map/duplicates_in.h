/*
 * Private to the search for duplicates: duplicates_words.c takes names apart, duplicates_forms.c numbers and addresses,
 * duplicates_cards.c keeps what is known of each record ready for comparing, duplicates_names.c compares names,
 * duplicates_score.c weighs all of it, duplicates_blocks.c finds who is worth comparing, duplicates_facts.c reads
 * records, duplicates.c goes through the vault, duplicates_near.c looks for one new record, duplicates_link.c decides.
 */
#ifndef DUPLICATES_IN_H
#define DUPLICATES_IN_H

#include "townkeep/domain/duplicates.h"

/* --- the words of a name --- */
enum word_class {
    WORD_NAME,  /* what tells one from another */
    WORD_SAINT, /* of a dedication: many bear it */
    WORD_SORT,  /* what it is: a school, a club */
    WORD_SIDE,  /* what belongs to something: friends, parents, a fund */
    WORD_MARK,  /* which of several: a number, a direction, an age */
    WORD_FORM,  /* a legal form */
    WORD_SMALL, /* the, of */
};
struct card_word {
    const char *text;  /* in Latin letters, folded */
    const char *sound; /* ways to write one sound are one: sh is s, y is i, doubled letters are single */
    const char *bones; /* consonants alone */
    uint16_t weight;   /* how much it tells, in eighths of a bit */
    uint8_t class;     /* enum word_class */
};
enum { NAME_WORDS = 16 };
struct card_name {
    const char *shown, *joined; /* as written; all words that tell, without blanks */
    struct card_word *words;
    uint32_t holders; /* how many cards have this very name */
    uint8_t count;
    bool has_bones_only; /* from letters that leave vowels out */
    bool is_other_script;
};
/* Texts go into the arena. Weights are set later. */
MUST_USE enum err name_prepare(struct arena *arena, const char *name, struct card_name *out);

/* --- forms --- */
/* Of `len` bytes of `text` into `out`; "" when it is none. */
typedef void form_writer(const char *text, size_t len, char *out, size_t size);
form_writer form_of_phone, form_of_mail, form_of_site, form_of_host, form_of_number;
form_writer form_of_code; /* lower case, no blanks */

/* --- cards --- */
struct card_item {
    const char *text;
    uint32_t holders; /* how many cards have the same */
};
struct card_list {
    struct card_item *items;
    int count, room;
};
struct card {
    int64_t id, parent;
    bool is_person, is_unit;
    struct card_name *names; /* the name first, then other names */
    int name_count;
    const char *acronym;     /* folded; NULL */
    const char *initials[2]; /* of the name, without small words and with them; NULL when too short */
    struct card_list phones, mails, mail_hosts, sites, site_hosts, numbers;
    const char *postcode, *area; /* "m332al", "m33"; NULL */
    struct card_item address;    /* folded, up to the first comma; text NULL when none */
};
struct word_slot {
    uint64_t hash;
    uint32_t holders, last;
};
struct cards {
    struct arena arena;
    struct card *items; /* owned; after cards_weigh by id */
    size_t count, room;
    struct word_slot *slots; /* how many cards have a word, a phone … */
    size_t slot_count, slots_used;
};
void cards_release(struct cards *cards);
MUST_USE enum err cards_add(struct cards *cards, const struct duplicate_facts *facts);
/* Once all are there: by id, and how much each word tells. */
void cards_weigh(struct cards *cards);
uint64_t text_hash(uint64_t seed, const char *text);

/* --- comparing --- */
struct name_likeness {
    int percent; /* of the weight of their words */
    int tells;   /* weight of the words both have that tell, in eighths of a bit */
    enum duplicate_sign how;
    const struct card_name *ours, *theirs;
    const char *belongs, *mark, *sorts[2], *more; /* words that only one has; NULL */
    bool is_common;                               /* nothing but a dedication and what it is */
    bool is_within;                               /* all that one says stands in the other */
};
void names_compare(const struct card_name *ours, const struct card_name *theirs, struct name_likeness *out);
/* 0 to 100; the pair's reasons and names are filled when it is given. Pure. */
int cards_score(const struct card *ours, const struct card *theirs, struct duplicate_pair *pair);

/* --- what records say --- */
/* Other names, phones and addresses of stakeholders, which stand in records of their own. */
struct extra {
    int64_t party;
    enum { EXTRA_NAME, EXTRA_PHONE, EXTRA_MAIL, EXTRA_SITE, EXTRA_KINDS } kind;
    const char *text;
};
struct extras {
    struct arena arena;
    struct extra *items; /* owned; by party */
    size_t count, room;
};
void extras_release(struct extras *extras);
MUST_USE enum err extras_load(struct store *store, struct extras *out, struct why *why); /* of all */
/* Those of one stakeholder, added to what is there. */
MUST_USE enum err extras_load_of(struct store *store, int64_t party, struct extras *out, struct why *why);
/* A card of what the record and the extras say. */
MUST_USE enum err cards_add_party(struct cards *cards, const struct record *party, const struct extras *extras);

/* --- who is worth comparing --- */
struct blocks;
MUST_USE enum err blocks_make(const struct cards *cards, struct blocks **out);
void blocks_free(struct blocks *blocks);
/* Indexes above `card` of those worth comparing with it, ascending, each once; borrowed until the next call. */
MUST_USE enum err blocks_of(struct blocks *blocks, uint32_t card, const uint32_t **others, size_t *count);

#endif
