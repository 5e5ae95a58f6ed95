/* Decisions of two: proposing, signing, returning, and what a team lead decides alone. Carrying out is
 * decision_carry.c. */
#include "decision_in.h"

#include <string.h>

#include "take_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

/* --- reading --- */
bool decision_is(const struct record *decision, const char *key, const char *code)
{
    return strcmp(record_text(decision, key), code) == 0;
}

/* What was proposed with one stroke has its officer and its moment in common. */
static bool is_together(const struct record *one, const struct record *other)
{
    return record_number(one, "proposed_at") == record_number(other, "proposed_at") &&
           record_number(one, "proposed_by") == record_number(other, "proposed_by") &&
           decision_is(one, "kind", record_text(other, "kind"));
}

void decisions_release(struct decisions *decisions)
{
    for (size_t i = 0; i < decisions->count; i++)
        record_release(&decisions->rows[i]);
    decisions->count = 0;
}

static enum err add_together(struct decisions *decisions, const struct record *first, struct record_page *page)
{
    for (size_t i = 0; i < page->count; i++) {
        if (page->records[i].id == first->id || !is_together(&page->records[i], first))
            continue;
        if (decisions->count == DECISIONS_TOGETHER)
            return E_INVALID;
        decisions->rows[decisions->count++] = page->records[i];
        page->records[i] = (struct record){ 0 };
    }
    return OK;
}

/* Those with the outcome of the first lie side by side, ordered by it; each page is looked through. */
static enum err load_others(struct store *store, struct decisions *decisions, struct why *why)
{
    const struct record *first = &decisions->rows[0];
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &decision_type);
    if ((e = query_add_filter(&query,
                              decision_is(first, "outcome", OUTCOME_WAITING) ? "outcome=waiting" : "outcome=signed",
                              store_words(store), why)) ||
        (e = query_add_filter(&query, "carried_at=", store_words(store), why)) ||
        (e = store_page(store, &query, NULL, false, DECISIONS_LOOKED_AT, &page, why)))
        return e;
    e = add_together(decisions, first, &page);
    record_page_release(&page);
    return e ? why_set(why, e, N_("Too many records were proposed together.")) : OK;
}

enum err decisions_load(struct store *store, int64_t id, struct decisions *out, struct why *why)
{
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = store_load(store, &decision_type, id, &out->rows[0], why)))
        return e;
    out->count = 1;
    if ((e = load_others(store, out, why)))
        decisions_release(out);
    return e;
}

enum err decisions_put(struct save *save, struct decisions *decisions, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < decisions->count && !e; i++)
        e = save_put_by_program(save, &decisions->rows[i], NULL, why);
    return e;
}

/* All in one save; the sentence stands in the history. */
static enum err put_all(struct store *store, struct decisions *decisions, const char *sentence, struct why *why)
{
    struct save *save = NULL;
    enum err e = save_begin(store, ENTRY_CHANGE, &save, why);

    if (e)
        return e;
    if ((e = decisions_put(save, decisions, why))) {
        save_cancel(save);
        return e;
    }
    return save_commit(save, sentence, NULL, why);
}

const char *decision_about(const struct record *decision, const struct vocabularies *words)
{
    if (record_has(decision, "pseudonym"))
        return record_text(decision, "pseudonym");
    return decision_is(decision, "kind", DECISION_PROFILE)
               ? vocabulary_label(words, "profile", record_text(decision, "value"))
               : record_text(decision, "until");
}

/* --- proposing --- */
static bool is_of_a_record(const char *kind)
{
    return strcmp(kind, DECISION_KEEP) == 0 || strcmp(kind, DECISION_ANONYMISE) == 0 ||
           strcmp(kind, DECISION_ERASE) == 0;
}

/* The decision that was just made about it. */
static enum err find_made(struct store *store, int64_t about, int64_t *id, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    *id = 0;
    query_init(&query, &decision_type);
    if ((e = query_add_filter(&query, "outcome=waiting", store_words(store), why)) ||
        (e = store_page(store, &query, NULL, false, DECISIONS_LOOKED_AT, &page, why)))
        return e;
    for (size_t i = 0; i < page.count && *id == 0; i++) {
        if (record_number(&page.records[i], "about") == about)
            *id = page.records[i].id;
    }
    for (size_t i = 0; i < page.count && *id == 0; i++)
        *id = page.records[0].id; /* of a referral that is decided about with its case */
    record_page_release(&page);
    return OK;
}

