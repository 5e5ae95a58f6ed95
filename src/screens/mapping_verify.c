/*
 * Making sure of a few stakeholders a day: those of a round that nobody looked at for longest, one after another, with
 * what matters of each on one page. One key says that it is still right; the next one comes. Who was skipped comes
 * again when the round is opened anew.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "form_part_in.h"
#include "mapping_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/standing.h"
#include "townkeep/screens/screens.h"

enum { LABEL_WIDTH = 22, WORDS_SIZE = 300 };
enum question { ASKED_STATUS = 1 };

struct verifying {
    struct screen screen;
    int64_t id;
    struct round round;
    int64_t party;  /* the one on the page; 0 none is left */
    size_t skipped; /* how many of the queue's beginning are left for another day */
    struct page page;
    char name[200];
    const char *status; /* asked about: "closed", "dormant" */
};

static struct verifying *verifying_of(struct screen *screen)
{
    return (struct verifying *)screen;
}

static const struct verifying *verifying_of_const(const struct screen *screen)
{
    return (const struct verifying *)screen;
}

/* --- what matters of a stakeholder --- */
static enum err add_field(struct page *page, struct store *store, const struct record *party, const char *key)
{
    int field = field_find(&party_type, key);
    struct buf text = { 0 };
    enum err e = store_show_value(store, party, field, &text);

    if (!e && text.len > 0)
        e = page_add_labelled(page, LABEL_WIDTH, _(party_type.fields[field].label), buf_text(&text));
    buf_release(&text);
    return e;
}

/* What most often changes comes first; what is not known is told as well, because it is what to ask about. */
static enum err add_fields(struct page *page, struct store *store, const struct record *party)
{
    static const char *const keys[] = { "kind",   "org_type", "parent",    "job_title",  "status",  "phone",
                                        "email",  "website",  "address",   "contact_by", "sectors", "levels",
                                        "places", "audience", "languages", "description" };
    static const char *const asked[] = { "phone", "email", "sectors", "places", "audience", "languages" };
    char missing[WORDS_SIZE] = "";
    enum err e = OK;

    for (int i = 0; i < ARRAY_COUNT(keys) && !e; i++)
        e = add_field(page, store, party, keys[i]);
    for (int i = 0; i < ARRAY_COUNT(asked); i++) {
        size_t used = strlen(missing);

        if (!record_has(party, asked[i]))
            text_print_into(missing + used, sizeof missing - used, "%s%s", used ? ", " : "",
                            _(party_type.fields[field_find(&party_type, asked[i])].label));
    }
    return e || !missing[0] ? e : page_add_labelled(page, LABEL_WIDTH, _("Not known"), missing);
}

static enum err add_verified(struct page *page, struct store *store, const struct record *party)
{
    struct buf by = { 0 };
    char words[WORDS_SIZE], relative[80];
    struct date on;
    enum err e = OK;

    if (!date_parse(record_text(party, "verified_on"), false, &on))
        return page_add_labelled(page, LABEL_WIDTH, _("Last verified"), _("never"));
    if (!(e = store_title(store, &officer_type, record_number(party, "verified_by"), &by))) {
        text_print_into(words, sizeof words, "%s, %s%s%s", record_text(party, "verified_on"),
                        date_relative(on, clock_today(), relative, sizeof relative), by.len ? " · " : "",
                        buf_text(&by));
        e = page_add_labelled(page, LABEL_WIDTH, _("Last verified"), words);
    }
    buf_release(&by);
    return e;
}

static enum err add_standing(struct page *page, struct store *store, int64_t party, struct why *why)
{
    struct standing_word own;
    struct standing all;
    char words[WORDS_SIZE], influence[64], interest[64], day[DATE_TEXT_SIZE] = "";
    enum err e = standing_beside(store, party, 0, clock_today(), &own, &all, why);

    if (e)
        return e;
    if (all.raters == 0)
        return page_add_labelled(page, LABEL_WIDTH, _("Assessed"), _("never; a assesses"));
    date_format(all.on, day);
    text_print_into(words, sizeof words, _("%s · influence %s · interest %s"), day,
                    standing_show(&all.now[STANDING_INFLUENCE], influence, sizeof influence),
                    standing_show(&all.now[STANDING_INTEREST], interest, sizeof interest));
    return page_add_labelled(page, LABEL_WIDTH, _("Assessed"), words);
}

static enum err fill_page(struct verifying *verifying, struct store *store, struct why *why)
{
    struct record party = { 0 };
    enum err e = store_load(store, &party_type, verifying->party, &party, why);

