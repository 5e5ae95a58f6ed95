/* What an officer does with records: reading, finding, changing, drafts, casework. */
#include "../../src/store/store_in.h"
#include "../unit/store_office.h"
#include "actions_in.h"
#include "townkeep/store/access.h"
#include "townkeep/store/erase.h"

enum { FOUND_MOST = 8 };

/* --- what only reads: afterwards everything is as it was --- */

static enum err run_load(struct place *place, struct record *record, struct why *why)
{
    struct record read = { 0 };
    struct buf title = { 0 };
    enum err e = store_load(place->office->store, type_of(place, "party"), place->party, &read, why);

    (void)record;
    if (e == OK)
        e = store_title(place->office->store, type_of(place, "party"), place->party, &title);
    record_release(&read);
    buf_release(&title);
    return e;
}

static enum err run_list(struct place *place, struct record *record, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    size_t count;
    bool more;
    enum err e;

    (void)record;
    query_init(&query, type_of(place, "party"));
    if (!(e = query_add_filter(&query, "name~club", store_words(place->office->store), why)) &&
        !(e = store_page(place->office->store, &query, NULL, false, FOUND_MOST, &page, why)))
        e = store_count(place->office->store, &query, 100, &count, &more, why);
    record_page_release(&page);
    return e;
}

static enum err run_search(struct place *place, struct record *record, struct why *why)
{
    struct found found[FOUND_MOST];
    size_t count;

    (void)record;
    return store_search(place->office->store, NULL, "club was", FOUND_MOST, found, &count, why);
}

static enum err run_find(struct place *place, struct record *record, struct why *why)
{
    int64_t id;

    (void)record;
    return store_find(place->office->store, type_of(place, "party"), "Club 3", &id, why);
}

static enum err run_history(struct place *place, struct record *record, struct why *why)
{
    struct history_row rows[FOUND_MOST];
    size_t count;

    (void)record;
    return store_history(place->office->store, NULL, 0, 0, FOUND_MOST, rows, &count, why);
}

static enum err run_changes(struct place *place, struct record *record, struct why *why)
{
    struct change *changes = NULL;
    size_t count = 0;
    enum err e;

    (void)record;
    if (!(e = store_changes(place->office->store, place->last_entry, &changes, &count, why)))
        changes_release(changes, count);
    return e;
}

static enum err run_verify(struct place *place, struct record *record, struct why *why)
{
    struct verify_report report = { 0 };
    enum err e = store_verify(place->office->store, &report, why);

    (void)record;
    verify_report_release(&report);
    return e;
}

static enum err run_cancel(struct place *place, struct record *record, struct why *why)
{
    struct save *save = NULL;
    enum err e = save_begin(place->office->store, ENTRY_CHANGE, &save, why);

    if (e == OK)
        e = save_put(save, record, NULL, why);
    save_cancel(save);
    record->id = 0; /* nothing was saved under it */
    return e;
}

/* --- what changes records --- */

static void give_link(struct place *place, struct record *record)
{
    *record = office_new(type_of(place, "link"));
    value_set_number(record_value(record, "party"), place->party);
    office_set(record, "what", "knows the way");
}

static bool is_linked(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM link WHERE what = 'knows the way'") == 1 &&
           has_entries_more(place, 1);
}

/* Two records in one save. */
static enum err run_pair(struct place *place, struct record *record, struct why *why)
{
    struct save *save = NULL;
    struct record second = { 0 };
    enum err e = save_begin(place->office->store, ENTRY_CHANGE, &save, why);

    (void)record;
    for (int i = 0; i < 2 && e == OK; i++) {
        if (!(e = record_init(&second, type_of(place, "party"))) &&
            !(e = value_set_text(record_value(&second, "name"), i == 0 ? "Pair one" : "Pair two")))
            e = save_put(save, &second, NULL, why);
        record_release(&second);
    }
    if (e == OK)
        return save_commit(save, NULL, NULL, why);
    save_cancel(save);
    return e;
}

