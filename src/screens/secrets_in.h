/* Asking for one to three passphrases in a box, then doing something with them that takes a while. */
#ifndef TOWNKEEP_SCREENS_SECRETS_IN_H
#define TOWNKEEP_SCREENS_SECRETS_IN_H

#include "flow_in.h"

enum { SECRETS_MAX = 3 };
struct secrets_wish {
    const char *title, *text;        /* N_() */
    const char *labels[SECRETS_MAX]; /* N_() */
    int count;
    bool fresh;       /* the last two are a new passphrase and its repetition: good enough, and the same */
    const char *done; /* N_() the toast */
    /* Called once, after the box has said that it takes a moment. `below` is the screen that asked. */
    enum err (*run)(struct flow *flow, struct screen *below, struct passphrase *const given[SECRETS_MAX],
                    int64_t number, struct why *why);
    int64_t number;
};
/* `wish` is static. Left by flow_done when `run` succeeded. */
struct screen *secrets_screen_new(const struct secrets_wish *wish, int64_t number);

struct screen *officer_add_screen_new(void);

#endif
