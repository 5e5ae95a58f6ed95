/*
 * How long things of casework may wait. One table holds every clock, with what starts it and in which states it runs;
 * an office may set another limit, never switch one off. A due day is worked out from events and papers each time it is
 * asked for: nothing is kept that could differ from them.
 */
#ifndef TOWNKEEP_DOMAIN_CLOCKS_H
#define TOWNKEEP_DOMAIN_CLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

struct casework;
struct transition;

enum limit_unit { LIMIT_WORKING_DAYS, LIMIT_DAYS, LIMIT_HOURS, LIMIT_MONTHS, LIMIT_UNIT_COUNT };
const char *limit_unit_code(enum limit_unit unit); /* in the list limit_unit: "working_days" */
struct limit {
    int amount; /* 0: there is none */
    enum limit_unit unit;
};
/* The day it ends, counted from `from`; hours count as the days they fill. */
struct date limit_end(struct limit limit, const struct work_calendar *calendar, struct date from);
/* About how many days it is, to compare limits of different units. */
int limit_days(struct limit limit);
/* "20 working days", in the program's language; returns out. */
const char *limit_show(struct limit limit, char *out, size_t size);

enum casework_clock {
    /* of a referral */
    CLOCK_DRAFT,
    CLOCK_DANGER, /* danger was named: hand over, or write down that nobody is in danger */
    CLOCK_ASSIGN,
    CLOCK_SCREEN,
    /* of both */
    CLOCK_CONFIRM, /* a safety hand-off is to be confirmed */
    CLOCK_SIGN,    /* a proposal is to be signed or returned */
    CLOCK_TOLD,    /* the person is to be told that the record exists */
    /* of a case, in the order of its life */
    CLOCK_INVITE,
    CLOCK_CONTACT,
    CLOCK_ANSWER,
    CLOCK_ASSESS,
    CLOCK_PANEL,
    CLOCK_CARRY_OUT, /* what the panel decided */
    CLOCK_DEFERRED,
    CLOCK_PLAN,
    CLOCK_START,
    CLOCK_PAUSE,
    CLOCK_FIRST_REVIEW,
    CLOCK_REVIEW,
    CLOCK_EXTRA_REVIEW,
    CLOCK_FINISH_REVIEW,
    CLOCK_CLOSE,
    CLOCK_AFTER_6M,
    CLOCK_AFTER_12M,
    CLOCK_COUNTERSIGN, /* a withdrawal, which took effect at once */
    CLOCK_TRANSFER,
    /* beside the steps */
    CLOCK_COMPLAINT,
    CLOCK_ACCESS,
    /* what has ended: how long it is kept, and how long the decision about it may take */
    CLOCK_KEEP_REFERRAL,
    CLOCK_KEEP_ENDED,
    CLOCK_KEEP_CLOSED,
    CLOCK_RETENTION,
    CLOCK_COUNT
};
struct clock_limit {
    const char *code;   /* in the list casework_clock */
    const char *label;  /* N_() "screening decision" */
    const char *starts; /* N_() what it is counted from: "the day it was received" */
    struct limit limit;
    struct limit tertiary; /* for a person who comes back; none: the same */
    int urgent_hours;      /* where an urgent referral has hours; 0 the same */
    struct limit longest;  /* what the law allows at most; none: the office decides */
    uint64_t states;       /* bits 1 << enum case_state in which it runs; 0: not a state's */
};
/* The program's own limits. */
extern const struct clock_limit casework_clocks[CLOCK_COUNT];
/* The clock of a step that waits for a second officer's signature. */
enum casework_clock transition_clock(const struct transition *transition);
enum casework_clock casework_clock_read(const char *code); /* CLOCK_COUNT when unknown */

/* The limits of this office: the program's, where it has not set another. */
struct clock_limits {
    struct clock_limit of[CLOCK_COUNT];
    bool by_office[CLOCK_COUNT];
};
MUST_USE enum err clock_limits_load(struct store *store, struct clock_limits *out, struct why *why);

struct clock_due {
    enum casework_clock clock;
    struct date from;     /* the day it is counted from */
    struct date on;       /* the day it ends */
    int64_t at;           /* the moment, where the limit is in hours; else 0 */
    enum limit_unit unit; /* what it is counted in */
    bool overdue;
    int64_t step;               /* the event it is about; 0 none */
    const struct record *paper; /* what it is about beside the case: a complaint, a request; borrowed; NULL nothing */
};
enum { CLOCKS_DUE_MAX = 32 };
/* The clocks that run, soonest first; returns how many (at most `max`). `limits` NULL: the program's own. What a clock
 * of a case asks of its papers it finds in those that were loaded. */
size_t casework_due(const struct casework *casework, const struct clock_limits *limits,
                    const struct rule_context *context, struct clock_due *out, size_t max);
/* "assessment: day 12 of 20", "screening decision: late, was due yesterday!"; returns out. */
const char *clock_due_tell(const struct clock_due *due, const struct rule_context *context, char *out, size_t size);
/* When a request for access is to be answered by the limits of the office; false while it is asked who asks. */
bool access_request_ends(const struct record *request, const struct clock_limits *limits,
                         const struct work_calendar *calendar, struct date *due);
/* Of what casework_of gave, the papers that its clocks ask for, and no others; those of retention apart. */
MUST_USE enum err casework_load_clocks(struct store *store, struct casework *casework, struct why *why);

/* --- what has ended --- */
/* From which day two people are to decide what becomes of the record. False while it lives, where it goes with its
 * case, once it was anonymised or erased, and while a complaint about it is open. A signed decision to keep it moves
 * the day. Looks at complaints and decisions among the papers; decisions are there only for who may read them. */
bool retention_due(const struct casework *casework, const struct clock_limits *limits,
                   const struct rule_context *context, struct date *due);
enum { RETENTION_LATE_DAYS = 60 }; /* from which no new case may begin until the delay is signed */
/* By how many days that decision is late; 0 when it is not. */
int retention_late(const struct casework *casework, const struct clock_limits *limits,
                   const struct rule_context *context);
/* Of what casework_of gave, the complaints and decisions about it; once. */
MUST_USE enum err casework_load_retention(struct store *store, struct casework *casework, struct why *why);

#endif
