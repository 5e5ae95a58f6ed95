/* How good the stakeholder map is and how far its mapping round has come, in numbers alone: nobody is named. */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/quality.h"
#include "townkeep/domain/queries.h"
#include "townkeep/domain/report.h"
#include "townkeep/domain/round.h"

enum { COLUMN_ITEM, COLUMN_LABEL, COLUMN_COUNT, COLUMN_OF, COLUMN_SHARE, COLUMNS };

static enum err out_of_memory(struct why *why)
{
    return why_set(why, E_MEMORY, N_("There is no memory left for the report."));
}

static struct report_sheet *add_sheet(struct report_result *out, const char *key, const char *title, size_t rows)
{
    const struct report_column columns[COLUMNS] = {
        [COLUMN_ITEM] = { "item", _("Item"), false },        [COLUMN_LABEL] = { "label", _("What"), false },
        [COLUMN_COUNT] = { "count", _("How many"), true },   [COLUMN_OF] = { "of", _("Of"), true },
        [COLUMN_SHARE] = { "percent", _("Per cent"), true },
    };

    return report_add_sheet(out, key, title, columns, COLUMNS, rows);
}

static enum err add_row(struct report_result *out, struct report_sheet *sheet, const char *item, const char *label,
                        size_t count, size_t of, struct why *why)
{
    const char **cells = report_add_row(sheet);

    if (!cells || !(cells[COLUMN_ITEM] = arena_copy(&out->text, item)) ||
        !(cells[COLUMN_LABEL] = arena_copy(&out->text, label)) ||
        !(cells[COLUMN_COUNT] = arena_printf(&out->text, "%zu", count)) ||
        !(cells[COLUMN_OF] = arena_printf(&out->text, "%zu", of)) ||
        !(cells[COLUMN_SHARE] = of == 0 ? "" : arena_printf(&out->text, "%zu", count * 100 / of)))
        return out_of_memory(why);
    return OK;
}

/* --- the round --- */
/* The running one, else the newest that has begun; 0 none. */
static enum err find_round(struct store *store, int64_t *id, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e = round_running(store, id, why);

    if (e || *id != 0)
        return e;
    query_init(&query, &mapping_round_type);
    query_narrow(&query, "status", FILTER_IS_NOT, "planned");
    query_sort(&query, "opened_on", true);
    e = store_page(store, &query, NULL, false, 1, &page, why);
    *id = !e && page.count > 0 ? page.records[0].id : 0;
    record_page_release(&page);
    return e;
}

static enum err add_progress(struct report_result *out, const struct round *round, struct why *why)
{
    const struct round_progress *progress = &round->progress;
    struct report_sheet *sheet = add_sheet(out, "round", _("Mapping round"), 4);
    enum err e;

    if (!sheet)
        return out_of_memory(why);
    sheet->note = arena_printf(&out->text, _("%s, begun %s: stakeholders in its scope, and its questions."),
                               record_text(&round->record, "title"), record_text(&round->record, "opened_on"));
    if (!sheet->note)
        return out_of_memory(why);
    if ((e = add_row(out, sheet, "verified", _("Verified since it began"), progress->verified, progress->parties,
                     why)) ||
        (e = add_row(out, sheet, "assessed", _("Assessed since it began"), progress->assessed, progress->parties,
                     why)) ||
        (e = add_row(out, sheet, "answered", _("Questions answered"), progress->answered, progress->questions, why)))
        return e;
    return add_row(out, sheet, "asked", _("Of them waiting for somebody"), progress->asked, progress->answered, why);
}

static enum err add_questions(struct store *store, struct report_result *out, const struct round *round,
                              struct why *why)
{
    size_t kind_count;
    const struct vocabulary_entry *kinds = vocabulary_entries(store_words(store), "mapping_question", &kind_count);
    struct report_sheet *sheet = add_sheet(out, "questions", _("Questions of the round"), kind_count);
    enum err e = OK;

    if (!sheet)
        return out_of_memory(why);
    sheet->note = _("How many of each were answered.");
    for (size_t i = 0; i < kind_count && !e; i++) {
        size_t answered = 0, all = 0;

        for (size_t k = 0; k < round->count; k++) {
            bool is_kind = strcmp(round->questions[k].question, kinds[i].code) == 0;

            all += is_kind;
            answered += is_kind && k >= round->open;
        }
        if (all > 0)
            e = add_row(out, sheet, kinds[i].code,
                        vocabulary_label(store_words(store), "mapping_question", kinds[i].code), answered, all, why);
    }
    return e;
}

/* An empty table all the same, so that a program finds the same columns with a round and without. */
static enum err report_no_round(struct report_result *out, struct why *why)
{
    struct report_sheet *sheet = add_sheet(out, "round", _("Mapping round"), 0);

    if (!sheet)
        return out_of_memory(why);
    sheet->note = _("No round of mapping has begun yet.");
    return OK;
}

static enum err report_round(struct store *store, struct report_result *out, struct why *why)
{
    struct round round = { 0 };
    int64_t id;
    enum err e = find_round(store, &id, why);

    if (e || id == 0)
        return e ? e : report_no_round(out, why);
    if (!(e = round_load(store, id, &round, why)) && !(e = add_progress(out, &round, why)))
        e = add_questions(store, out, &round, why);
    round_release(&round);
    return e;
}

/* --- the quality --- */
static enum err report_quality(struct store *store, struct date as_of, struct report_result *out, struct why *why)
{
    struct quality quality = { 0 };
    struct report_sheet *sheet;
    enum err e = quality_load(store, as_of, QUALITY_STALE_DAYS, &quality, why);

    if (e)
        goto done;
    if (!(sheet = add_sheet(out, "quality", _("Quality of the map"), QUALITY_KINDS))) {
        e = out_of_memory(why);
        goto done;
    }
    sheet->note =
        _("What is old, missing, or seen by one officer alone. Old is what was last verified over a year ago.");
    for (int i = 0; i < QUALITY_KINDS && !e; i++)
        e = add_row(out, sheet, quality.findings[i].key, quality.findings[i].label, quality.findings[i].count,
                    quality.findings[i].of, why);
done:
    quality_release(&quality);
    return e;
}

enum err report_map(struct store *store, const struct report_wish *wish, struct report_result *out, struct why *why)
{
    enum err e = report_round(store, out, why);

    return e ? e : report_quality(store, date_is_valid(wish->to) ? wish->to : clock_today(), out, why);
}
