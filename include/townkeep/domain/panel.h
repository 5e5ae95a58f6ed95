/*
 * The panel: who must sit at the table before a case may be decided, what must have been asked and said of it first,
 * and what each decision needs to be carried out. Judged over records that are loaded already; screens, steps and
 * sheets all ask here.
 */
#ifndef TOWNKEEP_DOMAIN_PANEL_H
#define TOWNKEEP_DOMAIN_PANEL_H

#include <stdbool.h>
#include <stddef.h>

#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

enum { PANEL_DISCIPLINES_NEEDED = 3 };

/* --- a meeting --- */
struct panel_table {
    size_t present;      /* members; guests listen and are not counted */
    size_t disciplines;  /* different ones among them */
    size_t security;     /* of them, police or security */
    size_t not_accepted; /* members and guests who have not accepted confidentiality */
};
struct panel_matter;
/* Whether a member or guest sits there and has accepted confidentiality. */
bool panel_sits_there(const struct record *member);
/* Who sits there. */
struct panel_table panel_table_of(const struct record *members, size_t count);
/* The same for one item: without those who declared a conflict, who do not decide. */
struct panel_table panel_table_for(const struct panel_matter *matter);
bool panel_has_quorum(const struct panel_table *table);
/* What keeps the meeting from deciding: the table, confidentiality, a meeting that was not held yet or called off.
 * Nothing when it may. */
void panel_meeting_missing(const struct record *meeting, const struct panel_table *table, struct date today,
                           struct problems *problems);
/* "5 present, 4 disciplines, 1 of security: quorum met", in the program's language; returns out. */
const char *panel_summary(const struct panel_table *table, char *out, size_t size);

/* --- a case in it --- */
/* What stands about one item; all borrowed. `meeting` NULL when it is not known; conflicts and contributions may be
 * those of other items of the case too. */
struct panel_matter {
    const struct record *item, *meeting;
    bool is_assessed; /* the person was asked first, so that there is an assessment to adopt */
    const struct record *members;
    size_t member_count;
    const struct record *conflicts;
    size_t conflict_count;
    const struct record *contributions;
    size_t contribution_count;
};
/* How many disciplines have said something; what was for the panel's ears alone counts too. */
size_t panel_disciplines_heard(const struct panel_matter *matter);
/* Declared conflicts of those who have not left the room. */
size_t panel_must_leave(const struct panel_matter *matter);
/* Whether this member declared a conflict, and so neither decides nor is told who it is. */
bool panel_has_conflict(const struct panel_matter *matter, const struct record *member);
/* Whether the panel may be told the name: it was discussed without it, and sharing has its basis. */
bool panel_may_name(const struct record *item);
/* Everything that is missing before a decision on the item counts, its meeting included. */
void panel_decision_missing(const struct panel_matter *matter, struct date today, struct problems *problems);
/* What is missing to carry out a decision ("plan", "defer", "not_adopt"), which must be the one that was taken. */
void panel_outcome_missing(const struct record *item, const char *decision, struct problems *problems);

/* --- from the store --- */
/* All of what stands about one item, opened where this officer may; release also on failure. */
struct panel_papers {
    struct record item, meeting;
    struct record *members, *conflicts, *contributions, *actions; /* owned; in the order they were written */
    size_t member_count, conflict_count, contribution_count, action_count;
};
MUST_USE enum err panel_papers_load(struct store *store, int64_t item, struct panel_papers *out, struct why *why);
void panel_papers_release(struct panel_papers *papers);
struct panel_matter panel_matter_of(const struct panel_papers *papers);
/* The items of a meeting in the order they are called, sealed fields closed. */
MUST_USE enum err panel_agenda(struct store *store, int64_t meeting, struct record **items, size_t *count,
                               struct why *why);
/* Records of a type that name `id` in the field `key`, in use, as they were written, opened where `open`: at most 400.
 */
MUST_USE enum err panel_rows(struct store *store, const struct record_type *type, const char *key, int64_t id,
                             bool open, struct record **rows, size_t *count, struct why *why);
void panel_rows_release(struct record **rows, size_t *count);

#endif
