/*
 * One organisation twice on the map: how alike two records are and why, which pairs to look at, and linking them. A
 * pair gets a likeness of 0 to 100 and the reasons for it, each one sentence. Nothing is merged and nothing destroyed:
 * the other record gets `same_as`, is archived with the reason, and keeps all that hangs on it; who reads the map goes
 * by same_as.h to the one that is kept.
 *
 * No pair is called "very likely" by its name alone, and some things are never likely whatever else agrees: two
 * numbers of one public register, a person and an organisation, a part and its whole, a school and its friends.
 */
#ifndef TOWNKEEP_DOMAIN_DUPLICATES_H
#define TOWNKEEP_DOMAIN_DUPLICATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"
#include "townkeep/store/store.h"

enum {
    DUPLICATE_LIKELY = 85, /* from here on: very likely the same */
    DUPLICATE_SHOWN = 60,  /* from here on: worth a look */
    DUPLICATE_REASONS = 10,
    DUPLICATE_TEXT = 72,
    DUPLICATE_NAME = 120
};

/* What speaks for or against it. */
enum duplicate_sign {
    SIGN_NUMBER,      /* the same number in a register */
    SIGN_NAME,        /* the same name */
    SIGN_NAME_FORM,   /* but for the legal form, small words or how words are put together */
    SIGN_NAME_ORDER,  /* the same words in another order */
    SIGN_NAME_SCRIPT, /* the same in other letters */
    SIGN_NAME_LIKE,   /* nearly the same */
    SIGN_INITIALS,    /* one is the initials of the other */
    SIGN_PHONE,
    SIGN_SHARED_PHONE, /* the same, but many use it */
    SIGN_MAIL,
    SIGN_MAIL_HOST,
    SIGN_SITE,
    SIGN_SITE_HOST,
    SIGN_POSTCODE,
    SIGN_ADDRESS,
    SIGN_COMMON_NAME, /* against: many have such a name */
    SIGN_OTHER_NUMBER,
    SIGN_PERSON,
    SIGN_PART,
    SIGN_BELONGS, /* "friends of", a fund: what belongs to something is not that thing */
    SIGN_MARK,    /* 1st and 3rd, north and south, girls and boys */
    SIGN_SORT,    /* a library and a leisure centre */
    SIGN_MORE,    /* one says more of what it is */
    SIGN_ELSEWHERE,
    SIGN_OTHER_CONTACTS,
    SIGN_COUNT
};
struct duplicate_reason {
    enum duplicate_sign sign;
    int points;                                        /* above 0 for, below against */
    char ours[DUPLICATE_TEXT], theirs[DUPLICATE_TEXT]; /* what the first and the second say */
};
struct duplicate_pair {
    int64_t a, b; /* ids; a < b */
    char names[2][DUPLICATE_NAME];
    int likeness;
    struct duplicate_reason reasons[DUPLICATE_REASONS]; /* what counts most first */
    int reason_count;
};
/* The reason as one sentence, in the program's language. */
MUST_USE enum err duplicate_reason_say(const struct duplicate_reason *reason, struct buf *out);
/* What speaks for it, in few words: "name, phone, postcode". */
MUST_USE enum err duplicate_signs_say(const struct duplicate_pair *pair, struct buf *out);

/* --- comparing two --- */
/* What is known of one; texts may be NULL, several are separated by ';'. */
struct duplicate_facts {
    int64_t id, parent;
    const char *kind; /* code of the list party_kind */
    const char *name, *names, *acronym, *phones, *mails, *site, *address, *postcode, *numbers;
};
/* Without knowing how common words are in the vault. */
MUST_USE enum err duplicate_compare(const struct duplicate_facts *ours, const struct duplicate_facts *theirs,
                                    struct duplicate_pair *out);

/* --- looking for them --- */
/* Candidates come from what two records share (a word, the digits of a phone, a postcode and a word …), never all
 * against all. What more than DUPLICATE_BLOCK records share is too common to tell anything and is passed over: with it
 * the work grows with the number of records, not with its square. What comes out does not depend on the order of the
 * records. */
enum { DUPLICATE_BLOCK = 32, DUPLICATE_PAIRS = 500 };
struct duplicate_wish {
    int at_least; /* likeness; 0: DUPLICATE_SHOWN */
    size_t most;  /* pairs given; 0: DUPLICATE_PAIRS */
};
struct duplicate_pairs {
    struct duplicate_pair *items; /* owned; the likeliest first */
    size_t count, in_all;         /* those given; those there are */
    size_t records, compared;     /* records looked at, pairs compared */
};
void duplicate_pairs_release(struct duplicate_pairs *pairs);
/* Of stakeholders in use; pairs that were decided are left out. */
MUST_USE enum err duplicates_find(struct store *store, const struct duplicate_wish *wish, struct duplicate_pairs *out,
                                  struct why *why);
/* The same in slices of some hundredths of a second. */
struct duplicate_job;
MUST_USE enum err duplicates_begin(struct store *store, const struct duplicate_wish *wish, struct duplicate_job **out,
                                   struct why *why);
MUST_USE enum err duplicates_step(struct duplicate_job *job, bool *more, struct why *why);
/* What was found, after the last step; the caller's to release. */
void duplicates_take(struct duplicate_job *job, struct duplicate_pairs *out);
void duplicates_end(struct duplicate_job *job); /* NULL allowed */
/* Who may be there already for a record that is not saved yet: a few bounded searches, for a form. The likeliest
 * first, at most `most`; *count. */
MUST_USE enum err duplicates_of(struct store *store, const struct record *party, struct duplicate_pair *out,
                                size_t most, size_t *count, struct why *why);

/* --- deciding --- */
/* Which of two to keep: the one with more filled in, verified later, or made earlier. */
MUST_USE enum err duplicate_propose(struct store *store, int64_t a, int64_t b, int64_t *main, struct why *why);
/* One save, undone in one step: `other` is the same as `main`, archived, and the decision written down. */
MUST_USE enum err duplicate_link(struct store *store, int64_t main, int64_t other, const struct duplicate_pair *pair,
                                 struct saved *out, struct why *why);
/* Those linked to a stakeholder, to it directly or through others, or (main 0) all linked ones; archived ones too.
 * `ids` gets at most `most`. */
MUST_USE enum err duplicates_linked(struct store *store, int64_t main, int64_t *ids, size_t most, size_t *count,
                                    struct why *why);
/* `other` as it was before it was linked. */
MUST_USE enum err duplicate_unlink(struct store *store, int64_t other, struct saved *out, struct why *why);
/* Two different ones: never asked again. */
MUST_USE enum err duplicate_dismiss(struct store *store, const struct duplicate_pair *pair, struct saved *out,
                                    struct why *why);
/* Link every pair of at least this likeness, in one save. *linked: how many. */
MUST_USE enum err duplicate_link_all(struct store *store, const struct duplicate_pairs *pairs, int from, size_t *linked,
                                     struct saved *out, struct why *why);
/* Put the chosen fields (indexes) of `other` into `main`, which lacks them; a save of its own. */
MUST_USE enum err duplicate_take_over(struct store *store, int64_t main, int64_t other, const int *fields, size_t count,
                                      struct saved *out, struct why *why);
/* Whether `main` lacks what `other` says in this field, so that it may be taken over. */
bool duplicate_may_take(const struct record *main, const struct record *other, int field);

#endif
