/* What crash.c, which counts what was reported, shares with crash_work.c, which works until it dies. */
#ifndef TOWNKEEP_TESTS_CRASH_IN_H
#define TOWNKEEP_TESTS_CRASH_IN_H

#include "fault.h"

enum { RECORDS_MAX = 4000, ENTRIES_MAX = 4000 };

/* What the child reports: nothing yet, a number (vault level), a record at a version, or an entry alone. */
struct report {
    enum { REPORT_READY, REPORT_NUMBER, REPORT_RECORD, REPORT_ENTRY } what;
    int64_t id, version, entry;
};

struct crash {
    struct tally *tally;
    struct place place;
    struct chance chance;
    bool by_power, at_vault; /* else by kill; else at the store */
    int64_t round, reported, hot, torn, give_up;
    int64_t number;  /* vault level: the last reported */
    int64_t last_id; /* of a new record */
    struct {
        int64_t id, version;
    } records[RECORDS_MAX];
    int64_t entries[ENTRIES_MAX];
    size_t record_count, entry_count;
};

/* Work, report into `to`, never return. */
void crash_work_at_vault(struct crash *crash, int to);
void crash_work_at_store(struct crash *crash, int to);

#endif
