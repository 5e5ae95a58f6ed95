/*
 * One referral or case that ended: what would go with it, what stands in the way, and what was proposed. The dry run is
 * shown before anything is proposed and again before it is carried out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "retention_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum question { ASKED_CARRY = 1 };
enum { LABEL_WIDTH = 30 };

struct item {
    struct screen screen;
    const struct record_type *type;
    int64_t id;
    char name[80];
    struct record decision; /* that waits or is to be carried out; .type NULL none */
    struct page page;
};

static struct item *item_of(struct screen *screen)
{
    return (struct item *)screen;
}

static const struct item *item_of_const(const struct screen *screen)
{
    return (const struct item *)screen;
}

static void let_go(struct item *item)
{
    record_release(&item->decision);
    page_release(&item->page);
}

/* --- what is shown --- */
static enum err add_count(struct page *page, const char *label, size_t count)
{
    char text[24];

    snprintf(text, sizeof text, "%zu", count);
    return page_add_labelled(page, LABEL_WIDTH, label, text);
}

static enum err add_backups(struct page *page, const struct retention_dry_run *run)
{
    char text[240], until[DATE_TEXT_SIZE];

    if (run->backup_trouble[0])
        return page_add(page, STYLE_WARN, 2, run->backup_trouble);
    if (run->backups == 0)
        return page_add(page, STYLE_DIM, 2, _("No backup in the folder holds it."));
    date_format(run->backups_until, until);
    text_print_into(text, sizeof text,
                    ngettext("%zu backup may hold it until %s; restoring one erases it again.",
                             "%zu backups may hold it until %s; restoring one erases it again.", run->backups),
                    run->backups, until);
    return page_add(page, STYLE_TEXT, 2, text);
}

static enum err add_run(struct page *page, const struct retention_dry_run *run)
{
    enum err e = page_add(page, STYLE_STRONG, 0, _("What would go"));

    for (size_t i = 0; i < run->row_count && !e; i++)
        e = add_count(page, _(run->rows[i].type->plural), run->rows[i].count);
    if (e || (e = page_add(page, STYLE_TEXT, 0, "")) ||
        (e = page_add(page, STYLE_STRONG, 0, _("What stays outside"))) ||
        (e = add_count(page, _("Copies not returned"), run->copies_out)) ||
        (e = add_count(page, _("Told to agencies"), run->shares)))
        return e;
    return add_backups(page, run);
}

static enum err add_obstacles(struct page *page, const struct problems *problems)
{
    enum err e;

    if (problems->count == 0)
        return OK;
    if ((e = page_add(page, STYLE_TEXT, 0, "")) ||
        (e = page_add(page, STYLE_STRONG, 0, _("What keeps it from going now"))))
        return e;
    for (int i = 0; i < problems->count && !e; i++)
        e = page_add(page, STYLE_WARN, 2, problems->items[i].text);
    return e;
}

static enum err add_decision(struct item *item, struct flow *flow)
{
    bool waits = strcmp(record_text(&item->decision, "outcome"), "waiting") == 0;
    char text[200];

    text_print_into(text, sizeof text,
                    waits ? _("%s is proposed and waits for a signature.") : _("%s is signed: F8 carries it out."),
                    vocabulary_label(flow_words(flow), "decision_kind", record_text(&item->decision, "kind")));
    return page_add(&item->page, waits ? STYLE_WARN : STYLE_GOOD, 0, text);
}

/* --- loading --- */
static enum err find_decision(struct item *item, struct flow *flow, struct why *why)
{
    struct decision_row *rows = calloc(DECISION_ROWS_MAX, sizeof *rows);
    size_t count = 0;
    enum err e = rows ? OK : E_MEMORY;

    if (!e && flow_may_show(flow, &decision_type))
        e = decision_open_ones(flow_store(flow), rows, DECISION_ROWS_MAX, &count, why);
    for (size_t i = 0; i < count && !item->decision.type; i++) {
        if (record_number(&rows[i].record, "about") != item->id)
            continue;
        item->decision = rows[i].record;
        rows[i].record = (struct record){ 0 };
    }
    if (rows)
        decision_rows_release(rows, count);
    free(rows);
    return e;
}

static void name_item(struct item *item, const struct retention_scope *scope)
{
    text_print_into(item->name, sizeof item->name, "%s %s", record_text(&scope->members[0], "reference"),
                    record_text(&scope->members[0], "pseudonym"));
}

static enum err fill(struct item *item, struct flow *flow, const struct retention_scope *scope, struct why *why)
{
    struct problems problems = { 0 };
    struct retention_dry_run run;
    enum err e;