    if (!e) {
        text_cut_into(verifying->name, sizeof verifying->name, record_text(&party, "name"));
        if ((e = page_add(&verifying->page, STYLE_STRONG, 0, verifying->name)) ||
            (e = add_verified(&verifying->page, store, &party)) || (e = add_fields(&verifying->page, store, &party)))
            why_set(why, e, "%s", err_text(e));
        else
            e = add_standing(&verifying->page, store, verifying->party, why);
    }
    record_release(&party);
    return e;
}

/* --- loading --- */
static void place(struct screen *screen, struct flow *flow)
{
    struct area body = screen->body;

    (void)flow;
    page_place(&verifying_of(screen)->page, (struct area){ body.x + 1, body.y + 2, body.width - 2, body.height - 2 });
}

static bool is_queued(const struct round *round, int64_t party)
{
    for (size_t i = 0; i < round->queue_count; i++) {
        if (round->queue[i] == party)
            return true;
    }
    return false;
}

/* The same one as before while it is not verified, else the next of the queue. */
static void choose_party(struct verifying *verifying)
{
    const struct round *round = &verifying->round;

    if (verifying->party != 0 && is_queued(round, verifying->party))
        return;
    if (verifying->skipped >= round->queue_count)
        verifying->skipped = 0;
    verifying->party = round->queue_count > 0 ? round->queue[verifying->skipped] : 0;
}

static void let_go(struct verifying *verifying)
{
    round_release(&verifying->round);
    page_release(&verifying->page);
    wipe(verifying->name, sizeof verifying->name);
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct verifying *verifying = verifying_of(screen);
    enum err e;

    let_go(verifying);
    if ((e = round_load(flow_store(flow), verifying->id, &verifying->round, why)))
        return e;
    choose_party(verifying);
    if (verifying->party != 0)
        e = fill_page(verifying, flow_store(flow), why);
    place(screen, flow);
    return e;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    let_go(verifying_of(screen));
}

/* --- actions --- */
static void tell(struct verifying *verifying, struct flow *flow, const char *name)
{
    const struct round_progress *progress = &verifying->round.progress;

    if (verifying->party == 0)
        flow_toast(flow, STYLE_GOOD, "%s", _("Everybody in this round is verified."));
    else if (progress->today == progress->daily)
        flow_toast(flow, STYLE_GOOD, _("That makes %zu today: done. Go on, or Esc."), progress->today);
    else
        flow_toast(flow, STYLE_GOOD, _("Kept: %s. Ctrl-Z takes it back."), name);
}

static void verify(struct verifying *verifying, struct flow *flow, const char *status)
{
    char name[sizeof verifying->name];
    struct why why = { 0 };

    memcpy(name, verifying->name, sizeof name);
    if (round_verify(flow_store(flow), verifying->party, status, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    verifying->party = 0;
    if (load(&verifying->screen, flow, &why))
        flow_refuse(flow, &why);
    else
        tell(verifying, flow, name);
    wipe(name, sizeof name);
}

static void run_right(struct screen *screen, struct flow *flow)
{
    verify(verifying_of(screen), flow, NULL);
}

static void ask_status(struct verifying *verifying, struct flow *flow, const char *status)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };
    bool is_closed = strcmp(status, "closed") == 0;

    verifying->status = status;
    text_cut_into(dialog.title, sizeof dialog.title, verifying->name);
    snprintf(dialog.text, sizeof dialog.text, "%s",
             is_closed ? _("They have closed for good? They go from the map and the pictures; the record stays.")
                       : _("They are dormant: still there, but not at work now?"));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", is_closed ? _("Closed") : _("Dormant"));
    flow_ask(flow, &dialog, ASKED_STATUS);
}

static void run_closed(struct screen *screen, struct flow *flow)
{
    ask_status(verifying_of(screen), flow, "closed");
}

static void run_dormant(struct screen *screen, struct flow *flow)
{
    ask_status(verifying_of(screen), flow, "dormant");
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    if (answer->question == ASKED_STATUS && answer->dialog == DIALOG_YES)
        verify(verifying_of(screen), flow, verifying_of(screen)->status);
}

static void run_edit(struct screen *screen, struct flow *flow)
{
    flow_push(flow, form_screen_new(&party_type, verifying_of(screen)->party), 0);
}

static void run_assess(struct screen *screen, struct flow *flow)
{
    flow_push(flow, assess_screen_new(verifying_of(screen)->party, verifying_of(screen)->id), 0);
}

