/*
 * Copies that were given out. A copy has one number in the whole office; it is written into every case it tells of
 * before the file is there, so that what may have left is known even when the writing is cut short.
 */
#include <stdio.h>
#include <string.h>

#include "document_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"
#include "townkeep/store/access.h"

const char *copy_recipient(const struct copy_wish *wish)
{
    return wish->to_person ? _("the person") : wish->recipient;
}

enum err copy_next_number(struct store *store, int64_t *number, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &copy_type);
    query.which = QUERY_ALL;
    query_sort(&query, "number", true);
    e = store_page(store, &query, NULL, false, 1, &page, why);
    *number = page.count > 0 ? record_number(&page.records[0], "number") + 1 : 1;
    record_page_release(&page);
    return e;
}

/* --- who may have it --- */
/* The member's name alone, or before the agency: “Dr Weber, Health centre”. */
static enum err is_named(const struct record *member, const char *recipient, bool *out)
{
    struct buf name = { 0 }, typed = { 0 };
    enum err e = text_fold(&name, record_text(member, "person"));

    *out = false;
    if (!e && !(e = text_fold(&typed, recipient)) && name.len > 0 && typed.len >= name.len &&
        memcmp(typed.data, name.data, name.len) == 0)
        *out = typed.len == name.len || typed.data[name.len] == ',';
    buf_wipe(&name);
    buf_wipe(&typed);
    return e;
}

/* Named sheets go to who sits there, has accepted confidentiality and does not know the person. */
static enum err check_table(struct store *store, const struct document *document, const struct copy_wish *wish,
                            struct why *why)
{
    struct panel_papers panel = { 0 };
    struct panel_matter matter;
    bool found = false;
    enum err e = panel_papers_load(store, document->subject, &panel, why);

    matter = panel_matter_of(&panel);
    for (size_t i = 0; i < panel.member_count && !e && !found; i++) {
        const struct record *member = &panel.members[i];

        if (panel_sits_there(member) && !panel_has_conflict(&matter, member))
            e = is_named(member, wish->recipient, &found);
    }
    panel_papers_release(&panel);
    if (!e && !found)
        return why_set(why, E_INVALID,
                       N_("This sheet goes only to who sits at the table of the meeting, has accepted confidentiality "
                          "and declared no conflict. Name one of them."));
    return e;
}

enum err copy_check(struct store *store, const struct document *document, const struct copy_wish *wish, struct why *why)
{
    const struct document_form *form = document_form(document->kind);
    bool is_kept = !date_is_valid(wish->return_by);

    if (!store_may_write(store, &copy_type))
        return why_set(why, E_PERMISSION, N_("Your role does not let you give out copies."));
    if (document->case_count == 0 && document->kind != DOCUMENT_ACCESS)
        return why_set(why, E_INVALID, N_("There is nothing on it to give out."));
    if (!wish->to_person && wish->recipient[0] == '\0')
        return why_set(why, E_INVALID, N_("Say who gets the copy: a name and an agency, or the person."));
    if (wish->to_person && !form->may_be_kept)
        return why_set(why, E_INVALID, N_("This is no paper for the person: the letter and the plan are."));
    if (is_kept && !wish->to_person)
        return why_set(why, E_INVALID, N_("Say by which day the copy comes back or is destroyed."));
    if (!is_kept && date_compare(wish->return_by, clock_today()) < 0)
        return why_set(why, E_INVALID, N_("The day by which it comes back is over. Give a later one."));
    return form->is_for_table ? check_table(store, document, wish, why) : OK;
}

/* --- writing it down --- */
static enum err put_copy(struct store *store, struct save *save, const struct document *document, int64_t episode,
                         const struct copy_wish *wish, int64_t number, const char *hash, struct why *why)
{
    struct record copy = { 0 };
    enum err e = record_init(&copy, &copy_type);

    if (e)
        return e;
    value_set_number(record_value(&copy, "episode"), episode);
    value_set_number(record_value(&copy, "number"), number);
    value_set_number(record_value(&copy, "by"), store_officer_id(store));
    if (wish->party)
        value_set_number(record_value(&copy, "party"), wish->party);
    if (!(e = value_set_text(record_value(&copy, "what"), document_form(document->kind)->code)) &&
        !(e = value_set_text(record_value(&copy, "recipient"), copy_recipient(wish))) &&
        !(e = value_set_text(record_value(&copy, "hash"), hash)) &&
        !(e = value_set_day(record_value(&copy, "on"), clock_today())) &&
        (!date_is_valid(wish->return_by) || !(e = value_set_day(record_value(&copy, "return_by"), wish->return_by))))
        e = save_put_by_program(save, &copy, NULL, why);
    record_release(&copy);
    return e ? e : save_log_access(save, ACCESS_EXPORT, episode, document_form(document->kind)->code, why);
}

