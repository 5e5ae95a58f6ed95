/*
 * What may leave this laptop, and for whom. A profile is one of three circles, each within the next: everybody, our
 * partners, the team. One table (profile.c) says for every record type of the catalogue which circle its records and
 * each of its fields may go to; what has no row there, or no word for a field, stays. Restricted records, assessments,
 * tensions and all of casework leave by no profile.
 *
 * The gate applies the table to the records of a vault: record by record it says whether one leaves, or why it stays,
 * and empties what does not go along with it. A reference to something that stays goes too, and one to a linked
 * duplicate names the record that stands for both.
 */
#ifndef TOWNKEEP_EXCHANGE_PROFILE_H
#define TOWNKEEP_EXCHANGE_PROFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "townkeep/base/err.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

enum profile {
    PROFILE_NONE, /* no profile: whatever was chosen leaves, as it is */
    PROFILE_PUBLIC,
    PROFILE_PARTNER,
    PROFILE_TEAM,
    PROFILE_COUNT
};
bool profile_find(const char *name, enum profile *out); /* "public", "partner" or "team" */
const char *profile_name(enum profile profile);         /* the same back; "" for none */
const char *profile_label(enum profile profile);        /* N_() for whom */

/* Why a record stays. */
enum stay {
    STAY_NOT,     /* it leaves */
    STAY_TYPE,    /* records of this type leave by no profile, or by a wider one */
    STAY_PARTNER, /* for partners, and this goes to everybody */
    STAY_TEAM,
    STAY_RESTRICTED,
    STAY_PRIVATE,    /* a way of reaching somebody that is not public */
    STAY_NO_CONTACT, /* who is not to be contacted, where the format leaves them out */
    STAY_HIDDEN,     /* tells where an address is that is not given out */
    STAY_TENSION,
    STAY_SAME,   /* a linked duplicate: the other one leaves */
    STAY_PERSON, /* where the format has no place for people */
    STAY_CLOSED, /* where the format has no place for what is closed */
    STAY_OTHER,  /* what it hangs on stays */
    STAY_THEN,   /* not in force on the day that is asked for */
    STAY_PEOPLE, /* a person who is not public, where the format has a place for those who are */
    STAY_NOBODY, /* hangs on no organisation that leaves, and the format wants one */
    STAY_KIND,   /* of a kind for which the format has no place */
    STAY_NAMED,  /* no record of its own in the file, but others there may tell its name */
    STAY_COUNT
};
const char *stay_label(enum stay stay); /* N_() behind a number: "12 ..." */

bool profile_takes_type(enum profile profile, const struct record_type *type);
bool profile_takes_field(enum profile profile, const struct record_type *type, int field);
/* Every mistake in the table against a catalogue, one a line: a type without a row, a field no row speaks of, a word
 * that names no field. Returns how many; 0 is right. Run as a unit test. */
int profile_check(const struct catalogue *catalogue, struct buf *out);

struct gate;
/* `store` is borrowed until the gate is closed. What it says holds while nothing is saved. */
MUST_USE enum err gate_open(struct store *store, enum profile profile, struct gate **out);
void gate_close(struct gate *gate); /* NULL allowed */
/* What was not in force on that day stays too. A day with year 0: whenever. */
void gate_set_day(struct gate *gate, struct date as_of);
MUST_USE enum err gate_judge(struct gate *gate, const struct record *record, enum stay *stay, struct why *why);
/* This one stays all the same, and with it what hangs on it and is judged later. */
MUST_USE enum err gate_keep_back(struct gate *gate, int64_t id, enum stay stay);
/* Whether the field names somebody, and all it names leave. */
MUST_USE enum err gate_names(struct gate *gate, const struct record *record, const char *key, bool *out,
                             struct why *why);
/* Of a record that leaves: empty what stays. *emptied: how many fields lost something. */
MUST_USE enum err gate_strip(struct gate *gate, struct record *record, int *emptied, struct why *why);

#endif
