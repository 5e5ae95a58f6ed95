/*
 * The sessions of a case, newest first, and the selected note in full: facts and the worker's view apart. A note can be
 * changed for a day; after that, or once it is signed, an addendum says what came later. After a hard talk a task for a
 * debriefing is offered.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record_view_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"
#include "townkeep/domain/support_session.h"
#include "townkeep/screens/screens.h"

enum { SESSIONS_MAX = 200, LABEL_WIDTH = 22 };
enum { COLUMN_KIND = 0, COLUMN_ON, COLUMN_KEPT, COLUMN_MINUTES, COLUMN_STATE, COLUMNS };
enum question { ASKED_NOTE = 1, ASKED_SIGN, ASKED_DEBRIEFING };

struct sessions {
    struct screen screen;
    int64_t episode;
    bool adds; /* a new note is asked for at once */
    bool more; /* there are older ones than are shown */
    struct table table;
    struct page page;
    bool frozen, is_own; /* of the selected note */
};

static struct sessions *sessions_of(struct screen *screen)
{
    return (struct sessions *)screen;
}

static const struct sessions *sessions_of_const(const struct screen *screen)
{
    return (const struct sessions *)screen;
}

static const struct table_column columns[COLUMNS] = {
    [COLUMN_KIND] = { .label = N_("Session"), .width = 22, .field = -1 },
    [COLUMN_ON] = { .label = N_("Day"), .width = 10, .field = -1 },
    [COLUMN_KEPT] = { .label = N_("Kept"), .width = 16, .field = -1 },
    [COLUMN_MINUTES] = { .label = N_("Minutes"), .width = 7, .right = true, .field = -1 },
    [COLUMN_STATE] = { .label = N_("Note"), .width = 10, .field = -1 },
};

static void place(struct sessions *sessions)
{
    struct area body = sessions->screen.body;
    int rows = body.height * 2 / 5;

    table_place(&sessions->table, (struct area){ body.x, body.y, body.width, rows });
    page_place(&sessions->page, (struct area){ body.x, body.y + rows + 1, body.width, body.height - rows - 1 });
}

/* --- the selected note --- */
static enum err add_field(struct sessions *sessions, struct store *store, const struct record *session, const char *key)
{
    const struct field *field = &support_session_type.fields[field_find(&support_session_type, key)];
    struct buf text = { 0 };
    enum err e =
        record_has(session, key) ? store_show_value(store, session, field_find(&support_session_type, key), &text) : OK;

    if (!e && text.len && field->kind == FIELD_NOTE &&
        !(e = page_add(&sessions->page, STYLE_STRONG, 0, _(field->label))))
        e = page_add_lines(&sessions->page, STYLE_TEXT, 2, buf_text(&text));
    else if (!e && text.len)
        e = page_add_labelled(&sessions->page, LABEL_WIDTH, _(field->label), buf_text(&text));
    buf_wipe(&text);
    return e;
}

static enum err tell_note(struct sessions *sessions, struct flow *flow, struct why *why)
{
    static const char *const keys[] = { "facts",   "view",     "kept_reason", "place",          "present",
                                        "topics",  "progress", "usefulness",  "safety_concern", "worker_care",
                                        "next_on", "by",       "at",          "signed_on",      "addendum_of" };
    int64_t id = table_selected_id(&sessions->table);
    struct store *store = flow_store(flow);
    struct record session = { 0 };
    enum err e = OK;

    page_release(&sessions->page);
    if (id && !(e = store_load(store, &support_session_type, id, &session, why))) {
        sessions->frozen = session_is_frozen(&session, clock_now());
        sessions->is_own = record_number(&session, "by") == store_officer_id(store);
        for (int i = 0; i < ARRAY_COUNT(keys) && !e; i++)
            e = add_field(sessions, store, &session, keys[i]);
    }
    record_release(&session);
    place(sessions);
    return e;
}

/* --- rows --- */
static enum err add_row(struct sessions *sessions, struct store *store, const struct record *session)
{
    static const char *const keys[] = { "kind", "on", "kept", "minutes" };
    struct table_row row = { .id = session->id, .warning = record_number(session, "safety_concern") ? "!" : NULL };
    struct buf cells[ARRAY_COUNT(keys)] = { 0 };
    enum err e = OK;

    for (int i = 0; i < ARRAY_COUNT(keys) && !e; i++) {
        e = store_show_value(store, session, field_find(&support_session_type, keys[i]), &cells[i]);
        row.cells[i] = buf_text(&cells[i]);
    }
    row.cells[COLUMN_STATE] = record_has(session, "addendum_of")        ? _("addendum")
                              : record_has(session, "signed_on")        ? _("signed")
                              : session_is_frozen(session, clock_now()) ? _("fixed")
                                                                        : _("open");
    if (!e)
        e = table_add(&sessions->table, TABLE_AFTER, &row);
    for (int i = 0; i < ARRAY_COUNT(keys); i++)
        buf_release(&cells[i]);
    return e;
}

