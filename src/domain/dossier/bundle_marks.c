/*
 * What an officer decided about the passages, kept in the request itself: an item for each, of a type, two numbers, a
 * fingerprint of the text it was decided of, and places in it; never a word of the text. Then putting together and
 * signing, each of which holds only for these very lines.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum { TEXT_MARK_SIZE = 17 }; /* the beginning of a fingerprint */
#define BAR "█████"

static const char *const codes[] = {
    [PASSAGE_UNDECIDED] = "undecided", [PASSAGE_KEPT] = "kept", [PASSAGE_CUT] = "cut", [PASSAGE_OUT] = "out"
};

static void mark_of(const char *text, char out[TEXT_MARK_SIZE])
{
    char whole[STORE_FINGERPRINT_SIZE];

    store_fingerprint(text, strlen(text), whole);
    text_cut_into(out, TEXT_MARK_SIZE, whole);
}

/* --- deciding --- */
size_t access_bundle_left(const struct access_bundle *bundle)
{
    size_t left = 0;

    for (size_t i = 0; i < bundle->count; i++)
        left += bundle->passages[i].choice == PASSAGE_UNDECIDED;
    return left;
}

enum err passage_choose(struct passage *passage, enum passage_choice choice, struct why *why)
{
    if (passage->must_go && choice != PASSAGE_OUT)
        return why_set(why, E_INVALID, N_("Whoever told wished to stay unnamed: this stays out."));
    passage->choice = choice;
    passage->cut_count = 0;
    return OK;
}

enum err passage_black_out(struct passage *passage, const char *words, struct why *why)
{
    const char *at = words[0] ? strstr(passage->text, words) : NULL;

    if (passage->must_go)
        return passage_choose(passage, PASSAGE_CUT, why);
    if (!at)
        return why_set(why, E_INVALID, N_("These words do not stand in it. Type them exactly as they are written."));
    for (; at; at = strstr(at + strlen(words), words)) {
        if (passage->cut_count == PASSAGE_CUTS)
            return why_set(why, E_INVALID, N_("So much of it is blacked out that it is better left out as a whole."));
        passage->cuts[passage->cut_count++] =
            (struct passage_cut){ .start = (size_t)(at - passage->text), .len = strlen(words) };
    }
    passage->choice = PASSAGE_CUT;
    return OK;
}

static const struct passage_cut *cut_at(const struct passage *passage, size_t at)
{
    for (int i = 0; i < passage->cut_count; i++) {
        if (at >= passage->cuts[i].start && at < passage->cuts[i].start + passage->cuts[i].len)
            return &passage->cuts[i];
    }
    return NULL;
}

enum err passage_show(const struct passage *passage, struct buf *out)
{
    bool in_bar = false;
    enum err e = OK;

    if (passage->choice == PASSAGE_OUT)
        return OK;
    if (passage->choice != PASSAGE_CUT)
        return buf_add_str(out, passage->text);
    for (size_t i = 0; passage->text[i] && !e; i++) {
        bool is_cut = cut_at(passage, i) != NULL;

        if (!is_cut)
            e = buf_add_char(out, passage->text[i]);
        else if (!in_bar)
            e = buf_add_str(out, BAR);
        in_bar = is_cut;
    }
    return e;
}

/* --- as it is kept --- */
static enum err write_mark(const struct passage *passage, struct buf *out)
{
    char mark[TEXT_MARK_SIZE];
    enum err e;

    mark_of(passage->text, mark);
    e = buf_printf(out, "%s %" PRId64 " %s %s %s", passage->type->key, passage->record,
                   passage->type->fields[passage->field].key, mark, codes[passage->choice]);
    for (int i = 0; i < passage->cut_count && !e; i++)
        e = buf_printf(out, " %zu+%zu", passage->cuts[i].start, passage->cuts[i].len);
    return e ? e : buf_add_char(out, ';');
}

/* What says itself is not written: kept where nothing is marked, out where it must go. */
static bool is_told(const struct passage *passage)
{
    return passage->choice != PASSAGE_UNDECIDED && !passage->must_go &&
           (passage->third || passage->choice != PASSAGE_KEPT);
}

static struct passage *find(struct access_bundle *bundle, const char *type, int64_t record, const char *field)
{
    for (size_t i = 0; i < bundle->count; i++) {
        struct passage *passage = &bundle->passages[i];

        if (passage->record == record && strcmp(passage->type->key, type) == 0 &&
            strcmp(passage->type->fields[passage->field].key, field) == 0)
            return passage;
    }
    return NULL;
}

static void read_cuts(struct passage *passage, const char *text)
{
    size_t len = strlen(passage->text);
    char *plus, *end;

    while (passage->cut_count < PASSAGE_CUTS) {
        size_t start = strtoul(text, &plus, 10), size;

        if (plus == text || *plus != '+')
            return;
        size = strtoul(plus + 1, &end, 10);
        if (end == plus + 1)
            return;
        if (start <= len && size <= len - start)
            passage->cuts[passage->cut_count++] = (struct passage_cut){ .start = start, .len = size };
        text = end;
    }
}

static void read_mark(struct access_bundle *bundle, const char *line)
{
    char type[64], id[32], field[64], mark[TEXT_MARK_SIZE], now[TEXT_MARK_SIZE], choice[16];
    struct passage *passage;
    int64_t record;
    int used = 0;

    if (sscanf(line, "%63s %31s %63s %16s %15s%n", type, id, field, mark, choice, &used) != 5 ||
        !text_to_int(id, &record) || !(passage = find(bundle, type, record, field)) || passage->must_go)
        return;
    mark_of(passage->text, now);
    if (strcmp(now, mark) != 0) {
        passage->choice = PASSAGE_UNDECIDED;
        return;
    }
    for (int i = PASSAGE_KEPT; i <= PASSAGE_OUT; i++) {
        if (strcmp(codes[i], choice) == 0)
            passage->choice = (enum passage_choice)i;
    }
    if (passage->choice == PASSAGE_CUT)
        read_cuts(passage, line + used);
}

