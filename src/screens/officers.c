/* Who opens this vault, with which role. Names and roles are bound to keys, so they change here and not in the general
 * form. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "secrets_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/ui/picker.h"
#include "townkeep/ui/table.h"

enum question { ASKED_REMOVE = 1, ASKED_ADDED, ASKED_SECRET, ASKED_CASEWORK, ASKED_RESET };
enum { OFFICERS_MAX = 64 };

struct officers {
    struct screen screen;
    struct table table;
    struct picker roles;
    bool choosing;                 /* the roles of the selected officer */
    int64_t waiting[OFFICERS_MAX]; /* officers who do not hold every case key yet */
    size_t waiting_count;
};

static struct officers *officers_of(struct screen *screen)
{
    return (struct officers *)screen;
}

static const struct officers *officers_of_const(const struct screen *screen)
{
    return (const struct officers *)screen;
}

static bool waits(const struct officers *officers, int64_t id)
{
    for (size_t i = 0; i < officers->waiting_count; i++) {
        if (officers->waiting[i] == id)
            return true;
    }
    return false;
}

/* --- loading --- */
static enum err add_officer(struct officers *officers, struct flow *flow, const struct record *record)
{
    char roles[200];
    unsigned bits = 0;
    struct table_row row = { .id = record->id,
                             .cells = { record_text(record, "name"), roles, "", record_text(record, "title") } };

    if (roles_read(record_text(record, "roles"), &bits, NULL))
        bits = 0;
    roles_show(bits, roles, sizeof roles);
    row.cells[2] = record->id == store_officer_id(flow_store(flow)) ? _("you")
                   : waits(officers, record->id)                    ? _("waits for case keys")
                                                                    : "";
    return table_add(&officers->table, TABLE_AFTER, &row);
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct officers *officers = officers_of(screen);
    struct record_page page = { 0 };
    struct query query;
    int64_t at = table_selected_id(&officers->table);
    enum err e;

    query_init(&query, &officer_type);
    table_clear(&officers->table);
    if ((e = store_officers_waiting(flow_store(flow), OFFICERS_MAX, officers->waiting, &officers->waiting_count,
                                    why)) ||
        (e = store_page(flow_store(flow), &query, NULL, false, OFFICERS_MAX, &page, why)))
        return e;
    for (size_t i = 0; i < page.count && !e; i++)
        e = add_officer(officers, flow, &page.records[i]);
    table_select(&officers->table, at);
    record_page_release(&page);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static void place(struct screen *screen, struct flow *flow)
{
    (void)flow;
    table_place(&officers_of(screen)->table, screen->body);
    picker_place(&officers_of(screen)->roles, screen->body);
}

static enum err open_officers(struct screen *screen, struct flow *flow, struct why *why)
{
    struct table *table = &officers_of(screen)->table;

    table->column_count = 4;
    table->columns[0] = (struct table_column){ .label = N_("Name"), .width = 20, .field = -1 };
    table->columns[1] = (struct table_column){ .label = N_("Roles"), .width = 30, .field = -1 };
    table->columns[2] = (struct table_column){ .label = N_("State"), .width = 19, .field = -1 };
    table->columns[3] = (struct table_column){ .label = N_("Job title"), .width = 16, .field = -1 };
    table->sort_column = -1;
    place(screen, flow);
    return load(screen, flow, why);
}

/* --- roles --- */
static enum err open_roles(struct officers *officers, struct flow *flow, struct why *why)
{
    struct record record = { 0 };
    size_t count = 0;
    const struct vocabulary_entry *entries = vocabulary_entries(flow_words(flow), "role", &count);
    enum err e = store_load(flow_store(flow), &officer_type, table_selected_id(&officers->table), &record, why);

    picker_release(&officers->roles);
    officers->roles.many = true;
    text_print_into(officers->roles.title, sizeof officers->roles.title, _("Roles of %s"),
                    e ? "" : record_text(&record, "name"));
    for (size_t i = 0; i < count && !e; i++) {
        struct picker_row row = { .on = value_list_has(record_value(&record, "roles"), entries[i].code) };

        snprintf(row.code, sizeof row.code, "%s", entries[i].code);
        text_cut_into(row.label, sizeof row.label, vocabulary_label(flow_words(flow), "role", entries[i].code));
        if ((e = picker_add(&officers->roles, &row)))
            why_set(why, e, "%s", err_text(e));
    }
    picker_place(&officers->roles, officers->screen.body);
    officers->choosing = !e;
    record_release(&record);
    return e;
}

static enum err set_roles(struct officers *officers, struct flow *flow, struct why *why)
{
    unsigned roles = 0, bit;
    enum err e = OK;

