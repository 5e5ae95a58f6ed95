/*
 * The demonstration's data: one CSV file a record type, described in assets/demo/README.txt. Rows name each other by
 * "@ref"; all other cells are read as an officer would type them, and saved by the same code. Referrals and their steps
 * are done by the officer of the row.
 */
#include <stdlib.h>
#include <string.h>

#include "demo_in.h"
#include "townkeep/base/path.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/conduct.h"
#include "townkeep/exchange/import.h"

enum { REFS_MAX = 4096, CELLS_MAX = 64 };

struct demo_ref {
    char *name;
    int64_t id;
};

/* --- names of rows --- */
enum err demo_keep_ref(struct demo *demo, const char *name, int64_t id, struct why *why)
{
    if (demo->ref_count == REFS_MAX)
        return why_set(why, E_INVALID, N_("The demonstration names too many rows."));
    if (text_copy(&demo->refs[demo->ref_count].name, name))
        return E_MEMORY;
    demo->refs[demo->ref_count++].id = id;
    return OK;
}

int64_t demo_find_ref(const struct demo *demo, const char *name, size_t len)
{
    for (size_t i = 0; i < demo->ref_count; i++) {
        if (strncmp(demo->refs[i].name, name, len) == 0 && demo->refs[i].name[len] == '\0')
            return demo->refs[i].id;
    }
    return 0;
}

/* "@a;@b" → "12;34"; a cell without @ as it is. */
static enum err resolve(const struct demo *demo, const char *cell, struct buf *out, struct why *why)
{
    enum err e = OK;

    if (cell[0] != '@')
        return buf_add_str(out, cell);
    while (*cell && !e) {
        size_t len = strcspn(cell, ";");
        int64_t id = cell[0] == '@' ? demo_find_ref(demo, cell + 1, len - 1) : 0;

        if (id == 0)
            return why_set(why, E_INVALID, N_("The demonstration has no row \"%.*s\"."), (int)len, cell);
        e = buf_printf(out, "%s%lld", out->len > 0 ? ";" : "", (long long)id);
        cell += len + (cell[len] == ';');
    }
    return e;
}

static const char *cell_of(const struct demo *demo, const struct sheet_row *row, const char *heading)
{
    const struct sheet_row *headings = sheet_headings(demo->sheet);

    for (size_t i = 0; i < headings->count && i < row->count; i++) {
        if (strcmp(headings->cells[i], heading) == 0)
            return row->cells[i];
    }
    return "";
}

static bool is_casework(const struct demo *demo)
{
    return demo->type->owner == RECORD_OF_CASE;
}

/* --- one row --- */
static enum err fill_record(const struct demo *demo, const struct sheet_row *row, struct record *record,
                            struct why *why)
{
    const struct sheet_row *headings = sheet_headings(demo->sheet);
    struct buf text = { 0 };
    enum err e = OK;

    for (size_t i = 0; i < headings->count && i < row->count && !e; i++) {
        int field = field_find(record->type, headings->cells[i]);

        if (field < 0 || row->cells[i][0] == '\0' || (is_casework(demo) && strcmp(headings->cells[i], "officer") == 0))
            continue;
        buf_clear(&text);
        if (!(e = resolve(demo, row->cells[i], &text, why)))
            e = store_read_value(demo->cli->store, &record->type->fields[field], buf_text(&text),
                                 &record->values[field], why);
    }
    buf_release(&text);
    return e;
}

static enum err add_officer(struct demo *demo, struct record *record, struct why *why)
{
    return store_officer_add(demo->cli->store, record, demo->cli->passphrase, KDF_INTERACTIVE, why);
}

/* The vault was made with the first officer's name alone. */
static enum err complete_first_officer(struct demo *demo, const struct sheet_row *row, struct why *why)
{
    struct record record = { 0 };
    struct saved saved = { 0 };
    enum err e = store_load(demo->cli->store, &officer_type, store_officer_id(demo->cli->store), &record, why);

    if (!e && !(e = fill_record(demo, row, &record, why)))
        e = store_put(demo->cli->store, &record, NULL, &saved, why);
    record_release(&record);
    return e;
}

static enum err add_record(struct demo *demo, const struct sheet_row *row, struct why *why)
{
    struct record record = { 0 };
    struct saved saved = { 0 };
    const char *ref = cell_of(demo, row, "ref");
    enum err e;

