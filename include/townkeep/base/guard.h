/*
 * What protects this process from others and others from it, as it really is on this machine: one line for each guard,
 * for the About screen and `townkeep where`. It is filled where the process starts; lower rooms only read it.
 */
#ifndef TOWNKEEP_BASE_GUARD_H
#define TOWNKEEP_BASE_GUARD_H

enum guard_kind {
    GUARD_DUMPS,       /* no memory dump when it fails */
    GUARD_TRACING,     /* no other program of the same user reads its memory */
    GUARD_MEMORY,      /* keys are kept out of swap */
    GUARD_SWAP,        /* what is swapped lies encrypted */
    GUARD_CALLS,       /* no network, no other programs: seccomp */
    GUARD_FILES,       /* only the files it needs: Landlock */
    GUARD_ENVIRONMENT, /* nobody's library was loaded into it */
    GUARD_COUNT
};
enum guard_state { GUARD_UNKNOWN, GUARD_ON, GUARD_PARTLY, GUARD_OFF, GUARD_STATE_COUNT };

struct guard {
    enum guard_state state;
    const char *sentence; /* N_(): what is so and, when it is not on, why and what to do; never NULL once known */
};
struct guards {
    struct guard of[GUARD_COUNT];
};

const char *guard_name(enum guard_kind kind);   /* for scripts: "calls" */
const char *guard_label(enum guard_kind kind);  /* N_(): for people */
const char *guard_word(enum guard_state state); /* for scripts: "on" */

#endif
