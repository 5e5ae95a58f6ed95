/*
 * Giving out a copy. The case says so before there is a file; the passphrase of a sealed one is drawn here, so that it
 * is never one that opens anything else.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "export_in.h"
#include "townkeep/base/base32.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/exchange/document.h"
#include "townkeep/exchange/sealed_file.h"

enum { PAGE_WIDTH = 72, PAGE_LINES = 60, HEAD_LINES = 4, LINES_MOST = 4000, SECRET_BYTES = 10 };

/* --- pages --- */
/* The lines of the whole document, wrapped; without the heads. */
struct lines {
    struct buf text; /* each closed by LF */
    size_t count;
};

static enum err add_wrapped(struct lines *lines, const char *text, const char *first, const char *rest)
{
    size_t width = PAGE_WIDTH - text_width(first);
    size_t most = text_wrap(text, width, NULL, 0);
    struct text_span *spans = calloc(most ? most : 1, sizeof *spans);
    size_t count = spans ? text_wrap(text, width, spans, most) : 0;
    enum err e = spans ? OK : E_MEMORY;

    if (!e && count == 0)
        e = buf_add_char(&lines->text, '\n');
    lines->count += count ? count : 1;
    for (size_t i = 0; i < count && !e; i++) {
        if (!(e = buf_add_str(&lines->text, i ? rest : first)) &&
            !(e = buf_add(&lines->text, text + spans[i].start, spans[i].len)))
            e = buf_add_char(&lines->text, '\n');
    }
    free(spans);
    return e;
}

static enum err add_underlined(struct lines *lines, const char *text, char with)
{
    enum err e = add_wrapped(lines, text, "", "");
    size_t width = text_width(text);

    for (size_t i = 0; i < width && i < PAGE_WIDTH && !e; i++)
        e = buf_add_char(&lines->text, with);
    lines->count++;
    return e ? e : buf_add_char(&lines->text, '\n');
}

static enum err lay_out(const struct document *document, struct lines *lines)
{
    enum err e = OK;

    for (size_t i = 0; i < document->count && !e; i++) {
        const struct document_line *line = &document->lines[i];

        if (line->style == DOCUMENT_TITLE)
            e = add_underlined(lines, line->text, '=');
        else if (line->style == DOCUMENT_HEADING)
            e = add_underlined(lines, line->text, '-');
        else
            e = add_wrapped(lines, line->text, line->style == DOCUMENT_POINT ? "- " : "",
                            line->style == DOCUMENT_POINT ? "  " : "");
    }
    return e;
}

static enum err add_head(const struct document_stamp *stamp, size_t page, size_t pages, struct buf *out)
{
    char on[DATE_TEXT_SIZE], by[DATE_TEXT_SIZE] = "", number[32];
    enum err e;

    date_format(stamp->on, on);
    if (date_is_valid(stamp->return_by))
        date_format(stamp->return_by, by);
    if (stamp->number)
        text_print_into(number, sizeof number, _("Copy %lld"), (long long)stamp->number);
    else
        text_print_into(number, sizeof number, "%s", _("No copy yet"));
    if ((e = buf_printf(out, _("%s: %s, page %zu of %zu\n"), number, stamp->what, page, pages)) ||
        (e = buf_printf(out, _("For %s\n"), stamp->recipient[0] ? stamp->recipient : "…")) ||
        (e = by[0] ? buf_printf(out, _("Given out on %s. Return or destroy by %s.\n"), on, by)
                   : buf_printf(out, _("Given out on %s. To be kept by the person.\n"), on)))
        return e;
    for (int i = 0; i < PAGE_WIDTH && !e; i++)
        e = buf_add_char(out, '-');
    return e ? e : buf_add_char(out, '\n');
}

enum err document_pages(const struct document *document, const struct document_stamp *stamp, struct buf *out)
{
    enum { ON_A_PAGE = PAGE_LINES - HEAD_LINES };
    struct lines lines = { 0 };
    enum err e = lay_out(document, &lines);
    size_t pages = (lines.count + ON_A_PAGE - 1) / ON_A_PAGE;
    const char *at = buf_text(&lines.text);

