/* Of an agreement: whether it ends soon, ran out, or was renewed. Of a relationship: whether what is shared is agreed.
 */
#include <string.h>

#include "remarks_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/domain/agreement.h"
#include "townkeep/domain/catalogue.h"

static bool is_active(const struct record *agreement)
{
    return strcmp(record_text(agreement, "status"), "active") == 0;
}

/* --- agreements --- */
static enum err tell_later(const struct remarking *it, const struct record *later)
{
    remark_say(it, "renewed_by", _("Renewed by"), "%s (%s)", record_text(later, "title"),
               vocabulary_label(store_words(it->store), "agreement_status", record_text(later, "status")));
    return OK;
}

/* "Mira Dal, for Youth House, as director (2026-03-01)". */
static enum err write_signatory(const struct remarking *it, const struct record *row, struct buf *out)
{
    struct buf person = { 0 }, party = { 0 };
    const char *name = record_text(row, "name"), *role = record_text(row, "role"), *on = record_text(row, "on");
    enum err e = OK;

    if (record_has(row, "person"))
        e = store_show_value(it->store, row, field_find(row->type, "person"), &person);
    if (!e && record_has(row, "party"))
        e = store_show_value(it->store, row, field_find(row->type, "party"), &party);
    if (!e)
        e = buf_add_str(out, person.len > 0 ? buf_text(&person) : name);
    if (!e && party.len > 0)
        e = out->len > 0 ? buf_printf(out, _(", for %s"), buf_text(&party)) : buf_add_str(out, buf_text(&party));
    if (!e && role[0])
        e = buf_printf(out, ", %s", role);
    if (!e && on[0])
        e = buf_printf(out, " (%s)", on);
    buf_release(&person);
    buf_release(&party);
    return e;
}

static enum err tell_signatory(const struct remarking *it, const struct record *row)
{
    struct buf text = { 0 };
    enum err e = write_signatory(it, row, &text);

    if (!e)
        remark_say(it, "signed", _("Signed"), "%s", buf_text(&text));
    buf_release(&text);
    return e;
}

static void tell_end(const struct remarking *it)
{
    const char *last = record_text(it->record, "valid_to");
    char when[60];
    struct date day;

    if (!is_active(it->record) || !date_parse(last, false, &day))
        return;
    date_relative(day, it->today, when, sizeof when);
    if (date_compare(day, it->today) < 0)
        remark_warn(it, "ended", _("Ran out"), _("on %s (%s): nothing can be shared or done under it any more"), last,
                    when);
    else if (date_compare(day, days_from(it->today, AGREEMENT_NOTICE_DAYS)) <= 0)
        remark_warn(it, "ends", _("Ends"), _("on %s (%s): renew it, or let it end"), last, when);
}

enum err agreement_remarks(const struct remarking *it)
{
    enum { SIGNATORIES_TOLD = 6 };
    struct query query;
    enum err e;

    tell_end(it);
    if (is_active(it->record) && remark_is_before(it->record, "review_on", it->today))
        remark_warn(it, "review", _("Look at it again"), _("it was to be looked at on %s"),
                    record_text(it->record, "review_on"));
    query_init(&query, &agreement_type);
    query_narrow_number(&query, "renews", FILTER_IS, it->record->id);
    if ((e = remark_rows(it, &query, 4, tell_later)))
        return e;
    query_init(&query, &signatory_type);
    query_narrow_number(&query, "agreement", FILTER_IS, it->record->id);
    return remark_rows(it, &query, SIGNATORIES_TOLD, tell_signatory);
}

bool agreement_is_marked(const struct record *agreement, struct date today)
{
    return is_active(agreement) &&
           (remark_is_before(agreement, "valid_to", days_from(today, AGREEMENT_NOTICE_DAYS + 1)) ||
            remark_is_before(agreement, "review_on", today));
}

/* --- relationships --- */
enum err relationship_remarks(const struct remarking *it)
{
    char day[DATE_TEXT_SIZE];
    struct date ended;
    bool without;
    enum err e;

    if ((e = sharing_without_agreement(it->store, it->record, it->today, &without, it->why)) || !without)
        return e;
    if ((e = sharing_ended_on(it->store, it->record, it->today, &ended, it->why)))
        return e;
    date_format(ended, day);
    if (ended.year != 0)
        remark_warn(it, "no_agreement", _("No agreement in force"),
                    _("they share information (the last one with either ended %s)"), day);
    else
        remark_warn(it, "no_agreement", _("No agreement in force"), "%s",
                    _("they share information, and nothing about it is agreed with either"));
    return OK;
}

static bool is_of_sharing(const struct record *relationship)
{
    return strcmp(record_text(relationship, "type"), "shares_information_with") == 0;
}

enum err relationships_mark(struct store *store, const struct record *records, size_t count, struct date today,
                            bool *marks, struct why *why)
{
    struct sharing_cover cover = { .count = 0 };
    bool wanted = false;
    enum err e;

    for (size_t i = 0; i < count; i++)
        wanted = wanted || is_of_sharing(&records[i]);
    if (!wanted)
        return OK;
    e = sharing_cover_load(store, today, &cover, why);
    for (size_t i = 0; i < count && !e; i++)
        marks[i] = records[i].archived_at == 0 && sharing_is_uncovered(&cover, &records[i]);
    sharing_cover_release(&cover);
    return e;
}
