/*
 * A new key for the vault. The vault is closed for it: this screen then stands where the unlock screen would, writes
 * the pages anew in slices, and opens the vault again with the passphrase it was given, whether it came to the end or
 * was stopped.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flow_in.h"
#include "townkeep/screens/passphrase_field.h"

enum { LABEL_WIDTH = 22, SLICE_MILLISECONDS = 40, NAME_SIZE = 200 };

enum stage { STAGE_ASK, STAGE_BEGIN, STAGE_RUN, STAGE_OPEN };

struct rekey_screen {
    struct screen screen;
    enum stage stage;
    enum cipher cipher;
    bool had_code;          /* of the office */
    bool is_done, is_ended; /* with the new key; in any way */
    char officer[NAME_SIZE];
    struct passphrase *passphrase;
    struct rekey *job;
    int64_t started_at;
    struct why refused;
};

static struct rekey_screen *rekey_of(struct screen *screen)
{
    return (struct rekey_screen *)screen;
}

static enum err open_rekey(struct screen *screen, struct flow *flow, struct why *why)
{
    struct rekey_screen *rekey = rekey_of(screen);

    rekey->cipher = store_cipher(flow_store(flow));
    return passphrase_new(&rekey->passphrase, why);
}

/* --- the run --- */

static enum err check(struct rekey_screen *rekey, struct flow *flow)
{
    struct store *store = flow_store(flow);
    struct code_state state;
    enum err e;

    if ((e = store_require(store, ROLE_ADMINISTRATOR, &rekey->refused)) ||
        (e = store_passphrase_confirm(store, rekey->passphrase, &rekey->refused)) ||
        (e = store_code_state(store, CODE_OFFICE, &state, &rekey->refused)))
        return e;
    rekey->had_code = state.made_at != 0;
    snprintf(rekey->officer, sizeof rekey->officer, "%s", store_officer_name(store));
    return OK;
}

static void open_again(struct rekey_screen *rekey, struct flow *flow)
{
    store_rekey_end(rekey->job);
    rekey->job = NULL;
    rekey->stage = STAGE_OPEN;
    flow_work(flow);
}

static void begin(struct rekey_screen *rekey, struct flow *flow)
{
    rekey->stage = STAGE_ASK;
    rekey->refused = (struct why){ 0 };
    if (check(rekey, flow))
        return;
    lock_below(flow);
    if (store_rekey_start(flow->vault, rekey->officer, rekey->passphrase, rekey->cipher, &rekey->job,
                          &rekey->refused)) {
        open_again(rekey, flow);
        return;
    }
    rekey->stage = STAGE_RUN;
    rekey->started_at = clock_monotonic();
    flow_work(flow);
}

static void run(struct rekey_screen *rekey, struct flow *flow)
{
    int64_t begun = clock_monotonic();
    bool more = true;
    enum err e = OK;

    if (!rekey->job)
        return;
    while (!e && more && clock_monotonic() - begun < SLICE_MILLISECONDS)
        e = store_rekey_step(rekey->job, &more, &rekey->refused);
    rekey->is_done = !e && !more;
    if (e || !more)
        open_again(rekey, flow);
    else
        flow_work(flow);
}

static void say_done(const struct rekey_screen *rekey, struct flow *flow)
{
    if (rekey->is_done && rekey->had_code)
        flow_tell(flow, _("The vault has a new key"),
                  _("The recovery code of the office opens it no more: make a new one now, under Office, Recovery "
                    "codes. Other officers unlock as before. Backups made earlier still open with the old key: make a "
                    "new one."));
    else if (rekey->is_done)
        flow_tell(flow, _("The vault has a new key"),
                  _("Other officers unlock as before. Backups made earlier still open with the old key: make a new "
                    "one."));
    else if (rekey->refused.code)
        flow_tell(flow, _("The vault keeps its key"), why_text(&rekey->refused));
    else
        flow_toast(flow, STYLE_WARN, "%s", _("Stopped. The vault is as it was; the next run goes on from there."));
}

