/* What was told to others and is to be called back. */
#include "townkeep/domain/outlook.h"

#include <string.h>

#include "casework_in.h"
#include "townkeep/base/i18n.h"

struct recalls {
    const struct casework *casework;
    struct date today;
    struct recall *out;
    size_t max, count;
};

static void add(struct recalls *recalls, enum recall_reason reason, const struct record *paper, struct date on)
{
    if (recalls->count < recalls->max)
        recalls->out[recalls->count] = (struct recall){ .reason = reason, .paper = paper, .on = on };
    recalls->count++;
}

/* Whether the day in this field has come. */
static bool has_come(const struct recalls *recalls, const struct record *paper, const char *key, struct date *day)
{
    return date_parse(record_text(paper, key), false, day) && date_compare(*day, recalls->today) <= 0;
}

static const struct record *consent_of(const struct casework *casework, const struct record *sharing)
{
    size_t count;
    const struct record *consents = casework_papers(casework, &consent_type, &count);

    for (size_t i = 0; i < count; i++) {
        if (consents[i].id == record_number(sharing, "consent"))
            return &consents[i];
    }
    return NULL;
}

/* Acknowledged after the day counts; an acknowledgement of having received it does not. */
static bool is_acknowledged(const struct record *sharing, struct date since)
{
    struct date day;

    return date_parse(record_text(sharing, "acknowledged_on"), false, &day) && date_compare(day, since) >= 0;
}

static void add_sharing(struct recalls *recalls, const struct record *sharing)
{
    const struct record *consent = consent_of(recalls->casework, sharing);
    struct date day;

    if (strcmp(record_text(sharing, "direction"), "out") != 0)
        return;
    if (consent && has_come(recalls, consent, "withdrawn_on", &day) && !is_acknowledged(sharing, day))
        add(recalls, RECALL_WITHDRAWN, sharing, day);
    else if (has_come(recalls, sharing, "return_by", &day) && !is_acknowledged(sharing, day))
        add(recalls, RECALL_DAY, sharing, day);
    if (strcmp(record_text(sharing, "person_told"), "yes") != 0 && has_come(recalls, sharing, "review_on", &day))
        add(recalls, RECALL_TELL, sharing, day);
}

size_t casework_recalls(const struct casework *casework, struct date today, struct recall *out, size_t max)
{
    struct recalls recalls = { .casework = casework, .today = today, .out = out, .max = max };
    size_t sharings, copies;
    const struct record *sharing = casework_papers(casework, &sharing_type, &sharings);
    const struct record *copy = casework_papers(casework, &copy_type, &copies);
    struct date day;

    for (size_t i = sharings; i > 0; i--)
        add_sharing(&recalls, &sharing[i - 1]);
    for (size_t i = copies; i > 0; i--) {
        if (!record_has(&copy[i - 1], "returned_on") && has_come(&recalls, &copy[i - 1], "return_by", &day))
            add(&recalls, RECALL_DAY, &copy[i - 1], day);
    }
    return recalls.count;
}

enum err sharing_acknowledge(struct store *store, int64_t sharing, struct date on, struct saved *out, struct why *why)
{
    struct record record = { 0 };
    struct save *save = NULL;
    char day[DATE_TEXT_SIZE];
    enum err e;

    date_format(on, day);
    if ((e = store_load(store, &sharing_type, sharing, &record, why)))
        return e;
    if ((e = casework_may_open(store, &episode_type, record_number(&record, "episode"), why)) ||
        (e = value_set_text(record_value(&record, "acknowledged_on"), day)) ||
        (e = save_begin(store, ENTRY_CHANGE, &save, why)))
        goto done;
    if ((e = save_put_by_program(save, &record, NULL, why)))
        save_cancel(save);
    else
        e = save_commit(save, _("An agency acknowledged what was told to it."), out, why);
done:
    record_release(&record);
    return e;
}