    name_item(item, scope);
    if ((e = retention_dry_run(flow_store(flow), scope, config_text(flow_config(flow), SETTING_BACKUP_FOLDER), &run,
                               why)) ||
        (e = retention_obstacles(flow_store(flow), scope, &problems, why)) || (e = find_decision(item, flow, why)))
        return e;
    if (item->decision.type && ((e = add_decision(item, flow)) || (e = page_add(&item->page, STYLE_TEXT, 0, ""))))
        return e;
    return (e = add_run(&item->page, &run)) ? e : add_obstacles(&item->page, &problems);
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct item *item = item_of(screen);
    struct retention_scope scope = { 0 };
    enum err e;

    let_go(item);
    page_place(&item->page, screen->body);
    if ((e = retention_scope(flow_store(flow), item->type, item->id, &scope, why)) == E_NOT_FOUND) {
        flow_pop(flow); /* gone by what was carried out here */
        return OK;
    }
    if (!e)
        e = fill(item, flow, &scope, why);
    retention_scope_release(&scope);
    return e ? why_set(why, e, "%s", why->code ? why_text(why) : err_text(e)) : OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    let_go(item_of(screen));
    memset(item_of(screen)->name, 0, sizeof item_of(screen)->name);
}

/* --- actions --- */
static const char *refuse_proposing(const struct screen *screen, const struct flow *flow)
{
    if (!(store_roles(flow_store(flow)) & ROLE_LEAD))
        return _("A team lead proposes what becomes of it.");
    return item_of_const(screen)->decision.type ? _("A decision about it is under way already.") : NULL;
}

static void propose(struct screen *screen, struct flow *flow, const char *kind)
{
    flow_push(flow, step_screen_new(item_of(screen)->type, item_of(screen)->id, kind), 0);
}

static void run_keep(struct screen *screen, struct flow *flow)
{
    propose(screen, flow, DECISION_KEEP);
}

static void run_anonymise(struct screen *screen, struct flow *flow)
{
    propose(screen, flow, DECISION_ANONYMISE);
}

static void run_erase(struct screen *screen, struct flow *flow)
{
    propose(screen, flow, DECISION_ERASE);
}

static const char *refuse_carry(const struct screen *screen, const struct flow *flow)
{
    const struct record *decision = &item_of_const(screen)->decision;

    if (!(store_roles(flow_store(flow)) & ROLE_LEAD))
        return _("A team lead carries it out.");
    return decision->type && strcmp(record_text(decision, "outcome"), "signed") == 0
               ? NULL
               : _("Nothing is signed that could be carried out.");
}

static void run_carry(struct screen *screen, struct flow *flow)
{
    carry_ask(flow, &item_of(screen)->decision, ASKED_CARRY);
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    if (answer->question == ASKED_CARRY && answer->dialog == DIALOG_YES &&
        carry_out(flow, item_of(screen)->decision.id, record_text(&item_of(screen)->decision, "pseudonym")))
        flow_pop(flow);
}

static const struct action actions[] = {
    { .id = "ended.anonymise",
      .keys = { PRESS_FUNCTION(2), 'a' },
      .label = N_("Anonymise"),
      .help = N_("Propose that only figures stay, which lead to nobody."),
      .run = run_anonymise,
      .writes = true,
      .refuses = refuse_proposing,
      .bar = true },
    { .id = "ended.keep",
      .keys = { PRESS_FUNCTION(4), 'k' },
      .label = N_("Keep"),
      .help = N_("Propose to keep it longer, for a reason of this very person, until a day."),
      .run = run_keep,
      .writes = true,
      .refuses = refuse_proposing,
      .bar = true },
    { .id = "ended.erase",
      .keys = { PRESS_FUNCTION(6), 'x' },
      .label = N_("Erase"),
      .help = N_("Propose that nothing stays: the person asks for it, or it should never have been written down."),
      .run = run_erase,
      .writes = true,
      .refuses = refuse_proposing,
      .bar = true },
    { .id = "ended.carry",
      .keys = { PRESS_FUNCTION(8), 'c' },
      .label = N_("Carry out"),
      .help = N_("What two officers decided is done, for good; the pseudonym is to be typed."),
      .run = run_carry,
      .writes = true,
      .refuses = refuse_carry,
      .bar = true },
};

/* --- events and drawing --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    (void)flow;
    return event->kind == EVENT_KEY && page_handle(&item_of(screen)->page, event);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    page_draw(&item_of_const(screen)->page, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    if (buf_add_str(out, item_of_const(screen)->name))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    page_place(&item_of(screen)->page, screen->body);
}

static void close_item(struct screen *screen)
{
    let_go(item_of(screen));
    free(screen);
}

static const struct screen_kind kind = {
    .name = "ended",
    .purpose = N_("A referral or case that ended: what would go with it, and what two officers decide. It goes with "
                  "everything of the same person."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .answered = answered,
    .resized = resized,
    .draw = draw,
    .title = title,
    .is_casework = screen_is_always_casework,
    .close = close_item,
};

struct screen *retention_item_screen_new(const struct record_type *type, int64_t id)
{
    struct item *item = screen_alloc(sizeof *item, &kind);

    if (item) {
        item->type = type;
        item->id = id;
    }
    return item ? &item->screen : NULL;
}