/* The unlock screen is there for whatever keeps the vault from opening. */
static void open_store(struct rekey_screen *rekey, struct flow *flow)
{
    struct store_opening opening = {
        .path = flow->vault,
        .officer = rekey->officer,
        .passphrase = rekey->passphrase,
        .assets = flow->setup->assets,
        .catalogue = flow->setup->catalogue,
        .vocabulary = flow->setup->vocabulary,
        .vocabulary_count = flow->setup->vocabulary_count,
        .state = flow->setup->state,
    };
    struct store *store = NULL;
    struct why why = { 0 };

    rekey->is_ended = true;
    if (store_open(&opening, &store, &why)) {
        flow_replace(flow, unlock_screen_new());
        flow_refuse(flow, &why);
        return;
    }
    if (rekey->is_done && store_note_rekey(store, &why))
        flow_refuse(flow, &why);
    lock_opened(flow, store, rekey->passphrase);
    rekey->passphrase = NULL;
    say_done(rekey, flow);
}

static void work(struct screen *screen, struct flow *flow)
{
    struct rekey_screen *rekey = rekey_of(screen);

    switch (rekey->stage) {
    case STAGE_BEGIN:
        begin(rekey, flow);
        break;
    case STAGE_RUN:
        run(rekey, flow);
        break;
    case STAGE_OPEN:
        if (!rekey->is_ended)
            open_store(rekey, flow);
        break;
    case STAGE_ASK:
        break;
    }
}

/* --- keys --- */

static void run_cipher(struct screen *screen, struct flow *flow)
{
    struct rekey_screen *rekey = rekey_of(screen);

    (void)flow;
    rekey->cipher = rekey->cipher == CIPHER_AES256_GCM ? CIPHER_XCHACHA20_POLY1305 : CIPHER_AES256_GCM;
}

static const char *refuse_cipher(const struct screen *screen, const struct flow *flow)
{
    (void)screen;
    (void)flow;
    return cipher_is_available(CIPHER_AES256_GCM)
               ? NULL
               : _("This computer's processor cannot do AES-256-GCM, so there is no choice.");
}

static void run_discard(struct screen *screen, struct flow *flow)
{
    struct why why = { 0 };

    (void)screen;
    if (store_rekey_discard(flow->vault, &why))
        flow_refuse(flow, &why);
    else
        flow_toast(flow, STYLE_GOOD, "%s", _("What an interrupted run left behind is removed."));
}

static const struct action actions[] = {
    { .id = "rekey.cipher",
      .keys = { PRESS_FUNCTION(2), PRESS_CTRL('k') },
      .label = N_("Other cipher"),
      .run = run_cipher,
      .refuses = refuse_cipher,
      .help = N_("XChaCha20-Poly1305 opens on every computer; AES-256-GCM is faster where the processor has it."),
      .bar = true },
    { .id = "rekey.discard",
      .keys = { PRESS_FUNCTION(8), PRESS_CTRL('d') },
      .label = N_("Remove leftover"),
      .run = run_discard,
      .help = N_("Remove what an interrupted run left beside the vault, instead of going on with it."),
      .writes = true,
      .bar = true },
};

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct rekey_screen *rekey = rekey_of(screen);

    if (event->kind == EVENT_TICK || !rekey->passphrase)
        return rekey->stage != STAGE_ASK;
    if (rekey->stage == STAGE_RUN && event->kind == EVENT_KEY && event->key == PRESS_ESCAPE)
        open_again(rekey, flow);
    if (rekey->stage != STAGE_ASK)
        return true;
    if (event->kind != EVENT_KEY || event->key != PRESS_ENTER)
        return passphrase_field_handle(rekey->passphrase, event);
    if (passphrase_length(rekey->passphrase) > 0) {
        rekey->stage = STAGE_BEGIN;
        flow_work(flow);
    }
    return true;
}

/* --- drawing --- */

static const char *cipher_name(enum cipher cipher)
{
    return cipher == CIPHER_AES256_GCM ? _("AES-256-GCM (only on computers whose processor has it)")
                                       : _("XChaCha20-Poly1305 (on every computer)");
}