enum err decision_propose(struct store *store, const struct record_type *type, int64_t id, const char *kind,
                          const struct step_input *inputs, size_t count, struct decision_done *out,
                          struct problems *problems, struct why *why)
{
    struct step_taken taken = { 0 };
    enum err e;

    *out = (struct decision_done){ 0 };
    if (!is_of_a_record(kind))
        return why_set(why, E_INVALID,
                       N_("Of a record there are the decisions keep, anonymise and erase; “%s” is none."), kind);
    if ((e = workflow_step(store, type, id, kind, inputs, count, &taken, problems, why)))
        return e;
    text_cut_into(out->sentence, sizeof out->sentence, taken.sentence);
    return find_made(store, id, &out->id, why);
}

/* One about the office. */
static enum err start(struct store *store, const char *kind, const char *reason_code, struct record *decision,
                      struct why *why)
{
    struct rule_context context;
    const struct vocabulary_entry *entry = vocabulary_read(store_words(store), "decision_reason", reason_code);
    enum err e;

    casework_context(store, &context);
    if ((e = store_require(store, ROLE_LEAD, why)))
        return e;
    if (!entry || (entry->parent[0] != '\0' && strcmp(entry->parent, kind) != 0))
        return why_set(why, E_INVALID, N_("Give a reason from the list: “%s” is none for this decision."), reason_code);
    if ((e = record_init(decision, &decision_type)) || (e = put_code(decision, "kind", kind)) ||
        (e = put_code(decision, "trigger", "office")) || (e = put_code(decision, "reason_code", entry->code)))
        return e;
    put_number(decision, "proposed_by", context.officer_id);
    put_number(decision, "proposed_at", context.now);
    return OK;
}

static enum err put_one(struct store *store, struct record *decision, struct decision_done *out, struct why *why)
{
    struct decisions decisions = { .count = 1 };
    enum err e;

    decisions.rows[0] = *decision;
    e = put_all(store, &decisions, out->sentence, why);
    *decision = decisions.rows[0];
    out->id = decision->id;
    return e;
}

enum err decision_propose_profile(struct store *store, const char *profile, const char *reason_code,
                                  struct decision_done *out, struct why *why)
{
    const struct vocabulary_entry *entry = vocabulary_read(store_words(store), "profile", profile);
    struct record decision = { 0 };
    enum err e;

    *out = (struct decision_done){ 0 };
    if (!entry)
        return why_set(why, E_INVALID, N_("There is no order of steps “%s”: take consent_first or panel_first."),
                       profile);
    if ((e = start(store, DECISION_PROFILE, reason_code, &decision, why)) ||
        (e = put_code(&decision, "value", entry->code)) || (e = put_code(&decision, "outcome", OUTCOME_WAITING)))
        goto done;
    text_print_into(out->sentence, sizeof out->sentence,
                    _("Another order of steps is proposed: %s. It waits for the signature of a data-protection "
                      "reviewer."),
                    vocabulary_label(store_words(store), "profile", entry->code));
    e = put_one(store, &decision, out, why);
done:
    record_release(&decision);
    return e;
}

enum err decision_delay(struct store *store, struct date until, const char *reason_code, struct decision_done *out,
                        struct why *why)
{
    enum { DAYS = 60 };
    struct date today = clock_today();
    int64_t days = date_to_days(until) - date_to_days(today);
    struct record decision = { 0 };
    char day[DATE_TEXT_SIZE];
    enum err e;

    *out = (struct decision_done){ 0 };
    if (days < 1 || days > DAYS)
        return why_set(why, E_INVALID, N_("A delay ends on a day ahead, within 60 days."));
    if ((e = start(store, DECISION_DELAY, reason_code, &decision, why)) || (e = put_day(&decision, "until", until)) ||
        (e = put_code(&decision, "outcome", OUTCOME_SIGNED)))
        goto done;
    put_number(&decision, "signed_by", store_officer_id(store));
    put_number(&decision, "signed_at", clock_now());
    date_format(until, day);
    text_print_into(out->sentence, sizeof out->sentence,
                    _("Decisions that are late are delayed until %s; new cases may begin until then."), day);
    e = put_one(store, &decision, out, why);
done:
    record_release(&decision);
    return e;
}