static bool is_pair(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM party WHERE name LIKE 'Pair %'") == 2 &&
           has_entries_more(place, 1);
}

static void give_long(struct place *place, struct record *record)
{
    struct buf text = { 0 };

    give_party(place, record);
    for (int i = 0; i < 600; i++)
        if (buf_printf(&text, "sentence %d of a long note. ", i))
            abort();
    office_set(record, "note", buf_text(&text));
    buf_release(&text);
}

static bool is_long(struct place *place)
{
    return place_number(place, "SELECT length(note) > 15000 FROM party ORDER BY length(note) DESC") == 1 &&
           has_entries_more(place, 1);
}

static enum err run_unarchive(struct place *place, struct record *record, struct why *why)
{
    struct save *save = NULL;
    enum err e = save_begin(place->office->store, ENTRY_CHANGE, &save, why);

    (void)record;
    if (e == OK && (e = save_unarchive(save, type_of(place, "party"), place->archived, why)))
        save_cancel(save);
    else if (e == OK)
        e = save_commit(save, NULL, NULL, why);
    return e;
}

static bool is_unarchived(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM party WHERE archived_at IS NOT NULL") == 0 &&
           has_entries_more(place, 1);
}

static enum err run_undo_twice(struct place *place, struct record *record, struct why *why)
{
    struct saved saved = { 0 };
    enum err e = store_undo(place->office->store, place->last_entry, &saved, why);

    (void)record;
    return e ? e : store_undo(place->office->store, saved.entry, NULL, why);
}

static bool is_undone_twice(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM party WHERE note = 'to be undone'") == 1 &&
           has_entries_more(place, 2);
}

static bool is_undone_once(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM party WHERE note = 'to be undone'") == 0 &&
           has_entries_more(place, 1);
}

/* --- drafts --- */

static enum err run_draft(struct place *place, struct record *record, struct why *why)
{
    return store_draft_keep(place->office->store, record, why);
}

static bool is_draft_kept(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM draft") == 2;
}

static enum err run_draft_load(struct place *place, struct record *record, struct why *why)
{
    struct record draft = { 0 };
    int64_t kept_at;
    enum err e = store_draft_load(place->office->store, type_of(place, "link"), 0, &draft, &kept_at, why);

    (void)record;
    if (e == OK)
        record_release(&draft);
    return e;
}

static enum err run_draft_drop(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return store_draft_drop(place->office->store, type_of(place, "link"), 0, why);
}

static bool is_draft_gone(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM draft") == 0;
}

static void give_case_draft(struct place *place, struct record *record)
{
    *record = office_new(type_of(place, "referral"));
    office_set(record, "person", "Lena Moor");
}

/* --- casework --- */

static enum err run_casework(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return store_casework_open(place->office->store, place->ana, why);
}

static enum err run_look(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return store_log_view(place->office->store, type_of(place, "referral"), place->referral, "to plan the visit", why);
}

static bool is_logged(struct place *place)
{
    return has_entries_more(place, 1);
}

static enum err run_search_sealed(struct place *place, struct record *record, struct why *why)
{
    int64_t ids[FOUND_MOST];
    size_t count;

    (void)record;
    return store_search_sealed(place->office->store, type_of(place, "referral"), "karim", "the mother called",
                               FOUND_MOST, ids, &count, why);
}

static void give_story(struct place *place, struct record *record)
{
    if (store_load(place->office->store, type_of(place, "referral"), place->referral, record, NULL))
        abort();
    office_set(record, "story", "told anew");
    office_set(record, "source", "a neighbour");
}

static bool is_story_told(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM referral WHERE source = 'a neighbour'") == 1 &&
           has_entries_more(place, 1);
}

static void give_step(struct place *place, struct record *record)
{
    *record = office_new(type_of(place, "step"));
    value_set_number(record_value(record, "referral"), place->referral);
    office_set(record, "what", "visited");
    office_set(record, "reasons", "nobody there");
}

static bool is_step_taken(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM step WHERE what = 'visited' AND reasons IS NOT NULL") == 1 &&
           has_entries_more(place, 1);
}