    for (int i = 0; i < officers->roles.count && !e; i++) {
        if (officers->roles.rows[i].on && !(e = roles_read(officers->roles.rows[i].code, &bit, why)))
            roles |= bit;
    }
    if (!e)
        e = store_officer_roles(flow_store(flow), table_selected_id(&officers->table), roles, why);
    return e ? e : load(&officers->screen, flow, why);
}

static void handle_roles(struct officers *officers, struct flow *flow, const struct event *event)
{
    enum picker_result result = picker_handle(&officers->roles, event);
    struct why why = { 0 };

    if (result != PICKER_CHOSEN && result != PICKER_CANCELLED)
        return;
    officers->choosing = false;
    if (result == PICKER_CANCELLED)
        return;
    if (set_roles(officers, flow, &why))
        flow_refuse(flow, &why);
    else
        flow_toast(flow, STYLE_GOOD, "%s", _("Saved. The new roles are in force at the next unlocking."));
}

/* --- passphrases --- */
static enum err change_own(struct flow *flow, struct screen *below, struct passphrase *const given[SECRETS_MAX],
                           int64_t number, struct why *why)
{
    (void)below;
    (void)number;
    return store_passphrase_change(flow_store(flow), given[0], given[1], flow->setup->kdf, why);
}

static enum err reset_other(struct flow *flow, struct screen *below, struct passphrase *const given[SECRETS_MAX],
                            int64_t number, struct why *why)
{
    (void)below;
    return store_passphrase_reset(flow_store(flow), number, given[0], flow->setup->kdf, why);
}

static const struct secrets_wish own_passphrase = {
    .title = N_("Your passphrase"),
    .text = N_("The present one, then the new one twice."),
    .labels = { N_("Present passphrase"), N_("New passphrase"), N_("Once more") },
    .count = 3,
    .fresh = true,
    .done = N_("Your passphrase is changed."),
    .run = change_own,
};
static const struct secrets_wish other_passphrase = {
    .title = N_("A fresh passphrase"),
    .text = N_("For an officer who lost theirs. They get fresh keys too: a colleague with open casework hands the "
               "cases over again."),
    .labels = { N_("New passphrase"), N_("Once more") },
    .count = 2,
    .fresh = true,
    .done = N_("The officer can unlock with the new passphrase now."),
    .run = reset_other,
};

/* --- actions --- */
static const char *refuse_admin(const struct screen *screen, const struct flow *flow)
{
    (void)screen;
    return store_roles(flow_store(flow)) & ROLE_ADMINISTRATOR ? NULL : _("Only an administrator may do this.");
}

static const char *refuse_admin_row(const struct screen *screen, const struct flow *flow)
{
    return table_selected_id(&officers_of_const(screen)->table) ? refuse_admin(screen, flow) : _("Choose a row first.");
}

static const char *refuse_passphrase(const struct screen *screen, const struct flow *flow)
{
    bool own = table_selected_id(&officers_of_const(screen)->table) == store_officer_id(flow_store(flow));

    return own ? NULL : refuse_admin_row(screen, flow);
}

static const char *refuse_grant(const struct screen *screen, const struct flow *flow)
{
    if (!waits(officers_of_const(screen), table_selected_id(&officers_of_const(screen)->table)))
        return _("This officer holds every case key their role needs.");
    return store_roles(flow_store(flow)) & ROLES_OF_CASEWORK
               ? NULL
               : _("Only somebody with a casework role can hand case keys over.");
}

static void run_new(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_push(flow, officer_add_screen_new(), 0);
}

static void run_roles(struct screen *screen, struct flow *flow)
{
    struct why why = { 0 };

    if (open_roles(officers_of(screen), flow, &why))
        flow_refuse(flow, &why);
}

static void open_passphrase(struct officers *officers, struct flow *flow)
{
    int64_t officer = table_selected_id(&officers->table);
    bool own = officer == store_officer_id(flow_store(flow));

    flow_push(flow, secrets_screen_new(own ? &own_passphrase : &other_passphrase, officer), ASKED_SECRET);
}

/* Fresh keys open no case: what no colleague holds is lost with the old ones. */
static void ask_alone(struct flow *flow, size_t alone)
{
    struct dialog dialog = { .kind = DIALOG_TYPED };

    text_cut_into(dialog.title, sizeof dialog.title, _("Lose the cases of this officer?"));
    text_print_into(dialog.text, sizeof dialog.text,
                    ngettext("%zu case can be opened by this officer alone, and by nobody after this. If the officer "
                             "still knows the passphrase, let them hand it to a colleague first.",
                             "%zu cases can be opened by this officer alone, and by nobody after this. If the officer "
                             "still knows the passphrase, let them hand them to a colleague first.",
                             alone),
                    alone);
    text_cut_into(dialog.typed, sizeof dialog.typed, _("lose"));
    text_cut_into(dialog.yes_label, sizeof dialog.yes_label, _("Give fresh keys all the same"));
    flow_ask(flow, &dialog, ASKED_RESET);
}

static void run_passphrase(struct screen *screen, struct flow *flow)
{
    struct store *store = flow_store(flow);
    int64_t officer = table_selected_id(&officers_of(screen)->table);
    struct why why = { 0 };
    size_t alone = 0;

    if (officer != store_officer_id(store) && store_cases_held_alone(store, officer, &alone, &why))
        flow_refuse(flow, &why);
    else if (alone > 0)
        ask_alone(flow, alone);
    else
        open_passphrase(officers_of(screen), flow);
}

static void run_details(struct screen *screen, struct flow *flow)
{
    flow_push(flow, detail_screen_new(&officer_type, table_selected_id(&officers_of(screen)->table)), 0);
}

static void run_remove(struct screen *screen, struct flow *flow)
{
    const struct table *table = &officers_of(screen)->table;
    struct dialog dialog = { .kind = DIALOG_TYPED };

    snprintf(dialog.title, sizeof dialog.title, "%s", _("Remove this officer?"));
    snprintf(dialog.text, sizeof dialog.text,
             _("%s can then no longer unlock this vault. What they wrote stays, with their name in the history."),
             table_cell(table, table->selected, 0));
    snprintf(dialog.typed, sizeof dialog.typed, "%s", _("remove"));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Remove"));
    flow_ask(flow, &dialog, ASKED_REMOVE);
}

static void grant(struct officers *officers, struct flow *flow)
{
    struct why why = { 0 };
    size_t handed = 0;

    if (store_grant_keys(flow_store(flow), table_selected_id(&officers->table), &handed, &why) ||
        load(&officers->screen, flow, &why))
        flow_refuse(flow, &why);
    else
        flow_toast(flow, STYLE_GOOD, ngettext("%zu case handed over.", "%zu cases handed over.", handed), handed);
}

static void run_grant(struct screen *screen, struct flow *flow)
{
    if (store_casework_is_open(flow_store(flow)))
        grant(officers_of(screen), flow);
    else
        flow_open_casework(flow, ASKED_CASEWORK);
}

static const struct action actions[] = {
    { .id = "officers.new",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("New"),
      .run = run_new,
      .writes = true,
      .refuses = refuse_admin,
      .help = N_("Add an officer with a passphrase of their own."),
      .bar = true },
    { .id = "officers.roles",
      .keys = { PRESS_FUNCTION(4), 'e' },
      .label = N_("Roles"),
      .run = run_roles,
      .writes = true,
      .refuses = refuse_admin_row,
      .help = N_("Choose the roles of the selected officer."),
      .bar = true },
    { .id = "officers.passphrase",
      .keys = { 'p' },
      .label = N_("Passphrase"),
      .run = run_passphrase,
      .writes = true,
      .refuses = refuse_passphrase,
      .help = N_("Change your own passphrase, or give a fresh one to an officer who lost theirs."),
      .bar = true },
    { .id = "officers.grant",
      .keys = { 'k' },
      .label = N_("Hand over"),
      .run = run_grant,
      .writes = true,
      .refuses = refuse_grant,
      .help = N_("Hand every case key you hold to the selected officer."),
      .bar = true },
    { .id = "officers.remove",
      .keys = { PRESS_FUNCTION(8), 'x' },
      .label = N_("Remove"),
      .run = run_remove,
      .writes = true,
      .refuses = refuse_admin_row,
      .help = N_("Take the officer's way into the vault away."),
      .bar = true },
    { .id = "officers.details",
      .keys = { PRESS_FUNCTION(3), 'v' },
      .label = N_("Details"),
      .run = run_details,
      .help = N_("All fields of the selected officer; Enter does the same.") },
};

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct officers *officers = officers_of(screen);
    enum table_result result;