/* --- answering --- */
static enum err may_answer(struct store *store, const struct record *decision, struct why *why)
{
    enum err e = store_require(store, ROLE_REVIEWER, why);

    if (e)
        return e;
    if (!decision_is(decision, "outcome", OUTCOME_WAITING))
        return why_set(why, E_INVALID, N_("This decision does not wait for a signature."));
    if (record_number(decision, "proposed_by") == store_officer_id(store))
        return why_set(why, E_PERMISSION, N_("You proposed this decision; another officer signs it."));
    return OK;
}

static void tell_answer(struct store *store, const struct record *decision, bool is_signed, struct decision_done *out)
{
    const struct vocabularies *words = store_words(store);

    text_print_into(out->sentence, sizeof out->sentence,
                    is_signed ? _("“%s”, %s: signed.") : _("“%s”, %s: returned; it is decided anew."),
                    vocabulary_label(words, "decision_kind", record_text(decision, "kind")),
                    decision_about(decision, words));
}

static enum err answer(struct store *store, int64_t id, bool is_signed, struct decision_done *out, struct why *why)
{
    struct decisions decisions;
    enum err e;

    *out = (struct decision_done){ .id = id };
    if ((e = decisions_load(store, id, &decisions, why)))
        return e;
    if ((e = may_answer(store, &decisions.rows[0], why)))
        goto done;
    for (size_t i = 0; i < decisions.count && !e; i++) {
        e = put_code(&decisions.rows[i], "outcome", is_signed ? OUTCOME_SIGNED : OUTCOME_RETURNED);
        put_number(&decisions.rows[i], "signed_by", store_officer_id(store));
        put_number(&decisions.rows[i], "signed_at", clock_now());
    }
    if (e)
        goto done;
    tell_answer(store, &decisions.rows[0], is_signed, out);
    e = put_all(store, &decisions, out->sentence, why);
done:
    decisions_release(&decisions);
    return e;
}

enum err decision_sign(struct store *store, int64_t id, struct decision_done *out, struct why *why)
{
    return answer(store, id, true, out, why);
}

enum err decision_return(struct store *store, int64_t id, struct decision_done *out, struct why *why)
{
    return answer(store, id, false, out, why);
}

/* --- what is open --- */
void decision_rows_release(struct decision_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        record_release(&rows[i].record);
}

static enum err add_open(struct store *store, const char *outcome, struct decision_row *out, size_t max, size_t *count,
                         struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &decision_type);
    if ((e = query_add_filter(&query, outcome, store_words(store), why)) ||
        (e = query_add_filter(&query, "carried_at=", store_words(store), why)) ||
        (e = store_page(store, &query, NULL, false, max, &page, why)))
        return e;
    for (size_t i = 0; i < page.count && *count < max; i++) {
        struct record *record = &page.records[i];
        bool waits = decision_is(record, "outcome", OUTCOME_WAITING);

        if (!waits && (decision_is(record, "kind", DECISION_KEEP) || decision_is(record, "kind", DECISION_DELAY)))
            continue;
        out[(*count)++] =
            (struct decision_row){ .id = record->id,
                                   .record = *record,
                                   .waits = waits,
                                   .to_carry_out = !waits,
                                   .mine = record_number(record, "proposed_by") == store_officer_id(store) };
        *record = (struct record){ 0 };
    }
    record_page_release(&page);
    return OK;
}

enum err decision_open_ones(struct store *store, struct decision_row *out, size_t max, size_t *count, struct why *why)
{
    enum err e;

    *count = 0;
    if ((e = add_open(store, "outcome=waiting", out, max, count, why)) ||
        (e = add_open(store, "outcome=signed", out, max, count, why))) {
        decision_rows_release(out, *count);
        *count = 0;
    }
    return e;
}