static void run_skip(struct screen *screen, struct flow *flow)
{
    struct verifying *verifying = verifying_of(screen);
    struct why why = { 0 };

    verifying->skipped++;
    verifying->party = 0;
    if (load(screen, flow, &why))
        flow_refuse(flow, &why);
}

static void run_open(struct screen *screen, struct flow *flow)
{
    flow_push(flow, record_screen_new(&party_type, verifying_of(screen)->party), 0);
}

static const char *refuse_none(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return verifying_of_const(screen)->party ? NULL : _("Everybody in this round is verified.");
}

static const char *refuse_write(const struct screen *screen, const struct flow *flow)
{
    const char *why = refuse_none(screen, flow);

    if (!why)
        why = mapping_refuse(flow, &verifying_of_const(screen)->round);
    if (why)
        return why;
    return store_may_write(flow_store(flow), &party_type) ? NULL
                                                          : _("Your role may look at stakeholders, not change them.");
}

static const struct action actions[] = {
    { .id = "verify_party.right",
      .keys = { 'v' },
      .label = N_("Still right"),
      .help = N_("You made sure that the record is right: it is verified today, by you."),
      .run = run_right,
      .refuses = refuse_write,
      .writes = true,
      .bar = true },
    { .id = "verify_party.edit",
      .keys = { PRESS_FUNCTION(4), 'e' },
      .label = N_("Edit"),
      .help = N_("Something has changed: put it right, then say that it is right."),
      .run = run_edit,
      .refuses = refuse_write,
      .writes = true,
      .bar = true },
    { .id = "verify_party.assess",
      .keys = { 'a' },
      .label = N_("Assess"),
      .help = N_("Influence, interest, trust and stance as you see them, with what was said before beside."),
      .run = run_assess,
      .refuses = refuse_write,
      .writes = true,
      .bar = true },
    { .id = "verify_party.skip",
      .keys = { 's' },
      .label = N_("Skip"),
      .help = N_("Not now: the next one; this one comes again."),
      .run = run_skip,
      .refuses = refuse_none,
      .bar = true },
    { .id = "verify_party.closed",
      .keys = { 'c' },
      .label = N_("Closed"),
      .help = N_("They have closed for good. The record stays, the map leaves them out."),
      .run = run_closed,
      .refuses = refuse_write,
      .writes = true,
      .bar = true },
    { .id = "verify_party.dormant",
      .keys = { 'd' },
      .label = N_("Dormant"),
      .help = N_("They are still there, but not at work now."),
      .run = run_dormant,
      .refuses = refuse_write,
      .writes = true,
      .bar = true },
    { .id = "verify_party.open",
      .keys = { PRESS_ENTER },
      .label = N_("Open"),
      .help = N_("The whole record, with everything that hangs on it."),
      .run = run_open,
      .refuses = refuse_none },
};

/* --- events, drawing --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    (void)flow;
    return event->kind == EVENT_KEY && event->key != PRESS_ENTER && page_handle(&verifying_of(screen)->page, event);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct verifying *verifying = verifying_of_const(screen);
    const struct round_progress *progress = &verifying->round.progress;
    struct area body = screen->body;

    (void)flow;
    mapping_progress_draw(grid, (struct area){ body.x + 1, body.y, body.width - 2, 1 }, _("Today"), progress->today,
                          progress->daily, "");
    if (verifying->party != 0)
        page_draw(&verifying->page, grid);
    else
        draw_wrapped(grid, (struct area){ body.x + 1, body.y + 2, body.width - 2, 3 }, 0, STYLE_TEXT,
                     _("Everybody in this round is verified. Esc goes back to the round."));
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Verify")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct verifying *verifying = verifying_of_const(screen);

    if (buf_printf(out, _("%zu left in this round"), verifying->round.queue_count))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Ring up, look it up, or ask. v says it is right as it stands here.")))
        buf_clear(out);
}

static void close_verify(struct screen *screen)
{
    let_go(verifying_of(screen));
    free(screen);
}

static const struct screen_kind kind = {
    .name = "mapping_verify",
    .purpose = N_("Stakeholders that nobody looked at for long, one after another: is what is written here still "
                  "right?"),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .resized = place,
    .handle = handle,
    .answered = answered,
    .draw = draw,
    .close = close_verify,
    .title = title,
    .status = status,
    .hint = hint,
};

struct screen *mapping_verify_screen_new(int64_t round)
{
    struct verifying *verifying = screen_alloc(sizeof *verifying, &kind);

    if (verifying)
        verifying->id = round;
    return verifying ? &verifying->screen : NULL;
}
