/* The inside of the flow: the stack, the open vault, what was asked and not yet done. Shared by the stack's files and
 * the screens that are part of it. */
#ifndef TOWNKEEP_SCREENS_FLOW_IN_H
#define TOWNKEEP_SCREENS_FLOW_IN_H

#include "townkeep/screens/screens.h"
#include "townkeep/screens/stack.h"
#include "townkeep/ui/menu.h"

enum request_kind {
    REQUEST_PUSH,
    REQUEST_REPLACE,
    REQUEST_POP,
    REQUEST_ANSWER, /* pop with an answer */
    REQUEST_GO,     /* home, then `screen` when there is one */
    REQUEST_RUN,    /* down to `under`, then its action */
    REQUEST_REFRESH,
    REQUEST_OPENED, /* the vault has been opened by the screen on top */
    REQUEST_LOCK,
    REQUEST_QUIT,
    REQUEST_CASEWORK_OPEN,
    REQUEST_CASEWORK_CLOSE,
    REQUEST_MEETING,
    REQUEST_CONFIG,
};
struct request {
    enum request_kind kind;
    struct screen *screen;       /* PUSH REPLACE GO: owned until done */
    const struct screen *asker;  /* on top when it was asked: POP and ANSWER only take this one away */
    struct screen *under;        /* RUN */
    const struct action *action; /* RUN */
    struct answer answer;        /* its text is `text` */
    char *text;                  /* owned */
    int question;
    bool on; /* MEETING */
};
enum { REQUESTS_MAX = 16, TOAST_SIZE = 400, FLOW_PATH_SIZE = 4096 };

struct backup_job;
struct drill_job;
struct keeper { /* of backups, see keeper.c */
    struct backup_job *backup;
    struct drill_job *drill;
    int64_t due_at; /* clock_monotonic */
};
struct flow {
    const struct stack_setup *setup;
    char vault[FLOW_PATH_SIZE]; /* path of the vault in use: another may be chosen while locked */
    struct store *store;        /* NULL while nothing is unlocked */
    struct screen *top;
    int width, height;

    struct request requests[REQUESTS_MAX];
    int request_count;
    bool settling;

    char toast[TOAST_SIZE];
    enum style toast_style;
    int toast_keys; /* keys pressed since */

    struct screen *working; /* wants work() */
    struct keeper keeper;
    bool blank, forget, looks, drain, over;

    bool meeting;
    int64_t used_at;          /* clock_monotonic of the last key */
    int64_t casework_at;      /* of the last key on a screen that shows casework, or of its opening */
    int64_t locked_officer;   /* who was working when it was locked; 0 nobody */
    bool locked_casework;     /* casework was open then */
    struct passphrase *typed; /* the one that just opened the vault, until the screens have come back */
};

void request_add(struct flow *flow, struct request request);
void flow_answer(struct flow *flow, const struct answer *answer,
                 const char *text);  /* the screen on top goes with this answer */
void flow_settle(struct flow *flow); /* do everything that was asked */

/* The stack itself; only flow_settle and the lock use these. */
void stack_put(struct flow *flow, struct screen *screen, int question);
void stack_drop(struct flow *flow);                          /* close the top, nobody is told */
bool stack_may_leave(struct flow *flow);                     /* asks the top; true when it may go */
void stack_reload(struct flow *flow, struct screen *screen); /* its refresh, telling what went wrong */
const struct screen *stack_home(const struct flow *flow);

/* stack_draw.c: the key bar of the screen on top; returns how many. */
enum { HINTS_MAX = 24 };
int stack_hints(const struct flow *flow, struct key_hint *hints, int max);

/* keeper.c */
const char *keeper_folder(const struct flow *flow); /* where backups go by themselves; NULL nowhere */
bool keeper_is_due_at_closing(const struct flow *flow);
void keeper_start(struct flow *flow); /* a vault was opened */
void keeper_stop(struct flow *flow);  /* before it is closed */
void keeper_tick(struct flow *flow);
bool keeper_wants(const struct flow *flow); /* a slice of work */
void keeper_work(struct flow *flow);
MUST_USE enum err keeper_newest(struct flow *flow, struct buf *path, struct why *why); /* the newest backup */
MUST_USE enum err keeper_scratch(struct buf *out, struct why *why);                    /* the folder for trials */

/* lock.c */
void lock_now(struct flow *flow);
/* The same for a screen that does something to the closed vault: it stays on top, in place of the unlock screen. */
void lock_below(struct flow *flow);
/* The unlock screen or the wizard, on top, has opened the vault: store and passphrase are taken over; the latter opens
 * casework again when it was open. */
void lock_opened(struct flow *flow, struct store *store, struct passphrase *passphrase);
void lock_bring_back(struct flow *flow); /* the screens, once that screen has returned */
void lock_tick(struct flow *flow);
void casework_close(struct flow *flow);
void casework_opened(struct flow *flow);
void meeting_set(struct flow *flow, bool on);
int lock_seconds_left(const struct flow *flow); /* until the idle lock; negative when it is far */

/* global.c */
const struct action *global_actions(int *count);
bool global_run(struct flow *flow, uint32_t key); /* true when a global action has this key */
/* The keys of an action as bound now; the first is shown. Returns how many. */
int action_keys(const struct flow *flow, const struct action *action, uint32_t out[ACTION_KEYS]);
bool action_has_key(const struct flow *flow, const struct action *action, uint32_t key);
bool action_stands(const struct screen *screen, const struct action *action); /* it is on this screen */
const char *action_refusal(const struct screen *screen, const struct flow *flow,
                           const struct action *action); /* NULL: may run */
void action_run(struct screen *screen, struct flow *flow, const struct action *action);
void flow_run(struct flow *flow, struct screen *under, const struct action *action); /* from the palette */

/* recovery.c: whether what was typed is the last group of a recovery code. */
bool recovery_group_is(const char *code, const char *typed);

/* Leave the program, after asking. */
void global_quit(struct flow *flow);

/* Dialogs are screens. */
struct screen *dialog_screen_new(const struct dialog *dialog);
/* A question of the program itself, on whatever screen: `yes` is called with `number` when it is answered so. */
void flow_confirm(struct flow *flow, const struct dialog *dialog, void (*yes)(struct flow *flow, int64_t number),
                  int64_t number);
/* The places of the menu: number, name, what stands there. */
/* Whether casework is on this screen, or could not stand without. */
bool screen_shows_casework(const struct screen *screen);

struct place {
    char digit;
    const char *label, *help;       /* N_() */
    const struct record_type *type; /* counted, and what may be shown; NULL none */
    struct screen *(*open)(void);
    const char *only[2]; /* filters on what is counted, as query_add_filter reads them; NULL none */
};
const struct place *places(int *count);
const char *place_refusal(const struct flow *flow, const struct place *place); /* NULL: may be opened */
/* The rows of a menu that are no record type: "Take in a referral", "Backup now". */
struct errand {
    enum menu_area area;
    const char *label, *help;       /* N_() */
    const struct record_type *type; /* what it is about, for what may be shown; NULL none */
    struct screen *(*open)(void);
    bool writes; /* nothing to be done there where the vault is only read */
    bool mends;  /* only where it is damaged */
    bool behind; /* the records of the area, at the end of its menu */
};
const struct errand *errands(int *count);
bool errand_is_there(const struct flow *flow, const struct errand *errand);
const char *errand_refusal(const struct flow *flow, const struct errand *errand); /* NULL: may be opened */
struct screen *places_screen_new(void);

#endif