    for (size_t page = 1; page <= pages && !e; page++) {
        if (page > 1)
            e = buf_add_char(out, '\f');
        if (!e)
            e = add_head(stamp, page, pages, out);
        for (size_t i = 0; i < ON_A_PAGE && *at && !e; i++) {
            size_t len = strcspn(at, "\n") + 1;

            e = buf_add(out, at, len);
            at += len;
        }
    }
    buf_wipe(&lines.text);
    return e;
}

/* --- giving it out --- */
static void fingerprint(const struct buf *text, char out[2 * HASH_SIZE + 1])
{
    uint8_t hash[HASH_SIZE];

    hash_bytes(hash, "townkeep copy 1", text->data, text->len, NULL);
    for (size_t i = 0; i < HASH_SIZE; i++)
        snprintf(out + 2 * i, 3, "%02x", hash[i]);
}

static enum err draw_passphrase(char shown[DOCUMENT_PASSPHRASE_SIZE], struct passphrase **out, struct why *why)
{
    uint8_t bytes[SECRET_BYTES];
    char letters[8 * SECRET_BYTES / 5];
    enum err e;

    random_bytes(bytes, sizeof bytes);
    base32_write(bytes, SECRET_BYTES / 5, letters);
    snprintf(shown, DOCUMENT_PASSPHRASE_SIZE, "%.4s-%.4s-%.4s-%.4s", letters, letters + 4, letters + 8, letters + 12);
    wipe(bytes, sizeof bytes);
    wipe(letters, sizeof letters);
    if ((e = passphrase_new(out, why)))
        return e;
    return passphrase_add(*out, shown, strlen(shown));
}

/* All of it under a temporary name, then its own. */
static enum err write_text(const char *path, const struct buf *text, struct why *why)
{
    struct buf temporary = { 0 };
    enum err e = buf_printf(&temporary, "%s.new-%ld", path, (long)getpid());

    if (!e && !(e = path_write_file(buf_text(&temporary), buf_text(text), text->len, why))) {
        e = export_settle(buf_text(&temporary), path, false, why);
        unlink(buf_text(&temporary)); /* the second name after a link; there is none after a rename */
    }
    buf_release(&temporary);
    return e;
}

static enum err write_sealed(const struct document_wish *wish, const struct buf *text, struct document_given *out,
                             struct why *why)
{
    struct passphrase *passphrase = NULL;
    enum err e = draw_passphrase(out->passphrase, &passphrase, why);

    if (!e)
        e = sealed_file_write(wish->path, passphrase, wish->cost, buf_text(text), text->len, why);
    passphrase_free(passphrase);
    return e;
}

static enum err check(const struct document *document, const struct document_wish *wish, struct why *why)
{
    if (document_form(document->kind)->is_sealed && !wish->is_sealed)
        return why_set(why, E_INVALID,
                       N_("This paper tells who the person is: it leaves as a sealed file only, never as plain text."));
    return export_check_target(wish->path, false, why);
}

enum err document_give(struct store *store, const struct document *document, const struct document_wish *wish,
                       struct document_given *out, struct why *why)
{
    struct document_stamp stamp = {
        .what = vocabulary_label(store_words(store), "copy_kind", document_form(document->kind)->code),
        .recipient = copy_recipient(&wish->copy),
        .on = clock_today(),
        .return_by = wish->copy.return_by,
    };
    char hash[2 * HASH_SIZE + 1];
    struct buf text = { 0 };
    struct why none = { 0 };
    enum err e;

    *out = (struct document_given){ 0 };
    if ((e = check(document, wish, why)) || (e = copy_check(store, document, &wish->copy, why)) ||
        (e = copy_next_number(store, &out->number, why)))
        return e;
    stamp.number = out->number;
    if ((e = document_pages(document, &stamp, &text))) {
        why_set(why, e, "%s", err_text(e));
        goto done;
    }
    fingerprint(&text, hash);
    if ((e = copy_record(store, document, &wish->copy, out->number, hash, why)))
        goto done;
    e = wish->is_sealed ? write_sealed(wish, &text, out, why) : write_text(wish->path, &text, why);
    if (e && copy_void(store, out->number, &none))
        why_set(why, e, _("Copy %lld was not written, and that could not be noted either: mark it by hand."),
                (long long)out->number);
done:
    if (e)
        wipe(out->passphrase, sizeof out->passphrase);
    buf_wipe(&text);
    return e;
}
