/* Going on from an agreement with the next one: see agreement.h. */
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/domain/agreement.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

static bool read_day(const struct record *agreement, const char *key, struct date *out)
{
    return date_parse(record_text(agreement, key), false, out);
}

/* The last day of one that holds as long from `from` as the old one did: in whole months where the old one had them. */
static bool find_last_day(const struct record *old, struct date from, struct date *last)
{
    enum { MONTHS_MOST = 600 };
    struct date old_from, old_last;

    if ((!read_day(old, "valid_from", &old_from) && !read_day(old, "signed_on", &old_from)) ||
        !read_day(old, "valid_to", &old_last) || date_compare(old_last, old_from) < 0)
        return false;
    for (int months = 1; months <= MONTHS_MOST; months++) {
        if (date_compare(days_from(date_add_months(old_from, months), -1), old_last) == 0) {
            *last = days_from(date_add_months(from, months), -1);
            return true;
        }
    }
    *last = date_from_days(date_to_days(from) + date_to_days(old_last) - date_to_days(old_from));
    return true;
}

static enum err set_days(const struct record *old, struct record *out)
{
    struct date from = clock_today(), old_last, last;
    enum err e;

    if (read_day(old, "valid_to", &old_last) && date_compare(old_last, from) >= 0)
        from = days_from(old_last, 1);
    if ((e = value_set_day(record_value(out, "valid_from"), from)))
        return e;
    return find_last_day(old, from, &last) ? value_set_day(record_value(out, "valid_to"), last) : OK;
}

/* "Sharing with the clinic (2027)": the year tells it from the old one, whose own year goes. */
static enum err set_title(const struct record *old, struct record *out)
{
    const char *title = record_text(old, "title"), *year = strrchr(title, '(');
    size_t len = strlen(title);
    char text[220];

    if (year && year > title + 1 && strlen(year) == 6 && strspn(year + 1, "0123456789") == 4 && year[5] == ')')
        len = (size_t)(year - title) - 1;
    text_print_into(text, sizeof text, "%.*s (%.4s)", (int)len, title, record_text(out, "valid_from"));
    return value_set_text(record_value(out, "title"), text);
}

static enum err copy(const struct record *old, struct record *out)
{
    static const char *const kept[] = { "kind",    "legal_basis",     "purposes",
                                        "parties", "data_categories", "retention_days" };
    enum err e = OK;

    for (size_t i = 0; i < sizeof kept / sizeof kept[0] && !e; i++) {
        int field = field_find(&agreement_type, kept[i]);

        e = value_copy(&out->values[field], &old->values[field]);
    }
    value_set_number(record_value(out, "renews"), old->id);
    if (!e && !(e = set_days(old, out)))
        e = set_title(old, out);
    return e;
}

enum err agreement_renew(struct store *store, int64_t id, struct record *out, struct why *why)
{
    struct record old = { 0 };
    enum err e = store_load(store, &agreement_type, id, &old, why);

    if (!e && (e = copy(&old, out)))
        why_set(why, e, "%s", err_text(e));
    record_release(&old);
    return e;
}

enum err agreement_renewed_by(struct store *store, int64_t id, int64_t *later, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &agreement_type);
    query_narrow_number(&query, "renews", FILTER_IS, id);
    e = store_page(store, &query, NULL, false, 1, &page, why);
    *later = !e && page.count > 0 ? page.records[0].id : 0;
    record_page_release(&page);
    return e;
}