void bundle_read_marks(struct access_bundle *bundle)
{
    const char *at = record_text(&bundle->request, "marks");

    while (*at) {
        size_t len = strcspn(at, ";");
        char line[1024];

        snprintf(line, sizeof line, "%.*s", (int)len, at);
        read_mark(bundle, line);
        at += len + (at[len] == ';');
    }
}

/* --- keeping, putting together, signing --- */
static void empty(struct record *record, const char *key)
{
    value_release(record_value(record, key));
}

static enum err require_handler(struct store *store, struct record *request, struct why *why)
{
    int64_t me = store_officer_id(store);

    if (!store_may_write(store, &access_request_type))
        return why_set(why, E_PERMISSION, N_("Your role does not answer requests for access."));
    if (record_has(request, "answered_on"))
        return why_set(why, E_INVALID, N_("This request is answered; nothing of it changes any more."));
    if (record_number(request, "handler") != me && record_has(request, "handler"))
        return why_set(why, E_PERMISSION, N_("Another officer handles this request. Let them, or take it over first."));
    value_set_number(record_value(request, "handler"), me);
    return OK;
}

static enum err put_request(struct store *store, struct record *request, const char *sentence, struct why *why)
{
    struct save *save = NULL;
    enum err e = save_begin(store, ENTRY_CHANGE, &save, why);

    if (e)
        return e;
    if ((e = save_put_by_program(save, request, NULL, why))) {
        save_cancel(save);
        return e;
    }
    return save_commit(save, sentence, NULL, why);
}

static enum err write_marks(struct access_bundle *bundle)
{
    struct buf marks = { 0 };
    enum err e = OK;

    for (size_t i = 0; i < bundle->count && !e; i++) {
        if (is_told(&bundle->passages[i]))
            e = write_mark(&bundle->passages[i], &marks);
    }
    if (!e)
        e = value_set_text(record_value(&bundle->request, "marks"), buf_text(&marks));
    buf_release(&marks);
    return e;
}

enum err access_bundle_keep(struct store *store, struct access_bundle *bundle, struct why *why)
{
    static const char *const gone[] = { "bundle_on", "digest", "counts", "signed_by", "signed_on" };
    enum err e = require_handler(store, &bundle->request, why);

    if (e)
        return e;
    for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++)
        empty(&bundle->request, gone[i]);
    if ((e = write_marks(bundle)))
        return why_set(why, e, "%s", err_text(e));
    return put_request(store, &bundle->request, _("Decided about passages of the papers for a request"), why);
}

static enum err count_passages(struct access_bundle *bundle)
{
    size_t of[PASSAGE_OUT + 1] = { 0 }, marked = 0;
    char text[200];

    for (size_t i = 0; i < bundle->count; i++) {
        of[bundle->passages[i].choice]++;
        marked += bundle->passages[i].third != NULL;
    }
    text_print_into(text, sizeof text,
                    _("%zu passages, %zu of them speak of others; %zu blacked out in part, %zu left out"),
                    bundle->count, marked, of[PASSAGE_CUT], of[PASSAGE_OUT]);
    return value_set_text(record_value(&bundle->request, "counts"), text);
}

enum err access_bundle_finish(struct store *store, struct access_bundle *bundle, struct why *why)
{
    char digest[STORE_FINGERPRINT_SIZE], today[DATE_TEXT_SIZE];
    struct document document = { 0 };
    size_t left = access_bundle_left(bundle);
    enum err e = require_handler(store, &bundle->request, why);

    if (e)
        return e;
    if (left > 0)
        return why_set(why, E_INVALID,
                       ngettext("%zu passage that speaks of others is not decided yet: keep it, black it out or leave "
                                "it out.",
                                "%zu passages that speak of others are not decided yet: keep, black out or leave out "
                                "each.",
                                left),
                       left);
    date_format(clock_today(), today);
    empty(&bundle->request, "signed_by");
    empty(&bundle->request, "signed_on");
    if (!(e = value_set_text(record_value(&bundle->request, "bundle_on"), today)) && !(e = write_marks(bundle)) &&
        !(e = count_passages(bundle)) && !(e = bundle_lines(store, bundle, &document, why)) &&
        !(e = bundle_fingerprint(&document, digest)) &&
        !(e = value_set_text(record_value(&bundle->request, "digest"), digest)))
        e = put_request(store, &bundle->request, _("Put the papers for a request together"), why);
    document_release(&document);
    return e;
}

enum err access_request_sign(struct store *store, int64_t id, struct why *why)
{
    struct record request = { 0 };
    char today[DATE_TEXT_SIZE];
    enum err e = store_require(store, ROLE_REVIEWER, why);

    if (e || (e = store_load(store, &access_request_type, id, &request, why)))
        return e;
    date_format(clock_today(), today);
    if (record_number(&request, "handler") == store_officer_id(store))
        e = why_set(why, E_PERMISSION, N_("You handle this request yourself; another reviewer signs it."));
    else if (!record_has(&request, "bundle_on"))
        e = why_set(why, E_INVALID, N_("The papers are not put together yet."));
    else if (record_has(&request, "signed_on"))
        e = why_set(why, E_INVALID, N_("These papers are signed already."));
    else if (!(e = value_set_text(record_value(&request, "signed_on"), today))) {
        value_set_number(record_value(&request, "signed_by"), store_officer_id(store));
        e = put_request(store, &request, _("Signed the papers for a request"), why);
    }
    record_release(&request);
    return e;
}