static enum err load_rows(struct sessions *sessions, struct store *store, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &support_session_type);
    query_narrow_number(&query, "episode", FILTER_IS, sessions->episode);
    e = store_page(store, &query, NULL, false, SESSIONS_MAX, &page, why);
    sessions->more = page.more_after;
    for (size_t i = 0; i < page.count && !e; i++) {
        if ((e = add_row(sessions, store, &page.records[i])))
            why_set(why, e, "%s", err_text(e));
    }
    record_page_release(&page);
    return e;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct sessions *sessions = sessions_of(screen);
    int64_t kept = table_selected_id(&sessions->table);
    enum err e;

    memcpy(sessions->table.columns, columns, sizeof columns);
    sessions->table.column_count = COLUMNS;
    sessions->table.sort_column = -1;
    sessions->table.empty = _("No session is written down yet. F2 adds one.");
    table_clear(&sessions->table);
    if ((e = store_log_view(flow_store(flow), &episode_type, sessions->episode, "sessions", why)) ||
        (e = load_rows(sessions, flow_store(flow), why)))
        return e;
    table_select(&sessions->table, kept);
    if ((e = tell_note(sessions, flow, why)) == E_MEMORY)
        why_set(why, e, "%s", err_text(e));
    return e;
}

static void push_note(struct sessions *sessions, struct flow *flow, int64_t addendum_of)
{
    char fields[96];

    if (addendum_of)
        snprintf(fields, sizeof fields, "episode=%lld\naddendum_of=%lld", (long long)sessions->episode,
                 (long long)addendum_of);
    else
        snprintf(fields, sizeof fields, "episode=%lld", (long long)sessions->episode);
    flow_push(flow, form_screen_new_with(&support_session_type, fields), ASKED_NOTE);
}

static enum err open_sessions(struct screen *screen, struct flow *flow, struct why *why)
{
    struct sessions *sessions = sessions_of(screen);
    enum err e = load(screen, flow, why);

    if (!e && sessions->adds)
        push_note(sessions, flow, 0);
    sessions->adds = false;
    return e;
}

static void let_go(struct sessions *sessions)
{
    page_release(&sessions->page);
    table_clear(&sessions->table);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    let_go(sessions_of(screen));
}

/* --- actions --- */
static void run_new(struct screen *screen, struct flow *flow)
{
    push_note(sessions_of(screen), flow, 0);
}

static void run_edit(struct screen *screen, struct flow *flow)
{
    flow_push(flow, form_screen_new(&support_session_type, table_selected_id(&sessions_of(screen)->table)), ASKED_NOTE);
}

static void run_addendum(struct screen *screen, struct flow *flow)
{
    push_note(sessions_of(screen), flow, table_selected_id(&sessions_of(screen)->table));
}

static void run_sign(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };

    (void)screen;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Sign this note"));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             _("Once it is signed the note stays as it is, and only an addendum can be added."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Sign it"));
    flow_ask(flow, &dialog, ASKED_SIGN);
}

static const char *refuse_write(const struct screen *screen, const struct flow *flow)
{
    (void)screen;
    return store_may_write(flow_store(flow), &support_session_type) ? NULL
                                                                    : _("Your role may look at this, not change it.");
}

static const char *refuse_addendum(const struct screen *screen, const struct flow *flow)
{
    const char *refusal = refuse_write(screen, flow);

    if (refusal)
        return refusal;
    return table_selected_id(&sessions_of_const(screen)->table) ? NULL
                                                                : _("No session is written down yet. F2 adds one.");
}

static const char *refuse_edit(const struct screen *screen, const struct flow *flow)
{
    const char *refusal = refuse_addendum(screen, flow);

    if (refusal)
        return refusal;
    return sessions_of_const(screen)->frozen ? _("This note stays as it is: a adds an addendum.") : NULL;
}

static const char *refuse_sign(const struct screen *screen, const struct flow *flow)
{
    const char *refusal = refuse_edit(screen, flow);

    if (refusal)
        return refusal;
    return sessions_of_const(screen)->is_own ? NULL : _("Only the officer who wrote this note signs it.");
}