    if ((e = record_init(&record, demo->type)) ||
        (e = record_start(&record, store_words(demo->cli->store), clock_today(), why)) ||
        (e = fill_record(demo, row, &record, why)))
        goto done;
    if (demo->type == &officer_type)
        e = add_officer(demo, &record, why);
    else if (demo->save)
        e = save_put(demo->save, &record, NULL, why);
    else
        e = store_put(demo->cli->store, &record, NULL, &saved, why);
    if (!e && ref[0])
        e = demo_keep_ref(demo, ref, record.id, why);
done:
    record_release(&record);
    return e;
}

/* What a row of steps moves along. */
static const struct record_type *subject_of(const struct demo *demo)
{
    return demo->type == &episode_step_type ? &episode_type : &referral_type;
}

/* All filled cells of a step but those that say whose and which it is. */
static enum err step_inputs(const struct demo *demo, const struct sheet_row *row, struct arena *texts,
                            struct step_input *inputs, size_t *count, struct why *why)
{
    const struct sheet_row *headings = sheet_headings(demo->sheet);
    enum err e = OK;

    for (size_t i = 0; i < headings->count && i < row->count && *count < CELLS_MAX && !e; i++) {
        const char *key = headings->cells[i];
        struct buf text = { 0 };

        if (row->cells[i][0] == '\0' || strcmp(key, subject_of(demo)->key) == 0 || strcmp(key, "officer") == 0 ||
            strcmp(key, "action") == 0)
            continue;
        if (!(e = resolve(demo, row->cells[i], &text, why))) {
            inputs[*count] = (struct step_input){ .key = key, .value = arena_copy(texts, buf_text(&text)) };
            e = inputs[(*count)++].value ? OK : E_MEMORY;
        }
        buf_release(&text);
    }
    return e;
}

/* The case that a signature on referral "@r9" opens is "@r9.case" from then on. */
static enum err keep_case(struct demo *demo, const char *referral, int64_t id, struct why *why)
{
    struct buf name = { 0 };
    enum err e = buf_printf(&name, "%s.case", referral);

    if (!e)
        e = demo_keep_ref(demo, buf_text(&name), id, why);
    buf_release(&name);
    return e;
}

static enum err take_step(struct demo *demo, const struct sheet_row *row, struct why *why)
{
    const char *subject = cell_of(demo, row, subject_of(demo)->key);
    struct step_input inputs[CELLS_MAX];
    struct step_taken taken = { 0 };
    struct arena texts = { 0 };
    size_t count = 0;
    enum err e;

    if (subject[0] != '@')
        return why_set(why, E_INVALID, N_("The demonstration has no row \"%s\"."), subject);
    if (!(e = step_inputs(demo, row, &texts, inputs, &count, why)))
        e = workflow_step(demo->cli->store, subject_of(demo), demo_find_ref(demo, subject + 1, strlen(subject + 1)),
                          cell_of(demo, row, "action"), inputs, count, &taken, NULL, why);
    if (!e && taken.opened != 0)
        e = keep_case(demo, subject + 1, taken.opened, why);
    arena_release(&texts);
    return e;
}

/* Casework is done by the officer of the row. */
enum err demo_change_officer(struct demo *demo, const char *officer, struct why *why)
{
    enum err e;

    if (officer[0] == '\0' || (demo->officer && strcmp(demo->officer, officer) == 0))
        return OK;
    free(demo->officer);
    demo->officer = NULL;
    if ((e = text_copy(&demo->officer, officer)))
        return e;
    return demo_open_as(demo->cli, officer, true, why);
}

static enum err take_row(struct demo *demo, const struct sheet_row *row, struct why *why)
{
    enum err e = is_casework(demo) ? demo_change_officer(demo, cell_of(demo, row, "officer"), why) : OK;

    if (e)
        return e;
    if (demo->type == &referral_step_type || demo->type == &episode_step_type)
        return take_step(demo, row, why);
    if (demo->type == &officer_type && row->number == 1)
        return complete_first_officer(demo, row, why);
    return add_record(demo, row, why);
}

/* --- one file --- */
static enum err take_rows(struct demo *demo, struct why *why)
{
    struct sheet_row row;
    enum sheet_step step;
    enum err e = OK;

    while (!e && (step = sheet_next(demo->sheet, &row, why)) != SHEET_END) {
        if (step != SHEET_ROW)
            return E_INVALID;
        e = take_row(demo, &row, why);
        if (e && why) {
            struct why inner = *why;

            why_set(why, e, N_("The demonstration's %s, line %llu: %s"), demo->type->key, (unsigned long long)row.line,
                    inner.text);
        }
    }
    return e;
}