static void draw_run(const struct rekey_screen *rekey, struct grid *grid, struct area at)
{
    int64_t spent = clock_monotonic() - rekey->started_at;
    uint64_t done = 0, pages = 0;
    long left = -1;

    if (rekey->job)
        store_rekey_position(rekey->job, &done, &pages);
    if (spent > 1000 && done > 0)
        left = (long)((double)spent / 1000.0 * (double)(pages - done) / (double)done);
    progress_draw(grid, at.x, at.y, at.width, _("pages"), (long)done, (long)pages, left);
    draw_text(grid, at.x, at.y + 2, at.width, STYLE_DIM,
              _("Esc stops; the vault is then as it was, and the next run goes on from there."));
}

static void draw_ask(const struct rekey_screen *rekey, const struct flow *flow, struct grid *grid, struct area at)
{
    draw_text(grid, at.x, at.y, LABEL_WIDTH, STYLE_TEXT, _("Cipher"));
    draw_text(grid, at.x + LABEL_WIDTH, at.y, at.width - LABEL_WIDTH, STYLE_STRONG, cipher_name(rekey->cipher));
    draw_text(grid, at.x, at.y + 1, LABEL_WIDTH, STYLE_TEXT, _("Your passphrase"));
    if (rekey->passphrase)
        passphrase_field_draw(rekey->passphrase, grid, at.x + LABEL_WIDTH, at.y + 1, 42, true);
    if (rekey->refused.code)
        draw_wrapped(grid, (struct area){ at.x, at.y + 3, at.width, 4 }, 0, STYLE_BAD, why_text(&rekey->refused));
    else if (store_rekey_is_unfinished(flow->vault))
        draw_wrapped(grid, (struct area){ at.x, at.y + 3, at.width, 3 }, 0, STYLE_WARN,
                     _("An earlier run was interrupted: this one goes on where it stopped, if the vault is still the "
                       "same."));
    else
        draw_text(grid, at.x, at.y + 3, at.width, STYLE_DIM, _("Enter begins."));
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct rekey_screen *rekey = (const struct rekey_screen *)screen;
    struct area at = screen->body;
    int used = draw_wrapped(
        grid, at, 0, STYLE_TEXT,
        _("Somebody who has left may have kept the key of the vault. Every page is written anew under another one, "
          "into "
          "a file that then takes the vault's place. Copies made before still open with the old key, and a solid-state "
          "disk may keep the old file's bytes, encrypted as they were, for a while."));

    at.y += used + 1;
    grid_cursor(grid, at.x, at.y);
    switch (rekey->stage) {
    case STAGE_ASK:
        draw_ask(rekey, flow, grid, at);
        break;
    case STAGE_BEGIN:
        draw_text(grid, at.x, at.y, at.width, STYLE_STRONG,
                  _("Checking the passphrase. This takes a moment on purpose."));
        break;
    case STAGE_RUN:
        draw_run(rekey, grid, at);
        break;
    case STAGE_OPEN:
        draw_text(grid, at.x, at.y, at.width, STYLE_STRONG, _("Opening the vault again…"));
        break;
    }
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("New key")))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return ((const struct rekey_screen *)screen)->stage == STAGE_ASK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    if (rekey_of(screen)->passphrase)
        passphrase_clear(rekey_of(screen)->passphrase);
}

static void close_rekey(struct screen *screen)
{
    store_rekey_end(rekey_of(screen)->job);
    passphrase_free(rekey_of(screen)->passphrase);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "rekey",
    .purpose =
        N_("Gives the vault a new key, and another cipher where asked. Other officers unlock as before; recovery "
           "codes of the office are to be made anew."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_rekey,
    .suspend = suspend,
    .handle = handle,
    .work = work,
    .draw = draw,
    .title = title,
    .typing = typing,
    .close = close_rekey,
};

struct screen *rekey_screen_new(void)
{
    return screen_alloc(sizeof(struct rekey_screen), &kind);
}