    if (officers->choosing) {
        handle_roles(officers, flow, event);
        return event->kind != EVENT_TICK;
    }
    result = table_handle(&officers->table, event);
    if (result == TABLE_OPENED)
        run_details(screen, flow);
    return result != TABLE_IGNORED;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct officers *officers = officers_of(screen);
    struct why why = { 0 };

    if (answer->dialog != DIALOG_YES)
        return;
    if (answer->question == ASKED_CASEWORK) {
        grant(officers, flow);
        return;
    }
    if (answer->question == ASKED_RESET) {
        open_passphrase(officers, flow);
        return;
    }
    if ((answer->question == ASKED_REMOVE &&
         store_officer_remove(flow_store(flow), table_selected_id(&officers->table), &why)) ||
        load(screen, flow, &why))
        flow_refuse(flow, &why);
    else if (answer->question == ASKED_REMOVE)
        flow_toast(flow, STYLE_GOOD, "%s", _("Removed. The officer can no longer unlock this vault."));
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    officers_of(screen)->choosing = false;
    picker_release(&officers_of(screen)->roles);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct officers *officers = officers_of_const(screen);

    (void)flow;
    table_draw(&officers->table, grid, !officers->choosing);
    if (officers->choosing)
        picker_draw(&officers->roles, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Officers")))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return officers_of_const(screen)->choosing;
}

static void close_officers(struct screen *screen)
{
    table_release(&officers_of(screen)->table);
    picker_release(&officers_of(screen)->roles);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "officers",
    .purpose = N_("Who opens this vault, and what each may do. Casework opens to intake officers, case officers and "
                  "team leads; administrators look after officers."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_officers,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .answered = answered,
    .resized = place,
    .draw = draw,
    .title = title,
    .typing = typing,
    .close = close_officers,
};

struct screen *officers_screen_new(void)
{
    return screen_alloc(sizeof(struct officers), &kind);
}
