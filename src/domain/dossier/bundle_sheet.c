/* The papers as they leave: every record of the person with its fields, then who looked at them. */
#include <stdlib.h>
#include <string.h>

#include "bundle_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/store/access.h"

enum { LOOKS_PAGE = 200 };

static enum err add_passage(const struct passage *passage, struct document *out)
{
    struct buf text = { 0 };
    enum err e = passage_show(passage, &text);

    if (!e && passage->choice == PASSAGE_OUT)
        e = document_printf(out, DOCUMENT_POINT, _("%s: (left out, because it speaks of somebody else)"),
                            _(passage->type->fields[passage->field].label));
    else if (!e)
        e = document_printf(out, DOCUMENT_POINT, "%s: %s", _(passage->type->fields[passage->field].label),
                            buf_text(&text));
    buf_wipe(&text);
    return e;
}

static enum err add_passages(const struct access_bundle *bundle, struct document *out)
{
    const struct passage *before = NULL;
    enum err e = OK;

    for (size_t i = 0; i < bundle->count && !e; i++) {
        const struct passage *passage = &bundle->passages[i];

        if ((!before || before->type != passage->type || before->record != passage->record) &&
            !(e = document_space(out)))
            e = document_add(out, DOCUMENT_HEADING, _(passage->type->label));
        if (!e)
            e = add_passage(passage, out);
        before = passage;
    }
    return e;
}

/* --- who looked --- */
static enum err add_look(const struct access_row *row, struct document *out)
{
    char when[DATE_TIME_TEXT_SIZE];

    moment_format(row->at, when);
    return document_printf(out, DOCUMENT_POINT, "%s  %s: %s%s%s", when, row->officer, access_kind_words(row->kind),
                           row->purpose[0] ? ", " : "", row->purpose);
}

static bool is_before(const struct access_row *row, struct date day)
{
    return date_compare(moment_date(row->at), day) < 0;
}

static enum err add_looks_at(struct store *store, int64_t case_id, struct date until, struct document *out,
                             struct why *why)
{
    struct access_row *rows = calloc(LOOKS_PAGE, sizeof *rows);
    size_t count = LOOKS_PAGE;
    int64_t before = 0;
    enum err e = rows ? OK : E_MEMORY;

    while (!e && count == LOOKS_PAGE) {
        e = store_access_of_case(store, case_id, before, LOOKS_PAGE, rows, &count, why);
        for (size_t i = 0; i < count && !e; i++) {
            if (is_before(&rows[i], until))
                e = add_look(&rows[i], out);
            before = rows[i].entry;
        }
    }
    free(rows);
    return e;
}

static enum err add_looks(struct store *store, const struct access_bundle *bundle, struct document *out,
                          struct why *why)
{
    struct date until = clock_today();
    enum err e;

    (void)date_parse(record_text(&bundle->request, "bundle_on"), false, &until);
    if ((e = document_space(out)) ||
        (e = document_printf(out, DOCUMENT_HEADING, _("Who looked at it, before %04d-%02d-%02d"), until.year,
                             until.month, until.day)))
        return e;
    for (size_t i = 0; i < bundle->scope.count && !e; i++)
        e = add_looks_at(store, bundle->scope.members[i].id, until, out, why);
    return e;
}

enum err bundle_lines(struct store *store, const struct access_bundle *bundle, struct document *out, struct why *why)
{
    enum err e;

    if ((e = document_printf(out, DOCUMENT_TITLE, _("What is kept about you: %s"),
                             record_text(&bundle->request, "reference"))) ||
        (e = document_add(
             out, DOCUMENT_TEXT,
             _("Everything this office keeps about you, field by field. A bar, or “left out”, stands where "
               "somebody else is spoken of. You may ask for corrections, object, or turn to the "
               "supervisory authority."))) ||
        (e = add_passages(bundle, out)) || (e = add_looks(store, bundle, out, why)))
        return e;
    for (size_t i = 0; i < bundle->scope.count; i++) {
        if (bundle->scope.members[i].type == &episode_type && out->case_count < DOCUMENT_CASES_MAX)
            out->cases[out->case_count++] = bundle->scope.members[i].id;
    }
    return OK;
}

enum err bundle_fingerprint(const struct document *document, char out[STORE_FINGERPRINT_SIZE])
{
    struct buf text = { 0 };
    enum err e = OK;

    for (size_t i = 0; i < document->count && !e; i++) {
        if (!(e = buf_add_str(&text, document->lines[i].text)))
            e = buf_add_char(&text, '\n');
    }
    if (!e)
        store_fingerprint(buf_text(&text), text.len, out);
    buf_wipe(&text);
    return e;
}

/* Nothing else leaves than what was signed. */
enum err sheet_access(struct store *store, int64_t request, struct document *out, struct why *why)
{
    struct access_bundle bundle;
    char now[STORE_FINGERPRINT_SIZE] = "";
    enum err e = access_bundle_load(store, request, &bundle, why);

    if (e)
        return e;
    if (!record_has(&bundle.request, "signed_on"))
        e = why_set(why, E_INVALID,
                    N_("The papers leave once they are put together and a data-protection reviewer has signed them."));
    else if (!(e = bundle_lines(store, &bundle, out, why)) && !(e = bundle_fingerprint(out, now)) &&
             strcmp(now, record_text(&bundle.request, "digest")) != 0)
        e = why_set(why, E_CONFLICT,
                    N_("Something was written or decided since the papers were signed. Put them together again and "
                       "have them signed."));
    access_bundle_release(&bundle);
    return e;
}