static const struct action actions[] = {
    { .id = "sessions.new",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("Add"),
      .help = N_("A new session: its kind, whether it was kept, what was said and done, and apart from it your view."),
      .run = run_new,
      .refuses = refuse_write,
      .writes = true,
      .bar = true },
    { .id = "sessions.edit",
      .keys = { PRESS_FUNCTION(4), PRESS_ENTER, 'e' },
      .label = N_("Edit"),
      .help = N_("Change the note, within 24 hours and until it is signed."),
      .run = run_edit,
      .refuses = refuse_edit,
      .writes = true,
      .bar = true },
    { .id = "sessions.addendum",
      .keys = { 'a' },
      .label = N_("Addendum"),
      .help = N_("What became known later, as a note of its own."),
      .run = run_addendum,
      .refuses = refuse_addendum,
      .writes = true,
      .bar = true },
    { .id = "sessions.sign",
      .keys = { 's' },
      .label = N_("Sign"),
      .help = N_("Sign your note: from now on it stays as it is."),
      .run = run_sign,
      .refuses = refuse_sign,
      .writes = true,
      .bar = true },
};

/* --- events --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct sessions *sessions = sessions_of(screen);
    struct why why = { 0 };

    if (event->kind != EVENT_KEY || event->key == PRESS_ENTER)
        return false;
    if ((event->key == PRESS_PAGE_DOWN || event->key == PRESS_PAGE_UP) && page_handle(&sessions->page, event))
        return true;
    if (table_handle(&sessions->table, event) == TABLE_IGNORED)
        return false;
    if (tell_note(sessions, flow, &why))
        flow_refuse(flow, &why);
    return true;
}

/* Whoever had a hard talk is asked about a debriefing once the note is saved. */
static enum err offer_debriefing(struct flow *flow, int64_t id, struct why *why)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };
    struct record session = { 0 };
    enum err e = store_load(flow_store(flow), &support_session_type, id, &session, why);

    if (!e && record_number(&session, "worker_care") != 0) {
        snprintf(dialog.title, sizeof dialog.title, "%s", _("After a hard talk"));
        snprintf(dialog.text, sizeof dialog.text, "%s",
                 _("You asked for a debriefing. Open a task for it, due in three days? It names you, not the case."));
        snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Open the task"));
        flow_ask(flow, &dialog, ASKED_DEBRIEFING);
    }
    record_release(&session);
    return e;
}

static enum err answer_note(struct sessions *sessions, struct flow *flow, int64_t id, struct why *why)
{
    enum err e = load(&sessions->screen, flow, why);

    if (e || !id)
        return e;
    table_select(&sessions->table, id);
    return (e = tell_note(sessions, flow, why)) ? e : offer_debriefing(flow, id, why);
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct sessions *sessions = sessions_of(screen);
    bool yes = answer->dialog == DIALOG_YES;
    struct saved saved = { 0 };
    struct why why = { 0 };
    enum err e = OK;

    switch ((enum question)answer->question) {
    case ASKED_NOTE:
        e = answer_note(sessions, flow, answer->id, &why);
        break;
    case ASKED_SIGN:
        if (yes && !(e = session_sign(flow_store(flow), table_selected_id(&sessions->table), &saved, &why)))
            e = load(screen, flow, &why);
        break;
    case ASKED_DEBRIEFING:
        if (yes && !(e = session_open_debriefing(flow_store(flow), &saved, &why)))
            flow_toast(flow, STYLE_GOOD, "%s", _("The task is among yours."));
        break;
    }
    if (e)
        flow_refuse(flow, &why);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct sessions *sessions = sessions_of_const(screen);

    (void)flow;
    page_draw(&sessions->page, grid);
    draw_rule(grid, screen->body.x, sessions->page.area.y - 1, screen->body.width);
    table_draw(&sessions->table, grid, true);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Sessions")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct sessions *sessions = sessions_of_const(screen);

    if (buf_printf(out, "%d%s", sessions->table.count, sessions->more ? "+" : ""))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(sessions_of(screen));
}

static void close_sessions(struct screen *screen)
{
    let_go(sessions_of(screen));
    table_release(&sessions_of(screen)->table);
    free(screen);
}

static const struct screen_kind sessions_kind = {
    .name = "sessions",
    .purpose =
        N_("The sessions of a case with their notes. Facts and the worker's view stand apart; after a day a note "
           "stays as it is."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = open_sessions,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .answered = answered,
    .resized = resized,
    .draw = draw,
    .close = close_sessions,
    .title = title,
    .status = status,
    .is_casework = screen_is_always_casework,
};

struct screen *support_sessions_screen_new(int64_t episode)
{
    struct sessions *sessions = screen_alloc(sizeof *sessions, &sessions_kind);

    if (!sessions)
        return NULL;
    sessions->episode = episode;
    return &sessions->screen;
}

struct screen *support_sessions_screen_new_adding(int64_t episode)
{
    struct screen *screen = support_sessions_screen_new(episode);

    if (screen)
        sessions_of(screen)->adds = true;
    return screen;
}