static enum err load_file(struct demo *demo, const char *folder, const struct record_type *type, struct why *why)
{
    struct buf name = { 0 }, path = { 0 };
    struct saved saved = { 0 };
    struct save *save;
    enum err e;

    demo->type = type;
    if ((e = buf_printf(&name, "%s.csv", type->key)) || (e = path_join(&path, folder, buf_text(&name))) ||
        (e = sheet_open(buf_text(&path), NULL, &demo->sheet, why)))
        goto done;
    if (!is_casework(demo) && type != &officer_type &&
        (e = save_begin(demo->cli->store, ENTRY_IMPORT, &demo->save, why)))
        goto done;
    if ((e = take_rows(demo, why)) || !demo->save)
        goto done;
    save = demo->save;
    demo->save = NULL;
    e = save_commit(save, NULL, &saved, why);
done:
    save_cancel(demo->save);
    demo->save = NULL;
    sheet_close(demo->sheet);
    demo->sheet = NULL;
    buf_release(&name);
    buf_release(&path);
    return e;
}

/* The library of practices comes through the ordinary import. */
static enum err load_practices(struct cli *cli, struct why *why)
{
    struct mapping mapping = { 0 };
    struct import_report report = { 0 };
    struct buf folder = { 0 }, path = { 0 };
    struct import_wish wish = { .mapping = &mapping };
    struct sheet *sheet = NULL;
    enum err e;

    if ((e = path_join(&folder, buf_text(&cli->assets), "practice")) ||
        (e = path_join(&path, buf_text(&folder), "city_examples.csv")) ||
        (e = sheet_open(buf_text(&path), NULL, &sheet, why)) || (e = mapping_start(&mapping, &practice_type)) ||
        (e = mapping_guess(&mapping, sheet_headings(sheet))))
        goto done;
    wish.path = buf_text(&path);
    e = import_file(cli->store, &wish, &report, why);
    if (!e && report.refused > 0)
        e = why_set(why, E_INVALID, N_("The library of practices has rows that are refused: %s"),
                    report.refusals[0].reason);
done:
    sheet_close(sheet);
    mapping_release(&mapping);
    import_report_release(&report);
    buf_release(&folder);
    buf_release(&path);
    return e;
}

enum err demo_load(struct cli *cli, struct why *why)
{
    static const struct record_type *const order[] = {
        &officer_type,
        &place_type,
        &party_type,
        &party_name_type,
        &contact_point_type,
        &relationship_type,
        &programme_type,
        &activity_type,
        &engagement_type,
        &service_type,
        &opening_type,
        &agreement_type,
        &signatory_type,
        &seat_type,
        &mapping_round_type,
        &party_assessment_type,
        &participation_count_type,
        &course_type,
        &session_type,
        &enrolment_type,
        &attendance_type,
        &task_type,
        &referral_type,
        &referral_step_type,
        NULL,
    };
    struct demo demo = { .cli = cli, .refs = calloc(REFS_MAX, sizeof(struct demo_ref)) };
    struct buf folder = { 0 };
    enum err e = demo.refs ? path_join(&folder, buf_text(&cli->assets), "demo") : E_MEMORY;

    if (!e)
        e = conduct_accept(cli->store, why);
    if (!e)
        e = cli_open_casework(cli, why); /* officers with a casework role are admitted by one who has it */
    for (size_t i = 0; order[i] && !e; i++) {
        if (order[i] == &referral_type)
            e = load_practices(cli, why);
        if (!e)
            e = load_file(&demo, buf_text(&folder), order[i], why);
    }
    if (!e)
        e = demo_story(&demo, buf_text(&folder), why);
    for (size_t i = 0; i < demo.ref_count; i++)
        free(demo.refs[i].name);
    free(demo.refs);
    free(demo.officer);
    buf_release(&folder);
    return e;
}

enum err demo_first_officer(const char *assets, struct buf *out, struct why *why)
{
    struct demo demo = { .type = &officer_type };
    struct buf folder = { 0 }, path = { 0 };
    struct sheet_row row;
    enum err e;

    if ((e = path_join(&folder, assets, "demo")) || (e = path_join(&path, buf_text(&folder), "officer.csv")) ||
        (e = sheet_open(buf_text(&path), NULL, &demo.sheet, why)))
        goto done;
    e = sheet_next(demo.sheet, &row, why) == SHEET_ROW
            ? buf_add_str(out, cell_of(&demo, &row, "name"))
            : why_set(why, E_INVALID, N_("The demonstration has no officers."));
done:
    sheet_close(demo.sheet);
    buf_release(&folder);
    buf_release(&path);
    return e;
}