/* --- erasing --- */

static const struct erasing erasing = { .sentence = "Erased a case" };

static enum err run_erase(struct place *place, struct record *record, struct why *why)
{
    struct erase_report report;

    (void)record;
    return store_erase(place->office->store, &place->referral, 1, &erasing, &report, why);
}

static bool is_erased(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM tombstone") == 1 &&
           place_number(place, "SELECT count(*) FROM case_key k JOIN tombstone t ON t.case_id = k.case_id") == 0 &&
           place_number(place, "SELECT count(*) FROM referral r JOIN tombstone t ON t.case_id = r.id") == 0 &&
           has_entries_more(place, 1);
}

static enum err run_reduce(struct place *place, struct record *record, struct why *why)
{
    static const struct kept_field kept = { "referral", "person" };
    struct erase_report report;

    (void)record;
    return store_reduce(place->office->store, place->referral, &kept, 1, &erasing, &report, why);
}

static bool is_reduced(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM tombstone WHERE kept = 'referral.person'") == 1 &&
           place_number(place, "SELECT count(*) FROM referral r JOIN tombstone t ON t.case_id = r.id WHERE r.person IS "
                               "NOT NULL AND r.story IS NULL") == 1 &&
           has_entries_more(place, 1);
}

static enum err run_read_log(struct place *place, struct record *record, struct why *why)
{
    struct access_row rows[FOUND_MOST];
    size_t count;

    (void)record;
    return store_access_log(place->office->store, place->referral, 0, FOUND_MOST, rows, &count, why);
}

const struct action record_actions[] = {
    { .name = "load", .run = run_load, .is_done = place_is_same },
    { .name = "list", .run = run_list, .is_done = place_is_same },
    { .name = "search", .run = run_search, .is_done = place_is_same },
    { .name = "find by name", .run = run_find, .is_done = place_is_same },
    { .name = "read history", .run = run_history, .is_done = place_is_same },
    { .name = "read changes", .run = run_changes, .is_done = place_is_same },
    { .name = "verify", .run = run_verify, .is_done = place_is_same },
    { .name = "cancel", .give = give_party, .run = run_cancel, .is_done = place_is_same },
    { .name = "link", .give = give_link, .run = run_put, .is_done = is_linked },
    { .name = "two at once", .run = run_pair, .is_done = is_pair },
    { .name = "a long note", .give = give_long, .run = run_put, .is_done = is_long },
    { .name = "unarchive", .run = run_unarchive, .is_done = is_unarchived },
    { .name = "undo and redo", .run = run_undo_twice, .is_done = is_undone_twice, .is_half_fine = is_undone_once },
    { .name = "keep a draft", .give = give_party, .run = run_draft, .is_done = is_draft_kept },
    { .name = "draft of a case", .give = give_case_draft, .run = run_draft, .is_done = is_draft_kept },
    { .name = "read a draft", .run = run_draft_load, .is_done = place_is_same },
    { .name = "drop a draft", .run = run_draft_drop, .is_done = is_draft_gone },
    { .name = "open casework", .run = run_casework, .is_done = place_is_same },
    { .name = "look at a case", .has_casework = true, .run = run_look, .is_done = is_logged },
    { .name = "search cases",
      .has_casework = true,
      .run = run_search_sealed,
      .is_done = is_logged,
      .is_half_fine = is_logged },
    { .name = "edit a case", .has_casework = true, .give = give_story, .run = run_put, .is_done = is_story_told },
    { .name = "erase a case", .run = run_erase, .is_done = is_erased },
    { .name = "reduce a case", .has_casework = true, .run = run_reduce, .is_done = is_reduced },
    { .name = "who looked", .run = run_read_log, .is_done = is_logged, .is_half_fine = is_logged },
    { .name = "take a step", .has_casework = true, .give = give_step, .run = run_put, .is_done = is_step_taken },
};
const size_t record_action_count = sizeof record_actions / sizeof record_actions[0];