/* The request names the copy that answered it; of a referral alone that is all there is of it. */
static enum err put_request(struct store *store, struct save *save, const struct document *document, int64_t number,
                            struct why *why)
{
    struct record request = { 0 };
    int64_t referral;
    enum err e;

    if (document->kind != DOCUMENT_ACCESS)
        return OK;
    if (!(e = store_load(store, &access_request_type, document->subject, &request, why))) {
        value_set_number(record_value(&request, "bundle_copy"), number);
        e = save_put_by_program(save, &request, NULL, why);
    }
    referral = e ? 0 : record_number(&request, "referral");
    if (!e && document->case_count == 0 && referral != 0)
        e = save_log_access(save, ACCESS_EXPORT, referral, document_form(document->kind)->code, why);
    record_release(&request);
    return e;
}

enum err copy_record(struct store *store, const struct document *document, const struct copy_wish *wish, int64_t number,
                     const char *hash, struct why *why)
{
    const char *what = vocabulary_label(store_words(store), "copy_kind", document_form(document->kind)->code);
    struct save *save = NULL;
    struct saved saved;
    char sentence[160];
    enum err e = copy_check(store, document, wish, why);

    if (e || (e = save_begin(store, ENTRY_CHANGE, &save, why)))
        return e;
    for (size_t i = 0; i < document->case_count && !e; i++)
        e = put_copy(store, save, document, document->cases[i], wish, number, hash, why);
    if (!e)
        e = put_request(store, save, document, number, why);
    if (e) {
        save_cancel(save);
        return e;
    }
    text_print_into(sentence, sizeof sentence, _("Gave out copy %lld: %s"), (long long)number, what);
    return save_commit(save, sentence, &saved, why);
}

/* --- what became of it --- */
static enum err mark(struct save *save, struct store *store, int64_t id, const char *how, struct date on,
                     struct why *why)
{
    struct record copy = { 0 };
    enum err e = store_load(store, &copy_type, id, &copy, why);

    if (!e && record_has(&copy, "returned_on"))
        e = why_set(why, E_CONFLICT, N_("What became of this copy is written down already."));
    if (!e && !(e = value_set_day(record_value(&copy, "returned_on"), on)) &&
        !(e = value_set_text(record_value(&copy, "returned_how"), how)))
        e = save_put_by_program(save, &copy, NULL, why);
    record_release(&copy);
    return e;
}

static enum err mark_all(struct store *store, int64_t number, const char *how, struct date on, const char *sentence,
                         struct why *why)
{
    struct record *rows = NULL;
    struct save *save = NULL;
    struct saved saved;
    size_t count = 0;
    enum err e = panel_rows(store, &copy_type, "number", number, false, &rows, &count, why);

    if (!e && count == 0)
        e = why_set(why, E_NOT_FOUND, N_("No copy has this number."));
    if (!e)
        e = save_begin(store, ENTRY_CHANGE, &save, why);
    for (size_t i = 0; i < count && !e; i++)
        e = mark(save, store, rows[i].id, how, on, why);
    panel_rows_release(&rows, &count);
    if (e) {
        save_cancel(save);
        return e;
    }
    return save_commit(save, sentence, &saved, why);
}

enum err copy_void(struct store *store, int64_t number, struct why *why)
{
    char sentence[160];

    text_print_into(sentence, sizeof sentence, _("Copy %lld could not be written: nobody has it"), (long long)number);
    return mark_all(store, number, "never_written", clock_today(), sentence, why);
}

enum err copy_returned(struct store *store, int64_t number, const char *how, struct date on, struct why *why)
{
    const struct vocabulary_entry *entry = vocabulary_find(store_words(store), "copy_return", how);
    char sentence[160];

    if (!store_may_write(store, &copy_type))
        return why_set(why, E_PERMISSION, N_("Your role does not let you mark copies."));
    if (!entry || strcmp(how, "never_written") == 0)
        return why_set(why, E_INVALID,
                       N_("Say what became of the copy: it came back, was destroyed, is kept, is lost."));
    text_print_into(sentence, sizeof sentence, _("Copy %lld: %s"), (long long)number,
                    vocabulary_label(store_words(store), "copy_return", how));
    return mark_all(store, number, how, on, sentence, why);
}
