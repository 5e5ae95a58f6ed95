/*
 * What has ended is not kept because nobody thought of it. When its time has passed, two people decide (decision.h):
 * keep it longer for a reason of this very person, keep only figures that lead to nobody, or erase it. Everything of
 * one person is decided together: their cases, the referrals these came from, the advice before them, complaints.
 *
 * When nobody decides, the record stands in the queue as one to be anonymised; it is never kept by silence.
 */
#ifndef TOWNKEEP_DOMAIN_RETENTION_H
#define TOWNKEEP_DOMAIN_RETENTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

/* --- everything of one person --- */
struct retention_scope {
    struct record *members; /* owned: referrals, cases, advice, complaints; the one asked for first */
    size_t count;
};
void retention_scope_release(struct retention_scope *scope);
/* Whatever names, or is named by, this referral or case. */
MUST_USE enum err retention_scope(struct store *store, const struct record_type *type, int64_t id,
                                  struct retention_scope *out, struct why *why);
/* Everything that keeps it from being anonymised or erased now: something of the person that is still going on, an open
 * complaint or request, a paper that is about somebody else too, an officer who stepped aside. */
MUST_USE enum err retention_obstacles(struct store *store, const struct retention_scope *scope,
                                      struct problems *problems, struct why *why);

/* --- the dry run: what would go --- */
enum { RETENTION_ROWS_MAX = 64 };
struct retention_row {
    const struct record_type *type;
    size_t count;
};
struct retention_dry_run {
    struct retention_row rows[RETENTION_ROWS_MAX]; /* of each type that has any */
    size_t row_count;
    size_t copies_out;                  /* prints and files that were not returned or destroyed */
    size_t shares;                      /* what was told to agencies, which stays with them */
    size_t backups;                     /* in the folder; what is erased is erased from them when they are restored */
    struct date backups_until;          /* from when none of them is left */
    char backup_trouble[WHY_TEXT_SIZE]; /* why the backups could not be counted; "" they could */
};
/* `backup_folder` NULL or "": there is none. */
MUST_USE enum err retention_dry_run(struct store *store, const struct retention_scope *scope, const char *backup_folder,
                                    struct retention_dry_run *out, struct why *why);
/* "episode 1, referral 1, assessment 2": what a decision was signed for, without the log of steps. */
MUST_USE enum err retention_counts(const struct retention_dry_run *run, struct buf *out);

/* --- the queue --- */
struct retention_item {
    const struct record_type *type;
    int64_t id;
    char name[80];        /* reference and pseudonym */
    char state[40];       /* its code */
    struct date due;      /* since when it is to be decided */
    int late;             /* by how many days the decision is late; 0 not */
    int64_t decision;     /* the one that waits or is to be carried out; 0 none */
    char kind[20];        /* of it; "" none */
    bool is_signed;       /* it is to be carried out */
    struct date proposed; /* of the decision */
};
/* Referrals and cases that are due, the longest first; what is proposed or signed before it is due too. *more: not all
 * had room. For those who may read casework. */
MUST_USE enum err retention_queue(struct store *store, struct retention_item *out, size_t max, size_t *count,
                                  bool *more, struct why *why);
/* E_INVALID, with what is to be done, while decisions are so late that no new case may begin. Referrals and what safety
 * asks for go on. */
MUST_USE enum err retention_allows_new_case(struct store *store, struct why *why);

/* --- what goes at once --- */
/* When a case ended before there was support (declined, not adopted, withdrawn), what was told of the person goes as
 * soon as the end is signed; who it was and what was decided stay until it is due. Nothing when this one is not such a
 * case, was shortened already, or is complained about. */
MUST_USE enum err retention_shorten(struct store *store, int64_t episode, const char *backup_folder, bool *done,
                                    struct why *why);
/* The same of all of them, for what was interrupted: called when casework opens. *count: how many. */
MUST_USE enum err retention_catch_up(struct store *store, const char *backup_folder, size_t *count, struct why *why);

#endif
